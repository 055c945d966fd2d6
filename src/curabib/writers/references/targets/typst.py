"""Typst markup: paragraphs with a hanging indent, each with the citation key as its label."""

import json
import re
from collections.abc import Mapping

from curabib.writers.references.reference import Reference, ReferenceList
from curabib.writers.references.targets.printer import Printer
from curabib.writers.rich import Link

_SPECIAL = re.compile(
    r"[\\`*_$#<>@/~=\[\]{}\"']|^[-+]|[-+](?= )|-(?=[-?])|(?<!\w)-(?=\d)|\.(?=\.)"
    r"|(?:(?<=^\d)|(?<=^\d\d)|(?<=^\d{3})|(?<=^\d{4}))\."
)
_NO_LABEL = re.compile(r"[^A-Za-z0-9_-]")


class TypstPrinter(Printer):
    """Prints inlines in which every sign that Typst's markup would read is escaped.

    A semicolon ends each call, so that what follows is never taken for a part of it.
    """

    line_end = " \\ "
    marks: Mapping[str, tuple[str, str]] = {
        "emphasis": ("#emph[", "];"),
        "strong": ("#strong[", "];"),
        "superscript": ("#super[", "];"),
        "subscript": ("#sub[", "];"),
        "small-caps": ("#smallcaps[", "];"),
    }

    def text(self, text: str) -> str:
        """Return escaped text."""
        return _SPECIAL.sub(r"\\\g<0>", text)

    def link(self, link: Link) -> str:
        """Return a link."""
        return f"#link({_string(link.url)})[{self.inlines(link.inlines)}];"


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


_PRINTER = TypstPrinter()


def write(references: ReferenceList) -> str:
    """Return headings and paragraphs, in a block of their own settings; `#link(<KEY>)` leads to a reference."""
    width = max((len(reference.label) for reference in references.references), default=0)
    parts = ["#[\n#set par(justify: false)\n"]
    if references.title:
        parts.append(f"\n= {_PRINTER.text(references.title)}\n")
    for group in references.groups:
        if group.heading:
            parts.append(f"\n== {_PRINTER.text(group.heading)}\n")
        parts += (_paragraph(reference, width) for reference in group.references)
    return "".join((*parts, "]\n"))


def _paragraph(reference: Reference, width: int) -> str:
    body = _PRINTER.inlines(reference.body)
    body += "".join(f" \\\n{_PRINTER.inlines(extra)}" for extra in reference.extras)
    label = _NO_LABEL.sub("", reference.entry.key)
    anchor = f" <{label}>" if label else ""
    if not reference.label:
        return f"\n#block[\n#set par(hanging-indent: 1.5em)\n{body}\n]{anchor}\n"
    columns = f"columns: ({max(width, 3) * 0.55:.2f}em, 1fr), column-gutter: 0.5em"
    return f"\n#block(grid({columns}, [{_PRINTER.text(reference.label)}], [{body}])){anchor}\n"
