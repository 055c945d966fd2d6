"""The JSON form of records (schema curabib.records/1): what `read` prints and `bib/records` keeps."""

from collections.abc import Mapping
from typing import Any

from curabib.model.date import Date
from curabib.model.fields import DATE_FIELDS, NAME_FIELDS, Fields, FieldValue
from curabib.model.identifier import Identifier
from curabib.model.link import Link
from curabib.model.location import Location
from curabib.model.name import Name, Names
from curabib.model.record import Origin, Record
from curabib.model.venue import Venue

SCHEMA = "curabib.records/1"

_PROMINENT = frozenset({"title", "author", "editor", "venue", "date"})


def name_to_json(name: Name) -> dict[str, str]:
    """Return `{"literal"}` for a group, else all four of family, given, prefix and suffix."""
    if name.literal:
        return {"literal": name.literal}
    return {"family": name.family, "given": name.given, "prefix": name.prefix, "suffix": name.suffix}


def record_to_json(record: Record) -> dict[str, Any]:
    """Return the JSON object of a record; keys in a fixed order, values JSON-serialisable.

    Always present: id, line, end_line (null without a location), title (null when none), authors,
    authors_truncated, venue (object or null), year (int or null), year_source, topics, keywords, links,
    identifiers, entry_type, kind, role. Only where there is something to say: date (when more exact than the
    year), editors, fields (the remaining text fields), text, withdrawn; and, for what a provider says, about and found.
    """
    fields = record.fields
    venue, date, place = fields.venue, fields.date, record.location
    form: dict[str, Any] = {
        "id": record.id,
        "line": place.line if place else None,
        "end_line": (place.end_line or place.line) if place else None,
        "title": fields.title or None,
        "authors": [name_to_json(name) for name in fields.authors],
        "authors_truncated": fields.authors.truncated,
        "venue": _venue_to_json(venue) if venue else None,
        "year": date.year if date else None,
        "year_source": record.year_source or None,
        "topics": list(record.topics),
        "keywords": list(record.keywords),
        "links": [{"label": link.label, "url": link.url} for link in record.links],
        "identifiers": {i.scheme: i.value for i in record.identifiers},
        "entry_type": record.entry_type,
        "kind": record.kind,
        "role": record.role,
    }
    if date and date.month:
        form["date"] = str(date)
    if fields.editors.people:
        form["editors"] = [name_to_json(name) for name in fields.editors]
    rest = {name: _field_to_json(value) for name, value in fields.items() if name not in _PROMINENT}
    if rest:
        form["fields"] = rest
    if record.text:
        form["text"] = record.text
    if record.withdrawn:
        form["withdrawn"] = True
    if record.about:
        form.update(about=record.about, found=record.found)
    return form


def record_from_json(form: Mapping[str, Any], *, origin: Origin, path: str) -> Record:
    """Return the record of a JSON object as `record_to_json` makes it.

    `origin` and `path` are those of the source, which the object does not repeat. Raises KeyError, TypeError
    or ValueError where the object does not follow the schema.
    """
    values: dict[str, FieldValue] = {
        name: _field_from_json(name, value) for name, value in (form.get("fields") or {}).items()
    }
    values["title"] = form["title"] or ""
    values["author"] = Names(tuple(Name(**name) for name in form["authors"]), bool(form["authors_truncated"]))
    values["editor"] = Names(tuple(Name(**name) for name in form.get("editors") or ()))
    if form["venue"]:
        venue = form["venue"]
        values["venue"] = Venue(
            name=venue["name"], abbreviation=venue["id"] or "", kind=venue.get("kind") or ""
        )
    if form["year"] is not None:
        values["date"] = (
            Date.parse(form["date"]) or Date(form["year"]) if "date" in form else Date(form["year"])
        )
    place = None
    if form["line"] is not None:
        place = Location(path=path, line=form["line"], end_line=form["end_line"] or 0)
    return Record(
        id=form["id"],
        origin=origin,
        location=place,
        entry_type=form["entry_type"],
        kind=form["kind"],
        role=form["role"],
        fields=Fields(values),
        year_source=form["year_source"] or "",
        topics=tuple(form["topics"]),
        keywords=tuple(form["keywords"]),
        links=tuple(Link(link["label"], link["url"]) for link in form["links"]),
        identifiers=tuple(Identifier(scheme, value) for scheme, value in form["identifiers"].items()),
        text=form.get("text") or "",
        withdrawn=bool(form.get("withdrawn", False)),
        about=str(form.get("about") or ""),
        found=str(form.get("found") or ""),
    )


def _venue_to_json(venue: Venue) -> dict[str, str | None]:
    return {"name": venue.name, "id": venue.abbreviation or None, "kind": venue.kind or None}


def _field_to_json(value: FieldValue) -> Any:
    return [name_to_json(name) for name in value] if isinstance(value, Names) else str(value)


def _field_from_json(name: str, value: Any) -> FieldValue:
    if name in NAME_FIELDS:
        return Names(tuple(Name(**part) for part in value))
    if name in DATE_FIELDS:
        date = Date.parse(value)
        if date is None:
            raise ValueError(f"field {name!r} holds no date: {value!r}")
        return date
    if not isinstance(value, str):
        raise TypeError(f"field {name!r} holds {type(value).__name__}")
    return value
