"""The collections of a library that stand for the topics of a project, below one of the project's own."""

from collections.abc import Sequence
from typing import Any

from curabib.diagnostics import Diagnostic, diagnose
from curabib.providers.zotero import Remote
from curabib.sync.zotero_find import in_trash, object_key
from curabib.sync.zotero_state import State
from curabib.sync.zotero_step import Step
from curabib.writers.topics import Path

_LONGEST_NAME = 255


class Collections:
    """The collections of the topics, below one of the project's own."""

    def __init__(self, remote: Remote, state: State, root: str, *, again: bool) -> None:
        """Take the library, what was pushed there, and the name of the topmost collection."""
        self._remote, self._state, self._root, self._again = remote, state, root, again
        self.known: dict[str, str] = dict(state.collections)
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
        for key in (known, ours):
            data = self._remote.collections.get(key) if key else None
            if data is not None and not in_trash(data):
                self._keys[path] = self.known[place] = key
                return None
        if (known or ours in self._remote.collections) and not self._again:
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
