"""What a bibliography is built from: the files that people and earlier syncs left in the project."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from curabib.diagnostics import Diagnostic, Result, diagnose
from curabib.model import (
    NOWHERE,
    Correction,
    Date,
    Elsewhere,
    Fields,
    FieldValue,
    Location,
    Origin,
    Record,
    Venue,
)
from curabib.project import Project, Source
from curabib.project.files import read_text
from curabib.project.overrides import Overrides, parse_overrides
from curabib.project.records import FINDINGS, Header, SourceRecords, parse_records
from curabib.sync.precedence import Precedence
from curabib.venues import find


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """Records by source id (in the order of the settings), overrides as text and as read, and the lock's text.

    What providers said when they were last asked stands behind the lists, under `findings/PROVIDER`.
    `elsewhere` is the rest of the lock where these are the inputs of a part of a library only.
    """

    records: Mapping[str, SourceRecords] = field(default_factory=dict)
    overrides_text: str = ""
    overrides: Overrides = field(default_factory=Overrides)
    lock_text: str = ""
    elsewhere: Elsewhere = NOWHERE


def read_inputs(project: Project) -> Result[Inputs]:
    """Return what the project was last built from; a source never read has no records (CB013)."""
    problems: list[Diagnostic] = []
    records: dict[str, SourceRecords] = {}
    for source in project.sources:
        kept = read_records(project, source.id)
        if kept is None:
            records[source.id] = SourceRecords(header=Header(source=source.id))
            message = f"the source `{source.id}` has not been read yet"
            problems.append(diagnose("CB013", message, source.location, help="`curabib sync` reads it"))
        else:
            records[source.id] = kept.value
            problems += kept.diagnostics
    for provider in finding_sources(project):
        found = read_records(project, provider)
        if found is not None:
            records[provider] = found.value
            problems += found.diagnostics
    overrides_text = _optional_text(project, "overrides")
    overrides = parse_overrides(overrides_text, project.shown(project.overrides_path))
    inputs = Inputs(
        records=records,
        overrides_text=overrides_text,
        overrides=overrides.value,
        lock_text=_optional_text(project, "lock"),
    )
    return Result(inputs, (*problems, *overrides.diagnostics))


def read_records(project: Project, source: str) -> Result[SourceRecords] | None:
    """Return what a source said when it was last read, or None where it never was."""
    path = project.records_path(source)
    if not path.exists():
        return None
    return parse_records(read_text(path), source=source, path=project.shown(path))


def finding_sources(project: Project) -> tuple[str, ...]:
    """Return the names of the records files of providers, sorted: `findings/crossref`, `findings/authority/NAME`."""
    folder = project.records_path(FINDINGS).with_suffix("")
    paths = sorted(folder.rglob("*.jsonl")) if folder.is_dir() else ()
    return tuple(f"{FINDINGS}/{path.relative_to(folder).with_suffix('').as_posix()}" for path in paths)


def _optional_text(project: Project, which: str) -> str:
    path = project.overrides_path if which == "overrides" else project.lock_path
    return read_text(path) if path.exists() else ""


def statements(project: Project, inputs: Inputs) -> tuple[tuple[Record, ...], tuple[Correction, ...]]:
    """Return all records with the topics of the settings, and the corrections of people.

    The corrections are those of overrides.yaml, and one for each record of a source with `states`, for the fields
    that the record itself does not state.
    """
    records: list[Record] = []
    corrections: list[Correction] = []
    for source in project.sources:
        for record in inputs.records[source.id].records:
            if source.topic and not record.topics:
                record = replace(record, topics=(source.topic,))
            if project.topic_names and not project.topic_names.keys().isdisjoint(record.topics):
                record = replace(record, topics=_renamed(record.topics, project.topic_names))
            records.append(record)
            if source.states:
                correction = _stated(source, record, project)
                if correction is not None:
                    corrections.append(correction)
    corrections += (_with_venue(correction) for correction in inputs.overrides.corrections)
    records += _findings(project, inputs)
    return tuple(records), tuple(corrections)


def _findings(project: Project, inputs: Inputs) -> list[Record]:
    """Return what providers said, those first whose word counts most, each with its standing beside the lists."""
    order = Precedence.of(project.precedence)
    found = [
        record
        for source, kept in inputs.records.items()
        if source.startswith(f"{FINDINGS}/")
        for record in kept.records
    ]
    ranked = [replace(record, origin=order.placed(record)) for record in found]
    return sorted(ranked, key=lambda record: record.origin.rank)


def _renamed(topics: Iterable[str], names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for topic in topics if (name := names.get(topic, topic))))


def _stated(source: Source, record: Record, project: Project) -> Correction | None:
    """Return what the curator states for a whole source, as a statement about one of its records."""
    values: dict[str, FieldValue] = {}
    venue, date = source.states.venue, source.states.date
    if venue and "venue" not in record.fields:
        values["venue"] = known_venue(venue)
    if date and not (record.year_source == "stated" and record.fields.date):
        values["date"] = date
    if not values or record.kind not in ("paper", "book", "thesis") or record.role == "mention":
        return None
    place = replace(source.location, path=project.shown(project.config_path))
    return _correction(record.id, Fields(values), place)


def _correction(target: str, fields: Fields, place: Location) -> Correction:
    record = Record(
        id=f"override#{target}",
        origin=Origin(kind="override", name=place.path),
        location=place,
        entry_type="",
        fields=fields,
        year_source="stated" if isinstance(fields.get("date"), Date) else "",
    )
    return Correction(target=target, record=record)


def _with_venue(correction: Correction) -> Correction:
    venue = correction.record.fields.venue
    if venue is None or venue.abbreviation:
        return correction
    fields = correction.record.fields.updated({"venue": known_venue(venue)})
    return replace(correction, record=replace(correction.record, fields=fields))


def known_venue(venue: Venue) -> Venue:
    """Return the venue with its place in the venue table, where the table knows its name."""
    found = find(venue.name)
    return replace(found, name=venue.name) if found else venue
