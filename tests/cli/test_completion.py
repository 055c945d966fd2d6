"""Completion in real shells, and the commands that list what there is."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from curabib.cli.completion import SHELLS, VARIABLE, script
from tests.cli.running import Runner


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_is_printed(curabib: Runner, shell: str) -> None:
    ran = curabib("completion", shell)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == script(shell)
    assert VARIABLE in ran.out
    assert "curabib" in ran.out


def test_another_shell_is_wrong_usage(curabib: Runner) -> None:
    ran = curabib("completion", "tcsh")
    assert ran.status == 2
    assert "bash" in ran.err


def complete(words: str, monkeypatch: pytest.MonkeyPatch, curabib: Runner) -> list[str]:
    """Return what bash would be offered for the last of these words."""
    monkeypatch.setenv(VARIABLE, "bash_complete")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(len(words.split(" ")) - 1))
    ran = curabib()
    assert ran.status == 0
    return [line.partition(",")[2] for line in ran.out.split()]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("curabib exp", ["explain", "export"]),
        ("curabib --col", ["--color"]),
        ("curabib --color ", ["auto", "always", "never"]),
        ("curabib --output-format g", ["github"]),
        ("curabib plugins w", ["writers"]),
        ("curabib explain cb57", ["CB570", "CB572", "CB574", "CB575", "CB576", "CB577", "CB578", "CB579"]),
        ("curabib nosuch x", []),
        ("curabib read --reader mark", ["markdown"]),
    ],
)
def test_commands_options_and_values_are_offered(
    words: str, offered: list[str], monkeypatch: pytest.MonkeyPatch, curabib: Runner
) -> None:
    assert complete(words, monkeypatch, curabib) == offered


def test_outside_a_project_there_are_no_keys(monkeypatch: pytest.MonkeyPatch, curabib: Runner) -> None:
    assert complete("curabib explain a", monkeypatch, curabib) == []


@pytest.mark.real
def test_bash_itself_completes(tmp_path: Path) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("bash is not installed")
    (tmp_path / "curabib").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m curabib "$@"\n')
    (tmp_path / "curabib").chmod(0o755)
    (tmp_path / "completion.bash").write_text(script("bash"))
    commands = (
        "source ./completion.bash; COMP_WORDS=(curabib comp); COMP_CWORD=1; "
        '_curabib_completion curabib comp curabib; echo "${COMPREPLY[@]}"'
    )
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    ran = subprocess.run(
        [bash, "--norc", "-c", commands],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stdout.split() == ["completion"], ran.stderr


def test_plugins_are_listed_by_group(curabib: Runner) -> None:
    ran = curabib("plugins")
    assert ran.status == 0
    assert "writers    bibtex         built in\n" in ran.out
    assert "readers    markdown       built in\n" in ran.out
    rows = json.loads(curabib("plugins", "checks", "--format", "json").out)
    assert {"group": "checks", "name": "missing", "built_in": True} in rows
    assert {row["group"] for row in rows} == {"checks"}
    assert curabib("plugins", "toys").status == 2


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("curabib explain love", ["lovelace2019computable"]),
        ("curabib show mena", ["menabrea2018sketch"]),
        ("curabib export --source ", ["engines"]),
        ("curabib export --topic diff", ["Difference"]),
    ],
)
def test_a_project_offers_its_keys_topics_and_sources(
    words: str, offered: list[str], project: Path, monkeypatch: pytest.MonkeyPatch, curabib: Runner
) -> None:
    assert complete(words, monkeypatch, curabib) == offered
