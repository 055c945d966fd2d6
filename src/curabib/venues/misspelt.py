"""Which venue of the table a misspelt name means. Its own module, for rapidfuzz takes time to load."""

from rapidfuzz import process
from rapidfuzz.distance import OSA

from curabib.venues.table import keys_of, known_names

_SHORTEST = 4
_LONG = 12
_FULL = 24
_LONGEST = 120


def meant(text: str) -> str:
    """Return the identifier of the venue that `text` is a misspelling of, or the empty string.

    In an acronym two neighbours have changed places: many lie one letter away from another that exists. A longer name
    may be one letter wrong, a full name two.
    """
    names = known_names()
    found: set[str] = set()
    for key in keys_of(text) if 0 < len(text) <= _LONGEST else ():
        if key in names:
            return ""
        if len(key) >= _LONG:
            near = process.extractOne(
                key, names.keys(), scorer=OSA.distance, score_cutoff=1 + (len(key) >= _FULL)
            )
            found.update([names[near[0]]] if near else ())
        elif len(key) >= _SHORTEST:
            found.update(names[turned] for turned in _turned(key) if turned in names)
    return found.pop() if len(found) == 1 else ""


def _turned(key: str) -> set[str]:
    """Return what becomes of a word when two neighbours change places."""
    return {key[:at] + key[at + 1] + key[at] + key[at + 2 :] for at in range(len(key) - 1)}
