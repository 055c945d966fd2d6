"""Formatted entries as JSON and back, for the cache of renderings."""

from typing import Any

from curabib.writers.references.pandoc_tree import Formatted
from curabib.writers.rich import Break, Inlines, Link, Marked, Text


def to_form(found: Formatted) -> Any:
    """Return a formatted entry as JSON; formulas are still characters that stand for them."""
    return [found.item, _forms(found.margin), _forms(found.body)]


def from_form(form: Any) -> Formatted:
    """Return the formatted entry of such a form."""
    item, margin, body = form
    return Formatted(item, _inlines(margin), _inlines(body))


def _forms(inlines: Inlines) -> list[Any]:
    forms: list[Any] = []
    for inline in inlines:
        if isinstance(inline, Text):
            forms.append(inline.text)
        elif isinstance(inline, Marked):
            forms.append([inline.mark, _forms(inline.inlines)])
        elif isinstance(inline, Link):
            forms.append(["link", _forms(inline.inlines), inline.url])
        elif isinstance(inline, Break):
            forms.append(["break"])
    return forms


def _inlines(forms: list[Any]) -> Inlines:
    return tuple(
        Text(form)
        if isinstance(form, str)
        else Link(form[2], _inlines(form[1]))
        if form[0] == "link"
        else Break()
        if form[0] == "break"
        else Marked(form[0], _inlines(form[1]))
        for form in forms
    )
