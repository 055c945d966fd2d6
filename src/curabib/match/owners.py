"""Which locked work a record belongs to by what it states itself, and what the names that people use refer to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from curabib.match.identify import uid_of_record
from curabib.match.profile import Profile, plain
from curabib.match.score import is_distinctive
from curabib.model import LockedWork, Record, living


@dataclass(frozen=True, slots=True)
class Register:
    """The locked works by key, identifier and looks.

    `ends` maps the uid of a tombstone to that of the living work.
    """

    works: Mapping[str, LockedWork]
    ends: Mapping[str, str]
    by_key: Mapping[str, str]
    by_identifier: Mapping[str, frozenset[str]]
    by_looks: Mapping[tuple[str, tuple[str, ...]], frozenset[str]]

    @classmethod
    def of(cls, locked: Sequence[LockedWork]) -> "Register":
        """Return the register of the works of a lock."""
        ends = living(locked)
        keys: dict[str, str] = {}
        identifiers: dict[str, set[str]] = {}
        looks: dict[tuple[str, tuple[str, ...]], set[str]] = {}
        for work in locked:
            end = ends.get(work.uid, work.uid)
            keys.update((alias.casefold(), end) for alias in work.aliases)
            for identifier in work.identifiers:
                identifiers.setdefault(identifier, set()).add(end)
            looks.setdefault((plain(work.fingerprint.title), work.fingerprint.authors), set()).add(end)
        keys.update((work.key.casefold(), work.uid) for work in locked)
        return cls(
            works={work.uid: work for work in locked},
            ends=ends,
            by_key=keys,
            by_identifier={i: frozenset(uids) for i, uids in identifiers.items()},
            by_looks={look: frozenset(uids) for look, uids in looks.items() if _tells(*look)},
        )

    def end(self, uid: str) -> str:
        """Return the uid of the living work that this uid is now."""
        return self.ends.get(uid, uid)

    def born(self, record: Record) -> str:
        """Return the uid of the locked work that was made from this very record, or the empty string.

        Only a record of which there is little else to say can have been the beginning of one.
        """
        if not self.works or (record.fields.title and record.fields.authors.people):
            return ""
        uid = uid_of_record(record.id)
        return uid if uid in self.works else ""

    def owners(self, record: Record, profile: Profile) -> frozenset[str]:
        """Return the living locked works that the record's identifiers, title and authors name."""
        found = frozenset[str]()
        for identifier in profile.strong:
            found |= self.by_identifier.get(str(identifier), frozenset())
        found |= self.by_looks.get((profile.title, profile.authors), frozenset())
        born = self.born(record)
        return found | {self.end(born)} if born else found


def _tells(title: str, authors: tuple[str, ...]) -> bool:
    return bool(title) and (bool(authors) or is_distinctive(title))
