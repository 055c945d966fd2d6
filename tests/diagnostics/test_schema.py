"""The published schema of diagnostics."""

import json

import jsonschema  # type: ignore[import-untyped]
import pytest

from curabib.diagnostics import CODES, Edit, Fix, Related, diagnose
from curabib.diagnostics.render.json_document import render
from curabib.model import Location
from tests.conftest import REPOSITORY

SCHEMA = json.loads((REPOSITORY / "docs" / "schemas" / "diagnostics-1.json").read_text(encoding="utf-8"))
PLACE = Location(path="README.md", line=3, column=2, end_line=3, end_column=9)


def document() -> dict[str, list[dict[str, object]]]:
    """Return a document that uses every member."""
    edit = Edit(path="x", line=1, column=1, end_line=1, end_column=2, replacement="")
    found = [diagnose(code, "m", PLACE) for code in CODES]
    found.append(
        diagnose(
            "CB575",
            "m",
            related=(Related(location=PLACE, message=""),),
            help="h",
            fix=Fix(title="t", edits=(edit,), safe=True),
            key="k",
        )
    )
    form: dict[str, list[dict[str, object]]] = json.loads(
        render(found, source=lambda path: None, color=False)
    )
    return form


def test_what_is_printed_follows_the_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(document(), SCHEMA)


@pytest.mark.parametrize("member", ["code", "name", "severity", "message", "location"])
def test_the_schema_notices_what_is_missing_or_new(member: str) -> None:
    form = document()
    del form["diagnostics"][0][member]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(form, SCHEMA)
    form = document()
    form["diagnostics"][0]["novelty"] = 1
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(form, SCHEMA)
