"""Reference lists through a Jinja template, which can only print what it is given, in a process with bounds."""

from collections.abc import Mapping
from html import escape
from typing import Any

from curabib.diagnostics import CurabibError
from curabib.writers.publication import publication
from curabib.writers.references.adorn import labelled_links
from curabib.writers.references.limited import asked
from curabib.writers.references.reference import Reference, ReferenceList
from curabib.writers.references.targets import MODULES
from curabib.writers.references.targets.html import HtmlPrinter
from curabib.writers.references.targets.latex import LatexPrinter
from curabib.writers.references.targets.markdown import MarkdownPrinter
from curabib.writers.references.targets.printer import Printer
from curabib.writers.references.targets.rtf import RtfPrinter
from curabib.writers.references.targets.text import TextPrinter
from curabib.writers.references.targets.typst import TypstPrinter
from curabib.writers.references.visible import one_line

LARGEST_TEMPLATE = 200_000
PATIENCE = 60.0
"""Seconds that a template may take."""
_PRINTERS: Mapping[str, type[Printer]] = {
    "text": TextPrinter,
    "markdown": MarkdownPrinter,
    "html": HtmlPrinter,
    "latex": LatexPrinter,
    "bbl": LatexPrinter,
    "rtf": RtfPrinter,
    "typst": TypstPrinter,
}


def fill(references: ReferenceList, to: str, template: str) -> str:
    """Return the document that a template makes of a list; raises CurabibError where the template is wrong.

    It is given `title`, `groups` (each with `heading` and `references`) and `references`. Everything in them is text
    of the target's language already, escaped: `reference.label`, `.body`, `.extras`, `.title`, `.authors`, `.venue`,
    `.year`, `.type`, `.key`, `.topics`, `.keywords`, and `.links` (each with `label` and `url`).
    """
    printer = _PRINTERS.get(to)
    if printer is None:
        known = ", ".join(f"`{name}`" for name in MODULES if name in _PRINTERS)
        raise CurabibError(f"a template cannot make `{to}`", hint=f"it can make {known}")
    if len(template) > LARGEST_TEMPLATE:
        raise CurabibError(f"the template has {len(template)} characters, more than {LARGEST_TEMPLATE}")
    groups = [
        {
            "heading": printer().text(group.heading),
            "references": [_context(reference, printer()) for reference in group.references],
        }
        for group in references.groups
    ]
    request = {
        "template": template,
        "html": to == "html",
        "title": printer().text(references.title),
        "groups": groups,
    }
    answer = asked("template_program", request, PATIENCE)
    if answer is None:
        raise CurabibError(f"the template did not end within {PATIENCE:.0f} seconds")
    if "error" in answer:
        raise CurabibError(f"the template cannot be filled: {answer['error']}")
    return str(answer["document"])


def _context(reference: Reference, printer: Printer) -> dict[str, Any]:
    entry = reference.entry
    fields = entry.work.fields
    published = publication(entry.work)

    def text(value: object) -> str:
        return printer.text(one_line(str(value)))

    return {
        "key": text(entry.key),
        "label": text(reference.label),
        "number": reference.number,
        "body": printer.inlines(reference.body),
        "extras": [printer.inlines(extra) for extra in reference.extras],
        "title": text(fields.title),
        "authors": [text(name) for name in fields.authors],
        "venue": text(published.container or fields.venue or ""),
        "year": text(fields.date.year if fields.date else ""),
        "type": text(entry.work.entry_type),
        "topics": [text(topic) for topic in entry.work.topics],
        "keywords": [text(keyword) for keyword in entry.work.keywords],
        "doi": text(published.doi),
        "links": [
            {"label": text(label), "url": _address(url, printer)} for label, url in labelled_links(entry)
        ],
    }


def _address(url: str, printer: Printer) -> str:
    """Return a web address such that it ends neither an attribute nor an argument of the language."""
    if isinstance(printer, HtmlPrinter):
        return escape(url)
    return "".join(c if c.isascii() and c not in '"\\{}<>`' else _percent(c) for c in url)


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "replace"))
