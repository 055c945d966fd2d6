"""Reading the sources again: what each says now, beside what it said before."""

from dataclasses import dataclass, replace
from importlib import import_module

from curabib import __version__
from curabib.diagnostics import CurabibError, Diagnostic
from curabib.model import Record, Snapshot
from curabib.project import Project, Source
from curabib.project.records import Header, SourceRecords
from curabib.sync.fetch import FetchError, fetch
from curabib.sync.plan import State
from curabib.sync.wishes import Refresh

# what a reader says of a text that it did not read at all: such a text takes nothing away
_REFUSED = frozenset({"CB113", "CB114"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Refreshed:
    """A source after a look at it.

    `records` is what is to be kept: the present records in the order of the list, then those that are no longer
    there, marked as withdrawn. `state` is `read`, `unchanged`, `archived`, `offline` or `failed`. `before` is what the
    source said before, where somebody has read that without a fault.
    """

    records: SourceRecords
    state: State
    diagnostics: tuple[Diagnostic, ...] = ()
    snapshot: Snapshot | None = None
    before: SourceRecords | None = None


def refresh(
    project: Project, source: Source, kept: SourceRecords, how: Refresh, *, read: bool = True
) -> Refreshed:
    """Return what a source says now; where it cannot be had, what it said, with the reason as a diagnostic.

    Without `read` a list that has changed is only reported as such.
    """
    if how.offline or (how.only and source.id not in how.only):
        return Refreshed(records=kept, state="offline")
    if source.archived and source.id not in how.instead:
        return Refreshed(records=kept, state="archived")
    header = kept.header
    current = header.tool == __version__ and header.reader != "" and not how.reread
    if (source.reader or source.entry or " " in header.reader) and not _read_so(source, header.reader):
        current = False
    conditional = current and header.path == source.place
    try:
        if source.id in how.instead:
            found = fetch(str(how.instead[source.id]), source=source.id)
        else:
            found = how.fetch(
                source,
                project.root,
                etag=header.revision if conditional else "",
                modified=header.modified if conditional else "",
            )
    except FetchError as error:
        return Refreshed(records=kept, state="failed", diagnostics=(error.diagnostic(source.location),))
    if found.snapshot is None:
        return Refreshed(records=kept, state="unchanged")
    snapshot = replace(found.snapshot, path=source.place) if source.id in how.instead else found.snapshot
    if conditional and snapshot.sha256 == header.sha256:
        return Refreshed(records=kept, state="unchanged")
    if not read:
        return Refreshed(records=kept, state="read", snapshot=snapshot)
    return _read(source, kept, snapshot, found.modified)


def _read(source: Source, kept: SourceRecords, snapshot: Snapshot, modified: str) -> Refreshed:
    try:
        reading = import_module("curabib.sync.understood")  # the readers are not loaded for unchanged lists
        understood = reading.read_snapshot(snapshot, source.reader or None, source.entry)
    except CurabibError as error:
        place = f"{source.location.path}:{source.location.line}"
        raise CurabibError(f"{place}: source `{source.id}`: {error}", hint=error.hint) from error
    if any(diagnostic.code in _REFUSED for diagnostic in understood.diagnostics):
        return Refreshed(records=kept, state="failed", diagnostics=understood.diagnostics)
    header = Header(
        source=source.id,
        path=source.place,
        sha256=snapshot.sha256,
        revision=snapshot.revision,
        modified=modified,
        reader=understood.value.reading.reader,
        tool=__version__,
    )
    records = (*understood.value.records, *_gone(kept.records, understood.value.records))
    return Refreshed(
        records=SourceRecords(header=header, records=records),
        state="read",
        diagnostics=understood.diagnostics,
        snapshot=snapshot,
    )


def _read_so(source: Source, reader: str) -> bool:
    """Return whether what was read last was read with the reader and the pattern that the settings ask for."""
    reader_name = import_module("curabib.project.entry_pattern").reader_name
    wanted: str = reader_name(source.reader or reader.partition(" ")[0], source.entry)
    return reader == wanted


def _gone(before: tuple[Record, ...], now: tuple[Record, ...]) -> tuple[Record, ...]:
    present = {record.id for record in now}
    return tuple(replace(record, withdrawn=True) for record in before if record.id not in present)
