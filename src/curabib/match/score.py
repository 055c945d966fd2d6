"""How alike two titles, two author lists, two works are."""

import re
from collections import Counter
from functools import lru_cache

from curabib.match.profile import Profile

CLOSE_TITLE = 95.0
"""From here on two titles are one, if authors and guards agree; 58,306 known pairs gave no reason to go lower."""
SIMILAR_TITLE = 80.0
"""From here on a person is asked."""
OTHER_TITLE = 70.0
"""Below this, titles disagree."""
CLOSE_AUTHORS = 0.8
SOME_AUTHORS = 0.5
_MOST_YEARS = 2

_ONE_A_WORK = frozenset({"arxiv", "openreview", "pmlr", "neurips", "acl", "cvf", "jmlr", "nature", "pmid"})
_NUMBER = re.compile(r"\d+")
_ROMAN_NUMERALS = "i ii iii iv v vi vii viii ix x xi xii"
_FLAG_WORDS = """
addendum comment comments correction corrections corrigendum errata erratum rejoinder reply response retraction
"""
_ROMAN = frozenset(_ROMAN_NUMERALS.split())
_FLAGS = frozenset(_FLAG_WORDS.split())


def ratio(one: str, other: str) -> float:
    """Return how alike two titles are, 0 to 100: twice their longest common subsequence over their lengths.

    The value is that of rapidfuzz's `fuzz.ratio`, whose import takes longer than all comparisons of a usual
    bibliography; the bit-parallel form is that of Hyyrö (2004).
    """
    if one == other:
        return 100.0
    if not one or not other:
        return 0.0
    masks, full = _masks(one)
    row = full
    for character in other:
        mask = masks.get(character)
        if mask is not None:
            used = row & mask
            row = ((row + used) | (row - used)) & full
    common = len(one) - row.bit_count()
    return 200.0 * common / (len(one) + len(other))


@lru_cache(maxsize=8192)
def _masks(text: str) -> tuple[dict[str, int], int]:
    masks: dict[str, int] = {}
    bit = 1
    for character in text:
        masks[character] = masks.get(character, 0) | bit
        bit <<= 1
    return masks, bit - 1


def ratio_above(one: str, other: str, least: float) -> float:
    """Return `ratio`, or 0 where lengths or letters alone show that it is below `least`."""
    total = len(one) + len(other)
    if 200.0 * min(len(one), len(other)) < least * total:
        return 0.0
    counts = _letters(one)
    shared = sum(min(count, counts.get(c, 0)) for c, count in _letters(other).items())
    if 200.0 * shared < least * total:
        return 0.0
    value = ratio(one, other)
    return value if value >= least else 0.0


@lru_cache(maxsize=8192)
def _letters(text: str) -> Counter[str]:
    return Counter(text)


def overlap(one: Profile, other: Profile) -> float | None:
    """Return the share of authors in common (Jaccard), or None where one of the two names none.

    People are the same if their family names are, or all their words in any order. Of a list that says "et al." only
    the people it spells out count.
    """
    mine, theirs = one.authors, other.authors
    if not mine or not theirs:
        return None
    if mine == theirs:
        return 1.0
    left, right = set(mine), set(theirs)
    common = len(left & right)
    share = _share(common, len(left), len(right), one, other)
    if share < CLOSE_AUTHORS and one.people and other.people:
        families, whole = right, set(other.people)
        matched = sum(f in families or p in whole for f, p in zip(mine, one.people, strict=True))
        share = max(share, _share(min(matched, len(theirs)), len(mine), len(theirs), one, other))
    return share


def namesakes(one: Profile, other: Profile) -> bool:
    """Return whether fewer than half of the authors are left in common without those whose given names contradict.

    Given names do where no word of one begins like a word of the other: `Ada Byron` and `Max Byron`, but also `Bob` and
    `Robert`, so that one among several proves nothing. Of 2,660 pairs of records of one work with equal titles and
    family names, six have such a name, and none too many of them.
    """
    if not one.people or not other.people or one.strong & other.strong:
        return False
    return _other_people(one, other) and _other_people(other, one)


def _other_people(one: Profile, other: Profile) -> bool:
    known: dict[str, list[str]] = {}
    for family, person in zip(other.authors, other.people, strict=True):
        known.setdefault(family, []).append(person)
    common = [(f, person) for f, person in zip(one.authors, one.people, strict=True) if f in known]
    strangers = sum(all(_contradict(f, person, p) for p in known[f]) for f, person in common)
    smaller, larger = sorted((len(one.authors), len(other.authors)))
    least = smaller if one.truncated or other.truncated else larger
    return bool(strangers) and 2 * (len(common) - strangers) < least


def _contradict(family: str, one: str, other: str) -> bool:
    mine, theirs = ({word[0] for word in person.split() if word != family} for person in (one, other))
    return bool(mine and theirs) and mine.isdisjoint(theirs)


def _share(common: int, left: int, right: int, one: Profile, other: Profile) -> float:
    if (one.truncated and left <= right) or (other.truncated and right <= left):
        return common / min(left, right)
    return common / (left + right - common)


@lru_cache(maxsize=16384)
def marks(title: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what tells works with nearly the same title apart: its numbers, and words such as "erratum" or "[Re]"."""
    words = title.split(" ")
    numbers = _NUMBER.findall(title)
    numbers += [word for word in words if word in _ROMAN]
    flags = [word for word in words if word in _FLAGS]
    if words[0] == "re":
        flags.append("[re]")
    return tuple(sorted(numbers)), tuple(sorted(flags))


def years_fit(one: Profile, other: Profile) -> bool:
    """Return whether the stated years are at most two apart; an unknown year fits every other."""
    return not one.year or not other.year or abs(one.year - other.year) <= _MOST_YEARS


def other_version(one: Profile, other: Profile) -> bool:
    """Return whether two records name other identifiers of one scheme at other venues: two versions, two lines."""
    if not one.venue or not other.venue or one.venue == other.venue or one.strong & other.strong:
        return False
    schemes = {i.scheme for i in one.strong}
    return any(i.scheme in schemes for i in other.strong)


def numbered_apart(one: Profile, other: Profile) -> bool:
    """Return whether one scheme gives two records two numbers, where it gives a work one: two numbers of arXiv, say.

    DOIs do where one registrant gave both: one for the preprint and one for the paper come from two.
    """
    if one.strong & other.strong:
        return False
    return not _numberings(one).isdisjoint(_numberings(other))


def _numberings(profile: Profile) -> set[str]:
    """Return who numbered a record: schemes, and the registrants of DOIs."""
    dois = {i.value.partition("/")[0] for i in profile.strong if i.scheme == "doi"}
    return dois | {i.scheme for i in profile.strong if i.scheme in _ONE_A_WORK}


def is_distinctive(title: str) -> bool:
    """Return whether a folded title says enough to stand for a work where there is hardly anything else."""
    return len(title) >= 15 and title.count(" ") >= 2


def extends(longer: str, shorter: str) -> bool:
    """Return whether a folded title begins with the whole of another of at least two words."""
    return " " in shorter and longer.startswith(shorter + " ")
