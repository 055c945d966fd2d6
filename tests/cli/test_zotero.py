"""`curabib zotero push`, from the list to a server that behaves like Zotero's."""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import keyring.backends.fail
import keyring.backends.null
import pytest
from keyring.backend import KeyringBackend

from tests.cli.running import Runner
from tests.conftest import REPOSITORY
from tests.providers.zotero_server import KEY, Server, zotero_server

LIST = REPOSITORY / "tests" / "cases" / "cli" / "engines.md"


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Server]:
    """Return a server that stands in for zotero.org, with the right key in the environment."""
    with zotero_server() as server:
        monkeypatch.setenv("CURABIB_ZOTERO_WEB", server.address)
        monkeypatch.setenv("CURABIB_ZOTERO_CONNECTOR", f"{server.address}/connector")
        monkeypatch.setenv("ZOTERO_API_KEY", KEY)
        monkeypatch.setenv("CURABIB_CACHE", str(tmp_path / "cache"))
        monkeypatch.setitem(sys.modules, "keyring", None)
        yield server


@pytest.fixture
def local(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Server]:
    """Return a server that stands in for Zotero 10 on this machine; there is no key for zotero.org."""
    with zotero_server(local=True) as server:
        monkeypatch.setenv("CURABIB_ZOTERO_LOCAL", server.address)
        monkeypatch.delenv("ZOTERO_API_KEY", raising=False)
        monkeypatch.delenv("ZOTERO_LOCAL_KEY", raising=False)
        monkeypatch.setenv("CURABIB_CACHE", str(tmp_path / "cache"))
        monkeypatch.setitem(sys.modules, "keyring", None)
        yield server


def rewrite(project: Path, before: str, after: str) -> None:
    path = project / "README.md"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def test_a_project_is_pushed_and_pushed_again(project: Path, curabib: Runner, web: Server) -> None:
    shown = curabib("zotero", "push", "--dry-run")
    assert shown.status == 0, shown.err
    assert web.writes() == []
    ran = curabib("zotero", "push")
    assert ran.status == 0, ran.err
    assert ran.out == shown.out
    keys = {line.split()[1] for line in curabib("list").out.splitlines() if line} and {
        line.split()[0] for line in curabib("list").out.splitlines()
    }
    items = [data for data in web.library.items.values() if not data.get("parentItem")]
    assert {data["citationKey"] for data in items} == keys
    assert "Engines" in {data["name"] for data in web.library.collections.values()}
    again = curabib("zotero", "push")
    assert (again.status, again.out) == (0, "")
    assert f"pushed: {len(keys)} as they should be" in again.err
    assert KEY not in ran.out + ran.err + shown.err
    assert all(KEY.encode() not in path.read_bytes() for path in project.rglob("*") if path.is_file())


def test_a_change_of_the_list_is_shown_and_sent(project: Path, curabib: Runner, web: Server) -> None:
    assert curabib("zotero", "push").status == 0
    key = next(data["citationKey"] for data in web.library.items.values() if data.get("title"))
    title = next(data["title"] for data in web.library.items.values() if data.get("citationKey") == key)
    rewrite(project, title, f"{title} Revisited")
    assert curabib("sync").status == 0
    ran = curabib("zotero", "push", "--dry-run")
    assert ran.out == f"~ {key}  {title} Revisited\n    title: {title} -> {title} Revisited\n"
    assert "would push: 1 updated" in ran.err
    form = json.loads(curabib("zotero", "push", "--format", "json").out)
    assert form["schema"] == "curabib.zotero-push/1"
    assert form["counts"] == {"update": 1}
    assert form["objects"][0]["changes"] == [
        {"field": "title", "before": title, "after": f"{title} Revisited"}
    ]


