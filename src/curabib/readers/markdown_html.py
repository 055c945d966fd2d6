"""HTML inside Markdown: blocks out of the raw lines between two blank ones, and what a tag among words means."""

import re
from collections.abc import Sequence
from dataclasses import replace

from curabib.evidence.regex import regex
from curabib.evidence.text import unescape
from curabib.model import PieceKind
from curabib.readers.tree import Block, BlockKind, Inline

_TAG = regex(r"<!--.*?(?:-->|\Z)|<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>", re.DOTALL)
_HREF = regex(r"""href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.IGNORECASE)
_ALT = regex(r"""(?:alt|title)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_SRC = regex(r"""src\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.IGNORECASE)
_SETTING = regex(r"<(/?)(b|strong|i|em)\s*>", re.IGNORECASE)
_MARKUP = {"b": "Strong", "strong": "Strong", "i": "Emphasis", "em": "Emphasis"}
_HIDDEN = frozenset(("script", "style", "svg", "iframe", "object"))
_BLOCK_TAGS = frozenset(
    (
        "p",
        "div",
        "center",
        "br",
        "hr",
        "tr",
        "li",
        "ul",
        "ol",
        "table",
        "details",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "summary",
        "blockquote",
        "dl",
        "dt",
        "dd",
    )
)


def inline_markup(content: str) -> tuple[str, int]:
    """Return the markup that a tag begins (1) or ends (-1), as Markdown's parser calls it, or nothing."""
    match = _SETTING.fullmatch(content)
    return (_MARKUP[match[2].lower()], -1 if match[1] else 1) if match is not None else ("", 0)


def inline_tag(content: str, hidden: int) -> tuple[bool, str | None, int]:
    """Return whether a tag breaks the line, the href it opens (empty: closes), and the hidden depth behind it."""
    match = _TAG.match(content)
    if match is None or not match[2]:
        return False, None, hidden
    name = match[2].lower()
    closing = bool(match[1])
    if name in _HIDDEN:
        return False, None, max(0, hidden + (-1 if closing else 1))
    if name == "a":
        found = _HREF.search(match[3]) if not closing else None
        return False, (unescape(next(filter(None, found.groups()), "")) if found else ""), hidden
    return name == "br" or (name == "li" and not closing) or name in ("ul", "ol"), None, hidden


def inline_badge(content: str) -> str:
    """Return where the picture of a tag is, if that is a badge (`<img src="https://img.shields.io/badge/…">`)."""
    match = _TAG.match(content) if "/badge/" in content else None
    return _source(match[3]) if match is not None and match[2] and match[2].lower() == "img" else ""


def _source(attributes: str) -> str:
    found = _SRC.search(attributes)
    return unescape(next(filter(None, found.groups()), "")) if found is not None else ""


def html_blocks(content: str, line: int, end_line: int, path: str) -> list[Block]:
    """Return the blocks of a piece of raw HTML inside Markdown: headings, folds, list items, rows, and text.

    The piece need not be well formed: a Markdown parser hands over whatever stands between two blank lines.
    """
    blocks: list[Block] = []
    state = _HtmlState(path)
    position = 0
    at = line
    for match in _TAG.finditer(content):
        state.text(content[position : match.start()], at)
        at += content.count("\n", position, match.end())
        position = match.end()
        if match[2]:
            blocks += state.tag(match[2].lower(), bool(match[1]), match[3], at)
    state.text(content[position:], at)
    blocks += state.flush(min(end_line, at + content.count("\n", position)))
    return _listed(blocks)


def _listed(blocks: Sequence[Block]) -> list[Block]:
    """Return blocks with the list items among them in lists, what follows an item directly in it."""
    found: list[Block] = []
    for block in blocks:
        last = found[-1] if found else None
        if block.kind == "item" and last is not None and last.kind == "list":
            found[-1] = replace(last, end_line=block.end_line, children=(*last.children, block))
        elif block.kind == "item":
            found.append(Block(kind="list", line=block.line, end_line=block.end_line, children=(block,)))
        else:
            found.append(block)
    return found


class _HtmlState:
    """The open text, link and block of a run of raw HTML."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._inline = Inline(path)
        self._begin = 0
        self._kind: BlockKind = "paragraph"
        self._level = 0
        self._href = ""
        self._anchor: list[str] = []
        self._hidden = 0
        self._mark = ""
        self._item = False  # the next text is that of a list item

    def text(self, text: str, line: int) -> None:
        text = unescape(text)
        if self._hidden or not text:
            return
        if not self._begin and text.strip():
            self._begin = line + text[: len(text) - len(text.lstrip())].count("\n")
        text = " ".join(text.split()) if text.strip() else " "
        if self._href:
            self._anchor.append(text)
        elif text.strip() or self._begin:
            kind: PieceKind = "strong" if self._mark == "b" else "emphasis" if self._mark == "i" else "text"
            self._inline.add(kind, f"{text} ", self._begin or line)

    def tag(self, name: str, closing: bool, attributes: str, line: int) -> list[Block]:
        if name in _HIDDEN:
            self._hidden = max(0, self._hidden + (-1 if closing else 1))
            return []
        if name == "a":
            if self._href:
                self._inline.add("link", "".join(self._anchor).strip(), line, href=self._href)
            found = None if closing else _HREF.search(attributes)
            self._href = unescape(next(filter(None, found.groups()), "")) if found else ""
            self._anchor = []
            self._begin = self._begin or line
            return []
        if name == "img":
            alt = _ALT.search(attributes)
            self._inline.add("image", (alt[1] or alt[2] or "") if alt else "", line, href=_source(attributes))
            return []
        if name in ("b", "strong", "i", "em"):
            self._mark = "" if closing else name[0].replace("s", "b").replace("e", "i")
            return []
        if name not in _BLOCK_TAGS:
            return []
        if name in ("br", "dd") or (name == "dt" and closing):
            self._inline.line_break(line)
            return []
        blocks = self.flush(line)
        if name in ("li", "dt"):
            self._item = not closing
        if name == "details" and closing:
            blocks.append(Block(kind="end", line=line, end_line=line))
        elif name == "summary" and not closing:
            self._kind, self._level = "fold", 0
        elif name[0] == "h" and name[1:].isdigit() and not closing:
            self._kind, self._level = "heading", int(name[1])
        return blocks

    def flush(self, line: int) -> list[Block]:
        pieces = self._inline.pieces()
        begin, kind, level = self._begin or line, self._kind, self._level
        self._inline, self._begin, self._kind, self._level = Inline(self._path), 0, "paragraph", 0
        if not any(piece.text.strip() or piece.kind == "link" for piece in pieces if piece.kind != "image"):
            return []
        block = Block(kind=kind, line=begin, end_line=max(line, begin), pieces=pieces, level=level)
        if self._item and kind == "paragraph":
            self._item = False
            return [Block(kind="item", line=begin, end_line=block.end_line, children=(block,))]
        return [block]
