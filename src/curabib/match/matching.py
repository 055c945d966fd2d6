"""The order of matching: profiles, what people say, blocks, verdicts, clusters, works."""

from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module

from curabib.diagnostics import Diagnostic, Result, diagnose
from curabib.match.block import Pair, pairs
from curabib.match.build import Grouped, build
from curabib.match.cluster import Clusters, Link, cluster, verdicts
from curabib.match.judge import IDENTIFIER_AND_TITLE, Judge, Verdict
from curabib.match.owners import Register
from curabib.match.profile import Profile, of_locked, of_record
from curabib.match.report import pair_reports
from curabib.match.words import Names, Verdicts, corrected, meant, resolve
from curabib.model import Correction, Decisions, LockedWork, Record, Work


def match(
    records: Sequence[Record],
    locked: Sequence[LockedWork] = (),
    decisions: Decisions | None = None,
    corrections: Sequence[Correction] = (),
) -> Result[tuple[Work, ...]]:
    """Return the works that the records speak of, ordered by uid.

    Each work that the lock knows keeps its uid, whatever became of its title, authors and identifiers, as long as one
    of them still names it; of two locked works that turn out to be one the older stays. Curators' decisions win over
    everything, corrections are applied before records are compared. Which record comes first matters only where two
    lists state a field with equal right.

    Reported are candidates that are perhaps one work (CB301), wrong identifiers (CB302), versions (CB303), joins of
    unlike titles (CB304), decisions that name nothing, contradict each other or are not needed (CB305 to CB307) and
    corrections that reach no work (CB308). Time grows in proportion to the number of records.
    """
    return _Matching(records, locked, decisions or Decisions(), corrections).run()


_MANY_PAIRS = 50_000


def _worth_judging(profiles: Sequence[Profile]) -> set[Pair]:
    found = pairs(profiles)
    if len(found) > _MANY_PAIRS:  # fewer are judged before what sifts them is loaded
        found = import_module("curabib.match.sieve").sieve(profiles, found)
    return found


