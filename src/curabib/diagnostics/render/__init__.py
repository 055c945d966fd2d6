"""How diagnostics print: pure functions from diagnostics to text, one module a format."""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Protocol, cast

from curabib.diagnostics.diagnostic import Diagnostic

SourceText = Callable[[str], str | None]
"""Gives the text of the file that a location's `path` names, or None where it is not at hand."""


class Renderer(Protocol):
    """A format of diagnostics."""

    def __call__(self, diagnostics: Sequence[Diagnostic], *, source: SourceText, color: bool) -> str:
        """Return the text of these diagnostics, ending in a line feed unless empty."""


# name -> module; a document has to be printed in one piece, the others can be printed as problems turn up
FORMATS: Mapping[str, str] = {
    "text": "text",
    "concise": "concise",
    "json": "json_document",
    "github": "github",
    "sarif": "sarif",
}
DOCUMENTS = frozenset({"json", "sarif"})


def renderer(name: str) -> Renderer:
    """Return the renderer of a format in `FORMATS`, loading its module; raises KeyError for another name."""
    module = import_module(f"curabib.diagnostics.render.{FORMATS[name]}")
    return cast(Renderer, module.render)
