"""Names, titles, venues, dates and links, each from a table of cases: tests/cases."""

from pathlib import Path

import pytest

from curabib.evidence import dates, labels, links, people
from curabib.evidence.names import is_family_first, parse_name
from curabib.evidence.text import clean
from curabib.normalise.titles import clean_title
from curabib.normalise.where import read_where

CASES = Path(__file__).parents[1] / "cases"


def rows(name: str) -> list[list[str]]:
    """Return the rows of a table of cases, without its heading."""
    text = (CASES / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize("row", rows("names/names.tsv"), ids=lambda row: row[0])
def test_a_name_has_its_parts(row: list[str]) -> None:
    name = parse_name(row[0])
    assert [name.family, name.given, name.prefix, name.suffix, name.literal] == (row[1:] + [""] * 5)[:5]


@pytest.mark.parametrize("row", rows("names/runs.tsv"), ids=lambda row: row[0][:40])
def test_a_run_of_names_is_cut(row: list[str]) -> None:
    run = people.split(row[0])
    assert list(run.names) == row[1].split("|")
    assert run.truncated == (row[2] == "yes")
    assert people.evidence(row[0]) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Deep Learning Optimization",
        "Finding Sparse, Trainable Neural Networks",
        "Accepted Papers",
        "We study widgets, gadgets and more",
        "https://example.org/paper",
        "",
    ],
)
def test_what_is_no_list_of_people(text: str) -> None:
    assert people.evidence(text) == 0


def test_initials_behind_the_family_name() -> None:
    assert is_family_first(("Kerr CC", "Stuart RM", "Mistry D"))
    assert not is_family_first(("Mingze Wang", "Weinan E"))
    assert str(parse_name("Núñez RC", family_first=True)) == "RC Núñez"
    assert str(parse_name("van der Berg P.", family_first=True)) == "P. van der Berg"


@pytest.mark.parametrize("row", rows("titles/titles.tsv"), ids=lambda row: row[0])
def test_a_title_loses_what_is_no_part_of_it(row: list[str]) -> None:
    assert clean_title(row[0]) == row[1]
    assert clean_title(row[1]) == row[1]


@pytest.mark.parametrize("row", rows("venues/phrases.tsv"), ids=lambda row: row[0])
def test_a_phrase_says_where_and_when(row: list[str]) -> None:
    where = read_where(row[0])
    assert where is not None
    assert where.venue is not None
    found = [where.venue.name, where.venue.abbreviation, str(where.date or "")]
    assert found == (row[1:] + [""] * 3)[:3]


@pytest.mark.parametrize(
    "text", ["Weng et al.", "Standard 1588-2008", "", "a remark about widgets", "Springer"]
)
def test_what_is_no_venue(text: str) -> None:
    where = read_where(text)
    assert where is None or where.venue is None


@pytest.mark.parametrize(
    ("text", "kind"), [("PhD Thesis", "phdthesis"), ("Master's thesis, ETH, 2019", "mathesis")]
)
def test_a_thesis_is_no_venue(text: str, kind: str) -> None:
    where = read_where(text)
    assert where is not None
    assert where.venue is None
    assert where.thesis == kind


@pytest.mark.parametrize("row", rows("dates/dates.tsv"), ids=lambda row: row[0])
def test_a_date_is_as_exact_as_stated(row: list[str]) -> None:
    assert str(dates.find_date(row[0]) or "") == (row[1] if len(row) > 1 else "")


def test_clock_times_and_slots() -> None:
    assert dates.is_clock("12:18")
    assert dates.is_clock("7:30 - 7:35 PDT")
    assert dates.is_slot("Wed 21 July 17:00 - 17:20 PDT")
    assert dates.is_slot("23:00 – 23:10 CST")
    assert not dates.is_slot("12:18")
    assert not dates.is_clock("Widgets at 12:18")


@pytest.mark.parametrize("row", rows("links/urls.tsv"), ids=lambda row: row[0])
def test_an_address_holds_its_identifier(row: list[str]) -> None:
    assert str(links.identify(row[0]) or "") == (row[1] if len(row) > 1 else "")


def test_identifiers_in_running_text() -> None:
    text = "see arXiv:1901.00001v2, doi: 10.1234/ABC.5, ISBN 978-0-262-03384-8 and PMID 1234567"
    assert list(map(str, links.identifiers_in_text(text))) == [
        "arxiv:1901.00001",
        "doi:10.1234/abc.5",
        "isbn:9780262033848",
        "pmid:1234567",
    ]
    assert links.isbn13("0-306-40615-2") == "9780306406157"
    assert links.isbn13("0-306-40615-3") == ""


def test_addresses_in_text_end_before_punctuation() -> None:
    text = "at https://github.com/a/b. Also (https://en.example.org/x_(y)), www.example.org/z!"
    assert [url for _, _, url in links.find_urls(text)] == [
        "https://github.com/a/b",
        "https://en.example.org/x_(y)",
        "www.example.org/z",
    ]


@pytest.mark.parametrize(
    ("text", "label"),
    [("PDF", "paper"), ("Pytorch(official)", "code"), ("阅读笔记1", "notes"), ("🎞️", "video"), ("Code: AoT", "code"),
     ("The Convex Widget Blog", ""), ("Learning to widget", ""), ("project page", "project")],
)  # fmt: skip
def test_link_labels(text: str, label: str) -> None:
    assert labels.link_label(text) == label


@pytest.mark.parametrize(
    ("text", "label"),
    [("Key Wrod: a; b", "keywords"), ("key Word:a", "keywords"), ("Digest We show", "abstract"), ("论文：x", "title"),
     ("Author List Jane Doe", "authors"), ("Widgets: a study", ""), ("Digest", "")],
)  # fmt: skip
def test_line_labels(text: str, label: str) -> None:
    found = labels.line_label(text)
    assert (found[0] if found else "") == label


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Table of Contents", "contents"), ("📜 License", "about the list"), ("Related Papers", ""),
     ("News 🔥", "about the list"),
     ("Academic conferences & symposiums", "no works"), ("Datasets", "")],
)  # fmt: skip
def test_headings_that_stand_above_no_entries(text: str, kind: str) -> None:
    assert labels.heading_kind(text) == kind


def test_text_is_cleaned() -> None:
    assert (
        clean("Deep\u00a0Learning\u200b is\u200a—\u200aa\u202e widget\x07 ") == "Deep Learning is — a widget"
    )
    assert clean("e\u0301") == "é"
