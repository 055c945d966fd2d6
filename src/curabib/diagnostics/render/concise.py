"""One line a problem, `path:line:column: CODE message`, as editors and grep like it."""

from collections.abc import Sequence

from curabib.diagnostics.diagnostic import Diagnostic
from curabib.diagnostics.render import SourceText
from curabib.diagnostics.render.visible import visible


def place(diagnostic: Diagnostic) -> str:
    """Return what a report puts before the colon: the location, else the key, else `curabib`."""
    if diagnostic.location is not None:
        return visible(str(diagnostic.location))
    return visible(diagnostic.key) or "curabib"


def statement(diagnostic: Diagnostic) -> str:
    """Return the message, with the citation key behind it where neither place nor message names it."""
    message = visible(diagnostic.message)
    key = visible(diagnostic.key)
    return (
        f"{message} (`{key}`)" if key and diagnostic.location is not None and key not in message else message
    )


def render(diagnostics: Sequence[Diagnostic], *, source: SourceText, color: bool) -> str:
    """Return one line for each diagnostic; sources and colour are not used."""
    return "".join(f"{place(d)}: {d.code} {statement(d)}\n" for d in diagnostics)
