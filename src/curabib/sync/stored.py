"""The library as it was last built, kept in the cache folder so that asking for a part costs only that part.

The cache may be deleted at any time. It is used only while the settings, overrides, records and lock that it was made
from are the same, and while curabib itself is.
"""

import json
import os
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import curabib
from curabib.model import Library
from curabib.project.settings import CACHE_FOLDER
from curabib.sync.entry_form import entry_from_form
from curabib.sync.stamps import Stamp

NAME = "library.sqlite"
_SCHEMA = 2

_ALL = "SELECT form FROM entry"
_BY_TOPIC = """
SELECT form FROM entry WHERE number IN (
  SELECT number FROM topic WHERE topic IN (SELECT value FROM json_each(?))
)
"""
_BY_NAME = """
SELECT form FROM entry WHERE number IN (
  SELECT number FROM name WHERE folded IN (SELECT value FROM json_each(?))
)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A cache that is up to date; open it with `open_stored`, read it while `closing` it."""

    connection: sqlite3.Connection
    meta: Mapping[str, Any]
    since: int

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def topics(self) -> tuple[str, ...]:
        """Return the names of all topics, sorted."""
        return tuple(
            row[0] for row in self.connection.execute("SELECT DISTINCT topic FROM topic ORDER BY topic")
        )

    def library(self) -> Library:
        """Return the whole library."""
        return self._library(_ALL, ())

    def with_topics(self, topics: Iterable[str]) -> Library:
        """Return the entries that stand under any of these topics."""
        return self._library(_BY_TOPIC, (json.dumps(list(topics)),))

    def with_keys(self, keys: Iterable[str]) -> Library:
        """Return the entries that these keys or aliases name."""
        return self._library(_BY_NAME, (json.dumps([key.casefold() for key in keys]),))

    def _library(self, query: str, values: Sequence[str]) -> Library:
        decode = json.JSONDecoder().decode
        return Library.of(
            tuple(entry_from_form(decode(row[0])) for row in self.connection.execute(query, values))
        )

    def files_hold(self, root: Path, which: str) -> bool:
        """Return whether the files of a list of stamps in the cache (`inputs`, `outputs`) are still the same."""
        return all(Stamp.from_form(form).holds(root, self.since) for form in self.meta[which])


def open_stored(root: Path, home: Path) -> Stored | None:
    """Return the cache of a project, or None where there is none or where anything it was made from has changed."""
    path = home / CACHE_FOLDER / NAME
    try:
        since = path.stat().st_mtime_ns
        address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        connection = sqlite3.connect(address, uri=True)
    except (OSError, ValueError, sqlite3.Error):
        return None
    try:
        meta = {name: json.loads(value) for name, value in connection.execute("SELECT name, value FROM meta")}
        stored = Stored(connection=connection, meta=meta, since=since)
        if meta["maker"] == maker() and stored.files_hold(root, "inputs"):
            return stored
    except (sqlite3.Error, ValueError, TypeError, KeyError):
        pass
    connection.close()
    return None


@lru_cache(maxsize=1)
def maker() -> str:
    """Return what names this very curabib: its version, and the newest file of its code when it was first asked."""
    newest = count = 0
    folders = [str(Path(curabib.__file__).parent)]
    while folders:
        with os.scandir(folders.pop()) as found:
            for item in found:
                if item.is_dir():
                    if item.name != "__pycache__":
                        folders.append(item.path)
                else:
                    newest, count = max(newest, item.stat().st_mtime_ns), count + 1
    return f"{_SCHEMA} {curabib.__version__} {count} {newest}"