def test_a_selection_is_pushed_and_the_rest_is_not_taken_for_gone(
    project: Path, curabib: Runner, web: Server
) -> None:
    assert curabib("zotero", "push").status == 0
    key = next(data["citationKey"] for data in web.library.items.values() if "citationKey" in data)
    ran = curabib("zotero", "push", f"key:{key}", "--delete")
    assert ran.status == 0
    assert not any(data.get("deleted") for data in web.library.items.values())
    assert "1 as they should be" in ran.err


def test_what_left_the_list_stays_until_it_is_to_be_deleted(
    project: Path, curabib: Runner, web: Server
) -> None:
    assert curabib("zotero", "push").status == 0
    text = (project / "README.md").read_text(encoding="utf-8")
    start, end = text.index("- **A Sketch"), text.index("## Difference")
    rewrite(project, text[start:end], "")
    assert curabib("sync", "--accept-removals").status == 0
    ran = curabib("zotero", "push")
    assert "1 item is left of works that are gone; --delete puts them into the trash" in ran.err
    ran = curabib("zotero", "push", "--delete")
    assert ran.out.startswith("- ")
    assert "[to the trash]" in ran.out
    assert "1 put into the trash" in ran.err
    assert sum(bool(data.get("deleted")) for data in web.library.items.values()) == 1


def test_the_library_of_a_group_keeps_its_state_with_the_project(
    project: Path, curabib: Runner, web: Server
) -> None:
    web.libraries["groups/5"] = type(web.library)()
    assert curabib("zotero", "push", "--library", "group:5", "--collection", "Ours").status == 0
    assert web.library.items == {}
    assert web.libraries["groups/5"].items
    assert [path.name for path in (project / "bib" / "zotero").iterdir()] == ["groups-5.jsonl"]
    assert curabib("zotero", "push").status == 0
    assert (project / "bib" / ".curabib" / "zotero" / "users-1.jsonl").is_file()


def test_zotero_on_this_machine_is_the_default_without_a_key(
    project: Path, curabib: Runner, local: Server
) -> None:
    ran = curabib("zotero", "push")
    assert ran.status == 0, ran.err
    assert "Always Allow" in ran.err
    assert "collections" in ran.err
    assert local.library.items


def test_an_edit_of_the_persons_that_stands_against_ours_is_a_warning(
    project: Path, curabib: Runner, web: Server
) -> None:
    assert curabib("zotero", "push").status == 0
    data = next(
        data for data in web.library.items.values() if data.get("title") and not data.get("parentItem")
    )
    title = data["title"]
    web.library.edit(data["key"], title="Mine \x1b[31m")
    rewrite(project, title, f"{title} Revisited")
    assert curabib("sync").status == 0
    ran = curabib("zotero", "push")
    assert ran.status == 0
    assert "CB650" in ran.err
    assert "\x1b" not in ran.err
    assert web.library.items[data["key"]]["title"] == "Mine \x1b[31m"


def test_the_connector_imports_once(project: Path, curabib: Runner, web: Server) -> None:
    shown = curabib("zotero", "push", "--via", "connector", "--dry-run")
    assert "would import" in shown.err
    assert "into `My Library > Reading` of Zotero 8.0.5" in shown.err
    assert web.imported == []
    ran = curabib("zotero", "push", "--via", "connector")
    assert ran.status == 0, ran.err
    ((_, kind, text),) = web.imported
    assert kind == "text/plain"
    assert "<z:citationKey>" in text
    again = curabib("zotero", "push", "--via", "connector")
    assert again.status == 2
    assert "imported into Zotero before" in again.err
    assert curabib("zotero", "push", "--via", "connector", "--again").status == 0
    assert len(web.imported) == 2
    web.selected["editable"] = False
    assert "cannot be written to" in curabib("zotero", "push", "--via", "connector", "--again").err


class MemoryKeyring(KeyringBackend):
    """A keyring that forgets."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> MemoryKeyring:
    """Put a keyring of the real package in the place of the system's; ask for it after a server."""
    kept = MemoryKeyring()
    monkeypatch.setitem(sys.modules, "keyring", keyring)
    monkeypatch.setattr(keyring.core, "_keyring_backend", kept)
    return kept


