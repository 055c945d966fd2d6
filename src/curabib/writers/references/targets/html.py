"""HTML: a fragment for a page of one's own."""

from collections.abc import Mapping
from html import escape

from curabib.writers.references.reference import Group, Reference, ReferenceList
from curabib.writers.references.targets.printer import Printer
from curabib.writers.rich import Link

_HANGING = "list-style: none; margin: 0; padding: 0 0 0 2.5em; text-indent: -2.5em"
_FLUSH = "list-style: none; margin: 0; padding: 0"


class HtmlPrinter(Printer):
    """Prints inlines as elements, with `& < > " '` escaped in text."""

    line_end = "<br>"
    marks: Mapping[str, tuple[str, str]] = {
        "emphasis": ("<em>", "</em>"),
        "strong": ("<strong>", "</strong>"),
        "superscript": ("<sup>", "</sup>"),
        "subscript": ("<sub>", "</sub>"),
        "small-caps": ('<span style="font-variant: small-caps">', "</span>"),
        "code": ("<code>", "</code>"),
    }

    def text(self, text: str) -> str:
        """Return escaped text."""
        return escape(text).replace("\N{NO-BREAK SPACE}", "&nbsp;")

    def link(self, link: Link) -> str:
        """Return a link."""
        return f'<a href="{escape(link.url)}">{self.inlines(link.inlines)}</a>'


PRINTER = HtmlPrinter()


def write(references: ReferenceList) -> str:
    """Return headings and lists; each item has the citation key as its `id`, and its label as text."""
    parts = [f"<h1>{escape(references.title)}</h1>\n"] if references.title else []
    for group in references.groups:
        if group.heading:
            parts.append(f"<h2>{escape(group.heading)}</h2>\n")
        parts.append(_list(references, group))
    return "".join(parts)


def _list(references: ReferenceList, group: Group) -> str:
    tag = "ol" if references.layout == "numeric" else "ul"
    style = _HANGING if references.hanging or references.labelled else _FLUSH
    items = "".join(item(reference) for reference in group.references)
    return f'<{tag} class="references" style="{style}">\n{items}</{tag}>\n'


def item(reference: Reference, inside: str = "") -> str:
    """Return the list item of a reference; `inside` is put before its end."""
    label = f'<span class="label">{escape(reference.label)}</span> ' if reference.label else ""
    extras = "".join(
        f'\n<div class="extra" style="text-indent: 0">{PRINTER.inlines(extra)}</div>'
        for extra in reference.extras
    )
    return f'<li id="{escape(reference.entry.key)}">{label}{PRINTER.inlines(reference.body)}{extras}{inside}</li>\n'
