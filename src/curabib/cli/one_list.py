"""A list without a project around it: what `read` and `check` do with a file, an address or standard input."""

from pathlib import Path
from typing import TYPE_CHECKING

from curabib.cli.session import Session
from curabib.model import Snapshot
from curabib.sync.fetch import DEFAULT_LIMIT, fetch

if TYPE_CHECKING:
    from curabib.project.entry_pattern import EntryPattern


def fetch_list(place: str, *, limit: int = DEFAULT_LIMIT) -> Snapshot:
    """Return the list at an address, in a file, or on standard input (`-`), of at most `limit` bytes.

    Raises CurabibError.
    """
    snapshot = fetch(place, limit=limit).snapshot
    if snapshot is None:
        raise AssertionError("an unconditional request was answered with `not modified`")
    return snapshot


def load_patterns(session: Session, file: Path) -> "tuple[EntryPattern, ...]":
    """Return the entry patterns of a file, none where it has mistakes, which are reported."""
    from curabib.project.entry_setting import parse_pattern_file
    from curabib.project.files import read_text

    text = read_text(file)
    patterns = parse_pattern_file(text, str(file))
    session.report(patterns.diagnostics, sources={str(file): text})
    return () if patterns.diagnostics else patterns.value
