"""Which works of a library may be those of records that are new to it, found in one pass over what works look like."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from curabib.match.block import CROWDED, rare_words, similar_length, telling_families
from curabib.match.ground import Ground
from curabib.match.profile import Profile, of_record, plain
from curabib.match.score import extends
from curabib.match.words import corrected
from curabib.model import Record

_Corrections = Mapping[int, Sequence[Record]]
_Looks = tuple[int, str, tuple[str, ...]]  # number of a home, folded title, folded family names


def acquaintances(
    ground: Ground, homes: Sequence[Sequence[int]], newcomers: Sequence[int], corrections: _Corrections
) -> set[int]:
    """Return the numbers of the `homes` with which the records at `newcomers` share a block.

    Blocks are those of `curabib.match.block`: an identifier, a title, the beginning of a title, a family name and a
    rare word. Takes time in proportion to the library, but hardly any for a work that has nothing in common.
    """
    seekers = [_profile(ground, position, corrections) for position in newcomers]
    home_of = {position: number for number, home in enumerate(homes) for position in home}
    found = _by_identifier(ground, seekers, home_of, corrections)
    for position in newcomers:
        lines = (ground.line_at[uid] for uid in ground.owners(position))
        found.update(home_of[line] for line in lines if line in home_of)
    looks = list(_looks(ground, homes, home_of, corrections))
    return found | _by_title(seekers, looks) | _by_rare_word(seekers, looks) | _by_authors(seekers, looks)


def _profile(ground: Ground, position: int, corrections: _Corrections) -> Profile:
    said = corrections.get(position)
    if not said:
        return ground.profile(position)
    record = ground.records[position]
    return of_record(record, *corrected(record, said))


def _looks(
    ground: Ground, homes: Sequence[Sequence[int]], home_of: Mapping[int, int], corrections: _Corrections
) -> Iterator[_Looks]:
    """Yield what works look like: what the lock says of each, and records where it may not speak for all of them."""
    for number, home in enumerate(homes):
        records = [position for position in home if ground.is_record(position)]
        for position in home[len(records) :]:
            known = ground.line(position).fingerprint
            yield number, plain(known.title), known.authors
        said = {(ground.records[p].fields.title, ground.records[p].fields.authors): p for p in records}
        if len(said) > 1:
            for position in said.values():
                profile = ground.profile(position)
                yield number, profile.title, profile.authors
    for position in corrections:
        if position in home_of and ground.is_record(position):
            profile = _profile(ground, position, corrections)
            yield home_of[position], profile.title, profile.authors


def _by_identifier(
    ground: Ground, seekers: Sequence[Profile], home_of: Mapping[int, int], corrections: _Corrections
) -> set[int]:
    wanted = {identifier for profile in seekers for identifier in (*profile.strong, *profile.weak)}
    if not wanted:
        return set()
    found = {
        home_of[position]
        for position, record in enumerate(ground.records)
        if position in home_of and not wanted.isdisjoint(record.identifiers)
    }
    for position in corrections:
        if position in home_of and ground.is_record(position):
            profile = _profile(ground, position, corrections)
            if not wanted.isdisjoint(profile.strong | profile.weak):
                found.add(home_of[position])
    return found


def _by_title(seekers: Sequence[Profile], looks: Sequence[_Looks]) -> set[int]:
    starts: dict[tuple[str, ...], list[str]] = {}
    titles = {profile.title for profile in seekers if profile.title}
    for title in sorted(titles):
        starts.setdefault(_start(title), []).append(title)
    return {
        number
        for number, title, _ in looks
        if title in titles
        or any(extends(title, other) or extends(other, title) for other in starts.get(_start(title), ()))
    }


def _start(title: str) -> tuple[str, ...]:
    return tuple(title.split(" ", 2)[:2])


def _by_authors(seekers: Sequence[Profile], looks: Sequence[_Looks]) -> set[int]:
    """Return the works that have the authors of a newcomer where one of the two has no title."""
    untitled = {profile.authors for profile in seekers if profile.authors and not profile.title}
    others = {profile.authors for profile in seekers if profile.authors}
    return {
        number for number, title, authors in looks if authors and authors in (untitled if title else others)
    }


def _by_rare_word(seekers: Sequence[Profile], looks: Sequence[_Looks]) -> set[int]:
    """Return the works that share a family name and one of its rarest title words with a newcomer."""
    titles = [profile.title for profile in seekers] + [title for _, title, _ in looks]
    own = {word for profile in seekers for word in profile.title.split()}
    frequency = Counter(word for title in titles for word in own.intersection(title.split()))
    blocks: dict[tuple[str, str], list[str]] = {}
    for profile in seekers:
        for word in rare_words(profile.title, frequency):
            for family in telling_families(profile.authors):
                blocks.setdefault((family, word), []).append(profile.title)
    words = {word for _, word in blocks}
    members: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for number, title, authors in looks:
        for word in words.intersection(title.split()):
            for family in telling_families(authors):
                if (family, word) in blocks:
                    members.setdefault((family, word), []).append((number, title))
    return {
        number
        for block, known in members.items()
        if len(known) + len(blocks[block]) <= CROWDED
        for number, title in known
        if any(similar_length(title, other) for other in blocks[block])
    }
