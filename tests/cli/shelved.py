"""The commands on selections, run on the library in `tests/library/shelf.py` in place of a project's."""

import pytest

from curabib.cli import selection
from curabib.model import Library
from tests.library.shelf import LIBRARY


def shelve(monkeypatch: pytest.MonkeyPatch, library: Library = LIBRARY) -> None:
    """Make every command find `library`, whatever the folder."""
    monkeypatch.setattr(selection, "load_library", lambda session, query=None: library)
