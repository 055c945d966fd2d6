"""Settings with errors stop every command that works in a project in the same way."""

from pathlib import Path

import pytest

from tests.cli.running import Runner

COMMANDS = {
    "sync": ["sync"],
    "status": ["status"],
    "check": ["check"],
    "check --fix": ["check", "--fix"],
    "list": ["list"],
    "list of a word": ["list", "engine"],
    "export": ["export"],
    "export of a topic": ["export", "--topic", "Engines"],
    "show": ["show", "some2020key"],
    "explain": ["explain", "some2020key"],
    "topics": ["topics"],
    "refs": ["refs"],
    "key": ["key", "alias", "some2020key", "other"],
    "adopt": ["adopt", "own.bib"],
}
BROKEN = {
    "no YAML": ("title: [", "CB001", "2:1"),
    "an unknown setting": ("soruces: {}\n", "CB002", "1:1"),
    "a path outside": ("sources: {a: {file: ../../../secret.md}}\n", "CB003", "1:21"),
    "a key twice": ("title: a\ntitle: b\n", "CB004", "2:1"),
    "Windows line ends": ("title: a\r\nsoruces: {}\r\n", "CB002", "2:1"),
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("fault", BROKEN)
def test_every_command_says_the_same(curabib: Runner, project: Path, command: str, fault: str) -> None:
    text, code, place = BROKEN[fault]
    (project / "own.bib").write_text("@misc{a, title={A}}\n")
    (project / "bib" / "curabib.yaml").write_bytes(text.encode())
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    ran = curabib(*COMMANDS[command])
    assert (ran.status, ran.out) == (2, "")
    assert f"bib/curabib.yaml:{place}: error {code} " in ran.err
    assert "error: `bib/curabib.yaml` has errors\nhint: mend it first" in ran.err
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before


def test_what_was_found_is_in_the_document_too(curabib: Runner, project: Path) -> None:
    (project / "bib" / "curabib.yaml").write_text("soruces: {}\n")
    ran = curabib("--output-format", "json", "list")
    assert ran.status == 2
    assert '"CB002"' in ran.err
