"""CSV: stable columns, nothing that a spreadsheet would calculate."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from curabib.model import Entry, Names, View
from curabib.writers.csv import COLUMNS, WRITER
from tests.library.shelf import LIBRARY, conference, entry, people


def rows(*entries: Entry) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(WRITER.write(View(title="", entries=entries)).value, newline="")))


def test_the_columns_never_change() -> None:
    names = """
        key type kind title authors editors year date venue container series volume number pages publisher doi arxiv
        isbn pmid url links topics keywords note aliases state
    """
    assert " ".join(COLUMNS) == " ".join(names.split())


def test_a_row() -> None:
    (row,) = rows(
        entry(
            "hoof2020on",
            'On "Engines", and more',
            people("Herke|van|Hoof", "The Group", truncated=True),
            2020,
            conference("ICML"),
            identifiers=("arxiv:2001.00001", "doi:10.1000/x"),
            topics=("Engines", "a; b"),
            keywords=("steam, water",),
            links=(("code", "https://github.com/a/b"),),
            aliases=("old",),
            fields={"pages": "1--2"},
        )
    )
    assert {name: value for name, value in row.items() if value} == {
        "key": "hoof2020on",
        "type": "inproceedings",
        "kind": "paper",
        "title": 'On "Engines", and more',
        "authors": "van Hoof, Herke; The Group; et al.",
        "year": "2020",
        "date": "2020",
        "venue": "ICML",
        "container": "Proceedings of the 37th International Conference on Machine Learning",
        "series": "Proceedings of Machine Learning Research",
        "volume": "119",
        "pages": "1--2",
        "publisher": "PMLR",
        "doi": "10.1000/x",
        "arxiv": "2001.00001",
        "url": "https://arxiv.org/abs/2001.00001",
        "links": "code:https://github.com/a/b",
        "topics": "Engines; a, b",
        "keywords": "steam, water",
        "aliases": "old",
        "state": "active",
    }


def test_formulas_of_spreadsheets_are_text() -> None:
    for title in ("=cmd|' /C calc'!A0", "+1", "-SAM", "@SUM(1)", "\t=1", "\r\n=1", "＝1"):
        result = WRITER.write(View(title="", entries=(entry("key", title),)))
        (row,) = csv.DictReader(io.StringIO(result.value, newline=""))
        assert row["title"].startswith("'")
        assert [d.code for d in result.diagnostics] == ["CB631"]


def test_what_has_no_column_is_said() -> None:
    found = WRITER.write(View(title="", entries=(entry("key", "T", fields={"eventtitle": "E"}),))).diagnostics
    assert [d.message for d in found] == ["CSV has no place for the field `eventtitle` of `key`"]


def test_what_a_person_took_away_stays_away() -> None:
    (row,) = rows(
        entry(
            "key",
            "T",
            identifiers=("doi:10.1000/x", "isbn:9780262035613"),
            keywords=("k",),
            topics=("t",),
            links=(("paper", "https://example.org/"),),
            withheld=frozenset({"doi", "isbn", "keywords", "topics", "url"}),
        )
    )
    assert not any(row[name] for name in ("doi", "isbn", "keywords", "topics", "url", "links"))


@given(st.lists(st.text(max_size=20), max_size=3), st.text(max_size=20))
def test_every_entry_is_one_row(words: list[str], title: str) -> None:
    found = rows(entry("a", title, Names(), keywords=tuple(words)), entry("b", "T"))
    assert [row["key"] for row in found] == ["a", "b"]
    assert all(None not in row and None not in row.values() for row in found)


def test_an_empty_view_has_its_columns() -> None:
    text = WRITER.write(View(title="", entries=())).value
    assert text.count("\n") == 1
    assert len(rows(*LIBRARY.entries)) == len(LIBRARY.entries)
