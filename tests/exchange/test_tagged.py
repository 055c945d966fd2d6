"""RIS and EndNote's refer form, beside rispy as an independent reader and writer."""

import time
import unicodedata
from typing import Any

import pytest
import rispy  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from curabib.diagnostics import Diagnostic
from curabib.model import Record, Snapshot
from curabib.normalise import normalise
from curabib.readers import read
from curabib.sync.understood import read_snapshot

RIS = """TY  - JOUR
TI  - On engines
AU  - Lovelace, Ada
AU  - et al.
JO  - Nature
VL  - 3
IS  - 4
SP  - 10
EP  - 12
PY  - 2019
DA  - 2019/05/07/
KW  - steam;water
KW  - iron
UR  - https://www.nature.com/articles/s41586-019-0001-1
DO  - 10.1038/S41586-019-0001-1
ER  -
"""


def records(text: str, path: str = "x.ris") -> tuple[Record, ...]:
    return said(text, path)[0]


def said(text: str, path: str = "x.ris") -> tuple[tuple[Record, ...], list[Diagnostic]]:
    snapshot = Snapshot(source="s", path=path, text=text)
    reading = read(snapshot)
    found = normalise(reading.value, snapshot)
    return found.value, [*reading.diagnostics, *found.diagnostics]


def test_one_record() -> None:
    (record,), problems = said(RIS)
    assert problems == []
    assert record.location is not None
    assert (record.location.line, record.location.end_line) == (1, 16)
    assert str(record.fields.authors) == "Ada Lovelace, et al."
    assert str(record.fields.date) == "2019-05-07"
    assert record.keywords == ("steam", "water", "iron")
    assert {name: record.fields.text(name) for name in ("volume", "number", "pages")} == {
        "volume": "3",
        "number": "4",
        "pages": "10–12",
    }
    assert record.identifier("doi") == "10.1038/s41586-019-0001-1"


@pytest.mark.parametrize(
    "text",
    [
        RIS.replace("\n", "\r\n"),
        RIS.replace("  - ", " - "),
        "\ufeff" + RIS,
        RIS.replace("\n", "\n  "),
        RIS.replace("TI  - On engines", "TI  - On\nengines"),
        RIS + "\n" * 5,
    ],
    ids=["CRLF", "one blank", "BOM", "indented", "continued", "blank lines"],
)
def test_the_writers_of_ris_differ(text: str) -> None:
    (record,) = records(text.replace("\r\n", "\n"))
    (usual,) = records(RIS)
    assert record.fields == usual.fields
    assert record.keywords == usual.keywords


def test_what_cannot_be_read_is_reported_with_its_line() -> None:
    text = "AU  - Nobody\nstray\n" + RIS + "ER  - \nTY  - BOOK\nTI  - Open\nAB  - left\nXX  - left too\n"
    found, problems = said(text)
    assert [record.fields.title for record in found] == ["On engines", "Open"]
    lines = {(d.code, d.location.line) for d in problems if d.location}
    assert lines == {("CB130", 1), ("CB130", 19), ("CB130", 20), ("CB131", 20)}
    assert "`AB` (1), `XX` (1)" in next(d.message for d in problems if d.code == "CB131")


def test_an_unknown_type_is_read_all_the_same() -> None:
    (record,) = records("TY  - WHATEVER\nTI  - On engines\nER  - \n")
    assert (record.entry_type, record.kind, record.fields.title) == ("misc", "other", "On engines")


def test_lines_of_zoteros_extra_field() -> None:
    extra = (
        "M2  - Citation Key: lov19\nM2  - arXiv:1901.00001v3 [cs.LG]\nM2  - PMID: 12345\nM2  - Read this.\n"
    )
    (record,) = records(RIS.replace("ER  -", extra + "ER  -"))
    assert record.identifier("arxiv") == "1901.00001"
    assert record.identifier("pmid") == "12345"
    assert record.fields.text("eprintclass") == "cs.LG"
    assert record.fields.text("note") == "Read this."


def test_refer_with_a_date_in_two_tags() -> None:
    text = "%0 Journal Article\n%T On engines\n%A Watt, James\n%D 1780\n%8 May 7\n%J Nature\n\n%T Second\n%D 1781\n"
    first, second = records(text, "x.enw")
    assert str(first.fields.date) == "1780-05-07"
    assert (second.fields.title, str(second.fields.date), second.entry_type) == ("Second", "1781", "misc")


WORDS = st.text(st.characters(whitelist_categories=("Lu", "Ll", "Nd")), min_size=1, max_size=12)
TEXTS = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
NAMES = st.tuples(WORDS, WORDS).map(", ".join)
ENTRIES = st.fixed_dictionaries(
    {
        "type_of_reference": st.sampled_from(["JOUR", "BOOK", "CPAPER", "THES", "RPRT"]),
        "title": TEXTS,
        "authors": st.lists(NAMES, min_size=1, max_size=4, unique=True),
        "year": st.integers(1500, 2100).map(str),
        "keywords": st.lists(TEXTS, max_size=3, unique_by=lambda word: " ".join(word.split())),
        "volume": st.integers(1, 99).map(str),
    }
)


@given(st.lists(ENTRIES, min_size=1, max_size=5))
def test_what_rispy_writes_is_read(entries: list[dict[str, Any]]) -> None:
    text = rispy.dumps(entries).replace("\r\n", "\n")
    found = records(text)
    assert len(found) == len(entries)
    for record, entry in zip(found, entries, strict=True):
        assert record.fields.title == unicodedata.normalize("NFC", entry["title"])
        assert len(record.fields.authors) == len(entry["authors"])
        assert str(record.fields.date) == entry["year"]
        assert record.fields.text("volume") == entry["volume"]


def test_rispy_sees_the_same_records() -> None:
    text = RIS + RIS.replace("On engines", "On steam").replace("JOUR", "BOOK")
    theirs = rispy.loads(text)
    ours = records(text)
    assert [entry["title"] for entry in theirs] == [record.fields.title for record in ours]
    assert [entry["type_of_reference"] for entry in theirs] == ["JOUR", "BOOK"]
    assert [record.entry_type for record in ours] == ["article", "book"]


def test_long_files_take_linear_time() -> None:
    began = time.process_time()
    assert len(records(RIS * 1_000)) == 1_000
    one = time.process_time() - began
    began = time.process_time()
    assert len(records("TY  - JOUR\n" + "AU  - A, B\n" * 30_000)) == 1
    assert time.process_time() - began < max(5, 10 * one)


def test_of_many_problems_the_first_are_listed() -> None:
    problems = said("TY  - JOUR\n" * 300)[1]
    counts = {code: sum(problem.code == code for problem in problems) for code in ("CB130", "CB101", "CB506")}
    assert counts == {"CB130": 100, "CB101": 100, "CB506": 2}
    assert "200 more" in next(problem.message for problem in problems if problem.code == "CB506")


def test_a_preprint_with_an_arxiv_number_is_held_by_arxiv_as_in_other_formats() -> None:
    lines = "TY  - UNPB\nTI  - On Engines\nM2  - Type: preprint\nM2  - arXiv:2101.00009\nER  - \n"
    for text, venue in ((lines, "arXiv"), (lines.replace("M2  - Type: preprint\n", ""), "")):
        (record,) = read_snapshot(Snapshot(source="s", path="a.ris", text=text), "ris").value.records
        assert str(record.fields.venue or "") == venue
