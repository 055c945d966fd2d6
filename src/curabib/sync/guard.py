"""Stops before a source loses more entries at once than lists lose in one edit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from curabib.diagnostics import Diagnostic, diagnose
from curabib.model import Location, Record, Work

FEW = 10
SHARE = 10  # percent


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """How many works a source had, and how many of them it has no more."""

    had: int
    gone: int

    @property
    def suspicious(self) -> bool:
        """Whether all works are gone, or more than 10 and more than 10 % of them."""
        if self.gone == self.had:
            return self.gone > 0
        return self.gone > FEW and self.gone * 100 > self.had * SHARE


def losses(before: Iterable[Work], after: Iterable[Work]) -> dict[str, Loss]:
    """Return, by source id, what each list lost between two states of the works.

    A work counts for a source while a present record of that source speaks of it. In `after`, the records that a
    list no longer has are still there, marked as withdrawn, so that an edited or merged entry is no loss.
    """
    had: dict[str, int] = {}
    known: set[str] = set()
    for work in before:
        for source, records in _by_source(work).items():
            present = [record.id for record in records if not record.withdrawn]
            known.update(present)
            had[source] = had.get(source, 0) + bool(present)
    gone = dict.fromkeys(had, 0)
    for work in after:
        for source, records in _by_source(work).items():
            if all(record.withdrawn for record in records) and any(record.id in known for record in records):
                gone[source] = gone.get(source, 0) + 1
    return {source: Loss(had=had[source], gone=gone[source]) for source in sorted(had)}


def works_of(works: Iterable[Work], source: str) -> frozenset[str]:
    """Return the uids of the works that a present record of a list speaks of."""
    return frozenset(
        work.id
        for work in works
        if any(not r.withdrawn and r.origin.kind == "list" and r.origin.name == source for r in work.records)
    )


def _by_source(work: Work) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for record in work.records:
        if record.origin.kind == "list":
            found.setdefault(record.origin.name, []).append(record)
    return found


def removals(lost: Mapping[str, Loss], places: Mapping[str, Location]) -> tuple[Diagnostic, ...]:
    """Return a CB030 for every source whose loss is suspicious, at its place in the settings."""
    return tuple(
        diagnose(
            "CB030",
            f"{loss.gone} of {loss.had} entries of the source `{source}` are gone",
            places.get(source),
            help="look at the list; where it really lost them, run `curabib sync --accept-removals`",
        )
        for source, loss in lost.items()
        if loss.suspicious
    )
