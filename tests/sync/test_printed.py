"""Printed entries that are kept: what is copied is what would be printed, and nothing outdated ever is."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import cast

import pytest

from curabib.diagnostics import Result
from curabib.library.select import Query, parse_query
from curabib.model import Entry, View
from curabib.project import plugins
from curabib.sync import printed
from curabib.sync.kept import Kept
from curabib.sync.libraries import load_kept
from curabib.sync.printed import NAME, KeptWriter
from curabib.writers import Writer
from tests.sync.projects import Box, Paper

DIALECTS = ("bibtex", "biblatex", "acm")


@pytest.fixture
def box(tmp_path: Path) -> Box:
    found = Box(tmp_path / "project")
    found.sync()
    return found


def loaded(box: Box, query: Query | None = None) -> tuple[tuple[Entry, ...], Kept]:
    result, kept = load_kept(box.root, query)
    assert kept is not None
    return result.value.entries, kept


def fresh(name: str, entries: tuple[Entry, ...]) -> Result[str]:
    return cast(Writer, plugins.load("writers", name)).write(View(title="", entries=entries))


def copied(box: Box, name: str, query: Query | None = None) -> Result[str]:
    entries, kept = loaded(box, query)
    return KeptWriter(name, kept).write(View(title="", entries=entries))


def never(*_: object) -> None:
    raise AssertionError("printed anew")


@pytest.mark.parametrize("name", DIALECTS)
def test_the_copy_is_what_the_writer_prints(box: Box, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    entries, _ = loaded(box)
    assert copied(box, name) == fresh(name, entries)
    monkeypatch.setattr(printed, "_printed", never)
    assert copied(box, name) == fresh(name, entries)
    part = parse_query("topic:Beta")
    assert copied(box, name, part) == fresh(name, loaded(box, part)[0])


def test_dialects_are_kept_apart(box: Box) -> None:
    texts = {name: copied(box, name).value for name in (*DIALECTS, *DIALECTS)}
    assert texts == {name: fresh(name, loaded(box)[0]).value for name in DIALECTS}
    assert texts["biblatex"] != texts["bibtex"]


def test_a_change_of_the_project_makes_every_copy_void(box: Box) -> None:
    before = copied(box, "bibtex").value
    box.papers[0].title = "Lottery tickets in tiny networks"
    box.write_list()
    box.sync()
    after = copied(box, "bibtex").value
    assert "in tiny networks" in after
    assert after != before
    assert after == fresh("bibtex", loaded(box)[0]).value


def test_another_curabib_does_not_copy(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    copied(box, "bibtex")
    entries, kept = loaded(box)
    other = KeptWriter("bibtex", Kept(folder=kept.folder, state="of another version"))
    monkeypatch.setattr(printed, "_printed", lambda entries, profile: ({}, {}, ()))
    assert "@" not in other.write(View(title="", entries=entries)).value


def test_an_entry_with_a_remark_is_printed_and_reported_every_time(tmp_path: Path) -> None:
    strange = Paper(
        "Networks of the sign 𝍖 and others", "Ada Black", "ICLR 2020", "https://arxiv.org/abs/2001.01234"
    )
    box = Box(tmp_path / "project", papers=[strange, *Box(tmp_path).papers])
    box.sync()
    first, second = copied(box, "bibtex"), copied(box, "bibtex")
    assert [found.code for found in first.diagnostics] == ["CB600"]
    assert second == first == fresh("bibtex", loaded(box)[0])


@pytest.mark.parametrize("damage", [b"", b"SQLite format 3\0garbage", os.urandom(5000)])
def test_a_damaged_file_is_begun_anew(box: Box, damage: bytes) -> None:
    entries, kept = loaded(box)
    (kept.folder / NAME).write_bytes(damage)
    for _ in range(3):
        assert copied(box, "bibtex") == fresh("bibtex", entries)
    with closing(sqlite3.connect(kept.folder / NAME)) as cache:
        assert cache.execute("SELECT count(*) FROM entry").fetchone() == (len(entries),)


def test_a_file_that_another_process_holds_is_not_waited_for(box: Box) -> None:
    entries, kept = loaded(box)
    copied(box, "bibtex")
    with closing(sqlite3.connect(kept.folder / NAME, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert copied(box, "bibtex") == fresh("bibtex", entries)
        assert copied(box, "acm") == fresh("acm", entries)


def test_where_nothing_can_be_kept_everything_is_printed(box: Box) -> None:
    entries, kept = loaded(box)
    (kept.folder / NAME).mkdir()
    assert copied(box, "bibtex") == fresh("bibtex", entries)


def test_a_library_that_had_to_be_built_has_no_state(box: Box) -> None:
    (box.home / "overrides.yaml").write_text("corrections: {}\n")
    assert load_kept(box.root)[1] is None
