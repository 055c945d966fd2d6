"""Markdown (CommonMark 0.31 with GitHub's tables and inline HTML) to blocks."""

import re
from collections.abc import Sequence
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.common import normalize_url
from markdown_it.token import Token

from curabib.evidence.text import unescape
from curabib.model import Piece, PieceKind
from curabib.readers.markdown_brackets import escaped_brackets, plain_brackets
from curabib.readers.markdown_rules import dispatch
from curabib.readers.markdown_tex import tex
from curabib.readers.tree import Block, BlockKind, Inline, TooDeep

_KINDS: dict[str, BlockKind] = {
    "heading_open": "heading",
    "paragraph_open": "paragraph",
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "list_item_open": "item",
    "blockquote_open": "quote",
    "table_open": "table",
    "tr_open": "row",
}
_PASSED = frozenset(("thead_open", "thead_close", "tbody_open", "tbody_close"))
_TAG = re.compile(r"<!--.*?(?:-->|\Z)|<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>", re.DOTALL)
_HREF = re.compile(r"""href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.IGNORECASE)
_ALT = re.compile(r"""(?:alt|title)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
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
_TWO_URLS = re.compile(r"\]\((https?://[^\s()<>]{1,500}(?: https?://[^\s()<>]{1,500}){1,4}) ?\)")
_PLAIN_URL = re.compile(r"https?://[a-z0-9.\-]+/[A-Za-z0-9\-._~/?:@&=+$,!*'()#;]*")
_MAX_NESTING = 160
_DEEPEST = 96
_MOST_MARKERS = 24
_MARKER = r"(?:[-*+>]|\d{1,9}[.)])[ \t]*"
# 97 blanks, 40 tabulators, or 25 markers that are no thematic break
_DEEP = re.compile(
    rf"^(?:[ \t]{{97}}|\t{{40}}|[ \t]{{0,96}}(?!(?:[-*][ \t]*)+$)(?:{_MARKER}){{25}})", re.MULTILINE
)
_MARKERS = re.compile(rf"(?:{_MARKER}){{25,}}")


def read_blocks(text: str, path: str) -> tuple[Block, ...]:
    """Return the blocks of a Markdown text.

    Raises TooDeep, with a text that can be read, where lists or quotations nest deeper than 48 levels: the parser would
    pass over what is deeper, after quadratic time.
    """
    flattened, line = _flatten(text)
    if line:
        raise TooDeep(line, flattened)
    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable(["table", "strikethrough"])
    parser.inline.ruler.before("escape", "tex", tex)
    parser.inline.ruler.before("escape", "brackets", escaped_brackets)
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # unsafe links are reported, not hidden
    parser.normalizeLink = _normal_link  # type: ignore[method-assign]
    return _Builder(path).build(dispatch(parser).parse(_TWO_URLS.sub(_join_urls, text)))


def _flatten(text: str) -> tuple[str, int]:
    """Return a text whose lines are indented by at most 96 columns and begin with at most 24 markers.

    The second value is the first line that had more, or 0.
    """
    if _DEEP.search(text) is None:
        return text, 0
    lines = text.split("\n")
    deep = 0
    for place, line in enumerate(lines):
        if _DEEP.match(line):
            deep = deep or place + 1
            bare = line.lstrip(" \t")
            markers = _MARKERS.match(bare)
            if markers is not None:
                kept = re.findall(_MARKER, markers[0])[:_MOST_MARKERS]
                bare = "".join(f"{mark.strip()} " for mark in kept) + bare[markers.end() :]
            lines[place] = " " * min(_DEEPEST, len(line.expandtabs(4)) - len(line.lstrip(" \t"))) + bare
    return "\n".join(lines), deep


def _normal_link(url: str) -> str:
    """Return a link's target percent-encoded as markdown-it does it, which takes long even where nothing is to do."""
    return url if _PLAIN_URL.fullmatch(url) else normalize_url.normalizeLink(url)


def _join_urls(match: re.Match[str]) -> str:
    """Several URLs in one target are no link in Markdown: join them by an escaped blank, which makes them one."""
    return match.group().replace(" ", "%20")


class _Builder:
    """Turns the flat tokens of markdown-it into a tree, without recursion on the depth of the input."""

    def __init__(self, path: str) -> None:
        self._path = path

    def build(self, tokens: Sequence[Token]) -> tuple[Block, ...]:
        stack: list[tuple[Token | None, list[Block], list[Inline]]] = [(None, [], [])]
        line = 1
        for token in tokens:
            if token.map is not None:
                line = token.map[0] + 1
            if token.type in _PASSED:
                continue
            if token.type in ("th_open", "td_open"):
                stack[-1][2].append(Inline(self._path))
            elif token.type in _KINDS:
                stack.append((token, [], []))
            elif token.type == "inline":
                self._inline(token, stack, line)
            elif (
                token.type.endswith("_close")
                and len(stack) > 1
                and token.type not in ("th_close", "td_close")
            ):
                opened, children, inlines = stack.pop()
                if opened is not None:
                    stack[-1][1].append(self._block(opened, children, inlines))
            elif token.type in ("fence", "code_block"):
                stack[-1][1].append(self._code(token))
            elif token.type == "html_block":
                stack[-1][1].extend(self._html(token))
        while len(stack) > 1:
            opened, children, inlines = stack.pop()
            if opened is not None:
                stack[-1][1].append(self._block(opened, children, inlines))
        return tuple(stack[0][1])

    def _inline(
        self, token: Token, stack: list[tuple[Token | None, list[Block], list[Inline]]], line: int
    ) -> None:
        inlines = stack[-1][2]
        if not inlines:
            inlines.append(Inline(self._path))
        _Run(inlines[-1], line).write(token.children or ())

    def _block(self, opened: Token, children: list[Block], inlines: list[Inline]) -> Block:
        begin, end = opened.map or (0, 1)
        kind = _KINDS[opened.type]
        pieces: tuple[Piece, ...] = ()
        label = opened.markup
        if kind == "row":
            row = Inline(self._path)
            for place, cell in enumerate(inlines):
                if place:
                    row.cell_break(begin + 1)
                row.extend(cell.pieces())
            pieces = row.pieces() if inlines else ()
        elif inlines:
            pieces = inlines[0].pieces()
        level = int(opened.tag[1]) if kind == "heading" else 0
        if kind == "item":
            label = (opened.info + opened.markup) if opened.info else opened.markup
        if kind == "table" and children:
            head = children[0]
            children = [
                Block(kind="row", line=head.line, end_line=head.end_line, pieces=head.pieces, label="head"),
                *children[1:],
            ]
        return Block(
            kind=kind,
            line=begin + 1,
            end_line=max(end, begin + 1),
            pieces=pieces,
            children=tuple(children),
            level=level,
            label=label,
        )

    def _code(self, token: Token) -> Block:
        begin, end = token.map or (0, 1)
        content = Inline(self._path)
        content.verbatim(token.content, begin + (2 if token.type == "fence" else 1))
        return Block(
            kind="code",
            line=begin + 1,
            end_line=end,
            pieces=content.pieces(),
            label=token.info.strip().lower(),
        )

    def _html(self, token: Token) -> list[Block]:
        begin, end = token.map or (0, 1)
        return html_blocks(token.content, begin + 1, end, self._path)


_MARKUP = {
    "em_open": ("emphasis", 1),
    "em_close": ("emphasis", -1),
    "strong_open": ("strong", 1),
    "strong_close": ("strong", -1),
}


class _Run:
    """Writes the inline tokens of one block: the markup and the link that are open, and the line."""

    def __init__(self, out: Inline, line: int) -> None:
        self._out = out
        self._line = line
        self._open = {"emphasis": 0, "strong": 0}
        self._href: str | None = None  # of the link that is open; empty where the list gives none
        self._anchor: list[str] = []
        self._hidden = 0

    def write(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            if token.type in ("softbreak", "hardbreak"):
                self._break()
            elif token.type == "html_inline":
                self._tag(token.content)
            elif not self._hidden:
                self._visible(token)
        self._close_link()

    def _break(self) -> None:
        self._line += 1
        if self._href is not None:
            self._anchor.append(" ")
        else:
            self._out.line_break(self._line)

    def _tag(self, content: str) -> None:
        line_break, href, self._hidden = _inline_tag(content, self._hidden)
        self._line += content.count("\n")
        if line_break and self._href is None:
            self._out.line_break(self._line)
        if href is not None:
            self._close_link()
            self._href = href or None

    def _visible(self, token: Token) -> None:
        kind = token.type
        if kind in _MARKUP:
            markup, step = _MARKUP[kind]
            self._open[markup] += step
        elif kind == "link_open":
            self._href, self._anchor = str(token.attrGet("href") or ""), []
        elif kind == "link_close":
            self._close_link(empty=True)
        elif kind == "image":
            self._out.add("image", token.content, self._line, href=str(token.attrGet("src") or ""))
        elif kind in ("text", "code_inline"):
            self._text(token)

    def _text(self, token: Token) -> None:
        if self._href is not None:
            self._anchor.append(plain_brackets(token.content))
        elif token.type == "code_inline":
            self._out.add("code", token.content, self._line)
        else:
            kind: PieceKind = (
                "strong" if self._open["strong"] > 0 else "emphasis" if self._open["emphasis"] > 0 else "text"
            )
            self._out.add(kind, plain_brackets(token.content, of_title=kind != "text"), self._line)

    def _close_link(self, *, empty: bool = False) -> None:
        if self._href is not None and (self._anchor or empty):
            self._out.add("link", "".join(self._anchor), self._line, href=self._href)
        self._href, self._anchor = None, []


def _inline_tag(content: str, hidden: int) -> tuple[bool, str | None, int]:
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
    return name == "br", None, hidden


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
            self._inline.add("image", (alt[1] or alt[2] or "") if alt else "", line)
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
