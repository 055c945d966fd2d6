"""The block tree: what every document language is turned into before entries are cut out of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from curabib.evidence import links
from curabib.model import Location, Piece, PieceKind

UNKNOWN = "unknown"  # the label of code that is markup its parser has no place for

BlockKind = Literal[
    "heading", "paragraph", "list", "item", "table", "row", "quote", "code", "fold", "end", "other", "page"
]


class TooDeep(Exception):
    """A document nests more deeply than blocks are to nest; `line` is where it does.

    `blocks` are those of the document with what is too deep moved up, or none if its parser would not come to an end.
    """

    def __init__(self, line: int, blocks: "tuple[Block, ...]" = ()) -> None:
        """Keep the line, 1-based, and the blocks."""
        super().__init__(line)
        self.line = line
        self.blocks = blocks


class TooBig(Exception):
    """A document would keep its parser busy for minutes; `message` says what there is too much of."""

    def __init__(self, message: str) -> None:
        """Keep the message."""
        super().__init__(message)
        self.message = message


class Malformed(Exception):
    """A document is not of the format that its reader reads; `message` says why, `line` where (1-based)."""

    def __init__(self, message: str, line: int = 1) -> None:
        """Keep both."""
        super().__init__(message)
        self.message = message
        self.line = line


class PieceLine(tuple[Piece, ...]):
    """The pieces of one line of a block, without breaks."""

    @cached_property
    def text(self) -> str:
        """The line's text without markup, as `plain` gives it."""
        return plain(self)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Block:
    """One block of a document, its own inline content in `pieces`, the blocks inside it in `children`.

    `level` is a heading's depth (1 outermost; 0 where the language does not say), `label` an item's marker, the
    language of a code block, or a row's `head` when it is the header of its table. A `fold` is a heading that stands
    until the next `end` block (HTML's `summary` in `details`). A `page`, which can only be the first block, is what the
    document is called apart from its text (HTML's `title`). Lines count from 1, inclusive. A block is a place in a
    document: it equals itself alone.
    """

    kind: BlockKind
    line: int
    end_line: int
    pieces: tuple[Piece, ...] = ()
    children: tuple["Block", ...] = ()
    level: int = 0
    label: str = ""

    _cut: list[tuple[PieceLine, ...]] = field(default_factory=list, init=False, repr=False)

    @property
    def text(self) -> str:
        """The block's own text without markup, breaks as blanks."""
        return " ".join([line.text for line in self.lines if line.text])

    @property
    def lines(self) -> tuple[PieceLine, ...]:
        """The lines of the block's own pieces, as `split_lines` gives them; they are cut once."""
        if not self._cut:
            self._cut.append(tuple(split_lines(self.pieces)))
        return self._cut[0]

    @property
    def links(self) -> list[Piece]:
        """The links among the block's own pieces."""
        return [piece for piece in self.pieces if piece.kind == "link"]


def head_of(item: Block) -> Block:
    """Return the first block of an item: its own line."""
    for child in item.children:
        if child.kind in ("paragraph", "heading"):
            return child
    return item


def plain(pieces: Iterable[Piece]) -> str:
    """Return the text of pieces without markup, images left out, breaks and runs of blanks as one blank."""
    texts = [" " if piece.kind == "break" else piece.text for piece in pieces if piece.kind != "image"]
    return " ".join("".join(texts).split())


def split_lines(pieces: Sequence[Piece]) -> list[PieceLine]:
    """Return the pieces of each line, breaks left out, empty lines dropped."""
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.kind == "break":
            lines.append([])
        else:
            lines[-1].append(piece)
    return [PieceLine(line) for line in lines if any(map(_shows, line))]


def _shows(piece: Piece) -> bool:
    return bool(piece.href) or (piece.text != "" and not piece.text.isspace())


def walk(blocks: Iterable[Block]) -> Iterator[Block]:
    """Iterate over blocks and everything inside them, in the order of the document."""
    stack = [iter(tuple(blocks))]
    while stack:
        block = next(stack[-1], None)
        if block is None:
            stack.pop()
            continue
        yield block
        if block.children:
            stack.append(iter(block.children))


class Inline:
    """Collects the pieces of one block: merges equal neighbours and turns bare URLs into links."""

    def __init__(self, path: str) -> None:
        """Start empty; `path` goes into every location."""
        self._path = path
        self._pieces: list[Piece] = []
        self._at: Location | None = None

    def add(self, kind: PieceKind, text: str, line: int, *, href: str = "", column: int = 1) -> None:
        """Append a run of one kind; text and code are split at bare URLs."""
        if kind == "text" and ("." in text or ":" in text):
            position = 0
            for start, end, url in links.find_urls(text):
                self._put("text", text[position:start], line, "", column)
                self._put("link", text[start:end], line, url if "://" in url else f"http://{url}", column)
                position = end
            text = text[position:]
        self._put(kind, text, line, href, column)

    @property
    def begins(self) -> bool:
        """Whether what is added next begins a line."""
        return not self._pieces or self._pieces[-1].kind == "break"

    def line_break(self, line: int, what: str = "line") -> None:
        """Append a break unless the pieces are empty or end in one."""
        if self._pieces and self._pieces[-1].kind != "break":
            self._put("break", what, line, "", 1)

    def cell_break(self, line: int) -> None:
        """Append the break between two cells of a row; empty cells count."""
        self._put("break", "cell", line, "", 1)

    def verbatim(self, text: str, line: int) -> None:
        """Append a run of code as it is."""
        self._put("code", text, line, "", 1)

    def extend(self, pieces: Iterable[Piece]) -> None:
        """Append finished pieces."""
        self._pieces.extend(pieces)

    def pieces(self) -> tuple[Piece, ...]:
        """Return what was collected, without a break at the end."""
        while self._pieces and self._pieces[-1].kind == "break" and self._pieces[-1].text != "cell":
            self._pieces.pop()
        return tuple(self._pieces)

    def _put(self, kind: PieceKind, text: str, line: int, href: str, column: int) -> None:
        if not text and kind not in ("image", "link"):
            return
        at = self._at
        if kind == "text" and self._pieces:
            last = self._pieces[-1]
            if last.kind == "text" and last.location.line == line:
                self._pieces[-1] = Piece(kind="text", text=last.text + text, location=last.location)
                return
        if at is None or at.line != line or at.column != column:
            at = self._at = Location(path=self._path, line=line, column=column)
        self._pieces.append(Piece(kind=kind, text=text, href=href, location=at))
