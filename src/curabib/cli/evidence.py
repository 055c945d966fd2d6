"""Who stated what about an entry, and where: what `explain KEY` tells, as data and as text."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields as fields_of
from typing import Any

from curabib.diagnostics.render.visible import visible
from curabib.model import Entry, FieldValue, LockedWork, Record, Venue
from curabib.venues import expand

SCHEMA = "curabib.evidence/1"


def evidence(entry: Entry, promises: tuple[LockedWork, ...] = ()) -> dict[str, Any]:
    """Return the JSON object that says where every field of an entry comes from.

    `promises` are the lines of the lock for the work, and for the works merged into it.

    `fields`: each value with the records that state it (`stated_by`), those that state something else (`others`),
    and whether it is only `assumed`; `derived`: what the venue table knows of venue and year; `topics`, `keywords`,
    `identifiers` and `links`: each with its records; `records`: all of them; `history`: the keys that the lock
    promises, each with the generation of the lock that issued it (`since`) and what became of it.
    """
    work = entry.work
    return {
        "schema": SCHEMA,
        "key": entry.key,
        "aliases": list(entry.aliases),
        "state": entry.state,
        "history": [{"key": line.key, "since": line.since, "state": line.state} for line in promises],
        "uid": work.id,
        "entry_type": work.entry_type,
        "kind": work.kind,
        "fields": [_field(entry, name, value) for name, value in work.fields.items()],
        "derived": [{"field": name, "value": value} for name, value in _derived(entry)],
        "topics": _shared(work.topics, work.records, lambda record: record.topics),
        "keywords": _shared(work.keywords, work.records, lambda record: record.keywords),
        "identifiers": _shared(
            map(str, work.identifiers), work.records, lambda record: tuple(map(str, record.identifiers))
        ),
        "links": _shared(
            (link.url for link in work.links),
            work.records,
            lambda record: tuple(link.url for link in record.links),
        ),
        "records": [
            {**_statement(record), "id": record.id, "role": record.role, "kind": record.kind}
            for record in work.records
        ],
    }


def shown(value: FieldValue) -> str:
    """Return a field's value as people read it; a venue with its table name, where that differs."""
    if isinstance(value, Venue) and value.abbreviation and value.abbreviation != value.name:
        return f"{value.name} ({value.abbreviation})"
    return str(value)


def _statement(record: Record) -> dict[str, Any]:
    return {
        "origin": record.origin.name,
        "origin_kind": record.origin.kind,
        "location": str(record.location) if record.location else None,
        "withdrawn": record.withdrawn,
    }


def _field(entry: Entry, name: str, value: FieldValue) -> dict[str, Any]:
    chosen = entry.work.chosen.get(name)
    records = sorted(entry.work.records, key=lambda record: record.id != chosen)  # the winner first
    stating = [(record, record.fields[name]) for record in records if name in record.fields]
    return {
        "field": name,
        "value": shown(value),
        "assumed": name in entry.work.assumed,
        "composed_from": next(
            (_statement(record) for record, stated in stating if record.id == chosen and stated != value),
            None,
        ),
        "stated_by": [_statement(record) for record, stated in stating if stated == value],
        "others": [
            {"value": shown(stated), **_statement(record)} for record, stated in stating if stated != value
        ],
    }


def _derived(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield what the venue table adds to venue and year, field by field."""
    venue = entry.work.fields.venue
    if venue is None or not venue.abbreviation:
        return
    volume = expand(venue, entry.work.stated_year)
    for field in fields_of(volume):
        value = getattr(volume, field.name)
        if isinstance(value, str) and value:
            yield field.name, value


def _shared(
    values: Iterable[str], records: tuple[Record, ...], of: Callable[[Record], tuple[str, ...]]
) -> list[dict[str, Any]]:
    return [
        {"value": value, "stated_by": [_statement(record) for record in records if value in of(record)]}
        for value in values
    ]


def as_text(form: dict[str, Any]) -> str:
    """Return the evidence for people, safe for a terminal; one block a field, the statements below its value."""
    lines = [f"{form['key']} ({form['entry_type']}, {form['state']})", *_history(form), ""]
    for field in form["fields"]:
        mark = "  (assumed: no one states it for this work)" if field["assumed"] else ""
        lines.append(f"{field['field']}: {visible(field['value'])}{mark}")
        if field["composed_from"]:
            lines.append(
                f"  from {_who(field['composed_from'])}, with the better forms that others have of its names"
            )
        lines += (f"  stated by {_who(statement)}" for statement in field["stated_by"])
        lines += (f"  but `{visible(s['value'])}` by {_who(s)}" for s in field["others"])
    if form["derived"]:
        lines.append("from the venue table:")
        lines += (f"  {row['field']}: {visible(row['value'])}" for row in form["derived"])
    for group in ("topics", "keywords", "identifiers", "links"):
        if form[group]:
            lines.append(f"{group}:")
        for row in form[group]:
            by = "; ".join(dict.fromkeys(_who(statement) for statement in row["stated_by"]))
            lines.append(f"  {visible(row['value'])}" + (f"  [{by}]" if by else ""))
    return "\n".join(lines) + "\n"


def _history(form: dict[str, Any]) -> Iterator[str]:
    if not form["history"]:
        yield "key: not in the lock"
    for promise in form["history"]:
        merged = f"merged: `{promise['key']}`, " if promise["state"] in ("merged", "split") else "key: "
        yield f"{merged}issued in generation {promise['since']} of the lock"
    if form["aliases"]:
        yield "aliases: " + ", ".join(form["aliases"])


def _who(statement: dict[str, Any]) -> str:
    where = f" at {visible(statement['location'])}" if statement["location"] else ""
    gone = ", withdrawn since" if statement["withdrawn"] else ""
    return f"{visible(statement['origin'])}{where}{gone}"
