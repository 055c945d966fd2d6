"""Lists kept as data: CSV and TSV files, and plain lists of mappings in YAML or JSON, as tables."""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest

from curabib.evidence.regex import regex
from curabib.evidence.text import squash
from curabib.model import Location, Reading, Snapshot
from curabib.readers.cut import cut
from curabib.readers.tree import Block, Inline, Malformed

_DELIMITERS = ",;\t|"
_MOST_COLUMNS = 200
# the names that only CSL gives to fields, and those that people give
_OF_CSL = frozenset(("issued", "container-title", "type", "DOI", "URL", "given", "citation-key"))
_OF_PEOPLE = frozenset(
    (
        "authors",
        "author",
        "venue",
        "year",
        "date",
        "url",
        "link",
        "links",
        "paper",
        "pdf",
        "code",
        "conference",
        "journal",
        "arxiv",
        "doi",
    )
)
_NESTED = "; "
_OF_ARXIV = frozenset(("arxiv", "arxivid", "arxivno", "arxivnumber", "eprint"))
_ARXIV = regex(r"(?:arxiv:)?(?:\d{4}\.\d{4,5}|[a-z.\-]{2,20}/\d{7})(?:v\d{1,3})?", re.IGNORECASE)


def read_blocks(text: str, path: str) -> tuple[Block, ...]:
    """Return a text of separated values as one table, its first record the names of the columns (RFC 4180).

    The separator is the comma, semicolon, tabulator or bar that cuts the first line into most columns. Raises
    Malformed where a value is longer than the csv module reads (131,072 characters).
    """
    lines = text.split("\n")
    separator = max(_DELIMITERS, key=lambda sign: (lines[0].count(sign), -_DELIMITERS.index(sign)))
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=separator, skipinitialspace=True)
    rows: list[Block] = []
    names: list[str] = []
    line = 1
    try:
        for values in reader:
            if any(value.strip() for value in values):
                names = names or values
                said = [_plainly(name, value) for name, value in zip_longest(names, values, fillvalue="")]
                rows.append(_row(said, line, reader.line_num, path, head=not rows))
            line = reader.line_num + 1
    except csv.Error as error:
        raise Malformed(f"this is no record of separated values: {error}", line) from error
    if not rows:
        return ()
    return (Block(kind="table", line=1, end_line=rows[-1].end_line, children=tuple(rows)),)


def _row(values: Sequence[str], line: int, end_line: int, path: str, *, head: bool = False) -> Block:
    inline = Inline(path)
    for place, value in enumerate(values[:_MOST_COLUMNS]):
        if place:
            inline.cell_break(line)
        inline.add("text", " ".join(value.split()), line)
    return Block(
        kind="row",
        line=line,
        end_line=max(line, end_line),
        pieces=inline.pieces(),
        label="head" if head else "",
    )


def _plainly(name: str, value: str) -> str:
    """Return a value as running text says it: an arXiv number as its address, people behind bars behind semicolons."""
    column = squash(name)
    if column in _OF_ARXIV and _ARXIV.fullmatch(value.strip()):
        return f"https://arxiv.org/abs/{value.strip().lower().removeprefix('arxiv:')}"
    if "|" in value and column.startswith("author"):
        return _NESTED.join(part.strip() for part in value.split("|"))
    return value


def are_plain(items: Sequence[Mapping[str, object]]) -> bool:
    """Return whether mappings are a list that somebody keeps by hand, and no items of CSL: the names of fields tell."""
    if not items or any(_OF_CSL & item.keys() for item in items):
        return False
    titled = sum("title" in item or "name" in item for item in items)
    named = any(not isinstance(item.get("author"), list) and _OF_PEOPLE & item.keys() for item in items)
    return named and 2 * titled >= len(items)


def reading(
    items: Sequence[tuple[Mapping[str, object], Location]], snapshot: Snapshot, reader: str
) -> Reading:
    """Return the entries of such a list, read as the rows of a table whose columns are the names of the fields."""
    return grouped([("", items)], snapshot, reader)


def grouped(
    groups: Iterable[tuple[str, Sequence[tuple[Mapping[str, object], Location]]]],
    snapshot: Snapshot,
    reader: str,
) -> Reading:
    """Return the entries of several such lists, each below the heading it comes with, if that says anything."""
    blocks: list[Block] = []
    for heading, items in groups:
        line = items[0][1].line
        inline = Inline(snapshot.path)
        inline.add("text", heading, line)
        blocks.append(Block(kind="heading", line=line, end_line=line, pieces=inline.pieces(), level=2))
        blocks.append(_table(items, snapshot.path))
    found = cut(blocks if len(blocks) > 2 or blocks[0].pieces else blocks[1:], snapshot)
    return Reading(reader=reader, entries=found.entries, skipped=found.skipped)


def _table(items: Sequence[tuple[Mapping[str, object], Location]], path: str) -> Block:
    names = list(dict.fromkeys(name for item, _ in items for name in item if squash(name)))[:_MOST_COLUMNS]
    rows = [_row(names, items[0][1].line, items[0][1].line, path, head=True)]
    for item, place in items:
        values = [_plainly(name, _text(item.get(name))) for name in names]
        rows.append(_row(values, place.line, place.end_line, path))
    return Block(kind="table", line=rows[0].line, end_line=rows[-1].end_line, children=tuple(rows))


def _text(value: object) -> str:
    """Return a value as text; what is in lists and mappings is joined by semicolons, one level deep."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, Iterable) and not isinstance(value, str):
        return _NESTED.join(str(one) for one in value if isinstance(one, str | int | float))
    return "" if value is None else str(value)
