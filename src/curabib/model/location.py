"""Where in a text something stands."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A span of a text; lines and columns count from 1, columns in Unicode code points.

    `path` is what a person would recognise (a project-relative path, a URL, or `-` for standard input).
    `end_line` and `end_column` are inclusive of the line, exclusive of the column; 0 means not known.
    """

    path: str
    line: int
    column: int = 1
    end_line: int = 0
    end_column: int = 0

    def __str__(self) -> str:
        """Return `path:line:column`, the form that editors turn into a link."""
        return f"{self.path}:{self.line}:{self.column}"
