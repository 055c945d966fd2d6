"""Which pairs are worth a judgement: never all of them.

Profiles meet in blocks: of one identifier, of one title, of one family name and one rare word of the title. A work
that is one with another shares at least one block with it; the size of what a block yields is bounded.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from curabib.match.profile import Profile

Pair = tuple[int, int]

ALL_PAIRS_UP_TO = 30
NEIGHBOURS = 6
CROWDED = 40
"""Blocks of a family name and a word beyond this size name a common pair and are left out: a rarer word is there."""
RARE_WORDS = 3
_FAMILIES = 6


def pairs(profiles: Sequence[Profile]) -> set[Pair]:
    """Return the pairs of positions (smaller first) to judge; their number grows in proportion to the profiles."""
    found: set[Pair] = set()
    for members in _blocks(_exact_keys(profiles)):
        found.update(_pairs_of(members, profiles))
    profiles = _without_shadows(profiles)
    for members in _blocks(_close_keys(profiles)):
        if len(members) <= CROWDED:
            found.update(_candidates(members, profiles))
    for members in _blocks(_start_keys(profiles)):
        if len(members) <= CROWDED:
            found.update(_continued(members, profiles))
    return found


def _without_shadows(profiles: Sequence[Profile]) -> Sequence[Profile]:
    """Return the profiles with the lines of the lock made blank for which a record of the same title stands."""
    titles = {profile.title for profile in profiles if not profile.uid}
    blank = Profile(name="", title="", authors=())
    return [blank if profile.uid and profile.title in titles else profile for profile in profiles]


def _blocks(keyed: Iterable[tuple[Hashable, int]]) -> Iterator[list[int]]:
    blocks: dict[Hashable, list[int]] = {}
    for key, position in keyed:
        blocks.setdefault(key, []).append(position)
    return (members for members in blocks.values() if len(members) > 1)


def _exact_keys(profiles: Sequence[Profile]) -> Iterator[tuple[Hashable, int]]:
    for position, profile in enumerate(profiles):
        for identifier in profile.strong:
            yield identifier, position
        for identifier in profile.weak:
            yield identifier, position
        if profile.title:
            yield profile.title, position
    yield from _untitled_keys(profiles)


def _untitled_keys(profiles: Sequence[Profile]) -> Iterator[tuple[Hashable, int]]:
    """Yield the author lists of profiles without title, and of all that have the same authors."""
    wanted = {p.authors for p in profiles if not p.title and p.authors}
    if wanted:
        for position, profile in enumerate(profiles):
            if profile.authors in wanted:
                yield profile.authors, position


def _close_keys(profiles: Sequence[Profile]) -> Iterator[tuple[Hashable, int]]:
    """Yield (family name, rare word of the title) for the rarest words that at least two titles have."""
    frequency = Counter(word for profile in profiles for word in set(profile.title.split()))
    for position, profile in enumerate(profiles):
        if profile.title and profile.authors:
            rare = rare_words(profile.title, frequency)
            for family in telling_families(profile.authors):
                for word in rare:
                    yield (family, word), position


def rare_words(title: str, frequency: Mapping[str, int]) -> list[str]:
    """Return the words of a folded title that the fewest titles have, but at least two, the rarest first."""
    words = {word for word in title.split() if frequency[word] > 1}
    return sorted(words, key=lambda word: (frequency[word], word))[:RARE_WORDS]


def telling_families(families: tuple[str, ...]) -> Iterable[str]:
    """Return the family names by which a work is looked for: of many authors the first ones and the last."""
    if len(families) > _FAMILIES:
        families = (*families[: _FAMILIES - 1], families[-1])
    return dict.fromkeys(families)


def similar_length(one: str, other: str) -> bool:
    """Return whether two titles could be 80 % alike, judged by their lengths."""
    return 3 * min(len(one), len(other)) >= 2 * max(len(one), len(other))


def _start_keys(profiles: Sequence[Profile]) -> Iterator[tuple[Hashable, int]]:
    """Yield the first two words of each title."""
    for position, profile in enumerate(profiles):
        words = profile.title.split(" ", 2)
        if len(words) > 1:
            yield (words[0], words[1]), position


def _continued(members: list[int], profiles: Sequence[Profile]) -> Iterator[Pair]:
    """Yield the pairs of a block in which one title goes on where the other ends."""
    ordered = sorted(members, key=lambda position: profiles[position].title)
    for index, one in enumerate(ordered):
        start = profiles[one].title + " "
        for other in ordered[index + 1 :]:
            title = profiles[other].title
            if title.startswith(start):
                yield _ordered(one, other)
            elif title > start and not title.startswith(start[:-1]):
                break


def _pairs_of(members: list[int], profiles: Sequence[Profile]) -> Iterator[Pair]:
    """Yield all pairs of a small block; of a large one, enough to connect all that look alike."""
    if len(members) <= ALL_PAIRS_UP_TO:
        yield from combinations(members, 2)
        return
    alike: defaultdict[Hashable, list[int]] = defaultdict(list)
    for position in members:
        alike[profiles[position].looks].append(position)
    for group in alike.values():
        yield from ((group[0], position) for position in group[1:])
    first = sorted(
        (group[0] for group in alike.values()), key=lambda p: (*_order(profiles[p]), profiles[p].name)
    )
    if len(first) <= ALL_PAIRS_UP_TO:
        yield from (_ordered(a, b) for a, b in combinations(first, 2))
        return
    for index, position in enumerate(first):
        yield from (_ordered(position, other) for other in first[index + 1 : index + 1 + NEIGHBOURS])


def _order(profile: Profile) -> tuple[str, tuple[str, ...]]:
    return profile.title, profile.authors


def _ordered(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)


def _candidates(members: list[int], profiles: Sequence[Profile]) -> Iterator[Pair]:
    """Yield the pairs of a block whose titles could be 80 % alike, judged by their lengths."""
    for one, other in combinations(members, 2):
        if similar_length(profiles[one].title, profiles[other].title):
            yield one, other
