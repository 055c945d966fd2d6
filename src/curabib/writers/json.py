"""The JSON form of a library (schema curabib.library/1): everything that is known of each entry."""

import json
from dataclasses import dataclass
from typing import Any

from curabib.diagnostics import Result
from curabib.model import Entry, Names, Record, View, Work
from curabib.model.json_form import name_to_json

SCHEMA = "curabib.library/1"

_PROMINENT = frozenset({"title", "author", "editor", "venue", "date"})


@dataclass(frozen=True, slots=True)
class JsonWriter:
    """Prints `{"schema", "title", "entries"}`; nothing that the library knows is left out."""

    name: str = "json"
    extension: str = "json"

    def write(self, view: View) -> Result[str]:
        """Return the document, indented by two, in UTF-8, keys in a fixed order."""
        form = {
            "schema": SCHEMA,
            "title": view.title,
            "entries": [entry_to_json(entry) for entry in view.entries],
        }
        return Result(json.dumps(form, ensure_ascii=False, indent=2) + "\n")


def entry_to_json(entry: Entry) -> dict[str, Any]:
    """Return the JSON object of an entry; keys in a fixed order, values JSON-serialisable.

    `chosen` maps each field to the id of the record that won it, `assumed` lists the fields that no origin states for
    the work itself, `identifiers` maps each scheme to the values found. `date` (when more exact than the year),
    `editors` and `fields` (the remaining ones) are there only where something is stated, `withheld` only where a
    person took fields away: they must not be filled from elsewhere, and nothing here does.
    """
    work, fields = entry.work, entry.work.fields
    venue, date = fields.venue, fields.date
    form: dict[str, Any] = {
        "key": entry.key,
        "aliases": list(entry.aliases),
        "state": entry.state,
        "id": work.id,
        "entry_type": work.entry_type,
        "kind": work.kind,
        "title": fields.title or None,
        "authors": [name_to_json(name) for name in fields.authors],
        "authors_truncated": fields.authors.truncated,
        "venue": {"name": venue.name, "id": venue.abbreviation or None, "kind": venue.kind or None}
        if venue
        else None,
        "year": date.year if date else None,
        "assumed": sorted(work.assumed),
    }
    if work.withheld:
        form["withheld"] = sorted(work.withheld)
    if date and date.month:
        form["date"] = str(date)
    if fields.editors.people:
        form["editors"] = [name_to_json(name) for name in fields.editors]
    if fields.editors.truncated:
        form["editors_truncated"] = True
    rest = {
        name: [name_to_json(person) for person in value] if isinstance(value, Names) else str(value)
        for name, value in fields.items()
        if name not in _PROMINENT
    }
    if rest:
        form["fields"] = rest
    form |= {
        "topics": list(work.topics),
        "keywords": [] if "keywords" in work.withheld else list(work.keywords),
        "links": [{"label": link.label, "url": link.url} for link in work.links],
        "identifiers": _identifiers(work),
        "chosen": dict(sorted(work.chosen.items())),
        "records": [_origin_to_json(record) for record in work.records],
    }
    return form


def _identifiers(work: Work) -> dict[str, list[str]]:
    schemes: dict[str, list[str]] = {}
    for identifier in work.identifiers:
        if identifier.scheme in work.withheld:
            continue
        schemes.setdefault(identifier.scheme, []).append(identifier.value)
    return schemes


def _origin_to_json(record: Record) -> dict[str, Any]:
    """Return where a record comes from; what it states stands in bib/records."""
    place = record.location
    return {
        "id": record.id,
        "origin": {"kind": record.origin.kind, "name": record.origin.name},
        "path": place.path if place else None,
        "line": place.line if place else None,
        "end_line": (place.end_line or place.line) if place else None,
        "role": record.role,
        "topics": list(record.topics),
        "withdrawn": record.withdrawn,
    }


WRITER = JsonWriter()
