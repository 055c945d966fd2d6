"""The entries of a list as they stand in its text, line by line, with what is no prose of theirs blanked out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from curabib.diagnostics.diagnostic import Edit, Fix
from curabib.model import Location, RawEntry, Reading

_LONGEST_LINE = 20_000
_CODE = re.compile(r"(`{1,3})[^`\n]{1,2000}\1|<!--.{0,5000}?-->|\\[\[\](){}*]", re.DOTALL)
# in reStructuredText, single accents are no code
_COMMENT = re.compile(r"``[^`\n]{1,2000}``|<!--.{0,5000}?-->|\\[\[\](){}*]", re.DOTALL)
_JSON_LINE = re.compile(r"(\s*(?:\"source\"\s*:\s*\[?\s*)?\")(.*?)((?:\\n)?\"[\],}\s]*)\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One entry as it stands: the lines of the list that hold it, the first being `line`.

    `raw` is what stands there, `text` the same with code blanked out.
    """

    path: str
    line: int
    text: str
    raw: str

    def place(self, start: int, end: int) -> Location:
        """Return the location of a stretch of the text."""
        line = self.line + self.text.count("\n", 0, start)
        column = start - (self.text.rfind("\n", 0, start) + 1) + 1
        return Location(
            path=self.path, line=line, column=column, end_line=line, end_column=column + end - start
        )

    def fix(self, title: str, start: int, end: int, replacement: str) -> Fix:
        """Return a safe fix that puts `replacement` into the place of a stretch within one line."""
        at = self.place(start, end)
        edit = Edit(
            path=self.path,
            line=at.line,
            column=at.column,
            end_line=at.line,
            end_column=at.end_column,
            replacement=replacement,
        )
        return Fix(title=title, edits=(edit,), safe=True)


def written_entries(
    reading: Reading, lines: list[str], *, fields: bool = False
) -> Iterator[tuple[RawEntry, Written]]:
    """Yield the entries with their lines, but for those that an entry before them holds too.

    What states fields, as an export does, is no prose, and left out if it is not asked for.
    """
    seen = 0
    code = _COMMENT if reading.reader.startswith("rst") else _CODE
    for entry in reading.entries:
        start = max(entry.location.line, seen + 1)
        end = min(max(entry.location.end_line, entry.location.line), len(lines))
        if start > end or (entry.form == "fields" and not fields):
            continue
        raw = "\n".join(line[:_LONGEST_LINE] for line in lines[start - 1 : end])
        seen = end
        text = code.sub(lambda match: blank(match[0]), raw)
        yield entry, Written(path=entry.location.path, line=start, text=text, raw=raw)


def lines_of(text: str, reader: str) -> list[str]:
    """Return the lines of a list; those of a notebook as its cells have them, everything at its place."""
    lines = text.split("\n")
    return list(map(_of_cell, lines)) if reader == "notebook" else lines


def _of_cell(line: str) -> str:
    """Return a line of a notebook without the signs of JSON around it, or nothing where it is no line of a cell."""
    found = _JSON_LINE.match(line[:_LONGEST_LINE])
    return blank(found[1]) + found[2] + blank(found[3]) if found else ""


def blank(text: str) -> str:
    """Return as many blanks as a text has signs, in as many lines."""
    return re.sub(r"[^\n]", " ", text)
