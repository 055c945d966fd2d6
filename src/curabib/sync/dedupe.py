"""Entries of a .bib file that are one work, by the rules by which lists are matched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from curabib.bibtex.document import Block
from curabib.bibtex.parse import parse
from curabib.diagnostics import Diagnostic, Result
from curabib.match import match
from curabib.model import Record, Snapshot
from curabib.sync.pipeline import read_snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Double:
    """Entries that are one work: the key of the one that says most, those of the others, and the work's title."""

    kept: str
    others: tuple[str, ...]
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deduped:
    """What was found in a file, and its text without the entries that say less; the rest of it is as it was."""

    entries: int
    doubles: tuple[Double, ...]
    text: str

    @property
    def renamed(self) -> Mapping[str, str]:
        """The keys that are gone, each with the key that stands for it."""
        return {other: double.kept for double in self.doubles for other in double.others}


def dedupe(snapshot: Snapshot) -> Result[Deduped]:
    """Return the doubles of a .bib file; entries that are only alike are reported (CB301 to CB304).

    Of the entries of a work the one with most fields is kept, of those with as many the first.
    """
    document = parse(snapshot.text, snapshot.path)
    by_line = {block.line: block for block in document.blocks if block.kind == "entry"}
    records = read_snapshot(snapshot, "bibtex").value.records
    works = match(records)
    doubles: list[Double] = []
    gone: set[int] = set()
    for work in works.value:
        blocks = [by_line[line] for record in work.records if (line := _line(record)) in by_line]
        blocks = sorted({block.line: block for block in blocks}.values(), key=lambda block: block.line)
        if len(blocks) < 2:
            continue
        kept = max(blocks, key=lambda block: (len(block.fields), -block.line))
        others = tuple(block for block in blocks if block is not kept)
        gone.update(block.line for block in others)
        keys = tuple(block.key for block in others)
        doubles.append(Double(kept=kept.key, others=keys, title=work.fields.title))
    found = Deduped(
        entries=len(by_line),
        doubles=tuple(sorted(doubles, key=lambda double: double.kept)),
        text=_without(document.blocks, gone),
    )
    problems: tuple[Diagnostic, ...] = tuple(d for d in works.diagnostics if d.location is not None)
    return Result(found, problems)


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
