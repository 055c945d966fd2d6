"""Paragraphs that are numbered as entries beside them are."""

from collections.abc import Sequence

from curabib.evidence.regex import regex
from curabib.readers.signs import ENOUGH, Signs, look
from curabib.readers.tree import Block

NUMBERED = regex(r"^\s*(?:\[[\w\-+]{1,12}\]\s+|\(?\d{1,3}[.)]\s+|\d{1,3}[、．]\s*|（\d{1,3}）\s*|[①-⑳]\s*)")
MOST_LINES = 6
_FEWEST_WORDS = 6
_MOST_WORDS = 90
_LONGEST_NUMBER = 40


def with_siblings(run: Sequence[Block], found: frozenset[int]) -> frozenset[int]:
    """Return the ids of the paragraphs of a run that are entries, and of those that are numbered like them.

    Half of what is numbered so is an entry by its own signs; the others show some sign of a work, if not enough.
    """
    if not found or len(found) == len(run):
        return found
    marks = {id(block): mark for block in run if (mark := _mark(block))}
    known = {marks[one] for one in found if one in marks}
    like = [block for block in run if marks.get(id(block), "") in known]
    if 2 * len(found & marks.keys()) < len(like):
        return found
    return found.union(id(block) for block in like if id(block) not in found and _is_work(look(block.pieces)))


def _mark(block: Block) -> str:
    """Return how a paragraph of a few lines is numbered: the markup of the number and its first sign, or nothing."""
    lead = NUMBERED.match(block.text[:_LONGEST_NUMBER]) if block.pieces else None
    if lead is None or len(block.lines) > MOST_LINES:
        return ""
    sign = lead.group().strip()[0]
    return f"{block.pieces[0].kind} {'1' if sign.isdigit() else sign}"


def _is_work(signs: Signs) -> bool:
    return _FEWEST_WORDS <= signs.words <= _MOST_WORDS and signs.reaches(ENOUGH) and not signs.template
