import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError  # type: ignore[import-untyped]

from curabib.diagnostics import Edit, Fix, Related, diagnose
from curabib.diagnostics.render.json_document import diagnostic_to_json
from curabib.model import Date, Library, Location, Record, Venue, View
from curabib.model.json_form import SCHEMA, record_to_json
from curabib.writers.json import WRITER
from tests.library.shelf import LIBRARY, entry, people

SCHEMAS = Path(__file__).parents[2] / "docs" / "schemas"

FULL = entry(
    "full2020everything",
    "Everything",
    people("Ada|Lovelace", "A Group", truncated=True),
    venue=Venue(name="Somewhere"),
    fields={
        "date": Date(2020, 5, 7),
        "urldate": Date(2021, 1, 2),
        "editor": people("Ed|de|Itor", truncated=True),
        "translator": people("T|Ranslator"),
        "note": "A note",
    },
    aliases=("old",),
    keywords=("k",),
    topics=("t",),
    links=(("", "https://example.org"),),
    identifiers=("arxiv:2005.00001", "arxiv:2005.00002", "doi:10.1000/x"),
    assumed=frozenset({"date"}),
    withheld=frozenset({"publisher"}),
    chosen={"title": "deep#full2020everything"},
)


def validator(name: str) -> Draft202012Validator:
    schema = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def records_document(records: list[Record]) -> dict[str, Any]:
    at = Location(path="a.md", line=3, column=2, end_line=3, end_column=9)
    fix = Fix(
        title="mend", edits=(Edit(path="a.md", line=1, column=1, end_line=1, end_column=2, replacement="x"),)
    )
    problem = diagnose(
        "CB621", "found `x`", at, related=(Related(location=at, message="here"),), help="h", fix=fix, key="k"
    )
    return {
        "schema": SCHEMA,
        "records": [record_to_json(record) for record in records],
        "diagnostics": [diagnostic_to_json(problem), diagnostic_to_json(diagnose("CB622", "lacks year"))],
    }


def test_what_the_json_writer_prints_follows_its_schema() -> None:
    library = Library.of((*LIBRARY.entries, FULL, entry("bare", "")))
    validator("library-1.json").validate(
        json.loads(WRITER.write(View(title="", entries=library.entries)).value)
    )


def test_records_and_diagnostics_follow_their_schema() -> None:
    records = [
        record for found in (*LIBRARY.entries, FULL, entry("bare", "")) for record in found.work.records
    ]
    validator("records-1.json").validate(records_document(records))


@pytest.mark.parametrize("name", ["records-1.json", "library-1.json"])
def test_the_schemas_refuse_what_they_do_not_describe(name: str) -> None:
    with pytest.raises(ValidationError):
        validator(name).validate({"schema": "curabib.other/1"})


def test_a_property_that_nobody_described_is_refused() -> None:
    form = json.loads(WRITER.write(View(title="", entries=LIBRARY.entries)).value)
    form["entries"][0]["abstract"] = "never"
    with pytest.raises(ValidationError, match="abstract"):
        validator("library-1.json").validate(form)


def test_the_schemas_name_every_property_that_is_printed() -> None:
    printed = json.loads(WRITER.write(View(title="", entries=(FULL,))).value)["entries"][0]
    described = validator("library-1.json").schema["$defs"]["entry"]["properties"]
    assert set(described) == set(printed)
