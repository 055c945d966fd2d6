"""Entries of a .bib file, or records of any other, that are one work, by the rules by which lists are matched."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from curabib.bibtex.document import Block, Document
from curabib.bibtex.parse import parse
from curabib.diagnostics import CurabibError, Diagnostic, Related, Result, diagnose
from curabib.match.grouping import Matcher, group
from curabib.match.profile import Profile, of_record
from curabib.match.report import for_a_file, pair_reports
from curabib.model import Location, Origin, Record, Snapshot
from curabib.providers.authority.forms import form_of, is_packed, opened, read_records
from curabib.readers.reading import detect
from curabib.sync.understood import read_snapshot

_START = 65536
_BROKEN = frozenset({"CB130", "CB506"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Double:
    """Entries that are one work: the key of the one that says most, those of the others, and its title.

    Keys may stand at several entries: in a .bib, `line` and `other_lines` tell where these begin.
    """

    kept: str
    others: tuple[str, ...]
    title: str
    line: int = 0
    other_lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """Two records that are perhaps one work: their keys, the code of the question, and what speaks for it."""

    one: str
    other: str
    code: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deduped:
    """What was found in a file.

    `text` is that of a .bib file without the entries that say less, the rest of it as it was; None for other files,
    of which `alike` lists what is said of a .bib's entries by diagnostics. `skipped` parts were no records. `ambiguous`
    keys stand at several works, each with the lines of its entries (none for records).
    """

    entries: int
    doubles: tuple[Double, ...]
    text: str | None = None
    alike: tuple[Alike, ...] = ()
    skipped: int = 0
    ambiguous: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @property
    def gone(self) -> int:
        """How many entries are doubles of others."""
        return sum(len(double.others) for double in self.doubles)

    @property
    def renamed(self) -> Mapping[str, str]:
        """The keys that are gone, each with the key that stands for it; none that still names an entry."""
        return {
            other: double.kept
            for double in self.doubles
            for other in double.others
            if other != double.kept and other not in self.ambiguous
        }


def dedupe(snapshot: Snapshot, matcher: Matcher = group) -> Result[Deduped]:
    """Return the doubles of a .bib file; entries that are only alike are reported (CB301 to CB304).

    Of the entries of a work the one with most fields is kept, of those with as many the first. Reported are also what
    cannot be parsed (CB130), which stays in the text as it is, and keys of several works (CB501). Raises CurabibError
    for a text of another form.
    """
    document = parse(snapshot.text, snapshot.path)
    _check_form(snapshot, document)
    entries = [block for block in document.blocks if block.kind == "entry"]
    read = read_snapshot(snapshot, "bibtex")
    records = read.value.records
    profiles = [of_record(record) for record in records]
    entry_of = _entries_of(records, entries)
    found = matcher(profiles)
    doubles: list[Double] = []
    gone: dict[int, int] = {}
    for members in found.groups:
        numbers = {entry_of[position]: position for position in members if position in entry_of}
        if len(numbers) < 2:
            continue
        kept = max(numbers, key=lambda number: (len(entries[number].fields), -number))
        others = [number for number in sorted(numbers) if number != kept]
        gone.update(dict.fromkeys(others, kept))
        doubles.append(
            Double(
                kept=entries[kept].key,
                others=tuple(entries[number].key for number in others),
                title=records[numbers[kept]].fields.title,
                line=entries[kept].line,
                other_lines=tuple(entries[number].line for number in others),
            )
        )
    ambiguous, repeated = _keys_of_several(entries, gone, snapshot.path)
    deduped = Deduped(
        entries=len(entries),
        doubles=tuple(sorted(doubles, key=lambda double: (double.kept, double.line))),
        text=_without(document.blocks, {id(entries[number]) for number in gone}),
        skipped=sum(block.kind == "failed" for block in document.blocks),
        ambiguous=ambiguous,
    )
    questions = pair_reports(profiles, found.spoken, found.clusters(), (), {})
    broken = (problem for problem in read.diagnostics if problem.code in _BROKEN)
    asked = for_a_file(question for question in questions if question.location is not None)
    return Result(deduped, (*broken, *repeated, *asked))


def _check_form(snapshot: Snapshot, document: Document) -> None:
    """Raise CurabibError for what is not called .bib and reads as something else, as a list with a snippet does."""
    if not snapshot.text.strip() or snapshot.path.lower().partition("?")[0].endswith((".bib", ".bibtex")):
        return
    form = detect(snapshot)
    between = sum(len(block.raw) for block in document.blocks if block.kind == "text")
    if form != "bibtex" and 2 * between >= len(snapshot.text):
        named = "standard input" if snapshot.path == "-" else f"`{snapshot.path}`"
        raise CurabibError(
            f"{named} is no .bib file: it reads as `{form}`",
            hint="`curabib check LIST` names what a list has twice; JSON and the XML of DBLP are compared as files",
        )


def _entries_of(records: Sequence[Record], entries: Sequence[Block]) -> dict[int, int]:
    """Return the entry (its number) of each record (its position), without those of which this cannot be told."""
    of_line: dict[int, list[int]] = {}
    for number, block in enumerate(entries):
        of_line.setdefault(block.line, []).append(number)
    positions: dict[int, list[int]] = {}
    for position, record in enumerate(records):
        positions.setdefault(_line(record), []).append(position)
    return {
        position: number
        for line, found in positions.items()
        if len(found) == len(of_line.get(line, ()))
        for position, number in zip(found, of_line[line], strict=True)
    }


def _keys_of_several(
    entries: Sequence[Block], gone: Mapping[int, int], path: str
) -> tuple[dict[str, tuple[int, ...]], list[Diagnostic]]:
    """Return the keys that stand at several works, with the lines of their entries, and what is to be said of them.

    BibTeX compares keys without regard to case.
    """
    bearers: dict[str, list[int]] = {}
    for number, block in enumerate(entries):
        bearers.setdefault(block.key.lower(), []).append(number)
    ambiguous: dict[str, tuple[int, ...]] = {}
    problems: list[Diagnostic] = []
    for numbers in bearers.values():
        works = {gone.get(number, number): number for number in reversed(numbers)}
        if len(works) < 2:
            continue
        ambiguous |= {entries[n].key: tuple(entries[m].line for m in numbers) for n in numbers}
        first, *others = sorted(works.values())
        there = Related(location=_place(entries[first], path), message="it stands here first")
        for number in others:
            message = f"citation key `{entries[number].key[:60]}` is used again, it seems for another work"
            problems.append(diagnose("CB501", message, _place(entries[number], path), related=(there,)))
    return ambiguous, problems


def _place(block: Block, path: str) -> Location:
    return Location(path=path, line=block.line, end_line=block.end_line)


def records_form(path: Path) -> str:
    """Return the form of a file of records, empty for what is to be read as a .bib; raises CurabibError."""
    with opened(path) as stream:
        start = stream.read(_START)
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    return form_of(path) if is_packed(path) or text.startswith((b"{", b"[")) or b"<dblp" in text else ""


def dedupe_records(path: Path, form: str, matcher: Matcher = group) -> Deduped:
    """Return the doubles among the records of a file in one of the forms of `providers.authority.forms`.

    The file is read as a stream, so that with an engine memory holds what is found, not what is read.
    """
    reading = _Reading(path, form)
    found = matcher(reading.profiles())
    doubles: list[Double] = []
    for members in found.groups:
        kept = min(members, key=lambda position: (-found.members[position].said, position))
        others = (position for position in members if position != kept)
        doubles.append(
            Double(
                kept=reading.called(found.members[kept].name),
                others=tuple(reading.called(found.members[position].name) for position in others),
                title=found.members[kept].title,
            )
        )
    alike = tuple(
        Alike(
            one=reading.called(found.members[one].name),
            other=reading.called(found.members[other].name),
            code=verdict.code,
            reason=verdict.reason,
        )
        for (one, other), verdict in found.spoken.items()
    )
    ordered = tuple(sorted(doubles, key=lambda double: double.kept))
    works = {reading.called(found.members[p].name): set[int]() for group in found.groups for p in group}
    for number, members in enumerate(found.groups):
        for position in members:
            works[reading.called(found.members[position].name)].add(number)
    return Deduped(
        entries=found.count,
        doubles=ordered,
        alike=alike,
        skipped=reading.skipped,
        ambiguous={name: () for name, numbers in works.items() if len(numbers) > 1},
    )


class _Reading:
    """The records of a file, as a stream that counts what is none."""

    def __init__(self, path: Path, form: str) -> None:
        self._path = path
        self._form = form
        self._origin = Origin(kind="provider", name="file")
        self.skipped = 0

    def profiles(self) -> Iterator[Profile]:
        for found in read_records(self._path, self._form, self._origin):
            if isinstance(found, Record):
                yield of_record(found)
            else:
                self.skipped += 1

    def called(self, name: str) -> str:
        """Return how the file itself calls a record."""
        return name.removeprefix(f"{self._origin.name}#")


def _line(record: Record) -> int:
    return record.location.line if record.location else 0


def _without(blocks: Sequence[Block], gone: set[int]) -> str:
    """Return the text of the blocks without those of these identities, and the blank lines behind them."""
    parts: list[str] = []
    dropped = False
    for block in blocks:
        if id(block) in gone:
            dropped = True
            continue
        parts.append(block.raw.lstrip() if dropped and block.kind == "text" else block.raw)
        dropped = False
    return "".join(parts)
