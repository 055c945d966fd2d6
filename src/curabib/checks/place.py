"""Where a statement about an entry stands, and what to call the entry."""

from collections.abc import Iterator

from curabib.diagnostics.diagnostic import Related
from curabib.model import Entry, Location, Record


def of_field(entry: Entry, name: str) -> Location | None:
    """Return where the value of a field was stated; where no one states it, the place of the entry itself."""
    winner = entry.work.chosen.get(name)
    for record in entry.work.records:
        if record.id == winner and record.location:
            return record.location
    return of_entry(entry)


def of_entry(entry: Entry) -> Location | None:
    """Return the first place in a list that speaks of the entry: a present one, else a withdrawn one."""
    placed = [record for record in entry.work.records if record.location]
    placed.sort(key=lambda record: (record.withdrawn, record.role != "listed"))
    return placed[0].location if placed else None


def listings(entry: Entry) -> Iterator[Record]:
    """Yield what lists say of the entry now, record by record: each is one statement, to be judged by itself."""
    for record in entry.work.records:
        if record.origin.kind == "list" and record.role == "listed" and not record.withdrawn:
            yield record


def others(records: tuple[Record, ...], message: str) -> tuple[Related, ...]:
    """Return the places of these records as related ones, all with the same message."""
    return tuple(Related(location=r.location, message=message) for r in records if r.location)


def called(entry: Entry) -> str:
    """Return what a message calls an entry: its key, else the start of its title, else its authors, if it has any."""
    title = entry.work.fields.title or str(entry.work.fields.authors)
    return entry.key or (title if len(title) <= 60 else f"{title[:59]}…") or "an entry without title"
