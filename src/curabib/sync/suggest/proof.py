"""Proof that edits do what they are meant to: the list is read again with them, and compared."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from curabib.diagnostics import Diagnostic
from curabib.diagnostics.mending import mend
from curabib.model import Record
from curabib.sync.suggest.case import Case
from curabib.sync.suggest.tags import is_as_before

_MOST_READINGS = 24
_SAME = ("topics", "keywords", "role", "withdrawn")
_BY_LINKS = ("links", "identifiers")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Ways to mend what is wrong with one entry, each a diagnostic with its fix, the likeliest first."""

    case: Case
    code: str
    ways: tuple[Diagnostic, ...]
    fields: frozenset[str]


Read = Callable[[str], tuple[Record, ...]]


class Proof:
    """The search for the ways that hold: those after which just the mended problems are gone, and nothing else is.

    The tags of a source are those of before, but for new ones that are closed.

    `shapes` are fixes of how the list is written, which are applied whatever becomes of the rest.
    """

    def __init__(
        self,
        text: str,
        path: str,
        read: Read,
        shapes: Sequence[Diagnostic],
        tags: Callable[[str], tuple[str, ...]] = lambda text: (),
    ) -> None:
        """Read the list once, with the shapes mended; `tags` tells those of a source."""
        self._text = text
        self._path = path
        self._read = read
        self._shapes = tuple(shapes)
        shaped = mend(text, path, self._shapes).text
        self._base = read(shaped)
        self._find_tags = tags
        self._tags = tags(shaped)
        self._readings = 0

    def hold(self, proposals: Sequence[Proposal]) -> tuple[Diagnostic, ...]:
        """Return the ways of the proposals that hold, all together."""
        at = dict.fromkeys(range(len(proposals)), 0)
        while at and self._readings < _MOST_READINGS:
            taken = {number: proposals[number].ways[way] for number, way in at.items()}
            mended = mend(self._text, self._path, (*self._shapes, *taken.values()), only_safe=False)
            self._readings += 1
            applied = set(map(id, mended.applied))
            bad = {number for number, way in taken.items() if id(way) not in applied}
            if not bad:
                bad = self._bad({n: proposals[n] for n in at}, self._read(mended.text))
            if not bad and not is_as_before(self._tags, self._find_tags(mended.text)):
                bad = set(at)
            if not bad:
                return tuple(taken.values())
            if bad == set(at) and len(at) > 1:
                return self._halves([proposals[number] for number in at])
            for number in bad:
                at[number] += 1
                if at[number] == len(proposals[number].ways):
                    del at[number]
        return ()

    def _halves(self, proposals: Sequence[Proposal]) -> tuple[Diagnostic, ...]:
        """Return the ways that hold of one half and, if they hold together, of the other."""
        middle = len(proposals) // 2
        one, other = self.hold(proposals[:middle]), self.hold(proposals[middle:])
        if not one or not other:
            return one or other
        chosen = {id(way) for way in (*one, *other)}
        both = [
            replace(proposal, ways=(way,))
            for proposal in proposals
            for way in proposal.ways
            if id(way) in chosen
        ]
        taken = (*self._shapes, *(proposal.ways[0] for proposal in both))
        self._readings += 1
        text = mend(self._text, self._path, taken, only_safe=False).text
        tagged = is_as_before(self._tags, self._find_tags(text))
        if tagged and not self._bad(dict(enumerate(both)), self._read(text)):
            return tuple(proposal.ways[0] for proposal in both)
        return max(one, other, key=len)

    def _bad(self, proposals: dict[int, Proposal], after: tuple[Record, ...]) -> set[int]:
        """Return the proposals to blame for what is not as it should be in the list that was read again."""
        by_entry: dict[int, list[int]] = {}
        for number, proposal in proposals.items():
            by_entry.setdefault(proposal.case.number, []).append(number)
        bad: set[int] = set()
        for entry, (old, new) in enumerate(zip(self._base, after, strict=False)):
            mine = by_entry.get(entry, [])
            if _holds(old, new, [proposals[number] for number in mine]):
                continue
            if len(mine) > 1:
                left = {problem.code for problem in proposals[mine[0]].case.problems(new)}
                mine = [number for number in mine if proposals[number].code in left] or mine
            around = [n for step in (entry - 1, entry + 1) for n in by_entry.get(step, ())]
            bad.update(mine or around or proposals)
            if len(after) != len(self._base):
                return bad
        return bad or (set() if len(after) == len(self._base) else set(proposals))


def _holds(old: Record, new: Record, proposals: Sequence[Proposal]) -> bool:
    """Return whether a record is the old one but for what the proposals mend."""
    touched = frozenset[str]().union(*(proposal.fields for proposal in proposals))
    names = (old.fields.keys() | new.fields.keys()) - touched
    if any(old.fields.get(name) != new.fields.get(name) for name in names):
        return False
    same = _SAME if "links" in touched else (*_SAME, *_BY_LINKS)
    if any(getattr(old, name) != getattr(new, name) for name in same) or bool(old.text) != bool(new.text):
        return False
    if not proposals:
        return True
    case = proposals[0].case
    before = Counter(problem.code for problem in case.problems(old))
    before.subtract(proposal.code for proposal in proposals)
    return +before == Counter(problem.code for problem in case.problems(new))
