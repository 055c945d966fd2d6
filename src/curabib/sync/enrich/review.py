"""What waits for a person: works that may be one, and records that may be a work's."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from curabib.model import Entry, Library, Record
from curabib.project import Project
from curabib.project.decisions_edit import Verdict, add_decisions
from curabib.project.files import read_text, written_like
from curabib.sync.enrich import Enriched
from curabib.sync.pipeline import build


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Whether two things are one work: `key` an entry, `other` another entry's key or a record's id.

    `left` and `right` are what each says: a record, of an entry that of its first list.
    """

    key: str
    other: str
    left: Record
    right: Record
    reason: str

    @property
    def id(self) -> str:
        """Return what names the question for scripts: eight hex digits that follow from the two."""
        return hashlib.sha256(f"{self.key}\x1f{self.other}".encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A person's word on a question."""

    question: Question
    verdict: Verdict


def questions(project: Project, enriched: Enriched | None = None) -> tuple[Question, ...]:
    """Return what waits for a person: what providers offer first, then what matching is unsure of (CB301)."""
    found: list[Question] = []
    for item in enriched.waiting if enriched else ():
        left = _shown(item.entry)
        found += (
            Question(key=item.entry.key, other=o.record.id, left=left, right=o.record, reason=o.reason)
            for o in item.offers
        )
    built = build(project, thorough=True)
    places = _places(built.value.library)
    for problem in built.diagnostics:
        if problem.code != "CB301" or problem.location is None or not problem.related:
            continue
        one = places.get((problem.location.path, problem.location.line))
        other = places.get((problem.related[0].location.path, problem.related[0].location.line))
        if one is not None and other is not None and one.key != other.key:
            reason = problem.message.partition(":")[0]
            found.append(
                Question(key=one.key, other=other.key, left=_shown(one), right=_shown(other), reason=reason)
            )
    return tuple(found)


class Notes:
    """The answers of a person in overrides.yaml, written down as they are given, so that nothing is ever lost.

    `write` replaces a file, whole or not at all.
    """

    def __init__(self, project: Project, write: Callable[[Path, bytes], None]) -> None:
        """Begin with the file as it is."""
        self._path = project.overrides_path
        self._shown = project.shown(self._path)
        self._write = write
        self._base = self._written = self._read()
        self._known: tuple[Answer, ...] = ()
        self._fixed = 0

    def keep(self, answers: Sequence[Answer]) -> None:
        """Let the file hold these answers, in order; one that is left out is taken back.

        Where somebody else has changed the file meanwhile, what stands in it stays. Raises CurabibError where the
        answers cannot be added, or the file not be written.
        """
        now = self._read()
        if now != self._written:
            self._base, self._fixed = now, len(self._known)
        new = answers[self._fixed :]
        text = add_decisions(self._base, self._shown, settled(new)) if new else self._base
        if text != now:
            before = self._path.read_bytes() if self._path.exists() else b""
            self._write(self._path, written_like(text, before))
        self._known, self._written = tuple(answers), text

    def _read(self) -> str:
        return read_text(self._path) if self._path.exists() else ""


def settled(answers: Iterable[Answer]) -> list[tuple[Verdict, tuple[str, ...]]]:
    """Return the decisions that the answers come to.

    Who takes one of several records for a work has said nothing of the others: they may be other versions of it.
    """
    return [(answer.verdict, (answer.question.key, answer.question.other)) for answer in answers]


def without_answered(asked: Sequence[Question], answers: Iterable[Answer]) -> tuple[Question, ...]:
    """Return the questions that are left: not those answered, nor those about a work that has its record now."""
    said = list(answers)
    done = {answer.question for answer in said}
    served = {answer.question.key for answer in said if answer.verdict == "same"}
    return tuple(q for q in asked if q not in done and q.key not in served)


def _shown(entry: Entry) -> Record:
    listed = [record for record in entry.work.records if record.origin.kind == "list"]
    return (listed or list(entry.work.records))[0]


def _places(library: Library) -> Mapping[tuple[str, int], Entry]:
    return {
        (record.location.path, record.location.line): entry
        for entry in library.entries
        for record in entry.work.records
        if record.location is not None
    }
