"""One object that a push writes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from curabib.providers.zotero import Kind
from curabib.sync.zotero.merge import Change
from curabib.sync.zotero.state import PushedItem

Action = Literal["create", "update", "adopt", "restore", "trash", "attach"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One object to write: `body` with `key` and `version`, what it is about, and what holds once it is written.

    `key` is the citation key of the work, or the name of a collection; `child` the key of ours that the object is
    kept under where it is a child of an item. `after` replaces the line of the work, `path` names a collection.
    """

    kind: Kind
    action: Action
    body: Mapping[str, Any]
    key: str = ""
    title: str = ""
    changes: tuple[Change, ...] = ()
    after: PushedItem | None = None
    child: str = ""
    path: str = ""
