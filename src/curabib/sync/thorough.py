"""A sync with everything that belongs to it: the project's lock, recovery, the update, writing, the cache."""

from contextlib import closing, nullcontext

from curabib.diagnostics import Result
from curabib.model import Library
from curabib.project import Project
from curabib.sync import apply
from curabib.sync.collecting import rare_collection
from curabib.sync.exclusive import locked
from curabib.sync.journal import interrupted
from curabib.sync.rebuilding import input_paths
from curabib.sync.stamps import stamps
from curabib.sync.stored import open_stored
from curabib.sync.storing import store
from curabib.sync.update import prepare
from curabib.sync.wishes import Update, Wishes


def synchronise(project: Project, wishes: Wishes, *, write: bool, wait: float) -> Result[Update]:
    """Return what a sync does to a project, after doing it unless `write` is false or an error blocks it."""
    folder = project.cache_folder
    broken = interrupted(folder)
    with locked(folder, wait) if write or broken else nullcontext(), rare_collection():
        if write or broken:
            apply.recover(project.root, folder)
        result = prepare(project, wishes, current=_current(project))
        update = result.value
        if write and not update.blocked:
            apply.commit(project.root, folder, update.changes)
        written = not update.blocked and (write or not update.changes)
        if (
            written
            and update.build is not None
            and not any(d.severity == "error" for d in result.diagnostics)
        ):
            inputs = stamps(project.root, input_paths(project))
            store(project.root, project.home, update.build.library, inputs=inputs, outputs=update.outputs)
    return result


def _current(project: Project) -> Library | None:
    """Return the library of the cache, where it is what the present inputs make and the outputs show just that."""
    stored = open_stored(project.root, project.home)
    if stored is None:
        return None
    with closing(stored):
        holds = stored.meta["outputs"] and stored.files_hold(project.root, "outputs")
        return stored.library() if holds else None
