"""Lists in every shape, each with the records it must give: tests/cases/readers."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from curabib import readers
from curabib.model import Record, Snapshot
from curabib.model.json_form import record_to_json
from curabib.normalise import normalise

CASES = sorted((Path(__file__).parents[1] / "cases" / "readers").glob("*.md"))
PARTS = re.compile(
    r"# (?P<title>[^\n]+)\n\n## Input\n\n`{5}(?P<suffix>\w+)\n(?P<text>.*?)\n`{5}\n\n"
    r"## Expected\n\n```json\n(?P<expected>.*?)\n```\n\n## Reported\n\n(?P<codes>[^\n]+)\n",
    re.DOTALL,
)


def said(record: Record) -> dict[str, Any]:
    """Return what a case file writes for a record: only what is not empty or usual."""
    form = record_to_json(record)
    form["authors"] = [str(name) for name in record.fields.authors]
    form["venue"] = [form["venue"]["name"], form["venue"]["id"]] if form["venue"] else None
    form["links"] = [f"{link.label} {link.url}" for link in record.links]
    usual: dict[str, Any] = {"kind": "paper", "role": "listed"}
    names = [
        "line",
        "title",
        "authors",
        "authors_truncated",
        "venue",
        "year",
        "year_source",
        "topics",
        "keywords",
        "links",
        "identifiers",
        "entry_type",
        "kind",
        "role",
    ]
    return {name: form[name] for name in names if form[name] not in (None, [], {}, False, usual.get(name))}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_list_gives_its_records(path: Path) -> None:
    case = PARTS.fullmatch(path.read_text(encoding="utf-8"))
    assert case is not None, "the case file has another form"
    snapshot = Snapshot(source="list", path=f"{path.stem}.{case['suffix']}", text=case["text"] + "\n")
    reading = readers.read(snapshot)
    records = normalise(reading.value, snapshot)
    assert [said(record) for record in records.value] == json.loads(case["expected"])
    codes = sorted(diagnostic.code for diagnostic in (*reading.diagnostics, *records.diagnostics))
    assert (" ".join(codes) or "nothing") == case["codes"]
