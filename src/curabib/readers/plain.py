"""Plain text to blocks: bullets, numbers, indentation, blank lines, and lines that stand alone as headings."""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from curabib.evidence import dates, labels, people
from curabib.evidence.regex import regex
from curabib.model import Piece
from curabib.readers.cards import SORT
from curabib.readers.starred import without_stars
from curabib.readers.tree import Block, Inline

_BULLET = regex(
    r"(?P<indent>[ \t\u00a0]*)(?P<mark>[•◦▪‣●○■□·∙⁃*+\-–—]|\(?\d{1,3}[.)]|\[\d{1,3}\])[ \t\u00a0]+(?=\S)"
)
_RULE = regex(r"\s*([-=_*~#])\1{3,}\s*")
_BRACKET_HEADING = regex(r"\s*\[([^\[\]]{2,60})\](?:\s*\([^()]{0,40}\))?\s*")
_TAB = 4
# what shows that the lines of items only wrap: so many breaks, each near the right margin
_FEWEST_BREAKS = 3
_ADDRESS = ("http://", "https://", "www.", "doi:")
_NARROWEST = 60
_NEARLY = 0.8
_FEWEST_LABELLED = 2
_LABELLED = 160
_LABEL_WITHIN = 40
_FEWEST_BELOW = 2  # a title and people
_SESSION = regex(r"\s*(?:SESSION|Session)(?: \w{1,3})?\s*:\s*\S.{0,90}")


@dataclass(slots=True)
class _Item:
    indent: int
    content: int
    mark: str
    line: int
    lines: list[tuple[int, str]]
    children: list["_Item"] = field(default_factory=list)
    end_line: int = 0
    wraps: bool = False


def read_blocks(text: str, path: str) -> tuple[Block, ...]:
    """Return the blocks of a plain text: headings, lists, paragraphs whose lines stay apart."""
    lines = [line.rstrip().expandtabs(_TAB) for line in text.split("\n")]
    return _Reader(without_stars(lines), path).blocks()


class _Reader:
    def __init__(self, lines: list[str], path: str) -> None:
        self._lines = lines
        self._path = path
        self._out: list[Block] = []

    def blocks(self) -> tuple[Block, ...]:
        number = 0
        while number < len(self._lines):
            line = self._lines[number]
            if not line.strip() or _RULE.fullmatch(line):
                number += 1
            elif self._bullet(line) is not None:
                number = self._list(number)
            else:
                number = self._paragraph(number)
        return tuple(self._out)

    @staticmethod
    def _bullet(line: str) -> re.Match[str] | None:
        return _BULLET.match(line[:80]) if line else None

    def _list(self, number: int) -> int:
        """Read one list with everything nested in it; return the number of the line behind it."""
        roots: list[_Item] = []
        stack: list[_Item] = []
        blank = False
        while number < len(self._lines):
            line = self._lines[number]
            if not line.strip():
                blank = True
                number += 1
                continue
            indent = len(line) - len(line.lstrip())
            bullet = self._bullet(line)
            if bullet is not None:
                item = _Item(
                    indent, bullet.end(), bullet["mark"], number + 1, [(number + 1, line[bullet.end() :])]
                )
                while stack and stack[-1].indent >= indent and not _holds(stack[-1], item):
                    stack.pop()
                (stack[-1].children if stack else roots).append(item)
                stack.append(item)
            elif (
                not stack
                or (blank and indent <= stack[0].indent and not self._belongs(number, stack[0]))
                or not self._continue(stack, indent, number, line, blank)
            ):
                break
            for opened in stack:
                opened.end_line = number + 1
            blank = False
            number += 1
        if roots:
            self._note_wraps(roots)
            self._out.append(
                Block(
                    kind="list",
                    line=roots[0].line,
                    end_line=roots[-1].end_line,
                    children=tuple(map(self._item, roots)),
                )
            )
        return number

    def _note_wraps(self, roots: list[_Item]) -> None:
        """Note at the items whether their lines only wrap: all near one right margin, and one within a sentence."""
        items, wide, breaks, within = list(roots), 0, [], False
        for item in items:
            items += item.children
            for (number, _), (_, after) in pairwise(item.lines):
                wide = max(wide, len(self._lines[number - 1]))
                if not after.startswith(_ADDRESS):
                    breaks.append(len(self._lines[number - 1]))
                    within = within or after[:1].islower()
        if within and len(breaks) >= _FEWEST_BREAKS and wide >= _NARROWEST and min(breaks) >= _NEARLY * wide:
            for item in items:
                item.wraps = True

    def _belongs(self, number: int, root: _Item) -> bool:
        return False

    @staticmethod
    def _continue(stack: list[_Item], indent: int, number: int, line: str, blank: bool) -> bool:
        """Add a line without a bullet to the item it belongs to; return whether it belongs to any."""
        while len(stack) > 1 and indent < stack[-1].content and indent <= stack[-1].indent:
            last = stack.pop()
            if indent == last.indent:  # a sibling that lost its bullet
                item = _Item(indent, indent, "", number + 1, [(number + 1, line.strip())])
                stack[-1].children.append(item)
                stack.append(item)
                return True
        if blank and indent < stack[-1].content and indent == 0:
            return False
        stack[-1].lines.append((number + 1, line.strip()))
        return True

    def _item(self, item: _Item) -> Block:
        children: tuple[Block, ...] = ()
        head = Block(
            kind="paragraph",
            line=item.line,
            end_line=item.lines[-1][0],
            pieces=self._pieces(item.lines, wraps=item.wraps),
        )
        if item.children:
            nested = tuple(self._item(child) for child in item.children)
            children = (
                Block(
                    kind="list",
                    line=item.children[0].line,
                    end_line=item.children[-1].end_line,
                    children=nested,
                ),
            )
        return Block(
            kind="item", line=item.line, end_line=item.end_line, children=(head, *children), label=item.mark
        )

    def _pieces(self, lines: list[tuple[int, str]], *, wraps: bool = False) -> tuple[Piece, ...]:
        inline = Inline(self._path)
        for place, (number, text) in enumerate(lines):
            if place and wraps and not text.startswith(_ADDRESS):
                inline.add("text", " ", number)
            elif place:
                inline.line_break(number)
            inline.add("text", text.strip(), number)
        return inline.pieces()

    def _session(self, lines: list[tuple[int, str]], begin: int) -> int:
        """Take off what stands above a work in its own lines, a session as a heading; return where the rest begins."""
        number, first = lines[0]
        if len(lines) > _FEWEST_BELOW and _SESSION.fullmatch(first) is not None:
            pieces = self._pieces(lines[:1])
            self._out.append(Block(kind="heading", line=number, end_line=number, pieces=pieces))
            del lines[0]
        if len(lines) > _FEWEST_BELOW and SORT.fullmatch(lines[0][1].strip()) is not None:
            del lines[0]
        if len(lines) > _FEWEST_BELOW:
            # what a link said on the page that was copied
            lines[1:] = [line for line in lines[1:] if not _is_label(line[1].strip())] or lines[1:]
        return lines[0][0] - 1

    def _paragraph(self, number: int) -> int:
        begin = number
        lines: list[tuple[int, str]] = []
        while number < len(self._lines):
            line = self._lines[number]
            if not line.strip() or (number > begin and self._bullet(line) is not None):
                break
            lines.append((number + 1, line))
            number += 1
        begin = self._session(lines, begin)
        lines = _hung(lines)
        following = next(
            (index for index in range(number, len(self._lines)) if self._lines[index].strip()), -1
        )
        first = lines[0][1]
        bracket = _BRACKET_HEADING.fullmatch(first) if len(lines) == 1 else None
        if bracket is not None:
            inline = Inline(self._path)
            inline.add("text", first.strip().removeprefix("[").replace("]", "", 1), begin + 1)
            self._out.append(
                Block(kind="heading", line=begin + 1, end_line=begin + 1, pieces=inline.pieces(), level=1)
            )
        elif len(lines) == 2 and _RULE.fullmatch(lines[1][1]) and len(first.strip()) <= 100:
            level = 1 if lines[1][1].strip()[0] in "=#" else 2
            self._out.append(
                Block(
                    kind="heading",
                    line=begin + 1,
                    end_line=begin + 2,
                    pieces=self._pieces(lines[:1]),
                    level=level,
                )
            )
        else:
            kind = "heading" if len(lines) == 1 and following >= 0 and _is_heading(first) else "paragraph"
            self._out.append(
                Block(kind=kind, line=begin + 1, end_line=number, pieces=self._pieces(lines), level=0)  # type: ignore[arg-type]
            )
        return number


