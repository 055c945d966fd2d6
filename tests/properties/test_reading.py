"""Whatever a text holds: reading never fails, stays inside the text, and always says the same."""

from hypothesis import given
from hypothesis import strategies as st

from curabib import readers
from curabib.evidence import people
from curabib.model import Snapshot
from curabib.model.json_form import record_from_json, record_to_json
from curabib.normalise import normalise
from curabib.normalise.titles import clean_title
from curabib.normalise.where import read_where

PIECES = st.sampled_from(
    [
        "# Widgets\n",
        "## 2020\n",
        "- ",
        "* ",
        "  - ",
        "1. ",
        "[Learning to widget](https://arxiv.org/abs/2001.00001)",
        "**Title of it**",
        "_Jane Doe, John Roe_",
        "Jane Doe, Li Wang. ICML 2019",
        "[[paper]](https://example.org/1.pdf)",
        "[paper]",
        "Key Word: a; b.",
        "\n",
        "\n\n",
        "| a | b |\n|---|---|\n",
        "| [x y z](http://a.org) | 2019 |\n",
        "<details><summary>x</summary>",
        "</details>",
        "```\n",
        "<li>",
        "</li>",
        "<td>",
        "Wed 21 July 17:00 - 17:20 PDT\n\n",
        "12:18\n",
        "* Title 2019 :a:b:\n",
        "[[http://a.org][pdf]]",
        "=====\n",
        ".. x::\n",
        "`a <http://b.org>`_",
        "@article{a, title={x}}",
        "(2019)",
        "et al.",
        "“Quoted title of it”",
        "\u202e",
        "\u200b",
        "é",
        "论文：",
        "\\",
        "{",
        "$x$",
        "&amp;",
    ]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=40).map("".join), st.text(max_size=300))
READERS = st.sampled_from([None, *readers.names()])


@given(TEXTS, READERS)
def test_reading_never_fails_and_stays_inside_the_text(text: str, reader: str | None) -> None:
    snapshot = Snapshot(source="s", path="-", text=text)
    reading = readers.read(snapshot, reader)
    count = text.count("\n") + 1
    for entry in reading.value.entries:
        assert 1 <= entry.location.line <= count
        assert entry.location.end_line == 0 or entry.location.line <= entry.location.end_line <= count + 1
    for skipped in reading.value.skipped:
        assert 1 <= skipped.line <= count
    records = normalise(reading.value, snapshot).value
    assert len(records) == len(reading.value.entries)
    assert len({record.id for record in records}) == len(records)
    for record in records:
        assert (
            record_from_json(record_to_json(record), origin=record.origin, path="-").fields == record.fields
        )
        assert all(link.url.startswith(("http://", "https://", "HTTP")) for link in record.links)


@given(TEXTS)
def test_reading_twice_says_the_same(text: str) -> None:
    snapshot = Snapshot(source="s", path="-", text=text)
    first, second = readers.read(snapshot), readers.read(snapshot)
    assert first == second
    assert normalise(first.value, snapshot) == normalise(second.value, snapshot)


@given(st.integers(0, 5))
def test_an_id_does_not_depend_on_the_place(blank: int) -> None:
    entry = "- [Learning to widget](https://arxiv.org/abs/2001.00001), Doe et al., ICML 2019\n"
    other = "- [Other widgets](https://arxiv.org/abs/2001.00002), Roe et al., ICML 2019\n"
    ids = []
    for text in (entry + other, other + "\n" * blank + entry):
        snapshot = Snapshot(source="s", path="-", text=text)
        ids.append({record.id for record in normalise(readers.read(snapshot).value, snapshot).value})
    assert ids[0] == ids[1]


@given(st.text(max_size=200))
def test_phrases_never_fail(text: str) -> None:
    people.split(text)
    people.evidence(text)
    read_where(text)
    assert clean_title(clean_title(text)) == clean_title(text)
