"""Paragraphs in which a line of people, up to a colon, stands over each title: DBLP copied from its page, mails."""

from collections.abc import Sequence

from curabib.evidence import dates, labels, people
from curabib.readers import runs
from curabib.readers.tree import Block, BlockKind, PieceLine

_FEWEST = 2
_TITLE_WORDS = 2
_LONGEST = 3000
_COLONS = (":", "：")


def cut(block: Block) -> tuple[Block, ...]:
    """Return the works of a paragraph as lists, dates above them as headings, or nothing where it holds none such.

    Two lines at least are several people and a colon; then one whole name and a colon is a line of people, too. The
    title stands on the line below, or on two where the first has no date and the second begins in the middle.
    """
    if not any(piece.kind == "text" and piece.text.rstrip().endswith(_COLONS) for piece in block.pieces):
        return ()
    lines = block.lines
    named = [_people_of(line.text) for line in lines]
    if sum(found == 2 for found in named) < _FEWEST:
        return ()
    found: list[Block] = []
    works: list[Block] = []
    place = 0
    while place < len(lines):
        end = _end(lines, named, place)
        if end:
            works.append(_item(lines[place:end]))
        else:
            end = place + 1
            # a year between two works says when, as a heading above them would
            if dates.is_date(lines[place].text):
                found += [*_listed(works), _block("heading", lines[place:end])]
                works = []
        place = end
    return (*found, *_listed(works))


def _people_of(text: str) -> int:
    """Return the evidence for people in a line that ends in a colon, 0 in any other."""
    if not text.endswith(_COLONS) or len(text) > _LONGEST or labels.line_label(f"{text} x") is not None:
        return 0
    found = people.evidence(text[:-1])
    return found if found == 2 or (found and " " in text) else 0


def _end(lines: Sequence[PieceLine], named: Sequence[int], place: int) -> int:
    """Return behind which line the work ends whose people stand on a line, or 0 where none stand there."""
    title = place + 1
    if not named[place] or title == len(lines) or named[title]:
        return 0
    if len(lines[title].text.split()) < _TITLE_WORDS:
        return 0
    goes_on = title + 1 < len(lines) and lines[title + 1].text[:1].islower()
    return title + 1 + (goes_on and dates.find_year(lines[title].text) is None)


def _listed(works: Sequence[Block]) -> tuple[Block, ...]:
    if not works:
        return ()
    return (Block(kind="list", line=works[0].line, end_line=works[-1].end_line, children=tuple(works)),)


def _item(lines: Sequence[PieceLine]) -> Block:
    title = list(lines[1])
    for line in lines[2:]:
        title += [runs.text_piece(" ", line[0].location.line, line[0].location.path), *line]
    head = _block("paragraph", (lines[0], PieceLine(title)))
    return Block(kind="item", line=head.line, end_line=head.end_line, children=(head,))


def _block(kind: BlockKind, lines: Sequence[PieceLine]) -> Block:
    first, last = lines[0][0].location.line, lines[-1][-1].location.line
    return Block(kind=kind, line=first, end_line=last, pieces=runs.join(lines))
