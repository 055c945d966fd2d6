"""A sync with everything that belongs to it: the project's lock, recovery, the update, writing, the cache."""

from contextlib import closing, nullcontext

from curabib.diagnostics import Result
from curabib.model import Library
from curabib.project import Project
from curabib.sync import apply
from curabib.sync.collecting import rare_collection
from curabib.sync.exclusive import locked
from curabib.sync.journal import interrupted
from curabib.sync.partial import prepare_part, refreshed_sources
from curabib.sync.rebuilding import input_paths
from curabib.sync.refresh import Refreshed
from curabib.sync.stamps import stamps
from curabib.sync.stored import Stored, open_stored
from curabib.sync.storing import store, store_part
from curabib.sync.update import prepare
from curabib.sync.wishes import Update, Wishes


def synchronise(project: Project, wishes: Wishes, *, write: bool, wait: float) -> Result[Update]:
    """Return what a sync does to a project, after doing it unless `write` is false or an error blocks it."""
    folder = project.cache_folder
    broken = interrupted(folder)
    with locked(folder, wait) if write or broken else nullcontext(), rare_collection():
        if write or broken:
            apply.recover(project.root, folder)
        result = _prepared(project, wishes)
        update = result.value
        if write and not update.blocked:
            apply.commit(project.root, folder, update.changes)
        written = not update.blocked and (write or not update.changes)
        if written and not any(d.severity == "error" for d in result.diagnostics):
            _remember(project, update)
    return result


def _prepared(project: Project, wishes: Wishes) -> Result[Update]:
    """Return the update of the part that has changed where it is small, else that of the whole."""
    stored = open_stored(project.root, project.home)
    if stored is None:
        return prepare(project, wishes)
    with closing(stored):
        if wishes.findings is not None:
            return prepare(project, wishes, current=_current(project, stored))
        refreshed = refreshed_sources(project, wishes)
        partial = prepare_part(project, wishes, stored, refreshed)
        if partial is not None:
            return partial
        read: dict[str, Refreshed] = {id: found for id, found in refreshed.items() if found.state == "read"}
        return prepare(project, wishes, current=_current(project, stored), read=read)


def _current(project: Project, stored: Stored) -> Library | None:
    """Return the library of the cache where the outputs show just that."""
    holds = stored.meta["outputs"] and stored.files_hold(project.root, "outputs")
    return stored.library() if holds else None


def _remember(project: Project, update: Update) -> None:
    """Bring the cache up to date with what has been written."""
    paths = input_paths(project)
    if update.replaced is not None:
        changed = {change.path for change in update.changes}
        store_part(project.root, project.home, update.replaced, changed=changed, inputs=paths)
    elif update.build is not None:
        inputs = stamps(project.root, paths)
        store(project.root, project.home, update.build, inputs=inputs, outputs=update.outputs, sealed=True)
