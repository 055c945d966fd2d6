"""Years that contradict identifiers."""

from collections.abc import Iterator

from curabib.checks.identity_years import published, submitted
from curabib.checks.place import of_field
from curabib.diagnostics.diagnostic import Diagnostic, diagnose
from curabib.model import Entry, Library

_FAR = 4
"""More years than this between preprint and publication are reported."""


def check(library: Library) -> Iterator[Diagnostic]:
    """Yield a diagnostic where year and identifiers of an entry do not fit together."""
    for entry in library.entries:
        if entry.state == "active" and entry.work.fields.date is not None:
            yield from _entry(entry, entry.work.fields.date.year)


def _entry(entry: Entry, year: int) -> Iterator[Diagnostic]:
    at, work = of_field(entry, "date"), entry.work
    assumed = "date" in work.assumed
    official = any(r.id == work.chosen.get("date") and r.origin.kind == "provider" for r in work.records)
    for identifier in work.identifiers:
        first, volume = submitted(identifier), published(identifier)
        if volume is not None and volume != year:
            message = f"year `{year}` is not that of `{identifier}`, which is of `{volume}`"
            yield diagnose("CB568", message, at, key=entry.key)
        if first is None or work.fields.venue is None or work.fields.venue.kind == "repository":
            continue
        venue = f"`{work.fields.venue}`"
        if first > year and not official:
            said = "the heading's year" if assumed else "year"
            message = f"{said} `{year}` at {venue} is before `{identifier}` was first put up in `{first}`"
            yield diagnose("CB567", message, at, key=entry.key)
        elif year - first > _FAR:
            message = f"year `{year}` at {venue} is {year - first} years after `{identifier}`"
            yield diagnose("CB566", message, at, key=entry.key)
