"""Writing the cache that `curabib.sync.stored` reads: whole, or where a part of the library has changed."""

import json
import os
import shutil
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from curabib.diagnostics import CurabibError
from curabib.library.lock import Lock
from curabib.library.select import topics_of
from curabib.match.newcomers import describe
from curabib.model import Correction, Entry, Library
from curabib.project.settings import CACHE_FOLDER
from curabib.sync.entry_form import entry_to_form
from curabib.sync.exclusive import prepare_folder
from curabib.sync.pipeline import Build
from curabib.sync.stamps import Stamp, stamps
from curabib.sync.stored import NAME, maker

_TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE entry (number INTEGER PRIMARY KEY, uid TEXT NOT NULL, state TEXT NOT NULL, form TEXT NOT NULL);
CREATE TABLE name (folded TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE topic (topic TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (topic, number)) WITHOUT ROWID;
CREATE TABLE reserved (folded TEXT PRIMARY KEY, uid TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE line (uid TEXT PRIMARY KEY, living TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE record (id TEXT PRIMARY KEY, uid TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE look (uid TEXT NOT NULL, title TEXT NOT NULL, authors TEXT NOT NULL);
CREATE TABLE statement (identifier TEXT NOT NULL, uid TEXT NOT NULL, PRIMARY KEY (identifier, uid)) WITHOUT ROWID;
"""
_INDEXES = """
CREATE UNIQUE INDEX entry_uid ON entry (uid);
CREATE INDEX line_living ON line (living);
CREATE INDEX record_uid ON record (uid);
CREATE INDEX look_uid ON look (uid);
CREATE INDEX statement_uid ON statement (uid);
CREATE INDEX reserved_uid ON reserved (uid);
CREATE INDEX topic_number ON topic (number);
CREATE INDEX name_number ON name (number);
"""
_REMOVALS = (
    "DELETE FROM topic WHERE number IN (SELECT number FROM entry WHERE uid = ?)",
    "DELETE FROM name WHERE number IN (SELECT number FROM entry WHERE uid = ?)",
    "DELETE FROM entry WHERE uid = ?",
    "DELETE FROM reserved WHERE uid = ?",
    "DELETE FROM record WHERE uid = ?",
    "DELETE FROM look WHERE uid = ?",
    "DELETE FROM statement WHERE uid = ?",
    "DELETE FROM line WHERE uid = ?",
)
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """Works that were built again as a part of the library.

    `before` are the uids that were built from, living or not; `build` is what has come of them.
    """

    before: frozenset[str]
    build: Build
    settled: str
    generation: int
    counts: Mapping[str, int]
    listed: Mapping[str, int]


def store(
    root: Path,
    home: Path,
    build: Build,
    *,
    inputs: Sequence[Stamp],
    outputs: Iterable[str] = (),
    sealed: bool,
) -> None:
    """Keep a library in the cache; `inputs` are the stamps of what it was built from, taken before it was read.

    `outputs` are the paths of the files that say just what this library says; `sealed` says that the lock's file is
    that of `build`. Failing to write the cache is no error: everything works without it.
    """

    def fill(connection: sqlite3.Connection) -> None:
        connection.executescript(_TABLES)
        connection.execute("BEGIN")
        _add(connection, build, first=0)
        meta = {
            "maker": maker(),
            "inputs": [stamp.to_form() for stamp in inputs],
            "outputs": [stamp.to_form() for stamp in stamps(root, outputs)],
            "counts": counts(build.library),
            "listed": listed(build.library),
            "sealed": build.lock.settled if sealed and _can_be_cut(build) else "",
            "generation": build.lock.generation,
        }
        _say(connection, meta)
        connection.execute("COMMIT")
        connection.executescript(_INDEXES)

    _write(home, None, fill)


def store_part(
    root: Path, home: Path, part: Replaced, *, changed: Collection[str], inputs: Sequence[str]
) -> None:
    """Put a part of the library that was built again into the cache.

    `changed` are the paths of all files that were written since the cache was, `inputs` those of all inputs. Failing
    is no error, as in `store`.
    """

    def replace(connection: sqlite3.Connection) -> None:
        connection.execute("BEGIN")
        _remove(connection, {*part.before, *(line.uid for line in part.build.lock.works)})
        first = connection.execute("SELECT coalesce(max(number), -1) + 1 FROM entry").fetchone()[0]
        _add(connection, part.build, first=first)
        known = dict(connection.execute("SELECT name, value FROM meta"))
        meta: dict[str, Any] = {
            "counts": part.counts,
            "listed": part.listed,
            "sealed": part.settled if _can_be_cut(part.build) else "",
            "generation": part.generation,
        }
        for which in ("inputs", "outputs"):
            forms = {form[0]: form for form in json.loads(known[which])}
            paths = [
                path
                for path in (inputs if which == "inputs" else forms)
                if path in changed or path not in forms
            ]
            forms.update((stamp.path, stamp.to_form()) for stamp in stamps(root, paths))
            meta[which] = list(forms.values())
        _say(connection, meta)
        connection.execute("COMMIT")

    _write(home, home / CACHE_FOLDER / NAME, replace)


def _write(home: Path, model: Path | None, fill: Any) -> None:
    """Write the cache anew, beginning with a copy of `model` where there is one."""
    folder = home / CACHE_FOLDER
    temporary = folder / f".{NAME}.{os.getpid()}"
    try:
        prepare_folder(folder)
        temporary.unlink(missing_ok=True)
        if model is not None:
            shutil.copyfile(model, temporary)
        with closing(sqlite3.connect(temporary, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            fill(connection)
        temporary.replace(folder / NAME)
    except (OSError, sqlite3.Error, CurabibError):
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _say(connection: sqlite3.Connection, meta: Mapping[str, Any]) -> None:
    rows = ((name, json.dumps(value)) for name, value in meta.items())
    connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", rows)


def _add(connection: sqlite3.Connection, build: Build, *, first: int) -> None:
    """Add the entries and the lines of a build, the entries numbered from `first`."""
    library, lock = build.library, build.lock
    numbers = {entry.key: number for number, entry in enumerate(library.entries, first)}
    connection.executemany(
        "INSERT INTO entry VALUES (?, ?, ?, ?)",
        ((numbers[e.key], e.work.id, e.state, _encode(entry_to_form(e))) for e in library.entries),
    )
    connection.executemany(
        "INSERT INTO name VALUES (?, ?)",
        sorted((folded, numbers[e.key]) for folded, e in library.by_key.items()),
    )
    connection.executemany("INSERT INTO topic VALUES (?, ?)", sorted(_topic_rows(library.entries, numbers)))
    connection.executemany("INSERT INTO reserved VALUES (?, ?)", sorted(lock.reserved().items()))
    _describe(connection, library, lock, build.corrections)


def _describe(
    connection: sqlite3.Connection, library: Library, lock: Lock, corrections: Sequence[Correction]
) -> None:
    """Add what newcomers look for: lines, the records that they name, looks and identifiers."""
    connection.executemany(
        "INSERT INTO line VALUES (?, ?)", ((work.uid, lock.root(work).uid) for work in lock.works)
    )
    rows = ((id, lock.root(work).uid) for work in lock.works for id in work.records)
    connection.executemany("INSERT INTO record VALUES (?, ?)", sorted(rows))
    records = [r for entry in library.entries for r in entry.work.records if r.origin.kind != "override"]
    known = describe(records, lock.works, corrections)
    connection.executemany(
        "INSERT INTO look VALUES (?, ?, ?)",
        ((look.uid, look.title, "\x1f".join(look.authors)) for look in known.looks()),
    )
    connection.executemany("INSERT OR IGNORE INTO statement VALUES (?, ?)", sorted(known.statements))


def _remove(connection: sqlite3.Connection, uids: Collection[str]) -> None:
    """Take everything out that speaks of these works."""
    given = [(uid,) for uid in sorted(uids)]
    for statement in _REMOVALS:
        connection.executemany(statement, given)


def _topic_rows(entries: Iterable[Entry], numbers: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    for entry in entries:
        for topic in dict.fromkeys(topics_of(entry)):
            yield topic, numbers[entry.key]


def _can_be_cut(build: Build) -> bool:
    """Return whether a part of a library tells what the whole would: only a whole sync mends what is not so."""
    return not _has_outdated(build.library) and not _has_strays(build)


def _has_strays(build: Build) -> bool:
    """Return whether a provider's record is of another work than that of the key for which it was found."""
    found = [(e, r) for e in build.library.entries for r in e.work.records if r.about]
    reserved = build.lock.reserved() if found else {}
    return any(reserved.get(record.about.casefold()) != entry.work.id for entry, record in found)


def _has_outdated(library: Library) -> bool:
    """Return whether a work has a record that its list took out beside one that is there: a whole sync drops it."""
    return any(
        len({record.withdrawn for record in entry.work.records if record.origin.kind == "list"}) > 1
        for entry in library.entries
    )


def counts(library: Library) -> dict[str, int]:
    """Return how many records each list has now."""
    found: dict[str, int] = {}
    for entry in library.entries:
        for record in entry.work.records:
            if record.origin.kind == "list" and not record.withdrawn:
                found[record.origin.name] = found.get(record.origin.name, 0) + 1
    return found


def listed(library: Library) -> dict[str, int]:
    """Return how many works each list speaks of now."""
    found: dict[str, int] = {}
    for entry in library.entries:
        present = {r.origin.name for r in entry.work.records if r.origin.kind == "list" and not r.withdrawn}
        for name in present:
            found[name] = found.get(name, 0) + 1
    return found
