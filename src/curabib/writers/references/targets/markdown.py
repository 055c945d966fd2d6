"""CommonMark that GitHub reads alike."""

import re
import unicodedata
from collections.abc import Mapping
from html import escape

from curabib.writers.references.reference import Reference, ReferenceList
from curabib.writers.references.targets.printer import Printer, under_headings
from curabib.writers.rich import Inlines, Link, Marked

_SPECIAL = re.compile(r"[\\`*_\[\]<>|~$&#{}^]|(?<=[a-z]):(?=//)|(?<=www)\.|(?<=\S)@", re.IGNORECASE)
_ADDRESS_SPECIAL = re.compile(r"[<>\\`]|&(?=#|\w+;)")
_TAGS: Mapping[str, str] = {"superscript": "sup", "subscript": "sub", "code": "code"}
_STARS: Mapping[str, tuple[str, str]] = {"emphasis": ("*", "em"), "strong": ("**", "strong")}


class MarkdownPrinter(Printer):
    """Prints inlines in which every sign that Markdown, HTML or GitHub's autolinks would read is escaped."""

    line_end = "<br>"

    def inlines(self, inlines: Inlines) -> str:
        """Return inlines; stars mark emphasis where CommonMark (section 6.2) reads them so, elements elsewhere."""
        printed = [self.inline(inline) for inline in inlines]
        for index, inline in enumerate(inlines):
            if isinstance(inline, Marked) and inline.mark in _STARS and printed[index]:
                before = printed[index - 1][-1:] if index else ""
                after = printed[index + 1][:1] if index + 1 < len(printed) else ""
                printed[index] = _emphasised(printed[index], *_STARS[inline.mark], before, after)
        return "".join(printed)

    def text(self, text: str) -> str:
        """Return escaped text."""
        return _SPECIAL.sub(r"\\\g<0>", text.replace("\N{NO-BREAK SPACE}", " "))

    def marked(self, marked: Marked) -> str:
        """Return marked inlines; the stars are put around emphasis by `inlines`, which sees what is beside it."""
        inner = self.inlines(marked.inlines)
        tag = _TAGS.get(marked.mark)
        return f"<{tag}>{inner}</{tag}>" if tag and inner else inner

    def link(self, link: Link) -> str:
        """Return an inline link, whose address cannot end it."""
        address = _ADDRESS_SPECIAL.sub(lambda sign: f"%{ord(sign[0]):02X}", link.url)
        return f"[{self.inlines(link.inlines)}](<{address}>)"


def _emphasised(inner: str, stars: str, tag: str, before: str, after: str) -> str:
    opens = not inner[0].isspace() and (not _is_punctuation(inner[0]) or _is_edge(before))
    closes = not inner[-1].isspace() and (not _is_punctuation(inner[-1]) or _is_edge(after))
    if opens and closes and inner[0] != "*" and inner[-1] != "*" and before != "*" and after != "*":
        return f"{stars}{inner}{stars}"
    return f"<{tag}>{inner}</{tag}>"


def _is_edge(character: str) -> bool:
    return not character or character.isspace() or _is_punctuation(character)


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


_PRINTER = MarkdownPrinter()


def write(references: ReferenceList) -> str:
    """Return a list, numbered where the labels are numbers; each item has an anchor with the citation key."""
    return under_headings(references, _heading, _item)


def _heading(level: int, text: str) -> str:
    return f"{'#' * level} {_PRINTER.text(text)}"


def _item(reference: Reference) -> str:
    bullet = f"{reference.number}." if reference.number else "-"
    label = f"{_PRINTER.text(reference.label)} " if reference.label and not reference.number else ""
    anchor = f'<a id="{escape(reference.entry.key)}"></a>'
    indent = " " * (len(bullet) + 1)
    extras = "".join(f"\\\n{indent}{_PRINTER.inlines(extra)}" for extra in reference.extras)
    return f"{bullet} {anchor}{label}{_PRINTER.inlines(reference.body)}{extras}\n"
