"""A document as lines, whatever its language: what an entry pattern is matched against."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from curabib.evidence import labels
from curabib.evidence.text import clean
from curabib.model import Piece
from curabib.readers.tree import Block

_CELLS = " | "
_LEVELLESS = 90  # a heading of a language that does not say how deep it is
_FOLD = 99


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a document.

    `text` is what a reader sees, in single blanks; `runs` are (kind, start, end, href) of its strong, emphasised, code
    and linked stretches. `headings` stand above it, outermost first; `owner` numbers the list item, row or paragraph
    that it is in; `heading` says that it is one itself.
    """

    text: str
    runs: tuple[tuple[str, int, int, str], ...]
    pieces: tuple[Piece, ...]
    headings: tuple[str, ...]
    owner: int
    line: int
    end_line: int
    heading: bool = False


def lines_of(blocks: Sequence[Block]) -> Iterator[Line]:
    """Yield the lines of a document in order: those of paragraphs, items and headings, rows with their cells joined.

    A single heading of the first level is the document's title, and above nothing.
    """
    only_title = sum(block.kind == "heading" and block.level == 1 for block in blocks) == 1
    above: list[tuple[int, str]] = []
    owner = 0
    stack: list[tuple[Iterator[Block], int]] = [(iter(blocks), 0)]
    while stack:
        walk, inside = stack[-1]
        block = next(walk, None)
        if block is None:
            stack.pop()
            continue
        if block.kind == "end":
            above = [step for step in above if step[0] < _FOLD]
            continue
        if inside:
            number = inside
        else:
            owner += 1
            number = owner
        if block.kind in ("heading", "fold"):
            yield from _lines(block, _texts(above), number)
            level = block.level if block.kind == "heading" else _FOLD
            above = [step for step in above if step[0] < (level or _LEVELLESS)]
            text = labels.heading_text(block.text)
            above.append((level or _LEVELLESS, "" if level == 1 and only_title else text))
        else:
            yield from _lines(block, _texts(above), number)
        # the blocks of a list own themselves, those of an item belong to the outermost item
        stack.append((iter(block.children), 0 if block.kind in ("list", "table") and not inside else number))


def _texts(above: Sequence[tuple[int, str]]) -> tuple[str, ...]:
    return tuple(text for _, text in above if text)


def _lines(block: Block, headings: tuple[str, ...], owner: int) -> Iterator[Line]:
    held: list[Piece] = []
    for piece in (*block.pieces, None):
        if piece is not None and not (piece.kind == "break" and piece.text != "cell"):
            held.append(piece)
            continue
        line = _line(held, block, headings, owner)
        if line is not None:
            yield line
        held = []


def _line(held: Sequence[Piece], block: Block, headings: tuple[str, ...], owner: int) -> Line | None:
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
        headings=headings,
        owner=owner,
        line=min(numbers, default=block.line),
        end_line=max(numbers, default=block.end_line),
        heading=block.kind == "heading",
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
    first, last = lines[0], lines[-1]
    return Line(
        text=text,
        runs=tuple(runs),
        pieces=tuple(pieces),
        headings=first.headings,
        owner=first.owner,
        line=first.line,
        end_line=last.end_line,
        heading=first.heading,
    )
