"""Run the sessions that the README and the documentation show, and put what they really print into them.

A session is a `console` block behind a line `<!-- session: FOLDER -->`: its `$` lines are run one after the other, in
a copy of FOLDER, with the `curabib` of this environment; standard output and error are shown as a terminal shows them.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
PAGES = (REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").glob("*.md")))
SESSION = re.compile(
    r"(<!-- session: (?P<folder>[\w./-]+) -->\n```console\n)(?P<body>.*?)(?=^```$)", re.S | re.M
)


def run_session(folder: Path, body: str) -> str:
    """Return the session's `$` lines, each followed by what it prints when run in a copy of `folder`."""
    commands = [line[2:] for line in body.splitlines() if line.startswith("$ ")]
    shown: list[str] = []
    environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "110", "PYTHONWARNINGS": "error"}
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary) / folder.name
        shutil.copytree(folder, place, ignore=shutil.ignore_patterns("bib", ".curabib"))
        for command in commands:
            program, *arguments = shlex.split(command)
            if program != "curabib":
                raise ValueError(f"a session may only run curabib, not {program!r}")
            done = subprocess.run(
                [sys.executable, "-m", "curabib", *arguments],
                cwd=place,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
            shown += [f"$ {command}", *(line.rstrip() for line in done.stdout.splitlines()), ""]
    return "\n".join(shown).rstrip("\n") + "\n"


def with_sessions(text: str) -> str:
    """Return the text with the output of every session in it as it is now."""
    return SESSION.sub(
        lambda match: match[1] + run_session(REPOSITORY / match["folder"], match["body"]),
        text,
    )


if __name__ == "__main__":
    for page in PAGES:
        page.write_text(with_sessions(page.read_text(encoding="utf-8")), encoding="utf-8")
