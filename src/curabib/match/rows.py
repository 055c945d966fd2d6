"""Profiles as rows of a table: all that blocks are made of, computed here and nowhere else, and the profile itself.

An engine that holds more records than memory does needs no rule of ours in its own language: it joins equal keys,
counts, and hands profiles back to the judge.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from curabib.match.block import telling_families
from curabib.match.grouping import member_of
from curabib.match.profile import Profile
from curabib.model import Identifier

_LONGEST_HEADING = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A profile for a table; keys are 64-bit numbers, equal where what they stand for is.

    `exact` are the keys of the blocks of identifiers and title, `strong` those of identifiers that prove a work,
    `families` and `words` what the blocks of a name and a rare word are made of, `start` that of the first two words
    of the title (None for shorter ones), `people` that of the authors in order (None for none), `order` what neighbours
    in large blocks are sorted by. `looks` is equal for profiles that look alike. `simple` says whether the title is of
    ASCII letters, so that engines agree on its length. `profile` is the profile as text, for `profile_of`. `heading` is
    the title as printed and `said` how many fields the record has: they are for people.
    """

    unique_id: int
    name: str
    title: str
    simple: bool
    exact: tuple[int, ...]
    strong: tuple[int, ...]
    families: tuple[str, ...]
    words: tuple[str, ...]
    start: int | None
    people: int | None
    order: str
    looks: int
    profile: str
    heading: str
    said: int


def row_of(position: int, profile: Profile) -> Row:
    """Return the row of a record's profile; `position` is its number."""
    title = _plain(profile.title)
    words = title.split(" ") if title else []
    said, known = _said(profile), member_of(profile)
    exact = [_key("i", str(identifier)) for identifier in sorted(profile.strong | profile.weak)]
    if title:
        exact.append(_key("t", title))
    return Row(
        unique_id=position,
        name=_plain(profile.name),
        title=title,
        simple=title.isascii(),
        exact=tuple(dict.fromkeys(exact)),
        strong=tuple(_key("i", str(identifier)) for identifier in sorted(profile.strong)),
        families=tuple(map(_plain, telling_families(profile.authors))) if title else (),
        words=tuple(dict.fromkeys(words)),
        start=_key("s", " ".join(words[:2])) if len(words) > 1 else None,
        people=_key("a", "\x01".join(profile.authors)) if profile.authors else None,
        order="\x01".join((title, *map(_plain, profile.authors))),
        looks=_key("l", said),
        profile=json.dumps([profile.name, said]),
        heading=_plain(known.title[:_LONGEST_HEADING]),
        said=known.said,
    )


def rows_of(profiles: Iterable[Profile]) -> Iterator[Row]:
    """Yield the rows of profiles, numbered from 0."""
    for position, profile in enumerate(profiles):
        yield row_of(position, profile)


@lru_cache(maxsize=8192)
def profile_of(text: str) -> Profile:
    """Return the profile that `row_of` wrote as text."""
    name, said = json.loads(text)
    title, authors, people, truncated, year, strong, weak, venue, source, present = json.loads(said)
    return Profile(
        name=name,
        title=title,
        authors=tuple(authors),
        people=tuple(people),
        truncated=truncated,
        year=year,
        strong=frozenset(Identifier(*identifier) for identifier in strong),
        weak=frozenset(Identifier(*identifier) for identifier in weak),
        venue=venue,
        source=source,
        present=present,
    )


def _said(profile: Profile) -> str:
    """Return all that comparing depends on as text, equal for profiles that look alike."""
    strong, weak = (
        [(i.scheme, i.value) for i in sorted(identifiers)] for identifiers in (profile.strong, profile.weak)
    )
    return json.dumps(
        [
            profile.title,
            profile.authors,
            profile.people,
            profile.truncated,
            profile.year,
            strong,
            weak,
            profile.venue,
            profile.source,
            profile.present,
        ]
    )


def _plain(text: str) -> str:
    """Return text without what no table of text holds: halves of surrogate pairs."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _key(kind: str, text: str) -> int:
    digest = blake2b(f"{kind}:{text}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
