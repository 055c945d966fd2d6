"""What is left of very many pairs once those are gone whose titles show that they are two works.

It uses rapidfuzz, whose import takes longer than judging all pairs of a usual bibliography one by one.
"""

from collections.abc import Iterable, Sequence

from rapidfuzz.distance.LCSseq import similarity

from curabib.match.block import Pair
from curabib.match.profile import Profile
from curabib.match.score import SIMILAR_TITLE, extends


def sieve(profiles: Sequence[Profile], pairs: Iterable[Pair]) -> set[Pair]:
    """Return the pairs without those that a `Judge` would keep apart in silence for their titles alone.

    These are two unlike titles, neither of which begins with the other, without an identifier in common.
    """
    return {pair for pair in pairs if _is_open(profiles[pair[0]], profiles[pair[1]])}


def _is_open(one: Profile, other: Profile) -> bool:
    mine, theirs = one.title, other.title
    if not mine or not theirs or mine == theirs:
        return True
    total = len(mine) + len(theirs)
    least = int(SIMILAR_TITLE * total / 200)
    if 200.0 * similarity(mine, theirs, score_cutoff=least) >= SIMILAR_TITLE * total:
        return True
    if not one.strong.isdisjoint(other.strong):
        return True
    return extends(mine, theirs) or extends(theirs, mine)
