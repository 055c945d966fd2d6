"""A document as lines, whatever its language: what an entry pattern is matched against."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from curabib.evidence import labels
from curabib.evidence.text import clean
from curabib.model import Piece
from curabib.readers.tree import Block

_CELLS = " | "
_LEVELLESS = 90  # a heading of a language that does not say how deep it is
_FOLD = 99


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading above a line: which block of the document it is, and its text."""

    block: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a document.

    `text` is what a reader sees, in single blanks; `runs` are (kind, start, end, href) of its strong, emphasised, code
    and linked stretches. `headings` stand above it, outermost first; `block` numbers the block it is a line of, `owner`
    the list item, row or paragraph that this is in; `item` says that it is an item or a row; `heading` that the line is
    a heading itself.
    """

    text: str
    runs: tuple[tuple[str, int, int, str], ...]
    pieces: tuple[Piece, ...]
    headings: tuple[Heading, ...]
    block: int
    owner: int
    line: int
    end_line: int
    item: bool = False
    heading: bool = False

    @property
    def only_links(self) -> bool:
        """Whether nothing is said outside of links."""
        at = 0
        for kind, start, end, _ in self.runs:
            if kind == "link" and start >= at:
                if any(map(str.isalnum, self.text[at:start])):
                    return False
                at = end
        return at > 0 and not any(map(str.isalnum, self.text[at:]))


def lines_of(blocks: Sequence[Block]) -> Iterator[Line]:
    """Yield the lines of a document in order: those of paragraphs, items and headings, rows with their cells joined.

    A single heading of the first level is the document's title, and above nothing.
    """
    only_title = sum(block.kind == "heading" and block.level == 1 for block in blocks) == 1
    above: list[tuple[int, Heading]] = []
    count = 0
    # the blocks to come, who owns them (0: each itself), and whether they are inside an item
    stack: list[tuple[Iterator[Block], int, bool]] = [(iter(blocks), 0, False)]
    while stack:
        walk, inside, in_item = stack[-1]
        block = next(walk, None)
        if block is None:
            stack.pop()
            continue
        if block.kind == "page":
            continue
        if block.kind == "end":
            above = [step for step in above if step[0] < _FOLD]
            continue
        count += 1
        level = _level(block)
        above = [step for step in above if not level or step[0] < level]
        owner, item = inside or count, in_item or block.kind in ("item", "row")
        yield from _lines(_Place(block, tuple(found for _, found in above if found.text), count, owner, item))
        if level:
            text = "" if block.level == 1 and only_title else labels.heading_text(block.text)
            above.append((level, Heading(count, text)))
        # the blocks of a list own themselves, those of an item belong to the outermost item
        stack.append(
            (iter(block.children), 0 if block.kind in ("list", "table") and not inside else owner, item)
        )


def _level(block: Block) -> int:
    """Return how deep a heading is, 0 for what is none."""
    if block.kind == "fold":
        return _FOLD
    return (block.level or _LEVELLESS) if block.kind == "heading" else 0


@dataclass(frozen=True, slots=True)
class _Place:
    """A block, what stands above it, its number, and what it belongs to."""

    block: Block
    headings: tuple[Heading, ...]
    number: int
    owner: int
    item: bool


def _lines(place: _Place) -> Iterator[Line]:
    held: list[Piece] = []
    for piece in (*place.block.pieces, None):
        if piece is not None and not (piece.kind == "break" and piece.text != "cell"):
            held.append(piece)
            continue
        line = _line(held, place)
        if line is not None:
            yield line
        held = []


def _line(held: Sequence[Piece], place: _Place) -> Line | None:
    """Return the line of some pieces, its text put together with single blanks, or None where it says nothing."""
    text = ""
    runs: list[tuple[str, int, int, str]] = []
    for piece in held:
        if piece.kind == "image":
            continue
        said = _CELLS if piece.kind == "break" else piece.text
        leads, trails = said[:1].isspace(), said[-1:].isspace()
        words = clean(said)
        if leads and text and not text.endswith(" "):
            text += " "
        start = len(text)
        text += words
        if piece.kind not in ("text", "break") and (words or piece.href):
            runs.append((piece.kind, start, len(text), piece.href))
        if trails and text and not text.endswith(" "):
            text += " "
    text = text.rstrip()
    if not text:
        return None
    numbers = [piece.location.line for piece in held]
    return Line(
        text=text,
        runs=tuple(runs),
        pieces=tuple(held),
        headings=place.headings,
        block=place.number,
        owner=place.owner,
        line=min(numbers, default=place.block.line),
        end_line=max(numbers, default=place.block.end_line),
        item=place.item,
        heading=place.block.kind == "heading",
    )


def joined(lines: Sequence[Line]) -> Line:
    """Return several lines as one, as a list means them that wraps its lines."""
    text = ""
    runs: list[tuple[str, int, int, str]] = []
    pieces: list[Piece] = []
    for line in lines:
        text += " " if text else ""
        shift = len(text)
        text += line.text
        runs += [(kind, start + shift, end + shift, href) for kind, start, end, href in line.runs]
        if pieces:
            pieces.append(Piece(kind="text", text=" ", location=line.pieces[0].location))
        pieces += line.pieces
    return replace(lines[0], text=text, runs=tuple(runs), pieces=tuple(pieces), end_line=lines[-1].end_line)
