"""How talk reaches the terminal: diagnostics, errors and remarks, on stderr, with nothing in them that acts on it."""

import os
import sys
from collections.abc import Iterable, Sequence
from typing import TextIO

from curabib.diagnostics.collection import Tally, arranged
from curabib.diagnostics.diagnostic import Diagnostic
from curabib.diagnostics.render import DOCUMENTS, FORMATS, SourceText, renderer
from curabib.diagnostics.render.visible import visible, visible_lines

__all__ = ["FORMATS", "Reporter", "colored", "print_error"]

_ERROR, _HINT = "\x1b[1;31merror:\x1b[0m", "\x1b[1;36mhint:\x1b[0m"


def colored(stream: TextIO, choice: str = "auto") -> bool:
    """Return whether to colour what goes to `stream`; `choice` is auto, always or never.

    `auto` colours a terminal that is not dumb, unless NO_COLOR is set and not empty (no-color.org).
    """
    if choice != "auto":
        return choice == "always"
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb" and stream.isatty()


def print_error(message: str, hint: str = "", *, color: str = "auto") -> None:
    """Print `error: ...` and, where there is one, `hint: ...` to stderr."""
    painted = colored(sys.stderr, color)
    sys.stderr.write(f"{_ERROR if painted else 'error:'} {visible(message)}\n")
    if hint:
        sys.stderr.write(f"{_HINT if painted else 'hint:'} {visible_lines(hint)}\n")


class Reporter:
    """Prints diagnostics in one format and counts them.

    Formats that are one document (json, sarif) are printed by `close`, the others at once. `quiet` prints
    errors only; everything is counted.
    """

    def __init__(self, *, format: str = "text", color: str = "auto", quiet: bool = False) -> None:
        """Take a name of `FORMATS`, a choice of colour, and whether to leave out all but errors."""
        self.format = format
        self.color = color
        self.quiet = quiet
        self.tally = Tally()
        self._kept: list[Diagnostic] = []
        self._used = False
        self._stream: TextIO = sys.stderr

    def report(
        self, diagnostics: Iterable[Diagnostic], *, source: SourceText, ignore: Sequence[str], data: bool
    ) -> None:
        """Print or keep these diagnostics; `data` says that they are the command's data, for stdout."""
        found = arranged(diagnostics, ignore)
        self.tally += Tally.of(found)
        self._used = True
        self._stream = sys.stdout if data else sys.stderr
        if self.quiet:
            found = tuple(d for d in found if d.severity == "error")
        if self.format in DOCUMENTS:
            self._kept.extend(found)
        elif found:
            self._print(found, source)

    def close(self) -> None:
        """Print the document, where the format is one, else how many problems were reported, if any."""
        if not self._used:
            return
        if self.format in DOCUMENTS:
            self._print(self._kept, lambda path: None)
        elif self.format == "text" and not self.quiet and self.tally != Tally():
            sys.stderr.write(f"{self.tally}\n")

    def _print(self, diagnostics: Sequence[Diagnostic], source: SourceText) -> None:
        color = colored(self._stream, self.color)
        text = renderer(self.format)(diagnostics, source=source, color=color)
        self._stream.write(text)
        self._stream.flush()
