"""The nearest of some words, for messages that say what was perhaps meant."""

from collections.abc import Iterable


def nearest(word: str, words: Iterable[str], limit: int = 3) -> str:
    """Return the word that is fewest edits away from `word` (ties: the first in order), or the empty string.

    A word counts only where it is at most `limit` insertions, deletions or replacements away and shares more than
    half of its characters; letter case does not matter.
    """
    best, best_distance = "", limit + 1
    for candidate in sorted(words):
        if abs(len(candidate) - len(word)) > limit or len(word) > 80:
            continue
        distance = _distance(word.casefold(), candidate.casefold())
        if distance < best_distance and distance * 2 < max(len(word), len(candidate)):
            best, best_distance = candidate, distance
    return best


def _distance(a: str, b: str) -> int:
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, right in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (left != right))
    return row[-1]
