"""The library as it was last built, kept in the cache folder so that asking for a part costs only that part.

The cache may be deleted at any time. It is used only while the settings, overrides, records and lock that it was made
from are the same, and while curabib itself is.
"""

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import curabib
from curabib.diagnostics import CurabibError
from curabib.library.select_fields import sources_of, topics_of
from curabib.model import Entry, Library
from curabib.project.settings import CACHE_FOLDER
from curabib.sync.entry_form import entry_from_form, entry_to_form
from curabib.sync.stamps import Stamp, stamps

NAME = "library.sqlite"
_SCHEMA = 1

_TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE entry (number INTEGER PRIMARY KEY, form TEXT NOT NULL);
CREATE TABLE name (folded TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE topic (topic TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (topic, number)) WITHOUT ROWID;
"""


_ALL = "SELECT form FROM entry ORDER BY number"
_BY_TOPIC = """
SELECT form FROM entry WHERE number IN (
  SELECT number FROM topic WHERE topic IN (SELECT value FROM json_each(?))
) ORDER BY number
"""
_BY_NAME = """
SELECT form FROM entry WHERE number IN (
  SELECT number FROM name WHERE folded IN (SELECT value FROM json_each(?))
) ORDER BY number
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


def maker() -> str:
    """Return what names this very curabib: its version, and the newest file of its code."""
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


def store(
    root: Path, home: Path, library: Library, *, inputs: Sequence[Stamp], outputs: Iterable[str] = ()
) -> None:
    """Keep a library in the cache; `inputs` are the stamps of what it was built from, taken before it was read.

    `outputs` are the paths of the files that say just what this library says. Failing to write the cache is no
    error: everything works without it.
    """
    folder = home / CACHE_FOLDER
    temporary = folder / f".{NAME}.{os.getpid()}"
    try:
        import_module("curabib.sync.exclusive").prepare_folder(folder)
        temporary.unlink(missing_ok=True)
        with closing(sqlite3.connect(temporary, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            connection.executescript(_TABLES)
            connection.execute("BEGIN")
            _fill(connection, library)
            meta = {
                "maker": maker(),
                "inputs": [stamp.to_form() for stamp in inputs],
                "outputs": [stamp.to_form() for stamp in stamps(root, outputs)],
                "counts": _counts(library),
            }
            connection.executemany(
                "INSERT INTO meta VALUES (?, ?)", ((n, json.dumps(v)) for n, v in meta.items())
            )
            connection.execute("COMMIT")
        temporary.replace(folder / NAME)
    except (OSError, sqlite3.Error, CurabibError):
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _fill(connection: sqlite3.Connection, library: Library) -> None:
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    numbers = {entry.key: number for number, entry in enumerate(library.entries)}
    connection.executemany(
        "INSERT INTO entry VALUES (?, ?)",
        ((numbers[e.key], encode(entry_to_form(e))) for e in library.entries),
    )
    connection.executemany(
        "INSERT INTO name VALUES (?, ?)",
        sorted((folded, numbers[e.key]) for folded, e in library.by_key.items()),
    )
    connection.executemany("INSERT INTO topic VALUES (?, ?)", sorted(_topic_rows(library.entries, numbers)))


def _topic_rows(entries: Iterable[Entry], numbers: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    for entry in entries:
        for topic in dict.fromkeys(topics_of(entry)):
            yield topic, numbers[entry.key]


def _counts(library: Library) -> dict[str, int]:
    """Return how many works each source lists now."""
    counts: dict[str, int] = {}
    for entry in library.entries:
        if entry.state == "active":
            for source in sources_of(entry):
                counts[source] = counts.get(source, 0) + 1
    return counts
