"""From judged pairs to works: links are followed from the strongest to the weakest, never into a contradiction."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from curabib.match.block import Pair
from curabib.match.judge import IDENTIFIER, Judge, Verdict
from curabib.match.profile import Profile

_MOST_LOOKS = 40
_Looks = dict[tuple[object, ...], Profile]


@dataclass(frozen=True, slots=True)
class Link:
    """A pair of positions and the strength of what joins them; 0 is a person's word."""

    pair: Pair
    strength: int


@dataclass(frozen=True, slots=True)
class Clusters:
    """A partition of positions: `of` gives each its cluster's number, `members` each cluster its positions."""

    of: tuple[int, ...]
    members: tuple[tuple[int, ...], ...]

    @classmethod
    def of_groups(cls, groups: Iterable[Sequence[int]], count: int) -> "Clusters":
        """Return the clusters that these groups of `count` positions are, each sorted, ordered by what stands first."""
        members = sorted(tuple(sorted(group)) for group in groups)
        of = [0] * count
        for number, group in enumerate(members):
            for position in group:
                of[position] = number
        return cls(tuple(of), tuple(members))


def cluster(
    profiles: Sequence[Profile],
    links: Iterable[Link],
    apart: Collection[Pair],
    judge: Judge,
    homes: Iterable[Sequence[int]] = (),
    kin: Collection[Pair] = frozenset(),
) -> Clusters:
    """Return the works that the links make of the profiles, each a sorted tuple of positions.

    `apart` are the pairs that a person keeps apart, whatever else; the positions of each of `homes` were found to be
    one work before, and stay one; the lines of `kin` name the records, so that of two equal links theirs is followed
    first. The result depends on what the profiles say and on their names, not on the order
    of anything.
    """
    forest = _Forest(profiles, apart, judge)
    for home in homes:
        forest.settle(home)
    ordered = sorted(
        links,
        key=lambda link: (_rank(profiles, link), link.pair not in kin, *_names(profiles, link.pair)),
    )
    refused = [link for link in ordered if not forest.join(link)]
    forest.orphans = True
    for link in refused:
        forest.join(link)
    return Clusters.of_groups((group for group in forest.works.groups if group), len(profiles))


def _rank(profiles: Sequence[Profile], link: Link) -> int:
    """Return the strength of a link, the highest below a person's word for a record that is as its line of the lock.

    So a record comes home before an identifier that its line lost to another work can lead it astray.
    """
    one, other = profiles[link.pair[0]], profiles[link.pair[1]]
    at_home = bool(one.uid) != bool(other.uid) and (one.title, one.authors) == (other.title, other.authors)
    return min(link.strength, 1) if at_home and one.title and one.authors else link.strength


def _names(profiles: Sequence[Profile], pair: Pair) -> tuple[float, int, str, str]:
    """Return what orders links of one strength: the more alike first, then those to locked works, the older first."""
    one, other = profiles[pair[0]], profiles[pair[1]]
    since = min((p.since for p in (one, other) if p.uid), default=1 << 30)
    first, second = sorted((one.name, other.name))
    return -_affinity(one, other), since, first, second


def _affinity(one: Profile, other: Profile) -> float:
    """Return the share of identifiers in common, and 1 more for the same title and authors."""
    mine, theirs = one.strong | one.weak, other.strong | other.weak
    shared = len(mine & theirs) / len(mine | theirs) if mine or theirs else 0.0
    same_year = 0.01 * (one.year == other.year)
    return shared + same_year + ((one.title, one.authors) == (other.title, other.authors))


class _Sets:
    """Disjoint sets of positions."""

    def __init__(self, count: int) -> None:
        self.parents = list(range(count))
        self.groups: list[list[int]] = [[position] for position in range(count)]

    def find(self, position: int) -> int:
        parents = self.parents
        while parents[position] != position:
            parents[position] = parents[parents[position]]
            position = parents[position]
        return position

    def join(self, one: int, other: int) -> tuple[int, int]:
        """Make one set of the sets of two roots; return the root that stays and the one that goes."""
        if len(self.groups[one]) < len(self.groups[other]):
            one, other = other, one
        self.parents[other] = one
        self.groups[one] += self.groups[other]
        self.groups[other] = []
        return one, other


