import pytest

from curabib.writers.references import Target
from curabib.writers.references.heading import heading


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        ("text", "Sums & *stars*\n\n"),
        ("markdown", "# Sums \\& \\*stars\\*\n\n"),
        ("html", "<h1>Sums &amp; *stars*</h1>\n"),
        ("latex", ""),
    ],
)
def test_a_title_stands_above_a_list_as_text(to: Target, expected: str) -> None:
    assert heading("Sums &\n*stars*", to) == expected


@pytest.mark.parametrize("to", ["text", "markdown", "html", "latex"])
def test_no_title_no_heading(to: Target) -> None:
    assert heading(" \n", to) == ""


def test_a_title_cannot_act() -> None:
    assert "<script" not in heading("<script>alert(1)</script>", "html")
    assert heading("<script>", "markdown") == "# \\<script\\>\n\n"
    assert "\x1b" not in heading("\x1b[2J", "text")
