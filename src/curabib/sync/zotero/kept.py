"""What was read of a library of Zotero last, kept so that the next push reads only what has changed since.

A cache: where it is missing, damaged or of another library, the library is read as a whole. It holds what the person
has in the library, so nobody else may read the file.
"""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from curabib.providers.zotero import Kind, Outcome, Remote, ZoteroLibrary, is_key

SCHEMA = "curabib.zotero-library/1"
_LARGEST = 500_000_000
_TRUSTED = 2
"""How often one push reads only what has changed; whatever goes wrong after that may be the fault of what is kept."""


class KeptLibrary:
    """A library whose state is kept in a file."""

    def __init__(self, library: ZoteroLibrary, path: Path) -> None:
        """Take the library and the file, which need not exist."""
        self._library, self._path, self._reads = library, path, 0

    def read(self) -> Remote:
        """Return the library as it is now, and keep it; raises CurabibError as the library does."""
        self._reads += 1
        kept = read_kept(self._path, self._library.identity) if self._reads <= _TRUSTED else None
        remote = self._library.read(kept)
        if remote is not kept:
            write_kept(self._path, self._library.identity, remote)
        return remote

    def write(self, kind: Kind, objects: Sequence[Mapping[str, Any]]) -> Outcome:
        """Write objects, as the library does."""
        return self._library.write(kind, objects)

    def pause(self, attempt: int) -> None:
        """Wait before the next attempt, as the library does."""
        self._library.pause(attempt)


def read_kept(path: Path, library: str) -> Remote | None:
    """Return what a file keeps of a library, or None for anything but all that was written there."""
    try:
        if path.stat().st_size > _LARGEST:
            return None
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    except (OSError, ValueError, RecursionError):
        return None
    head, found = (rows[0] if rows else None), rows[1:]
    if not isinstance(head, dict) or (head.get("schema"), head.get("library")) != (SCHEMA, library):
        return None
    version, counted = head.get("version"), head.get("objects")
    if not isinstance(version, int) or counted != len(found) or not all(map(_is_object, found)):
        return None
    return Remote(
        items={row["data"]["key"]: row["data"] for row in found if row["kind"] == "items"},
        collections={row["data"]["key"]: row["data"] for row in found if row["kind"] == "collections"},
        version=version,
    )


def _is_object(row: object) -> bool:
    """Return whether a line is an object as `write_kept` writes it."""
    data = row.get("data") if isinstance(row, dict) else None
    return (
        isinstance(row, dict)
        and row.get("kind") in ("items", "collections")
        and (isinstance(data, dict) and is_key(data.get("key")) and isinstance(data.get("version"), int))
    )


def write_kept(path: Path, library: str, remote: Remote) -> None:
    """Keep a library in a file that only its owner may read; where that cannot be done, nothing is kept."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    with suppress(OSError):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
                stream.writelines(_lines(library, remote))
            temporary.replace(path)
        except OSError:
            temporary.unlink(missing_ok=True)


def _lines(library: str, remote: Remote) -> Iterator[str]:
    count = len(remote.items) + len(remote.collections)
    head = {"schema": SCHEMA, "library": library, "version": remote.version, "objects": count}
    yield json.dumps(head) + "\n"
    for kind, objects in (("items", remote.items), ("collections", remote.collections)):
        for key in sorted(objects):
            yield json.dumps({"kind": kind, "data": objects[key]}) + "\n"
