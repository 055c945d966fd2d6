"""A disk without room, and one that cannot be written: nothing is lost, the message is clear, the status is 2."""

import errno
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import Runner

MORE = "\n- [A wholly new work](https://arxiv.org/abs/2301.00001)\n"


def state(folder: Path) -> dict[str, bytes]:
    """Return the bytes of all files but for the cache."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".curabib" not in path.parts
    }


def grown(project: Path) -> Path:
    """Return a list with one more entry than that of the project."""
    file = project.parent / "grown.md"
    file.write_text((project / "README.md").read_text(encoding="utf-8") + MORE, encoding="utf-8")
    return file


def refuse(error: int) -> Any:
    def call(*_: object, **__: object) -> Any:
        raise OSError(error, os.strerror(error))

    return call


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EROFS, errno.EDQUOT])
@pytest.mark.parametrize("step", ["make", "write", "sync", "rename"])
@pytest.mark.parametrize("command", ["export", "fmt"])
def test_one_file_is_replaced_or_left(
    curabib: Runner, project: Path, monkeypatch: pytest.MonkeyPatch, command: str, step: str, error: int
) -> None:
    draft = project / "draft.bib"
    draft.write_text("@misc{b, title=1}\n@misc{a}\n")
    before = state(project)
    steps = {
        "make": (tempfile, "mkstemp"),
        "write": (os, "fdopen"),
        "sync": (os, "fsync"),
        "rename": (Path, "replace"),
    }
    arguments = {"export": ["export", "-o", "draft.bib"], "fmt": ["fmt", "draft.bib"]}[command]
    curabib("export")  # fills the cache, which may use the same calls
    with monkeypatch.context() as patch:
        patch.setattr(*steps[step], refuse(error))
        ran = curabib(*arguments)
    assert ran.status == 2
    assert f"error: cannot write `draft.bib`: {os.strerror(error).lower()}\n" in ran.err
    assert state(project) == before, "no file has changed, and no temporary one is left"


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EROFS])
def test_a_sync_that_cannot_write_says_so(
    curabib: Runner, project: Path, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    before, source = state(project), f"engines={grown(project)}"
    with monkeypatch.context() as patch:
        patch.setattr("curabib.sync.apply.Disk.write", refuse(error))
        ran = curabib("sync", "--from", source)
    assert (ran.status, state(project)) == (2, before)
    assert f"error: cannot write: {os.strerror(error).lower()}; nothing was changed\n" in ran.err
    assert curabib("sync", "--from", source).status == 0
    assert state(project) != before


def test_files_that_may_not_grow_lose_nothing(curabib: Runner, project: Path) -> None:
    """The system itself refuses here, whoever asks: no file may become larger than a thousand bytes."""
    before, source = state(project), f"engines={grown(project)}"
    limited = (
        "import resource, sys\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "from curabib.cli.main import run\n"
        "sys.exit(run(sys.argv[1:]))\n"
    )
    for arguments in (["sync", "--from", source], ["export", "-o", "out.bib"]):
        ran = subprocess.run(
            [sys.executable, "-c", limited, *arguments], cwd=project, capture_output=True, check=False
        )
        assert ran.returncode == 2, ran.stderr
        assert b"error: cannot write" in ran.stderr
        assert b"file too large" in ran.stderr
        assert state(project) == before
    assert resource.getrlimit(resource.RLIMIT_FSIZE) != (1000, 1000)
    assert curabib("sync", "--from", source).status == 0


def test_a_missing_folder_is_named(curabib: Runner, project: Path) -> None:
    ran = curabib("export", "-o", "no/such/folder/out.bib")
    assert ran.status == 2
    assert "error: cannot write `no/such/folder/out.bib`: no such file or directory\n" in ran.err
    assert "hint: there is no folder `no/such/folder`; make it first\n" in ran.err
