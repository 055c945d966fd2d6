"""Precision and recall on official records, where they are at hand, set against what lists make of such records."""

import gzip
import json
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from curabib.match import match
from curabib.model import Record, fold
from tests.match.making import record

_SAMPLE = 3_000
_STEP = 37


def official(path: Path) -> list[dict[str, Any]]:
    """Return every 37th record of the file that has a title and authors, each title once."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = (json.loads(line) for line in islice(lines, 0, _SAMPLE * _STEP, _STEP))
        by_title = {fold(row["title"]): row for row in rows if row.get("authors") and row.get("title")}
    return list(by_title.values())


def as_published(row: dict[str, Any], number: int) -> Record:
    people = "; ".join(f"{a.get('given', '')} {a['family']}" for a in row["authors"])
    return record(f"official#{number}", row["title"], people, row["year"], ids=(f"doi:10.1/{number}",))


def as_listed(row: dict[str, Any], number: int) -> Record:
    """Return what a list may make of a record: initials, three authors and "et al.", small letters, a year before."""
    names = [f"{a.get('given', '')[:1]} {a['family']}" for a in row["authors"]]
    people = "; ".join([*names[:3], "et al."] if len(names) > 3 else names)
    title = row["title"].lower().replace(" and ", " & ")
    return record(
        f"list#{number}", title, people, int(row["year"]) - number % 2, ids=(f"arxiv:2001.{number:05}",)
    )


@pytest.mark.slow
def test_precision_and_recall_on_official_records(material: Path) -> None:
    rows = official(material / "authority" / "ml-anthology.jsonl.gz")
    assert len(rows) > 1_000
    records = [make(row, n) for n, row in enumerate(rows) for make in (as_published, as_listed)]
    pairs = {
        tuple(sorted((one.id.partition("#")[2], other.id.partition("#")[2])))
        for work in match(records).value
        for position, one in enumerate(work.records)
        for other in work.records[position + 1 :]
    }
    right = sum(one == other for one, other in pairs)
    assert right / len(pairs) >= 0.999
    assert right / len(rows) >= 0.99
