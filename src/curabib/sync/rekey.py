"""Changing keys: a new lock, and the generated files that follow from it, written together."""

from collections.abc import Callable
from dataclasses import replace

from curabib.diagnostics import CurabibError, Result
from curabib.library.lock import Lock, print_lock
from curabib.model import Library
from curabib.project import Project
from curabib.sync import apply
from curabib.sync.exclusive import locked
from curabib.sync.files import Content, changed_files
from curabib.sync.hand_edits import find_hand_edits
from curabib.sync.inputs import read_inputs
from curabib.sync.pipeline import assemble
from curabib.sync.plan import Plan, compare
from curabib.sync.rebuild import missing_lock
from curabib.sync.render import render
from curabib.sync.wishes import Update


def rekey(
    project: Project,
    change: Callable[[Library, Lock], Result[Lock]],
    *,
    write: bool = True,
    wait: float = 0.0,
) -> Result[Update]:
    """Return what changing the lock does to a project, after doing it unless `write` is false.

    `change` is given the library and the lock as they are and returns the lock as it is to be. Raises CurabibError
    where hand edits in generated files wait for a sync, which must learn of them under their present keys.
    """
    with locked(project.cache_folder, wait):
        apply.recover(project.root, project.cache_folder)
        inputs = read_inputs(project).value
        lost = missing_lock(project, inputs)
        if lost is not None:
            return Result(Update(plan=Plan(), blocked=True), (lost,))
        base = assemble(project, inputs).value
        hand = find_hand_edits(project, base.library)
        if hand.edits or hand.renames:
            raise CurabibError(
                "generated files have hand edits", hint="run `curabib sync` first, which keeps them"
            )
        strange = next((found for found in hand.diagnostics if found.code == "CB039"), None)
        if strange is not None:
            raise CurabibError(strange.message, hint=strange.help)
        changed = change(base.library, base.lock)
        build = assemble(project, replace(inputs, lock_text=print_lock(changed.value))).value
        rendered = render(project, build.library)
        texts: dict[str, Content] = {
            path: hand.with_foreign(path, item.text) for path, item in rendered.value.items()
        }
        texts[project.shown(project.lock_path)] = print_lock(build.lock)
        files = changed_files(project.root, texts, {})
        update = Update(
            plan=Plan(items=compare(base.side, build.side), files=files.summary),
            build=build,
            changes=files.changes,
            before=files.before,
            after=files.after,
            outputs=tuple(rendered.value),
        )
        if write:
            apply.commit(project.root, project.cache_folder, update.changes)
    return Result(update, changed.diagnostics)
