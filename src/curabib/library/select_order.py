"""Orders in which a selection is printed, and ways to split it into files."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from curabib.library.select_fields import sources_of, topics_of
from curabib.model import Entry, Names, fold
from curabib.model.topic import topic_slugs

_NO_YEAR = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a split selection: what it is called, a name that is safe in a path and unique, and its entries."""

    title: str
    slug: str
    entries: tuple[Entry, ...]


def ordered(entries: Iterable[Entry], order: str) -> tuple[Entry, ...]:
    """Return the entries in an order of `ORDERS`; those that it does not tell apart by key."""
    return tuple(sorted(entries, key=lambda entry: (ORDERS[order](entry), entry.key)))


def split(entries: Iterable[Entry], by: str) -> tuple[Part, ...]:
    """Return the parts of a selection by a property of `SPLITS`, sorted by title, each with its entries in order.

    An entry is in every part that it belongs to; those that belong to none are a part called `none` at the end.
    """
    members: dict[str, list[Entry]] = {}
    rest: list[Entry] = []
    for entry in entries:
        titles = SPLITS[by](entry)
        for title in dict.fromkeys(titles):
            members.setdefault(title, []).append(entry)
        if not titles:
            rest.append(entry)
    if rest:
        members.setdefault("none", []).extend(rest)
    slugs = topic_slugs(members)
    names = sorted(members, key=lambda title: (bool(rest) and title == "none", title))
    return tuple(Part(title=title, slug=slugs[title], entries=tuple(members[title])) for title in names)


def _author(entry: Entry) -> str:
    fields = entry.work.fields
    names: Names = fields.authors if len(fields.authors) else fields.editors
    return "  ".join(fold(name.literal or f"{name.family} {name.given}") for name in names)


def _year(entry: Entry) -> int:
    date = entry.work.fields.date
    return date.year if date else _NO_YEAR


def _place(entry: Entry) -> tuple[bool, str, int]:
    """Return where the entry stands first in the lists; entries without a place come last."""
    places = [
        (r.origin.name, r.location.line) for r in entry.work.records if r.location and r.origin.kind == "list"
    ]
    return (not places, *min(places, default=("", 0)))


def _venue(entry: Entry) -> str:
    venue = entry.work.fields.venue
    return str(venue) if venue else ""


ORDERS: Mapping[str, Callable[[Entry], Any]] = {
    "key": lambda entry: "",
    "author": lambda entry: (_author(entry), _year(entry), fold(entry.work.fields.title)),
    "year": lambda entry: (_year(entry), _author(entry)),
    "newest": lambda entry: (-_year(entry) if _year(entry) != _NO_YEAR else 0, _author(entry)),
    "title": lambda entry: fold(entry.work.fields.title),
    "venue": lambda entry: (not _venue(entry), fold(_venue(entry)), _year(entry), _author(entry)),
    "list": _place,
}

SPLITS: Mapping[str, Callable[[Entry], tuple[str, ...]]] = {
    "topic": topics_of,
    "year": lambda entry: (str(_year(entry)),) if entry.work.fields.date else (),
    "venue": lambda entry: (_venue(entry),) if _venue(entry) else (),
    "source": sources_of,
    "type": lambda entry: (entry.work.entry_type,),
}
