"""Text with marks: what formatted references are made of before they become a document in some language."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

Mark = Literal["emphasis", "upright", "strong", "superscript", "subscript", "small-caps", "code"]


@dataclass(frozen=True, slots=True)
class Text:
    """Characters that mean themselves."""

    text: str


@dataclass(frozen=True, slots=True)
class Marked:
    """Inlines under a mark; `upright` takes back the emphasis around it."""

    mark: Mark
    inlines: "Inlines"


@dataclass(frozen=True, slots=True)
class Link:
    """Inlines that lead to an http(s) address."""

    url: str
    inlines: "Inlines"


@dataclass(frozen=True, slots=True)
class Formula:
    """Mathematics: its TeX without the dollars, and what prints it where TeX is not understood."""

    tex: str
    inlines: "Inlines"


@dataclass(frozen=True, slots=True)
class Break:
    """The end of a line within a reference."""


@dataclass(frozen=True, slots=True)
class Gap:
    """The blank between two parts of a reference, which some languages can make wider than others."""


Inline: TypeAlias = Text | Marked | Link | Formula | Break | Gap
Inlines: TypeAlias = tuple[Inline, ...]


def plain(inlines: Inlines) -> str:
    """Return the characters of `inlines`, without their marks."""
    return "".join(_plain_parts(inlines))


def _plain_parts(inlines: Inlines) -> Iterator[str]:
    for inline in inlines:
        if isinstance(inline, Text):
            yield inline.text
        elif isinstance(inline, Break | Gap):
            yield " "
        else:
            yield from _plain_parts(inline.inlines)


def joined(inlines: Iterable[Inline]) -> Inlines:
    """Return `inlines` with neighbouring texts, and neighbours under one mark, made one, and nothing empty."""
    found: list[Inline] = []
    for inline in inlines:
        last = found[-1] if found else None
        if isinstance(inline, Text):
            if isinstance(last, Text):
                found[-1] = Text(last.text + inline.text)
            elif inline.text:
                found.append(inline)
        elif isinstance(inline, Marked) and isinstance(last, Marked) and last.mark == inline.mark:
            found[-1] = Marked(last.mark, joined((*last.inlines, *inline.inlines)))
        elif isinstance(inline, Break | Gap) or inline.inlines:
            found.append(inline)
    return tuple(found)


def without(inlines: Inlines, mark: Mark) -> Inlines:
    """Return `inlines` with that mark taken off, and what was under it kept."""
    found: list[Inline] = []
    for inline in inlines:
        if isinstance(inline, Marked) and inline.mark == mark:
            found += without(inline.inlines, mark)
        elif isinstance(inline, Marked):
            found.append(Marked(inline.mark, without(inline.inlines, mark)))
        else:
            found.append(inline)
    return joined(found)


def marked_between(inlines: Inlines, start: int, end: int, mark: Mark) -> Inlines:
    """Return `inlines` with their characters from `start` to `end` (counted as in `plain`) under `mark`."""
    found: list[Inline] = []
    at = 0
    for inline in inlines:
        length = len(plain((inline,)))
        inner, outer = max(start - at, 0), min(end - at, length)
        at += length
        if inner >= outer:
            found.append(inline)
        elif isinstance(inline, Text):
            middle = Marked(mark, (Text(inline.text[inner:outer]),))
            found += (Text(inline.text[:inner]), middle, Text(inline.text[outer:]))
        elif isinstance(inline, Marked):
            found.append(Marked(inline.mark, marked_between(inline.inlines, inner, outer, mark)))
        elif isinstance(inline, Link):
            found.append(Link(inline.url, marked_between(inline.inlines, inner, outer, mark)))
        else:
            found.append(Marked(mark, (inline,)))
    return joined(found)


def cut(inlines: Inlines, length: int) -> tuple[Inlines, Inlines]:
    """Return the inlines of the first `length` characters (counted as in `plain`), and the rest."""
    before: list[Inline] = []
    after: list[Inline] = []
    at = 0
    for inline in inlines:
        size = len(plain((inline,)))
        if at >= length:
            after.append(inline)
        elif at + size <= length:
            before.append(inline)
        elif isinstance(inline, Text):
            before.append(Text(inline.text[: length - at]))
            after.append(Text(inline.text[length - at :]))
        elif isinstance(inline, Marked):
            first, rest = cut(inline.inlines, length - at)
            before.append(Marked(inline.mark, first))
            after.append(Marked(inline.mark, rest))
        else:
            after.append(inline)
            at = length
        at += size
    return joined(before), joined(after)
