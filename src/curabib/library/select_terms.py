"""The terms of a query, and what is said about a query that means nothing definite."""

from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import east_asian_width

from curabib.diagnostics.error import CurabibError

_SHOWN = 64


class QueryError(CurabibError):
    """A query that means nothing definite; `column` counts from 1, 0 where there is no text to point into."""

    def __init__(
        self, message: str, *, source: str = "", column: int = 0, width: int = 1, hint: str = ""
    ) -> None:
        """Show the place with a caret below the hint."""
        self.column = column
        place = _excerpt(source, column - 1, width) if column else ""
        lines = [line for line in (hint or ("see here:" if place else ""), place) if line]
        super().__init__(f"{message} (column {column})" if column else message, hint="\n".join(lines))


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One condition: `field`, `comparison` (`:` holds, `=` is, `<` `<=` `>` `>=`) and `value`, unquoted.

    `source` is the query it stands in, `column` (from 1; 0 for a condition that was no text) and `width` its place
    there; `text` is the term as written.
    """

    field: str
    comparison: str = ":"
    value: str
    quoted: bool = False
    text: str
    source: str = ""
    column: int = 0

    def error(self, message: str, hint: str = "") -> QueryError:
        """Return the error that points at this term."""
        where = "" if self.column else f" in `{self.text}`"
        return QueryError(
            f"{message}{where}", source=self.source, column=self.column, width=len(self.text), hint=hint
        )


def listed(words: Iterable[str], last: str = "or") -> str:
    """Return the words in backticks as a person lists them: "`a`, `b` or `c`"."""
    marked = [f"`{word}`" for word in words]
    return f" {last} ".join([", ".join(marked[:-1]), marked[-1]] if len(marked) > 1 else marked)


def _excerpt(source: str, offset: int, width: int) -> str:
    """Return a line of the query around `offset`, and a line with carets under the place, both indented."""
    start = max(0, min(offset - _SHOWN // 2, len(source) - _SHOWN))
    line = "".join(
        c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in source[start : start + _SHOWN]
    )
    before, marked = line[: offset - start], line[offset - start : offset - start + width] or " "
    head, tail = "…" if start else "", "…" if start + _SHOWN < len(source) else ""
    return f"    {head}{line}{tail}\n    {' ' * _cells(head + before)}{'^' * _cells(marked)}"


def _cells(text: str) -> int:
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)
