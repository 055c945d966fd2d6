"""A whole sync, from the lock that keeps others out to the last rename."""

from contextlib import nullcontext

from curabib.diagnostics import Result
from curabib.project import Project
from curabib.sync import apply
from curabib.sync.refresh import Refresh as Refresh
from curabib.sync.update import Update as Update
from curabib.sync.update import Wishes as Wishes
from curabib.sync.update import prepare


def synchronise(
    project: Project, wishes: Wishes | None = None, *, write: bool = True, wait: float = 0.0
) -> Result[Update]:
    """Return what a sync does to a project, after doing it unless `write` is false or an error blocks it.

    What an interrupted run had begun is finished first. Waits up to `wait` seconds for another process that works on
    the project; raises CurabibError where that takes longer, or where a file cannot be written.
    """
    folder = project.cache_folder
    with apply.locked(folder, wait) if write or apply.interrupted(folder) else nullcontext():
        if write or apply.interrupted(folder):
            apply.recover(project.root, folder)
        result = prepare(project, wishes)
        if write and not result.value.blocked:
            apply.commit(project.root, folder, result.value.changes)
    return result
