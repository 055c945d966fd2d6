"""Hayagriva, CSL-YAML, and the YAML that both are printed in."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from curabib.model import Date, Names, Venue, View
from curabib.sync.libraries import load_library
from curabib.writers.csl_json import entry_to_csl
from curabib.writers.csl_yaml import WRITER as CSL_YAML
from curabib.writers.csl_yaml import markdown_of
from curabib.writers.hayagriva import WRITER as HAYAGRIVA
from curabib.writers.hayagriva import entry_to_hayagriva
from curabib.writers.yaml_form import HEADER, print_yaml
from tests.conftest import REPOSITORY
from tests.library.shelf import LIBRARY, conference, entry, people


def fields(*arguments: Any, **rest: Any) -> Any:
    return entry_to_hayagriva(entry("key", *arguments, **rest))


def test_a_conference_paper_stands_in_its_proceedings_and_those_in_a_series() -> None:
    found = fields(
        "On BERT engines",
        people("Ada|von|Lovelace", "OpenAI"),
        2023,
        conference("ICML"),
        fields={"pages": "1--12"},
        identifiers=("arxiv:2301.00001", "doi:10.1/x"),
    )
    assert found == {
        "type": "article",
        "title": "On {BERT} engines",
        "author": [
            {"name": "Lovelace", "given-name": "Ada", "prefix": "von"},
            {"name": "OpenAI"},
        ],
        "date": 2023,
        "page-range": "1-12",
        "url": "https://arxiv.org/abs/2301.00001",
        "serial-number": {"doi": "10.1/x", "arxiv": "2301.00001"},
        "parent": {
            "type": "proceedings",
            "title": "Proceedings of the 40th International Conference on Machine Learning",
            "volume": 202,
            "publisher": {"name": "PMLR"},
            "serial-number": {"issn": "2640-3498"},
            "parent": {"type": "anthology", "title": "Proceedings of Machine Learning Research"},
        },
    }


def test_a_preprint_has_its_number_and_no_parent() -> None:
    found = fields(
        "On Engines", people("Ada|Lovelace"), 2021, type="online", identifiers=("arxiv:2101.00001",)
    )
    assert found["type"] == "article"
    assert found["serial-number"] == {"serial": "arXiv:2101.00001", "arxiv": "2101.00001"}
    assert "parent" not in found


@pytest.mark.parametrize(
    ("type", "rest", "expected", "parent"),
    [
        ("book", {"fields": {"publisher": "P", "edition": "2", "volume": "3"}}, "book", None),
        ("thesis", {"fields": {"institution": "Cambridge"}}, "thesis", None),
        ("report", {"fields": {"institution": "Lab", "number": "12"}}, "report", None),
        ("incollection", {"fields": {"booktitle": "Works"}}, "anthos", "anthology"),
        ("inbook", {"fields": {"booktitle": "Works"}}, "chapter", "book"),
        ("article", {"venue": Venue(name="Journal of X", kind="journal")}, "article", "periodical"),
        ("online", {"links": (("", "https://example.org/"),)}, "web", None),
        ("online", {"links": (("", "https://example.org/"),), "kind": "blog"}, "article", None),
        ("misc", {"kind": "video"}, "video", None),
        ("misc", {"kind": "code"}, "repository", None),
        ("misc", {}, "misc", None),
        ("unpublished", {}, "manuscript", None),
    ],
)
def test_types(type: str, rest: dict[str, Any], expected: str, parent: str | None) -> None:
    found = fields("Title", people("Ada|Lovelace"), 2020, type=type, **rest)
    assert found["type"] == expected
    assert (found.get("parent") or {}).get("type") == parent


@pytest.mark.parametrize(
    ("title", "printed"),
    [
        ("BERT costs $5 {net}", "{BERT }costs \\$5 \\{net\\}"),
        ("Why BERT works", "Why {BERT} works"),
        ("Bounds of $O(N)$ for all", "Bounds of {O(N)} for all"),
        ("back\\slash", "back\\\\slash"),
    ],
)
def test_titles(title: str, printed: str) -> None:
    assert fields(title)["title"] == printed


def test_cut_author_lists_are_reported() -> None:
    view = View(title="", entries=(entry("key", "T", people("Ada|Lovelace", truncated=True)),))
    assert [found.code for found in HAYAGRIVA.write(view).diagnostics] == ["CB620"]
    assert [found.code for found in CSL_YAML.write(view).diagnostics] == ["CB620"]


def test_dates() -> None:
    assert fields("T", Names(), 2020)["date"] == 2020
    assert fields("T", fields={"date": Date(2020, 5)})["date"] == "2020-05"
    found = fields("T", links=(("", "https://x.org/"),), type="online", fields={"urldate": Date(2021, 2, 3)})
    assert found["url"] == {"value": "https://x.org/", "date": "2021-02-03"}


TYPES = (
    *(
        "article",
        "chapter",
        "entry",
        "anthos",
        "report",
        "thesis",
        "web",
        "artwork",
        "patent",
        "manuscript",
        "misc",
    ),
    *("periodical", "proceedings", "book", "blog", "reference", "anthology", "repository", "video", "audio"),
)
TEXT = {"type": "string", "minLength": 1}
NUMBERED = {"anyOf": [TEXT, {"type": "integer"}]}
PERSON = {
    "type": "object",
    "required": ["name"],
    "additionalProperties": False,
    "properties": dict.fromkeys(("name", "given-name", "prefix", "suffix", "alias"), TEXT),
}
PEOPLE = {"type": "array", "items": PERSON, "minItems": 1}
# what the specification allows of a field, as far as it is printed
SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "additionalProperties": {"$ref": "#/$defs/entry"},
    "$defs": {
        "entry": {
            "type": "object",
            "required": ["type"],
            "additionalProperties": False,
            "properties": {
                "type": {"enum": list(TYPES)},
                "title": TEXT,
                "author": PEOPLE,
                "editor": PEOPLE,
                "affiliated": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "properties": {"role": {"const": "translator"}, "names": PEOPLE},
                        "additionalProperties": False,
                    },
                },
                "date": {
                    "anyOf": [
                        {"type": "integer", "minimum": 1000, "maximum": 9999},
                        {"type": "string", "pattern": "^-?[0-9]{4}(-[0-9]{2}){0,2}$"},
                    ]
                },
                "volume": NUMBERED,
                "issue": NUMBERED,
                "edition": NUMBERED,
                "page-range": TEXT,
                "genre": TEXT,
                "note": TEXT,
                "language": {"type": "string", "pattern": "^[a-z]{2,3}"},
                "publisher": {
                    "type": "object",
                    "properties": {"name": TEXT, "location": TEXT},
                    "additionalProperties": False,
                },
                "url": {
                    "anyOf": [
                        {"type": "string", "pattern": "^https?://"},
                        {
                            "type": "object",
                            "required": ["value", "date"],
                            "properties": {"value": TEXT, "date": TEXT},
                            "additionalProperties": False,
                        },
                    ]
                },
                "serial-number": {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": dict.fromkeys(("serial", "doi", "arxiv", "isbn", "issn", "pmid"), TEXT),
                },
                "parent": {"$ref": "#/$defs/entry"},
            },
        }
    },
}


@pytest.mark.parametrize("whole", [False, True], ids=["shelf", "shipped"])
def test_the_specification_is_followed(whole: bool) -> None:
    library = load_library(REPOSITORY).value if whole else LIBRARY
    text = HAYAGRIVA.write(View(title="", entries=library.entries)).value
    assert text.startswith(HEADER)
    read = yaml.load(text, Loader=yaml.CSafeLoader) if whole else yaml.safe_load(text)
    assert list(read) == [found.key for found in library.entries]
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate(read)


def test_csl_yaml_holds_the_items_of_csl_json() -> None:
    read = yaml.safe_load(CSL_YAML.write(View(title="", entries=LIBRARY.entries)).value)["references"]
    for found, item in zip(read, map(entry_to_csl, LIBRARY.entries), strict=True):
        assert list(found) == [name for name in item if name != "custom"]
        assert found["id"] == item["id"]
        assert found["type"] == item["type"]


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ('<span class="nocase">BERT</span> at 5', "[BERT]{.nocase} at 5"),
        ("x<sup>a b</sup><sub>2</sub><i>y</i>", "x^a\\ b^~2~*y*"),
        ("a < b & c_d *e*", "a \\< b \\& c\\_d \\*e\\*"),
        ("<script>x</script>", "\\<script\\>x\\</script\\>"),
        ("<i>never closed", "\\<i\\>never closed"),
        ("closed</i> only", "closed\\</i\\> only"),
        ("<\u2060i>shown<\u2060/i>", "\\<i\\>shown\\</i\\>"),
        ("1. one\n\n# two", "1\\. one \\# two"),
    ],
)
def test_markdown(text: str, markdown: str) -> None:
    assert markdown_of(text) == markdown


SCALARS = st.text() | st.integers(-(10**9), 10**9) | st.booleans()
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text(), VALUES, max_size=4) | st.lists(VALUES, max_size=4))
def test_yaml_reads_back_as_it_was(value: Any) -> None:
    assert yaml.safe_load(print_yaml(value)) == value


@pytest.mark.parametrize(
    "text", ["no", "1e3", "0x10", "~", "2019-01-02", "\u2028\x85\ufeff\x00\x1b", "a: b # c", "'", '"']
)
def test_yaml_keeps_hard_texts(text: str) -> None:
    assert yaml.safe_load(print_yaml({"key": text, text: [text]})) == {"key": text, text: [text]}
