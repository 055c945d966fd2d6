"""`curabib init` on the command line."""

from pathlib import Path

import curabib.project
from tests.cli.running import Runner


def test_a_new_project_is_complete_and_without_problems(curabib: Runner, tmp_path: Path) -> None:
    ran = curabib("init", "--title", 'Papers: "all" of them')
    assert ran.status == 0
    loaded = curabib_project(tmp_path)
    assert loaded.title == 'Papers: "all" of them'
    assert [output.path for output in loaded.outputs] == ["bib/library.bib", "bib/topics/{topic}.bib"]
    assert "merge=union" in (tmp_path / "bib" / ".gitattributes").read_text()
    assert ".curabib/" in (tmp_path / "bib" / ".gitignore").read_text()
    assert curabib("sync").status == 0


def curabib_project(root: Path) -> curabib.project.Project:
    loaded = curabib.project.load(root)
    assert loaded.diagnostics == ()
    return loaded.value


def test_nothing_is_overwritten(curabib: Runner, tmp_path: Path) -> None:
    assert curabib("init").status == 0
    before = (tmp_path / "bib" / "curabib.yaml").read_bytes()
    ran = curabib("init")
    assert ran.status == 2
    assert "there is a project" in ran.err
    assert (tmp_path / "bib" / "curabib.yaml").read_bytes() == before


def test_what_git_knows_already_stays(curabib: Runner, tmp_path: Path) -> None:
    (tmp_path / "bib").mkdir()
    (tmp_path / "bib" / ".gitignore").write_text("*.log")
    assert curabib("init").status == 0
    assert (tmp_path / "bib" / ".gitignore").read_text() == "*.log\n.curabib/\n"


def test_another_folder(curabib: Runner, tmp_path: Path) -> None:
    assert curabib("init", "papers").status == 0
    assert curabib_project(tmp_path / "papers").title == "papers"
