"""A process of its own that runs one .bst style, so that a style which never ends harms nobody.

Its request is `{"style", "library", "keys"}`, its answer `{"bbl", "warnings"}` or `{"error"}`.
"""

# mypy: disable-error-code="no-untyped-call, misc"

import contextlib
import io
from typing import Any

from pybtex import errors
from pybtex import io as streams
from pybtex.bibtex import bst
from pybtex.bibtex.builtins import Builtin, builtins
from pybtex.bibtex.interpreter import Interpreter
from pybtex.database.input.bibtex import Parser

from curabib.writers.references.limited import answer

MEMORY = 2 << 30
"""Bytes of memory that a style may use, where the system can say so."""


def _add_period(interpreter: Any) -> None:
    """Do what `add.period$` does ("Designing BibTeX Styles", section 5.3.2); pybtex's fails on braces only."""
    text = interpreter.pop()
    ends = text.rstrip("}")[-1:]
    interpreter.push(text if not text or ends in tuple(".?!") else f"{text}.")


builtins["add.period$"] = Builtin(_add_period)


class _Library(Parser):
    """Reads the .bib text that it is given in the place of a file."""

    def parse_files(self, base_filenames: Any, file_suffix: Any = None) -> Any:
        """Return the entries of the text."""
        return self.parse_string(base_filenames)


def run(style: str, library: str, keys: list[str]) -> dict[str, Any]:
    """Return what a style makes of the entries `keys` of a .bib text."""
    errors.set_strict_mode(False)
    said = io.StringIO()
    streams.stdout = streams.stderr = said
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
        script = bst.parse_string(style)
        bbl = Interpreter(_Library, "utf-8").run(script, keys, library, min_crossrefs=2)
    return {"bbl": bbl, "warnings": said.getvalue().splitlines()[:1000]}


def work(request: dict[str, Any]) -> dict[str, Any]:
    """Return the answer to a request."""
    return run(request["style"], request["library"], request["keys"])


if __name__ == "__main__":
    answer(work, MEMORY)
