"""The example project is used as its README says, and what it ships is what it makes."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

EXAMPLES = REPOSITORY / "examples"
PROJECTS = sorted(path.parent.parent for path in EXAMPLES.glob("*/bib/curabib.yaml"))


def curabib(place: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "curabib", *arguments], cwd=place, capture_output=True, text=True, check=False
    )


@pytest.fixture(params=PROJECTS, ids=lambda path: path.name)
def example(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return a copy of an example's folder, without a cache."""
    source: Path = request.param
    place = tmp_path / source.name
    shutil.copytree(source, place, ignore=shutil.ignore_patterns(".curabib"))
    return place


def test_there_is_an_example() -> None:
    assert PROJECTS


def test_what_is_shipped_is_up_to_date(example: Path) -> None:
    done = curabib(example, "sync", "--locked")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_new_line_in_the_list_is_one_new_entry_and_no_other_key_moves(example: Path) -> None:
    before = json.loads(curabib(example, "list", "--format", "json").stdout)
    readme = example / "README.md"
    text = readme.read_text(encoding="utf-8")
    line = (
        "- **Learning long-term dependencies with gradient descent is difficult.** Yoshua Bengio, Patrice Simard,"
        " Paolo Frasconi. *IEEE Transactions on Neural Networks* 1994."
        " [[doi](https://doi.org/10.1109/72.279181)]\n\n"
    )
    assert "## Attention\n" in text
    readme.write_text(text.replace("## Attention\n", line + "## Attention\n"), encoding="utf-8")
    done = curabib(example, "sync")
    assert done.returncode == 0, done.stdout + done.stderr
    after = json.loads(curabib(example, "list", "--format", "json").stdout)
    old, new = ({entry["key"]: entry["title"] for entry in library["entries"]} for library in (before, after))
    assert old.items() < new.items()
    assert set(new) - set(old) == {"bengio1994learning"}


def test_the_example_has_nothing_wrong(example: Path) -> None:
    done = curabib(example, "check")
    assert done.returncode == 0, done.stdout + done.stderr
