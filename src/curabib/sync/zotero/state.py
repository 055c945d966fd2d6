"""What was pushed to a library of Zotero last: the base of every comparison between our side and the person's.

A file of JSON lines, one a work, sorted. Whatever gets lost of it costs no data: the keys of items follow from the
uids, and a value that is not known to be ours counts as the person's. Lines of one work that a merge of branches has
put side by side are joined: any value that was ever ours is ours.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from curabib.diagnostics import CurabibError
from curabib.project.files import read_text
from curabib.providers.zotero import is_key

SCHEMA = "curabib.zotero/1"
_LARGEST = 200_000_000

Hashes = Mapping[str, frozenset[str]]
"""For each field the hashes of the values that were pushed: the last one, and while a push is under way the next."""


def hashed(value: object) -> str:
    """Return a short hash of a JSON value."""
    form = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(form.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushed:
    """What we put into one item: the hashes of its fields, and the members of its sets.

    `sets` holds `tags`, `collections` (keys) and `extra` (lines).
    """

    fields: Hashes = field(default_factory=dict)
    sets: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def joined(self, other: "Pushed") -> "Pushed":
        """Return what either of the two says."""
        fields = {
            name: self.fields.get(name, frozenset()) | other.fields.get(name, frozenset())
            for name in {**self.fields, **other.fields}
        }
        sets = {
            name: self.sets.get(name, frozenset()) | other.sets.get(name, frozenset())
            for name in {**self.sets, **other.sets}
        }
        return Pushed(fields=fields, sets=sets)


@dataclass(frozen=True, slots=True, kw_only=True)
class PushedItem:
    """A work in the library: the key of its item, and what we put there.

    `adopted`: the item was there before us. `trashed`: we put it into the trash ourselves. `pending` is what is being
    pushed, while nobody knows whether it arrived. `children` maps the key that a child of ours is given to the key of
    the child that stands for it, and what we put there.
    """

    uid: str
    item: str
    adopted: bool = False
    trashed: bool = False
    pushed: Pushed = field(default_factory=Pushed)
    pending: Pushed | None = None
    children: Mapping[str, tuple[str, Pushed]] = field(default_factory=dict)

    @property
    def confirmed(self) -> bool:
        """Whether anything of it is known to have arrived."""
        return bool(self.pushed.fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What was pushed to one library: the works by uid, the key of the collection of each path of names of ours.

    `emptied` are the paths whose collections we put into the trash ourselves, as nothing was left in them. `imported`
    is the hash of what was handed to a connector, which cannot be asked what became of it.
    """

    library: str
    works: Mapping[str, PushedItem] = field(default_factory=dict)
    collections: Mapping[str, str] = field(default_factory=dict)
    emptied: frozenset[str] = frozenset()
    imported: str = ""

    def with_works(self, works: Iterable[PushedItem]) -> "State":
        """Return this state with these works in the place of what it said of them."""
        return replace(self, works={**self.works, **{work.uid: work for work in works}})


def read_state(path: Path, library: str) -> State:
    """Return the state kept in a file: an empty one where there is none; damaged lines are left out.

    Raises CurabibError for the state of another library.
    """
    if not path.exists():
        return State(library=library)
    works: dict[str, PushedItem] = {}
    collections: dict[str, str] = {}
    emptied: set[str] = set()
    imported = ""
    for line in read_text(path, limit=_LARGEST).split("\n"):
        form = _object(line)
        if form.get("schema") not in (None, SCHEMA):
            raise CurabibError(f"`{path}` was written by a newer curabib")
        if form.get("library") not in (None, library):
            raise CurabibError(f"`{path}` is about `{form['library']}`, not about `{library}`")
        imported = str(form.get("imported", imported))
        if isinstance(form.get("collection"), str) and is_key(form.get("key")):
            collections[form["collection"]] = form["key"]
            if form.get("trashed") is True:
                emptied.add(form["collection"])
        elif isinstance(form.get("uid"), str) and is_key(form.get("item")):
            found = _work(form)
            works[found.uid] = _joined(works[found.uid], found) if found.uid in works else found
    return State(
        library=library,
        works=works,
        collections=collections,
        emptied=frozenset(emptied),
        imported=imported,
    )


