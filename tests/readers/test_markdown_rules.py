"""The rules that are tried at fewer places read what markdown-it reads."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from curabib.readers.markdown_brackets import escaped_brackets
from curabib.readers.markdown_rules import dispatch
from curabib.readers.markdown_tex import tex

CASES = sorted((Path(__file__).parents[1] / "cases" / "readers").rglob("*.md"))
BITS = [
    *"\n #>-+*_`~[]()<>!&\\$|:=1.\t\"'aZé中",
    *("\n\n", "    ", "\n- ", "\n1. ", "](", "](<", "![", "**", "```", "~~", "&amp;", "<br>", "<!--", "-->"),
    *(
        "\n[a]: b\n",
        "\\(",
        "$x_1$",
        '\\"o',
        "| a | b |\n|---|---|\n",
        "\n===\n",
        "http://a.b/c_d(e)f",
        ' "t")',
    ),
]


def parser() -> MarkdownIt:
    """Return a parser as the reader sets it up."""
    made = MarkdownIt("commonmark", {"maxNesting": 20}).enable(["table", "strikethrough"])
    made.inline.ruler.before("escape", "tex", tex)
    made.inline.ruler.before("escape", "brackets", escaped_brackets)
    return made


STOCK, OURS = parser(), dispatch(parser())


def flat(tokens: list[Token] | None) -> list[object]:
    """Return everything that tokens hold."""
    return [token.as_dict() for token in tokens or ()]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_cases_give_the_same_tokens(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert flat(OURS.parse(text)) == flat(STOCK.parse(text))


@given(st.lists(st.sampled_from(BITS), max_size=40).map("".join))
def test_any_text_gives_the_same_tokens(text: str) -> None:
    assert flat(OURS.parse(text)) == flat(STOCK.parse(text))


def test_deep_nesting_gives_the_same_tokens() -> None:
    text = "[" * 60 + "a" + "](b)" * 60 + "\n\n" + "> " * 40 + "c\n\n" + "*a " * 50 + "b*" * 50
    assert flat(OURS.parse(text)) == flat(STOCK.parse(text))
