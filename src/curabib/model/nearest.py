"""What someone may have meant: the nearest of the names there are."""

from collections.abc import Iterable

from curabib.model.fold import fold

_LONGEST = 60


def nearest(word: str, candidates: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """Return up to `count` of the `candidates` that someone who wrote `word` may have meant, best first.

    Candidates count that differ in a third of their letters at most (insertions, deletions, changes, swaps of
    neighbours; case, accents and punctuation aside), whose first words do, or that hold `word` as a whole.
    Each comparison looks at no more than 60 characters.
    """
    wanted = fold(word)[:_LONGEST]
    words = wanted.count(" ") + 1
    ranked: list[tuple[int, str]] = []
    for candidate in dict.fromkeys(candidates):
        offered = fold(candidate)[:_LONGEST]
        if len(wanted) > 2 and wanted in offered:
            ranked.append((0 if offered.startswith(wanted) else 1, candidate))
            continue
        for penalty, form in ((1, offered), (3, " ".join(offered.split(" ", words)[:words]))):
            allowed = max(len(wanted), len(form)) // 3
            if abs(len(wanted) - len(form)) <= allowed and _distance(wanted, form) <= allowed:
                ranked.append((_distance(wanted, form) + penalty, candidate))
                break
    return tuple(candidate for _, candidate in sorted(ranked)[:count])


def _distance(one: str, other: str) -> int:
    """Return the optimal string alignment distance."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]
