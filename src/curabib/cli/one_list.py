"""A list without a project around it: what `read` and `check` do with a file, an address or standard input."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from curabib.cli.session import Session
from curabib.diagnostics import Result
from curabib.match.report import for_a_file
from curabib.model import Library, Location, Record, Snapshot
from curabib.project.records import Header, SourceRecords
from curabib.project.settings import Project, Source
from curabib.sync.fetch import DEFAULT_LIMIT, fetch
from curabib.sync.inputs import Inputs
from curabib.sync.pipeline import assemble

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


def library_of(records: Sequence[Record], path: str) -> Result[Library]:
    """Return the library that these records alone make, under keys that nobody has promised.

    It is that of a project with one source, no overrides and no lock, so that a list reads the same with and
    without a project.
    """
    source = Source(id="", file=path, location=Location(path=path, line=1))
    project = Project(root=Path(), home=Path(), sources=(source,))
    kept = SourceRecords(header=Header(source=source.id), records=tuple(records))
    built = assemble(project, Inputs(records={source.id: kept}))
    return Result(built.value.library, tuple(for_a_file(built.diagnostics)))
