"""Venues and years where they stand, and where the list itself would put them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from curabib.model import Record, Venue
from curabib.sync.suggest.cells import Rows, cells_of
from curabib.sync.suggest.people import Line, line_of
from curabib.sync.suggest.stretch import Edit, Stretch, written
from curabib.sync.suggest.wording import places
from curabib.venues import expand

_NEAR = 3  # words between a venue and its year
_MOST_SHAPES = 4
_LONGEST_LEAD = 40
_SHORT = 12
_CLOSING = ")]}.,*_"
_POINTS = ".,;:"
_ENDS = re.compile(r"(?:[)\]}.,*_]|</[A-Za-z][A-Za-z0-9]{0,30}\s{0,9}>){0,8}")
_BLOCK = re.compile(
    r"</?(?:li|p|div|td|th|tr|ul|ol|dl|dd|dt|table|tbody|section|article|main|body|html)\b", re.IGNORECASE
)
_JOINT = re.compile(r"[ ,;:'\u2019\u2018/\-]{1,4}")
_LEAVES = re.compile(r"(?:[*_]{1,3}|</[A-Za-z][A-Za-z0-9]{0,30}\s{0,9}>){1,4}")
_BRACKETED = re.compile(r"\[[^\[\]]{0,500}\]|\([^()]{0,2000}\)|<[^<>]{0,2000}>")


@dataclass(frozen=True, slots=True)
class Printed:
    """A venue where it stands: offsets of its name, and of its year (equal where there is none) in full or short."""

    start: int
    end: int
    year_start: int = 0
    year_end: int = 0

    @property
    def whole(self) -> tuple[int, int]:
        """The offsets from the first to the last sign of both."""
        if not self.year_end:
            return self.start, self.end
        return min(self.start, self.year_start), max(self.end, self.year_end)


def printed(stretch: Stretch, record: Record, begin: int = 0) -> Iterator[Printed]:
    """Yield where the venue of a record stands from the word `begin` on, each time with the year beside it, if any."""
    venue, date = record.fields.venue, record.fields.date
    if venue is None:
        return
    year = str(date.year) if date is not None and record.year_source == "stated" else ""
    for first, last in places(stretch, venue.name, begin):
        name = stretch.words[first].start, stretch.words[last - 1].end
        beside = [
            *range(last, min(last + _NEAR, len(stretch.words))),
            *range(first - 1, max(first - 3, -1), -1),
        ]
        at = next((n for n in beside if year and _is_year(stretch, n, year)), None)
        if at is None:
            yield Printed(*name)
        else:
            yield Printed(*name, stretch.words[at].start, stretch.words[at].end)


def _is_year(stretch: Stretch, at: int, year: str) -> bool:
    word = stretch.words[at]
    if word.folded == year:
        return True
    return word.folded == year[2:] and stretch.text[word.start - 1 : word.start] in "'’‘"


def years(stretch: Stretch, record: Record) -> Iterator[Printed]:
    """Yield where the year of a record stands: beside its venue, then anywhere."""
    date = record.fields.date
    yield from (found for found in printed(stretch, record) if found.year_end)
    for word in stretch.words:
        if date is not None and word.folded == str(date.year):
            yield Printed(word.start, word.start, word.start, word.end)


def redated(stretch: Stretch, found: Printed, year: int) -> Edit:
    """Return the edit that puts another year in the place of one that is printed, short where that one is."""
    short = found.year_end - found.year_start == 2
    return Edit(found.year_start, found.year_end, str(year)[2:] if short else str(year))


@dataclass(frozen=True, slots=True)
class Shape:
    """How a list prints venue and year, and what stands before and behind them.

    `anchor` is what they stand behind: the `people`, or the first `line` of an entry. `joint` separates name and
    year, None where no year is printed; `short` says that the year is in two digits.
    """

    anchor: str
    lead: str
    joint: str | None
    short: bool
    tail: str

    def text(self, name: str, year: int | None) -> str:
        """Return venue and year in this shape."""
        if self.joint is None or year is None:
            return f"{self.lead}{name}{self.tail}"
        return f"{self.lead}{name}{self.joint}{str(year)[2:] if self.short else year}{self.tail}"


class Manner:
    """How a list prints venues: what it calls each of them, and in which shapes, the most frequent first."""

    def __init__(self, entries: Iterable[tuple[Stretch, Record, Sequence[str]]]) -> None:
        """Look at all entries of a list that state a venue where it is published, rows with their columns."""
        self.rows = Rows()
        self._names: dict[str, Counter[str]] = {}
        shapes: Counter[Shape] = Counter()
        lengths: Counter[bool] = Counter()
        for stretch, record, columns in entries:
            self.rows.look(stretch, columns)
            venue = record.fields.venue
            found = next(printed(stretch, record), None) if venue is not None else None
            if venue is None or found is None or venue.kind == "repository":
                continue
            name = stretch.text[found.start : found.end]
            if "\n" not in name:
                self._names.setdefault(str(venue), Counter())[name] += 1
            lengths[len(venue.name) <= _SHORT] += 1
            if columns:
                self.rows.joints.update(_joints(stretch, found))
            else:
                shapes.update(_shapes(stretch, record, found))
        self.shapes = [
            shape for shape, _ in sorted(shapes.items(), key=lambda item: (-item[1], repr(item[0])))
        ][:_MOST_SHAPES]
        self._short = lengths[True] >= lengths[False]

    def name(self, venue: Venue, year: int | None, like: str, language: str, *, cell: bool) -> str | None:
        """Return what the list calls a venue: as elsewhere in it, else short or in full `like` another name there."""
        known = self._names.get(str(venue))
        if known:
            return min(known, key=lambda name: (-known[name], name))
        short = len(like) <= _SHORT if like else self._short
        volume = expand(venue, year) if venue.abbreviation and not short else None
        return written(volume.name if volume is not None else str(venue), language, cell=cell)


def _joints(stretch: Stretch, found: Printed) -> Iterator[tuple[str, bool] | None]:
    """Yield what stands between a venue and its year in the same cell, None where its year is not there."""
    cell = next((cell for cell in cells_of(stretch) if cell[0] <= found.start and found.end <= cell[1]), None)
    if cell is None:
        return
    if not cell[0] <= found.year_start < found.year_end <= cell[1]:
        yield None
    elif found.end <= found.year_start:
        joint = stretch.text[found.end : found.year_start]
        if _JOINT.fullmatch(joint):
            yield joint, found.year_end - found.year_start == 2


def _shapes(stretch: Stretch, record: Record, found: Printed) -> Iterator[Shape]:
    """Yield the shapes that one printed venue shows."""
    text = stretch.text
    start, end = found.whole
    joint, short = None, False
    if found.year_end:
        if found.year_start < found.start:
            return
        joint, short = text[found.end : found.year_start], found.year_end - found.year_start == 2
        if any(char.isalnum() for char in joint) or "\n" in joint:
            return
    line_end = _end_of_block(stretch, end, stretch.end_of_line(end))
    tail = text[end:line_end].rstrip()
    if stretch.seen(end, line_end) or len(tail) > _LONGEST_LEAD:
        ends = _ENDS.match(tail)
        tail = ends[0] if ends else ""
    line = line_of(stretch, record.fields.authors)
    if line is not None and line.end(len(line.places) - 1) <= start:
        after = end_of_people(line, truncated=record.fields.authors.truncated)
        lead = text[after:start]
        if not stretch.seen(after, start) and len(lead) <= _LONGEST_LEAD:
            yield Shape("people", lead, joint, short, tail)
            return
    begin = text.rfind("\n", 0, start) + 1
    if begin <= stretch.start and not _has_prose(stretch, record, start):
        before = stretch.seen(stretch.start, start)
        lead = text[before[-1].end : start] if before else ""
        lead = lead[lead.rfind(")") + 1 :] if ")" in lead else lead
        if before and len(lead) <= _LONGEST_LEAD:
            yield Shape("line", lead, joint, short, tail)


def _has_prose(stretch: Stretch, record: Record, end: int) -> bool:
    """Return whether more than links and what stands in brackets stands between the title and an offset."""
    title = next(places(stretch, record.fields.title), None)
    if title is None:
        return True
    rest = stretch.text[stretch.words[title[1] - 1].end : end]
    for _ in range(3):  # a label in two pairs of brackets
        rest = _BRACKETED.sub("", rest)
    return any(char.isalnum() for char in rest)


def end_of_people(line: Line, *, truncated: bool) -> int:
    """Return the offset behind the authors, with an `et al.` where the list has one."""
    words, at = line.stretch.words, line.places[-1].last
    end = line.end(len(line.places) - 1)
    if truncated:
        following = [word.folded for word in words[at : at + 3]]
        for said in (["et", "al"], ["and", "others"], ["et", "alii"]):
            if following[:2] == said:
                end = words[at + 1].end
                end += line.stretch.text[end : end + 1] == "."
    return end


def added(
    stretch: Stretch, record: Record, shape: Shape, name: str, year: int | None
) -> tuple[Edit, ...] | None:
    """Return the edits that add a venue in a shape of the list, None where the entry has no place of that kind."""
    text = stretch.text
    if shape.anchor == "people":
        line = line_of(stretch, record.fields.authors)
        if line is None:
            return None
        after = end_of_people(line, truncated=record.fields.authors.truncated)
    else:
        after = stretch.last_sign(stretch.start)
        if _has_prose(stretch, record, after):
            return None
    leaving = _LEAVES.match(shape.lead)  # marks that end the type of what stands before
    if leaving is not None:
        if not text.startswith(leaving[0], after):
            return None
        after += leaving.end()
        shape = replace(shape, lead=shape.lead[leaving.end() :])
    end = _end_of_block(stretch, after, stretch.last_sign(after))
    rest, said = text[after:end], [word.folded for word in stretch.seen(after, end)]
    stated = [str(record.fields.date.year)] if record.fields.date and record.year_source == "stated" else []
    if text[after - 1] == "." and shape.lead.startswith("."):  # that of `et al.`
        shape = replace(shape, lead=shape.lead[1:])
    new = shape.text(name, year)
    if (
        stated and said[:1] == stated
    ):  # more stands behind the year, which is to be replaced with its brackets
        end = stretch.seen(after, end)[0].end
        while end < stretch.end and text[end] in _CLOSING:
            end += 1
        return (trimmed(after, text[after:end], new),)
    if said not in ([], stated):
        return (Edit(after, after, _before_points(new, rest)),)
    return (trimmed(after, rest, new),)


def _end_of_block(stretch: Stretch, start: int, end: int) -> int:
    """Return where, on a page, the next item or paragraph begins or ends between two offsets, else the second."""
    block = _BLOCK.search(stretch.text, start, end) if stretch.language == "html" else None
    return block.start() if block else end


def _before_points(new: str, rest: str) -> str:
    """Return what is put before the rest of a line, without a point at its end where the rest begins with one."""
    return new[:-1] if new[-1:] in _POINTS and rest[:1] in _POINTS and rest else new


def trimmed(start: int, old: str, new: str) -> Edit:
    """Return the edit that turns `old`, which begins at an offset, into `new`, without what both begin and end with."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return Edit(start + head, start + len(old) - tail, new[head : len(new) - tail])
