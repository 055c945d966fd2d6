"""For people: a line as in the concise format, the source line with a caret, notes and help below."""

from collections.abc import Iterator, Sequence

from curabib.diagnostics.diagnostic import Diagnostic
from curabib.diagnostics.render import SourceText
from curabib.diagnostics.render.concise import place, statement
from curabib.diagnostics.render.visible import visible, width
from curabib.model import Location

EXCERPT = 96
"""How many characters of a source line an excerpt shows at most."""

_LEAD = 40  # characters kept before the column when a line is too long
_SGR = {"error": "1;31", "warning": "1;33", "info": "1;36", "place": "1", "dim": "2"}


def render(diagnostics: Sequence[Diagnostic], *, source: SourceText, color: bool) -> str:
    """Return the diagnostics with excerpts where `source` has the text; ANSI colours only if `color`."""
    lines: dict[str, tuple[str, ...]] = {}
    out: list[str] = []
    for diagnostic in diagnostics:
        at = diagnostic.location
        severity = _paint(f"{diagnostic.severity} {diagnostic.code}", diagnostic.severity, color)
        out.append(f"{_paint(place(diagnostic), 'place', color)}: {severity} {statement(diagnostic)}")
        if at is not None:
            if at.path not in lines:
                text = source(at.path)
                lines[at.path] = tuple(text.split("\n")) if text is not None else ()
            out.extend(_excerpt(at, lines[at.path], diagnostic.severity, color))
        out.extend(f"  note: {visible(str(r.location))}: {visible(r.message)}" for r in diagnostic.related)
        if diagnostic.help:
            out.append(f"  help: {visible(diagnostic.help)}")
        if diagnostic.fix:
            kind = "fix" if diagnostic.fix.safe else "possible fix"
            out.append(f"  {kind}: {visible(diagnostic.fix.title)}")
    return "".join(f"{line}\n" for line in out)


def _excerpt(at: Location, lines: Sequence[str], severity: str, color: bool) -> Iterator[str]:
    if not 1 <= at.line <= len(lines):
        return
    line = lines[at.line - 1].rstrip("\r")
    if not line.strip():
        return
    start = min(max(at.column - 1, 0), len(line))
    end = at.end_column - 1 if at.end_column and at.end_line in (0, at.line) else start + 1
    end = min(max(end, start + 1), max(len(line), start + 1))
    left = max(0, start - _LEAD) if len(line) > EXCERPT else 0
    right = min(len(line), left + EXCERPT)
    before, marked = _shown(line[left:start]), _shown(line[start : min(end, right)])
    after = _shown(line[min(end, right) : right])
    head, tail = "…" * (left > 0), "…" * (right < len(line))
    gutter = f"{at.line:>5} | "
    blank = " " * (len(gutter) - 2) + "| "
    yield _paint(gutter, "dim", color) + head + before + marked + after + tail
    if at.column == 1 and not at.end_column:
        return  # it concerns the line, or all of an entry
    caret = _paint("^" * max(1, width(marked)), severity, color)
    yield _paint(blank, "dim", color) + " " * (width(head) + width(before)) + caret


def _shown(text: str) -> str:
    return visible(text.replace("\t", " "))


def _paint(text: str, style: str, color: bool) -> str:
    return f"\x1b[{_SGR[style]}m{text}\x1b[0m" if color else text
