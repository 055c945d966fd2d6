"""Applying the edits of fixes to a text."""

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable
from dataclasses import dataclass

from curabib.diagnostics.diagnostic import Diagnostic, Edit

_LINE_END = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """A text with the edits of fixes applied, and the diagnostics whose fixes those were."""

    text: str
    applied: tuple[Diagnostic, ...] = ()


def mend(text: str, path: str, diagnostics: Iterable[Diagnostic], *, only_safe: bool = True) -> Mended:
    """Return the text of the file `path` with the safe fixes applied that have all their edits in it.

    Without `only_safe`, those fixes are applied too that change what the text states: whoever asks has chosen them.
    A fix is applied whole or not at all: one that overlaps an earlier one, or points outside of the text, is left out.
    Lines end in LF, CRLF or CR as they did; columns count characters.
    """
    starts = _line_starts(text)
    taken: list[tuple[int, int, str]] = []
    applied: list[Diagnostic] = []
    for diagnostic in diagnostics:
        fix = diagnostic.fix
        if (
            fix is None
            or (only_safe and not fix.safe)
            or not fix.edits
            or any(edit.path != path for edit in fix.edits)
        ):
            continue
        spans = [_span(edit, starts, text) for edit in fix.edits]
        good = [span for span in spans if span is not None]
        if len(good) == len(spans) and not any(_overlaps(span, taken) for span in good):
            for span in good:
                insort(taken, span)
            applied.append(diagnostic)
    for start, end, replacement in reversed(taken):
        text = text[:start] + replacement + text[end:]
    return Mended(text=text, applied=tuple(applied))


def _line_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in _LINE_END.finditer(text))]


def _span(edit: Edit, starts: list[int], text: str) -> tuple[int, int, str] | None:
    """Return the stretch of the text that an edit replaces, or None where there is none."""
    if not (1 <= edit.line <= len(starts) and 1 <= edit.end_line <= len(starts)):
        return None
    start = starts[edit.line - 1] + edit.column - 1
    end = starts[edit.end_line - 1] + edit.end_column - 1
    if not 0 <= start <= end <= len(text) or bisect_right(starts, start) != edit.line:
        return None
    return start, end, edit.replacement


def _overlaps(span: tuple[int, int, str], taken: list[tuple[int, int, str]]) -> bool:
    """Return whether a stretch shares a sign, or its very place, with one of those taken, which are sorted."""
    start, end, _ = span
    at = bisect_left(taken, (start, -1, ""))
    if at < len(taken) and (taken[at][0] < end or taken[at][0] == start):
        return True
    return at > 0 and taken[at - 1][1] > start
