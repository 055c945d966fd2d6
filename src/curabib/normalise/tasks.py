"""Tables of results below the name of a task: what their headings say of an event is no venue of the works in them."""

from collections.abc import Sequence

from curabib.model import RawEntry
from curabib.normalise.topics import YEARS_TO_PRINT, topics_of
from curabib.normalise.understood import Understood


def tell_measured(entries: Sequence[RawEntry], understood: Sequence[Understood]) -> None:
    """Mark the rows below a heading with an event and its year that a row there states to be much younger than that."""
    rows = [(entry, found) for entry, found in zip(entries, understood, strict=True) if entry.form == "row"]
    tasks = {entry.headings for entry, found in rows if _is_much_younger(entry, found)}
    for entry, found in rows if tasks else ():
        found.measured = entry.headings in tasks


def _is_much_younger(entry: RawEntry, found: Understood) -> bool:
    heading = topics_of(entry.headings)[1]
    if not heading.sure or heading.date is None:
        return False
    last = heading.date.year + YEARS_TO_PRINT
    return any(where.date is not None and where.date.year > last for where in found.wheres)
