"""The cache: everything comes back equal, and nothing is taken from it that is no longer true."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from curabib.library.select import parse_query, select
from curabib.sync import libraries, stored
from curabib.sync.libraries import load_library
from curabib.sync.stamps import Stamp, stamps
from curabib.sync.stored import open_stored
from tests.sync.projects import Box


@pytest.fixture
def box(tmp_path: Path) -> Box:
    found = Box(tmp_path / "project")
    found.sync()
    return found


def is_good(box: Box) -> bool:
    found = open_stored(box.root, box.home)
    if found is None:
        return False
    found.close()
    return True


def test_what_comes_out_is_what_went_in(box: Box) -> None:
    from curabib.sync.pipeline import build

    assert is_good(box)
    assert load_library(box.root).value == build(box.project()).value.library


def test_a_part_holds_all_that_a_query_selects(box: Box) -> None:
    whole = load_library(box.root).value
    for text in (
        "topic:Alpha",
        "topic:alp lottery",
        "key:frank2019lottery",
        "key:frank*",
        "lottery",
        "topic:Alpha or topic:Beta",
        "source:deep topic:beta",
        "",
    ):
        query = parse_query(text)
        part = load_library(box.root, query).value
        assert select(part, query) == select(whole, query)
        assert len(part.entries) <= len(whole.entries)
    assert len(load_library(box.root, parse_query("topic:Alpha")).value.entries) == 2
    assert len(load_library(box.root, parse_query("key:frank2019lottery")).value.entries) == 1


@pytest.mark.parametrize("path", ["curabib.yaml", "curabib.lock", "records/deep.jsonl"])
def test_a_changed_input_makes_it_useless(box: Box, path: str) -> None:
    file = box.home / path
    file.write_bytes(file.read_bytes() + b"\n")
    assert not is_good(box)


def test_an_input_of_the_same_size_and_time_is_digested_when_it_is_young(box: Box) -> None:
    file = box.home / "records/deep.jsonl"
    before = file.stat()
    file.write_text(file.read_text().replace("Lottery", "Pottery"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert not is_good(box)


def test_an_appearing_and_a_vanishing_input_count(box: Box) -> None:
    (box.home / "overrides.yaml").write_text("corrections: {}\n")
    assert not is_good(box)
    (box.home / "overrides.yaml").unlink()
    assert is_good(box)
    (box.home / "records/deep.jsonl").unlink()
    assert not is_good(box)


def test_a_touched_input_is_still_the_same(box: Box) -> None:
    os.utime(box.home / "curabib.lock", (1, 1))
    assert is_good(box)


def test_another_curabib_does_not_trust_it(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored, "maker", lambda: "1 9.9.9 0 0")
    assert not is_good(box)


@pytest.mark.parametrize("damage", [b"", b"SQLite format 3\0garbage", os.urandom(5000)])
def test_a_damaged_cache_is_no_cache(box: Box, damage: bytes) -> None:
    path = box.home / ".curabib" / stored.NAME
    path.write_bytes(damage)
    assert not is_good(box)
    assert len(load_library(box.root).value.entries) == 4
    assert is_good(box)


def test_a_cache_with_other_contents_is_no_cache(box: Box) -> None:
    path = box.home / ".curabib" / stored.NAME
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE meta SET value = '[1]'")
        connection.commit()
    assert not is_good(box)


def test_reading_a_good_cache_builds_nothing(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(name: str) -> None:
        raise AssertionError(f"{name} was loaded")

    monkeypatch.setattr(libraries, "import_module", never)
    assert len(load_library(box.root).value.entries) == 4


def test_a_project_that_cannot_be_written_still_works(box: Box) -> None:
    import shutil

    shutil.rmtree(box.home / ".curabib")
    (box.home / ".curabib").write_text("in the way")
    assert len(load_library(box.root).value.entries) == 4


def test_stamps(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_text("one")
    (stamp,) = stamps(tmp_path, ["a"])
    assert stamp.holds(tmp_path, stamp.modified)
    assert Stamp.from_form(stamp.to_form()) == stamp
    file.write_text("two")
    os.utime(file, ns=(stamp.modified, stamp.modified))
    assert not stamp.holds(tmp_path, stamp.modified)
    (absent,) = stamps(tmp_path, ["b"])
    assert absent.holds(tmp_path, 0)
    (tmp_path / "b").write_text("")
    assert not absent.holds(tmp_path, 0)


def test_a_sync_looks_once_which_curabib_this_is(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[str] = []
    scandir = os.scandir

    def spy(folder: str) -> object:
        looks.append(folder)
        return scandir(folder)

    stored.maker.cache_clear()
    monkeypatch.setattr("curabib.sync.stored.os.scandir", spy)
    box.papers[0].venue = "ICLR 2021"
    box.write_list()
    assert not box.sync().value.plan.empty
    assert len(looks) == len(set(looks)) > 5
