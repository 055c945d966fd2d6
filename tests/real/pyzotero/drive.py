"""Does with pyzotero what it is told, and prints what comes of it as JSON: `drive.py ADDRESS KEY WHAT [ARGUMENT]`.

Runs in the environment of `requirements.txt` beside it, not in that of curabib.
"""

import json
import sys
from collections.abc import Callable
from typing import Any

from pyzotero import zotero  # type: ignore[import-not-found]

ITEM = {"itemType": "book", "title": "By pyzotero", "tags": [], "collections": [], "creators": []}


def read(library: Any, argument: str) -> Any:
    """Return every item and every collection."""
    return {
        "items": library.everything(library.items()),
        "collections": library.everything(library.collections()),
    }


def tag(library: Any, argument: str) -> Any:
    """Add a tag to an item and change its title."""
    item = library.item(argument)
    item["data"]["tags"].append({"tag": "by pyzotero"})
    item["data"]["title"] = "Edited by pyzotero"
    return library.update_item(item["data"])


def create(library: Any, argument: str) -> Any:
    """Make an item under a key of our own."""
    return library.create_items([{**ITEM, "key": argument, "version": 0}])


def too_many(library: Any, argument: str) -> Any:
    """Try to make more items than one request may."""
    try:
        return library.create_items([ITEM] * 51)
    except Exception as error:
        return type(error).__name__


def local(library: Any, argument: str) -> Any:
    """Ask for permission as Zotero 10 wants it, then make an item."""
    return {"permission": library.authorize_local("pyzotero"), "written": create(library, argument)}


COMMANDS: dict[str, Callable[[Any, str], Any]] = {
    "read": read, "tag": tag, "create": create, "too-many": too_many, "local": local,
}  # fmt: skip


def main(address: str, key: str, what: str, argument: str = "") -> None:
    """Run one command against the server at `address`."""
    own = what == "local"
    library = zotero.Zotero(library_id="0" if own else "1", library_type="user", api_key=key, local=own)
    library.endpoint = address
    print(json.dumps(COMMANDS[what](library, argument)))


main(*sys.argv[1:])