def _holds(item: _Item, other: _Item) -> bool:
    """Whether an item with a bullet stands at the margin of one with a number, and below it: "1. Topic", "* Title"."""
    return (
        item.indent == other.indent
        and item.mark[-1:] in (".", ")")
        and other.mark[-1:] not in (".", ")", "]")
    )


def _hung(lines: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return lines with those that are indented put behind the labelled ones at the margin that they go on.

    Two lines at the margin are labelled ("Title: …", "Authors: …"); an address or another label begins anew.
    """
    at_margin = [text for _, text in lines if not text[:1].isspace()]
    if len(at_margin) == len(lines) or sum(map(_is_labelled, at_margin)) < _FEWEST_LABELLED:
        return lines
    found: list[tuple[int, list[str]]] = []
    for number, text in lines:
        said = text.strip()
        hangs = text[:1].isspace() and found and _is_labelled(found[-1][1][0])
        if hangs and not _is_labelled(said) and not said.startswith(_ADDRESS):
            found[-1][1].append(said)
        else:
            found.append((number, [text]))
    return [(number, " ".join(parts)) for number, parts in found]


def _is_label(text: str) -> bool:
    return (
        text.islower()
        and len(text.split()) <= _FEWEST_BELOW
        and ":" not in text
        and bool(labels.link_label(text))
    )


def _is_labelled(line: str) -> bool:
    return ":" in line[:_LABEL_WITHIN] and labels.line_label(line[:_LABELLED]) is not None


def _is_heading(line: str) -> bool:
    """Return whether a line that stands alone could be a heading: short, no sentence, no link, no time."""
    text = line.strip()
    if not 2 <= len(text) <= 70 or text[-1] in ".,;!" or "://" in text or line[:1] in (" ", "\t"):
        return False
    if dates.is_slot(text) or dates.is_clock(text) or not any(char.isalpha() for char in text):
        return False
    _, _, rest = text.partition(":")
    if labels.line_label(text) or labels.line_label(f"{text} x") or (rest and people.evidence(rest.strip())):
        return False
    return not ("·" in text or (people.evidence(text) == 2))
