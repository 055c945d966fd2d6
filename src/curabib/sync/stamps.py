"""Whether files are still what they were: by size and time where that is certain, else by digest."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_GRAIN = 20_000_000
"""Nanoseconds within which two writes of a file may bear the same time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A file at one moment; `sha256` is empty where there was none.

    `modified` is the time that people see and tools may set, `changed` the one that only the system sets.
    """

    path: str
    size: int
    modified: int
    changed: int
    inode: int
    sha256: str

    def to_form(self) -> list[Any]:
        """Return the JSON form."""
        return [self.path, self.size, self.modified, self.changed, self.inode, self.sha256]

    @classmethod
    def from_form(cls, form: Any) -> "Stamp":
        """Return the stamp of a JSON form; raises ValueError or TypeError for another object."""
        path, size, modified, changed, inode, sha256 = form
        return cls(path=path, size=size, modified=modified, changed=changed, inode=inode, sha256=sha256)

    def holds(self, root: Path, since: int) -> bool:
        """Return whether the file below `root` is still this one.

        `since` is when the stamp was taken (nanoseconds): a file with another time, or one that was written so
        shortly before that its time proves nothing, is digested.
        """
        path = root / self.path
        try:
            now = path.stat()
        except OSError:
            return not self.sha256
        if now.st_size != self.size or not self.sha256:
            return False
        same = (now.st_mtime_ns, now.st_ctime_ns, now.st_ino) == (self.modified, self.changed, self.inode)
        if same and max(self.modified, self.changed) + _GRAIN < since:
            return True
        return _digest(path) == self.sha256


def stamps(root: Path, paths: Iterable[str]) -> tuple[Stamp, ...]:
    """Return the stamps of files below `root` (paths with `/`), absent ones included, in order."""
    return tuple(_stamp(root, path) for path in paths)


def _stamp(root: Path, path: str) -> Stamp:
    try:
        # the time is taken before the bytes, so that a write in between makes the stamp stale, not wrong
        found = (root / path).stat()
        sha256 = _digest(root / path)
    except OSError:
        return Stamp(path=path, size=0, modified=0, changed=0, inode=0, sha256="")
    return Stamp(
        path=path,
        size=found.st_size,
        modified=found.st_mtime_ns,
        changed=found.st_ctime_ns,
        inode=found.st_ino,
        sha256=sha256,
    )


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
