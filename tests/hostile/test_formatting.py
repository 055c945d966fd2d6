"""`.bib` files made to take all memory, formatted under a limit of memory and of time."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

_SECONDS = 60
_BYTES = 200 << 20  # three million take 0.8 GiB, of which half a million are read
_ENTRIES = 40_000
_LIMITED = f"""\
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({_BYTES}, {_BYTES}))
resource.setrlimit(resource.RLIMIT_CPU, ({_SECONDS}, {_SECONDS}))
from curabib.cli.main import run
sys.exit(run(sys.argv[1:]))
"""


@pytest.mark.parametrize(
    ("name", "entry", "problems"),
    [
        ("one-key", "@a{{k,}}\n", 10_000),
        ("many-keys", "@a{{k{number},}}\n", 0),
        ("never-closed", "@a{{k\n", 10_000),
    ],
)
def test_very_many_tiny_entries_take_memory_in_proportion(
    name: str, entry: str, problems: int, tmp_path: Path
) -> None:
    file = tmp_path / f"{name}.bib"
    file.write_text("".join(entry.format(number=number) for number in range(_ENTRIES)))
    ran = subprocess.run(
        [sys.executable, "-c", _LIMITED, "--output-format", "concise", "fmt", file.name],
        cwd=tmp_path,
        capture_output=True,
        timeout=10 * _SECONDS,
        check=False,
    )
    talk = ran.stderr.decode("utf-8")
    assert ran.returncode == (1 if problems else 0), talk[-500:]
    assert len(re.findall(r": CB50[01] ", talk)) == problems
    assert ("more errors are not listed" in talk) == bool(problems)
    assert file.read_text().count("@a{") == _ENTRIES
