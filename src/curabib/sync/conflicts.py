"""Fields that a list and a person changed at the same time."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from curabib.diagnostics import Diagnostic, Result, diagnose
from curabib.model import Location
from curabib.project import Project
from curabib.project.records import SourceRecords
from curabib.sync.hand_edits import Edit, HandEdits
from curabib.sync.inputs import Inputs
from curabib.sync.pipeline import Build, assemble
from curabib.sync.plan import FieldChange, Item


def find_conflicts(
    project: Project, inputs: Inputs, records: Mapping[str, SourceRecords], base: Build, hand: HandEdits
) -> Result[tuple[Item, ...]]:
    """Return the fields that were edited by hand and for which the lists say something new too (CB032).

    `base` is what `inputs` build, `records` what the lists say now. The hand edit wins; a field for which both say
    the same is no conflict.
    """
    if not hand.corrections or records == inputs.records:
        return Result(())
    theirs = {
        entry.work.id: entry.work
        for entry in assemble(project, replace(inputs, records=records)).value.library.entries
    }
    items: list[Item] = []
    problems: list[Diagnostic] = []
    edits: Mapping[tuple[str, str], Edit] = {(edit.key, edit.field): edit for edit in hand.edits}
    for key, fields in hand.corrections.items():
        entry = base.library.by_key.get(key.casefold())
        other = theirs.get(entry.work.id) if entry else None
        if entry is None or other is None:
            continue
        for name, value in fields.items():
            was, now = entry.work.fields.get(name), other.fields.get(name)
            if was == now or now == value:
                continue
            change = FieldChange(field=name, old=_text(now), new=_text(value))
            items.append(Item(kind="conflict", key=key, title=entry.work.fields.title, changes=(change,)))
            edit = edits.get((key, name))
            place = Location(path=edit.path, line=edit.line) if edit else None
            message = (
                f"the list now has `{change.old}` for `{name}` of `{key}`, the hand edit `{change.new}` wins"
            )
            help = "to follow the list, delete the field from overrides.yaml"
            problems.append(diagnose("CB032", message, place, key=key, help=help))
    return Result(tuple(items), tuple(problems))


def _text(value: object) -> str:
    if value is None:
        return ""
    return (
        ", ".join(map(str, value))
        if isinstance(value, Sequence) and not isinstance(value, str)
        else str(value)
    )
