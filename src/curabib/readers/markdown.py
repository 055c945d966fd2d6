"""Markdown (CommonMark 0.31 with GitHub's tables and inline HTML) to blocks."""

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import quote

from pyromark import Options, events_with_range

from curabib.evidence.regex import regex
from curabib.model import Piece
from curabib.readers.linked_people import beside_work
from curabib.readers.markdown_html import html_blocks, inline_badge, inline_markup, inline_tag
from curabib.readers.markdown_source import Source
from curabib.readers.tree import Block, BlockKind, Inline, TooDeep

_OPTIONS = Options.ENABLE_TABLES | Options.ENABLE_STRIKETHROUGH
_KINDS: Mapping[str, BlockKind | Literal["html"]] = {
    "Paragraph": "paragraph",
    "Heading": "heading",
    "List": "list",
    "Item": "item",
    "BlockQuote": "quote",
    "Table": "table",
    "TableHead": "row",
    "TableRow": "row",
    "CodeBlock": "code",
    "HtmlBlock": "html",
}
_CONTAINERS = frozenset(("list", "item", "quote"))
_DEEPEST = 96
_NAME_WORDS = 5
_MARKER = re.compile(rb"[\s>]*+(\d{0,9}[-+*.)])")
_NEWLINE = re.compile(rb"\n")
_SURROGATE = regex("[\ud800-\udfff]")
_PLAIN_URL = regex(
    r"[A-Za-z0-9\-._~/?:@&=+$,!*'()#;]*+(?:%[0-9A-Fa-f]{2}[A-Za-z0-9\-._~/?:@&=+$,!*'()#;]*+)*"
)
_HOST = regex(r"(?:https?:)?//(?:\[[0-9A-Fa-f:.]*\]|([^/?#\[\]@:\s]*))", re.IGNORECASE)
_DOTS = regex(r"[.\u3002\uff0e\uff61]")
# RFC 3986, 2.2 and 2.3, but for brackets; and percent signs that encode nothing
_NOT_IN_URL = regex(r"%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~/?:@&=+$,!*'()#;%]+")


def read_blocks(text: str, path: str) -> tuple[Block, ...]:
    """Return the blocks of a Markdown text.

    Raises TooDeep, with the blocks, where lists and quotations nest deeper than 48 levels: what is deeper is moved up.
    """
    builder = _Builder(Source(text if text.isascii() else _SURROGATE.sub("\ufffd", text)), path)
    blocks = builder.build()
    if builder.deep:
        raise TooDeep(builder.deep, blocks)
    return blocks


def target(url: str) -> str:
    """Return the target of a link percent-encoded, a host that is not in ASCII in Punycode (RFC 3986, RFC 3492)."""
    if _PLAIN_URL.fullmatch(url):
        return url
    url = url.strip()
    match = _HOST.match(url)
    host = match.group() if match is not None else ""
    rest = url[len(host) :]
    if match is not None and match[1]:
        host = host[: -len(match[1])] + ".".join(map(_ascii_label, _DOTS.split(match[1])))
    return host + _NOT_IN_URL.sub(lambda found: quote(found.group(), safe=""), rest)


def _ascii_label(label: str) -> str:
    if label.isascii():
        return quote(label)
    return f"xn--{label.encode('punycode').decode('ascii')}"


@dataclass(slots=True)
class _Open:
    """A block that has begun: what is in it so far."""

    kind: BlockKind | Literal["html"]
    line: int
    level: int = 0
    label: str = ""
    fenced: bool = False
    implied: bool = False  # a paragraph of a tight item, which has no events of its own
    children: list[Block] = field(default_factory=list)
    words: list["_Words"] = field(default_factory=list)  # one for each cell of a row
    raw: list[str] = field(default_factory=list)  # code or HTML


