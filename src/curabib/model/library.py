"""Keyed works, and selections of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from curabib.model.work import Work

EntryState = Literal["active", "withdrawn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A work under its citation key; `aliases` are its former keys, which stay reserved for ever."""

    key: str
    aliases: tuple[str, ...] = ()
    state: EntryState = "active"
    work: Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """All entries, ordered by key (byte order); `by_key` finds one by its key or any alias, casefolded."""

    entries: tuple[Entry, ...]
    by_key: Mapping[str, Entry]

    @classmethod
    def of(cls, entries: tuple[Entry, ...]) -> "Library":
        """Return the library of these entries; a key wins over an equal alias."""
        ordered = tuple(sorted(entries, key=lambda entry: entry.key))
        index: dict[str, Entry] = {}
        for entry in ordered:
            for alias in entry.aliases:
                index[alias.casefold()] = entry
        index.update((entry.key.casefold(), entry) for entry in ordered)
        return cls(entries=ordered, by_key=index)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A titled selection of a library, in the order in which it is to be printed."""

    title: str
    entries: tuple[Entry, ...]


LockState = Literal["active", "withdrawn", "merged", "split"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """What a work looked like when last seen: normalised title, folded family names, year (0: none)."""

    title: str
    authors: tuple[str, ...]
    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedWork:
    """One line of the lock: an identity and the keys promised for it.

    `since` is the generation of the lock in which the key was issued (1 for the first sync); the smaller
    is the older. `into` is the uid that a merged work became part of, else empty. `records` are the ids of the
    records that were last found to speak of the work, sorted.
    """

    uid: str
    key: str
    aliases: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    fingerprint: Fingerprint
    since: int = 1
    state: LockState = "active"
    into: str = ""
    records: tuple[str, ...] = ()


def living(works: Collection[LockedWork]) -> dict[str, str]:
    """Return, for the uid of each tombstone of a merge, the uid of the work that it is now part of.

    Merges of merges are followed to their end. A tombstone that leads nowhere stands for itself; of tombstones that
    lead to each other in a circle all stand for the smallest uid. Linear in the number of works.
    """
    into = {work.uid: work.into for work in works if work.state == "merged"}
    known = {work.uid for work in works} if into else set()
    ends: dict[str, str] = {}
    for start in sorted(into):
        path: dict[str, int] = {}
        uid = start
        while uid in into and into[uid] in known and uid not in ends and uid not in path:
            path[uid] = len(path)
            uid = into[uid]
        end = ends.get(uid, uid)
        if uid in path:
            end = min(list(path)[path[uid] :])
        ends.update((step, end) for step in (*path, start))
    return ends
