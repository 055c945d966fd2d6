"""How well names and titles are formed: official records err too, and a list that has a name right is heard then."""

import re
from collections.abc import Iterable

from curabib.model import FieldValue, Name, Names, Record, family_key, fold

_FOREIGN = re.compile(r"[\d_@{}\\$?<>\ufffd]")
_BLANK_BEFORE = re.compile(r"(?<=\w) [,;:](?= |\Z)")
_DOUBLED = re.compile(r"(?:^|\s)([a-z])\1\b")


def faults(value: FieldValue) -> int:
    """Return how many names of a list, or titles, are not formed as names and titles are.

    A name is not where a family name or a first given name begins with a small letter (particles stand apart in
    `prefix`), where one of over three letters is in capitals while others of the list are not, where there is a digit
    or a sign that no name has; a title where all of its words are in capitals, or a
    blank stands before a comma or colon.
    """
    if isinstance(value, Names):
        shouting = [_is_shouted(name) for name in value]
        all_shout = bool(shouting) and all(shouting)
        return sum(
            _is_odd(name) or (loud and not all_shout) for name, loud in zip(value, shouting, strict=True)
        ) + (len(shouting) if all_shout and len(shouting) > 1 else 0)
    if isinstance(value, str):
        return int(len(value.split()) > 2 and value.isupper()) + len(_BLANK_BEFORE.findall(value))
    return 0


def better_formed(winner: Record, others: Iterable[Record], field: str) -> Record:
    """Return who states `field` with the fewest faults, among those who state the same but for its form.

    `winner` is who would win by rank; it stays where nobody is better.
    """
    best, least = winner, faults(winner.fields[field])
    if not least:
        return winner
    for record in others:
        if _same(record.fields[field], winner.fields[field]):
            count = faults(record.fields[field])
            if count < least:
                best, least = record, count
    return best


def _same(one: FieldValue, other: FieldValue) -> bool:
    """Return whether two values name the same people in the same order, or have the same letters."""
    if isinstance(one, Names) and isinstance(other, Names):
        if len(one) != len(other) or one.truncated or other.truncated:
            return False
        return all(family_key(a) == family_key(b) for a, b in zip(one, other, strict=True))
    return isinstance(one, str) and isinstance(other, str) and fold(one) == fold(other)


def _is_odd(name: Name) -> bool:
    if name.literal:
        return False
    if _FOREIGN.search(name.family) or _FOREIGN.search(name.given) or not name.family:
        return True
    return _begins_small(name.family) or _begins_small(name.given) or _DOUBLED.search(name.given) is not None


def _begins_small(text: str) -> bool:
    """Return whether a name begins with a small letter that has a capital, and holds no capital at all."""
    first = text[:1]
    return first.islower() and first.upper() != first and text == text.lower()


def _is_shouted(name: Name) -> bool:
    letters = [c for c in name.family if c.isalpha()]
    return len(letters) > 3 and all(c.isupper() for c in letters)
