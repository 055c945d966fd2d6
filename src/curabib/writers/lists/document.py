"""A list as a document: its title, the headings of its topics, and its entries below them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from curabib.model import Entry
from curabib.writers.lists.languages import Language
from curabib.writers.lists.shape import COUNT, ListShape
from curabib.writers.topics import Topic, topic_tree

Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an entry stands in a printed list: its key, the topics above it, its first and its last line (1-based)."""

    key: str
    topics: tuple[str, ...]
    line: int
    end_line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What a list is besides its entries: its language, the level of its outermost topics, blanks, a table's head."""

    language: Language
    level: int = 2
    spaced: bool = True
    header: Lines = ()

    @classmethod
    def of(cls, shape: ListShape) -> "Frame":
        """Return the frame of lists of that shape."""
        return cls(
            language=shape.language,
            level=shape.level,
            spaced=shape.spaced,
            header=shape.rows.header if shape.rows else (),
        )


class Document:
    """A list on its way to text."""

    def __init__(self, frame: Frame, lines_of: Callable[[Entry], Lines]) -> None:
        """Begin a list whose entries are written as `lines_of` says; one without lines is left out."""
        self.places: list[Place] = []
        self._frame = frame
        self._lines_of = lines_of
        self._lines: list[str] = []

    def write(self, title: str, entries: Sequence[Entry]) -> str:
        """Return the text: the entries without topic first, then each topic, in the order of the lists."""
        topics = topic_tree(entries)
        filed = {entry.key for topic in topics for entry in topic.entries}
        self._title(title)
        self._under(None, [entry for entry in entries if entry.key not in filed])
        for topic in topics:
            self._heading(len(topic.path), topic.path[-1])
            self._under(topic, topic.entries)
        while self._lines and not self._lines[-1]:
            self._lines.pop()
        return "".join(f"{line}\n" for line in self._lines)

    def _title(self, title: str) -> None:
        language = self._frame.language
        lines = language.title(language.text(title)).split("\n")[:-1]
        if lines:
            self._add(*lines, "")

    def _heading(self, depth: int, text: str) -> None:
        language, level = self._frame.language, self._frame.level + depth - 1
        if self._lines and self._lines[-1]:
            self._add("")
        self._add(*language.heading(level, language.text(text)).rstrip("\n").split("\n"), "")

    def _under(self, topic: Topic | None, entries: Sequence[Entry]) -> None:
        """Add the entries of a topic: last those whose year only a heading states, below one that does."""
        by_year: dict[int, list[Entry]] = {}
        for entry in entries:
            date = entry.work.fields.date
            assumed = topic is not None and date is not None and "date" in entry.work.assumed
            by_year.setdefault(date.year if assumed and date is not None else 0, []).append(entry)
        for year in sorted(by_year, key=lambda year: (year != 0, -year)):
            if year and topic is not None:
                self._heading(len(topic.path), f"{topic.path[-1]}: {year}")
            self._entries(by_year[year], topic.path if topic is not None else ())

    def _entries(self, entries: Sequence[Entry], topics: tuple[str, ...]) -> None:
        opens, closes = self._frame.language.section
        self._add(*filter(None, (opens,)))
        number, in_table = 0, False
        for entry in entries:
            lines = self._lines_of(entry)
            if not lines:
                continue
            number += 1
            is_row = bool(self._frame.header) and lines[0].startswith("|")
            if number > 1 and (is_row != in_table or (self._frame.spaced and not is_row)):
                self._add("")
            if is_row and not in_table:
                self._add(*self._frame.header)
            in_table = is_row
            start = len(self._lines) + 1
            self._add(*(line.replace(COUNT, str(number)) for line in lines))
            self.places.append(Place(key=entry.key, topics=topics, line=start, end_line=len(self._lines)))
        self._add(*filter(None, (closes,)), "")

    def _add(self, *lines: str) -> None:
        self._lines += lines
