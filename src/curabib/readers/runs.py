"""The runs of pieces that make up an entry: lines, cells, what is nested in a bullet, works side by side."""

from collections.abc import Iterable, Sequence
from itertools import takewhile

from curabib.evidence import labels, people
from curabib.evidence.regex import regex
from curabib.model import Location, Piece
from curabib.readers.tree import Block

_TITLE_WORDS = 3
_MOST_WORKS = 200
_LABEL_WORDS = 2
_SIDE_BY_SIDE = regex(
    r"[\s,;]*(?:by [^.;()]{3,80}?\s*)?(?:\([^()]{4,80}\))?(?:[\s,]*;|[\s,;]*\b(?:and|&)(?:\s+(?:[Tt]he|[Aa]n?))?)\s*"
)


def line_break(what: str, line: int, path: str) -> Piece:
    """Return a break before `line`; `what` is line, cell, item or block."""
    return Piece(kind="break", text=what, location=Location(path=path, line=line))


def text_piece(text: str, line: int, path: str) -> Piece:
    """Return a run of plain text."""
    return Piece(kind="text", text=text, location=Location(path=path, line=line))


def join(lines: Sequence[Sequence[Piece]]) -> tuple[Piece, ...]:
    """Return lines as one run of pieces with breaks between them."""
    pieces: list[Piece] = []
    for line in lines:
        if pieces:
            pieces.append(Piece(kind="break", text="line", location=line[0].location))
        pieces += line
    return tuple(pieces)


def cells(pieces: Sequence[Piece]) -> list[tuple[Piece, ...]]:
    """Return the pieces of each cell of a row, empty cells included."""
    found: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.kind == "break" and piece.text == "cell":
            found.append([])
        else:
            found[-1].append(piece)
    return [tuple(cell) for cell in found]


def of_item(item: Block, children: Iterable[Block], path: str) -> list[Piece]:
    """Return the pieces of an item with those of these children, with breaks between its parts."""
    return _gather(list(item.pieces), ((child, child.kind == "paragraph") for child in children), path)


def of_block(block: Block, path: str) -> list[Piece]:
    """Return everything inside a block as pieces, with breaks between its parts; code is left out."""
    return [] if block.kind == "code" else _gather(list(block.pieces), _within(block), path)


def _within(block: Block) -> Iterable[tuple[Block, bool]]:
    return ((child, False) for child in block.children)


def _gather(pieces: list[Piece], parts: Iterable[tuple[Block, bool]], path: str) -> list[Piece]:
    """Append what is in blocks, without recursion; the title of a fold goes on in what the fold hides."""
    fold = False
    stack = [iter(parts)]
    while stack:
        child, begins = next(stack[-1], (None, False))
        if child is None:
            stack.pop()
            continue
        if child.kind == "code":
            continue
        if child.pieces:
            if pieces and not fold:
                pieces.append(line_break("block" if begins else "item", child.line, path))
            pieces += child.pieces
            fold = child.kind == "fold"
            if fold:
                pieces.append(text_piece(" ", child.line, path))
        if child.children:
            stack.append(iter(_within(child)))
    return pieces


def split_works(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Return the pieces of each work of an item: several where "[A](…) (1981) and [B](…) (1990)" names them.

    What follows the last one in the item goes with it.
    """
    if _may_be_titles(pieces) < 2:
        return [[*pieces]]
    cuts: list[int] = []
    opened = False
    between = ""
    for place, piece in enumerate(pieces):
        if piece.kind == "break":
            break
        if piece.kind == "link" and _is_title_link(piece):
            if opened and _SIDE_BY_SIDE.fullmatch(between):
                cuts.append(place)
            elif (opened and len(between) > 200) or (not opened and between.strip()):
                break
            opened, between = True, ""
        elif piece.kind in ("text", "emphasis", "strong"):
            between += piece.text
    parts = []
    start = 0
    for cut in cuts:
        parts.append([*pieces[start:cut]])
        start = cut
    return [*parts, [*pieces[start:]]]


def _may_be_titles(pieces: Sequence[Piece]) -> int:
    """Return how many links of the first line have the words of a title."""
    first = takewhile(lambda piece: piece.kind != "break", pieces)
    return sum(piece.kind == "link" and len(piece.text.split(maxsplit=1)) == 2 for piece in first)


def works_of_row(pieces: Sequence[Piece]) -> list[tuple[Piece, ...]]:
    """Return the pieces of each work of a row: several where one cell lists titles that are links, one by one.

    Each keeps the other cells. What stands between two of them ends at a semicolon or a new line.
    """
    found = cells(pieces)
    for place, cell in enumerate(found):
        works = _works_of_cell(cell)
        if 1 < len(works) <= _MOST_WORKS:
            gaps = [piece for piece in pieces if piece.kind == "break" and piece.text == "cell"]
            return [_row_of([*found[:place], work, *found[place + 1 :]], gaps) for work in works]
    return [tuple(pieces)]


def _works_of_cell(cell: Sequence[Piece]) -> list[tuple[Piece, ...]]:
    works: list[list[Piece]] = [[]]
    titled = False
    for piece in cell:
        titles = piece.kind == "link" and _is_title_link(piece) and len(piece.text.split()) >= _TITLE_WORDS
        if titles and titled:
            ended = _without_separator(works[-1])
            if ended is None:
                return []
            works[-1] = ended
            works.append([])
        titled = titled or titles
        works[-1].append(piece)
    return [tuple(work) for work in works]


def _without_separator(work: Sequence[Piece]) -> list[Piece] | None:
    """Return a work without the sign behind it that another one follows, or None where there is none."""
    last = work[-1]
    if last.kind == "break":
        return list(work[:-1])
    end = next((at for at in range(len(work) - 1, -1, -1) if work[at].kind == "break"), -1)
    if end >= 0:
        said = "".join(piece.text for piece in work[end + 1 :]).strip(" -–•*·")
        if not said or (said.endswith(":") and len(said.split()) <= _LABEL_WORDS):
            return list(work[:end])  # a bullet, or a word about the next one ("Optional:")
    text = last.text.rstrip()
    if last.kind != "text" or (text[-1:] != ";" and text.strip() not in (",", "and", "&")):
        return None
    return [*work[:-1], text_piece(text.rstrip(";,& "), last.location.line, last.location.path)]


def _row_of(found: Sequence[Sequence[Piece]], gaps: Sequence[Piece]) -> tuple[Piece, ...]:
    row: list[Piece] = list(found[0])
    for cell, gap in zip(found[1:], gaps, strict=True):
        row += [gap, *cell]
    return tuple(row)


def _is_title_link(piece: Piece) -> bool:
    return (
        len(piece.text.split()) >= 2
        and not labels.link_label(piece.text)
        and not piece.href.startswith("#")
        and not people.evidence(piece.text)
    )
