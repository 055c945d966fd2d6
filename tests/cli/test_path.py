"""`curabib path`: files, and the TeX tree that makes them known."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.running import Runner

CONFIG = """\
sources:
  engines:
    file: ../README.md
outputs:
  - path: library.bib
    format: bibtex
  - path: topics/{topic}.bib
    format: biblatex
    split-by: topic
  - path: library.json
    format: csl-json
"""


@pytest.fixture
def topics(project: Path, curabib: Runner) -> Path:
    """Return the folder of a project with a file for each topic."""
    (project / "bib" / "curabib.yaml").write_text(CONFIG, encoding="utf-8")
    assert curabib("sync").status == 0
    return project


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the user's own TeX tree, which does not exist yet."""
    folder = tmp_path_factory.mktemp("user") / "texmf"
    monkeypatch.setenv("TEXMFHOME", str(folder))
    return folder


def test_all_files_and_those_asked_for(curabib: Runner, topics: Path) -> None:
    bib = topics / "bib"
    parts = sorted((bib / "topics").iterdir())
    assert {path.stem for path in parts} >= {"difference", "steam"}
    expected = [bib / "library.bib", *parts, bib / "library.json"]
    assert curabib("path").out.splitlines() == [str(path) for path in expected]
    assert curabib("path", "steam", "bib/topics/steam.bib").out == f"{bib}/topics/steam.bib\n"
    assert curabib("path", "library").out.count("\n") == 2
    ran = curabib("path", "staem")
    assert ran.status == 2
    assert "did you mean `steam`?" in ran.err


def test_the_tree_shows_what_is_there(curabib: Runner, topics: Path) -> None:
    tree = Path(curabib("path", "--texmf").out.strip())
    folder = tree / "bibtex" / "bib" / "curabib"
    there = {path.name for path in (topics / "bib" / "topics").iterdir()} | {"library.bib"}
    assert {path.name for path in folder.iterdir()} == there > {"difference.bib", "steam.bib"}
    assert (folder / "steam.bib").resolve() == topics / "bib" / "topics" / "steam.bib"
    (topics / "bib" / "topics" / "steam.bib").unlink()
    (folder / "library.bib").unlink()
    (folder / "library.bib").symlink_to("/nowhere")
    assert curabib("path", "--texmf").status == 0
    assert {path.name for path in folder.iterdir()} == there - {"steam.bib"}
    assert (folder / "library.bib").resolve() == topics / "bib" / "library.bib"
    assert "@" in (folder / "difference.bib").read_text()


def test_linking_and_unlinking_leave_nothing_behind(curabib: Runner, topics: Path, home: Path) -> None:
    ran = curabib("path", "--link", "--name", "engines")
    assert ran.status == 0, ran.err
    link = home / "bibtex" / "bib" / "engines"
    assert (link / "steam.bib").read_text().startswith("% curabib bibliography")
    assert curabib("path", "--link", "--name", "engines").status == 0
    before = sorted(path.name for path in (topics / "bib").iterdir())
    ran = curabib("path", "--unlink", "--name", "engines")
    assert f"removed {link}" in ran.err
    assert not home.exists()
    assert sorted(path.name for path in (topics / "bib").iterdir()) == before
    assert "there was no `engines`" in curabib("path", "--unlink", "--name", "engines").err


def test_what_is_not_ours_stays(curabib: Runner, topics: Path, home: Path) -> None:
    folder = home / "bibtex" / "bib" / "curabib"
    folder.mkdir(parents=True)
    (folder / "mine.bib").write_text("@book{mine}")
    for option in ("--link", "--unlink"):
        ran = curabib("path", option)
        assert ran.status == 2
        assert (folder / "mine.bib").is_file()
    assert "--name takes another name" in curabib("path", "--link").err


def test_other_files_of_the_users_tree_stay(curabib: Runner, topics: Path, home: Path) -> None:
    (home / "tex").mkdir(parents=True)
    assert curabib("path", "--link").status == 0
    assert curabib("path", "--unlink").status == 0
    assert sorted(path.name for path in home.iterdir()) == ["tex"]


def test_a_system_without_links_gets_copies(
    curabib: Runner, topics: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, target: Path, target_is_directory: bool = False) -> None:
        raise OSError("no links here")

    monkeypatch.setattr(Path, "symlink_to", refuse)
    tree = Path(curabib("path", "--texmf").out.strip())
    copy = tree / "bibtex" / "bib" / "curabib" / "steam.bib"
    assert copy.read_text() == (topics / "bib" / "topics" / "steam.bib").read_text()
    (topics / "bib" / "topics" / "steam.bib").write_text("% new\n")
    assert curabib("path", "--texmf").status == 0
    assert copy.read_text() == "% new\n"


@pytest.mark.parametrize(
    "arguments",
    [("--texmf", "--link"), ("x", "--unlink"), ("--link", "--name", "../x"), ("--link", "--name", "")],
)
def test_usage(arguments: tuple[str, ...], curabib: Runner, topics: Path) -> None:
    assert curabib("path", *arguments).status == 2


def test_a_project_that_never_synced(curabib: Runner, tmp_path: Path) -> None:
    assert curabib("init").status == 0
    assert curabib("path").out == ""
    ran = curabib("path", "--texmf")
    assert ran.status == 2
    assert "curabib sync" in ran.err


@pytest.mark.real
def test_kpathsea_finds_a_topic(
    curabib: Runner,
    topics: Path,
    home: Path,
    tool: Callable[[str], str],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    elsewhere = tmp_path_factory.mktemp("paper")
    tree = curabib("path", "--texmf").out.strip()

    def find(**environment: str) -> str:
        return subprocess.run(
            [tool("kpsewhich"), "curabib/steam.bib"],
            cwd=elsewhere,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=False,
        ).stdout.strip()

    assert find() == ""
    assert find(TEXMFAUXTREES=f"{tree},").endswith("/curabib/steam.bib")
    assert find(BIBINPUTS=f"{tree}//:").endswith("/curabib/steam.bib")
    assert curabib("path", "--link").status == 0
    assert find() == str(home / "bibtex" / "bib" / "curabib" / "steam.bib")
