import json
from pathlib import Path

import pytest

from curabib.writers.references import style
from curabib.writers.references.catalogue import WELL_KNOWN
from tests.cli.running import Runner


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CURABIB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def test_the_best_known_ones_are_there(curabib: Runner) -> None:
    ran = curabib("styles", "--format", "json", "--no-samples")
    rows = json.loads(ran.out)
    assert ran.status == 0
    assert [row["name"] for row in rows] == list(WELL_KNOWN)
    assert all(row["title"] and not row["title"].startswith("(") for row in rows)


def test_a_search_with_samples(curabib: Runner) -> None:
    ran = curabib("styles", "nature", "physics")
    assert ran.out.splitlines() == [
        "nature-physics  Nature Physics  [science, generic-base]",
        "                1. Lovelace, A. & van Hoof, J. E. On Engines That Read. Journal of Letters 7, 11–38 (2024).",
    ]
    assert curabib("styles", "nature", "physics").out == ran.out


def test_more_than_fit_are_counted(curabib: Runner) -> None:
    ran = curabib("styles", "chemistry", "--limit", "2", "--no-samples")
    assert len(ran.out.splitlines()) == 2
    assert "2 of " in ran.err


def test_nothing_found_names_the_nearest(curabib: Runner) -> None:
    ran = curabib("styles", "vancuver")
    assert ran.status == 1
    assert ran.out == ""
    assert "`vancouver`" in ran.err


def test_ones_own_come_first_and_a_broken_one_is_said_to_be(curabib: Runner, tmp_path: Path) -> None:
    folder = tmp_path / "data" / "curabib" / "styles"
    folder.mkdir(parents=True)
    (folder / "house.csl").write_bytes(Path(str(style("ieee").found.path)).read_bytes())
    (folder / "broken.csl").write_text("<style")
    rows = json.loads(curabib("styles", "--format", "json", "--no-samples").out)
    assert [row["name"] for row in rows][:2] == ["broken", "house"]
    assert "is not XML" in rows[0]["title"]
