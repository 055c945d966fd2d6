"""Paragraphs of references with hanging indents: each begins at the margin, and its other lines are set in."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from curabib.model import Piece
from curabib.readers.tree import Block

_FEWEST = 3
_NARROWEST = 50
_MOSTLY = 0.9
_PROBE = 8
_ADDRESS = ("http://", "https://", "www.", "doi:")


def join(blocks: Sequence[Block], text: str) -> tuple[Block, ...]:
    """Return blocks with blanks for the breaks before lines that are set in, where these only wrap the line above.

    `text` is the document they are of. Lines wrap where the next word would not fit: a title with its people set in
    below it ends wherever it ends.
    """
    if not any(map(_may_hang, blocks)):
        return tuple(blocks)
    source = text.split("\n")
    return tuple(_joined(block, source) if _may_hang(block) else block for block in blocks)


def _may_hang(block: Block) -> bool:
    """Whether a paragraph has lines enough for some references and the ends of some: cheap, as most have one line."""
    return (
        block.kind == "paragraph"
        and sum(piece.kind == "break" and piece.text == "line" for piece in block.pieces) >= 2 * _FEWEST - 1
    )


def _joined(block: Block, source: Sequence[str]) -> Block:
    first = block.pieces[0].location.line
    lines = [first, *(piece.location.line for piece in block.pieces if piece.kind == "break")]
    if lines != list(range(first, first + len(lines))) or lines[-1] > len(source):
        return block
    shown = [source[line - 1].rstrip() for line in lines]
    if not _hangs(shown) or not _are_shown(block, source):
        return block
    pieces = [
        Piece(kind="text", text=" ", location=piece.location)
        if piece.kind == "break" and _is_set_in(source[piece.location.line - 1])
        else piece
        for piece in block.pieces
    ]
    return replace(block, pieces=tuple(pieces))


def _hangs(lines: Sequence[str]) -> bool:
    """Whether some lines begin at the margin, the first too, and the others go on with a line that was full."""
    begun = [not _is_set_in(line) for line in lines]
    ends = [
        (len(before), len(after.split(None, 1)[0]))
        for before, after in pairwise(lines)
        if _is_set_in(after) and not after.lstrip().startswith(_ADDRESS)
    ]
    if not begun[0] or sum(begun) < _FEWEST or len(ends) < _FEWEST:
        return False
    margin = max(map(len, lines))
    full = sum(width + 1 + word > margin for width, word in ends)
    return margin >= _NARROWEST and full >= _MOSTLY * len(ends)


def _is_set_in(line: str) -> bool:
    return line[:1].isspace() and not line.isspace()


def _are_shown(block: Block, source: Sequence[str]) -> bool:
    """Whether the lines of the source begin as those of the paragraph do."""
    return all(
        source[piece.location.line - 1].lstrip().startswith(after.text[:_PROBE])
        for piece, after in pairwise(block.pieces)
        if piece.kind == "break" and after.kind == "text"
    )
