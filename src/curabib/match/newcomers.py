"""Which works of a library may be those of records that are new to it, found in one pass over what works look like."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from curabib.match.block import CROWDED, rare_words, similar_length, telling_families
from curabib.match.ground import Ground
from curabib.match.identify import uid_of_record
from curabib.match.profile import Profile, of_record, plain
from curabib.match.score import extends
from curabib.match.words import Names, corrected
from curabib.model import Correction, LockedWork, Record

_Corrections = Mapping[int, Sequence[Record]]


@dataclass(frozen=True, slots=True)
class Look:
    """What a work looks like by one of its statements: its uid, a folded title, folded family names."""

    uid: str
    title: str
    authors: tuple[str, ...]


class Known(Protocol):
    """The works of a library, as newcomers look for them; all uids are those of living works."""

    def looks(self) -> Sequence[Look]:
        """Return what the works look like; a work may have several looks."""
        ...

    def stating(self, identifiers: Collection[str]) -> set[str]:
        """Return the works of which a record or the lock states one of these identifiers."""
        ...

    def named(self, uids: Collection[str]) -> set[str]:
        """Return the works that these uids, of living works or of tombstones, name."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """The works of a library in memory: `statements` are (identifier, uid), `ends` maps every uid to a living work."""

    described: tuple[Look, ...]
    statements: tuple[tuple[str, str], ...]
    ends: Mapping[str, str]

    def looks(self) -> Sequence[Look]:
        """Return what the works look like."""
        return self.described

    def stating(self, identifiers: Collection[str]) -> set[str]:
        """Return the works of which a record or the lock states one of these identifiers."""
        wanted = set(identifiers)
        return {uid for identifier, uid in self.statements if identifier in wanted} if wanted else set()

    def named(self, uids: Collection[str]) -> set[str]:
        """Return the works that these uids name."""
        return {self.ends[uid] for uid in uids if uid in self.ends}


def describe(
    records: Sequence[Record], locked: Sequence[LockedWork], corrections: Sequence[Correction] = ()
) -> Described:
    """Return what the works of a lock look like, to which it says that `records` belong."""
    ground = Ground.of(records, locked)
    names = Names.of(ground, [correction.target for correction in corrections])
    return described(ground, ground.homes(), names.corrections(corrections))


def described(ground: Ground, homes: Iterable[Sequence[int]], corrections: _Corrections) -> Described:
    """Return what the works at `homes`, positions of a ground, look like."""
    looks: list[Look] = []
    statements: dict[tuple[str, str], None] = {}
    for home in homes:
        uid = ground.uid_at(home)
        looks += (Look(uid, title, authors) for title, authors in _looks(ground, home, corrections))
        for position in home:
            statements.update(((text, uid), None) for text in _identifiers(ground, position, corrections))
    ends = {work.uid: ground.register.end(work.uid) for work in ground.lines}
    return Described(described=tuple(looks), statements=tuple(statements), ends=ends)


def _looks(
    ground: Ground, home: Sequence[int], corrections: _Corrections
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what the lock says of a work, and records where it may not speak for all of them."""
    records = [position for position in home if ground.is_record(position)]
    for position in home[len(records) :]:
        known = ground.line(position).fingerprint
        yield plain(known.title), known.authors
    said = {(ground.records[p].fields.title, ground.records[p].fields.authors): p for p in records}
    for position in said.values() if len(said) > 1 else ():
        profile = ground.profile(position)
        yield profile.title, profile.authors
    for position in records:
        if position in corrections:
            profile = _profile(ground, position, corrections)
            yield profile.title, profile.authors


def _identifiers(ground: Ground, position: int, corrections: _Corrections) -> Iterable[str]:
    if not ground.is_record(position):
        return ground.line(position).identifiers
    stated = ground.records[position].identifiers
    if position in corrections:
        stated += corrected(ground.records[position], corrections[position])[1]
    return map(str, stated)


def _profile(ground: Ground, position: int, corrections: _Corrections) -> Profile:
    said = corrections.get(position)
    if not said:
        return ground.profile(position)
    record = ground.records[position]
    return of_record(record, *corrected(record, said))


def acquaintances(
    ground: Ground, newcomers: Sequence[int], corrections: _Corrections, known: Known
) -> set[str]:
    """Return the uids of the known works with which the records at `newcomers` share a block.

    Blocks are those of `curabib.match.block`: an identifier, a title, the beginning of a title, a family name and a
    rare word. Takes time in proportion to the library, but hardly any for a work that has nothing in common.
    """
    seekers = [_profile(ground, position, corrections) for position in newcomers]
    looks = known.looks()
    return (
        known.stating({str(i) for profile in seekers for i in (*profile.strong, *profile.weak)})
        | known.named({uid_of_record(ground.records[position].id) for position in newcomers})
        | _by_title(seekers, looks)
        | _by_rare_word(seekers, looks)
        | _by_authors(seekers, looks)
    )


def _by_title(seekers: Sequence[Profile], looks: Sequence[Look]) -> set[str]:
    starts: dict[tuple[str, ...], list[str]] = {}
    titles = {profile.title for profile in seekers if profile.title}
    for title in sorted(titles):
        starts.setdefault(_start(title), []).append(title)
    return {look.uid for look in looks if look.title in titles or _goes_on(look.title, starts)}


def _goes_on(title: str, starts: Mapping[tuple[str, ...], Sequence[str]]) -> bool:
    return any(extends(title, other) or extends(other, title) for other in starts.get(_start(title), ()))


def _start(title: str) -> tuple[str, ...]:
    return tuple(title.split(" ", 2)[:2])


def _by_authors(seekers: Sequence[Profile], looks: Sequence[Look]) -> set[str]:
    """Return the works that have the authors of a newcomer where one of the two has no title."""
    untitled = {profile.authors for profile in seekers if profile.authors and not profile.title}
    others = {profile.authors for profile in seekers if profile.authors}
    return {
        look.uid for look in looks if look.authors and look.authors in (untitled if look.title else others)
    }


def _by_rare_word(seekers: Sequence[Profile], looks: Sequence[Look]) -> set[str]:
    """Return the works that share a family name and one of its rarest title words with a newcomer."""
    own = {word for profile in seekers for word in profile.title.split()}
    common = [(look, own.intersection(look.title.split())) for look in looks]
    frequency = Counter(word for profile in seekers for word in set(profile.title.split()))
    frequency.update(word for _, words in common for word in words)
    blocks: dict[tuple[str, str], list[str]] = {}
    for profile in seekers:
        for word in rare_words(profile.title, frequency):
            for family in telling_families(profile.authors):
                blocks.setdefault((family, word), []).append(profile.title)
    rare = {word for _, word in blocks}
    members: dict[tuple[str, str], list[Look]] = {}
    for look, words in common:
        for word in words & rare:
            for family in telling_families(look.authors):
                if (family, word) in blocks:
                    members.setdefault((family, word), []).append(look)
    return {
        look.uid
        for block, found in members.items()
        if len(found) + len(blocks[block]) <= CROWDED
        for look in found
        if any(similar_length(look.title, other) for other in blocks[block])
    }
