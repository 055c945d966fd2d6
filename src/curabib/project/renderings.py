"""What engines have formatted before, kept in a cache folder, so that formatting it again costs only reading.

A rendering is found by the digest of everything that it depends on, so none is ever out of date. The file may be
deleted at any time; where it cannot be read or written, nothing is kept.
"""

import os
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing, suppress
from importlib import import_module
from pathlib import Path

from curabib.project.settings import CACHE_FOLDER, CONFIG_NAME

LARGEST = 256 << 20
"""Bytes beyond which the file is begun anew."""
_AT_ONCE = 500


def folder_of(root: Path | None) -> Path | None:
    """Return the folder of the cache for the project at `root`, else that of the system's user.

    `CURABIB_CACHE` names another; where it is empty, there is none.
    """
    chosen = os.environ.get("CURABIB_CACHE")
    if chosen is not None:
        return Path(chosen) if chosen else None
    if root is not None:
        home = root / "bib"
        return (home if (home / CONFIG_NAME).is_file() else root) / CACHE_FOLDER
    user: Path = import_module("platformdirs").user_cache_path("curabib", appauthor=False)
    return user


class Renderings:
    """A store of texts by digest, in one file of `folder`; with None nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        """Keep where the file is; nothing is opened before it is asked."""
        self._path = folder / "renderings.sqlite" if folder else None

    def find(self, digests: Iterable[str]) -> Mapping[str, str]:
        """Return the texts that are known, by digest."""
        wanted = list(digests)
        if self._path is None or not wanted or not self._path.is_file():
            return {}
        found: dict[str, str] = {}
        with suppress(sqlite3.Error, OSError), closing(self._open()) as connection:
            for start in range(0, len(wanted), _AT_ONCE):
                part = wanted[start : start + _AT_ONCE]
                marks = ",".join("?" * len(part))
                rows = connection.execute(f"SELECT digest, text FROM kept WHERE digest IN ({marks})", part)  # noqa: S608
                found.update((str(digest), str(text)) for digest, text in rows)
        return found

    def keep(self, texts: Mapping[str, str]) -> None:
        """Add texts by digest."""
        if self._path is None or not texts:
            return
        try:
            self._keep(self._path, texts)
        except sqlite3.DatabaseError:
            with suppress(sqlite3.Error, OSError):  # what cannot be read is begun anew
                self._path.unlink(missing_ok=True)
                self._keep(self._path, texts)
        except OSError:
            return

    def _keep(self, path: Path, texts: Mapping[str, str]) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_file() and path.stat().st_size > LARGEST:
            path.unlink()
        with closing(self._open()) as connection, connection:
            connection.execute(
                "CREATE TABLE IF NOT EXISTS kept (digest TEXT PRIMARY KEY, text TEXT) WITHOUT ROWID"
            )
            connection.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?)", texts.items())

    def _open(self) -> sqlite3.Connection:
        assert self._path is not None  # noqa: S101
        return sqlite3.connect(self._path, timeout=2.0)
