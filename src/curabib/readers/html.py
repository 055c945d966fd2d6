"""HTML pages to blocks, by an HTML5 parser: what a browser would see, with the lines of the source."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from turbohtml import Document, Element, Node, Text, parse

from curabib.evidence import dates, labels
from curabib.evidence.regex import regex
from curabib.model import PieceKind
from curabib.readers import cards, layout, linked_people, plain
from curabib.readers.html_blocks import AUTHORS_CLASS, COMPOSED, TITLE_CLASS, is_of
from curabib.readers.tree import Block, BlockKind, Inline, TooBig, TooDeep

_HIDDEN = frozenset(
    (
        *("script", "style", "head", "noscript", "template", "svg", "iframe", "object", "canvas", "nav"),
        *("button", "select", "input", "textarea"),
    )
)
_BLOCKS = frozenset(
    (
        *(
            "p",
            "div",
            "li",
            "ul",
            "ol",
            "dl",
            "dt",
            "dd",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "blockquote",
            "pre",
        ),
        *(
            "table",
            "tbody",
            "thead",
            "tfoot",
            "tr",
            "td",
            "th",
            "caption",
            "html",
            "body",
            "section",
            "article",
        ),
        *("main", "header", "footer", "aside", "address", "center", "details", "summary", "fieldset", "hr"),
        *("figure", "figcaption"),
    )
)
_SWITCH_CLASS = regex(r"\bbtn\b|\bbutton\b", re.IGNORECASE)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LISTING = frozenset(("li", "tr", "dt")) | _HEADINGS
_CARDS = frozenset(("div", "article", "section", "a", "figure", "p"))
_FEWEST_CARDS = 3
_MOST_PLAIN_TEXTS = 50
_UNSHOWN = frozenset(("script", "style", "template"))
_EMPHASIS = frozenset(("em", "i", "cite", "var"))
_STRONG = frozenset(("strong", "b"))
# what a page shows only when it is asked to
_ON_DEMAND_CLASS = regex(r"(?:^|[\s_-])(?:abstract|bibtex|bibref)(?:$|[\s_-])", re.IGNORECASE)
_AFFILIATION_CLASS = regex(r"(?:^|[\s_-])aff(?:iliations?)?(?:$|[\s_-])", re.IGNORECASE)
# what `nav` is for, on pages that are older than it
_AROUND_CLASS = regex(r"(?:^|\s)(?:nav|navbar|navigation|breadcrumbs?|pagination)(?:\s|$)", re.IGNORECASE)
_GOING_ON = frozenset(":;,.!?)]’-–/")
_MAX_DEPTH = 200
_FORMATS = frozenset(
    ("b", "i", "em", "strong", "font", "u", "s", "small", "big", "tt", "code", "nobr", "strike")
)
_DEEPEST = {"block": 400, "format": 200}
_MOST_MARKS = 200_000
# a parser may compare every attribute of a tag with all before it
_MOST_COMPARED = 50_000_000
_TAG = regex(r"<[A-Za-z][^>]*")
_DEEP = regex(
    r"<(/?)(div|span|ul|ol|table|blockquote|section|article|center|dl|details|b|i|em|strong|font|u|s|small|big|tt|code|nobr|strike)\b",
    re.IGNORECASE,
)


def read_blocks(text: str, path: str) -> tuple[Block, ...]:
    """Return the blocks of an HTML page.

    Raises TooDeep for a page nested deeper than people write them, TooBig for one with more tags, entities or
    attributes than a long list has.
    """
    _refuse_bombs(text)
    document = parse(text)
    body = document.find("body")
    if body is None:
        return ()
    return (*_named(document, path), *_Walker(path, text, _repeated(body)).blocks(body))


def _named(document: Document, path: str) -> Iterator[Block]:
    """Iterate over what the head of a page says that it is called, which is one thing at most."""
    head = document.find("head")
    title = head.find("title") if head is not None else None
    if title is not None and title.text.strip():
        inline = Inline(path)
        inline.add("text", " ".join(title.text.split()), _line(title))
        yield Block(kind="page", line=_line(title), end_line=_line(title), pieces=inline.pieces())


def _refuse_bombs(text: str) -> None:
    """Raise TooBig or TooDeep where a tree builder would take minutes or quadratic time, or run out of stack."""
    marks = text.count("<") + text.count("&")
    if marks > _MOST_MARKS:
        raise TooBig(f"the page has {marks} tags and entities, more than the {_MOST_MARKS} that are read")
    compared = 0
    for match in _TAG.finditer(text):
        attributes = len(match[0].split())
        compared += attributes * attributes
        if compared > _MOST_COMPARED:
            line = text.count("\n", 0, match.start()) + 1
            raise TooBig(f"the page has a heap of attributes in line {line}, more than are read")
    depths = {"block": 0, "format": 0}
    for match in _DEEP.finditer(text):
        kind = "format" if match[2].lower() in _FORMATS else "block"
        depths[kind] = max(0, depths[kind] - 1) if match[1] else depths[kind] + 1
        if depths[kind] > _DEEPEST[kind]:
            raise TooDeep(text.count("\n", 0, match.start()) + 1)


class _Walker:
    """Walks the tree with a stack of its own: inline content gathers until a block begins or ends."""

    def __init__(self, path: str, text: str, repeated: frozenset[tuple[str, str]]) -> None:
        self._path = path
        self._repeated = repeated
        self._last = text.count("\n") + 1
        self._plain_texts = 0

    def blocks(self, root: Element, depth: int = 0) -> list[Block]:
        out: list[Block] = []
        inline = Inline(self._path)
        begin = 0
        end = root.source_line or 1

        def flush(kind: BlockKind = "paragraph") -> None:
            nonlocal inline, begin
            pieces = linked_people.as_text(inline.pieces())
            inline = Inline(self._path)
            if any(
                piece.text.strip() or (piece.kind == "link" and piece.href)
                for piece in pieces
                if piece.kind != "image"
            ):
                out.append(Block(kind=kind, line=begin or 1, end_line=max(end, begin or 1), pieces=pieces))
            begin = 0

        for child in root.children:
            if isinstance(child, Element) and (child.tag in _HIDDEN or _leads_around(child)):
                continue
            line = child.source_line or end
            if isinstance(child, Element) and depth < _MAX_DEPTH and _is_block(child):
                flush()
                end = line
                made = self._block(child, depth + 1)
                out += cards.card(made) if (child.tag, child.attr("class")) in self._repeated else made
                end = max(end, out[-1].end_line if out else end)
            else:
                begin = begin or line
                end = self._inline(child, inline, line)
        flush()
        return cards.together(out)

    def _block(self, tag: Element, depth: int) -> list[Block]:
        name = tag.tag
        line = _line(tag)
        if name[0] == "h" and name[1:].isdigit():
            return self._single(tag, "heading", int(name[1]))
        if name == "summary":
            return self._single(tag, "fold", 0)
        if is_of(tag, _ON_DEMAND_CLASS) and not any(
            inner.tag in _LISTING for inner in tag.descendants if isinstance(inner, Element)
        ):
            return []
        if name == "tr":
            return self._row(tag, line, depth)
        if name == "pre":
            return self._preformatted(tag, line)
        inner = self.blocks(tag, depth) if name != "hr" else []
        end = max([line, *(block.end_line for block in inner)])
        compose = COMPOSED.get(name)
        return compose(tag, inner, line, end) if compose is not None else inner

    def _preformatted(self, tag: Element, line: int) -> list[Block]:
        """Return preformatted text as plain text where it may list works: it has dates, no links, and is not code."""
        text = tag.text
        plain_text = not any(
            isinstance(inner, Element) and inner.tag in ("code", "a") for inner in tag.descendants
        )
        self._plain_texts += plain_text
        if (
            not plain_text
            or self._plain_texts > _MOST_PLAIN_TEXTS
            or text.lstrip()[:1] == "@"
            or dates.find_year(text) is None
        ):
            return self._single(tag, "code", 0)
        # the parser drops a line feed that stands first
        return list(plain.read_blocks("\n" * (line - 1 + (not text.startswith("\n"))) + text, self._path))

    def _single(self, tag: Element, kind: BlockKind, level: int) -> list[Block]:
        inline = Inline(self._path)
        line = _line(tag)
        end = self._inline(tag, inline, line)
        pieces = inline.pieces()
        return [Block(kind=kind, line=line, end_line=end, pieces=pieces, level=level)] if pieces else []

    def _row(self, tag: Element, line: int, depth: int) -> list[Block]:
        cells = [child for child in tag.children if isinstance(child, Element) and child.tag in ("td", "th")]
        held = [self.blocks(cell, depth) for cell in cells]
        told = [blocks for cell, blocks in zip(cells, held, strict=True) if blocks and cell.text.strip()]
        if len(told) == 1:
            made = cards.card(told[0])
            if made is not told[0] and made[0].kind == "list":
                return made
        if layout.is_layout(told):
            return [block for blocks in held for block in blocks]
        listed = layout.works_of_topic(held)
        if listed is not None:
            return [listed]
        row = Inline(self._path)
        end = line
        for place, blocks in enumerate(held):
            if place:
                row.cell_break(line)
            for number, block in enumerate(layout.told(blocks)):
                if number:
                    row.line_break(block.line, "block" if block.kind != "quote" else "item")
                row.extend(block.pieces)
                end = max(end, block.end_line)
        pieces = row.pieces()
        if not pieces:
            return []
        head = bool(cells) and all(cell.tag == "th" for cell in cells)
        return [Block(kind="row", line=line, end_line=end, pieces=pieces, label="head" if head else "")]

    def _inline(self, node: Node, out: Inline, line: int) -> int:
        """Write a node's text and links; return the last line seen. Uses a stack of its own, not recursion."""
        stack: list[tuple[Node, PieceKind]] = [(node, "text")]
        at = line
        while stack:
            current, kind = stack.pop()
            if isinstance(current, Text):
                self._text(out, current.data, kind, at)
                at += current.data.count("\n")
                continue
            if not isinstance(current, Element) or current.tag in _HIDDEN:
                continue
            at = max(at, current.source_line or at)
            if current.tag == "br":
                out.line_break(at)
                continue
            if current.tag == "img":
                out.add("image", current.attr("alt") or "", at, href=current.attr("src") or "")
                continue
            if current.tag == "a" and current.attr("href"):
                runs = linked_people.without_affiliation(_runs(current))
                apart = any(isinstance(child, Element) for child in current.children)
                text = " ".join((_apart(runs) if apart else "".join(runs)).split())
                out.add("link", text, at, href=(current.attr("href") or "").strip())
                at += sum(run.count("\n") for run in runs)
                continue
            if current.tag == "a" and _does_something(current):
                continue
            if current.tag == "span" and is_of(current, _AFFILIATION_CLASS):
                continue
            if current.tag == "span" and is_of(current, AUTHORS_CLASS):
                out.add("emphasis", " ".join("".join(_runs(current)).split()), at)
                continue
            inner = kind
            if current.tag in _STRONG or (current.tag == "span" and is_of(current, TITLE_CLASS)):
                inner = "strong"
            elif current.tag in _EMPHASIS and not (current.tag == "cite" and _is_composed(current)):
                inner = "emphasis"
            elif current.tag in ("code", "tt", "kbd"):
                inner = "code"
            stack.extend((child, inner) for child in reversed(current.children))
        return min(at, self._last)

    @staticmethod
    def _text(out: Inline, text: str, kind: PieceKind, line: int) -> None:
        if not text:
            return
        blank = " " if text[:1].isspace() else ""
        folded = " ".join(text.split())
        if not folded:
            if not out.begins:
                out.add("text", " ", line)
            return
        out.add(
            kind,
            blank + folded + (" " if text[-1:].isspace() else ""),
            line + text[: len(text) - len(text.lstrip())].count("\n"),
        )


