"""Tables that arrange a page instead of listing works row by row, and rows that list works in one of their cells."""

from collections.abc import Iterator, Sequence

from curabib.evidence import dates, labels
from curabib.readers import headings
from curabib.readers.above import TOPIC_LEVEL
from curabib.readers.signs import look
from curabib.readers.tree import Block

_FEWEST = 2
_SURE = 3
_LONGEST_TOPIC = 20


def is_layout(cells: Sequence[Sequence[Block]]) -> bool:
    """Return whether the cells of a row, each given by its blocks, only arrange what stands in them.

    A heading stands in the one cell that has text, or names what is no work in one of several, or a cell holds a table
    of works, each in a row.
    """
    if any(len(blocks) == 1 and _names_no_work(blocks[0]) for blocks in cells):
        return True
    if len(cells) == 1 and any(block.kind == "heading" for block in cells[0]):
        return True
    return any(block.kind == "table" and _lists_works(block) for blocks in cells for block in blocks)


def _names_no_work(block: Block) -> bool:
    return block.kind == "heading" and labels.heading_kind(block.text) != ""


def _lists_works(table: Block) -> bool:
    """Whether two rows of a table, and half of them, begin with a title and show what a work has besides."""
    sure = 0
    for row in table.children:
        signs = look(row.pieces)
        sure += (signs.leading_link or signs.marked_title) and signs.reaches(_SURE)
    return sure >= _FEWEST and 2 * sure >= len(table.children)


def works_of_topic(cells: Sequence[Sequence[Block]]) -> Block | None:
    """Return a row that lists works in one of its cells as a row of these, below what the other cells say, or None.

    Each begins with its title as a link, two at least, and no other cell has a link with the words of a title.
    """
    lists = [place for place, blocks in enumerate(cells) if any(block.kind == "list" for block in blocks)]
    works = [place for place in lists if _begin_with_titles(cells[place])]
    if len(works) != 1:
        return None
    place = works[0]
    inside = cells[place]
    if any(_is_titled(block) for blocks in (*cells[:place], *cells[place + 1 :]) for block in blocks):
        return None
    line, end = inside[0].line, max(block.end_line for block in inside)
    nearest = [*reversed(cells[:place]), *cells[place + 1 :]]
    topic = next((block for blocks in nearest for block in blocks if _names_topic(block)), None)
    if topic is None:
        return Block(kind="row", line=line, end_line=end, children=tuple(inside))
    heading = Block(
        kind="heading",
        line=topic.line,
        end_line=topic.end_line,
        pieces=tuple(topic.lines[0]),
        level=TOPIC_LEVEL,
    )
    item = Block(kind="item", line=topic.line, end_line=end, children=(heading, *inside))
    listed = Block(kind="list", line=topic.line, end_line=end, children=(item,))
    return Block(kind="row", line=topic.line, end_line=end, children=(listed,))


def _begin_with_titles(blocks: Sequence[Block]) -> bool:
    items = [item for block in blocks if block.kind == "list" for item in block.children]
    titled = sum(any(map(_is_titled, item.children[:1])) for item in items)
    return titled >= _FEWEST and 2 * titled >= len(items)


def _is_titled(block: Block) -> bool:
    signs = look(block.pieces)
    return signs.leading_link and not headings.only_labels(block.pieces)


def _names_topic(block: Block) -> bool:
    """Whether the first line of a block is a few words, and no date or number."""
    text = block.lines[0].text if block.lines else ""
    return (
        any(map(str.isalpha, text))
        and len(text.split()) <= _LONGEST_TOPIC
        and not dates.is_date(text)
        and not dates.is_slot(text)
    )


def told(blocks: Sequence[Block]) -> Iterator[Block]:
    """Iterate over the blocks of a cell that have text; what is in its lists and inner tables comes after."""
    stack = [iter(blocks)]
    while stack:
        block = next(stack[-1], None)
        if block is None:
            stack.pop()
            continue
        if block.pieces and block.kind != "code":
            yield block
        if block.children and block.kind != "quote":
            stack.append(iter(block.children))
