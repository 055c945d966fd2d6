"""`curabib status` on the command line."""

import json
from pathlib import Path

from tests.cli.running import Runner


def test_clean(curabib: Runner, project: Path) -> None:
    ran = curabib("status")
    assert (ran.status, ran.err) == (0, "")
    assert "nothing to do" in ran.out


def test_it_looks_at_the_sources_only_when_asked_and_never_writes(curabib: Runner, project: Path) -> None:
    text = (project / "README.md").read_text(encoding="utf-8")
    (project / "README.md").write_text(
        text + "\n- [A wholly new work](https://arxiv.org/abs/2301.00001)\n", "utf-8"
    )
    state = {p: p.read_bytes() for p in (project / "bib").rglob("*") if p.is_file()}
    assert "nothing to do" in curabib("status").out
    ran = curabib("status", "--fetch")
    assert "added: 1" in ran.out
    form = json.loads(curabib("status", "--fetch", "--format", "json").out)
    assert form["counts"]["added"] == 1
    assert {p: p.read_bytes() for p in (project / "bib").rglob("*") if p.is_file()} == state


def test_edits_of_settings_show(curabib: Runner, project: Path) -> None:
    config = project / "bib" / "curabib.yaml"
    config.write_text(config.read_text() + "  - {path: refs.md, style: plain, to: markdown}\n")
    assert "new: bib/refs.md" in curabib("status").out