def _repeated(body: Element) -> frozenset[tuple[str, str]]:
    """Return the tags and classes of what a page repeats so often that each may be the card of a work."""
    seen = Counter(
        (tag.tag, tag.attr("class") or "")
        for tag in body.descendants
        if isinstance(tag, Element) and tag.tag in _CARDS and tag.attr("class")
    )
    return frozenset(kind for kind, count in seen.items() if count >= _FEWEST_CARDS)


def _line(tag: Element) -> int:
    """Return the line of a tag; of one that is implied, the line of the first inside it that is not, or 1."""
    if tag.source_line:
        return tag.source_line
    return next((inner.source_line for inner in tag.descendants if inner.source_line), 1)


def _is_block(tag: Element) -> bool:
    """Return whether a tag is a block, or an inline tag or one that nobody knows with blocks inside it."""
    if tag.tag in _BLOCKS:
        return True
    return any(isinstance(inner, Element) and inner.tag in _BLOCKS for inner in tag.descendants)


def _leads_around(tag: Element) -> bool:
    """Return whether a tag holds the ways to other pages, and no heading."""
    return (
        tag.tag in ("div", "ul", "ol")
        and is_of(tag, _AROUND_CLASS)
        and not any(isinstance(inner, Element) and inner.tag in _HEADINGS for inner in tag.descendants)
    )


def _is_composed(tag: Element) -> bool:
    """Return whether other tags stand inside a tag: then it is not one title."""
    return any(isinstance(inner, Element) for inner in tag.children)


def _does_something(tag: Element) -> bool:
    """Return whether a link without a target is a switch of the page, with nothing but its label: "Abs", "bibtex"."""
    switch = tag.attr("onclick") or tag.attr("role") == "button" or is_of(tag, _SWITCH_CLASS)
    return bool(switch) and bool(labels.link_label("".join(_runs(tag)).strip()))


def _runs(tag: Element) -> list[str]:
    """Return the texts inside a tag that are shown, without the institution that a class says to be one."""
    return [node.data for node in tag.descendants if isinstance(node, Text) and not _is_left_out(node.parent)]


def _apart(runs: Sequence[str]) -> str:
    """Return runs of text with a blank between each two, but in front of a sign that ends or goes on with a word."""
    text = ""
    for run in runs:
        text += run if not text or run[:1] in _GOING_ON else f" {run}"
    return text


def _is_left_out(tag: Node | None) -> bool:
    return isinstance(tag, Element) and (tag.tag in _UNSHOWN or is_of(tag, _AFFILIATION_CLASS))
