"""How well a title is formed: official records err too, and a list that has it right is heard then."""

import re
from collections.abc import Iterable

from curabib.model import Record, fold

_BLANK_BEFORE = re.compile(r"(?<=\w) [,;:](?= |\Z)")


def best_titled(winner: Record, others: Iterable[Record]) -> Record:
    """Return who states the title with the fewest faults, among those who state the same letters.

    Faults are a title of which all words are in capitals, and a blank before a comma or colon. `winner` is who would
    win by rank; it stays where nobody is better.
    """
    best, least = winner, faults(winner.fields.title)
    if not least:
        return winner
    for record in others:
        if fold(record.fields.title) == fold(winner.fields.title):
            count = faults(record.fields.title)
            if count < least:
                best, least = record, count
    return best


def faults(title: str) -> int:
    """Return how many ways a title is not formed as titles are."""
    return int(len(title.split()) > 2 and title.isupper()) + len(_BLANK_BEFORE.findall(title))
