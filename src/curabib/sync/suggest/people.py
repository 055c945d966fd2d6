"""Author lines: who stands where in them, and the edits that mend a misspelt name or add who is missing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from curabib.model import Name, Names, family_key
from curabib.sync.enrich.report import Differences
from curabib.sync.suggest.stretch import Edit, Stretch, folded, written
from curabib.sync.suggest.wording import reworded

_GAP = 4  # words that may stand between two names: `and`, marks of footnotes
_AND = re.compile(r"&|[^\W\d_]")
_LINE_BREAK = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a name stands: the positions of its words, those of its family name, and whether that comes first."""

    first: int
    last: int
    family: tuple[int, int]
    family_first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The authors of an entry where they stand, in order."""

    stretch: Stretch
    places: tuple[Place, ...]

    def start(self, number: int) -> int:
        """Return the offset at which a name begins."""
        return self.stretch.words[self.places[number].first].start

    def end(self, number: int) -> int:
        """Return the offset at which a name ends, with the full stop of an initial."""
        place, text = self.places[number], self.stretch.text
        word = self.stretch.words[place.last - 1]
        initial = place.family_first and word.end - word.start == 1 and text[word.end : word.end + 1] == "."
        return word.end + initial

    def between(self, number: int) -> str:
        """Return what separates a name from the next."""
        return self.stretch.text[self.end(number) : self.start(number + 1)]

    def said(self, number: int) -> str:
        """Return a name as it is printed."""
        return self.stretch.text[self.start(number) : self.end(number)]


def line_of(stretch: Stretch, names: Names) -> Line | None:
    """Return where the names of a list stand one behind the other, None where they do not."""
    if not names.people:
        return None
    for begin in range(len(stretch.words)):
        places = _chain(stretch, names, begin)
        if places is not None:
            return Line(stretch=stretch, places=places)
    return None


def _chain(stretch: Stretch, names: Names, begin: int) -> tuple[Place, ...] | None:
    places: list[Place] = []
    at, reach = begin, 0
    for name in names:
        found = next(
            (place for gap in range(reach + 1) for place in _at(stretch, name, at + gap)),
            None,
        )
        if found is None:
            return None
        places.append(found)
        at, reach = found.last, _GAP
    return tuple(places)


def _at(stretch: Stretch, name: Name, at: int) -> list[Place]:
    """Return how a name stands at a position, if it does: given name first, family name first, or alone."""
    given = folded(name.given)
    family = folded(" ".join(filter(None, (name.prefix, name.family)))) or folded(name.literal)
    suffix = folded(name.suffix)
    forms = (
        (given + family + suffix, len(given), False),
        (family + suffix + given, 0, True),
        (family + given + suffix, 0, True),
    )
    found: list[Place] = []
    for words, skip, first in forms:
        if words and stretch.stands(words, at):
            span = (at + skip, at + skip + len(family))
            place = Place(first=at, last=at + len(words), family=span, family_first=first and bool(given))
            found.append(place)
    return found


def mended(
    line: Line, mine: Names, theirs: Names, differences: Differences, *, cell: bool
) -> tuple[Edit, ...] | None:
    """Return what makes an author line say what the record does, None where that cannot be said in small edits."""
    edits: list[Edit] = []
    people = list(mine)
    for wrong, right in differences.misspelt:
        edit = _respelt(line, people.index(wrong), right, cell=cell)
        if edit is None:
            return None
        edits += edit
    for group in _groups(mine, theirs, differences):
        more = _inserted(line, mine, *group, cell=cell)
        if more is None:
            return None
        edits += more
    for name in differences.extra:
        edits.append(_without(line, people.index(name)))
    if differences.reordered:
        edits += _reordered(line, mine, theirs)
    return tuple(edits)


def _respelt(line: Line, number: int, right: Name, *, cell: bool) -> tuple[Edit, ...] | None:
    place = line.places[number]
    family = " ".join(filter(None, (right.prefix, right.family))) or right.literal
    return reworded(line.stretch, *place.family, family, cell=cell)


def _groups(mine: Names, theirs: Names, differences: Differences) -> list[tuple[int, list[Name]]]:
    """Return who is missing behind which name of the list (-1: before the first), in order."""
    known = {family_key(name): number for number, name in enumerate(mine)}
    people = list(mine)
    known.update((family_key(right), people.index(wrong)) for wrong, right in differences.misspelt)
    missing = {id(name) for name in differences.missing}
    groups: dict[int, list[Name]] = {}
    behind = -1
    for name in theirs:
        if id(name) in missing:
            groups.setdefault(behind, []).append(name)
        else:
            behind = known.get(family_key(name), behind)
    return sorted(groups.items())


def _inserted(
    line: Line, mine: Names, behind: int, names: Sequence[Name], *, cell: bool
) -> list[Edit] | None:
    shown = [_printed(line, name, cell=cell) for name in names]
    if None in shown:
        return None
    new = [name for name in shown if name is not None]
    separators = [line.between(number) for number in range(len(line.places) - 1)]
    plain = [s for s in separators if not _AND.search(s)]
    usual = _LINE_BREAK.sub(" ", plain[0]) if plain else ", "
    if behind < 0:
        start = line.start(0)
        return [Edit(start, start, "".join(f"{name}{usual}" for name in new))]
    end = line.end(behind)
    closing = separators[-1] if separators and _AND.search(separators[-1]) else ""
    if behind == len(line.places) - 1 and closing and not mine.truncated:
        before = (line.end(behind - 1), line.start(behind))
        text = "".join(f"{usual}{name}" for name in new[:-1]) + f"{closing}{new[-1]}"
        return [Edit(*before, usual), Edit(end, end, text)]
    return [Edit(end, end, "".join(f"{usual}{name}" for name in new))]


def _printed(line: Line, name: Name, *, cell: bool) -> str | None:
    """Return a name in the manner of the line: given name or family name first, in full or with initials."""
    sample = line.said(0)
    place = line.places[0]
    given = place.last - place.first - (place.family[1] - place.family[0])
    words = line.stretch.words[place.first : place.last]
    rest = [w for n, w in enumerate(words, place.first) if not place.family[0] <= n < place.family[1]]
    initials = given > 0 and all(word.end - word.start == 1 for word in rest)
    first = name.given
    if initials:
        dot = "." if "." in sample else ""
        joint = "" if re.search(r"\w\.\w\.", sample) else " "
        parts = re.split(r"[\s.]+", name.given)
        first = joint.join(
            "-".join(f"{half[0]}{dot}" for half in part.split("-") if half) for part in parts if part
        )
    family = " ".join(filter(None, (name.prefix, name.family, name.suffix))) or name.literal
    if place.family_first:
        text = f"{family}, {first}" if "," in sample else f"{family} {first}"
    else:
        text = f"{first} {family}"
    return written(text.strip(" ,") if not first else text, line.stretch.language, cell=cell)


def _without(line: Line, number: int) -> Edit:
    if number + 1 < len(line.places):
        return Edit(line.start(number), line.start(number + 1), "")
    return (
        Edit(line.end(number - 1), line.end(number), "") if number else Edit(line.start(0), line.end(0), "")
    )


def _reordered(line: Line, mine: Names, theirs: Names) -> list[Edit]:
    at = {family_key(name): number for number, name in enumerate(mine)}
    wanted = [at[family_key(name)] for name in theirs]
    return [
        Edit(line.start(place), line.end(place), line.said(number))
        for place, number in enumerate(wanted)
        if place != number
    ]
