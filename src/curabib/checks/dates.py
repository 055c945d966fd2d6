"""Years that contradict the numbers of preprints, which hold the month in which they were first put up."""

import re
from collections.abc import Iterator

from curabib.checks.identity_years import submitted
from curabib.checks.place import listings
from curabib.diagnostics.diagnostic import Diagnostic, diagnose
from curabib.model import Entry, Library, Record, Venue

_FAR = 4
_FAR_JOURNAL = 6
_FAR_PREPRINT = 2
"""More years than these between preprint and publication, and between preprint and its own year, are reported."""
_GRACE = 3
"""So many months after a conference its papers are still put up."""
_GRACE_PREPRINT = 1
"""What is handed in at the end of December is given a number of January."""
_GRACE_WORKSHOP = 12
"""A paper for a workshop is often put up only once it has become more than that."""
_OLD_WORK = 2010
_OLD_NUMBER = 2015
"""Older papers are put up at any time, and until 2014 arXiv took in whole proceedings of former years."""
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)
_NO_PUBLICATION = frozenset({"arxiv", "url"})
# the month in which conferences are held; the others are taken for late ones
_HELD = {
    "AAAI": 2,
    "ACL": 7,
    "AISTATS": 4,
    "COLT": 7,
    "CVPR": 6,
    "ECCV": 9,
    "ICCV": 10,
    "ICLR": 5,
    "ICML": 7,
    "ICRA": 5,
    "IJCAI": 8,
    "IROS": 10,
    "Interspeech": 9,
    "KDD": 8,
    "MICCAI": 10,
    "NAACL": 6,
    "RSS": 7,
    "SIGIR": 7,
    "SIGMOD": 6,
    "UAI": 7,
    "WACV": 1,
    "WWW": 5,
}


def check(library: Library) -> Iterator[Diagnostic]:
    """Yield a diagnostic where the year that a list states of an entry and the number of its preprint do not fit."""
    for entry in library.entries:
        if entry.state == "active" and not _is_official(entry):
            for record in listings(entry):
                yield from _record(entry, record)


def _is_official(entry: Entry) -> bool:
    winner = entry.work.chosen.get("date")
    return any(record.id == winner and record.origin.kind == "provider" for record in entry.work.records)


def _record(entry: Entry, record: Record) -> Iterator[Diagnostic]:
    preprint = next((i for i in record.identifiers if i.scheme == "arxiv"), None)
    put_up = submitted(preprint) if preprint else None
    year, said = _stated(record)
    if put_up is None or not year or record.kind != "paper":
        return
    decided = entry.work.fields.date
    if record.year_source != "identifier" and decided is not None and decided.year != year:
        return
    venue = record.fields.venue
    place = f" at `{venue}`" if venue is not None and venue.kind != "repository" else ""
    first, month = put_up
    if year < first and _is_too_early(record, year, first, month):
        message = f"{said} `{year}`{place} is before `{preprint}` was first put up in `{first}`"
        yield diagnose("CB567", message, record.location, key=entry.key)
    elif year - first > _most_years(venue):
        message = f"{said} `{year}`{place} is {year - first} years after `{preprint}`"
        yield diagnose("CB566", message, record.location, key=entry.key)


def _stated(record: Record) -> tuple[int, str]:
    """Return the year that the entry or the heading above it states, 0 for none, and what to call it."""
    date = record.fields.date
    if date is not None and record.year_source != "identifier":
        return date.year, "the heading's year" if record.year_source == "heading" else "year"
    heading = record.topics[-1].strip() if record.topics else ""
    return (int(heading), "the heading's year") if _YEAR.fullmatch(heading) else (0, "")


def _is_too_early(record: Record, year: int, first: int, month: int) -> bool:
    """Return whether a year is one in which the work of a preprint of a later year can hardly have been published."""
    venue = record.fields.venue
    gap = 12 * (first - year) + month
    if venue is not None and venue.kind == "repository":
        return gap - 12 > _GRACE_PREPRINT
    if year < _OLD_WORK:
        return False
    if venue is None and all(identifier.scheme in _NO_PUBLICATION for identifier in record.identifiers):
        return gap - 12 > _GRACE_PREPRINT
    kind = venue.kind if venue is not None else ""
    held = _HELD.get(venue.abbreviation, 12) if venue is not None and kind == "conference" else 12
    return first >= _OLD_NUMBER and gap - held > (_GRACE_WORKSHOP if kind == "workshop" else _GRACE)


def _most_years(venue: Venue | None) -> int:
    if venue is None:
        return _FAR
    return {"repository": _FAR_PREPRINT, "journal": _FAR_JOURNAL}.get(venue.kind, _FAR)
