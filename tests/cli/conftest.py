"""A runner of the command line in an empty folder."""

from pathlib import Path

import pytest

from tests.cli.running import Runner
from tests.conftest import REPOSITORY


@pytest.fixture
def curabib(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Runner:
    """Return a function that runs the command line with `tmp_path` as the working directory."""
    for name in ("NO_COLOR", "_CURABIB_COMPLETE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    return Runner(tmp_path, monkeypatch)


CONFIG = """\
title: Engines
sources:
  engines:
    file: ../README.md
outputs:
  - path: library.bib
    format: bibtex
"""


@pytest.fixture
def project(tmp_path: Path, curabib: Runner) -> Path:
    """Return the folder of a project with one list, synced once; it is the working directory of `curabib`."""
    text = (REPOSITORY / "tests" / "cases" / "cli" / "engines.md").read_text(encoding="utf-8")
    (tmp_path / "README.md").write_text(text, encoding="utf-8")
    (tmp_path / "bib").mkdir()
    (tmp_path / "bib" / "curabib.yaml").write_text(CONFIG, encoding="utf-8")
    ran = curabib("sync")
    assert ran.status == 0, ran.err
    return tmp_path
