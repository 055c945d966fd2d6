"""The ways to a library of Zotero: zotero.org, Zotero 10 on this machine, and the connector of earlier versions."""

from collections.abc import Iterator
from typing import Any

import pytest

from curabib.diagnostics import CurabibError
from curabib.providers.http import Client
from curabib.providers.zotero import (
    Outcome,
    Unsettled,
    ZoteroLibrary,
    library_path,
    local_library,
    web_library,
)
from curabib.providers.zotero_access import LocalAccess
from curabib.providers.zotero_connector import Connector
from curabib.sync.zotero.plan import Wishes, plan
from curabib.sync.zotero.state import State
from tests.library.shelf import LIBRARY
from tests.providers.clock import Clock
from tests.providers.zotero_server import KEY, Server, zotero_server

CLOCK = Clock()
ITEM: dict[str, Any] = {"key": "ABCDEFGH", "version": 0, "itemType": "book", "title": "Ein Überblick"}


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with CLOCK.client() as made:
        yield made


@pytest.fixture
def web() -> Iterator[Server]:
    with zotero_server() as server:
        yield server


@pytest.fixture
def local() -> Iterator[Server]:
    with zotero_server(local=True) as server:
        yield server


@pytest.fixture
def library(web: Server, client: Client) -> ZoteroLibrary:
    return web_library(client, KEY, address=web.address)


def test_a_library_is_read_page_by_page_with_its_trash(library: ZoteroLibrary, web: Server) -> None:
    for number in range(250):
        web.library.add(f"AAAAA{number:03d}".translate(str.maketrans("01", "ZY")), title=str(number))
    web.library.edit("AAAAAZZZ", deleted=1)
    remote = library.read()
    assert len(remote.items) == 250
    assert remote.items["AAAAAZZZ"]["deleted"] == 1
    assert remote.version == web.library.version
    assert [path for _, path in web.seen].count("/users/1/items") == 3


@pytest.mark.parametrize(
    "odd",
    [
        {"tags": None, "collections": 7, "creators": "x", "relations": [], "itemType": []},
        {"tags": ["x", {"tag": []}], "collections": [{}], "creators": [1, {"lastName": []}], "deleted": {}},
        {"title": {"a": 1}, "date": [], "extra": {}, "parentItem": []},
    ],
)
def test_a_library_with_strange_things_in_it_can_be_pushed_to(
    library: ZoteroLibrary, web: Server, odd: dict[str, Any]
) -> None:
    web.library.add("MYITEM22", citationKey="frankle2019lottery")
    web.library.items["MYITEM22"].update(odd)
    web.library.items["MYITEM23"] = {"key": "no key", "version": "x"}
    remote = library.read()
    assert list(remote.items) == ["MYITEM22"]
    entries = LIBRARY.entries
    living = frozenset(entry.work.id for entry in entries)
    made = plan(entries, living, remote, State(library="users/1"), Wishes(collection="Papers", delete=True))
    assert len(made.steps) >= len(entries)


