"""Stars beside the numbers of a plain text, with which curators say what must be read: no bullets, and no text."""

from collections.abc import Sequence
from dataclasses import dataclass

from curabib.evidence.regex import regex

_HEAD = 80
_NUMBERED = regex(
    r"[ \u00a0]*(?P<star>\*{1,2}(?P<apart> ?))?"
    r"(?P<number>\[(?P<square>\d{1,3})\]|\(?(?P<round>\d{1,3})[.)])(?P<behind>\*{0,2})[ \u00a0]+\S"
)


@dataclass(frozen=True, slots=True)
class _Number:
    """A number at the start of a line: its place, its column, and the stretches of stars beside it."""

    place: int
    value: int
    column: int
    stars: tuple[tuple[int, int], ...]
    apart: bool


def without_stars(lines: Sequence[str]) -> list[str]:
    """Return lines with blanks for the stars beside numbers that run on with the numbers above or below.

    A star with a blank behind it may be a bullet: it is none where numbers without a star stand in its column.
    """
    if not any("*" in line[:_HEAD] for line in lines):
        return list(lines)
    numbers = [found for place, line in enumerate(lines) if (found := _number(place, line)) is not None]
    bare = {number.column for number in numbers if not number.stars}
    cleared = list(lines)
    for at, number in enumerate(numbers):
        before = numbers[at - 1].value if at else 0
        after = numbers[at + 1].value if at + 1 < len(numbers) else 0
        runs_on = before + 1 == number.value or (number.value == 1 and after == number.value + 1)
        if runs_on and (number.column in bare or not number.apart):
            cleared[number.place] = _cleared(lines[number.place], number.stars)
    return cleared


def _number(place: int, line: str) -> _Number | None:
    match = _NUMBERED.match(line[:_HEAD])
    if match is None or (match["star"] and line.endswith("*")):  # the line is in italics
        return None
    stars = tuple(match.span(name) for name in ("star", "behind") if match[name])
    return _Number(
        place, int(match["square"] or match["round"]), match.start("number"), stars, bool(match["apart"])
    )


def _cleared(line: str, stars: Sequence[tuple[int, int]]) -> str:
    for start, end in stars:
        line = f"{line[:start]}{' ' * (end - start)}{line[end:]}"
    return line
