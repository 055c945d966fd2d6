"""What is written as CSL-JSON and CSL-YAML has the variables, types and shapes that CSL's data schema allows.

The names are those of CSL 1.0.2 (its specification, appendices III and IV); an item may have no others.
"""

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator, ValidationError  # type: ignore[import-untyped]

from curabib.model import Entry, View
from curabib.project import plugins
from tests.bibtex.works import EXAMPLES, entry
from tests.library.shelf import LIBRARY
from tests.writers.test_schemas import FULL

TYPES = """
    article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection dataset
    document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case legislation
    manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical
    personal_communication post post-weblog regulation report review review-book software song speech standard thesis
    treaty webpage
"""
NAMES = """
    author chair collection-editor compiler composer container-author contributor curator director editor
    editorial-director executive-producer guest host illustrator interviewer narrator organizer original-author
    performer producer recipient reviewed-author script-writer series-creator translator
"""
DATES = "accessed available-date event-date issued original-date submitted"
TEXTS = """
    abstract annote archive archive-place archive_collection archive_location authority call-number citation-label
    collection-title container-title container-title-short dimensions division DOI event-place event-title genre ISBN
    ISSN jurisdiction keyword language medium note original-publisher original-publisher-place original-title
    part-title PMCID PMID publisher publisher-place references reviewed-genre reviewed-title scale section source
    status title title-short URL version volume-title year-suffix
"""
NUMBERS = """
    chapter-number citation-number collection-number edition first-reference-note-number issue locator number
    number-of-pages number-of-volumes page page-first part-number printing-number supplement-number volume
"""
NAME_PARTS = "family given dropping-particle non-dropping-particle suffix literal"


def every(names: str, kind: Any) -> dict[str, Any]:
    return dict.fromkeys(names.split(), kind)


def exactly(properties: dict[str, Any], *required: str) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


TEXT = {"type": "string", "minLength": 1}
NUMBER = {"anyOf": [TEXT, {"type": "number"}]}
DAY = {"type": "array", "items": {"type": ["string", "integer"]}, "minItems": 1, "maxItems": 3}
DATE = exactly(
    {
        "date-parts": {"type": "array", "items": DAY, "minItems": 1, "maxItems": 2},
        **every("season circa literal raw edtf", NUMBER),
    }
)
ITEM = exactly(
    {
        "id": TEXT,
        "type": {"enum": TYPES.split()},
        "categories": {"type": "array", "items": TEXT},
        "custom": {"type": "object"},
        **every(NAMES, {"type": "array", "items": exactly(every(NAME_PARTS, TEXT)), "minItems": 1}),
        **every(DATES, DATE),
        **every(TEXTS, TEXT),
        **every(NUMBERS, NUMBER),
    },
    "id",
    "type",
)
VALIDATOR = Draft7Validator({"type": "array", "items": ITEM})

HARD = (
    "\\input{x} $y$ 100%",
    "@key [p. 3] *b* `c`",
    "中文 \U0001f4a5 עברית",
    "<i>x</i> &amp; : # - | > '",
    "~\tnull\r\n\nyes",
)
TYPES_OF_OURS = (
    "article inproceedings incollection inbook book thesis report misc online software dataset video patent"
)


def works() -> Sequence[Entry]:
    hard = [
        entry(
            f"hard{n}",
            kind,
            {"title": text, "note": text, "booktitle": text, "volume": text, "institution": text},
        )
        for n, text in enumerate(HARD)
        for kind in TYPES_OF_OURS.split()
    ]
    return (*EXAMPLES, FULL, *LIBRARY.entries, *hard)


def from_yaml(text: str) -> Any:
    return yaml.safe_load(text)["references"]


@pytest.mark.parametrize(("name", "read"), [("csl-json", json.loads), ("csl-yaml", from_yaml)])
def test_items_follow_the_schema(name: str, read: Callable[[str], Any]) -> None:
    entries = tuple(works())
    writer: Any = plugins.load("writers", name)
    items = read(writer.write(View(title="", entries=entries)).value)
    assert len(items) == len(entries)
    VALIDATOR.validate(items)


@pytest.mark.parametrize(
    "item",
    [
        {"id": "a"},
        {"id": "a", "type": "inproceedings"},
        {"id": "a", "type": "book", "year": 2020},
        {"id": "a", "type": "book", "author": "A"},
        {"id": "a", "type": "book", "issued": {"date-parts": [[]]}},
    ],
)
def test_the_schema_refuses_what_is_no_item(item: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        VALIDATOR.validate([item])
