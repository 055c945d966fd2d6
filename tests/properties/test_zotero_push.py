"""A push that goes wrong anywhere, any number of times, ends where one that goes right ends."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curabib.diagnostics import CurabibError
from curabib.model import Entry
from curabib.providers.http import Client
from curabib.providers.zotero import web_library
from curabib.sync.zotero.find import own_key
from curabib.sync.zotero.plan import Wishes
from curabib.sync.zotero.push import push
from tests.library.shelf import conference, entry, people
from tests.providers.clock import Clock
from tests.providers.zotero_server import KEY, Library, Server, zotero_server

FAULTS = ("drop", "drop-after", "half", "500", "502-after", "429", "503", "meanwhile", "backoff", "garbage")


def paper(number: int, **changes: Any) -> Entry:
    values: dict[str, Any] = {
        "title": f"Paper {number}",
        "authors": people("Ada|Lovelace"),
        "year": 2000 + number,
        "venue": conference("ICML"),
        "links": (("code", f"https://example.org/{number}"),),
        "topics": ("Topic",),
        "keywords": ("one",),
        **changes,
    }
    return entry(f"paper{number}", **values)


BEFORE = tuple(paper(number) for number in range(6))
AFTER = (
    paper(0, title="Paper 0, revised"),
    paper(1, keywords=("two",), aliases=("former",)),
    paper(2, topics=("Topic", "Inner")),
    paper(3, venue=None, type="online", identifiers=("arxiv:2001.00003",)),
    paper(4, links=(("code", "https://example.org/4"), ("video", "https://example.org/talk"))),
    *(paper(number) for number in range(6, 9)),
)


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with Clock().client() as made, pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda handle: None)  # no test pulls the plug
        yield made


class Story:
    """One library, one state: a first push, what the person does then, and a second push."""

    def __init__(self, server: Server, client: Client, folder: Path) -> None:
        self.server, self.client, self.path = server, client, folder / "state.jsonl"
        server.library.add("MYITEM22", title="Paper 7", citationKey="paper7", tags=[{"tag": "mine"}])

    def push(self, entries: tuple[Entry, ...]) -> None:
        """Push until it comes to an end, as a person would who tries again."""
        for _ in range(8):
            try:
                library = web_library(self.client, KEY, address=self.server.address)
                living = frozenset(each.work.id for each in entries)
                wishes = Wishes(collection="Papers", delete=True)
                push(library, entries, living, self.path, "users/1", wishes)
            except CurabibError:
                continue
            return
        raise AssertionError("the push never comes to an end")

    def tell(self) -> tuple[Any, ...]:
        """Return how it ends, without the numbers of versions."""
        self.push(BEFORE)
        library = self.server.library
        library.edit(own_key(BEFORE[5].work.id), abstractNote="mine")
        library.edit(own_key(BEFORE[0].work.id), tags=[{"tag": "one"}, {"tag": "mine"}], date="1999")
        self.push(AFTER)
        writes = len(self.server.writes())
        self.push(AFTER)
        assert len(self.server.writes()) == writes, "there is something left to do"
        return _content(library), self.path.read_text(encoding="utf-8")


def _content(library: Library) -> dict[str, Any]:
    return {
        key: {name: value for name, value in data.items() if name not in ("version", "rights")}
        for objects in (library.items, library.collections)
        for key, data in sorted(objects.items())
    }


def told(client: Client, faults: dict[int, str]) -> tuple[Any, ...]:
    with tempfile.TemporaryDirectory() as folder, zotero_server() as server:
        server.faults = faults
        return Story(server, client, Path(folder)).tell()


@pytest.fixture(scope="module")
def ending(client: Client) -> tuple[Any, ...]:
    return told(client, {})


def test_the_story_has_everything_in_it(ending: tuple[Any, ...]) -> None:
    content = ending[0]
    assert content[own_key(BEFORE[0].work.id)]["title"] == "Paper 0, revised"
    assert content[own_key(BEFORE[0].work.id)]["date"] == "1999"
    assert content[own_key(BEFORE[5].work.id)]["deleted"] is True
    assert content["MYITEM22"]["tags"] == [{"tag": "mine"}, {"tag": "one"}]
    assert content[own_key(BEFORE[3].work.id)]["itemType"] == "preprint"


@settings(max_examples=25)
@given(faults=st.dictionaries(st.integers(0, 40), st.sampled_from(FAULTS), max_size=5))
def test_an_interrupted_push_ends_where_an_uninterrupted_one_ends(
    client: Client, ending: tuple[Any, ...], faults: dict[int, str]
) -> None:
    assert told(client, faults) == ending


def test_every_single_point_of_interruption(client: Client, ending: tuple[Any, ...]) -> None:
    for number in range(18):
        fault = ("drop-after", "half", "drop")[number % 3]
        assert told(client, {number: fault}) == ending, (number, fault)


def test_an_answer_that_does_not_come_in_time(client: Client, ending: tuple[Any, ...]) -> None:
    assert told(client, {5: "slow", 9: "slow"}) == ending
