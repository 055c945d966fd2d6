"""Pandoc's Markdown in CSL-YAML: what the writer escapes and marks, the reader takes back."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curabib.exchange.pandoc_text import csl_markup, unescaped
from curabib.exchange.stated import plain
from curabib.model import Snapshot, View
from curabib.sync.understood import read_snapshot
from curabib.writers.csl_json import entry_to_csl
from curabib.writers.csl_yaml import WRITER, markdown_of
from tests.library.shelf import conference, entry, people


@pytest.mark.parametrize(
    ("markdown", "markup"),
    [
        (r"Context\-Scaling, Inc\.", "Context-Scaling, Inc."),
        ("[GPT]{.nocase}s and [x]{.smallcaps}", None),
        ("*Drosophila*, **bold**, _x_", "<i>Drosophila</i>, <b>bold</b>, <i>x</i>"),
        (r"H~2~O, x^a\ b^", "H<sub>2</sub>O, x<sup>a b</sup>"),
        ("A* search, 2 * 3, snake_case_name", "A* search, 2 * 3, snake_case_name"),
        ("n^2 and m^3, ~20 to ~30", "n^2 and m^3, ~20 to ~30"),
        (r"$\{a_1\}^*$ for $5", r"$\{a_1\}^*$ for $5"),
        ("[cs.CL] ]", "[cs.CL] ]"),
        (r"\<i\> &amp; \&amp; \& \<", "<\u2060i> &amp; &\u2060amp; & <"),
        ("~~out~~ ***x***", "~~out~~ ***x***"),
        ("ends in \\", "ends in \\"),
        ("*open", "*open"),
        ("", ""),
    ],
)
def test_markdown_becomes_the_markup_of_csl(markdown: str, markup: str | None) -> None:
    expected = '<span class="nocase">GPT</span>s and <span style="font-variant:small-caps;">x</span>'
    assert csl_markup(markdown) == (expected if markup is None else markup)


_TEXTS = st.text(alphabet=st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=60)


@given(_TEXTS.filter(lambda text: "<" not in text))
def test_what_is_written_as_markdown_is_read_as_the_same_text(text: str) -> None:
    assert csl_markup(markdown_of(text)).replace("\u2060", "") == re.sub(r"\s+", " ", text)


@given(st.text(alphabet="[]{}.nocase*_^~$\\<>&;i ab1", max_size=60))
def test_any_title_comes_back_from_the_file(title: str) -> None:
    work = entry("key", title, people("Ada|Lovelace"), 2021)
    meant = plain(entry_to_csl(work).get("title", ""))
    written = WRITER.write(View(title="", entries=(work,))).value
    (record,) = read_snapshot(Snapshot(source="s", path="a.yaml", text=written), "csl-yaml").value.records
    assert record.fields.title == meant


def test_an_entry_comes_back_with_its_facts() -> None:
    work = entry(
        "key",
        "Context-Scaling of $n^2$ <i>BERT</i> & A_b: 50% [extended]",
        people("Jean-Luc|O'Neill", "Ada|van|Lovelace", "Engines, Inc."),
        2021,
        conference("ICML"),
        fields={"pages": "1--9", "note": "a * b", "publisher": "Curran Associates, Inc."},
        identifiers=("doi:10.1000/a_b-c", "arxiv:2301.00001"),
        links=(("paper", "https://arxiv.org/abs/2301.00001"),),
        keywords=("a_b", "c-d"),
    )
    written = WRITER.write(View(title="", entries=(work,))).value
    (record,) = read_snapshot(Snapshot(source="s", path="a.yaml", text=written), "csl-yaml").value.records
    stated = work.work
    assert record.fields.authors == stated.fields.authors
    assert record.fields.title == "Context-Scaling of n2 <i>BERT</i> & A_b: 50% [extended]"
    assert record.fields.text("publisher") == "Curran Associates, Inc."
    assert record.fields.text("note") == "a * b"
    assert record.keywords == ("a_b", "c-d")
    assert [link.url for link in record.links] == ["https://arxiv.org/abs/2301.00001"]
    assert {i.scheme: i.value for i in record.identifiers} == {"doi": "10.1000/a_b-c", "arxiv": "2301.00001"}


def test_addresses_lose_their_backslashes_and_nothing_else() -> None:
    assert (
        unescaped(r"https://arxiv\.org/abs/2410\.12783?a\_b=\"*x*")
        == 'https://arxiv.org/abs/2410.12783?a_b="*x*'
    )


@pytest.mark.parametrize("text", ["[" * 90_000, "*a " * 30_000, "^~" * 40_000, "$a" * 40_000, "\\" * 90_001])
def test_hostile_texts_take_little_time(text: str) -> None:
    started = time.process_time()
    csl_markup(text)
    assert time.process_time() - started < 2
