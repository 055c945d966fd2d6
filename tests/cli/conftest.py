"""A runner of the command line in an empty folder."""

from pathlib import Path

import pytest

from tests.cli.running import Runner


@pytest.fixture
def curabib(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Runner:
    """Return a function that runs the command line with `tmp_path` as the working directory."""
    for name in ("NO_COLOR", "_CURABIB_COMPLETE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    return Runner(tmp_path, monkeypatch)
