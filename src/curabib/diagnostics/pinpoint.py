"""From the entry that a problem is in to the very words: where the text is at hand, a caret can point at them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from curabib.diagnostics.diagnostic import Diagnostic
from curabib.model import Location

_VALUE = re.compile(r"`([^`]{2,200})`")
_MOST_LINES = 200
_LONGEST_LINE = 20_000
_MOST_PLACES = 100


def pinpoint(diagnostics: Iterable[Diagnostic], path: str, text: str) -> Iterator[Diagnostic]:
    """Yield the diagnostics, those in the file `path` that name a value moved to where the value stands in `text`.

    Only a diagnostic about whole lines (column 1, no end column) is moved, and only within its own lines, to the
    first value in its message that stands there as a word of its own.
    """
    lines: list[str] = []
    for diagnostic in diagnostics:
        lines = lines or text.split("\n")
        at = diagnostic.location
        if at is None or at.path != path or at.column != 1 or at.end_column:
            yield diagnostic
            continue
        found = _find(diagnostic.message, at, lines)
        yield replace(diagnostic, location=found) if found else diagnostic


def _find(message: str, at: Location, lines: Sequence[str]) -> Location | None:
    """Return where the first value of a message stands; of several places the last before what it is held against.

    That is an identifier or address in the message: a year may stand in the title too, and in other entries of the
    same line.
    """
    last = min(at.end_line or at.line, at.line + _MOST_LINES, len(lines))
    rows = [(number, lines[number - 1][:_LONGEST_LINE]) for number in range(at.line, last + 1)]
    values = _VALUE.findall(message)
    for value in values:
        words = value.removesuffix("…")
        places = list(_places(words, rows, cut=words != value))
        if places:
            held = [
                value.partition(":")[2] if "//" not in value else value for value in values if ":" in value
            ]
            against = next(
                (place for other in held if (place := next(_places(other, rows, cut=True), None))), None
            )
            before = [place for place in places if against and place < against]
            number, start = (before or places[:1])[-1]
            end = start + len(words)
            return Location(path=at.path, line=number, column=start + 1, end_line=number, end_column=end + 1)
    return None


def _places(words: str, rows: Sequence[tuple[int, str]], *, cut: bool) -> Iterator[tuple[int, int]]:
    """Yield the line numbers and offsets at which `words` stand by themselves, some of very many."""
    found = 0
    for number, line in rows:
        start = _as_words(words, line, 0, cut=cut)
        while start >= 0 and words and found < _MOST_PLACES:
            found += 1
            yield number, start
            start = _as_words(words, line, start + 1, cut=cut)


def _as_words(words: str, line: str, start: int, *, cut: bool) -> int:
    """Return where `words` stand in `line`, from `start` on, with no letter or digit directly before or behind, or -1.

    Behind them anything may stand if they were `cut` from a longer text.
    """
    start = line.find(words, start)
    while start >= 0:
        end = start + len(words)
        before, behind = line[start - 1 : start], line[end : end + 1]
        apart = cut or not (behind.isalnum() and words[-1].isalnum())
        if apart and not (before.isalnum() and words[0].isalnum()):
            return start
        start = line.find(words, start + 1)
    return -1
