"""Writing an entry as a curator says that entries look: an entry pattern, read the other way round.

What the pattern passes over (`{word}`, `{}`) nobody knows: a dash stands for the word, nothing for the rest. Links that
it does not mention stand on a line below, where those who read by the pattern find them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from curabib.model import Link, Names
from curabib.project.entry_pattern import EntryPattern, Hole, Mark, Maybe, Node, PatternLine, Text
from curabib.writers.lists.facts import NAME_ORDERS
from curabib.writers.lists.languages import Language
from curabib.writers.lists.shape import COUNT, Facts

_LEAD = re.compile(r"\s*([-*+] |\d{1,3}[.)] |\|)")
_WORD = "\N{EN DASH}"
_HEADING = 3


@dataclass(frozen=True, slots=True)
class _Part:
    """What is written of a stretch of a pattern, and the links that it leaves for the rest; None: a fact is missing."""

    text: str
    links: tuple[Link, ...]


def described(facts: Facts, pattern: EntryPattern, language: Language, lead: str) -> tuple[str, ...] | None:
    """Return the lines of an entry as the pattern has them, or None where it asks for something that is not known.

    `lead` begins the entry where the pattern itself does not say with what it begins.
    """
    own = _LEAD.match(pattern.text)
    table = own is not None and own[1] == "|"
    lead = "" if pattern.lines[0].heading else (own[1] if own is not None and not table else lead)
    links = facts.links
    lines: list[str] = []
    for number, line in enumerate(pattern.lines):
        part = _line(line, facts, links, language)
        if part is None or not part.text.strip():
            return None
        text, links = part.text.strip(), part.links
        if line.heading:
            lines += language.heading(_HEADING, text).rstrip("\n").split("\n")
        elif table:
            lines.append(f"| {text} |")
        else:
            lines.append((" " * len(lead) if number else lead) + text)
    if links and table:
        return None
    shown = (
        language.link.write(language.text(link.label or "link"), language.address(link.url)) for link in links
    )
    return (*lines, *([f"{' ' * len(lead)}- {' '.join(shown)}"] if links else []))


def lead_of(joins: Sequence[str]) -> str:
    """Return with what the entries of a list begin: the first bullet or number among what stands before their facts."""
    found = (re.match(rf"[-*+] |{COUNT}[.)] ", join) for join in joins)
    return next((match[0] for match in found if match is not None), "- ")


def _line(line: PatternLine, facts: Facts, links: tuple[Link, ...], language: Language) -> _Part | None:
    """Return a line of the pattern; what may be missing is left out where it would lack a fact."""
    stack: list[list[Node | _Part]] = [[]]
    for node in line.nodes:
        if isinstance(node, Maybe) and node.opens:
            stack.append([])
        elif isinstance(node, Maybe):
            part = _stretch(stack.pop(), facts, links, language)
            if part is not None:
                links = part.links
                stack[-1].append(part)
        else:
            stack[-1].append(node)
    return _stretch(stack[0], facts, links, language)


def _stretch(
    nodes: Sequence[Node | _Part], facts: Facts, links: tuple[Link, ...], language: Language
) -> _Part | None:
    left = list(links)
    parts: list[str] = []
    opened: list[Link] = []
    for node in nodes:
        if isinstance(node, _Part):
            left = [link for link in left if link in node.links]
            parts.append(node.text)
        elif isinstance(node, Text):
            parts.append(node.text)
        elif isinstance(node, Mark) and node.kind == "link":
            if node.opens:
                link = _taken(left, node.label)
                if link is None:
                    return None
                opened.append(link)
            parts.append(_link_sign(opened[-1] if node.opens else opened.pop(), language, opens=node.opens))
        elif isinstance(node, Mark):
            signs = {"strong": language.strong, "emphasis": language.emphasis, "code": language.code}
            parts.append(signs[node.kind][0 if node.opens else 1])
        elif isinstance(node, Hole):
            value = _value(node, facts, left, language, "".join(parts))
            if opened and not node.field:  # a link that says nothing is none
                value = language.text(opened[-1].label or "link")
            if value is None:
                return None
            parts.append(value)
    return _Part("".join(parts), tuple(left))


def _link_sign(link: Link, language: Language, *, opens: bool) -> str:
    """Return what opens or closes a link around a text."""
    before, _, behind = language.plain_link.write("\0", language.address(link.url)).partition("\0")
    return before if opens else behind


def _taken(links: list[Link], label: str) -> Link | None:
    """Take the first link of that label (of any, without one) off the links."""
    for link in links:
        if not label or link.label == label:
            links.remove(link)
            return link
    return None


def _value(hole: Hole, facts: Facts, links: list[Link], language: Language, before: str) -> str | None:
    """Return what stands in a hole, or None where that is not known."""
    date, text = facts.date, language.text
    if hole.field in ("", "word"):
        return _WORD if hole.field else ""
    if hole.field == "url":
        link = _taken(links, hole.detail)
        return language.address(link.url) if link is not None else None
    if hole.field == "year" and date is not None:
        return f"{date.year % 100:02d}" if before.endswith(("'", "\u2019")) else f"{date.year:04d}"
    values = {
        "title": text(facts.title),
        "authors": _names(facts.authors, hole.detail, language),
        "venue": text(facts.venue),
        "date": str(date) if date is not None else "",
        "keywords": _between(hole.detail or ";").join(map(text, facts.keywords)),
    }
    return values.get(hole.field) or None


def _names(names: Names, separator: str, language: Language) -> str:
    shown = [language.text(NAME_ORDERS["given"](name)) for name in names]
    written = _between(separator or ",").join(shown)
    return f"{written} et al." if names.truncated and shown else written


def _between(separator: str) -> str:
    return f"{separator} " if separator in (",", ";", "\u3001") else f" {separator} "
