"""Words that make another work of a title that is otherwise the same, such as `without` for `with`."""

from collections import Counter
from functools import lru_cache

_PREFIX_LIST = """
anti de dis il im in ir mis multi non over post pre self semi sub super un under
"""
_ALONE_LIST = """
anti multi never no non not self semi un without
"""
_PREFIXES = frozenset(_PREFIX_LIST.split())
_ALONE = frozenset(_ALONE_LIST.split())
# words, and beginnings of words, that take each other's place
_SWAPS = (
    ("asym", "sym"),
    ("asyn", "syn"),
    ("decr", "incr"),
    ("down", "up"),
    ("heter", "hom"),
    ("hyper", "hypo"),
    ("in", "out"),
    ("inter", "intra"),
    ("lower", "upper"),
    ("macro", "micro"),
    ("max", "min"),
    ("multi", "single"),
    ("multi", "uni"),
    ("off", "on"),
    ("over", "under"),
    ("post", "pre"),
    ("sub", "super"),
    ("with", "without"),
)
_SHORTEST_REST = 3
_SHORTEST_WORD = 4


@lru_cache(maxsize=8192)
def opposed(one: str, other: str) -> bool:
    """Return whether two folded titles differ in one word only, and that turns the meaning: no typing mistake does so.

    It may be a word more (`not`, `self`), a prefix more (`unsupervised`) or another one (`heterogeneous` for
    `homogeneous`), or a word for its opposite (`without` for `with`). `nonconvex` and `non convex` are the same.
    """
    mine, theirs = Counter(one.split()), Counter(other.split())
    left, right = list((mine - theirs).elements()), list((theirs - mine).elements())
    if len(left) == len(right) == 1:
        return _turns(left[0], right[0]) or _turns(right[0], left[0])
    alone = left or right
    return not (left and right) and len(alone) == 1 and alone[0] in _ALONE


def _turns(one: str, other: str) -> bool:
    if one.endswith(other) and len(other) >= _SHORTEST_WORD and one[: -len(other)] in _PREFIXES:
        return True
    return any(
        one.startswith(mine)
        and other.startswith(theirs)
        and _same_rest(one[len(mine) :], other[len(theirs) :])
        for mine, theirs in _SWAPS
    )


def _same_rest(one: str, other: str) -> bool:
    return one == other and (not one or len(one) >= _SHORTEST_REST)
