"""Works out of clusters: who each one is, and whose an identifier is that several state."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from curabib.match.cluster import Clusters
from curabib.match.ground import Ground
from curabib.match.identify import seed, uid_of_seed
from curabib.match.merge import merge
from curabib.match.profile import WEAK_SCHEMES
from curabib.match.words import corrected
from curabib.model import NOWHERE, Correction, Elsewhere, Identifier, LockedWork, Record, Work


@dataclass(frozen=True, slots=True)
class Grouped:
    """What was matched, the clusters of its positions, and what people correct of the records at some of them."""

    ground: Ground
    clusters: Clusters
    corrections: Mapping[int, Sequence[Record]]

    def identifiers(self, position: int) -> Iterable[Identifier]:
        """Return what the record or line at a position states, as people correct it, without what works share."""
        said = self.corrections.get(position)
        if said and self.ground.is_record(position):
            stated = corrected(self.ground.records[position], said)[1]
            return (identifier for identifier in stated if identifier.scheme not in WEAK_SCHEMES)
        return self.ground.strong(position)

    def records_of(self, number: int) -> list[Record]:
        """Return the records of a cluster, in the order of the lists."""
        records = self.ground.records
        return [records[p] for p in self.clusters.members[number] if p < len(records)]

    def lines_of(self, number: int) -> list[LockedWork]:
        """Return the lines of the lock in a cluster: living works first, the older first."""
        ground = self.ground
        lines = [ground.line(p) for p in self.clusters.members[number] if not ground.is_record(p)]
        return sorted(lines, key=lambda line: (line.uid in ground.ends, line.since, line.uid))


def build(
    grouped: Grouped, corrections: Mapping[int, Sequence[Correction]], elsewhere: Elsewhere = NOWHERE
) -> tuple[Work, ...]:
    """Return the works of the clusters that hold records, ordered by uid.

    A cluster with a line of the lock is that work, with several the oldest; any other gets a new uid, which does not
    depend on the order of the records.
    """
    owners = _owners(grouped)
    known: list[Work] = []
    fresh: list[tuple[str, str, Work]] = []
    for number in range(len(grouped.clusters.members)):
        records = grouped.records_of(number)
        if not records:
            continue
        lines = grouped.lines_of(number)
        disowned = {i for record in records for i in record.identifiers if owners.get(i, number) != number}
        said = corrections.get(number, ())
        absorbed = tuple(sorted(line.uid for line in lines[1:] if line.uid not in grouped.ground.ends))
        work = merge(lines[0].uid if lines else "", records, said, disowned, absorbed)
        if lines:
            known.append(work)
        else:
            fresh.append((_seed(records, disowned), min(record.id for record in records), work))
    return tuple(
        sorted((*known, *_named(fresh, _Taken(grouped.ground, elsewhere))), key=lambda work: work.id)
    )


def _seed(records: Sequence[Record], disowned: set[Identifier]) -> str:
    """Return what a new work's uid is made of, whatever the order of its records."""
    ordered = sorted(records, key=lambda record: (record.withdrawn, not record.fields.title, record.id))
    stated = {i for record in records for i in record.identifiers} - disowned
    return seed(stated, ordered[0].fields, min(record.id for record in records))


class _Taken:
    """The uids that no new work can have."""

    def __init__(self, ground: Ground, elsewhere: Elsewhere) -> None:
        self._elsewhere = elsewhere
        self.here = {line.uid for line in ground.lines}

    def __contains__(self, uid: object) -> bool:
        return uid in self.here or (isinstance(uid, str) and self._elsewhere.has_uid(uid))


def _named(fresh: Iterable[tuple[str, str, Work]], taken: _Taken) -> Iterator[Work]:
    for text, _, work in sorted(fresh, key=lambda new: new[:2]):
        uid = uid_of_seed(text, taken)
        taken.here.add(uid)
        yield replace(work, id=uid)


def _owners(grouped: Grouped) -> dict[Identifier, int]:
    """Return, for each identifier that several clusters state, the one that it belongs to.

    That is the one whose locked work has it, then the one with the statement of a provider, then with most records.
    """
    of, ground = grouped.clusters.of, grouped.ground
    claimants: dict[Identifier, set[int]] = {}
    for position in range(ground.size):
        for identifier in grouped.identifiers(position):
            claimants.setdefault(identifier, set()).add(of[position])
    disputed = {i: numbers for i, numbers in claimants.items() if len(numbers) > 1}
    return {i: min(numbers, key=lambda n: _claim(grouped, n, i)) for i, numbers in disputed.items()}


def _claim(grouped: Grouped, number: int, identifier: Identifier) -> tuple[object, ...]:
    records = [record for record in grouped.records_of(number) if identifier in record.identifiers]
    locked = [line for line in grouped.lines_of(number) if str(identifier) in line.identifiers]
    provided = any(record.origin.kind == "provider" for record in records)
    present = sum(not record.withdrawn for record in records)
    first = min((record.id for record in records), default="")
    since = min((line.since for line in locked), default=1 << 30)
    return since, not provided, -len(records), -present, first
