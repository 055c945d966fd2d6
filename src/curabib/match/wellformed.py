"""How well a title is formed: official records err too, and a list that has it right is heard then."""

import re
from collections.abc import Iterable
from itertools import pairwise

from curabib.model import Record, fold

_BLANK_BEFORE = re.compile(r"(?<=\w) [,;:](?= |\Z)")
_LONGEST_SHORT_FORM = 6


def best_titled(winner: Record, others: Iterable[Record]) -> Record:
    """Return who states the title with the fewest faults, among those who state the same letters.

    Faults are those that `faults` counts, and words that have lost their inner capitals ("Snip", "Imagenet") beside
    another's ("SNIP", "ImageNet"). `winner` is who would win by rank; it stays where nobody is better.
    """
    best = winner
    for record in others:
        mine, theirs = best.fields.title, record.fields.title
        if theirs == mine or fold(theirs) != fold(mine):
            continue
        if (faults(theirs), _flattened(theirs, mine)) < (faults(mine), _flattened(mine, theirs)):
            best = record
    return best


def faults(title: str) -> int:
    """Return how many ways a title is not formed as titles are: all in capitals, blanks before commas or colons."""
    return int(_is_shouted(title)) + len(_BLANK_BEFORE.findall(title))


def _is_shouted(title: str) -> bool:
    return len(title.split()) > 2 and title.isupper()


def _flattened(title: str, other: str) -> int:
    """Return how many words of `title` have no capital behind their first letter where `other` has one."""
    mine, theirs = title.split(), other.split()
    if len(mine) != len(theirs) or _is_shouted(other):
        return 0
    return sum(_has_inner_capital(b) and not _has_inner_capital(a) for a, b in zip(mine, theirs, strict=True))


def _has_inner_capital(word: str) -> bool:
    """Return whether a word is written as a name or short form is; a long one all in capitals is only loud."""
    if len(word) > _LONGEST_SHORT_FORM and word.isupper():
        return False
    return any(a.isalnum() and b.isupper() for a, b in pairwise(word))
