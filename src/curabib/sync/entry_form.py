"""Entries as JSON objects, for the cache: everything of an entry, so that it comes back equal."""

from collections.abc import Callable, Mapping
from typing import Any

from curabib.model import (
    Date,
    Entry,
    Fields,
    FieldValue,
    Identifier,
    Link,
    Location,
    Name,
    Names,
    Origin,
    Record,
    Venue,
    Work,
)


def entry_to_form(entry: Entry) -> dict[str, Any]:
    """Return the JSON form of an entry, with its work and all records."""
    work = entry.work
    return {
        "key": entry.key,
        "aliases": entry.aliases,
        "state": entry.state,
        "id": work.id,
        "entry_type": work.entry_type,
        "kind": work.kind,
        "fields": _fields_to_form(work.fields),
        "chosen": dict(work.chosen),
        "assumed": sorted(work.assumed),
        "topics": work.topics,
        "keywords": work.keywords,
        "links": [(link.label, link.url) for link in work.links],
        "identifiers": [(i.scheme, i.value) for i in work.identifiers],
        "absorbed": work.absorbed,
        "withheld": sorted(work.withheld),
        "records": [_record_to_form(record) for record in work.records],
    }


def entry_from_form(form: Mapping[str, Any]) -> Entry:
    """Return the entry of a JSON form; raises KeyError, TypeError or ValueError for another object."""
    work = Work(
        id=form["id"],
        entry_type=form["entry_type"],
        kind=form["kind"],
        fields=_fields_from_form(form["fields"]),
        records=tuple(map(_record_from_form, form["records"])),
        chosen=form["chosen"],
        assumed=frozenset(form["assumed"]),
        topics=tuple(form["topics"]),
        keywords=tuple(form["keywords"]),
        links=tuple(Link(label, url) for label, url in form["links"]),
        identifiers=tuple(Identifier(scheme, value) for scheme, value in form["identifiers"]),
        absorbed=tuple(form["absorbed"]),
        withheld=frozenset(form["withheld"]),
    )
    return Entry(key=form["key"], aliases=tuple(form["aliases"]), state=form["state"], work=work)


def _record_to_form(record: Record) -> dict[str, Any]:
    place = record.location
    form: dict[str, Any] = {
        "id": record.id,
        "origin": (record.origin.kind, record.origin.name),
        "entry_type": record.entry_type,
        "fields": _fields_to_form(record.fields),
    }
    if place is not None:
        form["place"] = (place.path, place.line, place.column, place.end_line, place.end_column)
    for name in ("topics", "keywords"):
        if getattr(record, name):
            form[name] = getattr(record, name)
    for name, usual in _USUAL.items():
        if getattr(record, name) != usual:
            form[name] = getattr(record, name)
    if record.links:
        form["links"] = [(link.label, link.url) for link in record.links]
    if record.identifiers:
        form["identifiers"] = [(i.scheme, i.value) for i in record.identifiers]
    return form


_USUAL: Mapping[str, Any] = {
    "kind": "paper",
    "role": "listed",
    "year_source": "",
    "text": "",
    "withdrawn": False,
    "about": "",
    "found": "",
}


def _record_from_form(form: Mapping[str, Any]) -> Record:
    place = form.get("place")
    return Record(
        id=form["id"],
        origin=Origin(kind=form["origin"][0], name=form["origin"][1]),
        location=Location(
            path=place[0], line=place[1], column=place[2], end_line=place[3], end_column=place[4]
        )
        if place
        else None,
        entry_type=form["entry_type"],
        fields=_fields_from_form(form["fields"]),
        topics=tuple(form.get("topics", ())),
        keywords=tuple(form.get("keywords", ())),
        links=tuple(Link(label, url) for label, url in form.get("links", ())),
        identifiers=tuple(Identifier(scheme, value) for scheme, value in form.get("identifiers", ())),
        **{name: form[name] for name in _USUAL if name in form},
    )


def _fields_to_form(fields: Fields) -> dict[str, Any]:
    return {
        name: value if isinstance(value, str) else _TO_FORM[type(value)](value)
        for name, value in fields.items()
    }


def _fields_from_form(form: Mapping[str, Any]) -> Fields:
    values: dict[str, FieldValue] = {}
    for name, value in form.items():
        values[name] = value if isinstance(value, str) else _FROM_FORM[value[0]](value)
    return Fields(values)


def _names_to_form(names: Names) -> tuple[Any, ...]:
    people = [
        name.literal if name.literal else (name.family, name.given, name.prefix, name.suffix)
        for name in names.people
    ]
    return ("names", people, names.truncated)


def _names_from_form(form: Any) -> Names:
    people = tuple(
        Name(literal=name)
        if isinstance(name, str)
        else Name(family=name[0], given=name[1], prefix=name[2], suffix=name[3])
        for name in form[1]
    )
    return Names(people, form[2])


_TO_FORM: Mapping[type, Callable[[Any], tuple[Any, ...]]] = {
    Names: _names_to_form,
    Date: lambda date: ("date", date.year, date.month, date.day),
    Venue: lambda venue: ("venue", venue.name, venue.abbreviation, venue.kind),
}
_FROM_FORM: Mapping[str, Callable[[Any], FieldValue]] = {
    "names": _names_from_form,
    "date": lambda form: Date(form[1], form[2], form[3]),
    "venue": lambda form: Venue(name=form[1], abbreviation=form[2], kind=form[3]),
}
