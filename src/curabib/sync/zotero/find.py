"""Which item of a library stands for which work.

First the item that we put there, or what the person has merged it into; else one that the person has had all along,
told by its citation key, its DOI, its arXiv number, or by title, author and year together.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from curabib.exchange.stated import Stated
from curabib.exchange.zotero import NAME_SEPARATOR, statement
from curabib.model import Entry, Names, family_key, fold
from curabib.providers.zotero import Remote
from curabib.sync.zotero.state import State

_ALPHABET = "23456789ABCDEFGHIJKLMNPQRSTUVWXYZ"
_URI_KEY = re.compile(r"/items/([23456789A-Z]{8})\Z")
_NO_ITEMS = frozenset({"attachment", "note", "annotation"})
_READ = frozenset({"citationKey", "DOI", "archiveID", "extra", "title", "date", "url", "repository"})
_SCHEMES = ("doi", "arxiv")


def object_key(*parts: str) -> str:
    """Return the key that an object of ours is given: eight letters and digits that follow from `parts`."""
    digest = hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).digest()
    number = int.from_bytes(digest[:8], "big")
    letters: list[str] = []
    for _ in range(8):
        number, rest = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[rest])
    return "".join(letters)


def own_key(uid: str) -> str:
    """Return the key of the item that stands for a work, where we are the ones who make it."""
    return object_key("item", uid)


Manner = Literal["ours", "merged", "adopted", "new", "removed", "restored", "shared"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The item of a work: its key, and in what manner it is that.

    `how` says what an adopted item was told by, `others` the keys of items that would have done as well. A `removed`
    item was taken out by the person, a `restored` one was put into the trash by us; a `shared` one stands for the
    work `rival` already.
    """

    manner: Manner
    key: str
    how: str = ""
    others: tuple[str, ...] = ()
    rival: str = ""


def in_trash(data: Mapping[str, Any]) -> bool:
    """Return whether an object lies in the trash."""
    return bool(data.get("deleted"))


class Finder:
    """Finds the items of works in one library."""

    def __init__(
        self,
        remote: Remote,
        state: State,
        former: Mapping[str, Sequence[str]],
        living: Collection[str],
        *,
        again: bool = False,
    ) -> None:
        """Take the library, what was pushed there, and the uids of works that have become part of each work.

        `living` are the works whose items stay theirs; `again`: what the person took out is made again.
        """
        self._remote, self._state, self._former = remote, state, former
        self._living, self._again = living, again

    def places(self, entries: Sequence[Entry]) -> dict[str, Place]:
        """Return the place of each entry by its uid; no two have the same item."""
        found: dict[str, Place] = {}
        taken: dict[str, str] = {}
        for pick in (self._ours, self._merged, self._adopted):
            for entry in entries:
                uid = entry.work.id
                if uid in found:
                    continue
                place = pick(entry, taken)
                if place is not None:
                    found[uid] = place
                    if place.manner not in ("shared", "removed"):
                        taken[place.key] = uid
        for entry in entries:
            found.setdefault(entry.work.id, Place(manner="new", key=self._free_key(entry.work.id)))
        return found

    def item_of(self, key: str) -> str:
        """Return the key of the item that is now in the place of another: itself, a survivor of merges, or nothing."""
        seen: set[str] = set()
        while key not in seen:
            seen.add(key)
            if self._is_live(key):
                return key
            key = self._survivors.get(key, key)
        return ""

    def _candidates(self, uid: str) -> Iterator[tuple[str, bool]]:
        """Yield the keys under which a work may be in the library, and whether we know that it was there."""
        for each in (uid, *self._former.get(uid, ())):
            known = self._state.works.get(each)
            if known is not None:
                yield known.item, known.confirmed
            yield own_key(each), False

    def _ours(self, entry: Entry, taken: Mapping[str, str]) -> Place | None:
        for key, _ in self._candidates(entry.work.id):
            if self._is_live(key) and key not in taken:
                return Place(manner="ours", key=key)
        return None

    def _merged(self, entry: Entry, taken: Mapping[str, str]) -> Place | None:
        gone = ""
        for key, known in self._candidates(entry.work.id):
            survivor = self.item_of(key)
            if survivor:
                rival = taken.get(survivor, "")
                return Place(manner="shared" if rival else "merged", key=survivor, rival=rival)
            if known or key in self._remote.items:
                gone = gone or key
        if not gone:
            return None
        mine = self._state.works.get(entry.work.id)
        wanted = self._again or (mine is not None and mine.trashed)
        if not wanted:
            return Place(manner="removed", key=gone)
        return Place(manner="restored", key=gone) if gone in self._remote.items else None

    def _adopted(self, entry: Entry, taken: Mapping[str, str]) -> Place | None:
        claimed = self._claimed
        for how, keys in self._alike(entry):
            free = [key for key in dict.fromkeys(keys) if key not in taken and key not in claimed]
            if free:
                first, *others = sorted(free, key=self._age)
                return Place(manner="adopted", key=first, how=how, others=tuple(others))
        return None

    def _alike(self, entry: Entry) -> Iterator[tuple[str, Iterable[str]]]:
        """Yield what tells an item of the work, the surest first, and the items that it tells."""
        work, index = entry.work, self._index
        yield (
            "citation key",
            (
                key
                for name in (entry.key, *entry.aliases)
                for key in index.by_key.get(name.casefold(), ())
                if _plausible(entry, index.stated[key])
            ),
        )
        for scheme in _SCHEMES:
            values = [i.value for i in work.identifiers if i.scheme == scheme and scheme not in work.withheld]
            yield scheme, (key for value in values for key in index.by_identifier.get((scheme, value), ()))
        title = fold(work.fields.title)
        yield (
            "title, author and year",
            (
                key
                for key in index.by_title.get(title, ())
                if title and _same_people_and_year(entry, index.stated[key])
            ),
        )

    def namesakes(self, entry: Entry, key: str) -> tuple[str, ...]:
        """Return the keys of items under the citation key of an entry that are not its own, which is `key`."""
        return tuple(other for other in self._index.by_key.get(entry.key.casefold(), ()) if other != key)

    @cached_property
    def _survivors(self) -> Mapping[str, str]:
        """The key of each item that was merged into another, and that other's key."""
        into: dict[str, str] = {}
        for key in sorted(self._remote.items):
            data = self._remote.items[key]
            relations = data.get("relations")
            uris = relations.get("dc:replaces", ()) if isinstance(relations, dict) else ()
            for uri in [uris] if isinstance(uris, str) else uris if isinstance(uris, list) else ():
                match = _URI_KEY.search(str(uri))
                if match and not in_trash(data):
                    into.setdefault(match[1], key)
        return into

    @cached_property
    def _claimed(self) -> Collection[str]:
        """The items that stand for some work already."""
        return {work.item for uid, work in self._state.works.items() if uid in self._living}

    @cached_property
    def _index(self) -> "_Index":
        return _Index(
            {key: data for key, data in self._remote.items.items() if not in_trash(data) and _is_item(data)}
        )

    def _is_live(self, key: str) -> bool:
        data = self._remote.items.get(key)
        return data is not None and not in_trash(data) and _is_item(data)

    def _age(self, key: str) -> tuple[str, str]:
        return str(self._remote.items[key].get("dateAdded", "")), key

    def _free_key(self, uid: str) -> str:
        """Return the key for a new item: that of the work, or where something else has it, the next."""
        key, number = own_key(uid), 1
        while key in self._remote.items:
            number += 1
            key = object_key("item", uid, str(number))
        return key


