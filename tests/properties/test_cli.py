"""Whatever is fed to the command line, it ends in order: no unexpected failure, no escape on the terminal."""

import io
import re
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curabib.cli.main import run

FRAGMENTS = (
    *(
        "# Topic: 2019\n",
        "## ",
        "- ",
        "* ",
        "1. ",
        "> ",
        "| a | b |\n|---|---|\n",
        "```\n",
        "<details>",
        "</details>",
        "<!--",
    ),
    *(
        "[paper](https://arxiv.org/abs/1901.00001)",
        "[",
        "](",
        ")",
        "[[code]](http://x.org/a b)",
        "https://",
        "<https://",
    ),
    *(
        "**On Engines.**",
        "*ICML 2019*",
        "Ada Lovelace, Charles Babbage. ",
        "et al.",
        "Key Words: A; a.",
        "Digest: ",
    ),
    *(
        "@article{a, title={x}, ",
        "}",
        "{",
        '"',
        "\\input{x}",
        "$",
        "%",
        "@string{a = ",
        "@comment",
        "#",
        ",",
        "=",
        "ids=",
    ),
    *(
        "\n",
        "\n\n",
        "\r\n",
        "\t",
        " ",
        "\x00",
        "\x1b[2J",
        "\u202e",
        "\ufeff",
        "\u2028",
        "é",
        "论文",
        "\U0001f600",
        "2019",
        "NeurIPS",
    ),
)
documents = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=8), max_size=30).map("".join)
ACTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def ended(arguments: list[str], data: bytes) -> tuple[int, str, str]:
    """Return status, data and talk of a run that reads `data` from standard input."""
    printed, said = io.BytesIO(), io.BytesIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
        patch.setattr(sys, "stdout", io.TextIOWrapper(printed, encoding="utf-8", write_through=True))
        patch.setattr(sys, "stderr", io.TextIOWrapper(said, encoding="utf-8", write_through=True))
        status = run(arguments)
        return status, printed.getvalue().decode(), said.getvalue().decode()


@pytest.mark.parametrize(
    "arguments",
    [
        ["read", "-"],
        ["read", "-", "--format", "bibtex"],
        ["read", "-", "--format", "csl-json"],
        ["--output-format", "sarif", "check", "-"],
        ["check", "-", "--strict"],
        ["fmt", "-"],
        ["fmt", "--diff", "--check", "-"],
    ],
    ids=" ".join,
)
@settings(max_examples=40)
@given(text=documents)
def test_any_text_ends_in_order(arguments: list[str], text: str) -> None:
    status, _, err = ended(arguments, text.encode("utf-8", "surrogatepass"))
    assert status in (0, 1, 2), err
    assert not ACTING.search(err)


@pytest.mark.parametrize("arguments", [["read", "-"], ["fmt", "-"]], ids=" ".join)
@settings(max_examples=40)
@given(data=st.binary(max_size=200))
def test_any_bytes_end_in_order(arguments: list[str], data: bytes) -> None:
    status, _, err = ended(arguments, data)
    assert status in (0, 1, 2), err
    assert not ACTING.search(err)


@settings(max_examples=40)
@given(text=documents)
def test_formatting_twice_is_formatting_once(text: str) -> None:
    status, once, _ = ended(["fmt", "-"], text.encode("utf-8", "surrogatepass"))
    if status < 2:
        assert ended(["fmt", "-"], once.encode())[1] == once