def test_a_library_without_numbers_of_its_objects_is_read_to_its_end(
    library: ZoteroLibrary, web: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(120):
        web.library.add(f"AAAAA{number:03d}".translate(str.maketrans("01", "ZY")))
    monkeypatch.setattr("tests.providers.zotero_server.TOTAL", "X-Other")
    assert len(library.read().items) == 120


def test_a_library_that_changes_while_it_is_read_is_read_again(library: ZoteroLibrary, web: Server) -> None:
    for number in range(2):
        web.library.add(f"AAAAAAA{number + 2}")
    web.page = 1
    real = web.library
    reads: list[int] = []

    class Moving(type(real)):  # type: ignore[misc]
        @property
        def version(self) -> int:
            reads.append(1)
            return 10 + (len(reads) == 2)

        @version.setter
        def version(self, value: int) -> None:
            pass

    web.libraries["users/1"] = Moving(items=real.items)
    assert library.read().version == 10


def test_objects_are_written_and_refused_one_by_one(library: ZoteroLibrary, web: Server) -> None:
    rows = [
        ITEM,
        {**ITEM, "key": "BCDEFGHI", "proceedingsTitle": "x"},
        {**ITEM, "key": "CDEFGHIJ", "version": 7},
    ]
    outcome = library.write("items", rows)
    assert outcome.done == {0}
    assert outcome.refused[1] == (400, "'proceedingsTitle' is not a valid field for type 'book'")
    assert outcome.refused[2][0] == 404
    assert library.write("items", [ITEM]).refused[0][0] == 412
    assert library.write("items", [{**ITEM, "version": web.library.items["ABCDEFGH"]["version"]}]) == Outcome(
        done=frozenset({0})
    )
    assert web.library.items["ABCDEFGH"]["title"] == "Ein Überblick"


def test_more_than_fifty_objects_are_never_sent(library: ZoteroLibrary, web: Server) -> None:
    with pytest.raises(ValueError, match="51"):
        library.write("items", [ITEM] * 51)
    assert web.writes() == []


@pytest.mark.parametrize("fault", ["drop", "drop-after", "half", "500", "502-after", "garbage", "slow"])
def test_nobody_knows_what_became_of_a_broken_write(library: ZoteroLibrary, web: Server, fault: str) -> None:
    web.faults = {len(web.seen): fault}
    with pytest.raises(Unsettled):
        library.write("items", [ITEM, {**ITEM, "key": "BCDEFGHI"}])
    assert len(web.writes()) == 1, "a write is never repeated unseen"


@pytest.mark.parametrize("status", ["429", "503"])
def test_a_server_that_is_busy_is_asked_again_when_it_wishes(
    library: ZoteroLibrary, web: Server, status: str
) -> None:
    CLOCK.slept.clear()
    web.faults = {len(web.seen): status}
    assert library.write("items", [ITEM]).done == {0}
    assert CLOCK.slept == [3.0]


def test_backoff_is_heeded_before_the_next_request(library: ZoteroLibrary, web: Server) -> None:
    web.faults = {len(web.seen): "backoff"}
    assert library.write("items", [ITEM]).done == {0}
    CLOCK.slept.clear()
    library.read()
    assert CLOCK.slept[0] == pytest.approx(7, abs=0.1)


def test_the_key_is_told_to_the_server_only(web: Server, client: Client) -> None:
    web.rights = {"user": {"write": False}}
    with pytest.raises(CurabibError) as caught:
        web_library(client, KEY, address=web.address)
    assert KEY not in f"{caught.value}{caught.value.hint}"
    assert web.headers[0]["zotero-api-key"] == KEY
    assert KEY not in web.seen[0][1]


@pytest.mark.parametrize(
    ("rights", "path", "allowed"),
    [
        ({"user": {"write": True}}, "", True),
        ({"user": {"library": True}}, "", False),
        ({"user": {"write": True}}, "users/2", False),
        ({"groups": {"all": {"write": True}}}, "groups/5", True),
        ({"groups": {"5": {"library": True, "write": False}}}, "groups/5", False),
        ({"groups": {"6": {"write": True}}}, "groups/5", False),
        ({}, "", False),
        ([], "", False),
        ({"user": "write"}, "", False),
    ],
)
def test_the_rights_of_a_key_are_looked_at_first(
    web: Server, client: Client, rights: Any, path: str, allowed: bool
) -> None:
    web.rights = rights
    if allowed:
        assert web_library(client, KEY, path, address=web.address).identity == (path or "users/1")
        return
    with pytest.raises(CurabibError, match="does not allow writing"):
        web_library(client, KEY, path, address=web.address)


@pytest.mark.parametrize(
    ("text", "path"),
    [("groups/12", "groups/12"), ("group:12", "groups/12"), ("user/7", "users/7"), ("users:7", "users/7")],
)
def test_libraries_are_named(text: str, path: str) -> None:
    assert library_path(text) == path


@pytest.mark.parametrize("text", ["", "12", "groups/", "groups/x", "groups/1/../2", "shelves/1", "groups/１"])
def test_what_is_no_library(text: str) -> None:
    with pytest.raises(CurabibError, match="is no library"):
        library_path(text)


def test_zotero_itself_is_asked_for_permission_once(local: Server, client: Client) -> None:
    kept: list[str] = []
    said: list[str] = []
    access = LocalAccess(client, address=local.address, keep=kept.append, say=said.append)
    library = local_library(client, access, address=local.address)
    assert library.identity == "local/server-1/users/0"
    assert library.read().items == {}
    assert said == []
    for _ in range(3):
        library.write("items", [ITEM])
    assert (kept, len(said)) == (["local-0"], 1)
    assert local.library.items["ABCDEFGH"]["title"] == "Ein Überblick"
    again = LocalAccess(client, key=kept[0], address=local.address, say=said.append)
    local_library(client, again, address=local.address).write("items", [ITEM])
    assert len(said) == 1


def test_permission_for_one_request_is_asked_for_again(local: Server, client: Client) -> None:
    local.answers = ["once"]
    kept: list[str] = []
    access = LocalAccess(client, address=local.address, keep=kept.append)
    library = local_library(client, access, address=local.address)
    for number in range(5):
        assert library.write("items", [{**ITEM, "key": f"ABCDEFG{number + 2}"}]).done == {0}
    assert kept == []
    with pytest.raises(CurabibError, match="one request at a time") as caught:
        library.write("items", [ITEM])
    assert "Always Allow" in caught.value.hint


def test_permission_that_is_denied(local: Server, client: Client) -> None:
    local.answers = ["deny"]
    library = local_library(client, LocalAccess(client, address=local.address), address=local.address)
    with pytest.raises(CurabibError, match="denied"):
        library.write("items", [ITEM])
    assert local.library.items == {}


def test_a_key_that_is_no_longer_good_is_replaced(local: Server, client: Client) -> None:
    access = LocalAccess(client, key="old", address=local.address)
    assert local_library(client, access, address=local.address).write("items", [ITEM]).done == {0}


def test_another_zotero_than_before_is_not_written_to(local: Server, client: Client) -> None:
    library = local_library(client, LocalAccess(client, address=local.address), address=local.address)
    library.write("items", [ITEM])
    local.server_id = "server-2"
    with pytest.raises(CurabibError, match="412") as caught:
        library.write("items", [{**ITEM, "key": "BCDEFGHI"}])
    assert "another Zotero" in caught.value.hint


def test_a_zotero_that_may_not_be_asked_and_one_that_can_only_be_read(local: Server, client: Client) -> None:
    local.enabled = False
    with pytest.raises(CurabibError, match="Local API is not enabled") as caught:
        local_library(client, LocalAccess(client, address=local.address), address=local.address)
    assert "Settings" in caught.value.hint
    local.enabled, local.server_id = True, ""
    library = local_library(client, LocalAccess(client, address=local.address), address=local.address)
    with pytest.raises(CurabibError, match="not written to") as caught:
        library.write("items", [ITEM])
    assert "--via connector" in caught.value.hint


def test_no_zotero_on_this_machine(client: Client) -> None:
    address = "http://127.0.0.1:9/api"
    with pytest.raises(CurabibError, match="no Zotero answers") as caught:
        local_library(client, LocalAccess(client, address=address), address=address)
    assert "start Zotero 10" in caught.value.hint


def test_the_connector_imports_files(web: Server, client: Client) -> None:
    connector = Connector(client, f"{web.address}/connector")
    assert connector.version() == "8.0.5"
    assert str(connector.target()) == "My Library > Reading"
    text = '<rdf:RDF><rdf:Description rdf:about="#ä"/></rdf:RDF>'
    assert connector.import_files([text, text], "one") == 2
    assert [(session, kind) for session, kind, _ in web.imported] == [
        ("one-1", "text/plain"),
        ("one-2", "text/plain"),
    ]
    assert web.imported[0][2] == text
    with pytest.raises(CurabibError, match="before"):
        connector.import_files([text], "one")
    with pytest.raises(CurabibError, match="No translator"):
        connector.import_files(["nothing"], "two")


def test_what_is_not_zotero_at_its_port(client: Client) -> None:
    with pytest.raises(CurabibError, match="no Zotero answers"):
        Connector(client, "http://127.0.0.1:9/connector").version()


def test_zotero_on_this_machine_is_not_asked_by_way_of_a_proxy(
    local: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    with CLOCK.client() as client:
        access = LocalAccess(client, address=local.address)
        assert local_library(client, access, address=local.address).write("items", [ITEM]).done == {0}
