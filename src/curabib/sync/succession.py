"""From what the project holds and what the sources say now to the next state of the bibliography."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from curabib.diagnostics import CurabibError, Diagnostic, Result, diagnose
from curabib.library.edit import rename
from curabib.library.lock import parse_lock, print_lock
from curabib.model import Record, Work
from curabib.project import Project
from curabib.project.overrides import parse_overrides
from curabib.project.overrides_edit import add_corrections
from curabib.project.records import SourceRecords
from curabib.sync.guard import Loss, losses
from curabib.sync.hand_edits import HandEdits
from curabib.sync.inputs import Inputs
from curabib.sync.pipeline import Build, assemble


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """The next state: its inputs as they are to be kept, what they build, and what each source lost."""

    inputs: Inputs
    build: Build
    lost: Mapping[str, Loss]


def succeed(
    project: Project, inputs: Inputs, base: Build, hand: HandEdits, records: Mapping[str, SourceRecords]
) -> Result[Next]:
    """Return the state that follows `base`, which `inputs` build, once the sources say `records`.

    The works are built twice where lists lost records: first with what they said before, so that an edited entry is
    recognised as the same work; then without the former statements of the works that a list still has, so that
    nothing outdated is stated any more. Hand edits become overrides, and changed keys renames.
    """
    problems: list[Diagnostic] = []
    following = replace(inputs, records=records)
    if hand.corrections:
        path = project.shown(project.overrides_path)
        text = add_corrections(inputs.overrides_text, path, hand.corrections)
        following = replace(following, overrides_text=text, overrides=parse_overrides(text, path).value)
    if hand.renames:
        lock = parse_lock(inputs.lock_text, project.shown(project.lock_path)).value
        for old, new in hand.renames:
            try:
                renamed = rename(lock, old, new)
            except CurabibError as error:
                message = f"the key `{old}` cannot be changed to `{new}`: {error}"
                problems.append(
                    diagnose("CB035", message, key=old, help=error.hint or "change it back in the file")
                )
                continue
            problems += renamed.diagnostics
            lock = renamed.value
        following = replace(following, lock_text=print_lock(lock))
    if following == inputs:
        return Result(Next(inputs=inputs, build=base, lost=losses(base.works, base.works)), tuple(problems))
    first = assemble(project, following)
    lost = losses(base.works, first.value.works)
    kept = {source: _without_outdated(of, first.value.works) for source, of in records.items()}
    final = first
    if any(kept[source] is not records[source] for source in kept):
        following = replace(following, records=kept, lock_text=print_lock(first.value.lock))
        final = assemble(project, following)
    problems += final.diagnostics
    return Result(Next(inputs=following, build=final.value, lost=lost), tuple(problems))


def _without_outdated(kept: SourceRecords, works: tuple[Work, ...]) -> SourceRecords:
    """Return the records without the withdrawn ones whose work a present record still speaks of."""
    withdrawn = {record.id for record in kept.records if record.withdrawn}
    if not withdrawn:
        return kept
    outdated: set[str] = set()
    for work in works:
        of_lists = [record for record in work.records if record.origin.kind == "list"]
        if any(not record.withdrawn for record in of_lists):
            outdated.update(record.id for record in of_lists if record.withdrawn)
    outdated &= withdrawn
    if not outdated:
        return kept
    records: tuple[Record, ...] = tuple(record for record in kept.records if record.id not in outdated)
    return replace(kept, records=records)
