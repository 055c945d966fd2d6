"""What the cache knows of all works of a library, asked for without loading them."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from curabib.match.newcomers import Look
from curabib.match.profile import WEAK_SCHEMES
from curabib.sync.stored import Stored


@dataclass(frozen=True, slots=True)
class Index:
    """The works of a library in the cache, as newcomers see them, and what stands elsewhere than in a part.

    All uids are those of living works.
    """

    stored: Stored

    def looks(self) -> Sequence[Look]:
        """Return what the works look like."""
        rows = self.stored.connection.execute("SELECT uid, title, authors FROM look")
        return [
            Look(uid, title, tuple(authors.split("\x1f")) if authors else ()) for uid, title, authors in rows
        ]

    def stating(self, identifiers: Collection[str]) -> set[str]:
        """Return the works of which a record or the lock states one of these identifiers."""
        return self._texts(
            "SELECT DISTINCT uid FROM statement WHERE identifier IN (SELECT value FROM json_each(?))",
            identifiers,
        )

    def stated(self, uids: Collection[str]) -> set[str]:
        """Return the identifiers that these works state and that works do not share."""
        found = self._texts(
            "SELECT identifier FROM statement WHERE uid IN (SELECT value FROM json_each(?))", uids
        )
        return {text for text in found if text.partition(":")[0] not in WEAK_SCHEMES}

    def named(self, uids: Collection[str]) -> set[str]:
        """Return the works that these uids, of living works or of tombstones, name."""
        return self._texts("SELECT living FROM line WHERE uid IN (SELECT value FROM json_each(?))", uids)

    def lines(self, uids: Collection[str]) -> set[str]:
        """Return the uids of all lines of these works: their own, and those of the tombstones merged into them."""
        return self._texts("SELECT uid FROM line WHERE living IN (SELECT value FROM json_each(?))", uids)

    def of_records(self, ids: Collection[str]) -> set[str]:
        """Return the works that records of these ids are of."""
        return self._texts("SELECT uid FROM record WHERE id IN (SELECT value FROM json_each(?))", ids)

    def known_records(self, ids: Collection[str]) -> set[str]:
        """Return those of the ids that are of records which were matched before."""
        return self._texts("SELECT id FROM record WHERE id IN (SELECT value FROM json_each(?))", ids)

    def records(self, uids: Collection[str]) -> set[str]:
        """Return the ids of the records of these works."""
        return self._texts("SELECT id FROM record WHERE uid IN (SELECT value FROM json_each(?))", uids)

    def keyed(self, keys: Iterable[str]) -> set[str]:
        """Return the works that these keys or aliases name."""
        folded = [key.casefold() for key in keys]
        return self._texts(
            "SELECT uid FROM reserved WHERE folded IN (SELECT value FROM json_each(?))", folded
        ) - {""}

    def size(self) -> int:
        """Return the number of works."""
        return int(self.stored.connection.execute("SELECT count(*) FROM line").fetchone()[0])

    def topics(self, *, but: Collection[str] = ()) -> set[tuple[str, bool]]:
        """Return the topics of all works but some, each with whether it is one of a work that is not withdrawn."""
        rows = self.stored.connection.execute(
            "SELECT DISTINCT topic, state = 'active' FROM topic JOIN entry USING (number)"
            " WHERE uid NOT IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted(but)),),
        )
        return {(topic, bool(active)) for topic, active in rows}

    @property
    def generation(self) -> int:
        """The number of the newest generation of keys."""
        return int(self.stored.meta["generation"])

    def has_key(self, key: str) -> bool:
        """Return whether a casefolded key or alias is promised."""
        return self._has("SELECT 1 FROM reserved WHERE folded = ?", key)

    def has_uid(self, uid: str) -> bool:
        """Return whether a line of the lock has this uid."""
        return self._has("SELECT 1 FROM line WHERE uid = ?", uid)

    def _has(self, query: str, value: str) -> bool:
        return self.stored.connection.execute(query, (value,)).fetchone() is not None

    def _texts(self, query: str, values: Collection[str]) -> set[str]:
        if not values:
            return set()
        return {row[0] for row in self.stored.connection.execute(query, (json.dumps(sorted(values)),))}