class _Builder:
    """Turns the events of the parser into a tree, without recursion on the depth of the input."""

    def __init__(self, source: Source, path: str) -> None:
        self.deep = 0  # the first line that nests too deeply
        self._source = source
        self._bytes = source.text.encode()
        self._path = path
        self._begins = [0, *(found.end() for found in _NEWLINE.finditer(self._bytes))]
        self._stack = [_Open("other", 1)]
        self._top = self._stack[0]
        self._saying: _Words | None = None  # of the block on top, if words stand in it
        self._skipped = 0  # blocks that are open and too deep
        self._end = 0  # of the last event
        self._events: Mapping[str, Callable[[Any, int, int], None]] = {
            "Start": self._start,
            "End": self._finish,
            "Text": self._text,
            "Code": self._code,
            "Html": self._html,
            "InlineHtml": self._tag,
            "SoftBreak": self._break,
            "HardBreak": self._break,
            "Rule": self._rule,
        }

    def build(self) -> tuple[Block, ...]:
        """Return the blocks of the whole text."""
        handlers = self._events
        for event, span in events_with_range(self._source.text, options=_OPTIONS, merge_text=True):
            if isinstance(event, str):
                handlers[event](event, span["start"], span["end"])
            else:
                for name, value in event.items():
                    handlers[name](value, span["start"], span["end"])
            self._end = span["end"]
        self._end_implied()
        return tuple(self._top.children)

    def _line_at(self, offset: int) -> int:
        """Return the line of a byte, 1-based."""
        return bisect_right(self._begins, offset)

    # --- blocks

    def _start(self, tag: Any, start: int, end: int) -> None:
        data: Any = None
        if not isinstance(tag, str):
            ((tag, data),) = tag.items()
        kind = _KINDS.get(tag)
        if kind is None:
            if tag == "TableCell":
                self._saying = _Words(Inline(self._path), self._source)
                self._top.words.append(self._saying)
            else:
                (self._saying or self._imply(start)).open(tag, data, self._line_at(start))
            return
        self._end_implied()
        mark = _MARKER.match(self._bytes, start) if kind in ("list", "item") else None
        line = self._line_at(mark.start(1) if mark is not None else start)
        if kind in _CONTAINERS and len(self._stack) + (kind == "list") > _DEEPEST:
            self.deep = self.deep or line
            self._skipped += 1
            if kind != "item" or self._top.kind != "item":
                return
            self._close(line - 1)  # the item that this one stands in, to become its sibling
        opened = _Open(kind, line)
        if mark is not None:
            opened.label = mark[1].decode("ascii")[-1 if kind == "list" else 0 :]
        elif tag == "TableHead":
            opened.label = "head"
        elif kind == "heading":
            opened.level = int(data["level"][1])
        elif kind == "code" and not isinstance(data, str):
            opened.label = self._source.plain(data["Fenced"]).strip().lower()
            opened.fenced = True
        self._push(opened)

    def _push(self, opened: _Open) -> None:
        self._saying = None
        if opened.kind in ("paragraph", "heading"):
            self._saying = _Words(Inline(self._path), self._source)
            opened.words.append(self._saying)
        self._stack.append(opened)
        self._top = opened

    def _finish(self, tag: Any, start: int, end: int) -> None:
        if not isinstance(tag, str):
            ((tag, _),) = tag.items()
        kind = _KINDS.get(tag)
        if kind is None:
            if tag != "TableCell":
                (self._saying or self._imply(start)).close(tag)
            return
        self._end_implied()
        if kind in _CONTAINERS and self._skipped:
            self._skipped -= 1
        else:
            self._close(self._line_at(max(start, end - 1)))

    def _close(self, line: int) -> None:
        """End the open block at a line."""
        opened = self._stack.pop()
        self._top = self._stack[-1]
        self._saying = None
        if opened.kind == "html":
            self._top.children += html_blocks("".join(opened.raw), opened.line, line, self._path)
            return
        self._top.children.append(
            Block(
                kind=opened.kind,
                line=opened.line,
                end_line=max(line, opened.line),
                pieces=self._pieces(opened),
                children=tuple(opened.children),
                level=opened.level,
                label=opened.label,
            )
        )

    def _pieces(self, opened: _Open) -> tuple[Piece, ...]:
        """Return what a block says itself; the cells of a row are parted by breaks."""
        if len(opened.words) == 1:
            return opened.words[0].pieces()
        if opened.kind not in ("row", "code"):
            return ()
        content = Inline(self._path)
        if opened.kind == "code":
            content.verbatim("".join(opened.raw), opened.line + opened.fenced)
        for place, words in enumerate(opened.words):
            if place:
                content.cell_break(opened.line)
            content.extend(words.pieces())
        return content.pieces()

    def _rule(self, _: Any, start: int, end: int) -> None:
        self._end_implied()

    # --- what is in them

    def _imply(self, start: int) -> "_Words":
        """Begin a paragraph, which in a tight item has no events of its own, and return what it says."""
        self._push(_Open("paragraph", self._line_at(start), implied=True))
        return self._top.words[0]

    def _end_implied(self) -> None:
        if self._top.implied:
            self._close(self._line_at(self._end - 1))

    def _text(self, found: str, start: int, end: int) -> None:
        if self._saying is None and self._top.kind in ("code", "html"):
            self._top.raw.append(self._source.plain(found))
        else:
            (self._saying or self._imply(start)).text(found, self._line_at(start))

    def _code(self, found: str, start: int, end: int) -> None:
        (self._saying or self._imply(start)).code(found, self._line_at(start))

    def _break(self, _: Any, start: int, end: int) -> None:
        (self._saying or self._imply(start)).line_break(self._line_at(end))

    def _html(self, found: str, start: int, end: int) -> None:
        if not self._top.raw:
            self._top.line = self._line_at(start)
        self._top.raw.append(self._source.plain(found))

    def _tag(self, found: str, start: int, end: int) -> None:
        (self._saying or self._imply(start)).tag(
            self._source.plain(found), self._line_at(start), self._line_at(end)
        )


