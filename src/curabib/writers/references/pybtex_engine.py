"""The styles of pybtex, as an engine."""

from importlib.metadata import version

from curabib.diagnostics import CurabibError, Result
from curabib.model import View
from curabib.writers.references import Style
from curabib.writers.references.catalogue import IN_ORDER
from curabib.writers.references.pybtex_styles import format_in
from curabib.writers.references.reference import ReferenceList


def format(view: View, style: Style) -> Result[ReferenceList]:
    """Return the reference list of a view; raises CurabibError where another language is asked for."""
    if style.options.locale and not style.options.locale.lower().startswith("en"):
        raise CurabibError(
            f"the style `{style.found.name}` is in English only",
            hint="CSL styles know other languages, see `curabib styles`",
        )
    name = style.found.name
    return Result(format_in(view, IN_ORDER.get(name, name) if style.options.keep_order else name))


def sorts(style: Style) -> bool:
    """Return whether the style has an order of its own."""
    return style.found.name in IN_ORDER


def maker() -> str:
    """Return `pybtex` and its version."""
    return f"pybtex {version('pybtex')}"
