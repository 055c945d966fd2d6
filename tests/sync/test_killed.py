"""A sync that is killed with SIGKILL at every step of writing: the old state or the new one, after the next command."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from curabib.sync.libraries import load_library
from tests.conftest import REPOSITORY
from tests.sync.projects import Box, Paper

SCRIPT = """
import os, signal, sys
from pathlib import Path
from curabib.cli.main import run
from curabib.sync.apply import Disk

left = int(sys.argv[2])

def dying(name):
    real = getattr(Disk, name)
    def call(self, *arguments):
        global left
        left -= 1
        if left < 0:
            if name == "write":
                path, data = arguments
                path.write_bytes(data[: len(data) // 2])
            os.kill(os.getpid(), signal.SIGKILL)
        return real(self, *arguments)
    setattr(Disk, name, call)

for name in ("write", "replace", "remove", "sync_folder"):
    dying(name)
raise SystemExit(run(["-C", sys.argv[1], "sync"]))
"""


def killed_after(root: Path, calls: int) -> int:
    command = [sys.executable, "-c", SCRIPT, str(root), str(calls)]
    done = subprocess.run(command, cwd=REPOSITORY, env=dict(os.environ), capture_output=True, check=False)
    return done.returncode


@pytest.mark.slow
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