class _Matching:
    """One run: what has been found out so far."""

    def __init__(
        self,
        records: Sequence[Record],
        locked: Sequence[LockedWork],
        decisions: Decisions,
        corrections: Sequence[Correction],
    ) -> None:
        self.records = records
        self.decisions = decisions
        self.corrections = corrections
        self.register = Register.of(locked)
        self.lines = {work.uid: len(records) + n for n, work in enumerate(locked)}
        self.problems: list[Diagnostic] = []

    def run(self) -> Result[tuple[Work, ...]]:
        profiles = [of_record(record) for record in self.records]
        owners = {p.name: self.register.owners(r, p) for r, p in zip(self.records, profiles, strict=True)}
        names = self._names(profiles, owners)
        links = self._correct(profiles, owners, names)
        register = self.register
        profiles += [of_locked(work, register.end(work.uid)) for work in register.works.values()]
        said = resolve(self.decisions, names)
        self.problems += said.problems
        judge = Judge(owners)
        judged = verdicts(profiles, _worth_judging(profiles), judge)
        apart = set(said.different) | self._split()
        links += (Link(pair, 0) for pair in said.same)
        links += (Link(pair, verdict.strength) for pair, verdict in judged.items() if verdict.strength)
        links += self._lineage()
        clusters = cluster(profiles, links, apart, judge)
        self._stale(said, profiles, judged, clusters)
        self.problems += pair_reports(profiles, judged, clusters, apart, register.works)
        reached = self._reached(names, clusters)
        lines = tuple(register.works.values())
        works = build(Grouped(self.records, lines, register.ends, profiles, clusters), reached)
        return Result(works, tuple(self.problems))

    def _names(self, profiles: Sequence[Profile], owners: Mapping[str, frozenset[str]]) -> Names:
        by_identifier: dict[str, list[int]] = {}
        owned: dict[str, list[int]] = {}
        for position, profile in enumerate(profiles):
            for identifier in (*profile.strong, *profile.weak):
                by_identifier.setdefault(str(identifier), []).append(position)
            if len(owners[profile.name]) == 1:
                owned.setdefault(next(iter(owners[profile.name])), []).append(position)
        return Names(
            records={profile.name: position for position, profile in enumerate(profiles)},
            lines=self.lines,
            by_identifier=by_identifier,
            owned=owned,
            register=self.register,
        )

    def _correct(
        self, profiles: list[Profile], owners: dict[str, frozenset[str]], names: Names
    ) -> list[Link]:
        """Put the corrected profiles in the place of those they correct; return what holds these to their works."""
        by_position: dict[int, list[Record]] = {}
        for correction in self.corrections:
            if correction.record.fields or correction.record.identifiers:
                for position in names.concerned(correction.target):
                    if position < len(self.records):
                        by_position.setdefault(position, []).append(correction.record)
        links: list[Link] = []
        for position, said in by_position.items():
            record, before = self.records[position], profiles[position]
            after = of_record(record, *corrected(record, said))
            if after.looks == before.looks:
                continue
            own = owners[record.id]
            if len(own) == 1:
                links.append(Link((position, self.lines[next(iter(own))]), IDENTIFIER_AND_TITLE))
            profiles[position] = after
            owners[record.id] = own or self.register.owners(record, after)
        return links

    def _lineage(self) -> list[Link]:
        """Return the links that the lock itself states: of tombstones to their works, of records to what they began."""
        register = self.register
        links = [
            Link((self.lines[uid], self.lines[end]), 0) for uid, end in register.ends.items() if uid != end
        ]
        for position, record in enumerate(self.records):
            born = register.born(record)
            if born:
                links.append(Link((position, self.lines[born]), IDENTIFIER_AND_TITLE))
        return links

    def _split(self) -> set[Pair]:
        register = self.register
        split = [
            work for work in register.works.values() if work.state == "split" and work.into in register.works
        ]
        pairs = ((self.lines[work.uid], self.lines[register.end(work.into)]) for work in split)
        return {(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]}

    def _stale(
        self, said: Verdicts, profiles: Sequence[Profile], judged: Mapping[Pair, Verdict], clusters: Clusters
    ) -> None:
        """Report decisions without which the same would have come about."""
        near = (
            {tuple(sorted((clusters.of[a], clusters.of[b]))) for a, b in judged} if said.different else set()
        )
        ends = self.register.ends
        near |= {
            tuple(sorted((clusters.of[self.lines[uid]], clusters.of[self.lines[end]])))
            for uid, end in ends.items()
        }
        needed = {
            number
            for (a, b), number in said.different.items()
            if tuple(sorted((clusters.of[a], clusters.of[b]))) in near
        }
        for number in sorted({*said.different.values()} - needed):
            self._not_needed("different", number)
        links = [pair for pair, verdict in judged.items() if verdict.strength] if said.groups else []
        for number, group in enumerate(said.groups):
            whole = len(group) > 1 and len(group) == len(set(self.decisions.same[number]))
            if whole and self._joined_anyway(group, profiles, links, clusters):
                self._not_needed("same", number)

    def _joined_anyway(
        self, group: Sequence[int], profiles: Sequence[Profile], links: Iterable[Pair], clusters: Clusters
    ) -> bool:
        """Return whether the members are connected by links between records, which do not know of the decision.

        A line of the lock stands for the records that look like it.
        """
        number = clusters.of[group[0]]
        count = len(self.records)
        neighbours: dict[int, set[int]] = {}
        for one, other in links:
            if one < count and other < count and clusters.of[one] == clusters.of[other] == number:
                neighbours.setdefault(one, set()).add(other)
                neighbours.setdefault(other, set()).add(one)
        starts = [self._looking_like(position, profiles, clusters) for position in group]
        reached, waiting = set(starts[0]), list(starts[0])
        while waiting:
            new = neighbours.get(waiting.pop(), set()) - reached
            reached |= new
            waiting += new
        return all(reached & start for start in starts)

    def _looking_like(self, position: int, profiles: Sequence[Profile], clusters: Clusters) -> set[int]:
        if position < len(self.records):
            return {position}
        line = profiles[position]
        alike = (p for p in clusters.members[clusters.of[position]] if p < len(self.records))
        return {p for p in alike if (profiles[p].title, profiles[p].authors) == (line.title, line.authors)}

    def _not_needed(self, section: str, number: int) -> None:
        same = section == "same"
        members = self.decisions.same[number] if same else self.decisions.different[number]
        places = self.decisions.same_locations if same else self.decisions.different_locations
        named = ", ".join(f"`{member[:80]}`" for member in members)
        outcome = "are one work without it" if same else "would stay apart without it"
        place = places[number] if number < len(places) else None
        self.problems.append(diagnose("CB307", f"the decision is not needed: {named} {outcome}", place))

    def _reached(self, names: Names, clusters: Clusters) -> dict[int, list[Correction]]:
        """Return the corrections of each cluster, in order; one that reaches none is reported."""
        reached: dict[int, list[Correction]] = {}
        for correction in self.corrections:
            positions = sorted(
                names.find(correction.target), key=lambda position: position < len(self.records)
            )
            numbers = [clusters.of[position] for position in positions]
            spoken = [n for n in numbers if any(p < len(self.records) for p in clusters.members[n])][:1]
            for number in spoken:
                reached.setdefault(number, []).append(correction)
            if not spoken:
                message = f"the correction of `{correction.target[:80]}` reaches no work"
                help = "" if numbers else meant(correction.target, names)
                self.problems.append(diagnose("CB308", message, correction.record.location, help=help))
        return reached
