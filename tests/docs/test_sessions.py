"""The sessions that the documentation shows are what the tool prints."""

from pathlib import Path

import pytest
from docs.session import PAGES, SESSION, with_sessions

SHOWING = [page for page in PAGES[1:] if SESSION.search(page.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("page", SHOWING, ids=lambda page: page.stem)
def test_a_session_is_what_the_tool_prints(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert with_sessions(text) == text, "run `make docs`"
