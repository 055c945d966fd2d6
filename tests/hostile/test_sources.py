"""A source that turns bad takes nothing away from the bibliography."""

from pathlib import Path

import pytest

from tests.cli.running import Runner

LIST = "# Widgets\n\n## Blue\n\n- [A blue widget paper](https://arxiv.org/abs/2001.00001) Ada Lovelace. ICML 2020.\n"
CONFIG = "sources:\n  widgets:\n    file: ../list.md\noutputs:\n  - path: library.bib\n    format: bibtex\n"


@pytest.fixture
def curabib(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Runner:
    """Return a runner in a project with a list of one work, synced."""
    (tmp_path / "list.md").write_text(LIST, encoding="utf-8")
    (tmp_path / "bib").mkdir()
    (tmp_path / "bib" / "curabib.yaml").write_text(CONFIG, encoding="utf-8")
    runner = Runner(tmp_path, monkeypatch)
    assert runner("sync").status == 0
    return runner


def state(folder: Path) -> dict[str, bytes]:
    """Return the contents of the files that a sync keeps."""
    return {
        path.name: path.read_bytes()
        for path in (folder / "bib").rglob("*")
        if path.suffix in (".bib", ".lock", ".jsonl")
    }


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "CB030"),
        (b"Moved to another place.\n", "CB030"),
        (b"<html><body>" + b"<br>" * 300_000, "CB114"),
        (b"x" * 20_000_001, "CB114"),
        (b"\x01\x02\x03\x04" * 1000, "CB113"),
        (b"\xff\xfe\x00", "CB012"),
        (b"- a\x00b\n", "CB012"),
    ],
    ids=["empty", "moved", "bomb", "big", "control", "bytes", "nul"],
)
def test_the_bibliography_stays_and_the_reason_is_told(data: bytes, code: str, curabib: Runner) -> None:
    before = state(curabib.folder)
    (curabib.folder / "list.md").write_bytes(data)
    ran = curabib("sync")
    assert ran.status == 1
    assert code in ran.err
    assert "up to date" not in ran.out
    assert state(curabib.folder) == before


def test_a_list_that_really_is_empty_is_accepted_when_asked(curabib: Runner) -> None:
    (curabib.folder / "list.md").write_bytes(b"")
    ran = curabib("sync", "--accept-removals")
    assert ran.status == 0, ran.err
    assert "(withdrawn)" in curabib("list").out
