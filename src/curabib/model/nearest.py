"""What someone may have meant: the nearest of the names there are."""

from collections.abc import Iterable

from curabib.model.fold import fold

_LONGEST = 60
_MOST = 200


def nearest(word: str, candidates: Iterable[str], count: int = 3) -> tuple[str, ...]:
    """Return up to `count` of the `candidates` that someone who wrote `word` may have meant, best first.

    Candidates count that differ in a third of their letters at most (insertions, deletions, changes, swaps of
    neighbours; case, accents and punctuation aside), that have words in them which do, or that hold `word` as a
    whole. Each comparison looks at no more than 60 characters, and of many candidates at the 200 that share most with
    `word`.
    """
    wanted = fold(word)[:_LONGEST]
    words = wanted.count(" ") + 1
    ranked: list[tuple[int, str]] = []
    for candidate in _likely(wanted, list(dict.fromkeys(candidates))):
        offered = fold(candidate)[:_LONGEST]
        if len(wanted) > 2 and wanted in offered:
            ranked.append((0 if offered.startswith(wanted) else 1, candidate))
            continue
        split = offered.split(" ")
        parts = (" ".join(split[start : start + words]) for start in range(len(split) - words + 1))
        distances = [
            (_edits(wanted, form), penalty) for penalty, form in ((1, offered), *((3, p) for p in parts))
        ]
        rank = min((edits + penalty for edits, penalty in distances if edits is not None), default=None)
        if rank is not None:
            ranked.append((rank, candidate))
    return tuple(candidate for _, candidate in sorted(ranked)[:count])


def _likely(wanted: str, candidates: list[str]) -> list[str]:
    """Return the candidates that share most pairs of letters with `wanted`, all of them when they are few."""
    if len(candidates) <= _MOST:
        return candidates
    pairs = {wanted[start : start + 2] for start in range(len(wanted) - 1)}
    shared = [sum(pair in candidate.lower() for pair in pairs) for candidate in candidates]
    order = sorted(range(len(candidates)), key=lambda index: -shared[index])
    return [candidates[index] for index in order[:_MOST]]


def _edits(wanted: str, form: str) -> int | None:
    """Return how many edits apart the two are, or None where that is more than a third of their letters."""
    allowed = max(len(wanted), len(form)) // 3
    if abs(len(wanted) - len(form)) > allowed or len(set(wanted) - set(form)) > allowed:
        return None
    edits = distance(wanted, form)
    return edits if edits <= allowed else None


def distance(one: str, other: str) -> int:
    """Return the optimal string alignment distance: how many letters to insert, drop, change or swap."""
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
