"""pybtex's rich text as inlines."""

# mypy: disable-error-code="no-untyped-call"

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pybtex.richtext import HRef, String, Symbol, Tag

from curabib.writers.formula import formula
from curabib.writers.publication import is_address
from curabib.writers.rich import Gap, Inline, Inlines, Link, Mark, Marked, Text, joined

_MARKS: Mapping[str, Mark] = {
    "em": "emphasis",
    "i": "emphasis",
    "strong": "strong",
    "b": "strong",
    "sup": "superscript",
    "sub": "subscript",
    "tt": "code",
}
_SYMBOLS: Mapping[str, Inline] = {"ndash": Text("–"), "nbsp": Text("\u00a0"), "newblock": Gap()}
_FORMULA = re.compile(r"\$(?=[^\s$])([^$]{1,200})(?<=\S)\$")


def inlines(text: Any) -> Inlines:
    """Return rich text of pybtex as inlines: no web address, no link; formulas are formulas outside of links."""
    found = list(joined(_inlines((text,), in_link=False)))
    if found and isinstance(found[0], Text):
        found[0] = Text(found[0].text.lstrip())
    if found and isinstance(found[-1], Text):
        found[-1] = Text(found[-1].text.rstrip())
    return joined(found)


def _inlines(nodes: Iterable[Any], *, in_link: bool) -> Iterator[Inline]:
    for node in nodes:
        if isinstance(node, str | String):
            yield from (Text(str(node)),) if in_link else with_formulas(str(node))
        elif isinstance(node, Symbol):
            yield _SYMBOLS.get(node.name, Text(""))
        elif isinstance(node, HRef):
            inner = joined(_inlines(node.parts, in_link=True))
            yield from (Link(node.url, inner),) if inner and is_address(node.url) else inner
        elif isinstance(node, Tag) and node.name in _MARKS:
            yield Marked(_MARKS[node.name], joined(_inlines(node.parts, in_link=in_link)))
        else:
            yield from _inlines(node.parts, in_link=in_link)


def with_formulas(text: str) -> Iterator[Inline]:
    """Yield the texts and formulas of a text; what is between dollars and is no formula stays text."""
    at = 0
    for dollars in _FORMULA.finditer(text) if "$" in text else ():
        found = formula(dollars[1])
        if found is not None and dollars.start() >= at:
            yield from (Text(text[at : dollars.start()]), found)
            at = dollars.end()
    yield Text(text[at:])
