"""What is kept of a library of Zotero: the next push reads what has changed since, and ends the same."""

import json
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curabib.providers.http import Client
from curabib.providers.zotero import web_library
from curabib.providers.zotero_access import WebAccess
from curabib.sync.zotero.kept import KeptLibrary, read_kept
from curabib.sync.zotero.plan import Wishes
from curabib.sync.zotero.push import push, tally
from tests.providers.zotero_server import KEY, Server, zotero_server
from tests.sync.test_zotero_push import lottery, rewind

NAME = "users/1"
KEYS = str.maketrans("01", "YZ")  # no key of Zotero has a zero or a one


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "users-1.library.jsonl"


def kept(server: Server, client: Client, path: Path) -> KeptLibrary:
    return KeptLibrary(web_library(client, KEY, address=server.address), path)


def asked(server: Server) -> list[str]:
    """Return what was read since this was last asked, without the question whose key it is."""
    found = [path.removeprefix("/users/1/") for method, path in server.seen if method == "GET"]
    server.seen.clear()
    return [path for path in found if path != "/keys/current"]


def test_a_library_that_has_not_changed_takes_one_request(server: Server, client: Client, path: Path) -> None:
    server.library.add("MYITEM22", title="Mine")
    first = kept(server, client, path).read()
    assert asked(server) == ["items", "collections"]
    assert kept(server, client, path).read() == first
    assert asked(server) == ["items"]


def test_only_what_has_changed_is_read(server: Server, client: Client, path: Path) -> None:
    for number in range(135):
        server.library.add(f"ITEM{number + 4222}".translate(KEYS), title=f"Item {number}")
    kept(server, client, path).read()
    assert asked(server) == ["items", "items", "collections"]
    edited, gone, *_ = server.library.items
    server.library.edit(edited, title="Edited")
    server.library.remove("items", gone)
    server.library.add("NEWITEM2", title="New")
    remote = kept(server, client, path).read()
    assert asked(server) == ["items", "collections", "deleted"]
    assert remote == web_library(client, KEY, address=server.address).read()
    assert remote.items[edited]["title"] == "Edited"
    assert gone not in remote.items
    assert "NEWITEM2" in remote.items


@pytest.mark.parametrize("damage", ["", "{", "null\n", "[]\n", '{"schema": "other"}\n'])
def test_a_damaged_file_is_read_over(server: Server, client: Client, path: Path, damage: str) -> None:
    server.library.add("MYITEM22", title="Mine")
    kept(server, client, path).read()
    asked(server)
    path.write_text(damage, encoding="utf-8")
    assert set(kept(server, client, path).read().items) == {"MYITEM22"}
    assert asked(server) == ["items", "collections"]


def test_a_file_that_was_cut_short_or_is_of_another_library(
    server: Server, client: Client, path: Path
) -> None:
    server.library.add("MYITEM22", title="Mine")
    kept(server, client, path).read()
    whole = path.read_text(encoding="utf-8")
    assert read_kept(path, NAME) is not None
    assert read_kept(path, "groups/7") is None
    path.write_text(whole.split("\n")[0] + "\n", encoding="utf-8")
    assert read_kept(path, NAME) is None
    head, row, _ = whole.split("\n")
    path.write_text(f"{head}\n{row.replace('MYITEM22', '../../..')}\n", encoding="utf-8")
    assert read_kept(path, NAME) is None


def test_nobody_else_may_read_the_file(server: Server, client: Client, path: Path) -> None:
    kept(server, client, path).read()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_where_nothing_can_be_kept_a_push_goes_on(server: Server, client: Client, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    assert kept(server, client, blocked / "x.jsonl").read().items == {}


def test_a_library_that_went_back_is_read_as_a_whole(server: Server, client: Client, path: Path) -> None:
    server.library.add("MYITEM22", title="Mine")
    server.library.version = 900
    kept(server, client, path).read()
    asked(server)
    server.library.version = 5
    assert set(kept(server, client, path).read().items) == {"MYITEM22"}
    assert asked(server)[-2:] == ["items", "collections"]


def test_where_nobody_says_what_was_deleted_all_is_read(
    server: Server, client: Client, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.library.add("MYITEM22", title="Mine")
    server.library.add("MYITEM33", title="Mine too")
    kept(server, client, path).read()
    server.library.remove("items", "MYITEM33")
    asked(server)
    server.faults = {3: "garbage"}  # /keys/current, items, collections, deleted
    assert set(kept(server, client, path).read().items) == {"MYITEM22"}
    assert asked(server) == ["items", "collections", "deleted", "items", "collections"]
    server.library.remove("items", "MYITEM22")
    server.library.add("MYITEM22", title="Back")
    monkeypatch.setattr(WebAccess, "tells_deleted", False)
    assert set(kept(server, client, path).read().items) == {"MYITEM22"}
    assert asked(server) == ["items", "collections"]


def test_after_two_readings_in_one_push_all_is_read(server: Server, client: Client, path: Path) -> None:
    library = kept(server, client, path)
    library.read()
    library.read()
    asked(server)
    library.read()
    assert asked(server) == ["items", "collections"]


def pushed(server: Server, client: Client, folder: Path, *entries: Any) -> Any:
    library = kept(server, client, folder / "kept.jsonl")
    stay = frozenset(each.work.id for each in entries)
    return push(library, entries, stay, folder / "state.jsonl", NAME, Wishes(collection="Papers"))


def test_a_push_repeated_asks_once(server: Server, client: Client, tmp_path: Path) -> None:
    pushed(server, client, tmp_path, lottery(), rewind())
    pushed(server, client, tmp_path, lottery(), rewind())  # reads what the first has written
    asked(server)
    assert pushed(server, client, tmp_path, lottery(), rewind()).done == ()
    assert asked(server) == ["items"]
    done = pushed(server, client, tmp_path, lottery(title="The Lottery Ticket Hypothesis Again"), rewind())
    assert tally(done.done) == {"update": 1}
    assert asked(server) == ["items"]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["add", "edit", "trash", "remove", "push", "read"]), st.integers(0, 7))
    )
)
def test_any_history_is_read_as_it_is(client: Client, tmp_path: Path, history: list[tuple[str, int]]) -> None:
    folder = tmp_path / str(abs(hash(tuple(history))))
    with zotero_server() as server:
        for what, number in history:
            key = f"ITEMAAA{'23456789'[number]}"
            if what == "add" and key not in server.library.items:
                server.library.add(key, title=f"Item {number}")
            elif what == "edit" and key in server.library.items:
                server.library.edit(key, title=f"Item {number} again")
            elif what == "trash" and key in server.library.items:
                server.library.edit(key, deleted=1)
            elif what == "remove" and key in server.library.items:
                server.library.remove("items", key)
            elif what == "push":
                pushed(server, client, folder, lottery())
            elif what == "read":
                kept(server, client, folder / "kept.jsonl").read()
        remote = kept(server, client, folder / "kept.jsonl").read()
        assert remote == web_library(client, KEY, address=server.address).read()
        assert (
            json.loads((folder / "kept.jsonl").read_text("utf-8").split("\n")[0])["version"] == remote.version
        )
