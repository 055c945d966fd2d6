"""`curabib key` and `curabib adopt` on the command line: what people do to keys, and that the next sync agrees."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import Runner

KEY, OTHER = "lovelace2019computable", "menabrea2018sketch"


def lock(project: Path) -> bytes:
    return (project / "bib" / "curabib.lock").read_bytes()


def library(project: Path) -> str:
    return (project / "bib" / "library.bib").read_text(encoding="utf-8")


def kept_files(project: Path) -> dict[Path, bytes]:
    """Return what version control would see under `bib`: all but the cache."""
    files = [path for path in sorted((project / "bib").rglob("*")) if path.is_file()]
    return {path: path.read_bytes() for path in files if ".curabib" not in path.parts}


def listed(curabib: Runner, *names: str) -> list[dict[str, Any]]:
    ran = curabib("key", "list", *names, "--format", "json")
    assert ran.status == 0, ran.err
    forms: list[dict[str, Any]] = json.loads(ran.out)
    return forms


def assert_settled(curabib: Runner, project: Path) -> None:
    """Assert that the next sync has nothing to do."""
    before = kept_files(project)
    ran = curabib("sync")
    assert ran.status == 0, ran.err
    assert kept_files(project) == before


def test_the_keys_of_the_project(curabib: Runner, project: Path) -> None:
    assert [form["key"] for form in listed(curabib)] == [KEY, OTHER]


def test_rename(curabib: Runner, project: Path) -> None:
    ran = curabib("key", "rename", KEY, "Lovelace:engines")
    assert ran.status == 0, ran.err
    assert "{Lovelace:engines," in library(project)
    (form,) = listed(curabib, KEY)
    assert (form["key"], form["aliases"]) == ("Lovelace:engines", [KEY])
    assert_settled(curabib, project)
    assert curabib("key", "rename", "lovelace:ENGINES", KEY).status == 0
    (form,) = listed(curabib, KEY)
    assert (form["key"], form["aliases"]) == (KEY, ["Lovelace:engines"])
    assert_settled(curabib, project)


def test_alias(curabib: Runner, project: Path) -> None:
    assert curabib("key", "alias", KEY, "engines").status == 0
    (form,) = listed(curabib, "engines")
    assert (form["key"], form["aliases"]) == (KEY, ["engines"])
    assert "also engines" in curabib("key", "list", KEY).out
    assert_settled(curabib, project)


def test_merge_and_split_restore_both_keys(curabib: Runner, project: Path) -> None:
    before = library(project)
    assert curabib("key", "merge", KEY, OTHER).status == 0
    assert "{" + OTHER + "," not in library(project)
    (form,) = listed(curabib, KEY)
    assert form["aliases"] == form["merged"] == [OTHER]
    assert_settled(curabib, project)
    assert curabib("key", "split", OTHER).status == 0
    assert library(project) == before
    assert [(form["key"], form["aliases"]) for form in listed(curabib)] == [(KEY, []), (OTHER, [])]
    assert_settled(curabib, project)


def test_dry_run_writes_nothing(curabib: Runner, project: Path) -> None:
    (project / "old.bib").write_text("@misc{Old, eprint = {1901.00001}, archiveprefix = {arXiv}}\n")
    before = lock(project), library(project)
    for arguments in (
        ("key", "rename", KEY, "x"),
        ("key", "alias", KEY, "x"),
        ("key", "merge", KEY, OTHER),
        ("adopt", "old.bib"),
    ):
        assert curabib(*arguments, "--dry-run").status == 0
        assert (lock(project), library(project)) == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("rename", "lovelace2019computible", "x"), KEY),
        (("rename", KEY, OTHER), OTHER),
        (("rename", KEY, "a b"), "a b"),
        (("alias", KEY, OTHER.upper()), OTHER.upper()),
        (("merge", KEY, KEY), "already"),
        (("split", KEY), KEY),
        (("list", "none2000of"), "none2000of"),
    ],
)
def test_what_cannot_be_done_changes_nothing(
    curabib: Runner, project: Path, arguments: tuple[str, ...], message: str
) -> None:
    before = lock(project), library(project)
    ran = curabib("key", *arguments)
    assert ran.status == 2
    assert message in ran.err
    assert (lock(project), library(project)) == before


OLD = """\
@article{Ada:19, title = {On Computable Engines}, author = {Lovelace, Ada and Babbage, Charles}}
@misc{ada-preprint, eprint = {1901.00001}, archiveprefix = {arXiv}, title = {On Computable Engines}}
@book{Watt1769, title = {Of Condensers}, author = {Watt, James}}
@misc{lovelace2019computable, title = {A Sketch of the Analytical Engine}, author = {Menabrea, Luigi}}
@misc{Sketch, title = {A sketch of the analytical engine}, author = {Menabrea, Luigi and Lovelace, Ada}}
"""


def test_adopt(curabib: Runner, project: Path) -> None:
    (project / "old.bib").write_text(OLD, encoding="utf-8")
    ran = curabib("adopt", "old.bib")
    assert ran.status == 0, ran.err
    assert "3 of 5 keys adopted" in ran.err
    reported = {code: ran.err.split(code)[0].count("old.bib:") for code in ("CB410", "CB411", "CB412")}
    assert all(reported.values())
    assert [(form["key"], form["aliases"]) for form in listed(curabib)] == [
        ("Ada:19", ["ada-preprint", KEY]),
        ("Sketch", [OTHER]),
    ]
    assert "{Ada:19," in library(project)
    assert_settled(curabib, project)
    again = lock(project)
    assert "3 of 5 keys adopted" in curabib("adopt", "-", stdin=OLD).err
    assert lock(project) == again


def test_a_key_that_cannot_stand_in_a_bib_file_is_not_adopted(curabib: Runner, project: Path) -> None:
    before = lock(project)
    ran = curabib("adopt", "-", stdin="@misc{50~km, eprint = {1901.00001}, archiveprefix = {arXiv}}\n")
    assert "CB413" in ran.err
    assert ran.status == 1
    assert lock(project) == before


def test_a_strangers_file_is_not_replaced(curabib: Runner, project: Path) -> None:
    key = curabib("list", "--format", "keys").out.splitlines()[0]
    (project / "bib" / "library.bib").write_text("@misc{mine, title = {Mine}}\n")
    before = {path: path.read_bytes() for path in (project / "bib").glob("*.*") if path.is_file()}
    ran = curabib("key", "rename", key, "another2020key")
    assert ran.status == 2
    assert "`bib/library.bib` was not written by curabib" in ran.err
    assert {path: path.read_bytes() for path in before} == before
