"""Lists whose bullets are no markup: lines that begin with an emoji or another ornament."""

from collections import Counter
from collections.abc import Iterator, Sequence

from curabib.evidence.labels import is_emoji
from curabib.model import Piece
from curabib.readers.tree import Block

_BULLETS = frozenset("•◦▪▫‣●○■□◆◇▶►▸▹➤➢➣➜→⇒❖✦✧✓✔☑☐·∙»›※◉")
_FEWEST = 3
_FEWEST_ALIKE = 2


def gather(blocks: Sequence[Block]) -> Sequence[Block]:
    """Return blocks with paragraphs whose lines begin with ornaments put together as lists.

    Three such lines in a row, or two that begin alike, make a list; a line without one goes on with the line before.
    """
    if not any(map(_begins, blocks)):
        return blocks
    found: list[Block] = []
    run: list[Block] = []
    for block in (*blocks, None):
        if block is not None and _begins(block):
            run.append(block)
            continue
        found += _listed(run)
        run = []
        if block is not None:
            found.append(block)
    return found


def _begins(block: Block) -> bool:
    return block.kind == "paragraph" and bool(block.pieces) and bool(_ornament(block.pieces))


def _ornament(line: Sequence[Piece]) -> str:
    """Return the ornament that a line begins with, words behind it, or the empty string."""
    first = line[0]
    said = first.text.lstrip() if first.kind == "text" else ""
    if not said or not (said[0] in _BULLETS or is_emoji(said[0])):
        return ""
    return said[0] if len(line) > 1 or said[1:].strip() else ""


def _listed(run: Sequence[Block]) -> Iterator[Block]:
    items: list[tuple[Block, list[Piece]]] = []
    marks: list[str] = []
    for block in run:
        for line in block.lines:
            mark = _ornament(line)
            if mark:
                marks.append(mark)
                items.append((block, _without(line, mark)))
            else:
                items[-1][1].append(Piece(kind="break", text="line", location=line[0].location))
                items[-1][1].extend(line)
    alike = max(Counter(marks).values(), default=0)
    if len(marks) < _FEWEST and alike < _FEWEST_ALIKE:
        yield from run
        return
    children = tuple(_item(block, pieces, mark) for (block, pieces), mark in zip(items, marks, strict=True))
    yield Block(kind="list", line=run[0].line, end_line=run[-1].end_line, children=children)


def _without(line: Sequence[Piece], mark: str) -> list[Piece]:
    first = line[0]
    text = first.text.lstrip()[len(mark) :].lstrip("\ufe0f\u200d ")
    rest = [Piece(kind="text", text=text, location=first.location)] if text else []
    return [*rest, *line[1:]]


def _item(block: Block, pieces: Sequence[Piece], mark: str) -> Block:
    line = pieces[0].location.line if pieces else block.line
    last = max((piece.location.line for piece in pieces), default=block.end_line)
    head = Block(kind="paragraph", line=line, end_line=last, pieces=tuple(pieces))
    return Block(kind="item", line=line, end_line=last, children=(head,), label=mark)