def write_state(path: Path, state: State) -> None:
    """Put a state in the place of the file, whole or not at all; raises CurabibError."""
    head: dict[str, Any] = {"schema": SCHEMA, "library": state.library}
    if state.imported:
        head["imported"] = state.imported
    rows = [
        head,
        *(
            {"collection": name, "key": key, **({"trashed": True} if name in state.emptied else {})}
            for name, key in sorted(state.collections.items())
        ),
        *(_form(state.works[uid]) for uid in sorted(state.works)),
    ]
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("w", encoding="utf-8", errors="surrogatepass", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise CurabibError(f"cannot write `{path}`: {error.strerror or error}") from error


def _form(work: PushedItem) -> dict[str, Any]:
    form: dict[str, Any] = {"uid": work.uid, "item": work.item}
    if work.adopted:
        form["adopted"] = True
    if work.trashed:
        form["trashed"] = True
    form["pushed"] = _pushed_form(work.pushed)
    if work.pending is not None:
        form["pending"] = _pushed_form(work.pending)
    if work.children:
        form["children"] = {
            ours: {"item": key, **_pushed_form(pushed)}
            for ours, (key, pushed) in sorted(work.children.items())
        }
    return form


def _pushed_form(pushed: Pushed) -> dict[str, Any]:
    fields = {name: sorted(hashes) for name, hashes in sorted(pushed.fields.items())}
    sets = {name: sorted(members) for name, members in sorted(pushed.sets.items()) if members}
    return {"fields": fields, **({"sets": sets} if sets else {})}


def _work(form: Mapping[str, Any]) -> PushedItem:
    children = form.get("children")
    return PushedItem(
        uid=form["uid"],
        item=form["item"],
        adopted=form.get("adopted") is True,
        trashed=form.get("trashed") is True,
        pushed=_pushed(form.get("pushed")),
        pending=_pushed(form["pending"]) if "pending" in form else None,
        children={
            ours: (child["item"], _pushed(child))
            for ours, child in (children.items() if isinstance(children, dict) else ())
            if isinstance(child, dict) and is_key(child.get("item"))
        },
    )


def _joined(one: PushedItem, other: PushedItem) -> PushedItem:
    """Return what two lines say of one work; where they name two items, the first in byte order stands."""
    first, second = sorted((one, other), key=lambda work: work.item)
    pending = [work.pending for work in (first, second) if work.pending]
    children = {**second.children, **first.children}
    for ours in first.children.keys() & second.children.keys():
        key, pushed = first.children[ours]
        children[ours] = (key, pushed.joined(second.children[ours][1]))
    return replace(
        first,
        adopted=first.adopted or second.adopted,
        trashed=first.trashed and second.trashed,
        pushed=first.pushed.joined(second.pushed),
        pending=pending[0].joined(pending[-1]) if pending else None,
        children=children,
    )


def _pushed(form: object) -> Pushed:
    parts = form if isinstance(form, dict) else {}
    return Pushed(fields=_sets(parts.get("fields")), sets=_sets(parts.get("sets")))


def _sets(form: object) -> dict[str, frozenset[str]]:
    if not isinstance(form, dict):
        return {}
    return {
        name: frozenset(str(member) for member in members)
        for name, members in form.items()
        if isinstance(members, list)
    }


def _object(line: str) -> dict[str, Any]:
    """Return the object of a line; an empty one for what is none, such as the marks of a merge."""
    try:
        form = json.loads(line) if line.startswith("{") else None
    except (ValueError, RecursionError):
        return {}
    return form if isinstance(form, dict) else {}
