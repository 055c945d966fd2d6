"""Entries that look as a curator says: an entry pattern over the lines of a document in any language."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from curabib.diagnostics import Diagnostic, Result, diagnose
from curabib.model import Location, Piece, RawEntry, Reading, Skipped, Snapshot
from curabib.project.entry_pattern import EntryPattern, reader_name
from curabib.readers.lines import Line, joined, lines_of
from curabib.readers.matching import Budget, Captured, LineMatcher
from curabib.readers.tree import Block

_STEPS = 30_000_000
_MOST_WRAPPED = 12


@dataclass(frozen=True, slots=True)
class _Found:
    """An entry: its lines, the fields on them, and how many lines of the document it takes."""

    lines: tuple[Line, ...]
    fields: tuple[Captured, ...]
    count: int


def read_patterns(
    blocks: Sequence[Block], snapshot: Snapshot, patterns: Sequence[EntryPattern], name: str
) -> Result[Reading]:
    """Return one raw entry for each run of lines that one of the patterns describes, the first that does.

    What an item holds below its entry (notes, further links) belongs to the entry. All other lines are skipped, and
    a document with none that matches is reported (CB141), as is one that takes too much work (CB114).
    """
    return _PatternReader(tuple(lines_of(blocks)), snapshot, patterns).run(name)


class _PatternReader:
    """One pass over the lines of a document; `taken` are the headings that entries are made of."""

    def __init__(self, lines: tuple[Line, ...], snapshot: Snapshot, patterns: Sequence[EntryPattern]) -> None:
        self.lines = lines
        self.snapshot = snapshot
        self.patterns = patterns
        self.matchers = [[LineMatcher(line) for line in pattern.lines] for pattern in patterns]
        self.budget = Budget(_STEPS)
        self.entries: list[RawEntry] = []
        self.skipped: list[Skipped] = []
        self.matched: dict[int, _Found | None] = {}
        self.taken: set[int] = set()

    def run(self, name: str) -> Result[Reading]:
        at = 0
        while at < len(self.lines):
            found = self._match(at)
            if found is None:
                self._skip(self.lines[at])
                at += 1
                continue
            at += found.count
            self.taken.update(line.block for line in found.lines if line.heading)
            below: list[Line] = []
            while at < len(self.lines) and self._is_below(found, at):
                below.append(self.lines[at])
                at += 1
            self.entries.append(self._entry(found, below))
        reading = Reading(
            reader=reader_name(name, self.patterns), entries=tuple(self.entries), skipped=tuple(self.skipped)
        )
        return Result(reading, tuple(self._problems()))

    def _problems(self) -> Iterator[Diagnostic]:
        start = Location(path=self.snapshot.path, line=1)
        if self.budget.steps < 0:
            yield diagnose(
                "CB114", "the pattern takes too much work for this text; not all of it was read", start
            )
        if not self.entries and self.lines:
            yield diagnose("CB141", f"no line of {len(self.lines)} looks as the entry pattern says", start)

    def _match(self, at: int) -> _Found | None:
        if at not in self.matched:
            self.matched[at] = self._matched(at)
        return self.matched[at]

    def _matched(self, at: int) -> _Found | None:
        """Return the entry that begins at a line.

        One line of a pattern describes several of a document only in an item, or where no line of a paragraph fits by
        itself: a paragraph may be a list of its own, with lines among its entries that are none.
        """
        first = self.lines[at]
        begins = at == 0 or self.lines[at - 1].block != first.block
        whole = list(takewhile(lambda line: line.block == first.block, self.lines[at : at + _MOST_WRAPPED]))
        wrapped = begins and len(whole) > 1
        if wrapped and not first.item:
            wrapped = all(self._alone(at + number) is None for number in range(len(whole)))
        for matchers in self.matchers:
            found = self._try(matchers, self.lines[at : at + len(matchers)], len(matchers))
            if found is None and len(matchers) == 1 and wrapped:
                found = self._try(matchers, (joined(whole),), len(whole))
            if found is not None:
                return found
        return None

    def _alone(self, at: int) -> _Found | None:
        """Return the entry that one line is by itself."""
        line = self.lines[at : at + 1]
        return next(
            filter(None, (self._try(each, line, 1) for each in self.matchers if len(each) == 1)), None
        )

    def _try(self, matchers: Sequence[LineMatcher], lines: tuple[Line, ...], count: int) -> _Found | None:
        if len(lines) < len(matchers):
            return None
        fields: list[Captured] = []
        for matcher, line in zip(matchers, lines, strict=True):
            captured = matcher.match(line, self.budget)
            if captured is None or (line.heading and not matcher.heading):
                return None
            fields += captured
        return _Found(lines, tuple(fields), count)

    def _is_below(self, found: _Found, at: int) -> bool:
        """Return whether a line goes on with an entry, and is no entry itself.

        The lines of a paragraph are as much as a pattern says, and links below.
        """
        line, last = self.lines[at], found.lines[-1]
        if line.owner != last.owner or self._match(at) is not None:
            return False
        return line.item or len(found.lines) > 1 or line.only_links

    def _skip(self, line: Line) -> None:
        reason = "heading" if line.heading else "does not look as the pattern says"
        last = self.skipped[-1] if self.skipped else None
        if last is not None and last.reason == reason and last.end_line >= line.line - 1:
            self.skipped[-1] = Skipped(
                line=last.line, end_line=max(last.end_line, line.end_line), reason=reason
            )
        else:
            self.skipped.append(Skipped(line=line.line, end_line=line.end_line, reason=reason))

    def _entry(self, found: _Found, below: Sequence[Line]) -> RawEntry:
        lines = (*found.lines, *below)
        pieces: list[Piece] = []
        for line in lines:
            if pieces:
                where = Location(path=self.snapshot.path, line=line.line)
                pieces.append(Piece(kind="break", text="line", location=where))
            pieces += line.pieces
        fields = [
            (f"{field.field}|{field.detail}" if field.detail else field.field, field.text)
            for field in found.fields
        ]
        return RawEntry(
            source=self.snapshot.source,
            headings=tuple(h.text for h in found.lines[0].headings if h.block not in self.taken),
            pieces=tuple(pieces),
            location=Location(
                path=self.snapshot.path,
                line=found.lines[0].line,
                end_line=max(line.end_line for line in lines),
            ),
            form="fields",
            fields=tuple(fields),
            language="pattern",
        )
