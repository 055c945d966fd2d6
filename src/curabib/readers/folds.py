"""Folds (HTML's `details`) that hold one work each."""

from collections.abc import Sequence
from dataclasses import replace

from curabib.evidence import labels
from curabib.readers.headings import VENUE_YEAR_END, lists_works
from curabib.readers.signs import look
from curabib.readers.tree import Block, plain

_SHORTEST = 3
_AROUND = " [|·,;:-–—"


def gather(blocks: Sequence[Block]) -> Sequence[Block]:
    """Return blocks with each fold that is a work as one `item` labelled `fold`, its title first.

    Folds are works where at least two of them, and half, say so: the title names people or ends in a venue and year,
    and what is folded away is text without lists of other works.
    """
    if not any(block.kind == "fold" for block in blocks):
        return blocks
    spans = _spans(blocks)
    works = {start: end for start, end in spans.items() if _is_work(blocks[start], blocks[start + 1 : end])}
    if len(works) < 2 or 2 * len(works) < len(spans):
        return blocks
    out: list[Block] = []
    place = 0
    while place < len(blocks):
        end = works.get(place)
        if end is None:
            out.append(blocks[place])
        else:
            inside = tuple(replace(block, kind="paragraph") for block in blocks[place : place + 1])
            children = (*inside, *blocks[place + 1 : end])
            last = blocks[min(end, len(blocks) - 1)].end_line
            out.append(
                Block(kind="item", line=blocks[place].line, end_line=last, children=children, label="fold")
            )
            place = end
        place += 1
    return out


def _spans(blocks: Sequence[Block]) -> dict[int, int]:
    """Return the place of each fold that has an end, and of this end."""
    spans: dict[int, int] = {}
    opened: list[int] = []
    for place, block in enumerate(blocks):
        if block.kind == "fold":
            opened.append(place)
        elif block.kind == "end" and opened:
            spans[opened.pop()] = place
    return spans


def _is_work(fold: Block, inside: Sequence[Block]) -> bool:
    said = (piece for piece in fold.pieces if piece.kind != "link" or not labels.link_label(piece.text))
    text = plain(said).rstrip(_AROUND)
    if len(text.split()) < _SHORTEST or any(block.kind in ("fold", "heading", "table") for block in inside):
        return False
    signs = look(fold.pieces)
    return (signs.people == 2 or VENUE_YEAR_END.search(text) is not None) and not lists_works(inside)
