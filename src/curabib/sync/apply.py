"""Replacing many files at once: after any interruption, all of them are the old ones or all are the new ones.

New texts are staged in the cache folder, then one rename of a journal decides; from that moment the next start
carries the change through. Only the process that holds the project's lock stages, commits or recovers.
"""

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from curabib.diagnostics import CurabibError
from curabib.project.paths import check_links, inside
from curabib.sync.journal import NAME as JOURNAL

_STAGING = "staging"
_SCHEMA = "curabib.journal/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileChange:
    """A file to write or to remove: its path relative to the root, and its new bytes (None: remove it).

    `before` is the digest of the file that the change was planned on, empty where there was none.
    """

    path: str
    content: bytes | None
    before: str = ""


class Disk:
    """The calls to the file system that writing consists of; tests put one in its place that fails or dies."""

    def write(self, path: Path, data: bytes) -> None:
        """Write a new file and wait until it is on the disk."""
        with path.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())

    def replace(self, source: Path, target: Path) -> None:
        """Rename a file over another one."""
        source.replace(target)

    def remove(self, path: Path) -> None:
        """Remove a file; it may be gone already."""
        path.unlink(missing_ok=True)

    def sync_folder(self, folder: Path) -> None:
        """Wait until the names in a folder are on the disk, where the system can say so."""
        if os.name != "posix":
            return
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        except OSError as error:
            if error.errno not in (errno.EINVAL, errno.ENOTSUP):
                raise
        finally:
            os.close(handle)


def commit(root: Path, folder: Path, changes: Sequence[FileChange], disk: Disk | None = None) -> None:
    """Carry out `changes` in the project `root`, all of them or (if interrupted before the journal) none.

    `folder` is the cache folder; the caller holds its lock and has called `recover`. Raises CurabibError where a
    path leads out of the project, where a file is no longer the one that the change was planned on, or where the
    disk refuses; then no file has been replaced.
    """
    if not changes:
        return
    disk = disk or Disk()
    staging = folder / _STAGING
    rows: list[dict[str, str | None]] = []
    try:
        staging.mkdir(parents=True, exist_ok=True)
        for number, change in enumerate(changes):
            target = _target(root, change.path)
            if _digest(target) != change.before:
                raise CurabibError(
                    f"`{change.path}` was changed while curabib worked on it",
                    hint="run the command once more",
                )
            row: dict[str, str | None] = {
                "path": change.path,
                "before": change.before,
                "temp": None,
                "sha256": None,
            }
            if change.content is not None:
                row |= {"temp": str(number), "sha256": hashlib.sha256(change.content).hexdigest()}
                disk.write(staging / str(number), change.content)
            rows.append(row)
        disk.sync_folder(staging)
        journal = json.dumps({"schema": _SCHEMA, "files": rows}).encode()
        disk.write(staging / JOURNAL, journal)
        disk.replace(staging / JOURNAL, folder / JOURNAL)
        disk.sync_folder(folder)
    except OSError as error:
        with suppress(OSError):
            (folder / JOURNAL).unlink(
                missing_ok=True
            )  # it may be there already, and then promises what is staged
            shutil.rmtree(staging, ignore_errors=True)
        raise CurabibError(
            f"cannot write: {(error.strerror or str(error)).lower()}; nothing was changed"
        ) from error
    _roll_forward(root, folder, rows, disk)


def recover(root: Path, folder: Path, disk: Disk | None = None) -> tuple[str, ...]:
    """Finish what an interrupted run had decided, and forget what it had not; return the paths it concerned.

    The caller holds the lock. Raises CurabibError where the journal is damaged or leads out of the project.
    """
    disk = disk or Disk()
    journal, staging = folder / JOURNAL, folder / _STAGING
    if not journal.exists():
        if staging.exists():
            shutil.rmtree(staging, ignore_errors=True)
        return ()
    try:
        form: Any = json.loads(journal.read_bytes())
        if form["schema"] != _SCHEMA:
            raise ValueError("unknown schema")
        rows = [{name: row[name] for name in ("path", "before", "temp", "sha256")} for row in form["files"]]
        if not all(isinstance(row["path"], str) and str(row["temp"] or 0).isdigit() for row in rows):
            raise ValueError("unknown form")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CurabibError(
            f"the journal of an interrupted run cannot be read: `{journal}`",
            hint="look at the project's files with version control, then delete the journal",
        ) from error
    _roll_forward(root, folder, rows, disk)
    return tuple(str(row["path"]) for row in rows)


def _roll_forward(root: Path, folder: Path, rows: Sequence[dict[str, str | None]], disk: Disk) -> None:
    staging = folder / _STAGING
    touched: dict[Path, None] = {}
    try:
        for row in rows:
            target = _target(root, str(row["path"]))
            touched[target.parent] = None
            if row["temp"] is None:
                if _digest(target) == row["before"]:
                    disk.remove(target)
                continue
            staged, now = staging / row["temp"], _digest(target)
            if now == row["sha256"]:
                continue
            if _digest(staged) != row["sha256"]:
                raise CurabibError(f"an interrupted run cannot be finished: its new `{row['path']}` is gone")
            if now not in ("", row["before"]):
                disk.write(target.with_name(f"{target.name}.{now[:8]}.orig"), target.read_bytes())
            _put(staged, target, disk)
        for parent in touched:
            if parent.is_dir():
                disk.sync_folder(parent)
        disk.remove(folder / JOURNAL)
        shutil.rmtree(staging, ignore_errors=True)
    except OSError as error:
        raise CurabibError(
            f"cannot write `{error.filename or folder}`: {(error.strerror or str(error)).lower()}",
            hint="the next command finishes what was begun, once the disk allows it",
        ) from error


def _put(staged: Path, target: Path, disk: Disk) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    mode = target.stat().st_mode & 0o7777 if target.exists() else 0
    if mode:
        staged.chmod(mode)
    try:
        disk.replace(staged, target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        near = target.with_name(f".{target.name}.curabib")
        disk.write(near, staged.read_bytes())
        disk.replace(near, target)


def _target(root: Path, path: str) -> Path:
    """Return where `path` is, links followed; raises CurabibError where that is not a file of the project."""
    try:
        inside(root, root, path)
        check_links(root, root / path)
        if any(part.casefold() == ".git" for part in path.split("/")):
            raise ValueError("is a file of the version control")
    except ValueError as reason:
        raise CurabibError(f"`{path}` {reason}") from reason
    return (root / path).resolve()


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except IsADirectoryError as error:
        raise CurabibError(f"`{path}` is a folder where a file is to be written") from error