class _Forest:
    """Works in the making, and their strands: what is joined without the word of a person.

    Contradictions are looked for within a strand only, so that two works which a person joined stay joined, and new
    records find either of them. Two lines of the lock are one work only by the word of a person or by a link between
    records: what a line has gathered from several records must not draw in others the next time. With `orphans`, a
    line that no record has found follows the record that it resembles.
    """

    def __init__(self, profiles: Sequence[Profile], apart: Collection[Pair], judge: Judge) -> None:
        self.profiles = profiles
        self.judge = judge
        self.orphans = False
        self.works = _Sets(len(profiles))
        self.strands = _Sets(len(profiles))
        self.looks: dict[int, tuple[_Looks, _Looks]] = {}
        self.enemies: dict[int, set[int]] = {}
        for one, other in apart:
            self.enemies.setdefault(one, set()).add(other)
            self.enemies.setdefault(other, set()).add(one)

    def settle(self, home: Sequence[int]) -> None:
        """Make positions one work whatever they say, and those of one strand that do not contradict each other."""
        strands: list[int] = []
        for position in home:
            one, other = self.works.find(home[0]), self.works.find(position)
            if one != other:
                self._join_works(one, other)
            for strand in strands:
                root = self.strands.find(strand)
                if not self._at_odds(root, position, IDENTIFIER):
                    self._join_strands(root, position)
                    break
            else:
                strands.append(position)

    def join(self, link: Link) -> bool:
        """Make the two ends one work; return False where something in the two works forbids it."""
        one, other = (self.works.find(position) for position in link.pair)
        if one != other and self._forbidden(one, other):
            return False
        if link.strength:
            mine, theirs = (self.strands.find(position) for position in link.pair)
            if mine != theirs:
                if self._joins_lines(mine, theirs, link) or self._contradiction(mine, theirs, link):
                    return False
                self._join_strands(mine, theirs)
        if one != other:
            self._join_works(one, other)
        return True

    def _join_works(self, one: int, other: int) -> None:
        kept, gone = self.works.join(one, other)
        if gone in self.enemies:
            self.enemies.setdefault(kept, set()).update(self.enemies[gone])

    def _join_strands(self, one: int, other: int) -> None:
        """Make one strand of those of two roots; what they look like grows by what is new, however large they are."""
        mine, theirs = self._looks(one), self._looks(other)
        kept, gone = self.strands.join(one, other)
        self.looks.pop(gone, None)
        self.looks[kept] = (_merged(mine[0], theirs[0]), _merged(mine[1], theirs[1]))

    def _looks(self, root: int) -> tuple["_Looks", "_Looks"]:
        """Return what the records and what the lines of the lock in a strand look like."""
        known = self.looks.get(root)
        if known is None:
            alone: _Looks = {self.profiles[root].looks: self.profiles[root]}
            known = ({}, alone) if self.profiles[root].uid else (alone, {})
        return known

    def _joins_lines(self, one: int, other: int, link: Link) -> bool:
        """Return whether a link with a line of the lock at an end would join two lines that both have records."""
        if not any(self.profiles[position].uid for position in link.pair):
            return False
        (mine, my_lines), (theirs, their_lines) = self._looks(one), self._looks(other)
        one_is_alone = bool(mine) != bool(theirs)
        return bool(my_lines and their_lines) and not (self.orphans and one_is_alone)

    def _forbidden(self, one: int, other: int) -> bool:
        return any(self.works.find(position) == one for position in self.enemies.get(other, ()))

    def _contradiction(self, one: int, other: int, link: Link) -> bool:
        if len(self.strands.groups[one]) == len(self.strands.groups[other]) == 1:
            return False  # the pair itself, which has been judged
        return self._at_odds(one, other, link.strength)

    def _at_odds(self, one: int, other: int, strength: int) -> bool:
        right = self._distinct(other)
        return any(
            self.judge.contradict(mine, theirs, strength) for mine in self._distinct(one) for theirs in right
        )

    def _distinct(self, root: int) -> Collection[Profile]:
        """Return one profile of each looks in a strand, at most a few dozen.

        Lines of the lock mix what several records say, so that they are heard only where no record is.
        """
        records, lines = self._looks(root)
        return (records or lines).values()


def _merged(one: _Looks, other: _Looks) -> _Looks:
    """Return the looks of both, of equal ones that of the first name, and of very many those of the first names."""
    if not one or not other:
        return one or other
    found = dict(one)
    for looks, profile in other.items():
        if looks not in found or profile.name < found[looks].name:
            found[looks] = profile
    if len(found) <= _MOST_LOOKS:
        return found
    return dict(sorted(found.items(), key=lambda item: item[1].name)[:_MOST_LOOKS])


def verdicts(profiles: Sequence[Profile], pairs: Iterable[Pair], judge: Judge) -> dict[Pair, Verdict]:
    """Return the verdict on each pair that is a link or has something to report; others are left out."""
    found: dict[Pair, Verdict] = {}
    for pair in pairs:
        verdict = judge.judge(profiles[pair[0]], profiles[pair[1]])
        if verdict.strength or verdict.code:
            found[pair] = verdict
    return found
