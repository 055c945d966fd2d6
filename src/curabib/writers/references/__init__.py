"""Formatted reference lists: a view in a citation style, as a document. No engine is loaded before it is needed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, cast, get_args

from curabib.diagnostics import Result
from curabib.model import View
from curabib.writers.references.visible import one_line

if TYPE_CHECKING:
    from curabib.project.renderings import Renderings
    from curabib.writers.references.adorn import Extra
    from curabib.writers.references.arrange import Grouping
    from curabib.writers.references.catalogue import Found
    from curabib.writers.references.reference import ReferenceList

Target = Literal["text", "markdown", "html", "latex", "bbl", "rtf", "docx", "typst"]
TARGETS: tuple[Target, ...] = get_args(Target)
BINARY: frozenset[Target] = frozenset({"docx"})
"""Those that are no text."""
ALSO: Mapping[str, frozenset[str]] = {
    "txt": frozenset({"text", "markdown", "html", "latex", "bbl", "typst"}),
    "text": frozenset({"text", "markdown", "html", "latex", "bbl", "typst"}),
    "tex": frozenset({"latex", "bbl"}),
    "bbl": frozenset({"latex", "bbl"}),
}
"""The languages that may stand in a file with a suffix, where they are more than one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a list is made, beside its style and target.

    `locale` replaces the style's own language; `group_by` puts headings above parts; `extras` adds lines below each
    reference; `highlight` prints people in bold; `template` is the text of a Jinja template that prints the list in
    the place of the target's own form; `standalone` makes an HTML page instead of a fragment. `keep_order` keeps the
    order of the view whatever the order of the style.
    """

    locale: str = ""
    group_by: "Grouping" = ""
    extras: "tuple[Extra, ...]" = ()
    highlight: tuple[str, ...] = ()
    template: str = ""
    standalone: bool = False
    keep_order: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where styles are looked for, and what was formatted before is kept.

    `root` is the project's folder; names that are paths are relative to `base`, and may not leave `inside`.
    """

    root: Path | None = None
    base: Path | None = None
    inside: Path | None = None
    kept: "Renderings | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """A style that was found, ready to format lists."""

    found: "Found"
    options: Options = field(default_factory=Options)
    place: Place = field(default_factory=Place)

    @property
    def sorts(self) -> bool:
        """Whether the style has an order of its own, whatever the view's order is."""
        return bool(_engine(self).sorts(self))

    @property
    def maker(self) -> str:
        """The engine and its version, such as `pandoc 3.9`: what, beside curabib, the style and the list, decides."""
        return str(_engine(self).maker())


_ENGINES: Mapping[str, str] = {
    "pybtex": "curabib.writers.references.pybtex_engine",
    "csl": "curabib.writers.references.csl_engine",
    "bst": "curabib.writers.references.bst_engine",
}


class Engine(Protocol):
    """What formats references; each is a module of `_ENGINES`."""

    def format(self, view: View, style: Style) -> "Result[ReferenceList]":
        """Return the formatted list; raises CurabibError where the style or the engine cannot be used."""
        ...

    def sorts(self, style: Style) -> bool:
        """Return whether the style has an order of its own."""
        ...

    def maker(self) -> str:
        """Return the engine and its version."""
        ...


def _engine(style: Style) -> Engine:
    return cast(Engine, import_module(_ENGINES[style.found.engine]))


def _module(name: str) -> Any:
    return import_module(f"{__name__}.{name}")


def style(name: str, options: Options | None = None, place: Place | None = None) -> Style:
    """Return the style that people call `name`; raises CurabibError, naming the nearest, where there is none."""
    place = place or Place()
    found = _module("catalogue").find(name, root=place.root, base=place.base, inside=place.inside)
    return Style(found=found, options=options or Options(), place=place)


def typeset(
    view: View, style: Style, *, headed: bool = False, to: Target = "text"
) -> "Result[ReferenceList]":
    """Return the formatted list of a view, under headings and with additions as the options say.

    With `headed` the view's title stands above it. Diagnostics name the references that lack something, and what the
    language `to` cannot print. Raises CurabibError where the style or its engine cannot be used.
    """
    formatted = _engine(style).format(view, style)
    options = style.options
    references = formatted.value
    if options.group_by:
        references = _module("arrange").grouped(references, options.group_by)
    if options.extras or options.highlight:
        references = _module("adorn").adorned(references, options.extras, options.highlight)
    title = one_line(view.title) if headed else ""
    references = replace(references, title=title)
    found = _module("report").report(view, references, options.highlight, to)
    return Result(references, (*formatted.diagnostics, *found))


def printed(references: "ReferenceList", to: Target, options: Options | None = None) -> bytes:
    """Return a formatted list as a document of the target, in UTF-8 where it is text.

    Raises CurabibError where the template is wrong.
    """
    options = options or Options()
    if options.template:
        text = _module("template").fill(references, to, options.template)
    elif options.standalone:
        text = _module("html_page").page(references)
    else:
        text = _module("targets").module(to).write(references)
    document = cast("str | bytes", text)
    return document if isinstance(document, bytes) else document.encode("utf-8", "replace")


def render(view: View, name: str, to: Target, *, headed: bool = False) -> Result[str]:
    """Return the reference list of `view` in the style called `name`, as a target that is text."""
    found = typeset(view, style(name), headed=headed, to=to)
    return Result(printed(found.value, to).decode("utf-8"), found.diagnostics)
