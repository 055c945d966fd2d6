"""Putting a reference list under headings."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Literal, get_args

from curabib.model import Entry
from curabib.writers.references.reference import Group, Reference, ReferenceList
from curabib.writers.references.visible import one_line

Grouping = Literal["", "topic", "year", "venue", "type"]
GROUPINGS: tuple[str, ...] = tuple(name for name in get_args(Grouping) if name)

_TYPES: Mapping[str, str] = {
    "inproceedings": "Conference papers", "conference": "Conference papers", "article": "Journal articles",
    "book": "Books", "collection": "Books", "proceedings": "Proceedings", "inbook": "Chapters",
    "incollection": "Chapters",
    "thesis": "Theses", "phdthesis": "Theses", "mastersthesis": "Theses", "report": "Reports", "techreport": "Reports",
    "dataset": "Data sets", "software": "Software", "online": "Preprints and web pages", "video": "Videos",
}  # fmt: skip
_TYPE_ORDER = tuple(dict.fromkeys(_TYPES.values()))
_REST = "Other"


def grouped(references: ReferenceList, by: Grouping) -> ReferenceList:
    """Return the list with its references under headings, in their order within each; once each.

    A work with several topics stands under its first. Years go from the newest, types in the order of the table, topics
    in that of the list, venues by name; what belongs nowhere comes last, under `Other`. Numbers are given anew, so that
    they go up through the whole list.
    """
    if not by:
        return references
    members: dict[str, list[Reference]] = {}
    for reference in references.references:
        members.setdefault(one_line(_HEADINGS[by](reference.entry)) or _REST, []).append(reference)
    headings = sorted(members, key=lambda heading: _ORDERS[by](heading, list(members)))
    groups: list[Group] = []
    number = 0
    for heading in headings:
        placed: list[Reference] = []
        for reference in members[heading]:
            number += 1
            placed.append(_numbered(reference, number))
        groups.append(Group(heading=heading, references=tuple(placed)))
    return replace(references, groups=tuple(groups), own_latex="")


def _numbered(reference: Reference, number: int) -> Reference:
    if not reference.number or reference.number == number:
        return reference
    return replace(
        reference, number=number, label=reference.label.replace(str(reference.number), str(number), 1)
    )


def _year(entry: Entry) -> str:
    date = entry.work.fields.date
    return str(date.year) if date else ""


def _venue(entry: Entry) -> str:
    venue = entry.work.fields.venue
    if venue is not None:
        return str(venue)
    return "arXiv" if entry.work.identifier("arxiv") else ""


_HEADINGS: Mapping[str, Callable[[Entry], str]] = {
    "topic": lambda entry: next(iter(entry.work.topics), ""),
    "year": _year,
    "venue": _venue,
    "type": lambda entry: _TYPES.get(entry.work.entry_type, ""),
}
_ORDERS: Mapping[str, Callable[[str, list[str]], tuple[object, ...]]] = {
    "topic": lambda heading, seen: (heading == _REST, heading.casefold(), heading),
    "year": lambda heading, seen: (heading == _REST, -int(heading) if heading.isdecimal() else 0),
    "venue": lambda heading, seen: (heading == _REST, heading.casefold(), heading),
    "type": lambda heading, seen: (
        _TYPE_ORDER.index(heading) if heading in _TYPE_ORDER else len(_TYPE_ORDER),
    ),
}
