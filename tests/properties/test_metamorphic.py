"""A list that is written otherwise, or whose sections stand in another order, says the same."""

import re
from collections import Counter
from pathlib import Path

import pytest

from curabib import readers
from curabib.model import Snapshot
from curabib.normalise import normalise
from tests.readers.test_cases import CASES, PARTS

BULLET = re.compile(r"^(\s*)[-*+] (?=\S)", re.MULTILINE)
HEADING = re.compile(r"^(#{2,5})(?= )", re.MULTILINE)  # the first level is the title of the document
SECTION = re.compile(r"^(?=## )", re.MULTILINE)
MARKDOWN = [path for path in CASES if "`````md\n" in path.read_text(encoding="utf-8")]
LISTS = ["safe-graph*", "eleurent*", "zhaoxin94*", "awesome-NeRF*"]


def entries(text: str) -> Counter[tuple[str, str, str]]:
    """Return what the entries of a text say: title, people, venue and year, not where."""
    snapshot = Snapshot(source="s", path="list.md", text=text)
    records = normalise(readers.read(snapshot, "markdown").value, snapshot).value
    return Counter(
        (record.fields.title, str(record.fields.authors), str(record.fields.venue)) for record in records
    )


def of_case(path: Path) -> str:
    case = PARTS.fullmatch(path.read_text(encoding="utf-8"))
    assert case is not None
    return f"{case['text']}\n"


@pytest.mark.parametrize("path", MARKDOWN, ids=lambda path: path.stem)
def test_the_sign_of_a_bullet_says_nothing(path: Path) -> None:
    text = of_case(path)
    if "```" in text or len({match[0].strip() for match in BULLET.finditer(text)}) != 1:
        pytest.skip("bullets differ here, which separates lists in Markdown")
    said = entries(text)
    for sign in "-*+":
        assert entries(BULLET.sub(rf"\g<1>{sign} ", text)) == said


@pytest.mark.parametrize("path", MARKDOWN, ids=lambda path: path.stem)
def test_deeper_headings_say_the_same(path: Path) -> None:
    text = of_case(path)
    if "```" in text or "######" in text:
        pytest.skip("code is no heading, and no heading is deeper than six")
    assert entries(HEADING.sub(r"\1#", text)) == entries(text)


@pytest.mark.slow
@pytest.mark.parametrize("pattern", LISTS)
def test_the_order_of_sections_says_nothing(material: Path, pattern: str) -> None:
    text = next(iter(sorted((material / "lists").glob(pattern)))).read_text(encoding="utf-8")
    first, *sections = SECTION.split(text)
    assert entries(first + "".join(reversed(sections))) == entries(text)


@pytest.mark.slow
@pytest.mark.parametrize("pattern", LISTS)
def test_bullets_and_headings_of_real_lists_say_nothing(material: Path, pattern: str) -> None:
    text = next(iter(sorted((material / "lists").glob(pattern)))).read_text(encoding="utf-8")
    said = entries(text)
    assert entries(BULLET.sub(r"\g<1>+ ", text)) == said
    assert entries(HEADING.sub(r"\1#", text)) == said
