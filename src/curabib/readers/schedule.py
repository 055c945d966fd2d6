"""Session pages: a time slot stands in front of each entry."""

from collections.abc import Sequence

from curabib.evidence import dates
from curabib.readers.tree import Block

_FEWEST = 2


def is_schedule(blocks: Sequence[Block]) -> bool:
    """Return whether time slots ("Wed 21 July 17:00 - 17:20 PDT") open two blocks or more."""
    return sum(map(_opens, blocks)) >= _FEWEST


def gather(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return the blocks with each slot and what follows it as one `item` labelled `slot`.

    What follows goes up to the next slot or real heading; a line that only stands alone belongs to the slot. A slot
    whose own block says more than the time ends with that block. A slot with nothing behind it stays as it was.
    """
    out: list[Block] = []
    opened: list[Block] = []
    for block in blocks:
        if _opens(block):
            out += _close(opened)
            opened = [block]
            if len(block.lines) > 1:
                out += _close(opened)
                opened = []
        elif opened and (
            block.kind in ("paragraph", "list") or (block.kind == "heading" and block.level == 0)
        ):
            opened.append(block)
        else:
            out += _close(opened)
            opened = []
            out.append(block)
    out += _close(opened)
    return tuple(out)


def _opens(block: Block) -> bool:
    if block.kind not in ("paragraph", "heading") or not block.pieces:
        return False
    lines = block.lines
    return bool(lines) and dates.is_slot(lines[0].text)


def _close(opened: Sequence[Block]) -> list[Block]:
    if not opened:
        return []
    first = opened[0]
    if len(opened) == 1 and len(first.lines) == 1:
        return [first]
    inside = tuple(
        Block(
            kind="paragraph",
            line=block.line,
            end_line=block.end_line,
            pieces=block.pieces,
            children=block.children,
        )
        for block in opened
    )
    return [Block(kind="item", line=first.line, end_line=opened[-1].end_line, children=inside, label="slot")]
