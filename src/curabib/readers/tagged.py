"""RIS and EndNote's refer form as sources: one tag a line, records one below the other."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from curabib.diagnostics import Diagnostic, Result, diagnose
from curabib.evidence.regex import regex
from curabib.exchange.tagged import LANGUAGES
from curabib.model import Location, RawEntry, Reading, Skipped, Snapshot
from curabib.readers.broken import listed

# a tag and its value; the writers of RIS differ in how many blanks they put around the hyphen
_LINES = {
    "ris": regex(r"([A-Z][A-Z0-9]) {0,3}-(?: (.*)|)\Z"),
    "enw": regex(r"(%[A-Za-z0-9!@?\[\]&<>=~*#^+(){}$|;'\"/\\_-])(?: (.*)|)\Z"),
}
_END = "ER"


@dataclass(slots=True)
class _Open:
    """A record that is being read."""

    line: int
    end_line: int
    pairs: list[tuple[str, list[str]]] = field(default_factory=list)


def read_ris(snapshot: Snapshot) -> Result[Reading]:
    """Return one raw entry for each record of a RIS file, its tags as (tag, value) pairs.

    A line without a tag goes on with the value above it. A record that never ends (`ER`), lines outside records and
    records without a type are reported (CB130).
    """
    return _Tagged(snapshot, "ris").run()


def read_enw(snapshot: Snapshot) -> Result[Reading]:
    """Return one raw entry for each record of a file in EndNote's refer form; `%0` or a blank line begins one."""
    return _Tagged(snapshot, "enw").run()


class _Tagged:
    """One pass over the lines of a file."""

    def __init__(self, snapshot: Snapshot, reader: str) -> None:
        self.snapshot = snapshot
        self.reader = reader
        self.first = LANGUAGES[reader].first
        self.entries: list[RawEntry] = []
        self.skipped: list[Skipped] = []
        self.said: list[Diagnostic] = []
        self.open: _Open | None = None

    def run(self) -> Result[Reading]:
        ended = False
        for number, line in self._lines():
            match = _LINES[self.reader].match(line)
            tag = match[1] if match else ""
            if self.reader == "enw" and not line.strip():
                ended = True
            elif tag == self.first or (ended and tag and self.reader == "enw"):
                self._close(number)
                self.open = _Open(number, number)
                ended = False
            if match is None:
                self._continue(number, line)
            elif tag == _END and self.reader == "ris":
                self._close(number, ended=True)
            else:
                self._pair(number, tag, match[2] or "")
        self._close(0)
        reading = Reading(reader=self.reader, entries=tuple(self.entries), skipped=tuple(self.skipped))
        return Result(reading, listed(self.said))

    def _lines(self) -> Iterator[tuple[int, str]]:
        """Yield the lines; many exports come with a blank in front of every one, or behind."""
        for number, line in enumerate(self.snapshot.text.split("\n"), 1):
            yield (
                number,
                line.strip("\r\ufeff \t") if self.reader == "ris" else line.rstrip("\r").strip("\ufeff"),
            )

    def _pair(self, number: int, tag: str, value: str) -> None:
        if self.open is None:
            self._pass_over(number, f"the tag `{tag}` stands outside of a record")
            return
        self.open.end_line = number
        self.open.pairs.append((tag, [value.strip()]))

    def _continue(self, number: int, line: str) -> None:
        """Take a line without a tag for more of the value above."""
        if not line.strip():
            return
        if self.open is None or not self.open.pairs:
            self._pass_over(number, "a line stands outside of a record")
            return
        self.open.end_line = number
        self.open.pairs[-1][1].append(line.strip())

    def _pass_over(self, number: int, message: str) -> None:
        last = self.skipped[-1] if self.skipped else None
        if last is not None and last.end_line == number - 1:
            self.skipped[-1] = Skipped(line=last.line, end_line=number, reason=last.reason)
            return
        self.skipped.append(Skipped(line=number, end_line=number, reason="outside of a record"))
        self.said.append(diagnose("CB130", message, Location(path=self.snapshot.path, line=number)))

    def _close(self, number: int, *, ended: bool = False) -> None:
        """Finish the open record; `number` is the line that closes it, 0 at the end of the file."""
        record, self.open = self.open, None
        if record is None:
            if ended:
                self._pass_over(number, "a record ends that never began")
            return
        place = Location(
            path=self.snapshot.path, line=record.line, end_line=number if ended else record.end_line
        )
        if not ended and self.reader == "ris":
            self.said.append(diagnose("CB130", "a record never ends: its line `ER  - ` is missing", place))
        self.entries.append(
            RawEntry(
                source=self.snapshot.source,
                headings=(),
                pieces=(),
                location=place,
                form="fields",
                fields=tuple((tag, "\n".join(value)) for tag, value in record.pairs),
                language=self.reader,
            )
        )
