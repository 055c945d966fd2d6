"""`curabib sync` on the command line."""

import json
from pathlib import Path

from tests.cli.running import Runner


def test_nothing_to_do(curabib: Runner, project: Path) -> None:
    ran = curabib("sync")
    assert ran.status == 0
    assert "nothing to do" in ran.out
    assert "engines: unchanged" in ran.out


def test_a_dry_run_shows_a_diff_and_writes_nothing(curabib: Runner, project: Path) -> None:
    text = (project / "README.md").read_text(encoding="utf-8")
    (project / "README.md").write_text(
        text + "\n- [A wholly new work](https://arxiv.org/abs/2301.00001)\n", "utf-8"
    )
    before = (project / "bib" / "library.bib").read_bytes()
    ran = curabib("sync", "--dry-run")
    assert ran.status == 0
    assert "added: 1" in ran.out
    assert "```diff" in ran.out
    assert "+@misc{" in ran.out
    assert (project / "bib" / "library.bib").read_bytes() == before
    ran = curabib("sync", "--locked")
    assert ran.status == 1
    assert "--locked" in ran.err
    assert (project / "bib" / "library.bib").read_bytes() == before
    assert curabib("sync").status == 0
    assert curabib("sync", "--locked").status == 0


def test_json(curabib: Runner, project: Path) -> None:
    (project / "bib" / "library.bib").unlink()
    form = json.loads(curabib("sync", "--dry-run", "--format", "json").out)
    assert form["schema"] == "curabib.plan/1"
    assert form["files"] == [{"path": "bib/library.bib", "state": "new"}]
    assert "diff" in form
    form = json.loads(curabib("sync", "--format", "json").out)
    assert form["empty"] is False
    assert json.loads(curabib("sync", "--format", "json").out)["empty"] is True


def test_a_hand_edit_is_reported_on_stderr(curabib: Runner, project: Path) -> None:
    path = project / "bib" / "library.bib"
    text = path.read_text(encoding="utf-8")
    start = text.index("\n@") + 1
    line = text.index("\n", start) + 1
    path.write_text(text[:line] + "  note = {mine},\n" + text[line:], "utf-8")
    ran = curabib("sync")
    assert ran.status == 0
    assert "CB031" in ran.err
    assert "kept from hand edits: 1" in ran.out
    assert "mine" in (project / "bib" / "overrides.yaml").read_text(encoding="utf-8")


def test_blocked(curabib: Runner, project: Path) -> None:
    (project / "bib" / "curabib.lock").unlink()
    ran = curabib("sync")
    assert ran.status == 1
    assert "CB040" in ran.err and "nothing was written" in ran.err
    assert curabib("sync", "--rebuild").status == 0
    assert "nothing to do" in curabib("sync").out


def test_wrong_use(curabib: Runner, project: Path) -> None:
    ran = curabib("sync", "--source", "engine")
    assert ran.status == 2
    assert "did you mean `engines`?" in ran.err
    assert curabib("sync", "--from", "engines").status == 2
    assert curabib("sync", "--from", "other=x.md").status == 2
    (project / "bib" / "curabib.yaml").write_text("soruces: {}\n")
    ran = curabib("sync")
    assert ran.status == 2
    assert "CB002" in ran.err and "did you mean `sources`?" in ran.err


def test_no_project(curabib: Runner) -> None:
    ran = curabib("sync")
    assert ran.status == 2
    assert "curabib init" in ran.err


def test_a_copy_in_place_of_a_source(curabib: Runner, project: Path, tmp_path: Path) -> None:
    saved = tmp_path / "saved.md"
    saved.write_bytes((project / "README.md").read_bytes())
    (project / "README.md").unlink()
    assert curabib("sync").status == 1
    assert curabib("sync", "--from", f"engines={saved}").status == 0


def test_a_title_cannot_act_on_the_terminal(curabib: Runner, project: Path) -> None:
    text = (project / "README.md").read_text(encoding="utf-8")
    (project / "README.md").write_text(
        text + "\n- [A \x1b[31mred\u202e work](https://arxiv.org/abs/2301.00001)\n", "utf-8"
    )
    ran = curabib("sync", "--dry-run")
    assert "\x1b[31m" not in ran.out and "\u202e" not in ran.out
