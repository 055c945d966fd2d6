"""The server that the tests push to, and what was pushed, seen by pyzotero: a client of Zotero's that is not ours."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from curabib.providers.zotero import web_library
from curabib.sync.zotero.find import own_key
from curabib.sync.zotero.plan import Wishes
from curabib.sync.zotero.push import push
from tests.library.shelf import LIBRARY
from tests.providers.clock import Clock
from tests.providers.zotero_server import KEY, Server, zotero_server

FOLDER = Path(__file__).parent / "pyzotero"
PYTHON = FOLDER / ".venv" / "bin" / "python"

pytestmark = pytest.mark.real


def pyzotero(server: Server, *arguments: str) -> Any:
    """Run `drive.py` against the server; skips where there is no environment for it."""
    if not PYTHON.exists():
        if os.environ.get("CURABIB_REQUIRE_REAL"):
            pytest.fail(f"{PYTHON} is missing, and CURABIB_REQUIRE_REAL is set")
        pytest.skip("pyzotero has no environment: .ci/run makes one")
    ran = subprocess.run(
        [PYTHON, FOLDER / "drive.py", server.address, KEY, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def test_the_server_takes_what_pyzotero_sends() -> None:
    with zotero_server() as server:
        assert pyzotero(server, "create", "ABCDEFGH")["success"] == {"0": "ABCDEFGH"}
        assert pyzotero(server, "create", "ABCDEFGH")["failed"]["0"]["code"] == 412
        assert pyzotero(server, "too-many") == "TooManyItemsError"
        assert pyzotero(server, "tag", "ABCDEFGH") is True
        assert server.library.items["ABCDEFGH"]["title"] == "Edited by pyzotero"
    with zotero_server(local=True) as server:
        answer = pyzotero(server, "local", "ABCDEFGH")
        assert answer["permission"] == {"key": "local-0", "remember": True}
        assert answer["written"]["success"] == {"0": "ABCDEFGH"}


def test_pyzotero_reads_what_was_pushed_and_what_it_edits_stays(tmp_path: Path) -> None:
    entries = tuple(entry for entry in LIBRARY.entries if entry.state == "active")
    living = frozenset(entry.work.id for entry in entries)
    with zotero_server() as server, Clock().client() as client:

        def pushed() -> int:
            library = web_library(client, KEY, address=server.address)
            wishes = Wishes(collection="Papers")
            return len(push(library, entries, living, tmp_path / "state", "users/1", wishes).done)

        assert pushed() > len(entries)
        read = pyzotero(server, "read")
        items = {
            row["data"]["citationKey"]: row["data"] for row in read["items"] if "citationKey" in row["data"]
        }
        assert sorted(items) == sorted(entry.key for entry in entries)
        names = {row["data"]["name"] for row in read["collections"]}
        assert names == {"Papers", *(topic for entry in entries for topic in entry.work.topics)}
        key = own_key(entries[0].work.id)
        assert pyzotero(server, "tag", key) is True
        assert pushed() == 0
        assert server.library.items[key]["title"] == "Edited by pyzotero"
        assert {"tag": "by pyzotero"} in server.library.items[key]["tags"]
