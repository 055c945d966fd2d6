"""The hooks that other repositories run through pre-commit."""

import re
import shlex
from pathlib import Path
from typing import Any

import yaml

from curabib.cli.main import COMMANDS
from tests.cli.running import Runner
from tests.conftest import REPOSITORY

HOOKS: list[dict[str, Any]] = yaml.safe_load(
    (REPOSITORY / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
)
OWN: dict[str, Any] = yaml.safe_load((REPOSITORY / ".pre-commit-config.yaml").read_text(encoding="utf-8"))


def arguments(name: str) -> list[str]:
    """Return the arguments that a hook gives to curabib before the names of files."""
    (hook,) = [hook for hook in HOOKS if hook["id"] == name]
    program, *rest = shlex.split(hook["entry"])
    assert program == "curabib"
    return rest


def test_each_hook_calls_a_command_and_says_which_files() -> None:
    ids = ["curabib-fmt", "curabib-check", "curabib-sync-locked", "curabib-tex"]
    assert [hook["id"] for hook in HOOKS] == ids
    for hook in HOOKS:
        assert set(arguments(hook["id"])) & set(COMMANDS)
        assert hook["language"] == "python"
        re.compile(hook["files"])


def test_fmt_mends_the_file_so_that_the_next_commit_passes(curabib: Runner, tmp_path: Path) -> None:
    path = tmp_path / "x.bib"
    path.write_text('@misc{a, title="x"}', encoding="utf-8")
    before = path.read_bytes()
    assert curabib(*arguments("curabib-fmt"), "x.bib").status == 0
    assert path.read_bytes() != before
    after = path.read_bytes()
    assert curabib(*arguments("curabib-fmt"), "x.bib").status == 0
    assert path.read_bytes() == after


def test_check_names_line_and_column(curabib: Runner, tmp_path: Path) -> None:
    text = (REPOSITORY / "tests" / "cases" / "cli" / "engines.md").read_text(encoding="utf-8")
    (tmp_path / "README.md").write_text(text, encoding="utf-8")
    ran = curabib(*arguments("curabib-check"), "README.md")
    assert re.search(r"^README\.md:22:5: CB575 ", ran.out, re.MULTILINE)


def test_tex_fails_until_the_bibliography_is_what_is_cited(curabib: Runner, project: Path) -> None:
    (project / "paper.tex").write_text("\\cite{menabrea2018sketch}", encoding="utf-8")
    names = ["paper.tex", "--output", "references.bib"]
    assert curabib("tex", *names).status == 0
    assert curabib(*arguments("curabib-tex"), *names).status == 0
    (project / "paper.tex").write_text("\\cite{menabrea2018skitch}", encoding="utf-8")
    ran = curabib(*arguments("curabib-tex"), *names)
    assert ran.status == 1
    assert "CB700" in ran.err and "CB706" in ran.err


def test_the_own_hooks_are_local() -> None:
    assert [repo["repo"] for repo in OWN["repos"]] == ["local"]
    assert all(hook["language"] == "system" for repo in OWN["repos"] for hook in repo["hooks"])
