"""Whole little projects, and every byte that a sync writes for them.

With CURABIB_UPDATE_GOLDEN=1 it writes down what is written now; look at the difference before you keep it.
"""

import os
import shutil
from pathlib import Path

import pytest

import curabib.project
from curabib.sync.run import synchronise
from tests.conftest import REPOSITORY

GOLDEN = REPOSITORY / "tests" / "golden"
CASES = sorted(path.name for path in GOLDEN.iterdir() if (path / "project").is_dir())


def files(root: Path) -> dict[str, str]:
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".curabib" not in path.parts
    }


@pytest.mark.parametrize("name", CASES)
def test_a_project_is_written_to_the_byte(name: str, tmp_path: Path) -> None:
    project, expected = GOLDEN / name / "project", GOLDEN / name / "expected"
    root = tmp_path / "project"
    shutil.copytree(project, root)
    given = files(root)
    loaded = curabib.project.load(root)
    assert loaded.diagnostics == ()
    result = synchronise(loaded.value)
    assert [d for d in result.diagnostics if d.severity == "error"] == []
    written = {path: text for path, text in files(root).items() if given.get(path) != text}
    if os.environ.get("CURABIB_UPDATE_GOLDEN"):
        shutil.rmtree(expected, ignore_errors=True)
        for path, text in written.items():
            (expected / path).parent.mkdir(parents=True, exist_ok=True)
            (expected / path).write_text(text, encoding="utf-8")
    assert written == files(expected)
    assert synchronise(loaded.value).value.plan.empty
