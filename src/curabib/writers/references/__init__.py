"""Formatted reference lists. An engine formats a view in one of its styles; none is loaded before it is needed."""

from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Literal, Protocol, cast, get_args

from curabib.diagnostics import CurabibError, Result
from curabib.model import View
from curabib.model.nearest import nearest

Target = Literal["text", "markdown", "html", "latex"]
TARGETS: tuple[Target, ...] = get_args(Target)

# Built-in engines, and the styles that are known to be theirs without loading them.
_ENGINES: Mapping[str, str] = {"pybtex": "curabib.writers.references.pybtex_styles:ENGINE"}
_STYLES: Mapping[str, str] = dict.fromkeys(("plain", "unsrt", "alpha", "unsrtalpha"), "pybtex")
_SORTING = frozenset({"plain", "alpha"})


class Engine(Protocol):
    """What formats references: its name, its styles, and how a view is rendered."""

    @property
    def name(self) -> str:
        """The name of the engine."""
        ...

    def styles(self) -> Iterable[str]:
        """Return the names of the styles it knows, sorted."""
        ...

    def render(self, view: View, style: str, to: Target) -> Result[str]:
        """Return the reference list of a view, and a diagnostic for each reference that lacks something."""
        ...


def styles() -> tuple[str, ...]:
    """Return the names of all styles, sorted."""
    return tuple(sorted(_STYLES))


def sorts_itself(style: str) -> bool:
    """Return whether a style puts the references into an order of its own, whatever the view's order is."""
    return style in _SORTING


def render(view: View, style: str, to: Target, *, headed: bool = False) -> Result[str]:
    """Return the reference list of `view` in `style`, as `to`, with the engine that knows the style.

    With `headed` the view's title stands above it, as in a file of its own.
    Raises CurabibError, naming the nearest, where no engine does.
    """
    engine = _STYLES.get(style)
    if engine is None:
        near = nearest(style, styles()) or styles()
        raise CurabibError(
            f"there is no style `{style[:60]}`", hint="there are " + ", ".join(f"`{name}`" for name in near)
        )
    module, _, attribute = _ENGINES[engine].partition(":")
    result = cast(Engine, getattr(import_module(module), attribute)).render(view, style, to)
    if not headed:
        return result
    title = import_module("curabib.writers.references.heading").heading(view.title, to)
    return Result(f"{title}{result.value}", result.diagnostics)
