"""The library of a project, whole or as much of it as a query can need, as quickly as may be."""

from contextlib import closing
from importlib import import_module
from pathlib import Path

from curabib.diagnostics import Result
from curabib.library.select import Query, QueryError, required, resolve_topic
from curabib.model import Library
from curabib.model.topic import topic_slugs
from curabib.project import home_of
from curabib.project.settings import CACHE_FOLDER
from curabib.sync.collecting import rare_collection
from curabib.sync.journal import interrupted
from curabib.sync.kept import Kept, state_of
from curabib.sync.stored import Stored, open_stored


def load_library(root: Path, query: Query | None = None) -> Result[Library]:
    """Return the library of the project in `root`.

    With a `query`, entries that it cannot select may be missing, so that asking for one topic or one key of a large
    library is quick. The library comes from the cache while nothing it was made from has changed; else it is built,
    and kept. Raises CurabibError where there is no project.
    """
    return load_kept(root, query)[0]


def load_kept(root: Path, query: Query | None = None) -> tuple[Result[Library], Kept | None]:
    """Return the library as `load_library` does, and where its printed entries are kept.

    None are kept for a library that had to be built, which has just happened or failed.
    """
    root = root.resolve()
    home = home_of(root)
    with rare_collection():
        if home is not None and not interrupted(home / CACHE_FOLDER):
            stored = open_stored(root, home)
            if stored is not None:
                with closing(stored):
                    library = _part(stored, query) if query is not None else stored.library()
                    return Result(library), Kept(folder=home / CACHE_FOLDER, state=state_of(stored.meta))
        return _built(root), None


def _part(stored: Stored, query: Query) -> Library:
    """Return the entries that the terms of `query` that every selected entry meets leave over."""
    if any(term.field == "source" for term in query.terms):
        return stored.library()  # whether a source exists is a question to all of it
    topics = required(query, "topic")
    if topics:
        slugs = topic_slugs(stored.topics())
        try:
            return stored.with_topics(sorted(resolve_topic(topics[0], slugs)))
        except QueryError:
            return stored.library()
    keys = [term for term in required(query, "key") if not term.value.endswith("*")]
    return stored.with_keys([keys[0].value]) if keys else stored.library()


def _built(root: Path) -> Result[Library]:
    rebuild = import_module("curabib.sync.rebuilding")  # matching is not loaded while the cache is good
    result: Result[Library] = rebuild.build_and_store(root)
    return result
