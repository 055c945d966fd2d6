"""What the blocks inside a tag of a page make together, and what its class says that it is."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from turbohtml import Element

from curabib.evidence.regex import regex
from curabib.model import Piece
from curabib.readers import cards
from curabib.readers.tree import Block, plain

TITLE_CLASS = regex(r"\b(?:paper|pub|publication|entry|item)?[-_]?title\b", re.IGNORECASE)
AUTHORS_CLASS = regex(r"\b(?:paper|pub|publication|entry|item)?[-_]?authors?\b", re.IGNORECASE)


def is_of(tag: Element, named: re.Pattern[str]) -> bool:
    """Return whether the class of a tag says what it holds."""
    return named.search(tag.attr("class") or "") is not None


def _titled(block: Block) -> Block:
    """Return a paragraph whose class says that it is a title with its text in bold, as a page shows it."""
    pieces = tuple(
        replace(piece, kind="strong") if piece.kind == "text" and piece.text.strip() else piece
        for piece in block.pieces
    )
    return replace(block, pieces=pieces)


def _authored(block: Block) -> Block:
    """Return a paragraph whose class says that it names authors as one run in italics, if it is one line of text."""
    if any(piece.kind not in ("text", "strong", "emphasis", "link") for piece in block.pieces):
        return block
    first = block.pieces[0]
    return replace(block, pieces=(replace(first, kind="emphasis", text=block.text, href=""),))


def _details(_tag: Element, inner: list[Block], _line: int, end: int) -> list[Block]:
    return [*inner, Block(kind="end", line=end, end_line=end)]


def _list(tag: Element, inner: list[Block], _line: int, end: int) -> list[Block]:
    """Return the items of a list as one block, what stands between them behind it."""
    inner = cards.defined(inner) if tag.tag == "dl" else inner
    items = tuple(block for block in inner if block.kind == "item")
    made = [Block(kind="list", line=items[0].line, end_line=end, children=items)] if items else []
    return [*made, *(block for block in inner if block.kind != "item")]


def _item(tag: Element, inner: list[Block], line: int, end: int) -> list[Block]:
    inside = tuple(cards.lined(inner) if tag.tag == "li" else inner)
    return [Block(kind="item", line=line, end_line=end, children=inside, label=tag.tag)] if inner else []


def _table(_tag: Element, inner: list[Block], line: int, end: int) -> list[Block]:
    """Return the rows of a table as one block, those that are cards or no rows behind it."""
    rows = tuple(block for block in inner if block.kind == "row")
    made = [Block(kind="table", line=line, end_line=end, children=rows)] if rows else []
    return [*made, *(block for block in inner if block.kind != "row")]


def _stated(tag: Element, inner: list[Block], _line: int, _end: int) -> list[Block]:
    """Return a paragraph as what its class says that it is."""
    if [block.kind for block in inner] == ["paragraph"]:
        if is_of(tag, TITLE_CLASS):
            return [_titled(inner[0])]
        if is_of(tag, AUTHORS_CLASS):
            return [_authored(inner[0])]
    return inner


def _link(tag: Element, inner: list[Block], _line: int, _end: int) -> list[Block]:
    """Return the blocks inside a link, the first line of the first with text linked where it leads."""
    href = (tag.attr("href") or "").strip()
    out: list[Block] = []
    for block in inner:
        if href and block.pieces and block.text:
            begin = next(at for at, piece in enumerate(block.pieces) if _shows(piece))
            end = next(
                (at for at in range(begin, len(block.pieces)) if block.pieces[at].kind == "break"),
                len(block.pieces),
            )
            linked = replace(block.pieces[begin], kind="link", text=plain(block.pieces[begin:end]), href=href)
            out.append(replace(block, pieces=(linked, *block.pieces[end:])))
            href = ""
        else:
            out.append(block)
    return out


def _shows(piece: Piece) -> bool:
    return piece.kind not in ("break", "image") and bool(piece.text.strip())


def _quote(_tag: Element, inner: list[Block], line: int, end: int) -> list[Block]:
    return [Block(kind="quote", line=line, end_line=end, children=tuple(inner))] if inner else []


# what the blocks inside a tag make together
COMPOSED: Mapping[str, Callable[[Element, list[Block], int, int], list[Block]]] = {
    "details": _details,
    "ul": _list,
    "ol": _list,
    "dl": _list,
    "li": _item,
    "dt": _item,
    "dd": _item,
    "a": _link,
    "table": _table,
    "p": _stated,
    "div": _stated,
    "blockquote": _quote,
}
