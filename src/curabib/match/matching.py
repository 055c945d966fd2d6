"""The order of matching: what is known, what is new, what people say, verdicts, clusters, works."""

from collections.abc import Mapping, Sequence

from curabib.diagnostics import Diagnostic, Result, diagnose
from curabib.match.build import Grouped, build
from curabib.match.cluster import Clusters
from curabib.match.ground import Ground
from curabib.match.joining import Joining
from curabib.match.newcomers import acquaintances, described
from curabib.match.words import Names, Verdicts, meant, resolve
from curabib.model import NOWHERE, Correction, Decisions, Elsewhere, LockedWork, Record, Work


def match(
    records: Sequence[Record],
    locked: Sequence[LockedWork] = (),
    decisions: Decisions | None = None,
    corrections: Sequence[Correction] = (),
    *,
    settled: bool = False,
    thorough: bool = False,
    elsewhere: Elsewhere = NOWHERE,
) -> Result[tuple[Work, ...]]:
    """Return the works that the records speak of, ordered by uid.

    Each work that the lock knows keeps its uid, whatever became of its title, authors and identifiers, as long as one
    of them still names it; of two locked works that turn out to be one the older stays. Curators' decisions win over
    everything, corrections are applied before records are compared. Which record comes first matters only where two
    lists state a field with equal right.

    With `settled` the records that the lock names have been compared with each other, under the same decisions and
    corrections: they stay where they are, and only the others are compared, with each other and with them. So the
    same records give the same works again, even where they contradict each other, and what is compared grows with
    what is new. With `thorough` all are compared once more, for what there is to report. `elsewhere` is the rest of a
    lock of which `locked` is a part.

    Reported are candidates that are perhaps one work (CB301), wrong identifiers (CB302), versions (CB303), joins of
    unlike titles (CB304), decisions that name nothing, contradict each other or are not needed (CB305 to CB307) and
    corrections that reach no work (CB308): of the pairs compared, and of all decisions and corrections unless only
    newcomers are looked at. Time grows in proportion to the number of records.
    """
    ground = Ground.of(records, locked)
    homes = ground.homes() if settled else ()
    named = _Named(ground, decisions or Decisions(), corrections)
    if homes and not thorough:
        clusters, problems = _with_newcomers(ground, homes, named)
    else:
        joining = Joining(ground, range(ground.size), named.said, named.corrections, homes)
        clusters, problems = joining.clusters, [*joining.problems, *joining.needless(named.decisions)]
    reached = named.reached(clusters)
    works = build(Grouped(ground, clusters, named.corrections), reached, elsewhere)
    return Result(works, (*named.said.problems, *problems, *named.problems))


def _with_newcomers(
    ground: Ground, homes: Sequence[tuple[int, ...]], named: "_Named"
) -> tuple[Clusters, list[Diagnostic]]:
    """Return the clusters of records that are settled and of some that are not."""
    settled = {position for home in homes for position in home}
    strangers = [position for position in range(ground.size) if position not in settled]
    if not strangers:
        return Clusters.of_groups(homes, ground.size), []
    known = described(ground, homes, named.corrections)
    met = acquaintances(ground, strangers, named.corrections, known)
    near = {number for number, home in enumerate(homes) if ground.uid_at(home) in met}
    of = named.said.neighbours(strangers)
    near |= {number for number, home in enumerate(homes) if not of.isdisjoint(home)} if of else set()
    focus = sorted([*strangers, *(position for number in near for position in homes[number])])
    joining = Joining(
        ground, focus, named.said, named.corrections, [homes[number] for number in sorted(near)]
    )
    groups = [home for number, home in enumerate(homes) if number not in near]
    groups += [tuple(focus[local] for local in group) for group in joining.clusters.members]
    return Clusters.of_groups(groups, ground.size), joining.problems


class _Named:
    """What people say, and the positions that they mean."""

    def __init__(self, ground: Ground, decisions: Decisions, corrections: Sequence[Correction]) -> None:
        self.ground = ground
        self.decisions = decisions
        self._corrections = corrections
        self.problems: list[Diagnostic] = []
        wanted = [correction.target for correction in corrections]
        wanted += (member for group in (*decisions.same, *decisions.different) for member in group)
        self._names = Names.of(ground, wanted)
        self.said: Verdicts = resolve(decisions, self._names)
        self.corrections: Mapping[int, Sequence[Record]] = self._names.corrections(corrections)

    def reached(self, clusters: Clusters) -> dict[int, list[Correction]]:
        """Return the corrections of each cluster, in order; one that reaches none is reported."""
        reached: dict[int, list[Correction]] = {}
        count = len(self.ground.records)
        for correction in self._corrections:
            positions = sorted(self._names.find(correction.target), key=lambda position: position < count)
            numbers = [clusters.of[position] for position in positions]
            spoken = [n for n in numbers if any(p < count for p in clusters.members[n])][:1]
            for number in spoken:
                reached.setdefault(number, []).append(correction)
            if not spoken:
                message = f"the correction of `{correction.target[:80]}` reaches no work"
                help = "" if numbers else meant(correction.target, self._names)
                self.problems.append(diagnose("CB308", message, correction.record.location, help=help))
        return reached
