"""Records that are one work, where nothing is known of them but what they say: no lock, no decisions, no fields."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module

from curabib.match.block import Pair, pairs
from curabib.match.cluster import Clusters, Link, cluster, verdicts
from curabib.match.judge import Judge, Verdict
from curabib.match.profile import Profile

_MANY_PAIRS = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """The groups of two and more positions that are one work, sorted, and the pairs with something to say of."""

    groups: tuple[tuple[int, ...], ...]
    spoken: Mapping[Pair, Verdict]

    def clusters(self, count: int) -> Clusters:
        """Return the groups among `count` positions, with everything else alone."""
        grouped = {position for group in self.groups for position in group}
        alone = ((position,) for position in range(count) if position not in grouped)
        return Clusters.of_groups([*self.groups, *alone], count)


def group(profiles: Sequence[Profile]) -> Grouping:
    """Return which profiles are one work, by the rules of `match`; time grows in proportion to their number."""
    found = pairs(profiles)
    if len(found) > _MANY_PAIRS:
        found = import_module("curabib.match.sieve").sieve(profiles, found)
    judged = verdicts(profiles, found, Judge({}))
    return Grouping(
        groups=tuple(sorted(resolve(profiles, links_of(judged)))),
        spoken={pair: verdict for pair, verdict in judged.items() if verdict.code},
    )


def links_of(judged: Mapping[Pair, Verdict]) -> list[Link]:
    """Return the links among verdicts."""
    return [Link(pair, verdict.strength) for pair, verdict in judged.items() if verdict.strength]


def resolve(profiles: Sequence[Profile], links: Iterable[Link]) -> list[tuple[int, ...]]:
    """Return the groups of two and more positions that links make, where none leads into a contradiction.

    What is not connected by links does not matter for a group, so that each connected part can be resolved by itself.
    """
    clusters = cluster(profiles, links, (), Judge({}))
    return [members for members in clusters.members if len(members) > 1]
