"""The GitHub Action and the pre-commit hooks that other repositories use."""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests.cli.running import Runner
from tests.conftest import REPOSITORY

ACTION = yaml.safe_load((REPOSITORY / "action.yml").read_text(encoding="utf-8"))
HOOKS = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
SCRIPT = REPOSITORY / ".ci" / "check-list"

GOOD = (
    "# Engines\n\n- **On Engines.** Ada Lovelace, James Watt. *ICML 2018*. [[paper]](https://arxiv.org/abs/1801.00001)\n"
    "- **On Mills.** James Watt, Ada Lovelace. *ICML 2018*. [[paper]](https://arxiv.org/abs/1801.00002)\n"
)
BAD = GOOD + "- **On Steam.** James Watt. *ICML 2018*. [[papre]](https://arxiv.org/abs/1801.00003)\n"


@pytest.fixture
def action(tmp_path: Path, tool: Callable[[str], str]) -> Callable[..., subprocess.CompletedProcess[str]]:
    bash = tool("bash")

    def run(**inputs: str) -> subprocess.CompletedProcess[str]:
        environment = {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(tmp_path),
            "GITHUB_OUTPUT": str(tmp_path / "output"),
            "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
            **inputs,
        }
        return subprocess.run(
            [bash, str(SCRIPT)], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )

    return run


@pytest.mark.real
class TestScript:
    """What the Action runs."""

    def test_a_clean_list_passes(
        self, action: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
    ) -> None:
        (tmp_path / "README.md").write_text(GOOD, encoding="utf-8")
        ran = action(CURABIB_IGNORE="CB5")
        assert (ran.returncode, ran.stdout) == (0, "")
        assert (tmp_path / "output").read_text() == "problems=0\n"

    def test_problems_are_annotations_with_file_line_and_column(
        self, action: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
    ) -> None:
        (tmp_path / "my list.md").write_text(BAD, encoding="utf-8")
        ran = action(
            CURABIB_FILES="  my list.md \n\n",
            CURABIB_SARIF="out.sarif",
            CURABIB_PATCH="out.patch",
            CURABIB_IGNORE="CB1, CB30",
        )
        assert ran.returncode == 1
        (line,) = [row for row in ran.stdout.splitlines() if "CB589" in row]
        assert line.startswith(
            "::warning file=my list.md,line=5,col=44,endLine=5,endColumn=49,title=curabib (CB589)::"
        )
        assert all(re.match(r"::(error|warning|notice) ", row) for row in ran.stdout.splitlines())
        log = json.loads((tmp_path / "out.sarif").read_text(encoding="utf-8"))
        assert "CB589" in [result["ruleId"] for result in log["runs"][0]["results"]]
        assert "+- **On Steam.** James Watt. *ICML 2018*. [[paper]]" in (tmp_path / "out.patch").read_text(
            encoding="utf-8"
        )
        assert "| CB589 | link-label-misspelt | 1 |" in (tmp_path / "summary").read_text(encoding="utf-8")

    def test_only_errors_fail_where_asked_so(
        self, action: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
    ) -> None:
        (tmp_path / "README.md").write_text(BAD, encoding="utf-8")
        assert action(CURABIB_STRICT="false").returncode == 0

    def test_truth_is_read_in_any_case(
        self, action: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
    ) -> None:
        (tmp_path / "README.md").write_text(BAD, encoding="utf-8")
        assert action(CURABIB_STRICT="True").returncode == 1
        assert action(CURABIB_STRICT="False").returncode == 0
        assert action(CURABIB_STRICT="perhaps").returncode == 2

    def test_files_may_be_patterns(
        self, action: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
    ) -> None:
        for name in ("a.md", "lists/b c.md", "lists/deep/d.md", "x[1].md", "x1.txt"):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(BAD, encoding="utf-8")
        ran = action(CURABIB_FILES="lists/**/*.md\nx[1].md\n")
        named = set(re.findall(r"file=([^,]*),", ran.stdout))
        assert named == {"lists/b c.md", "lists/deep/d.md", "x[1].md"}
        ran = action(CURABIB_FILES="none/*.md")
        assert ran.returncode == 2
        assert "file=none/*.md" in ran.stdout

    def test_a_file_that_is_not_there_fails(
        self, action: Callable[..., subprocess.CompletedProcess[str]]
    ) -> None:
        ran = action(CURABIB_FILES="--help\nnowhere.md")
        assert ran.returncode == 2
        assert "cannot be read" in ran.stderr
        assert ran.stdout.count("title=curabib (CB010)::") == 2

    def test_inputs_and_lists_are_never_commands(
        self, action: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
    ) -> None:
        name = "$(touch hacked) `touch hacked`;&.md"
        hostile = (
            BAD
            + "- **::error::hacked %0A::set-output name=x::y.** James Watt. [[papre]](https://a.org/$(touch hacked))\n"
        )
        (tmp_path / name).write_text(hostile, encoding="utf-8")
        ran = action(CURABIB_FILES=name, CURABIB_IGNORE="$(touch hacked) *")
        assert ran.returncode == 1
        assert not (tmp_path / "hacked").exists()
        assert not [row for row in ran.stdout.splitlines() if row.startswith(("::set-output", "::error::"))]

    def test_a_project_that_is_out_of_date_fails(
        self, action: Callable[..., subprocess.CompletedProcess[str]], curabib: Runner, project: Path
    ) -> None:
        assert action(CURABIB_STRICT="false", CURABIB_LOCKED="true").returncode == 0
        overrides = project / "bib" / "overrides.yaml"
        overrides.write_text("corrections:\n  menabrea2018sketch:\n    date: 2020\n", encoding="utf-8")
        assert action(CURABIB_STRICT="false", CURABIB_LOCKED="true").returncode == 1


def test_the_action_hands_every_input_to_the_script_as_a_variable() -> None:
    script = SCRIPT.read_text(encoding="utf-8")
    step = ACTION["runs"]["steps"][-1]
    for name in ACTION["inputs"]:
        if name != "python-version":
            variable = f"CURABIB_{name.upper()}"
            assert step["env"][variable] == f"${{{{ inputs.{name} }}}}"
            assert variable in script
    assert all("${{" not in each.get("run", "") for each in ACTION["runs"]["steps"]), (
        "an input would be a command"
    )
    assert all(each.get("description") for each in ACTION["inputs"].values())


OF_LISTS = [hook for hook in HOOKS if hook["id"] != "curabib-tex"]  # which needs a paper: test_hooks.py


@pytest.mark.parametrize("hook", OF_LISTS, ids=lambda hook: hook["id"])
def test_a_hook_is_a_command_of_ours(hook: dict[str, str], curabib: Runner, project: Path) -> None:
    assert {"id", "name", "entry", "language", "files"} <= set(hook)
    program, *arguments = shlex.split(hook["entry"])
    assert program == "curabib"
    (project / "README.md").write_text(GOOD, encoding="utf-8")
    assert curabib("sync", "--accept-removals").status == 0
    files = ["README.md"] if hook.get("pass_filenames", True) else []
    ran = curabib(*arguments, *files)
    assert ran.status == 0, ran.out + ran.err


def test_the_hook_for_lists_takes_readmes() -> None:
    pattern = re.compile(next(hook["files"] for hook in HOOKS if hook["id"] == "curabib-check"))
    assert all(pattern.search(name) for name in ("README.md", "docs/readme.rst", "Readme.org"))
    assert not any(pattern.search(name) for name in ("README.py", "NOTREADME.md", "notes.md"))
