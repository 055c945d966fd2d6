"""The commands on selections in a real project: through the sync, its cache, and the part of it that a query needs."""

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.cli.running import Runner

LIST = """\
# Engines and looms

## Analytical Engines

- **On Computable Engines.** Ada Lovelace, Charles Babbage. ICML 2019. [[paper]](https://arxiv.org/abs/1901.00001) [[code]](https://github.com/example/engines)
- **Engines Without Steam.** Charles Babbage. NeurIPS 2020. [[paper]](https://arxiv.org/abs/2001.00002)

## Looms

- **Weaving by Punched Cards.** Joseph Marie Jacquard. 2018. [[paper]](https://arxiv.org/abs/1801.00003)
"""

CONFIG = """\
title: Looms
sources:
  looms:
    file: ../README.md
outputs:
  - path: library.bib
    format: bibtex
"""


@pytest.fixture
def looms(tmp_path: Path, curabib: Runner) -> Path:
    """Return the folder of a project of that list, synced once."""
    (tmp_path / "README.md").write_text(LIST, encoding="utf-8")
    (tmp_path / "bib").mkdir()
    (tmp_path / "bib" / "curabib.yaml").write_text(CONFIG, encoding="utf-8")
    ran = curabib("sync")
    assert ran.status == 0, ran.err
    return tmp_path


def keys(curabib: Runner, *arguments: str) -> list[str]:
    ran = curabib("list", "--format", "keys", *arguments)
    assert ran.status == 0, ran.err
    return ran.out.split()


def test_everything_is_the_library_that_sync_wrote(curabib: Runner, looms: Path) -> None:
    assert curabib("export").out == (looms / "bib" / "library.bib").read_text(encoding="utf-8")


def test_selections_with_and_without_the_cache_are_the_same(curabib: Runner, looms: Path) -> None:
    asked: tuple[list[str], ...] = (
        ["--topic", "looms"],
        ["engines"],
        ["year:2019.."],
        ["--author", "Babbage", "not", "has:code"],
        [],
    )
    warm = [keys(curabib, *arguments) for arguments in asked]
    assert [len(found) for found in warm] == [1, 2, 2, 1, 3]
    for arguments, found in zip(asked, warm, strict=True):
        shutil.rmtree(looms / "bib" / ".curabib", ignore_errors=True)
        assert keys(curabib, *arguments) == found


def test_two_topics_that_share_nothing_are_no_unknown_topics(curabib: Runner, looms: Path) -> None:
    ran = curabib("list", "topic:looms topic:analytical")
    assert ran.status == 1
    assert "no entry meets all of it together" in ran.err


def test_a_topic_left_out_of_another_is_known(curabib: Runner, looms: Path) -> None:
    assert len(keys(curabib, "topic:analytical not topic:looms")) == 2


def test_an_unknown_topic_beside_a_known_one_is_an_error(curabib: Runner, looms: Path) -> None:
    ran = curabib("export", "topic:looms topic:loms")
    assert ran.status == 2
    assert "`Looms`" in ran.err


def test_a_key_that_is_not_there_names_the_nearest_of_all(curabib: Runner, looms: Path) -> None:
    key = keys(curabib, "jacquard")[0]
    ran = curabib("export", "--key", f"{key[:-1]}q")
    assert ran.status == 1
    assert f"`{key}`" in ran.err


def test_a_changed_list_is_seen_after_the_next_sync(curabib: Runner, looms: Path) -> None:
    (looms / "README.md").write_text(LIST.partition("\n## Looms")[0], encoding="utf-8")
    assert len(keys(curabib, "--topic", "looms")) == 1
    assert curabib("sync").status == 0
    assert curabib("list", "--topic", "looms").status != 0
    assert len(keys(curabib)) == 3
    assert keys(curabib, "state:withdrawn")[0].startswith("jacquard")


def test_references_and_json_of_a_real_project(curabib: Runner, looms: Path) -> None:
    ran = curabib("refs", "--topic", "analytical", "--style", "alpha", "--to", "markdown")
    assert re.findall(r"\\\[(\w+)\\\]", ran.out) == ["Bab20", "LB19"]
    form = json.loads(curabib("export", "lovelace", "--format", "json").out)
    assert form["entries"][0]["records"][0]["line"] == 5
    assert form["entries"][0]["identifiers"]["arxiv"] == ["1901.00001"]


def test_show_and_topics_of_a_real_project(curabib: Runner, looms: Path) -> None:
    assert [line.split()[:2] for line in curabib("topics").out.splitlines()] == [
        ["2", "analytical-engines"],
        ["1", "looms"],
    ]
    key = keys(curabib, "lovelace")[0]
    assert f"@inproceedings{{{key}," in curabib("show", key).out


def test_codes_that_the_project_ignores_are_not_reported(curabib: Runner, looms: Path) -> None:
    (looms / "README.md").write_text(
        LIST + "- **Nobody's Loom.** [[paper]](https://example.org/loom)\n", "utf-8"
    )
    assert curabib("sync").status == 0
    assert "CB622" in curabib("refs", "loom").err
    (looms / "bib" / "curabib.yaml").write_text(f"{CONFIG}ignore: [CB62]\n", encoding="utf-8")
    ran = curabib("refs", "loom")
    assert (ran.status, ran.err) == (0, "")
    assert "Nobody's loom" in ran.out


@pytest.mark.parametrize("command", [["export"], ["list"], ["refs"], ["topics"], ["show", "key"]])
def test_without_a_project(curabib: Runner, command: list[str]) -> None:
    ran = curabib(*command)
    assert ran.status == 2
    assert "curabib init" in ran.err


def test_show_names_the_file_of_a_correction_once(curabib: Runner, project: Path) -> None:
    key = curabib("list", "--format", "keys").out.splitlines()[0]
    (project / "bib" / "overrides.yaml").write_text(f"corrections:\n  {key}:\n    note: Read it\n")
    ran = curabib("show", key)
    assert "stated by   bib/overrides.yaml:3\n" in ran.out
    assert ran.out.count("overrides.yaml") == 1
