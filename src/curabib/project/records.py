"""`bib/records/SOURCE.jsonl`: what a source said when it was last read, one record a line.

The first line is an object that says what was read; every other line is a record in the form of
`curabib.model.json_form`, in the order of the list, withdrawn ones last.
"""

import json
from collections.abc import Iterable
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


def parse_records(text: str, *, source: str, path: str) -> Result[SourceRecords]:
    """Return the records of a records file; a line that is none is left out and reported (CB020)."""
    lines = text.split("\n")
    problems: list[Diagnostic] = []
    header = _header(lines[0], source, path, problems)
    origin = Origin(kind="list", name=source)
    records: list[Record] = []
    seen: set[str] = set()
    decode = json.JSONDecoder().decode
    for number, line in enumerate(lines[1:], 2):
        if not line.strip():
            continue
        try:
            record = record_from_json(decode(line), origin=origin, path=header.path)
            if record.id in seen:
                raise ValueError(f"the id `{record.id}` stands twice")
            seen.add(record.id)
            records.append(record)
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
            problems.append(_damaged(path, number, _reason(line, error)))
    return Result(SourceRecords(header=header, records=tuple(records)), tuple(problems))


def parse_header(line: str, *, source: str, path: str) -> Result[Header]:
    """Return the header in the first line of a records file, with CB020 where it is none."""
    problems: list[Diagnostic] = []
    return Result(_header(line, source, path, problems), tuple(problems))


def _header(line: str, source: str, path: str, problems: list[Diagnostic]) -> Header:
    try:
        form: Any = json.loads(line)
        if form["schema"] != SCHEMA:
            problems.append(_damaged(path, 1, f"the schema is `{str(form['schema'])[:60]}`, not `{SCHEMA}`"))
        if form["source"] != source:
            problems.append(_damaged(path, 1, f"the records are those of `{str(form['source'])[:60]}`"))
        return Header(
            **{name: str(form[name]) for name in _HEADER_FIELDS if name in form} | {"source": source}
        )
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        problems.append(_damaged(path, 1, _reason(line, error)))
        return Header(source=source)


def _reason(line: str, error: Exception) -> str:
    if line.startswith(("<<<<<<<", "=======", ">>>>>>>", "|||||||")):
        return "a conflict of version control was left in the file"
    if isinstance(error, KeyError):
        return f"{error} is missing"
    return " ".join(str(error).split())[:160] or type(error).__name__


def _damaged(path: str, line: int, reason: str) -> Diagnostic:
    return diagnose(
        "CB020",
        f"the line is no record: {reason}",
        Location(path=path, line=line),
        help="take the file from version control, or run `curabib sync` to read the source again",
    )