class _Index:
    """What the items of a library say, by what tells a work."""

    def __init__(self, items: Mapping[str, Mapping[str, Any]]) -> None:
        self.stated = {key: _stated(items[key]) for key in sorted(items)}
        self.by_key: dict[str, list[str]] = {}
        self.by_identifier: dict[tuple[str, str], list[str]] = {}
        self.by_title: dict[str, list[str]] = {}
        for key, stated in self.stated.items():
            if stated.key:
                self.by_key.setdefault(stated.key.casefold(), []).append(key)
            for identifier in stated.identifiers:
                self.by_identifier.setdefault((identifier.scheme, identifier.value), []).append(key)
            title = fold(stated.fields.title)
            if title:
                self.by_title.setdefault(title, []).append(key)


def _is_item(data: Mapping[str, Any]) -> bool:
    return data.get("itemType") not in _NO_ITEMS and not data.get("parentItem")


def _stated(data: Mapping[str, Any]) -> Stated:
    pairs = [("itemType", str(data.get("itemType", "")))]
    pairs += [
        (name, value) for name, value in data.items() if name in _READ and isinstance(value, str) and value
    ]
    creators = data.get("creators")
    for creator in creators if isinstance(creators, list) else ():
        if isinstance(creator, dict):
            last, first = creator.get("lastName") or creator.get("name") or "", creator.get("firstName") or ""
            pairs.append(("creator:author", f"{last}{NAME_SEPARATOR}{first}"))
    return statement(pairs)


def _people(names: Names) -> frozenset[str]:
    return frozenset(filter(None, map(family_key, names)))


def _plausible(entry: Entry, stated: Stated) -> bool:
    """Return whether an item with our citation key may be our work: programs make the same key for different ones."""
    work = entry.work
    ours, theirs = fold(work.fields.title), fold(stated.fields.title)
    if not ours or not theirs or ours == theirs or set(work.identifiers) & set(stated.identifiers):
        return True
    return bool(_people(work.fields.authors) & _people(stated.fields.authors)) and bool(
        set(ours.split()) & set(theirs.split())
    )


def _same_people_and_year(entry: Entry, stated: Stated) -> bool:
    ours, theirs = entry.work.fields.date, stated.fields.date
    near = ours is not None and theirs is not None and abs(ours.year - theirs.year) <= 1
    return near and bool(_people(entry.work.fields.authors) & _people(stated.fields.authors))
