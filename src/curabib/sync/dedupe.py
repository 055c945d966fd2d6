"""Entries of a .bib file, or records of any other, that are one work, by the rules by which lists are matched."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from curabib.bibtex.document import Block
from curabib.bibtex.parse import parse
from curabib.diagnostics import Diagnostic, Result
from curabib.match.grouping import Matcher, group
from curabib.match.profile import Profile, of_record
from curabib.match.report import pair_reports
from curabib.model import Origin, Record, Snapshot
from curabib.providers.authority.forms import form_of, is_packed, opened, read_records
from curabib.sync.pipeline import read_snapshot

_START = 65536


@dataclass(frozen=True, slots=True, kw_only=True)
class Double:
    """Entries that are one work: the key of the one that says most, those of the others, and its title."""

    kept: str
    others: tuple[str, ...]
    title: str


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
    of which `alike` lists what is said of a .bib's entries by diagnostics. `skipped` parts were no records.
    """

    entries: int
    doubles: tuple[Double, ...]
    text: str | None = None
    alike: tuple[Alike, ...] = ()
    skipped: int = 0

    @property
    def renamed(self) -> Mapping[str, str]:
        """The keys that are gone, each with the key that stands for it."""
        return {other: double.kept for double in self.doubles for other in double.others}


def dedupe(snapshot: Snapshot, matcher: Matcher = group) -> Result[Deduped]:
    """Return the doubles of a .bib file; entries that are only alike are reported (CB301 to CB304).

    Of the entries of a work the one with most fields is kept, of those with as many the first.
    """
    document = parse(snapshot.text, snapshot.path)
    by_line = {block.line: block for block in document.blocks if block.kind == "entry"}
    records = read_snapshot(snapshot, "bibtex").value.records
    profiles = [of_record(record) for record in records]
    found = matcher(profiles)
    doubles: list[Double] = []
    gone: set[int] = set()
    for members in found.groups:
        lines = {line: position for position in members if (line := _line(records[position])) in by_line}
        blocks = [by_line[line] for line in sorted(lines)]
        if len(blocks) < 2:
            continue
        kept = max(blocks, key=lambda block: (len(block.fields), -block.line))
        others = tuple(block for block in blocks if block is not kept)
        gone.update(block.line for block in others)
        title = records[lines[kept.line]].fields.title
        doubles.append(Double(kept=kept.key, others=tuple(block.key for block in others), title=title))
    problems = pair_reports(profiles, found.spoken, found.clusters(), (), {})
    deduped = Deduped(
        entries=len(by_line),
        doubles=tuple(sorted(doubles, key=lambda double: double.kept)),
        text=_without(document.blocks, gone),
    )
    reported: tuple[Diagnostic, ...] = tuple(d for d in problems if d.location is not None)
    return Result(deduped, reported)


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
    return Deduped(entries=found.count, doubles=ordered, alike=alike, skipped=reading.skipped)


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
    """Return the text of the blocks without the entries that begin in these lines, and the blank lines behind them."""
    parts: list[str] = []
    dropped = False
    for block in blocks:
        if block.kind == "entry" and block.line in gone:
            dropped = True
            continue
        parts.append(block.raw.lstrip() if dropped and block.kind == "text" else block.raw)
        dropped = False
    return "".join(parts)
