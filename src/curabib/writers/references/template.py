"""Reference lists through a Jinja template, which can do nothing but print what it is given."""

from collections.abc import Mapping
from html import escape
from typing import Any

from jinja2.exceptions import SecurityError, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from curabib.diagnostics import CurabibError
from curabib.writers.publication import publication
from curabib.writers.references.adorn import labelled_links
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
LARGEST = 200_000_000
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
    environment = ImmutableSandboxedEnvironment(
        autoescape=to == "html", keep_trailing_newline=True, trim_blocks=True, lstrip_blocks=True
    )
    groups = [
        {
            "heading": _safe(printer().text(group.heading)),
            "references": [_context(reference, printer()) for reference in group.references],
        }
        for group in references.groups
    ]
    listed = [reference for group in groups for reference in group["references"]]
    parts: list[str] = []
    size = 0
    try:
        compiled = environment.from_string(template)
        for part in compiled.generate(
            title=_safe(printer().text(references.title)), groups=groups, references=listed
        ):
            parts.append(part)
            size += len(part)
            if size > LARGEST:
                raise CurabibError(f"the template makes more than {LARGEST} characters")
    except SecurityError as error:
        raise CurabibError(f"the template does what no template may: {error}") from error
    except (
        TemplateError,
        ArithmeticError,
        TypeError,
        ValueError,
        OverflowError,
        RecursionError,
        MemoryError,
    ) as error:
        line = getattr(error, "lineno", None)
        place = f" in line {line}" if line else ""
        raise CurabibError(f"the template cannot be filled{place}: {str(error)[:200]}") from error
    return "".join(parts)


def _safe(text: str) -> Markup:
    """Return text that is escaped for its language already."""
    return Markup(text)  # noqa: S704


def _context(reference: Reference, printer: Printer) -> dict[str, Any]:
    entry = reference.entry
    fields = entry.work.fields
    published = publication(entry.work)

    def text(value: object) -> Markup:
        return _safe(printer.text(one_line(str(value))))

    return {
        "key": text(entry.key),
        "label": text(reference.label),
        "number": reference.number,
        "body": _safe(printer.inlines(reference.body)),
        "extras": [_safe(printer.inlines(extra)) for extra in reference.extras],
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


def _address(url: str, printer: Printer) -> Markup:
    """Return a web address such that it ends neither an attribute nor an argument of the language."""
    if isinstance(printer, HtmlPrinter):
        return _safe(escape(url))
    return _safe("".join(c if c.isascii() and c not in '"\\{}<>`' else _percent(c) for c in url))


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "replace"))