class _Words:
    """Writes the inline events of one block: the markup and the link that are open."""

    def __init__(self, out: Inline, source: Source) -> None:
        self._out = out
        self._source = source
        self._open = {"Emphasis": 0, "Strong": 0}
        self._href: str | None = None  # of the link that is open; empty where the list gives none
        self._anchor: list[str] = []
        self._at = 1  # the line of the link or image that is open
        self._images: list[str] = []  # the targets of the images that are open, one in the other
        self._alt: list[str] = []
        self._hidden = 0
        self._names = 0  # links of some words, as names have

    def pieces(self) -> tuple[Piece, ...]:
        """Return what was written; what is still open ends here."""
        self._close_link()
        pieces = self._out.pieces()
        return beside_work(pieces) if self._names > 1 else pieces

    def open(self, tag: str, data: Any, line: int) -> None:
        """Begin markup, a link or an image."""
        if tag in self._open:
            self._open[tag] += 1
        elif tag == "Image":
            self._images.append(target(self._source.plain(data["dest_url"])))
            self._at = line
        elif tag == "Link" and not self._images and not self._hidden:
            scheme = "mailto:" if data["link_type"] == "Email" else ""
            self._href, self._anchor = scheme + target(self._source.plain(data["dest_url"])), []
            self._at = line

    def close(self, tag: str) -> None:
        """End markup, a link or an image; only the outermost of images counts."""
        if tag in self._open:
            self._open[tag] -= 1
        elif tag == "Image":
            href = self._images.pop()
            if not self._images:
                if not self._hidden:
                    self._out.add("image", self._source.plain("".join(self._alt)), self._at, href=href)
                self._alt = []
        elif tag == "Link" and not self._images and not self._hidden:
            self._close_link(empty=True)

    def text(self, found: str, line: int) -> None:
        """Write a run of text."""
        if self._images:
            self._alt.append(found)
        elif self._hidden:
            return
        elif self._href is not None:
            self._anchor.append(self._source.plain(found))
        elif self._open["Strong"]:
            self._out.add("strong", self._source.title(found), line)
        elif self._open["Emphasis"]:
            self._out.add("emphasis", self._source.title(found), line)
        else:
            self._out.add("text", self._source.plain(found), line)

    def code(self, found: str, line: int) -> None:
        """Write a run of code."""
        if self._images or self._hidden or self._href is not None:
            self.text(found, line)
        else:
            self._out.add("code", self._source.plain(found), line)

    def line_break(self, line: int) -> None:
        """End a line; within a link that is a blank."""
        if self._images:
            self._alt.append(" ")
        elif self._href is not None:
            self._anchor.append(" ")
        else:
            self._out.line_break(line)

    def tag(self, found: str, line: int, end_line: int) -> None:
        """Write a tag that stands at some lines."""
        if self._images:
            return
        markup, step = inline_markup(found)
        if markup:
            self._open[markup] = max(0, self._open[markup] + step)
            return
        badge = inline_badge(found)
        if badge:
            self._out.add("image", "", line, href=badge)
            return
        breaks, href, self._hidden = inline_tag(found, self._hidden)
        if breaks and self._href is None:
            self._out.line_break(end_line)
        if href is not None:
            self._close_link()
            self._href, self._at = href or None, line

    def _close_link(self, *, empty: bool = False) -> None:
        if self._href is not None and (self._anchor or empty):
            text = "".join(self._anchor)
            self._names += 1 <= text.count(" ") < _NAME_WORDS
            self._out.add("link", text, self._at, href=self._href)
        self._href, self._anchor = None, []
