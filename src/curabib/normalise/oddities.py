"""What a curator should look at: reported, never corrected."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from curabib.diagnostics import Diagnostic, diagnose
from curabib.evidence import people
from curabib.evidence.dead import leads_beside
from curabib.evidence.regex import regex
from curabib.evidence.text import squash
from curabib.model import Location, RawEntry, Record
from curabib.normalise.parts import Parts
from curabib.normalise.understood import Understood

if TYPE_CHECKING:
    from curabib.exchange.stated import Stated

_LONG_NAME = 60
# "BowersGaurav", but not "LeCun", "McAllister", "DeWitt", "VanderPlas"
_GLUED = regex(r"(?!Mac|Van|Fitz|Saint)[^\W\d_]{2,}[a-z][A-Z][a-z]{2,}")
_GLUED_INITIAL = regex(r"[a-z]{2}[A-Z]\. ")
_FEWEST_WORDS = 4
_MOST_NAMED = 30
_MOST_LOST = 20
_MOST_UNTITLED = 100

Seen = tuple[RawEntry, Parts, Understood, Record]


def oddities(seen: Sequence[Seen], path: str) -> tuple[Diagnostic, ...]:
    """Return what was odd about the entries, in their order, then about the list as a whole.

    That an entry has no authors, or no link, is odd only in a list where most entries have them; a way to separate
    names is not where most entries do it so.
    """
    said: list[Diagnostic] = []
    named = 2 * sum(bool(record.fields.authors.people) for *_, record in seen) > len(seen)
    noted = Counter(note for _, _, found, _ in seen if found.run is not None for note in found.run.notes)
    usual = frozenset(note for note, count in noted.items() if 2 * count > len(seen))
    linked = 2 * sum(bool(record.links) for *_, record in seen) > len(seen)
    for entry, parts, found, record in seen:
        said += _about_entry(entry, parts, found, record, named=named, linked=linked)
        said += _about_names(found, record, entry.location, usual=usual)
    return (*said, *_lost([label for _, parts, _, _ in seen for label in parts.lost_labels], path))


def _lost(labels: Sequence[tuple[str, int]], path: str) -> list[Diagnostic]:
    """Return a diagnostic for each label without a link, or one for all where a whole list has lost them."""
    if len(labels) > _MOST_LOST:
        label, line = labels[0]
        message = f"{len(labels)} labels such as `[{label}]` have lost their links, this one first"
        return [diagnose("CB106", message, Location(path=path, line=line))]
    return [
        diagnose("CB106", f"the label `[{label}]` has no link", Location(path=path, line=line))
        for label, line in labels
    ]


def _about_entry(
    entry: RawEntry, parts: Parts, found: Understood, record: Record, *, named: bool, linked: bool
) -> list[Diagnostic]:
    said: list[Diagnostic] = []
    where = entry.location
    title = record.fields.title
    listed = record.role == "listed"
    if not title:
        said.append(diagnose("CB101", "an entry has no title", where))
    elif found.doubtful:
        said.append(diagnose("CB109", f"`{title[:80]}` may hold more than the title", where))
    if named and listed and record.kind == "paper" and not record.fields.authors.people:
        said.append(
            diagnose("CB102", f"no authors are given for `{title or 'an entry without title'}`", where)
        )
    if parts.hollow:
        printed = ", ".join(f"`{label}`" for label in parts.hollow)
        said.append(
            diagnose("CB120", f"no link behind the label {printed} of `{title or 'an entry'}`", where)
        )
    elif linked and listed and title and not (record.links or parts.lost_labels or _links_beside(entry)):
        said.append(diagnose("CB107", f"`{title}` has no link", where))
    for line in found.misspelt:
        place = Location(path=where.path, line=line.number, column=line.column)
        said.append(diagnose("CB105", f"`{line.printed}` is read as the label `{line.label}`", place))
    said += [diagnose("CB108", f"the keyword `{word}` is given twice", where) for word in found.repeated]
    said += [
        diagnose("CB117", f"the link `{link}` is no web address and was left out", where)
        for link in parts.unsafe
    ]
    return said


def _links_beside(entry: RawEntry) -> bool:
    return any(piece.kind == "link" and leads_beside(piece.href) for piece in entry.pieces)


def _about_names(
    found: Understood, record: Record, where: Location, *, usual: frozenset[str]
) -> list[Diagnostic]:
    run = found.run
    if run is None:
        return []
    said = [
        diagnose("CB103", f"{note} in the author line of `{record.fields.title}`", where)
        for note in run.notes
        if note not in usual
    ]
    seen: set[str] = set()
    for name in run.names:
        key = squash(name)
        if key in seen and " " in name.strip():  # two people may share a family name
            said.append(diagnose("CB103", f"the author `{name}` is named twice", where))
        seen.add(key)
        if len(name) > _LONG_NAME or (not name.istitle() and _are_two(name)):
            said.append(diagnose("CB103", f"names run together in `{name[:80]}`", where))
        elif "." in name and _GLUED_INITIAL.search(name):
            said.append(diagnose("CB103", f"a blank is missing in the name `{name}`", where))
        elif "_" in name or "*" in name:
            said.append(diagnose("CB103", f"a mark inside the name `{name}`", where))
    authors = record.fields.authors.people
    last = authors[-1].family if authors else ""
    if record.fields.venue is not None and len(last) == 1 and last.isalpha():
        message = f"`{last}` before the venue `{record.fields.venue.name}` is read as a family name"
        said.append(diagnose("CB119", message, where))
    return said


def _are_two(name: str) -> bool:
    """Return whether a name surely is two without a blank between them: "Jane Q. DoeJohn Roe".

    Capitals inside given names ("SueYeon Chung", "Mary SueYeon Chung") and at the end of a name are ordinary.
    """
    words = [word for word in name.split() if word.lower() not in people.SUFFIXES]
    return len(words) >= _FEWEST_WORDS and any(_GLUED.match(word) for word in words[1:-1])


def about_exports(stated: "Sequence[tuple[RawEntry, Stated]]") -> tuple[Diagnostic, ...]:
    """Return which entries of an export have no title, and what it says that is not taken over.

    The latter is one diagnostic for the file, at the first such entry.
    """
    untitled = [entry.location for entry, found in stated if not found.fields.title]
    said = [diagnose("CB101", "an entry has no title", place) for place in untitled[:_MOST_UNTITLED]]
    if len(untitled) > _MOST_UNTITLED:
        count = len(untitled) - _MOST_UNTITLED
        message = f"{count} more entries without a title are not listed"
        said.append(diagnose("CB506", message, untitled[_MOST_UNTITLED]))
    counts = Counter(name for _, found in stated for name in found.left_out)
    if counts:
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        shown = ", ".join(f"`{name[:40]}` ({count})" for name, count in ranked[:_MOST_NAMED])
        more = f" and {len(ranked) - _MOST_NAMED} more" if len(ranked) > _MOST_NAMED else ""
        first = next(entry for entry, found in stated if found.left_out)
        said.append(diagnose("CB131", f"fields are left out: {shown}{more}", first.location))
    return tuple(said)
