"""Replacing many files: whole or not at all, wherever it is interrupted."""

import errno
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from curabib.diagnostics import CurabibError
from curabib.sync.apply import Disk, FileChange, commit, recover
from curabib.sync.exclusive import locked, prepare_folder

OLD = {"library.bib": b"old library\n", "topics/a.bib": b"old a\n", "gone.bib": b"old gone\n"}
NEW = {"library.bib": b"new library\n", "topics/a.bib": b"new a\n", "topics/b.bib": b"new b\n"}


class Killed(BaseException):
    """The process is gone; nothing of ours may catch it."""


class DyingDisk(Disk):
    """Dies before the n-th call; with `half`, a write leaves half of the file behind."""

    def __init__(self, calls: int, *, half: bool) -> None:
        self.left, self.half = calls, half

    def _spend(self) -> bool:
        self.left -= 1
        return self.left < 0

    def write(self, path: Path, data: bytes) -> None:
        if self._spend():
            if self.half:
                path.write_bytes(data[: len(data) // 2])
            raise Killed
        super().write(path, data)

    def replace(self, source: Path, target: Path) -> None:
        if self._spend():
            raise Killed
        super().replace(source, target)

    def remove(self, path: Path) -> None:
        if self._spend():
            raise Killed
        super().remove(path)

    def sync_folder(self, folder: Path) -> None:
        if self._spend():
            raise Killed
        super().sync_folder(folder)


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def changes() -> list[FileChange]:
    found = [
        FileChange(path=path, content=data, before=digest(OLD[path]) if path in OLD else "")
        for path, data in NEW.items()
    ]
    return [*found, FileChange(path="gone.bib", content=None, before=digest(OLD["gone.bib"]))]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for path, data in OLD.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(data)
    prepare_folder(tmp_path / ".curabib")
    return tmp_path


def files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".curabib" not in path.parts
    }


def test_everything_is_written(project: Path) -> None:
    commit(project, project / ".curabib", changes())
    assert files(project) == NEW
    assert sorted(p.name for p in (project / ".curabib").iterdir()) == [".gitignore"]


@pytest.mark.parametrize("half", [False, True])
def test_killed_at_any_call_leaves_the_old_or_the_new_state(tmp_path: Path, half: bool) -> None:
    outcomes = set()
    for calls in range(40):
        root = tmp_path / str(calls)
        for path, data in OLD.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(data)
        folder = root / ".curabib"
        prepare_folder(folder)
        try:
            commit(root, folder, changes(), DyingDisk(calls, half=half))
            finished = True
        except Killed:
            finished = False
        recover(root, folder)
        state = files(root)
        assert state in (OLD, NEW), f"a mixture after {calls} calls"
        assert recover(root, folder) == ()
        assert not (folder / "staging").exists()
        outcomes.add(state == NEW)
        if finished:
            assert state == NEW
            break
    else:
        pytest.fail("it never finished")
    assert outcomes == {True, False}


def test_killed_while_recovering(project: Path) -> None:
    folder = project / ".curabib"
    with pytest.raises(Killed):
        commit(project, folder, changes(), DyingDisk(8, half=False))
    assert (folder / "journal.json").exists()
    for calls in range(6):
        with pytest.raises(Killed):
            recover(project, folder, DyingDisk(min(calls, 2), half=False))
    recover(project, folder)
    assert files(project) == NEW


def test_an_edit_between_crash_and_recovery_is_not_lost(project: Path) -> None:
    folder = project / ".curabib"
    with pytest.raises(Killed):
        commit(project, folder, changes(), DyingDisk(7, half=False))
    (project / "library.bib").write_bytes(b"edited meanwhile\n")
    recover(project, folder)
    state = files(project)
    saved = [path for path, data in state.items() if data == b"edited meanwhile\n"]
    assert len(saved) == 1 and saved[0].endswith(".orig")
    assert state["library.bib"] == NEW["library.bib"]


def test_a_file_that_changed_since_the_plan_stops_everything(project: Path) -> None:
    (project / "topics/a.bib").write_bytes(b"somebody else\n")
    before = files(project)
    with pytest.raises(CurabibError, match="was changed while"):
        commit(project, project / ".curabib", changes())
    assert files(project) == before
    recover(project, project / ".curabib")
    assert files(project) == before


def test_a_full_disk_changes_nothing(project: Path) -> None:
    class Full(Disk):
        def write(self, path: Path, data: bytes) -> None:
            if path.name == "1":
                raise OSError(errno.ENOSPC, "No space left on device")
            super().write(path, data)

    with pytest.raises(CurabibError, match="no space left on device; nothing was changed"):
        commit(project, project / ".curabib", changes(), Full())
    assert files(project) == OLD


class RefusingDisk(Disk):
    """Refuses the n-th call and all that follow with one error; a refused write leaves half of the file behind."""

    def __init__(self, calls: int, error: int) -> None:
        self.left, self.error = calls, error

    def _spend(self, path: Path) -> None:
        self.left -= 1
        if self.left < 0:
            raise OSError(self.error, os.strerror(self.error), str(path))

    def write(self, path: Path, data: bytes) -> None:
        try:
            self._spend(path)
        except OSError:
            path.write_bytes(data[: len(data) // 2])
            raise
        super().write(path, data)

    def replace(self, source: Path, target: Path) -> None:
        self._spend(target)
        super().replace(source, target)

    def remove(self, path: Path) -> None:
        self._spend(path)
        super().remove(path)

    def sync_folder(self, folder: Path) -> None:
        self._spend(folder)
        super().sync_folder(folder)


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EIO, errno.EDQUOT])
def test_a_disk_that_refuses_at_any_call_loses_nothing(tmp_path: Path, error: int) -> None:
    outcomes: list[str] = []
    for calls in range(40):
        root = tmp_path / str(calls)
        for path, data in OLD.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(data)
        prepare_folder(root / ".curabib")
        disk = RefusingDisk(calls, error)
        try:
            commit(root, root / ".curabib", changes(), disk)
        except CurabibError as refused:
            assert os.strerror(error).lower() in str(refused)
            undone = "nothing was changed" in str(refused)
            assert (
                undone or refused.hint == "the next command finishes what was begun, once the disk allows it"
            )
            outcomes.append("undone" if undone else "begun")
            assert not undone or files(root) == OLD
            recover(root, root / ".curabib")
            assert files(root) == (OLD if undone else NEW)
        else:
            outcomes.append("done")
            assert files(root) == NEW
    assert sorted(outcomes, key=["undone", "begun", "done"].index) == outcomes
    assert set(outcomes) == {"undone", "begun", "done"}


def test_another_file_system_in_between(project: Path) -> None:
    class Far(Disk):
        def replace(self, source: Path, target: Path) -> None:
            if source.parent.name == "staging" and target.parent.name != ".curabib":
                raise OSError(errno.EXDEV, "Invalid cross-device link")
            super().replace(source, target)

    commit(project, project / ".curabib", changes(), Far())
    assert files(project) == NEW


@pytest.mark.parametrize("path", ["../x", "/etc/passwd", ".git/hooks/pre-commit", "link/x", "a\nb"])
def test_no_journal_writes_outside_the_project(
    project: Path, path: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (project / "link").symlink_to(outside)
    with pytest.raises(CurabibError):
        commit(project, project / ".curabib", [FileChange(path=path, content=b"x")])
    staging = project / ".curabib" / "staging"
    staging.mkdir(exist_ok=True)
    (staging / "0").write_bytes(b"x")
    row = {"path": path, "before": "", "temp": "0", "sha256": digest(b"x")}
    journal = {"schema": "curabib.journal/1", "files": [row]}
    (project / ".curabib" / "journal.json").write_text(json.dumps(journal))
    with pytest.raises(CurabibError):
        recover(project, project / ".curabib")
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"schema": "x", "files": []}', '{"schema": "curabib.journal/1", "files": [1]}']
)
def test_a_damaged_journal_is_an_error(project: Path, text: str) -> None:
    (project / ".curabib" / "journal.json").write_text(text)
    with pytest.raises(CurabibError, match="journal"):
        recover(project, project / ".curabib")
    assert files(project) == OLD


