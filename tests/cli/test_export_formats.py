"""`curabib export` in the formats of reference managers: for a program, and in numbered files."""

import csv
import io
from pathlib import Path

import pytest

from curabib.model import Library
from tests.cli.running import Runner
from tests.cli.shelved import shelve
from tests.library.shelf import LIBRARY


@pytest.fixture(autouse=True)
def shelved(monkeypatch: pytest.MonkeyPatch) -> None:
    shelve(monkeypatch)


@pytest.mark.parametrize(
    "format_", ["zotero-rdf", "zotero-csl", "zotero", "better-bibtex", "jabref", "ris", "enw", "csv"]
)
def test_every_format_prints_every_key(curabib: Runner, format_: str) -> None:
    ran = curabib("export", "--format", format_)
    assert ran.status in (0, 1)
    assert all(found.key in ran.out for found in LIBRARY.entries)


def test_a_list_holds_what_is_not_withdrawn(curabib: Runner) -> None:
    ran = curabib("export", "--topic", "pruning", "-f", "awesome-list")
    assert ran.status == 0
    assert ran.out.count("- **") == 2


def test_the_suffix_chooses_the_format(curabib: Runner, tmp_path: Path) -> None:
    for suffix, beginning in ((".rdf", "<?xml"), (".ris", "TY  - "), (".enw", "%0 "), (".csv", "key,")):
        assert curabib("export", "-o", f"a{suffix}").status == 0
        assert (tmp_path / f"a{suffix}").read_text("utf-8").startswith(beginning)


def test_for_a_program(curabib: Runner) -> None:
    ran = curabib("export", "--for", "zotero", "--format", "biblatex")
    assert "jabref-meta: groupsversion:3;" in ran.out
    assert ran.out == curabib("export", "--for", "zotero").out == curabib("export", "-f", "zotero").out
    ran = curabib("export", "--for", "zotero", "--format", "ris")
    assert (ran.status, ran.out) == (2, "")
    assert "--for zotero writes a .bib file, --format ris another" in ran.err


def test_numbered_files_of_at_most_so_many(curabib: Runner, tmp_path: Path) -> None:
    ran = curabib("export", "--split", "4", "-o", "shelf.csv")
    assert ran.status == 0
    assert "6 entries written to 2 files" in ran.err
    keys = [
        row["key"]
        for name in ("shelf-1.csv", "shelf-2.csv")
        for row in csv.DictReader(io.StringIO((tmp_path / name).read_text("utf-8")))
    ]
    assert keys == [found.key for found in LIBRARY.entries]
    assert not (tmp_path / "shelf.csv").exists()


def test_numbers_are_of_one_width(curabib: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many = tuple(LIBRARY.entries[0].__class__(key=f"k{n}", work=LIBRARY.entries[0].work) for n in range(11))
    shelve(monkeypatch, Library.of(many))
    assert curabib("export", "--split", "1", "-o", "x.ris").status == 0
    assert sorted(path.name for path in tmp_path.glob("x-*.ris"))[:2] == ["x-01.ris", "x-02.ris"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--split", "3"], "--split writes several files"),
        (["--split", "3", "-o", "-"], "--split writes several files"),
        (["--split", "3", "--split-by", "topic", "-o", "x"], "--split and --split-by exclude each other"),
        (["--split", "0", "-o", "x.bib"], "0 is not in the range"),
    ],
)
def test_what_cannot_be_split(curabib: Runner, arguments: list[str], message: str) -> None:
    ran = curabib("export", *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert message in ran.err
