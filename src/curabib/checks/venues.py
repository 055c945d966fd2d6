"""Venues that the venue table does not know, or knows otherwise."""

from collections import Counter
from collections.abc import Iterator, Mapping

from curabib.checks.place import listings, of_field
from curabib.checks.proceedings import Published, goes_with, said_by
from curabib.diagnostics.diagnostic import Diagnostic, diagnose
from curabib.model import Entry, Library, Record
from curabib.venues import expand
from curabib.venues.misspelt import meant

_TABLED = frozenset({"", "conference", "journal"})
_SHORT = 5
_UNPRINTED = frozenset({"workshop", "repository"})


def check(library: Library) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each venue outside the table, and where an identifier says another venue or year.

    A venue that many entries name is reported once, at the first of them; in a list without a project only where it is
    a misspelling, for what the table lacks is not the list's fault.
    """
    unknown: dict[str, list[Entry]] = {}
    known: Counter[str] = Counter()
    for entry in library.entries:
        venue = entry.work.fields.venue
        if entry.state != "active":
            continue
        if venue is not None and venue.abbreviation:
            known[venue.abbreviation] += 1
        elif venue is not None and venue.kind in _TABLED and entry.work.kind == "paper":
            unknown.setdefault(venue.name, []).append(entry)
        for record in listings(entry):
            found = next(_contradictions(entry, record), "")
            if found:
                yield diagnose("CB568", found, record.location, key=entry.key)
    for name, entries in sorted(unknown.items()):
        yield from _unknown(name, entries, known)


def _unknown(name: str, entries: list[Entry], known: Mapping[str, int]) -> Iterator[Diagnostic]:
    """Yield what there is to say of a venue that the table does not know, and that these entries name.

    A short name counts as a misspelling only where the right one stands elsewhere: other acronyms are close to it.
    """
    right, first = meant(name), entries[0]
    if right and (len(name) > _SHORT or known.get(right, 0) >= len(entries)):
        message, help = f"venue `{name[:80]}` is hardly one", f"did you mean `{right}`?"
    elif first.key:
        entry = "entry" if len(entries) == 1 else "entries"
        message, help = f"venue `{name[:80]}` is not in the venue table ({len(entries)} {entry})", ""
    else:
        return
    yield diagnose("CB565", message, of_field(first, "venue"), key=first.key, help=help)


def _contradictions(entry: Entry, record: Record) -> Iterator[str]:
    """Yield how venue and year of a record contradict what its identifiers and links say.

    What another statement about the work has overruled is not judged.
    """
    venue, work = record.fields.venue, entry.work
    if venue is not None and (venue.kind in _UNPRINTED or venue != work.fields.venue):
        return
    for said in said_by(record):
        if (
            said.venue
            and venue is not None
            and venue.abbreviation
            and not goes_with(venue.abbreviation, said.venue)
        ):
            yield f"venue `{venue}` is not that of `{said.shown}`, which is `{said.venue}`"
        elif venue is not None and said.venue in ("", venue.abbreviation):
            yield from _other_year(entry, record, said)


def _other_year(entry: Entry, record: Record, said: Published) -> Iterator[str]:
    date, decided, venue = record.fields.date, entry.work.fields.date, record.fields.venue
    if (
        date is None
        or not said.year
        or record.year_source == "identifier"
        or date != decided
        or venue is None
    ):
        return
    if said.year <= date.year <= said.year + said.late:
        return
    volumes = [expand(venue, year) for year in (date.year, said.year)]
    if said.shown.startswith("pmlr:") and all(volume.volume for volume in volumes):
        stated, right = (volume.volume for volume in volumes)
        yield f"`{venue} {date.year}` is volume `{stated}`, but `{said.shown}` is in volume `{right}`"
    else:
        yield f"year `{date.year}` is not that of `{said.shown}`, which is of `{said.year}`"
