"""A sync from beginning to end: look at everything, decide, and only then write."""

from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module

from curabib.diagnostics import Result
from curabib.library.lock import print_lock
from curabib.library.select import QueryError
from curabib.model import Library
from curabib.project import Project
from curabib.project.records import FINDINGS, SourceRecords, print_records
from curabib.sync.conflicts import find_conflicts
from curabib.sync.files import Content, changed_files
from curabib.sync.guard import removals, works_of
from curabib.sync.hand_edits import HandEdits, find_hand_edits, unkept
from curabib.sync.inputs import Inputs, read_inputs
from curabib.sync.pipeline import Build, assemble, known_build
from curabib.sync.plan import Item, Plan, SourceReport, compare, merge_items
from curabib.sync.rebuild import missing_lock, rebuilt_lock
from curabib.sync.refresh import Refreshed, refresh
from curabib.sync.render import Rendered, render, views_of, write
from curabib.sync.succession import Next, succeed
from curabib.sync.unexplained import unexplained
from curabib.sync.wishes import Update, Wishes

_OF_THE_LOCK = frozenset({"CB401", "CB402", "CB403", "CB405", "CB406"})
BLOCKING = frozenset({"CB020", "CB030", "CB035", "CB038", "CB039", "CB040", "CB041"})


def prepare(
    project: Project,
    wishes: Wishes | None = None,
    *,
    current: Library | None = None,
    read: Mapping[str, Refreshed] | None = None,
) -> Result[Update]:
    """Return what a sync of the project would do; nothing is written.

    `current` is the library that the present inputs make, where it is known that the outputs show it byte for byte;
    then it is not built again, nor are entries printed again that do not change. `read` holds sources that have been
    read anew already.

    Data problems are diagnostics. Some of them block the update: damaged records (CB020), a mass removal (CB030), a
    generated file that cannot be read any more (CB035), a hand edit that no override can hold (CB038), a file of
    somebody else (CB039), a missing lock (CB040), a text that would not read back (CB041).
    """
    wishes = wishes or Wishes()
    given = read_inputs(project)
    inputs, problems = given.value, [d for d in given.diagnostics if d.code != "CB013"]
    lost = missing_lock(project, inputs)
    if lost is not None:
        if not wishes.rebuild:
            return Result(Update(plan=Plan(), blocked=True), (*problems, lost))
        rebuilt = rebuilt_lock(project, inputs)
        inputs, problems = replace(inputs, lock_text=rebuilt.value), [*problems, *rebuilt.diagnostics]
    wishes.progress("building what the project holds")
    built = assemble(project, inputs) if current is None else Result(known_build(project, inputs, current))
    base = built.value
    hand = find_hand_edits(project, base.library)
    refreshed = _refresh_all(project, inputs, wishes, read or {})
    problems += [*hand.diagnostics, *(d for found in refreshed.values() for d in found.diagnostics)]
    wishes.progress("matching")
    said = {**{id: found.records for id, found in refreshed.items()}, **findings_of(inputs, wishes)}
    following = succeed(project, inputs, base, hand, said)
    conflicts = find_conflicts(project, inputs, following.value.inputs.records, base, hand)
    problems += [*following.diagnostics, *conflicts.diagnostics]
    if following.value.build is base:
        problems += [d for d in built.diagnostics if d.code in _OF_THE_LOCK]
    if not wishes.accept_removals:
        problems += removals(following.value.lost, {source.id: source.location for source in project.sources})
    wishes.progress("rendering")
    rendered = render(project, following.value.build.library, current)
    problems += rendered.diagnostics
    update = _update(
        project, given.value, base, following.value, hand, refreshed, rendered.value, conflicts.value
    )
    problems += unkept(hand, update.after)
    changed = {path: item for path, item in rendered.value.items() if path in update.after}
    if changed:
        problems += import_module("curabib.sync.verify").verify(changed, update.after)
    blocked = any(d.code in BLOCKING for d in problems)
    texts = {found.snapshot.path: found.snapshot.text for found in refreshed.values() if found.snapshot}
    return Result(replace(update, blocked=blocked, sources=texts), tuple(problems))


def _refresh_all(
    project: Project, inputs: Inputs, wishes: Wishes, read: Mapping[str, Refreshed]
) -> dict[str, Refreshed]:
    found = dict(read)
    for source in project.sources:
        if source.id not in found:
            wishes.progress(f"reading {source.id}")
            found[source.id] = refresh(project, source, inputs.records[source.id], wishes.refresh)
    return {source.id: found[source.id] for source in project.sources}


def findings_of(inputs: Inputs, wishes: Wishes) -> Mapping[str, SourceRecords]:
    """Return what providers say: what was found now, else what was found before."""
    if wishes.findings is not None:
        return wishes.findings
    return {id: kept for id, kept in inputs.records.items() if id.startswith(f"{FINDINGS}/")}


def _update(
    project: Project,
    given: Inputs,
    base: Build,
    following: Next,
    hand: HandEdits,
    refreshed: Mapping[str, Refreshed],
    rendered: Mapping[str, Rendered],
    conflicts: tuple[Item, ...],
) -> Update:
    """Return the update that writes the next state: outputs, records, overrides and lock, where they changed."""
    build, inputs = following.build, following.inputs
    texts: dict[str, Content] = {path: hand.with_foreign(path, item.text) for path, item in rendered.items()}
    for source, kept in inputs.records.items():
        if kept.header.sha256:
            texts[project.shown(project.records_path(source))] = print_records(kept)
    if inputs.overrides_text:
        texts[project.shown(project.overrides_path)] = inputs.overrides_text
    if build.lock.works:
        texts[project.shown(project.lock_path)] = print_lock(build.lock)
    stale = _stale(project, base, rendered) | _said_no_more(project, given, inputs)
    files = changed_files(project.root, texts, stale)
    found = (*compare(base.side, build.side), *hand.items)
    others = unexplained(files.before, files.after, {item.key for item in found})
    plan = Plan(
        items=merge_items(found, others, conflicts),
        sources=tuple(_report(id, found, base, following) for id, found in refreshed.items()),
        files=files.summary,
    )
    return Update(
        plan=plan,
        build=build,
        changes=files.changes,
        before=files.before,
        after=files.after,
        outputs=tuple(rendered),
    )


def _stale(project: Project, base: Build, rendered: Mapping[str, Rendered]) -> dict[str, Content]:
    """Return what the former state wrote to paths that the new one does not write any more."""
    stale: dict[str, Content] = {}
    for output in project.outputs:
        if output.split_by:
            try:
                views = views_of(output, base.library, project)
            except QueryError:
                continue
            stale |= {
                path: write(output, view, project.root, path).value
                for path, view in views.items()
                if path not in rendered
            }
    return stale


def _said_no_more(project: Project, given: Inputs, inputs: Inputs) -> dict[str, Content]:
    """Return the files of providers that have no record any more, with what was written there."""
    return {
        project.shown(project.records_path(source)): print_records(kept)
        for source, kept in given.records.items()
        if source.startswith(f"{FINDINGS}/") and source not in inputs.records
    }


def _report(id: str, found: Refreshed, base: Build, following: Next) -> SourceReport:
    old, new = works_of(base.works, id), works_of(following.build.works, id)
    return SourceReport(
        source=id,
        state=found.state,
        entries=len(found.records.present),
        new=len(new - old),
        gone=following.lost[id].gone if id in following.lost else 0,
    )
