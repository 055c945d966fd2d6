"""Writing the cache that `curabib.sync.stored` reads."""

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path

from curabib.diagnostics import CurabibError
from curabib.library.select import topics_of
from curabib.model import Entry, Library
from curabib.project.settings import CACHE_FOLDER
from curabib.sync.entry_form import entry_to_form
from curabib.sync.exclusive import prepare_folder
from curabib.sync.stamps import Stamp, stamps
from curabib.sync.stored import NAME, maker

_TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE entry (number INTEGER PRIMARY KEY, form TEXT NOT NULL);
CREATE TABLE name (folded TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE topic (topic TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (topic, number)) WITHOUT ROWID;
"""


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
        prepare_folder(folder)
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
    """Return how many records each list has now."""
    counts: dict[str, int] = {}
    for entry in library.entries:
        for record in entry.work.records:
            if record.origin.kind == "list" and not record.withdrawn:
                counts[record.origin.name] = counts.get(record.origin.name, 0) + 1
    return counts
