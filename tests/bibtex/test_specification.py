"""The specification in docs/canonical-bibtex.md says what the code does."""

import re
from pathlib import Path

import pytest

from curabib.bibtex.latex import encode, protect_title
from curabib.bibtex.layout import format_document, print_entry
from curabib.bibtex.mapping import to_bibtex
from curabib.bibtex.parse import parse
from curabib.bibtex.profile import PROFILES
from tests.bibtex.works import EXAMPLES

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "canonical-bibtex.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```bibtex\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
TITLES = re.findall(r"^\| [^|]+ \| ([^|`]+) \| `([^|]+)` \|$", PAGE, re.MULTILINE)


@pytest.mark.parametrize("text", BLOCKS)
def test_examples_are_canonical(text: str) -> None:
    result = format_document(parse(text))
    assert result.value == text
    assert result.diagnostics == ()


def test_examples_are_what_the_writers_print() -> None:
    printed = {
        print_entry(entry)
        for example in EXAMPLES
        for profile in PROFILES.values()
        if (entry := to_bibtex(example, profile).value) is not None
    }
    shown = [f"{part.strip()}\n" for text in BLOCKS for part in text.split("\n\n")]
    assert [text for text in shown if text not in printed and "Mueller2001" not in text] == []


@pytest.mark.parametrize(("title", "expected"), TITLES)
def test_titles_are_protected_as_the_table_says(title: str, expected: str) -> None:
    assert protect_title(encode(title)) == expected


def test_the_before_and_after_is_true() -> None:
    before = re.search(r"Before and after:\n\n```text\n(.*?)```\n\n```bibtex\n(.*?)```", PAGE, re.DOTALL)
    assert before is not None
    assert format_document(parse(before[1])).value == before[2]


def test_the_page_has_what_it_promises() -> None:
    assert len(BLOCKS) >= 7
    assert len(TITLES) == 7