def test_links_and_permissions_stay(project: Path) -> None:
    (project / "real.bib").write_bytes(OLD["library.bib"])
    (project / "real.bib").chmod(0o640)
    (project / "library.bib").unlink()
    (project / "library.bib").symlink_to("real.bib")
    commit(project, project / ".curabib", changes())
    assert (project / "library.bib").is_symlink()
    assert (project / "real.bib").read_bytes() == NEW["library.bib"]
    assert (project / "real.bib").stat().st_mode & 0o777 == 0o640


def test_a_lock_that_cannot_be_made_says_why(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = project / ".curabib"

    def refuse(path: object, *_: object, **__: object) -> int:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(path))

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(CurabibError, match=r"cannot write to `.*`: read-only file system"), locked(folder):
        pytest.fail("the lock is not held")


def test_a_second_process_says_that_it_waits_for_the_first(project: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from curabib.sync.exclusive import locked\n"
        "with locked(Path(sys.argv[1])):\n    print('held', flush=True); sys.stdin.read()\n"
    )
    folder = project / ".curabib"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None and other.stdin is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(CurabibError, match="another curabib") as caught, locked(folder):
            pytest.fail("both hold the lock")
        assert "--wait" in caught.value.hint
        other.stdin.close()
        with locked(folder, wait=10):
            pass
