"""A sync that is killed with SIGKILL at every step of writing: the old state or the new one, after the next command."""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from curabib.cli.main import run
from curabib.sync.apply import Disk
from curabib.sync.libraries import load_library
from tests.sync.projects import Box, Paper


class Dying:
    """Kills its own process before the n-th call to the disk; a write leaves half of the file behind."""

    def __init__(self, calls: int) -> None:
        self.left = calls

    def method(self, name: str) -> Callable[..., None]:
        real = getattr(Disk, name)

        def call(disk: Disk, *arguments: Any) -> None:
            self.left -= 1
            if self.left < 0:
                if name == "write":
                    arguments[0].write_bytes(arguments[1][: len(arguments[1]) // 2])
                os.kill(os.getpid(), signal.SIGKILL)
            real(disk, *arguments)

        return call


def killed_after(root: Path, calls: int) -> int:
    """Sync in a process of its own that dies at the given call; return its status."""
    child = os.fork()
    if not child:
        status = 3
        try:
            dying = Dying(calls)
            for name in ("write", "replace", "remove", "sync_folder"):
                setattr(Disk, name, dying.method(name))
            status = run(["-q", "-C", str(root), "sync", "--format", "json"])
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that fork")
def test_killed_at_any_point_leaves_the_old_or_the_new_state(tmp_path: Path) -> None:
    old = Box(tmp_path / "old")
    old.sync()
    new = Box(tmp_path / "new")
    new.sync()
    for box in (old, new):
        box.papers[0].topic = "Gamma"
        box.papers.append(
            Paper("A new study of old things", "Nora New", "ICML 2022", "https://arxiv.org/abs/2201.00001")
        )
        box.write_list()
    before = old.state()
    new.sync()
    after = new.state()
    assert before != after
    seen = set()
    for calls in range(60):
        status = killed_after(old.root, calls)
        load_library(old.root)  # any command that reads the library finishes what was begun
        state = old.state()
        assert state in (before, after), f"a mixture after {calls} calls"
        seen.add(state == after)
        if status == 0:
            break
        assert status == -signal.SIGKILL
        if state == after:  # back to the old state for the next point
            for path in {*before, *after}:
                (old.root / path).unlink(missing_ok=True)
            for path, data in before.items():
                (old.root / path).parent.mkdir(exist_ok=True)
                (old.root / path).write_bytes(data)
    else:
        pytest.fail("it never finished")
    assert seen == {True, False}
    assert calls > 15
