"""The works that a change of some lists can touch, cut out of a library so that the rest of it need not be looked at.

The part is a small library of its own: what an ordinary sync makes of it is what it would make of these works in the
whole, because all works that newcomers could be, that share an identifier with one of them, or that a decision of a
person names, are in it.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from curabib.library.lock import parse_lock, print_lock
from curabib.match.ground import Ground
from curabib.match.newcomers import acquaintances
from curabib.match.words import Names
from curabib.model import Correction, Identifier, Record
from curabib.model.json_form import record_from_json, record_to_json
from curabib.project import Project
from curabib.project.files import read_text
from curabib.project.overrides import Overrides, parse_overrides
from curabib.project.records import Header, SourceRecords, id_of_line, origin_of, parse_header
from curabib.sync.index import Index
from curabib.sync.inputs import Inputs, finding_sources, statements
from curabib.sync.pipeline import decided
from curabib.sync.refresh import Refreshed

FEW = 400
SHARE = 10  # percent

_UID = '{"uid": "'
_UID_LENGTH = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some works of a library: the inputs that make them now, and what the lists say of them after the change.

    `uids` are those of the living works in it, `lines` of all their lines in the lock, whose text is `lock_text`.
    `records` holds, by source, the records of the part in the order of the lists; those of `refreshed` are all that
    a changed list says.
    """

    uids: frozenset[str]
    lines: frozenset[str]
    inputs: Inputs
    records: Mapping[str, SourceRecords]
    lock_text: str


def cut(project: Project, index: Index, refreshed: Mapping[str, Refreshed]) -> Part | None:
    """Return the part that the changed lists of `refreshed` can touch, or None where that is no small part.

    None also where a file of the project cannot be read as it should: then the whole has to be looked at.
    """
    before: dict[str, SourceRecords] = {}
    for source, found in refreshed.items():
        if found.before is None or not found.before.records or not found.records.records:
            return None
        before[source] = found.before
    touched = {id for source, kept in before.items() for id in _touched(kept, refreshed[source].records)}
    most = max(FEW, index.size() * SHARE // 100)
    if len(touched) > most:
        return None
    path = project.shown(project.overrides_path)
    text = read_text(project.overrides_path) if project.overrides_path.exists() else ""
    overrides = parse_overrides(text, path).value
    strange = touched - index.known_records(touched)
    after = {source: found.records for source, found in refreshed.items()}
    newcomers = {source: _only(kept, strange) for source, kept in after.items()}
    uids = _touched_works(project, index, touched, newcomers, overrides)
    if len(uids) > most:
        return None
    wanted = index.records(uids) | strange
    records = {
        source: _only(before[source], wanted) if source in before else _kept(project, source, wanted)
        for source in (*(source.id for source in project.sources), *finding_sources(project))
    }
    lock_text = read_text(project.lock_path)
    lines = index.lines(uids)
    lock = parse_lock("\n".join(_lines(lock_text, lines)), project.shown(project.lock_path)).value
    inputs = Inputs(
        records=records,
        overrides_text=text,
        overrides=_concerning(overrides, index, uids, newcomers.values()),
        elsewhere=index,
    )
    sealed = replace(lock, settled=lock.seal(decided(project, inputs)))
    return Part(
        uids=frozenset(uids),
        lines=frozenset(lines),
        inputs=replace(inputs, lock_text=print_lock(sealed)),
        records={**records, **{source: _only(kept, wanted) for source, kept in after.items()}},
        lock_text=lock_text,
    )


def _touched(before: SourceRecords, after: SourceRecords) -> Iterator[str]:
    """Yield the ids of the records that are new, gone, or otherwise not what they were, their place included."""
    old = {record.id: record for record in before.records}
    new = {record.id: record for record in after.records}
    yield from old.keys() - new.keys()
    yield from (id for id, record in new.items() if id not in old or not _same(old[id], record))


def _same(one: Record, other: Record) -> bool:
    """Return whether a records file says the same of two records: it keeps lines, but no columns."""
    return one == other or record_to_json(one) == record_to_json(other)


def _only(kept: SourceRecords, ids: Collection[str]) -> SourceRecords:
    return replace(kept, records=tuple(record for record in kept.records if record.id in ids))


def _touched_works(
    project: Project,
    index: Index,
    touched: Collection[str],
    newcomers: Mapping[str, SourceRecords],
    overrides: Overrides,
) -> set[str]:
    uids = index.of_records(touched)
    inputs = Inputs(records={**{source.id: _none(source.id) for source in project.sources}, **newcomers})
    records, corrections = statements(project, replace(inputs, overrides=overrides))
    if records:
        ground = Ground.of(records, ())
        names = Names.of(ground, [correction.target for correction in corrections])
        said = names.corrections(corrections)
        uids |= acquaintances(ground, range(len(records)), said, index)
    members = {m for decision in (*overrides.same, *overrides.different) for m in decision.members}
    uids |= index.keyed(members) | index.of_records(members) | index.stating(_identifiers(members))
    while True:
        more = index.stating(index.stated(uids) | _stated(records)) - uids
        if not more:
            return uids
        uids |= more


def _none(source: str) -> SourceRecords:
    return SourceRecords(header=Header(source=source))


def _stated(records: Iterable[Record]) -> set[str]:
    return {str(identifier) for record in records for identifier in record.identifiers}


def _identifiers(members: Iterable[str]) -> set[str]:
    return {str(found) for member in members if (found := Identifier.parse(member)) is not None}


def _kept(project: Project, source: str, ids: Collection[str]) -> SourceRecords:
    """Return those records of an unchanged source, without reading the others more than to their ids."""
    path = project.records_path(source)
    if not path.exists():
        return _none(source)
    records: list[Record] = []
    origin = origin_of(source)
    with path.open(encoding="utf-8") as stream:
        header = parse_header(stream.readline(), source=source, path=project.shown(path)).value
        for line in stream:
            if id_of_line(line) in ids:
                records.append(record_from_json(json.loads(line), origin=origin, path=header.path))
    return SourceRecords(header=header, records=tuple(records))


def _lines(lock_text: str, uids: Collection[str]) -> Iterator[str]:
    """Yield the header of a lock, and the lines of some works."""
    start = len(_UID)
    for line in lock_text.split("\n"):
        named = line[start : start + _UID_LENGTH] if line.startswith(_UID) else ""
        if named in uids or line.startswith('{"schema"'):
            yield line


def _concerning(
    overrides: Overrides, index: Index, uids: Collection[str], newcomers: Iterable[SourceRecords]
) -> Overrides:
    """Return the overrides without the corrections of works that are not in the part."""
    new = [record for kept in newcomers for record in kept.records]
    ids = {record.id for record in new} | _stated(new)
    return replace(
        overrides,
        corrections=tuple(
            c for c in overrides.corrections if c.target in ids or _meant(c, index) & set(uids)
        ),
    )


def _meant(correction: Correction, index: Index) -> set[str]:
    target = [correction.target]
    return index.keyed(target) | index.of_records(target) | index.stating(_identifiers(target))
