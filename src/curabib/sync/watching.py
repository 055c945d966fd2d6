"""Doing something again whenever one of some files changes."""

from collections.abc import Callable, Iterable
from pathlib import Path

Signature = tuple[tuple[str, int, int, int], ...]


def watch(work: Callable[[], Iterable[Path]], pause: Callable[[], None]) -> None:
    """Call `work`, and again each time one of the files that it returned has changed, until something is raised.

    `pause` waits between two looks. While files still change from one look to the next, `work` waits, so that it is
    not called in the middle of a save; files that come, go or are replaced count as changed.
    """
    while True:
        files = sorted(set(work()))
        before = signature(files)
        while (now := signature(files)) == before:
            pause()
        while True:
            pause()
            before, now = now, signature(files)
            if now == before:
                break


def signature(files: Iterable[Path]) -> Signature:
    """Return what tells one state of the files from another: their sizes, times and places on the disk."""
    return tuple(_state(path) for path in files)


def _state(path: Path) -> tuple[str, int, int, int]:
    try:
        status = path.stat()
    except OSError:
        return str(path), -1, -1, -1
    return str(path), status.st_size, status.st_mtime_ns, status.st_ino
