"""Running the command line inside the test process, with what it printed."""

import io
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from curabib.cli.main import run


@dataclass(frozen=True)
class Ran:
    """An exit status, the data and the talk."""

    status: int
    out: str
    err: str


class Runner:
    """Runs curabib in a folder with nothing special in the environment."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self._patch = monkeypatch

    def __call__(self, *arguments: str | Path, stdin: str | bytes = b"") -> Ran:
        out, err = _Stream(), _Stream()
        data = stdin.encode() if isinstance(stdin, str) else stdin
        with self._patch.context() as patch:
            patch.chdir(self.folder)
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            status = run([str(argument) for argument in arguments])
        return Ran(status, out.text(), err.text())


class _Stream(io.TextIOWrapper):
    """A text stream over bytes in memory, as `sys.stdout` is one over a file."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", errors="strict", newline="", write_through=True)

    def text(self) -> str:
        self.flush()
        buffer = self.buffer
        assert isinstance(buffer, io.BytesIO)
        return buffer.getvalue().decode("utf-8")


def lines(ran: Ran) -> Sequence[str]:
    """Return the lines of the talk."""
    return ran.err.splitlines()
