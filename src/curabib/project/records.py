"""`bib/records/SOURCE.jsonl`: what a source said when it was last read, one record a line.

The first line is an object that says what was read; every other line is a record in the form of
`curabib.model.json_form`, in the order of the list, withdrawn ones last.
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from curabib.diagnostics import Diagnostic, Result, diagnose
from curabib.model import Location, Origin, Record
from curabib.model.json_form import SCHEMA, record_from_json, record_to_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What was read: the source, its place, the digest of its bytes, the reader, and what makes a fetch conditional.

    `revision` is a git commit or the server's ETag; `modified` the server's Last-Modified; `tool` names the version
    of the reading, so that a newer curabib reads an unchanged list again.
    """

    source: str
    path: str = ""
    sha256: str = ""
    revision: str = ""
    modified: str = ""
    reader: str = ""
    tool: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRecords:
    """A records file: its header, and the records in the order of the list."""

    header: Header
    records: tuple[Record, ...] = ()

    @property
    def present(self) -> tuple[Record, ...]:
        """The records that the source still has."""
        return tuple(record for record in self.records if not record.withdrawn)


FINDINGS = "findings"
"""The folder, beside the records of the lists, of what providers say; its parts are joined by `/` in a source."""


def origin_of(source: str) -> Origin:
    """Return who speaks in a records file: the list, or, for `findings/a/b`, the provider `a:b`."""
    folder, slash, name = source.partition("/")
    if slash and folder == FINDINGS:
        return Origin(kind="provider", name=name.replace("/", ":"))
    return Origin(kind="list", name=source)


_HEADER_FIELDS = ("source", "path", "sha256", "revision", "modified", "reader", "tool")


def print_records(kept: SourceRecords) -> str:
    """Return the text of a records file; the same records give the same bytes."""
    head: dict[str, str] = {"schema": SCHEMA}
    head.update((name, value) for name in _HEADER_FIELDS if (value := getattr(kept.header, name)))
    return "".join(_lines(head, kept.records))


def _lines(head: dict[str, str], records: Iterable[Record]) -> Iterable[str]:
    encode = json.JSONEncoder(ensure_ascii=False, separators=(", ", ": ")).encode
    yield encode(head) + "\n"
    for record in records:
        yield _one_line(encode(record_to_json(record))) + "\n"


def _one_line(text: str) -> str:
    # U+2028, U+2029 and U+0085 count as line ends for some programs
    if "\u2028" in text or "\u2029" in text or "\x85" in text:
        return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\u0085")
    return text


def id_of_line(line: str) -> str:
    """Return the id of the record in a line of a records file, without reading more of it, or the empty string."""
    return line[len(_ID) : line.find('"', len(_ID))] if line.startswith(_ID) else ""


def without_records(text: str, ids: Collection[str]) -> str:
    """Return the text of a records file without the lines of the records of these ids."""
    return "\n".join(line for line in text.split("\n") if id_of_line(line) not in ids)


_ID = '{"id": "'


def parse_records(text: str, *, source: str, path: str) -> Result[SourceRecords]:
    """Return the records of a records file; a line that is none is left out and reported (CB020).

    Where git has joined two branches, by conflict markers or by keeping the lines of both, the records of both are
    there (CB021), and the header says nothing of what was read, so that the next sync reads the list again.
    """
    lines = _Lines(source, path)
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip() or number == 1:
            lines.take(number, line)
    return lines.result()


class _Lines:
    """The lines of a records file while it is being read."""

    def __init__(self, source: str, path: str) -> None:
        self.source, self.path = source, path
        self.origin = origin_of(source)
        self.headers: list[Header] = []
        self.records: dict[str, Record] = {}
        self.problems: list[Diagnostic] = []
        self.twice: list[tuple[int, str]] = []
        self.joined = 0
        self.decode = json.JSONDecoder().decode

    def take(self, number: int, line: str) -> None:
        if line.startswith(_MARKERS):
            self.joined = self.joined or number
        elif number == 1 or line.startswith('{"schema"'):
            if self.headers:
                self.joined = self.joined or number
            self.headers.append(_header(line, self.source, self.path, number, self.problems))
        else:
            self.record(number, line)

    def record(self, number: int, line: str) -> None:
        place = self.headers[0].path if self.headers else ""
        try:
            record = record_from_json(self.decode(line), origin=self.origin, path=place)
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
            self.problems.append(_damaged(self.path, number, _reason(error)))
            return
        if record.id in self.records:
            self.twice.append((number, record.id))
        self.records.setdefault(record.id, record)

    def result(self) -> Result[SourceRecords]:
        header = self.headers[0] if self.headers else Header(source=self.source)
        if self.joined:
            header = Header(source=self.source, path=header.path)
            message = "the file holds the lines of two branches; the records of both are taken"
            help = "`curabib sync` reads the list again and writes the file anew"
            place = Location(path=self.path, line=self.joined)
            self.problems.append(diagnose("CB021", message, place, help=help))
        else:
            self.problems += (_damaged(self.path, n, f"the id `{id}` stands twice") for n, id in self.twice)
        problems = sorted(self.problems, key=lambda d: d.location.line if d.location else 0)
        return Result(SourceRecords(header=header, records=tuple(self.records.values())), tuple(problems))


_MARKERS = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")


def parse_header(line: str, *, source: str, path: str) -> Result[Header]:
    """Return the header in the first line of a records file, with CB020 where it is none."""
    problems: list[Diagnostic] = []
    return Result(_header(line, source, path, 1, problems), tuple(problems))


def _header(line: str, source: str, path: str, number: int, problems: list[Diagnostic]) -> Header:
    try:
        form: Any = json.loads(line)
        if form["schema"] != SCHEMA:
            problems.append(
                _damaged(path, number, f"the schema is `{str(form['schema'])[:60]}`, not `{SCHEMA}`")
            )
        if form["source"] != source:
            problems.append(_damaged(path, number, f"the records are those of `{str(form['source'])[:60]}`"))
        return Header(
            **{name: str(form[name]) for name in _HEADER_FIELDS if name in form} | {"source": source}
        )
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        problems.append(_damaged(path, number, _reason(error)))
        return Header(source=source)


def _reason(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"{error} is missing"
    if isinstance(error, AttributeError):
        return "it is no JSON object"
    return " ".join(str(error).split())[:160] or type(error).__name__


def _damaged(path: str, line: int, reason: str) -> Diagnostic:
    return diagnose(
        "CB020",
        f"the line is no record: {reason}",
        Location(path=path, line=line),
        help="take the file from version control; or delete the line, and `curabib sync --reread` reads the list again",
    )