def test_a_key_comes_from_the_keyring(
    project: Path, curabib: Runner, web: Server, memory: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ZOTERO_API_KEY")
    ran = curabib("zotero", "push", "--via", "web")
    assert (ran.status, ran.out) == (2, "")
    assert "`ZOTERO_API_KEY` is not set, and the keyring has none (`keyring set curabib zotero`)" in ran.err
    memory.set_password("curabib", "zotero", KEY)
    ran = curabib("zotero", "push")
    assert ran.status == 0
    assert web.library.items
    assert KEY not in ran.out + ran.err
    assert not any(KEY.encode() in path.read_bytes() for path in project.rglob("*") if path.is_file())


def test_the_environment_goes_before_the_keyring(
    project: Path, curabib: Runner, web: Server, memory: MemoryKeyring
) -> None:
    memory.set_password("curabib", "zotero", "ofsomebodyelse")
    assert curabib("zotero", "push").status == 0


def test_lasting_permission_is_kept_in_the_keyring(
    project: Path, curabib: Runner, local: Server, memory: MemoryKeyring
) -> None:
    assert curabib("zotero", "push", "--via", "local").status == 0
    ((name, key),) = memory.kept.items()
    assert name == ("curabib", "zotero-local")
    assert key
    (project / "README.md").write_text("# Nothing\n", encoding="utf-8")
    ran = curabib("zotero", "push", "--via", "local")
    assert ran.status == 0
    assert "asks for permission" not in ran.err


@pytest.mark.parametrize("backend", [keyring.backends.null.Keyring, keyring.backends.fail.Keyring])
def test_a_keyring_without_keys_or_without_backend_has_none(
    project: Path,
    curabib: Runner,
    web: Server,
    memory: MemoryKeyring,
    monkeypatch: pytest.MonkeyPatch,
    backend: Callable[[], KeyringBackend],
) -> None:
    monkeypatch.setattr(keyring.core, "_keyring_backend", backend())
    monkeypatch.delenv("ZOTERO_API_KEY")
    ran = curabib("zotero", "push", "--via", "web")
    assert ran.status == 2
    assert "the keyring has none" in ran.err


def test_without_a_keyring_the_extra_is_named(
    project: Path, curabib: Runner, web: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ZOTERO_API_KEY")
    assert "curabib[keyring]" in curabib("zotero", "push", "--via", "web").err


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (("--library", "shelf"), 2, "is no library"),
        (("topic:nothing-like-this",), 2, "topic"),
        (("key:nothing",), 1, "CB550"),
        (("--via", "pigeon"), 2, "--via"),
    ],
)
def test_what_cannot_be_pushed(
    project: Path, curabib: Runner, web: Server, arguments: tuple[str, ...], status: int, message: str
) -> None:
    ran = curabib("zotero", "push", *arguments)
    assert ran.status == status, ran.err
    assert message in ran.err
    assert web.writes() == []


def test_a_key_with_strange_characters_is_not_sent(
    project: Path, curabib: Runner, web: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZOTERO_API_KEY", "abc\r\nX-Other: 1")
    ran = curabib("zotero", "push")
    assert ran.status == 2
    assert "abc" not in ran.err
    assert web.seen == []


def test_a_refusal_makes_the_status_one(project: Path, curabib: Runner, web: Server) -> None:
    text = LIST.read_text(encoding="utf-8")
    assert curabib("zotero", "push", "--dry-run").status == 0
    (project / "bib" / "overrides.yaml").write_text(
        f"corrections:\n  {curabib('list').out.split()[0]}:\n    authors: ['{'x' * 300}']\n", encoding="utf-8"
    )
    assert text
    assert curabib("sync").status == 0
    ran = curabib("zotero", "push")
    assert ran.status == 1
    assert "CB655" in ran.err
