"""The collections of a library that stand for the topics of a project, below one of the project's own."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from curabib.diagnostics import Diagnostic, diagnose
from curabib.providers.zotero import Remote
from curabib.sync.zotero.find import in_trash, object_key
from curabib.sync.zotero.state import State
from curabib.sync.zotero.step import Step
from curabib.writers.topics import Path

_LONGEST_NAME = 255
_MOST_LIVES = 20


class Collections:
    """The collections of the topics, below one of the project's own."""

    def __init__(self, remote: Remote, state: State, root: str, *, again: bool) -> None:
        """Take the library, what was pushed there, and the name of the topmost collection."""
        self._remote, self._state, self._root, self._again = remote, state, root, again
        self.known: dict[str, str] = dict(state.collections)
        self.standing: set[str] = set()
        self.problems: list[Diagnostic] = []
        self._keys: dict[Path, str] = {}

    def settle(self, paths: Sequence[Path]) -> tuple[tuple[Step, ...], ...]:
        """Find or plan the collections of these paths of topics; return the steps, the outermost ones first."""
        stages: dict[int, list[Step]] = {}
        every = (path[:length] for path in paths for length in range(len(path) + 1))
        for path in sorted(dict.fromkeys(((), *every)), key=len):
            if path and path[:-1] not in self._keys:
                continue  # what it is in was taken out
            step = self._settle(path)
            if step is not None:
                stages.setdefault(len(path), []).append(step)
        return tuple(tuple(stages[depth]) for depth in sorted(stages))

    def of(self, paths: Sequence[Path]) -> tuple[str, ...]:
        """Return the keys of the collections of these paths; the topmost one for none."""
        return tuple(self._keys[path] for path in paths or ((),) if path in self._keys)

    def _settle(self, path: Path) -> Step | None:
        """Find the collection of a path, or return the step that makes it."""
        name = path[-1] if path else self._root
        parent = self._keys[path[:-1]] if path else ""
        place = "\t".join((self._root, *path))
        known, ours = self._state.collections.get(place, ""), object_key("collection", place)
        if place in self._state.emptied and known not in self._remote.collections:
            ours = object_key("collection", place, known)  # the trash is not shown, or has been emptied
        for key in (known, ours):
            data = self._remote.collections.get(key) if key else None
            if data is not None and not in_trash(data):
                self._keys[path] = self.known[place] = key
                self.standing.add(place)
                return None
        taken_out = place not in self._state.emptied and (known or ours in self._remote.collections)
        if taken_out and not self._again:
            message = f"the collection `{name}` was taken out of Zotero: nothing is filed in it"
            self.problems.append(diagnose("CB651", message, help="--again puts it back"))
            return None
        alike = self._named(name, parent)
        if alike:
            self._keys[path] = self.known[place] = alike
            return None
        self._keys[path] = ours
        data = self._remote.collections.get(ours, {})
        version = int(data.get("version", 0))
        body: dict[str, Any] = {
            "key": ours, "version": version, "name": name[:_LONGEST_NAME], "parentCollection": parent or False,
        }  # fmt: skip
        if data:
            body["deleted"] = False
        return Step(kind="collections", action="create", body=body, key=name, title=name, path=place)

    def empty(self, wanted: Iterable[Path], gone: Collection[str]) -> tuple[Step, ...]:
        """Return the steps that put empty collections of ours into the trash, the innermost first.

        Ours are those below the topmost one that a push has made. `wanted` are the paths of all topics that there are
        still; of the items, those of `gone` do not count. What holds an item or a collection of the person stays.
        """
        kept = {path[:length] for path in wanted for length in range(len(path) + 1)}
        holders = {
            str(key)
            for item, data in self._remote.items.items()
            if item not in gone
            for key in data.get("collections", ())
        }
        inside: dict[str, set[str]] = {}
        for key, data in self._remote.collections.items():
            if not in_trash(data):
                inside.setdefault(str(data.get("parentCollection") or ""), set()).add(key)
        steps: list[Step] = []
        places = [place.split("\t") for place in self._state.collections]
        for names in sorted(
            (n for n in places if n[0] == self._root and len(n) > 1), key=lambda n: (-len(n), n)
        ):
            place = "\t".join(names)
            key = self._state.collections[place]
            data = self._remote.collections.get(key, {})
            if not data or in_trash(data) or not _is_made(key, place):
                continue
            if tuple(names[1:]) in kept or key in holders or inside.get(key):
                continue
            inside.get(str(data.get("parentCollection") or ""), set()).discard(key)
            body = {"key": key, "version": int(data.get("version", 0)), "deleted": True}
            name = str(data.get("name", names[-1]))
            steps.append(
                Step(kind="collections", action="trash", body=body, key=name, title=name, path=place)
            )
        return tuple(steps)

    def _named(self, name: str, parent: str) -> str:
        """Return the key of a collection of that name in that place, or nothing."""
        for key in sorted(self._remote.collections):
            data = self._remote.collections[key]
            if (
                data.get("name") == name
                and (data.get("parentCollection") or "") == parent
                and not in_trash(data)
            ):
                return key
        return ""


def _is_made(key: str, place: str) -> bool:
    """Return whether a push has chosen this key for the collection of a path, at first or after it was emptied."""
    chosen = object_key("collection", place)
    for _ in range(_MOST_LIVES):
        if key == chosen:
            return True
        chosen = object_key("collection", place, chosen)
    return False
