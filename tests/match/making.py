"""Records by hand, and what a sync does with them: match, allocate, print, parse."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from curabib.library.allocate import Allocation, allocate
from curabib.library.lock import Lock, parse_lock, print_lock
from curabib.match import match
from curabib.model import (
    Correction,
    Date,
    Decisions,
    Fields,
    FieldValue,
    Identifier,
    Location,
    Name,
    Names,
    Origin,
    Record,
    Venue,
)

PATTERN = "[family][year][word]"
_KINDS = {"ICML": "conference", "NeurIPS": "conference", "JMLR": "journal", "arXiv": "repository"}


def people(text: str) -> Names:
    """Return the names of `Ada Byron; Charles Babbage; et al.`; `{Group}` is a literal."""
    parts = [part.strip() for part in text.split(";") if part.strip()]
    truncated = bool(parts) and parts[-1] == "et al."
    return Names(tuple(_name(part) for part in parts[: len(parts) - truncated]), truncated)


def _name(text: str) -> Name:
    if text.startswith("{"):
        return Name(literal=text.strip("{}"))
    given, _, family = text.rpartition(" ")
    return Name(given=given, family=family)


def record(
    id: str,
    title: str = "",
    authors: str = "",
    year: int | str = 0,
    venue: str = "",
    ids: Sequence[str] = (),
    *,
    origin: Any = "list",
    source: str = "",
    year_source: Any = "stated",
    entry_type: str = "misc",
    fields: dict[str, FieldValue] | None = None,
    **rest: Any,
) -> Record:
    """Return a record; its source stands before `#` in the id, its line is the number after it, if there is one."""
    stem, _, tail = id.partition("#")
    values: dict[str, FieldValue] = {"title": title, "author": people(authors), **(fields or {})}
    date = Date.parse(str(year)) if year else None
    if date:
        values["date"] = date
    if venue:
        kind = "workshop" if "Workshop" in venue else _KINDS.get(venue, "")
        values["venue"] = Venue(name=venue, abbreviation=venue if venue in _KINDS else "", kind=kind)
    return Record(
        id=id,
        origin=Origin(kind=origin, name=source or stem),
        location=Location(path=stem, line=int(tail) if tail.isdecimal() else 1),
        entry_type=entry_type,
        fields=Fields(values),
        year_source=year_source if date else "",
        identifiers=tuple(i for text in ids if (i := Identifier.parse(text)) is not None),
        **rest,
    )


def correction(target: str, removed: Iterable[str] = (), **rest: Any) -> Correction:
    made = record(f"override#{target}", origin="override", **{"entry_type": "", **rest})
    return Correction(target=target, record=made, removed=frozenset(removed))


def sync(
    records: Sequence[Record],
    lock: Lock | None = None,
    decisions: Decisions | None = None,
    corrections: Sequence[Correction] = (),
) -> Allocation:
    """Return what the records make of a lock, after the lock went through its file."""
    before = parse_lock(print_lock(lock or Lock()), "curabib.lock").value
    decided = repr((decisions, [(c.target, c.record, sorted(c.removed)) for c in corrections]))
    settled = bool(before.settled) and before.settled == before.seal(decided)
    works = match(records, before.works, decisions, corrections, settled=settled).value
    return allocate(works, before, PATTERN, decided).value


def reread(now: Sequence[Record], before: Sequence[Record]) -> tuple[Record, ...]:
    """Return the records of a list that is read again: those it no longer has come last, withdrawn."""
    ids = {r.id for r in now}
    return (*now, *(replace(r, withdrawn=True) for r in before if r.id not in ids))


def keys(allocation: Allocation) -> dict[str, str]:
    """Return the key of each record, by its id."""
    return {r.id: entry.key for entry in allocation.library.entries for r in entry.work.records}
