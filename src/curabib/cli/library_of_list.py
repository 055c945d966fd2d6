"""The library that one list makes, without a project around it."""

from collections.abc import Sequence
from pathlib import Path

from curabib.diagnostics import Result
from curabib.match.report import for_a_file
from curabib.model import Library, Location, Record
from curabib.project.records import Header, SourceRecords
from curabib.project.settings import Project, Source
from curabib.sync.inputs import Inputs
from curabib.sync.pipeline import assemble


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
