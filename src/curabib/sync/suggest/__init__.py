"""What the curator of a list may want to mend, as edits of the list: the list's own fixes and what authorities say.

`suggest` is the door. Every edit is proven: the list is read again with it, just that problem must be gone, and no
other record may have changed.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from curabib.checks.writing import check_writing
from curabib.diagnostics import Diagnostic, Fix
from curabib.diagnostics import Edit as LineEdit
from curabib.model import RawEntry, Record, Snapshot, Venue, fold
from curabib.sync.enrich.lookup import Found
from curabib.sync.suggest.case import Case
from curabib.sync.suggest.extent import language_of, stretches_of
from curabib.sync.suggest.mends import MENDS, Known, Way, label_target, ways_of
from curabib.sync.suggest.proof import Proof, Proposal
from curabib.sync.suggest.stretch import Stretch
from curabib.sync.suggest.tags import tags_of
from curabib.sync.suggest.venues import Manner
from curabib.sync.understood import Understood

KINDS: Mapping[str, tuple[str, ...]] = {
    "venue": ("CB201",),
    "year": ("CB202",),
    "title": ("CB203",),
    "authors": ("CB204",),
    "published": ("CB205",),
    "link": ("CB207", "CB208", "CB213", "CB216", "CB120"),
    "shape": ("CB1", "CB5"),
}
"""What people call the kinds of mistakes, with the prefixes of their codes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a provider has of the work of one entry: the one at `number` in the list, `key` in the project."""

    number: int
    found: Found
    provider: str
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """All that is wrong with a list, in its order; `mending` are those of it with a fix that was asked for and holds.

    `doubtful` counts those with a fix that was left out because the evidence for it is not sure, `unmended` those
    that an edit might mend of which none was found to hold: in a list of fields (BibTeX, RIS, ...) all, as `fielded`
    says.
    """

    problems: tuple[Diagnostic, ...]
    mending: tuple[Diagnostic, ...]
    doubtful: int = 0
    unmended: int = 0
    fielded: bool = False


def suggest(
    snapshot: Snapshot,
    understood: Understood,
    answers: Sequence[Answer],
    read: Callable[[Snapshot], Understood],
    *,
    only: Sequence[str] = (),
    doubtful: bool = False,
    dead: Mapping[str, Diagnostic] | None = None,
    held: Callable[[Venue, int], bool] = lambda venue, year: False,
) -> Suggested:
    """Return what to mend in a list, of which `understood` is what `read` makes.

    `only` are prefixes of codes, where not everything is wanted; `doubtful` takes fixes too for which the evidence is
    not sure; `dead` says of links (by address) that they lead nowhere; `held` tells of which volumes an authority has
    all records. What a list without running text (BibTeX, RIS, ...) has wrong is told, but gets no fixes.
    """
    shapes = tuple(p for p in check_writing(snapshot, understood.reading) if _is_wanted(p.code, only))
    stretches = stretches_of(snapshot, understood)
    cases = _cases(stretches, understood, answers, dead or {})
    known = replace(_known(stretches, understood, answers), held=held)
    proof = Proof(
        snapshot.text,
        snapshot.path,
        lambda text: read(replace(snapshot, text=text)).records,
        [p for p in shapes if p.fix and p.fix.safe],
        lambda text: tags_of(text, language_of(understood)),
    )
    proposals: list[Proposal] = []
    problems: list[Diagnostic] = []
    left = 0
    for case in cases:
        for problem in case.problems():
            problems.append(problem)
            proposal = _proposal(case, problem, known, snapshot) if _is_wanted(problem.code, only) else None
            if proposal is not None and (doubtful or MENDS[problem.code].sure(case, known)):
                proposals.append(proposal)
            elif proposal is not None:
                left += 1
    bare = [p for p in shapes if p.code == "CB120"]
    proposals += (found for case in cases for p in bare if (found := _linked(case, p, snapshot)) is not None)
    proven = proof.hold(proposals)
    mended = {(way.code, way.location, way.message, way.key): way for way in proven}
    problems = [mended.get((p.code, p.location, p.message, p.key), p) for p in problems]
    said = {p for case in cases for p in case.dead.values()}
    others = (problem for problem in (dead or {}).values() if problem not in said)
    shapes = tuple(mended.get((p.code, p.location, p.message, p.key), p) for p in shapes)
    problems = [p for p in (*shapes, *problems, *others) if _is_wanted(p.code, only)]
    problems.sort(key=lambda p: p.location.line if p.location else 0)
    fixes = [p for p in shapes if p.fix and p.fix.safe]
    entries = understood.reading.entries
    return Suggested(
        problems=tuple(problems),
        mending=(*fixes, *proven),
        doubtful=left,
        unmended=sum(p.code in MENDS for p in problems) - left - sum(way.code in MENDS for way in proven),
        fielded=bool(entries) and all(entry.form == "fields" for entry in entries),
    )


def _is_wanted(code: str, only: Sequence[str]) -> bool:
    return not only or code.startswith(tuple(only))


def _proposal(case: Case, problem: Diagnostic, known: Known, snapshot: Snapshot) -> Proposal | None:
    ways = ways_of(case, problem.code, known)
    if not ways:
        return None
    mend = MENDS[problem.code]
    fixes = tuple(replace(problem, fix=_fix(mend.title, way, snapshot)) for way in ways)
    return Proposal(case=case, code=problem.code, ways=fixes, fields=mend.fields)


def _linked(case: Case, problem: Diagnostic, snapshot: Snapshot) -> Proposal | None:
    """Return what links a bare label of an entry (CB120) to the record that was found for its work."""
    at = problem.location
    page = label_target(case, problem.message)
    if at is None or not page:
        return None
    lines = case.stretch.text.count("\n", 0, case.stretch.start) + 1
    if not lines <= at.line <= lines + case.stretch.text.count("\n", case.stretch.start, case.stretch.end):
        return None
    edit = LineEdit(
        path=snapshot.path,
        line=at.line,
        column=at.end_column,
        end_line=at.line,
        end_column=at.end_column,
        replacement=f"({page})",
    )
    fix = Fix(title="link the label to the record", edits=(edit,))
    return Proposal(
        case=case,
        code="CB120",
        ways=(replace(problem, fix=fix),),
        fields=frozenset({"links", "venue", "date"}),
    )


def _fix(title: str, way: Way, snapshot: Snapshot) -> Fix:
    return Fix(title=title, edits=tuple(_in_lines(snapshot, edit.start, edit.end, edit.text) for edit in way))


def _in_lines(snapshot: Snapshot, start: int, end: int, text: str) -> LineEdit:
    """Return an edit with lines and columns in place of offsets."""
    first = snapshot.text.count("\n", 0, start)
    last = first + snapshot.text.count("\n", start, end)
    return LineEdit(
        path=snapshot.path,
        line=first + 1,
        column=start - (snapshot.text.rfind("\n", 0, start) + 1) + 1,
        end_line=last + 1,
        end_column=end - (snapshot.text.rfind("\n", 0, end) + 1) + 1,
        replacement=text,
    )


def _cases(
    stretches: Mapping[int, Stretch],
    understood: Understood,
    answers: Iterable[Answer],
    dead: Mapping[str, Diagnostic],
) -> list[Case]:
    """Return the entries about which something is known; of fields (BibTeX, RIS, ...) none has words to mend."""
    nowhere = Stretch(text="", start=0, end=0, words=(), language="text")
    cases: list[Case] = []
    for answer in answers:
        record = understood.records[answer.number]
        case = Case(
            number=answer.number,
            record=record,
            stretch=stretches.get(answer.number, nowhere),
            found=answer.found,
            provider=answer.provider,
            key=answer.key,
            columns=_columns(understood.reading.entries[answer.number]),
            dead={link.url: dead[link.url] for link in record.links if link.url in dead},
        )
        cases.append(case)
    return cases


def _columns(entry: RawEntry) -> tuple[str, ...]:
    return (entry.columns or ("",)) if entry.form == "row" else ()


def _known(stretches: Mapping[int, Stretch], understood: Understood, answers: Iterable[Answer]) -> Known:
    entries = understood.reading.entries
    manner = Manner(
        (stretch, understood.records[number], _columns(entries[number]))
        for number, stretch in stretches.items()
    )
    records: list[Record] = [a.found.record for a in answers if a.found.record is not None]
    official = {fold(str(name)) for record in records for name in record.fields.authors}
    listed = Counter(fold(str(name)) for record in understood.records for name in record.fields.authors)
    usual = {name for name, count in listed.items() if count > 1}
    return Known(manner=manner, people=frozenset(official | usual))
