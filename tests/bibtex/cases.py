"""Case files: sections `## name`, each with two fenced blocks, input and expected."""

import re
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

_FOLDER = Path(__file__).resolve().parents[1] / "cases"
_CASE = re.compile(r"^## (.+?)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_FENCE = re.compile(r"^(`{3,})[a-z]*\n(.*?)^\1$", re.MULTILINE | re.DOTALL)


def cases(path: str) -> list[ParameterSet]:
    """Return the cases of a file below `tests/cases` as pytest parameters (input, expected)."""
    found: list[ParameterSet] = []
    for name, body in _CASE.findall((_FOLDER / path).read_text(encoding="utf-8")):
        blocks = [text for _, text in _FENCE.findall(body)]
        assert len(blocks) == 2, f"{path}: {name} has {len(blocks)} blocks"
        found.append(pytest.param(*blocks, id=name))
    assert found, path
    return found


def lines(path: str) -> list[ParameterSet]:
    """Return the cases of a file of lines `input => expected` (`#` starts a comment) as pytest parameters."""
    found: list[ParameterSet] = []
    for line in (_FOLDER / path).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("# "):
            before, arrow, after = line.partition(" => ")
            assert arrow, f"{path}: {line}"
            found.append(pytest.param(before.strip(), after.strip(), id=before.strip()[:40]))
    assert found, path
    return found
