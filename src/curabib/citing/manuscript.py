"""What one file of a paper says about its bibliography, whatever language it is written in."""

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from curabib.model import Location

Language = Literal["tex", "aux", "bcf", "markdown", "typst"]

_LINE_END = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A key where a paper cites it; `start` and `end` are offsets of the key alone, in code points."""

    key: str
    location: Location
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Include:
    """A file that a paper takes in, as written: `name` in the folder `folder` (empty: where the paper is)."""

    name: str
    folder: str = ""
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class CiteCommand:
    r"""How a TeX command cites: `arguments` says which of its mandatory arguments, from 0, are lists of keys.

    `many` marks biblatex's qualified lists (`\cites(pre)(post)[..]{key}[..]{key}`), `silent` a command that prints
    nothing, of which `*` stands for everything.
    """

    arguments: tuple[int, ...] = (0,)
    many: bool = False
    silent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Manuscript:
    r"""One file of a paper.

    `everything` is where it asks for all there is (`\nocite{*}`), `resources` names the bibliographies that it uses,
    `defined` holds keys and labels that the file itself gives a meaning. `format` is the writer that fits it, empty
    where it does not say; `root` is the file that a magic comment names as the main one. `commands` are the citation
    commands that it defines for itself and for the files beside it.
    """

    path: str
    language: Language
    citations: tuple[Citation, ...] = ()
    everything: Location | None = None
    includes: tuple[Include, ...] = ()
    resources: tuple[str, ...] = ()
    defined: frozenset[str] = frozenset()
    format: str = ""
    root: str = ""
    commands: Mapping[str, CiteCommand] = field(default_factory=dict)


class Places:
    """Turns offsets in a text into locations."""

    def __init__(self, text: str, path: str) -> None:
        """Find the beginnings of lines: behind LF, CRLF or CR."""
        self.path = path
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def at(self, start: int, end: int) -> Location:
        """Return the location of the stretch between two offsets."""
        line = bisect_right(self._starts, start)
        last = bisect_right(self._starts, end)
        return Location(
            path=self.path,
            line=line,
            column=start - self._starts[line - 1] + 1,
            end_line=last,
            end_column=end - self._starts[last - 1] + 1,
        )

    def citation(self, key: str, start: int) -> Citation:
        """Return the citation of `key` that stands at `start`."""
        end = start + len(key)
        return Citation(key=key, location=self.at(start, end), start=start, end=end)


class Closers:
    """Finds closing marks from any place of one text, in time that is linear for all questions together.

    What was looked for in vain is not looked for again further on, so that a text of a million opening marks costs
    one pass.
    """

    def __init__(self, text: str) -> None:
        """Remember nothing yet."""
        self.text = text
        self._missing: dict[str, int] = {}

    def find(self, mark: str, start: int) -> int:
        """Return where `mark` next begins, or -1."""
        if start >= self._missing.get(mark, len(self.text) + 1):
            return -1
        found = self.text.find(mark, start)
        if found < 0:
            self._missing[mark] = start
        return found
