"""Records that are one work, where nothing is known of them but what they say: no lock, no decisions, no fields."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module

from curabib.match.block import Pair, pairs
from curabib.match.cluster import Clusters, Link, cluster, verdicts
from curabib.match.judge import Judge, Verdict
from curabib.match.profile import Profile
from curabib.model import Fields

_MANY_PAIRS = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A record as people know it: its id, its title as printed, and how many fields it states."""

    name: str
    title: str
    said: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """What `count` records are: `groups` of two and more positions that are one work, each sorted.

    `spoken` are pairs with something to say of; `members` describes the positions in both.
    """

    count: int
    groups: tuple[tuple[int, ...], ...]
    spoken: Mapping[Pair, Verdict]
    members: Mapping[int, Member]

    def clusters(self) -> Clusters:
        """Return the groups, with everything else alone."""
        grouped = {position for group in self.groups for position in group}
        alone = ((position,) for position in range(self.count) if position not in grouped)
        return Clusters.of_groups([*self.groups, *alone], self.count)


Matcher = Callable[[Iterable[Profile]], Grouping]
"""What groups the profiles of records: `group`, or an engine for more of them than memory holds."""


def group(profiles: Iterable[Profile]) -> Grouping:
    """Return which profiles of records are one work, by the rules of `match`; time grows with their number."""
    profiles = list(profiles)
    found = pairs(profiles)
    if len(found) > _MANY_PAIRS:
        found = import_module("curabib.match.sieve").sieve(profiles, found)
    judged = verdicts(profiles, found, Judge({}))
    groups = tuple(sorted(resolve(profiles, links_of(judged))))
    spoken = {pair: verdict for pair, verdict in sorted(judged.items()) if verdict.code}
    named = {position for found in (*groups, *spoken) for position in found}
    members = {position: member_of(profiles[position]) for position in sorted(named)}
    return Grouping(count=len(profiles), groups=groups, spoken=spoken, members=members)


def member_of(profile: Profile) -> Member:
    """Return how people know the record of a profile."""
    fields = profile.record.fields if profile.record else Fields()
    return Member(name=profile.name, title=fields.title, said=len(fields))


def links_of(judged: Mapping[Pair, Verdict]) -> list[Link]:
    """Return the links among verdicts."""
    return [Link(pair, verdict.strength) for pair, verdict in judged.items() if verdict.strength]


def resolve(profiles: Sequence[Profile], links: Iterable[Link]) -> list[tuple[int, ...]]:
    """Return the groups of two and more positions that links make, where none leads into a contradiction.

    What is not connected by links does not matter for a group, so that each connected part can be resolved by itself.
    """
    clusters = cluster(profiles, links, (), Judge({}))
    return [members for members in clusters.members if len(members) > 1]
