"""Papers are read whatever they hold, in time that grows with their length, and rewritten byte by byte."""

import time
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curabib.citing import cited
from curabib.citing.manuscript import Language
from curabib.citing.rewriting import rewritten

SOURCES: tuple[Language, ...] = ("tex", "markdown", "typst")

PIECES = st.lists(
    st.sampled_from(
        (
            "\\cite", "{", "}", "[", "]", "(", ")", "<", ">", "@", "key", "a,b", "%", "\n", "\r\n", " ", "    ", "`",
            "```", "~~~", "\\verb|", "\\begin{verbatim}", "\\end{verbatim}", "\\iffalse", "\\fi", "\\x", "#1",
            "\\newcommand{\\x}[1]", "#", "#cite(", 'label("', '"', "/*", "*/", "//", "---\n", "nocite: ", "<!--", "-->",
            "- ", "$", ":", "*", "\\nocite{*}", "\\input{a}", "\\cites", "é", "\ud800", "\U0001f4a5", "\\def\\y#1",
            "#let x = ", ".",
        )
    ),
    max_size=40,
).map("".join)  # fmt: skip


@pytest.mark.parametrize("language", get_args(Language))
@given(text=PIECES | st.text(max_size=200))
def test_reading_never_fails_and_places_are_where_keys_are(language: Language, text: str) -> None:
    found = cited(text, "paper", language)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for citation in found.citations:
        assert citation.key
        assert 0 <= citation.start < citation.end <= len(text)
        at = citation.location
        if language != "bcf":
            assert text[citation.start : citation.end] == citation.key
            assert lines[at.line - 1][at.column - 1 :].startswith(citation.key)


@pytest.mark.parametrize("language", SOURCES)
@given(text=PIECES)
def test_rewriting_changes_keys_and_nothing_else(language: Language, text: str) -> None:
    found = cited(text, "paper", language)
    keys = {citation.key: "other2020key" for citation in found.citations}
    new, kept = rewritten(found, text, keys)
    assert kept == ()
    left, position = [], 0
    for citation in sorted(found.citations, key=lambda c: c.start):
        left.append(text[position : citation.start])
        position = citation.end
    assert new == "other2020key".join([*left, text[position:]])
    assert rewritten(found, text, {})[0] == text


HEAPS = {
    "tex": (
        "\\cite[", "\\cite{", "\\cite[{", "\\iffalse", "\\begin{verbatim}", "\\url{", "\\newcommand{\\a}[1]{", "{",
        "\\verb|", "\\cites(", "%", "\\lstinline[", "\\cite{a}", "\\def\\a#1{\\cite{#1}", "\\",
    ),
    "markdown": (
        "`", "``a`", "```\n", "```a\n", "~~~~a\n```\n", "<!--", "](", "[a]: ", "@a", "@{", "<a:", "a.", "    a\n\n",
        "- ", "(@a", "@a.b", ">",
    ),
    "typst": (
        "#f(", "a.", "[", "/*", "`", "```", '"', "<a", "@a.", "#let x = ", "a:", "(", "\\", "a(", "#cite(<a>",
    ),
    "aux": ("\\citation{", "\\citation{a}\n", "\\@input{"),
    "bcf": ("<bcf:citekey>", "<bcf:citekey ", "<bcf:citekey>a</bcf:citekey>"),
}  # fmt: skip


@pytest.mark.parametrize("language", get_args(Language))
def test_heaps_of_one_thing_take_no_longer_than_their_length(language: Language) -> None:
    for piece in HEAPS[language]:
        began = time.process_time()
        cited(piece * (60_000 // len(piece)), "paper", language)
        assert time.process_time() - began < 4, piece
