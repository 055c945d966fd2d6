"""A whole sync, from a quick look whether there is anything to do to the last rename."""

from contextlib import closing
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path

from curabib.diagnostics import Result
from curabib.project import Project, Source
from curabib.project.records import SourceRecords
from curabib.sync.fetch import Fetched
from curabib.sync.headers import read_header
from curabib.sync.journal import interrupted
from curabib.sync.plan import Plan, SourceReport
from curabib.sync.refresh import refresh
from curabib.sync.stored import open_stored
from curabib.sync.wishes import Fetch
from curabib.sync.wishes import Refresh as Refresh
from curabib.sync.wishes import Update as Update
from curabib.sync.wishes import Wishes as Wishes


@dataclass(frozen=True, slots=True)
class _Once:
    """Fetches every source at most once, so that a quick look is no second request."""

    fetch: Fetch
    found: dict[str, Fetched] = field(default_factory=dict)

    def __call__(self, source: Source, root: Path, *, etag: str, modified: str) -> Fetched:
        known = self.found.get(source.id)
        if known is None or (known.snapshot is None and not etag and not modified):
            known = self.found[source.id] = self.fetch(source, root, etag=etag, modified=modified)
        return known


def synchronise(
    project: Project, wishes: Wishes | None = None, *, write: bool = True, wait: float = 0.0
) -> Result[Update]:
    """Return what a sync does to a project, after doing it unless `write` is false or an error blocks it.

    What an interrupted run had begun is finished first. Waits up to `wait` seconds for another process that works on
    the project; raises CurabibError where that takes longer, or where a file cannot be written.
    """
    wishes = wishes or Wishes()
    once = _Once(wishes.refresh.fetch)
    wishes = replace(wishes, refresh=replace(wishes.refresh, fetch=once))
    quick = _nothing_to_do(project, wishes)
    if quick is not None:
        return Result(quick)
    thorough = import_module(
        "curabib.sync.thorough"
    )  # readers, matching and writers are loaded only where needed
    result: Result[Update] = thorough.synchronise(project, wishes, write=write, wait=wait)
    return result


def _nothing_to_do(project: Project, wishes: Wishes) -> Update | None:
    """Return the empty update where the cache proves that nothing has changed, else None.

    Nothing has: neither what the library is built from, nor the files that were written from it, nor any source.
    """
    if (
        interrupted(project.cache_folder)
        or wishes.refresh.reread
        or wishes.refresh.instead
        or wishes.findings is not None
    ):
        return None
    stored = open_stored(project.root, project.home)
    if stored is None:
        return None
    with closing(stored):
        if not stored.meta["outputs"] or not stored.files_hold(project.root, "outputs"):
            return None
        counts = stored.meta["counts"]
    reports: list[SourceReport] = []
    for source in project.sources:
        header = read_header(project, source.id)
        if header is None:
            return None
        found = refresh(project, source, SourceRecords(header=header), wishes.refresh, read=False)
        if found.state not in ("unchanged", "archived", "offline"):
            return None
        reports.append(SourceReport(source=source.id, state=found.state, entries=counts.get(source.id, 0)))
    return Update(plan=Plan(sources=tuple(reports)))
