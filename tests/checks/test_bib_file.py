"""How a .bib file is written."""

import pytest

from curabib.checks.bib_file import check_bib
from curabib.model import Snapshot

USUAL = "@article{a, title={On Engines}, author={Ada Lovelace}, journal={JMLR}, year={2019}}\n"


def found(text: str) -> list[tuple[str, int]]:
    """Return the codes and lines of what is wrong with a file."""
    snapshot = Snapshot(source="x", path="x.bib", text=text, sha256="", revision="")
    return [(d.code, d.location.line) for d in check_bib(snapshot) if d.location]


def with_field(field: str) -> str:
    return f"@article{{b,\r\n  author = {{James Watt}},\r\n  {field}\r\n}}\r\n"


def test_a_usual_file_is_left_alone() -> None:
    assert found("") == found(USUAL) == []


def test_a_key_for_two_entries_and_an_empty_one() -> None:
    assert found(USUAL + USUAL) == [("CB501", 2)]
    assert found(USUAL.replace("{a,", "{,")) == [("CB504", 1)]


def test_broken_entries_are_left_to_the_reader() -> None:
    assert found("@article{a, title={On Engines\n" + USUAL) == []


@pytest.mark.parametrize(
    "field",
    [
        "year = {209}",
        "year = 20019",
        "year = {TODO}",
        "doi = {TODO}",
        "doi = {Engines}",
        "url = {http://}",
        "url = {tba}",
        "title = {???}",
        'journal = "XXXX"',
    ],
)
def test_what_cannot_be(field: str) -> None:
    assert found(with_field(field)) == [("CB594", 3)]


@pytest.mark.parametrize(
    "field",
    [
        "year = {2019}",
        "year = {1843/1844}",
        "year = {to appear}",
        "year = {}",
        "doi = {10.1000/ABC}",
        "doi = {https://doi.org/10.1000/abc}",
        "url = {ftp://example.org/x}",
        "url = {www.example.org}",
        "url = {\\url{https://example.org}}",
        "title = {{X}}",
        "note = {TODO}",
    ],
)
def test_what_can_be(field: str) -> None:
    assert found(with_field(field)) == []


@pytest.mark.parametrize("name", ["titel", "Yaer", "jounal", "booktitel", "pubisher", "page"])
def test_a_misspelt_field(name: str) -> None:
    assert found(with_field(f"{name} = {{On Engines}}")) == [("CB595", 3)]


@pytest.mark.parametrize("name", ["titleaddon", "editora", "volumes", "part", "mytitle", "x" * 5000])
def test_a_field_of_ones_own(name: str) -> None:
    assert found(with_field(f"{name} = {{On Engines}}")) == []


def test_a_field_beside_the_one_it_could_be_is_ones_own() -> None:
    assert found(with_field("title = {On Engines},\n  titl = {Engines}")) == []
