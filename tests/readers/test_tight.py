"""Paragraphs that are lists without bullets, and those that are not."""

import pytest

from curabib.readers import plain, tight

REFERENCES = (
    'Jane Q. Doe and Otto Müller, "Small Widgets", ICML 2020.\n'
    'Li Wang, "Widgets in the Wild", NeurIPS 2019.\n'
    'Ana García and Soo-jin Kim, "Tall Widgets and Their Makers", ICLR 2021.\n'
)
NO_LIST = (
    # a committee: people and nothing else
    "Jane Q. Doe, Otto Müller, Ana García\nLi Wang, Soo-jin Kim, Ngô Bảo Châu\nJohn Public, Wei Zhang\n",
    # one work, a fact on each line
    "Small Widgets and How to Polish Them\nJane Q. Doe, Otto Müller\nICML 2020, Vienna, Austria, July\n",
    # labelled lines
    "Title: Small Widgets of 2019\nAuthors: Jane Q. Doe, Otto Müller in 2019\nVenue: the ICML of 2020\n",
    # two lines could be one that wraps
    "".join(REFERENCES.splitlines(keepends=True)[:2]),
)


def kinds(text: str) -> list[str]:
    return [block.kind for block in tight.gather(plain.read_blocks(text, "list.txt"))]


def test_lines_that_are_references_are_a_list() -> None:
    (found,) = tight.gather(plain.read_blocks(REFERENCES, "list.txt"))
    assert found.kind == "list"
    assert [(item.line, item.end_line) for item in found.children] == [(1, 1), (2, 2), (3, 3)]


def test_a_title_above_them_is_a_heading() -> None:
    assert kinds(f"Works Cited\n{REFERENCES}") == ["heading", "list"]


@pytest.mark.parametrize("text", NO_LIST)
def test_other_paragraphs_stay(text: str) -> None:
    assert kinds(text) == ["paragraph"]
