"""`curabib review` at a terminal, a real one as far as it can tell, and for scripts."""

import json
import os
import re
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.running import Runner

pytest.importorskip("pty")
pytest.importorskip("fcntl")
import fcntl
import pty
import termios

TITLES = (
    "Phases of early training of wheels",
    "Boilers under high pressure in ships",
    "Snow and vapour of the north",
)
OFFICIAL = (
    "Phases of the Training of Wheels",
    "Boilers under Low Pressure in Ships",
    "Snow and Vapour in the North Now",
)
PEOPLE = ("Ada Berg, Cleo Dorn", "Zoe Watt, Max Fell", "Sadi Carnot, Lise Planck")
ANSWERED = re.compile(r"\b([0-9a-f]{8})  (\w+)  \|  (\S+)")


@pytest.fixture
def waiting(tmp_path: Path, curabib: Runner, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a project with three entries, for each of which an authority has a record that may be it."""
    monkeypatch.setenv("CURABIB_CACHE", str(tmp_path / "cache"))
    lines = [
        {
            "title": title,
            "authors": people.split(", "),
            "year": "2021",
            "venue": "icml",
            "venue_type": "conference",
            "source_id": f"r{number}",
            "pages": f"{number}1-{number}9",
        }
        for number, (title, people) in enumerate(zip(OFFICIAL, PEOPLE, strict=True))
    ]
    (tmp_path / "official.jsonl").write_text(
        "".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8"
    )
    text = "".join(
        f"- {title} [[paper]](https://arxiv.org/abs/2005.0000{number})\n  - {people}. ICML 2021\n"
        for number, (title, people) in enumerate(zip(TITLES, PEOPLE, strict=True))
    )
    (tmp_path / "README.md").write_text(f"# Engines\n\n{text}", encoding="utf-8")
    for command in (
        ["init"],
        ["add", "engines", "README.md"],
        ["sync"],
        ["authority", "add", "official.jsonl"],
    ):
        assert curabib(*command).status == 0
    return tmp_path


def _sit_down() -> None:
    """Take the terminal, and hear it hang up: under `nohup` the tests would hand down deaf ears."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


class Terminal:
    """A process at a terminal of its own: what it prints, and the keys that are struck."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.master, slave = pty.openpty()
        self.text = ""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "curabib", *arguments],
            cwd=folder,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            preexec_fn=_sit_down,
            env={**os.environ, "TERM": "xterm", "COLUMNS": "80"},
        )
        os.close(slave)

    def read(self, done: Callable[[str], bool], seconds: float = 30.0) -> str:
        """Return what is printed until `done` says that it is enough; fails where that takes too long."""
        begin, end = len(self.text), time.monotonic() + seconds
        while not done(self.text[begin:]):
            if time.monotonic() > end:
                raise AssertionError(f"waited in vain, after {self.text!r}")
            if select.select([self.master], [], [], 0.2)[0]:
                try:
                    data = os.read(self.master, 65536)
                except OSError:  # the other side is closed
                    break
                if not data:
                    break
                self.text += data.decode("utf-8", "replace")
        return self.text[begin:]

    def prompt(self) -> str:
        """Return what is printed until a question waits for its answer."""
        return self.read(lambda text: "[q] done" in text and text.endswith("\n"))

    def strike(self, keys: str) -> None:
        os.write(self.master, keys.encode())

    def resize(self, rows: int, columns: int) -> None:
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        os.kill(self.process.pid, signal.SIGWINCH)

    def end(self) -> int:
        """Return the exit status once the process has ended."""
        self.read(lambda text: False)
        return self.process.wait(30)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(10)
        os.close(self.master)


@pytest.fixture
def terminal(waiting: Path) -> Iterator[Terminal]:
    made = Terminal(waiting, "review")
    yield made
    made.close()


def overrides(folder: Path) -> str:
    path = folder / "bib" / "overrides.yaml"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def test_a_pass_at_a_terminal(waiting: Path, terminal: Terminal) -> None:
    first = terminal.prompt()
    assert "3 left" in first
    key = ANSWERED.search(first)
    assert key is not None
    terminal.strike("y")
    assert "2 left" in terminal.prompt()
    assert f"[{key[2]}, " in overrides(waiting)
    terminal.strike("u")
    assert ANSWERED.search(terminal.prompt()).groups() == key.groups()  # type: ignore[union-attr]
    assert key[2] not in overrides(waiting)
    terminal.strike("x")  # a key that means nothing asks again
    assert "`x` means nothing here" in terminal.prompt()
    terminal.strike("u")
    assert "there is nothing to undo" in terminal.prompt()
    terminal.strike("\x1b[A")  # so does an arrow
    again = terminal.prompt()
    assert "3 left" in again
    assert "this key means nothing here" in again
    terminal.resize(12, 30)
    terminal.strike("y")
    second = terminal.prompt()
    assert "2 left" in second
    refused = ANSWERED.search(second)
    terminal.strike("n")
    assert "1 left" in terminal.prompt()
    terminal.strike("s")
    last = terminal.prompt()
    assert "nothing is left; 2 decisions made\r\n[u] undo  [q] done" in last
    terminal.strike("u")  # the last answer can be taken back too
    assert "1 left" in terminal.prompt()
    terminal.strike("s")
    terminal.prompt()
    terminal.strike("\r")
    assert terminal.end() == 0
    assert "2 decisions written to bib/overrides.yaml" in terminal.text
    text = overrides(waiting)
    assert refused is not None
    assert key[2] in text.partition("same:")[2].partition("different:")[0]
    assert refused[2] in text.partition("different:")[2].partition("same:")[0]
    assert "found" not in text
    assert "pages" in (waiting / "bib" / "library.bib").read_text(encoding="utf-8")


@pytest.mark.parametrize("way", ["ctrl-c", "ctrl-d", "kill", "hangup", "quit"])
def test_nothing_is_lost_however_it_ends(way: str, waiting: Path, terminal: Terminal) -> None:
    before = overrides(waiting)
    first = ANSWERED.search(terminal.prompt())
    assert first is not None
    terminal.strike("y")
    terminal.prompt()
    if way == "kill":
        terminal.process.kill()
    elif way == "hangup":
        os.kill(terminal.process.pid, signal.SIGHUP)
    else:
        terminal.strike({"ctrl-c": "\x03", "ctrl-d": "\x04", "quit": "q"}[way])
    status = terminal.end()
    assert status == {"ctrl-c": 130, "quit": 0}.get(way, status)
    assert overrides(waiting).startswith(before.rstrip("\n"))
    assert f"[{first[2]}, " in overrides(waiting).partition("same:")[2]
    if way == "ctrl-c":
        assert "1 decision kept; `curabib enrich` goes on from there" in terminal.text
        settings = termios.tcgetattr(terminal.master)
        assert settings[3] & termios.ECHO, "the terminal is left as it was"


def test_keys_that_were_struck_ahead_count(waiting: Path, terminal: Terminal) -> None:
    terminal.prompt()
    terminal.strike("nnq")
    assert terminal.end() == 0
    assert "2 decisions written" in terminal.text


def test_scripts_name_pairs_by_their_ids(waiting: Path, curabib: Runner) -> None:
    rows = json.loads(curabib("review", "--format", "json").out)
    assert len({row["id"] for row in rows}) == 3
    listed = curabib("review", "--list").out
    assert all(f"{row['id']}  {row['key']}  |  {row['other']}" in listed for row in rows)
    ran = curabib("review", "accept", rows[0]["id"], rows[1]["id"].upper())
    assert ran.status == 0
    assert "2 decisions written" in ran.err
    assert curabib("review", "refuse", rows[2]["id"]).status == 0
    assert curabib("review").err == "nothing waits\n"
    again = curabib("review", "refuse", rows[2]["id"])
    assert (again.status, "waits" in again.err) == (2, True)
    assert curabib("review", "accept").status == 2
    library = (waiting / "bib" / "library.bib").read_text(encoding="utf-8")
    assert library.count("pages ") == 2


def test_line_ends_and_what_others_write_stay(waiting: Path, curabib: Runner) -> None:
    path = waiting / "bib" / "overrides.yaml"
    path.write_bytes(b"# mine\r\n")
    rows = json.loads(curabib("review", "--format", "json").out)
    assert curabib("review", "refuse", rows[0]["id"]).status == 0
    data = path.read_bytes()
    assert data.startswith(b"# mine\r\n")
    assert data.count(b"\r\n") == data.count(b"\n")
