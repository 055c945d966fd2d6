"""Rows of tables: their cells as they stand, how a column writes what is in it, and filling those that are empty."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from curabib.sync.suggest.stretch import Edit, Stretch, folded

_BAR = re.compile(r"(?<!\\)\|")
_CELL = re.compile(r"<t[dh](?:\s[^<>]{0,2000})?>", re.IGNORECASE)
_ROW = re.compile(r"<tr(?:\s[^<>]{0,2000})?>", re.IGNORECASE)
_ROW_END = re.compile(r"</tr\s*>", re.IGNORECASE)
_CELL_END = re.compile(r"</t[dh]\s*>", re.IGNORECASE)
_SPANNING = re.compile(r"\b(?:col|row)span\b", re.IGNORECASE)
_OPENING = re.compile(r"(?:[*_`(\[]|<[A-Za-z][^<>]{0,200}>){0,6}")
_CLOSING_TAG = re.compile(r"</([A-Za-z][A-Za-z0-9]{0,30})\s*>")
_NAME = re.compile(r"<([A-Za-z][A-Za-z0-9]{0,30})[^<>]*>|(.)", re.DOTALL)
_MIRRORED = {"(": ")", "[": "]"}
_VENUE = frozenset({"venue", "conference", "journal", "publication", "published", "proceedings", "where"})
_YEAR = frozenset({"year", "date"})


@dataclass(frozen=True, slots=True)
class Type:
    """What stands before and behind what a cell says: the marks of its type, or brackets."""

    before: str = ""
    behind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """How the rows of a list's tables are written: the types of each column, by its folded heading.

    `joints` are what stands between a venue and its year in one cell, and whether the year is short; None where a
    column says venues without years.
    """

    types: dict[str, Counter[Type]] = field(default_factory=dict)
    joints: Counter[tuple[str, bool] | None] = field(default_factory=Counter)

    def look(self, stretch: Stretch, columns: Sequence[str]) -> None:
        """Take the types of one row into account."""
        for heading, (start, end) in zip(columns, cells_of(stretch), strict=False):
            kind = _type(stretch.text[start:end].strip())
            if kind is not None:
                self.types.setdefault(_sign(heading), Counter())[kind] += 1

    def dress(self, heading: str, text: str) -> str:
        """Return a text in the type that most cells below a heading have."""
        known = self.types.get(_sign(heading))
        if not known:
            return text
        kind = min(known, key=lambda kind: (-known[kind], kind.before, kind.behind))
        return f"{kind.before}{text}{kind.behind}"

    def dated(self, name: str, year: int | None, *, apart: bool) -> str:
        """Return a venue with its year as cells have them; `apart` says that there is a column for the year."""
        usual: tuple[str, bool] | None = None if apart else (" ", False)
        if self.joints:
            usual = min(self.joints, key=lambda joint: (-self.joints[joint], repr(joint)))
        if year is None or usual is None:
            return name
        joint, short = usual
        return f"{name}{joint}{str(year)[2:] if short else year}"


def _sign(heading: str) -> str:
    return " ".join(folded(heading))


def _type(cell: str) -> Type | None:
    """Return the type of a cell, None where it says nothing, or its marks are not closed."""
    if not any(char.isalnum() for char in cell):
        return None
    opening = _OPENING.match(cell)
    before = opening[0] if opening else ""
    behind = ""
    rest = cell[len(before) :]
    for tag, sign in reversed(_NAME.findall(before)):
        closing = _CLOSING_TAG.match(rest, rest.rfind("</")) if tag else None
        if tag:
            if closing is None or closing.end() != len(rest) or closing[1].lower() != tag.lower():
                return None
            end = closing[0]
        else:
            end = _MIRRORED.get(sign, sign)
            if not rest.endswith(end):
                return None
        behind = end + behind
        rest = rest[: len(rest) - len(end)]
    return Type(before, behind)


def cells_of(stretch: Stretch) -> list[tuple[int, int]]:
    """Return from where to where each cell of a row extends, the bars or tags around it left out.

    Empty for rows of which that cannot be told: those with cells over several columns or rows, or left open.
    """
    return list(_of_tags(stretch) if stretch.language == "html" else _of_bars(stretch))


def _of_bars(stretch: Stretch) -> Iterator[tuple[int, int]]:
    end = stretch.end_of_line(stretch.start)
    line = stretch.text[stretch.start : end].rstrip()
    bars = [match.start() for match in _BAR.finditer(line)]
    edges = bars if line.lstrip().startswith("|") else [-1, *bars]
    if edges[-1:] != [len(line) - 1]:
        edges.append(len(line))
    for one, other in pairwise(edges):
        yield stretch.start + one + 1, stretch.start + other


def _of_tags(stretch: Stretch) -> Iterator[tuple[int, int]]:
    text = stretch.text
    row = _ROW.search(text, stretch.start, stretch.end)
    if row is None:
        return
    end = _ROW_END.search(text, row.end(), stretch.end)
    until = end.start() if end else stretch.end
    if _SPANNING.search(text, row.start(), until):
        return
    at = row.end()
    cells: list[tuple[int, int]] = []
    while (cell := _CELL.search(text, at, until)) is not None:
        closing = _CELL_END.search(text, cell.end(), until)
        if closing is None or _CELL.search(text, cell.end(), closing.start()):
            return
        cells.append((cell.end(), closing.start()))
        at = closing.end()
    yield from cells


def filled(
    stretch: Stretch, columns: Sequence[str], rows: Rows, name: str, year: int | None
) -> tuple[Edit, ...] | None:
    """Return the edits that fill the empty cells of a row below headings such as `Venue` and `Year`.

    None where there is no such cell, or it is not empty.
    """
    cells = cells_of(stretch)
    at = _column(columns, _VENUE)
    dated = _column(columns, _YEAR)
    if at is None or at >= len(cells):
        return None
    apart = dated is not None and dated != at
    edits = [_filled(stretch, cells[at], rows.dress(columns[at], rows.dated(name, year, apart=apart)))]
    if dated is not None and apart and dated < len(cells) and year is not None:
        beside = _filled(stretch, cells[dated], rows.dress(columns[dated], str(year)))
        edits += [beside] if beside is not None else []
    return None if edits[0] is None else tuple(edit for edit in edits if edit is not None)


def _column(columns: Sequence[str], words: frozenset[str]) -> int | None:
    return next((n for n, column in enumerate(columns) if set(folded(column)) & words), None)


def _filled(stretch: Stretch, span: tuple[int, int], text: str) -> Edit | None:
    """Return the edit that fills a cell, None for one that says something, or has tags or several lines."""
    start, end = span
    cell = stretch.text[start:end]
    shown = cell.strip()
    if any(char.isalnum() for char in cell) or "<" in shown:
        return None
    blank = len(cell) - len(cell.lstrip())
    if shown:
        return Edit(start + blank, start + blank + len(shown), text)
    if stretch.language == "html":
        return Edit(start, start, text) if "\n" not in cell else None
    if not cell:
        return Edit(start, start, f" {text} ")
    inner = start + 1
    return Edit(inner, inner, f"{text} " if inner == end else text)
