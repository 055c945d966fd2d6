"""Records and lines of a lock brought together to works: links out of verdicts, words and the lock itself."""

from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module

from curabib.diagnostics import Diagnostic, diagnose
from curabib.match.block import Pair, pairs
from curabib.match.cluster import Link, cluster, verdicts
from curabib.match.ground import Ground
from curabib.match.judge import IDENTIFIER_AND_TITLE, Judge
from curabib.match.profile import Profile, of_record
from curabib.match.report import pair_reports
from curabib.match.words import Verdicts, corrected
from curabib.model import Decisions, Record

_MANY_PAIRS = 50_000


class Joining:
    """Some positions of a ground, those of `homes` as works already, and the `clusters` that they come to.

    Clusters, `judged` pairs and all else that is a pair speak of the places in `focus`, not of positions of the
    ground. What there is to report of pairs stands in `problems`.
    """

    def __init__(
        self,
        ground: Ground,
        focus: Sequence[int],
        said: Verdicts,
        corrections: Mapping[int, Sequence[Record]],
        homes: Iterable[Sequence[int]],
    ) -> None:
        """Join what stands in `focus`: sorted positions, among them all of `homes` and of no other work."""
        self._ground = ground
        self._focus = focus
        self._said = said
        self._at = {position: place for place, position in enumerate(focus)}
        self._count = sum(ground.is_record(position) for position in focus)
        self.profiles = [ground.profile(position) for position in focus]
        owners = {ground.profile(p).name: ground.owners(p) for p in focus[: self._count]}
        links = self._correct(corrections, owners)
        self._judge = Judge(owners)
        local = [tuple(self._at[position] for position in home) for home in homes]
        self.judged = verdicts(self.profiles, self._worth_judging(), self._judge)
        new = self._strangers(local)
        links += (Link(pair, 0) for pair in self._local(said.same))
        links += (
            Link(pair, verdict.strength)
            for pair, verdict in self.judged.items()
            if verdict.strength and not new.isdisjoint(pair)
        )
        links += self._lineage()
        apart = self._local(said.different) | self._split()
        self.clusters = cluster(self.profiles, links, apart, self._judge, local, self._kin())
        self.problems = pair_reports(self.profiles, self.judged, self.clusters, apart, ground.register.works)

    def _local(self, pairs: Iterable[Pair]) -> set[Pair]:
        """Return the pairs of positions as pairs of places, without those of which one end is elsewhere."""
        at = self._at
        return {(at[one], at[other]) for one, other in pairs if one in at and other in at}

    def _strangers(self, homes: Iterable[Sequence[int]]) -> set[int]:
        return set(range(len(self.profiles))) - {place for home in homes for place in home}

    def _worth_judging(self) -> set[Pair]:
        found = pairs(self.profiles)
        if len(found) > _MANY_PAIRS:  # fewer are judged before what sifts them is loaded
            found = import_module("curabib.match.sieve").sieve(self.profiles, found)
        return found

    def _correct(
        self, corrections: Mapping[int, Sequence[Record]], owners: dict[str, frozenset[str]]
    ) -> list[Link]:
        """Put the corrected profiles in the place of those they correct; return what holds these to their works."""
        ground = self._ground
        links: list[Link] = []
        for position, said in corrections.items():
            place = self._at.get(position)
            if place is None or place >= self._count:
                continue
            record, before = ground.records[position], self.profiles[place]
            after = of_record(record, *corrected(record, said))
            if after.looks == before.looks:
                continue
            own = owners[record.id]
            line = self._at.get(ground.line_at[next(iter(own))]) if len(own) == 1 else None
            if line is not None:
                links.append(Link((place, line), IDENTIFIER_AND_TITLE))
            self.profiles[place] = after
            owners[record.id] = own or ground.register.owners(record, after)
        return links

    def _lineage(self) -> list[Link]:
        """Return the links that the lock itself states: of tombstones to their works, of records to what they began."""
        ground = self._ground
        lines = ground.line_at
        ended = ((lines[uid], lines[end]) for uid, end in ground.ends.items() if uid != end)
        links = [Link(pair, 0) for pair in self._local(ended)]
        for place in range(self._count):
            born = ground.register.born(ground.records[self._focus[place]])
            if born and lines[born] in self._at:
                links.append(Link((place, self._at[lines[born]]), IDENTIFIER_AND_TITLE))
        return links

    def _kin(self) -> set[Pair]:
        """Return the pairs of records and the lines that name them."""
        at, lines = self._at, self._ground.line_at
        home = {id: at[lines[w.uid]] for w in self._ground.lines if lines[w.uid] in at for id in w.records}
        named = (profile.name for profile in self.profiles[: self._count])
        return {(place, home[name]) for place, name in enumerate(named) if name in home}

    def _split(self) -> set[Pair]:
        register, lines = self._ground.register, self._ground.line_at
        split = [w for w in self._ground.lines if w.state == "split" and w.into in register.works]
        parted = self._local((lines[work.uid], lines[register.end(work.into)]) for work in split)
        return {(min(pair), max(pair)) for pair in parted if pair[0] != pair[1]}

    def needless(self, decisions: Decisions) -> list[Diagnostic]:
        """Return a diagnostic for each decision without which the same would have come about.

        Makes sense only where all positions are in focus.
        """
        said, of, problems = self._said, self.clusters.of, list[Diagnostic]()
        near = {tuple(sorted((of[a], of[b]))) for a, b in self.judged} if said.different else set()
        lines = self._ground.line_at
        near |= {tuple(sorted((of[lines[uid]], of[lines[end]]))) for uid, end in self._ground.ends.items()}
        needed = {n for (a, b), n in said.different.items() if tuple(sorted((of[a], of[b]))) in near}
        for number in sorted({*said.different.values()} - needed):
            problems.append(_not_needed(decisions, "different", number))
        links = [pair for pair, verdict in self.judged.items() if verdict.strength] if said.groups else []
        for number, group in enumerate(said.groups):
            whole = len(group) > 1 and len(group) == len(set(decisions.same[number]))
            if whole and self._joined_anyway(group, links):
                problems.append(_not_needed(decisions, "same", number))
        return problems

    def _joined_anyway(self, group: Sequence[int], links: Iterable[Pair]) -> bool:
        """Return whether the members are connected by links between records, which do not know of the decision.

        A line of the lock stands for the records that look like it.
        """
        of, count = self.clusters.of, self._count
        number = of[group[0]]
        neighbours: dict[int, set[int]] = {}
        for one, other in links:
            if one < count and other < count and of[one] == of[other] == number:
                neighbours.setdefault(one, set()).add(other)
                neighbours.setdefault(other, set()).add(one)
        starts = [self._looking_like(position) for position in group]
        reached, waiting = set(starts[0]), list(starts[0])
        while waiting:
            new = neighbours.get(waiting.pop(), set()) - reached
            reached |= new
            waiting += new
        return all(reached & start for start in starts)

    def _looking_like(self, position: int) -> set[int]:
        if position < self._count:
            return {position}
        line = self.profiles[position]
        alike = (p for p in self.clusters.members[self.clusters.of[position]] if p < self._count)
        return {p for p in alike if _same_looks(self.profiles[p], line)}


def _same_looks(one: Profile, other: Profile) -> bool:
    return (one.title, one.authors) == (other.title, other.authors)


def _not_needed(decisions: Decisions, section: str, number: int) -> Diagnostic:
    same = section == "same"
    members = decisions.same[number] if same else decisions.different[number]
    places = decisions.same_locations if same else decisions.different_locations
    named = ", ".join(f"`{member[:80]}`" for member in members)
    outcome = "are one work without it" if same else "would stay apart without it"
    place = places[number] if number < len(places) else None
    return diagnose("CB307", f"the decision is not needed: {named} {outcome}", place)
