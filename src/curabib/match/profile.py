"""What matching looks at: records and locked works, brought to one comparable form."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from curabib.model import Fields, Identifier, LockedWork, Name, Record, family_key, fold

WEAK_SCHEMES = frozenset({"url", "isbn"})
"""Schemes whose values several works share: a page with many papers, a book with its chapters."""

_LONGEST_TITLE = 500
_NOBODY = frozenset({"anonymous", "unknown", "author", "authors"})


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """A record or a locked work as matching sees it.

    `name` is the record's id, or `lock:` and the uid: it orders profiles whatever the order of the input.
    `title` is folded, without "and"; `authors` are folded family names, `people` the folded words of each full name,
    sorted; `year` is 0 where none is stated for the work itself. `strong` and `weak` are identifiers. `source` is empty
    for a line of the lock; `uid` is that of the living work that a line stands for, empty for a record.
    """

    name: str
    title: str
    authors: tuple[str, ...]
    people: tuple[str, ...] = ()
    truncated: bool = False
    year: int = 0
    strong: frozenset[Identifier] = frozenset()
    weak: frozenset[Identifier] = frozenset()
    venue: str = ""
    source: str = ""
    present: bool = True
    uid: str = ""
    since: int = 0
    record: Record | None = field(default=None, repr=False)

    @property
    def looks(self) -> tuple[object, ...]:
        """All that comparing depends on; profiles that look alike compare alike."""
        return (self.title, self.authors, self.people, self.truncated, self.year, self.strong, self.weak, self.venue,
                self.source, self.present, self.uid)  # fmt: skip


def of_record(
    record: Record, fields: Fields | None = None, identifiers: Iterable[Identifier] | None = None
) -> Profile:
    """Return the profile of a record, with other fields and identifiers where a person corrected its own."""
    fields = record.fields if fields is None else fields
    stated = record.identifiers if identifiers is None else tuple(identifiers)
    strong = frozenset(i for i in stated if i.scheme not in WEAK_SCHEMES)
    names = fields.authors
    authors = tuple(map(family_key, names.people))
    if len(authors) == 1 and authors[0] in _NOBODY:
        authors = ()
    date, venue = fields.date, fields.venue
    return Profile(
        name=record.id,
        title=plain(fold(fields.title[:_LONGEST_TITLE])),
        authors=authors,
        people=tuple(map(_person, names.people)) if authors else (),
        truncated=names.truncated,
        year=date.year if date and record.year_source != "heading" else 0,
        strong=strong,
        weak=frozenset(stated) - strong,
        venue=(venue.abbreviation or fold(venue.name)) if venue else "",
        source=record.origin.name,
        present=not record.withdrawn,
        record=record,
    )


def plain(title: str) -> str:
    """Return a folded title without its "and"s: folding drops `&`, which lists write for it."""
    if "and" not in title:
        return title
    return " ".join(word for word in title.split(" ") if word != "and") or title


def _person(name: Name) -> str:
    return " ".join(sorted(fold(str(name)).split()))


def of_locked(work: LockedWork, end: str) -> Profile:
    """Return the profile of a line of the lock; `end` is the uid of the living work that it is now."""
    stated = [i for text in work.identifiers if (i := Identifier.parse(text)) is not None]
    strong = frozenset(i for i in stated if i.scheme not in WEAK_SCHEMES)
    return Profile(
        name=f"lock:{work.uid}",
        title=plain(work.fingerprint.title[:_LONGEST_TITLE]),
        authors=work.fingerprint.authors,
        year=work.fingerprint.year,
        strong=strong,
        weak=frozenset(stated) - strong,
        uid=end,
        since=work.since,
    )
