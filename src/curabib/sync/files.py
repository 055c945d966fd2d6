"""What of the new texts differs from the files there are."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from curabib.diagnostics import CurabibError
from curabib.project.files import written_like
from curabib.project.settings import OVERRIDES_NAME
from curabib.sync.apply import FileChange

Content: TypeAlias = str | bytes
"""What a file holds: text, or the bytes of a document that is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """The files that would change: the changes, (path, state) for people, and before and after of those of text."""

    changes: tuple[FileChange, ...] = ()
    before: Mapping[str, str] = field(default_factory=dict)
    after: Mapping[str, str] = field(default_factory=dict)
    summary: tuple[tuple[str, str], ...] = ()


def read_if_there(root: Path, path: str) -> bytes | None:
    """Return the bytes of a file of the project, or None where there is none; raises CurabibError."""
    try:
        return (root / path).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise CurabibError(f"`{path}` cannot be read: {(error.strerror or str(error)).lower()}") from error


def changed_files(root: Path, texts: Mapping[str, Content], stale: Mapping[str, Content]) -> Files:
    """Return which of `texts` (by path) differ from the files below `root`, and which files are to be removed.

    `stale` maps paths that the former state wrote and the new one does not to what it wrote: such a file is removed
    while it holds just that, and stays where a person changed it. Line ends as CRLF count as no difference, and the
    file that people write keeps them.
    """
    changes: list[FileChange] = []
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    summary: list[tuple[str, str]] = []
    for path, text in texts.items():
        data, old = _bytes(text), read_if_there(root, path)
        if old is not None and is_same(old, text):
            continue
        if isinstance(text, bytes):
            changes.append(FileChange(path=path, content=data, before=_digest(old)))
            summary.append((path, "new" if old is None else "changed"))
            continue
        if old is not None and path.rpartition("/")[2] == OVERRIDES_NAME:
            data = written_like(text, old)
            if data == old:
                continue
        changes.append(FileChange(path=path, content=data, before=_digest(old)))
        after[path] = text
        if old is not None:
            before[path] = old.decode("utf-8", "replace")
        summary.append((path, "new" if old is None else "changed"))
    for path, text in stale.items():
        old = read_if_there(root, path)
        if path not in texts and old is not None and is_same(old, text):
            changes.append(FileChange(path=path, content=None, before=_digest(old)))
            before |= {path: text} if isinstance(text, str) else {}
            summary.append((path, "removed"))
    return Files(changes=tuple(changes), before=before, after=after, summary=tuple(summary))


def _bytes(content: Content) -> bytes:
    return content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")


def is_same(old: bytes, content: Content) -> bool:
    """Return whether a file holds that; line ends of a text do not count."""
    data = _bytes(content)
    return old == data or (isinstance(content, str) and old.replace(b"\r\n", b"\n") == data)


def _digest(data: bytes | None) -> str:
    return "" if data is None else hashlib.sha256(data).hexdigest()
