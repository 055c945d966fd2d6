"""Pushing to a library of Zotero: read it, write what differs, keep what was written, until nothing is left to do.

What is about to be written is noted before it is sent, and what was written right after, so that a push which is
interrupted at any point goes on where it stopped. Whatever is not certain is read again.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from curabib.diagnostics import CurabibError, Diagnostic, diagnose
from curabib.library.lock import parse_lock
from curabib.model import Entry
from curabib.model.library import living
from curabib.project import Project
from curabib.project.files import read_text
from curabib.providers.zotero import MOST, Kind, Outcome, Remote, Unsettled
from curabib.sync.zotero.plan import Plan, Wishes, plan
from curabib.sync.zotero.state import PushedItem, State, read_state, write_state
from curabib.sync.zotero.step import Step

_ROUNDS = 6
_CHANGED_IN_BETWEEN = 412


class Library(Protocol):
    """A library that can be read as a whole and written in parts."""

    def read(self) -> Remote:
        """Return the library as it is."""
        ...

    def write(self, kind: Kind, objects: Sequence[Mapping[str, Any]]) -> Outcome:
        """Write objects; raises Unsettled where nobody knows whether they were written."""
        ...

    def pause(self, attempt: int) -> None:
        """Wait before the next attempt."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushing:
    """What a push has done or, without writing, would do: the steps, and the plan that they were part of."""

    plan: Plan
    done: tuple[Step, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    refused: int = 0


def state_path(project: Project, library: str) -> Path:
    """Return where it is kept what was pushed to a library (`groups/12`, `users/34`, `local/ID/users/0`).

    The state of a group's library stands in `zotero/`, for version control, as everybody who pushes to it needs it;
    that of a person's own is nobody else's business and stands in the cache.
    """
    name = f"{library.replace('/', '-')}.jsonl"
    shared = library.startswith("groups/")
    return (project.home if shared else project.cache_folder) / "zotero" / name


def kept_path(project: Project, library: str) -> Path:
    """Return where it is kept what was read of a library last: in the cache, as it holds what its owner has there."""
    return project.cache_folder / "zotero" / f"{library.replace('/', '-')}.library.jsonl"


def former_uids(project: Project) -> dict[str, tuple[str, ...]]:
    """Return for the uid of each living work the uids of the works that have become part of it, sorted."""
    if not project.lock_path.exists():
        return {}
    lock = parse_lock(read_text(project.lock_path), project.shown(project.lock_path)).value
    former: dict[str, list[str]] = {}
    for uid, into in sorted(living(lock.works).items()):
        former.setdefault(into, []).append(uid)
    return {uid: tuple(others) for uid, others in former.items()}


def preview(
    library: Library, entries: Sequence[Entry], living: frozenset[str], path: Path, name: str, wishes: Wishes
) -> Pushing:
    """Return what a push would do; nothing is written, not even the state."""
    made = plan(entries, living, library.read(), read_state(path, name), wishes)
    return Pushing(plan=made, diagnostics=made.diagnostics)


def push(
    library: Library,
    entries: Sequence[Entry],
    living: frozenset[str],
    path: Path,
    name: str,
    wishes: Wishes,
    *,
    progress: Callable[[str], None] = lambda step: None,
) -> Pushing:
    """Push entries to a library and keep at `path` what was pushed; `name` is what the state calls the library.

    `living` are the uids of all works whose items stay. Raises CurabibError where the library cannot be reached or
    refuses; what was written until then is kept, and another push goes on from there.
    """
    run = _Run(library, path, read_state(path, name), progress)
    first: Plan | None = None
    for attempt in range(_ROUNDS):
        progress("reading the library")
        made = plan(entries, living, library.read(), run.state, wishes)
        first = first or made
        if run.carry_out(made):
            return Pushing(
                plan=first,
                done=tuple(run.done),
                diagnostics=(*first.diagnostics, *run.problems),
                refused=len(run.refused),
            )
        library.pause(attempt)
    raise CurabibError(
        f"the push did not come to an end: {run.reason or 'the library changes all the time'}",
        hint="what is pushed already stays; pushing again goes on from there",
    )


class _Run:
    """The writing part of a push."""

    def __init__(self, library: Library, path: Path, state: State, progress: Callable[[str], None]) -> None:
        self.state = state
        self.done: list[Step] = []
        self.problems: list[Diagnostic] = []
        self.refused: set[str] = set()
        self.reason = ""
        self._library, self._path, self._progress = library, path, progress

    def carry_out(self, made: Plan) -> bool:
        """Take the steps of a plan; return False where the library must be read again for what is left."""
        emptied = self.state.emptied - made.standing
        known = replace(self.state, collections=dict(made.collections), emptied=emptied)
        known = known.with_works(made.settled)
        if known != self.state:
            self._keep(known)
        total, taken = len(made.steps), 0
        for stage in made.stages:
            for batch in _batches([step for step in stage if not self._is_hopeless(step)]):
                taken += len(batch)
                self._progress(f"writing {taken} of {total}")
                if not self._write(batch):
                    return False
        return True

    def _is_hopeless(self, step: Step) -> bool:
        """Return whether a step was refused before, or is about a child of an item that was."""
        return str(step.body["key"]) in self.refused or str(step.body.get("parentItem")) in self.refused

    def _write(self, batch: Sequence[Step]) -> bool:
        emptied = {step.path for step in batch if step.path and step.action == "trash"}
        noted = replace(self.state, emptied=self.state.emptied | emptied)
        self._keep(noted.with_works(_pending(batch, self.state)))
        try:
            outcome = self._library.write(batch[0].kind, [step.body for step in batch])
        except Unsettled as error:
            self.reason = str(error)
            return False
        again = False
        for place, step in enumerate(batch):
            if place in outcome.done:
                self._record(step)
                self.done.append(step)
                continue
            status, reason = outcome.refused[place]
            if status == _CHANGED_IN_BETWEEN:
                again = True
                continue
            self.refused.add(str(step.body["key"]))
            self.problems.append(
                diagnose("CB655", f"Zotero refuses `{step.key}` ({status}): {reason}", key=step.key)
            )
        self._keep(self.state)
        return not again

    def _record(self, step: Step) -> None:
        """Put what has arrived into the state."""
        if step.path:
            collections = {**self.state.collections, step.path: str(step.body["key"])}
            emptied = self.state.emptied if step.action == "trash" else self.state.emptied - {step.path}
            self.state = replace(self.state, collections=collections, emptied=emptied)
        if step.after is None:
            return
        if not step.child:
            line = self.state.works.get(step.after.uid)
            before = line.children if line and step.action != "create" else {}
            children = {**step.after.children, **before}
            self.state = self.state.with_works([replace(step.after, children=children, pending=None)])
            return
        line = self.state.works.get(step.after.uid)
        if line is not None:
            children = {**line.children, step.child: (step.after.item, step.after.pushed)}
            self.state = self.state.with_works([replace(line, children=children)])

    def _keep(self, state: State) -> None:
        self.state = state
        write_state(self._path, state)


def _pending(batch: Sequence[Step], state: State) -> Iterator[PushedItem]:
    """Yield the lines of the works of a batch with a note of what is about to be written."""
    for step in batch:
        if step.after is None or step.child:
            continue
        if step.action == "trash":
            yield step.after
            continue
        line = state.works.get(step.after.uid)
        if line is None:
            line = PushedItem(uid=step.after.uid, item=step.after.item, adopted=step.after.adopted)
        before = line.pending
        yield replace(line, pending=before.joined(step.after.pushed) if before else step.after.pushed)


def _batches(steps: Sequence[Step]) -> Iterator[Sequence[Step]]:
    for start in range(0, len(steps), MOST):
        yield steps[start : start + MOST]


def tally(steps: Sequence[Step]) -> dict[str, int]:
    """Return how many objects were written, or would be, by what was done with them; collections by themselves."""
    counts: dict[str, int] = {}
    for step in steps:
        name: str = step.action
        if step.kind == "collections":
            name = "emptied" if step.action == "trash" else "collection"
        counts[name] = counts.get(name, 0) + 1
    return dict(sorted(counts.items()))
