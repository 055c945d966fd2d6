"""Venues that nobody knows, by their place: alone on the line or in the cell where the neighbours have theirs."""

from collections import Counter
from collections.abc import Iterator, Sequence

from curabib.evidence import labels, people
from curabib.evidence.families import is_institution
from curabib.evidence.text import is_cjk, squash
from curabib.model import RawEntry
from curabib.normalise.no_venue import is_no_venue
from curabib.normalise.part import Part
from curabib.normalise.parts import Parts
from curabib.normalise.understood import Understood, printed_venue
from curabib.normalise.where import Where, is_titled, read_where, venue_name

_FEWEST = 3
_MOST = 0.6
_MOST_WORDS = 8
_MOST_SMALL = 2  # "of", "the"
_LONGEST = 100
# the form of an entry, and the line and the cell of a part
_Slot = tuple[str, int, int]


def take_venues(
    entries: Sequence[RawEntry], taken: Sequence[Parts], understood: Sequence[Understood]
) -> None:
    """Take capitalised words for a venue where they stand alone in a place that most neighbours keep for theirs.

    Only of entries that name a title and people; the place is a line below the first, or a cell behind the first.
    """
    opened: list[tuple[_Slot, Understood, Part, Where]] = []
    for entry, parts, found in zip(entries, taken, understood, strict=True):
        named = found.people and found.title and _has_places(parts) and entry.form != "mention"
        if named and not _is_placed(found):
            for slot, part in _alone(entry, parts):
                where = _printed(part.text, found)
                if where is not None:
                    opened.append((slot, found, part, where))
    if not opened:
        return
    slots = {slot for slot, *_ in opened}
    held: Counter[_Slot] = Counter()
    venues: Counter[_Slot] = Counter()
    for entry, parts in zip(entries, taken, strict=True):
        for slot, part in _alone(entry, parts) if _has_places(parts) else ():
            if slot in slots:
                read = read_where(part.text)
                held[slot] += 1
                venues[slot] += read is not None and read.venue is not None
    for slot, found, part, where in opened:
        if venues[slot] >= max(_FEWEST, _MOST * held[slot]) and not _is_placed(found):
            found.wheres.append(where)
            found.rest = [text for text in found.rest if text != part.text.strip()]


def _is_placed(found: Understood) -> bool:
    """Whether a venue, or that the work is a thesis, is known already."""
    return any(where.venue is not None or where.thesis for where in found.wheres)


def _has_places(parts: Parts) -> bool:
    """Whether an entry has a line below the first, or a cell behind the first: cheap, and never wrongly no."""
    return bool(parts.parts) and (parts.parts[-1].line > 0 or parts.parts[-1].cell > 0)


def _alone(entry: RawEntry, parts: Parts) -> Iterator[tuple[_Slot, Part]]:
    """Return the parts that stand alone on a line below the first, or in a cell behind the first."""
    last: Part | None = None
    single = False
    for part in parts.parts:
        if part.markup == "gap" or not part.text.strip():
            continue
        if last is not None and (last.line, last.cell) == (part.line, part.cell):
            single = False
            continue
        if single and last is not None:
            yield (entry.form, last.line, last.cell), last
        last, single = part, part.line > 0 or part.cell > 0
    if single and last is not None:
        yield (entry.form, last.line, last.cell), last


def _printed(text: str, found: Understood) -> Where | None:
    """Return capitalised words, perhaps with a year, as the venue that they may name, and None for what is none."""
    named = len(text) > _LONGEST or text.strip(" .,") in found.people
    printed = () if named else text.split()
    if not 1 < len(printed) <= _MOST_WORDS + 1 or printed[0][0].islower() or printed[-1][0].islower():
        return None
    if sum(map(str.islower, printed)) > _MOST_SMALL or is_cjk(text) or labels.link_label(text):
        return None
    where = printed_venue(text)
    name = where.venue.name if where.venue is not None else ""
    words = name.split()
    if not 1 < len(words) <= _MOST_WORDS or not name[0].isupper() or not is_titled(words):
        return None
    plain = not any(map(str.isdigit, name)) and venue_name(name) == name
    if not plain or is_no_venue(name) or is_institution(words[0]):
        return None
    key = squash(name)
    said = key in squash(found.title) or key in squash(found.people) or people.evidence(name) == 2
    return None if said else where
