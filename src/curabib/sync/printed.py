"""Writing the BibTeX formats with entries that were printed before: an export copies their text from the cache.

Printing an entry takes far longer than reading it. Each text is kept under the state of the library that it was
printed of, so that whatever changes in the project, or in curabib, makes all of them void. The cache may be deleted at
any time, and nothing goes wrong where it cannot be written.
"""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from importlib import import_module

from curabib.bibtex.layout.printing import in_order, print_entry, print_texts
from curabib.bibtex.profile import PROFILES, Profile
from curabib.diagnostics import Diagnostic, Result
from curabib.model import Entry, View
from curabib.sync.kept import Kept

NAME = "printed.sqlite"

_TABLES = """
CREATE TABLE IF NOT EXISTS state (state TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS entry (format TEXT, key TEXT, text TEXT NOT NULL, PRIMARY KEY (format, key)) WITHOUT ROWID;
"""
_SELECT = (
    "SELECT key, CAST(text AS TEXT) FROM entry WHERE format = ? AND key IN (SELECT value FROM json_each(?))"
)


class KeptWriter:
    """Writes a view of one state of a library in a BibTeX dialect, like the writer of that name."""

    extension = "bib"

    def __init__(self, name: str, kept: Kept) -> None:
        """Take the name of a dialect; raises KeyError for another."""
        self.name = name
        self._profile = PROFILES[name]
        self._kept = kept

    def write(self, view: View) -> Result[str]:
        """Return the file's text, entries sorted by key, with what could not be written as it is."""
        texts = self._texts([entry.key for entry in view.entries])
        missing = [entry for entry in view.entries if entry.key not in texts]
        diagnostics: tuple[Diagnostic, ...] = ()
        if missing:
            texts, diagnostics = self._completed(texts, missing)
        return Result(print_texts(in_order(texts.items())), diagnostics)

    def _completed(
        self, texts: Mapping[str, str], missing: Sequence[Entry]
    ) -> tuple[dict[str, str], tuple[Diagnostic, ...]]:
        """Return all texts, keeping those of `missing` about which there is nothing to report."""
        new, sound, diagnostics = _printed(missing, self._profile)
        self._keep(sound)
        return {**texts, **new}, diagnostics

    def _texts(self, keys: Sequence[str]) -> dict[str, str]:
        """Return the kept texts of these entries, by key."""
        path = self._kept.folder / NAME
        try:
            with closing(
                sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=0)
            ) as found:
                found.execute("BEGIN")  # state and texts are of one moment
                if found.execute("SELECT state FROM state").fetchall() != [(self._kept.state,)]:
                    return {}
                return dict(found.execute(_SELECT, (self.name, json.dumps(keys))))
        except (sqlite3.Error, ValueError):
            return {}

    def _keep(self, texts: Mapping[str, str]) -> None:
        """Keep these texts, in the place of all those of another state."""
        path = self._kept.folder / NAME
        rows = [(self.name, key, text) for key, text in texts.items()]
        try:
            with closing(sqlite3.connect(path, isolation_level=None, timeout=0)) as cache:
                cache.execute("PRAGMA synchronous = OFF")
                cache.execute("BEGIN IMMEDIATE")
                for statement in _TABLES.strip().splitlines():
                    cache.execute(statement)
                if cache.execute("SELECT state FROM state").fetchall() != [(self._kept.state,)]:
                    cache.execute("DELETE FROM state")
                    cache.execute("DELETE FROM entry")
                    cache.execute("INSERT INTO state VALUES (?)", (self._kept.state,))
                cache.executemany("INSERT OR REPLACE INTO entry VALUES (?, ?, ?)", rows)
                cache.execute("COMMIT")
        except (sqlite3.OperationalError, UnicodeError):
            pass  # somebody else writes it just now, or nobody may, or a text has what no file can hold
        except sqlite3.DatabaseError:
            with suppress(OSError):
                path.unlink()  # damaged: begun anew the next time


def _printed(
    entries: Sequence[Entry], profile: Profile
) -> tuple[dict[str, str], dict[str, str], tuple[Diagnostic, ...]]:
    """Return the texts of the entries that can be printed, of them those without a remark, and all remarks."""
    mapping = import_module("curabib.bibtex.mapping.printed")  # as costly as all the rest of a small export
    texts: dict[str, str] = {}
    sound: dict[str, str] = {}
    diagnostics: list[Diagnostic] = []
    for entry in entries:
        printed = mapping.to_bibtex(entry, profile)
        diagnostics += printed.diagnostics
        if printed.value is not None:
            texts[entry.key] = print_entry(printed.value)
            if not printed.diagnostics:
                sound[entry.key] = texts[entry.key]
    return texts, sound, tuple(diagnostics)
