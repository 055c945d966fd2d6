"""Formatting .bib files of 1,000, 10,000 and 100,000 entries, sorted by key, against every tool at hand that does so.

`python -m benchmarks.fmt [SIZE ...]`. Tools that are not installed are left out; one that takes more than two minutes
is stopped, and one that promises to is not asked.
"""

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.bib_files import generate
from benchmarks.measure import Cost, compare, run_once, table
from curabib.bibtex.latex.decode import decode
from curabib.bibtex.layout import format_document
from curabib.bibtex.names import parse_names
from curabib.bibtex.parse import parse

SIZES = (1_000, 10_000, 100_000)
ROUNDS = {1_000: 5, 10_000: 3}
PATIENCE = 120.0
LARGE = 50_000

BIBTEXPARSER = """
import sys, bibtexparser
library = bibtexparser.parse_file(sys.argv[1], parse_stack=[], encoding="utf-8")
order = bibtexparser.middlewares.SortBlocksByTypeAndKeyMiddleware()
sys.stdout.write(bibtexparser.write_string(library, unparse_stack=[order]))
"""
PYBTEX = """
import sys
from pybtex.database import BibliographyData, parse_file
data = parse_file(sys.argv[1], "bibtex")
sys.stdout.write(BibliographyData(dict(sorted(data.entries.items()))).to_string("bibtex"))
"""


def commands(path: Path) -> dict[str, list[str]]:
    """Return the command of each tool that is there: read `path`, sort by key, write the whole."""
    python = sys.executable
    curabib = str(Path(python).with_name("curabib"))
    found = {
        "curabib fmt": ["sh", "-c", f"{curabib} fmt - < {path} > {path}.out"],
        "bibtexparser 2": ["sh", "-c", f'{python} -c "$1" {path} > {path}.out', "sh", BIBTEXPARSER],
        "pybtex": ["sh", "-c", f'{python} -c "$1" {path} > {path}.out', "sh", PYBTEX],
    }
    for name, command in (
        ("bibtool", ["bibtool", "-s", str(path), "-o", f"{path}.out"]),
        ("bibtex-tidy", ["bibtex-tidy", str(path), "--sort=key", "--quiet", f"--output={path}.out"]),
    ):
        tool = shutil.which(name)
        if tool:
            found[name] = [tool, *command[1:]]
    return found


def compare_sizes(sizes: list[int], folder: Path) -> None:
    """Print a table for each size."""
    slow: set[str] = set()
    for size in sizes:
        path = folder / f"{size}.bib"
        path.write_text("".join(generate(size)), encoding="utf-8", newline="\n")
        rows = {name: command for name, command in commands(path).items() if name not in slow}
        costs = _once(rows) if size > LARGE else compare(rows, ROUNDS.get(size, 3))
        slow |= {name for name, cost in costs.items() if cost.cpu * 10 > PATIENCE}
        base = "bibtool" if "bibtool" in costs else "curabib fmt"
        print(f"-- {size} entries, {path.stat().st_size / 1e6:.1f} MB")
        print(table(costs, base))


def _once(rows: dict[str, list[str]]) -> dict[str, Cost]:
    """Return what one run of each takes; one that is out of patience is said to be."""
    costs: dict[str, Cost] = {}
    for name, command in rows.items():
        try:
            costs[name] = run_once(["timeout", str(PATIENCE), *command])
        except RuntimeError:
            print(f"{name} was stopped after {PATIENCE:.0f} s")
    return costs


def parsing(path: Path) -> None:
    """Print how fast the parser is: blocks only; with fields; with names and LaTeX decoded; formatted."""
    text = path.read_text(encoding="utf-8")
    stages: dict[str, Callable[[], object]] = {
        "blocks": lambda: parse(text),
        "fields": lambda: [block.fields for block in parse(text).entries],
        "names and LaTeX": lambda: _decoded(text),
        "formatted": lambda: format_document(parse(text)),
    }
    print(f"-- in process, {len(text) / 1e6:.1f} MB")
    for name, stage in stages.items():
        started = time.process_time()
        stage()
        spent = time.process_time() - started
        print(f"{name:<16} {len(text) / 1e6 / spent:6.1f} MB/s")


def _decoded(text: str) -> None:
    for block in parse(text).entries:
        for name, value in block.pairs():
            if name == "author":
                parse_names(value[1:-1])
            else:
                decode(value)


def main() -> None:
    """Print the medians and ratios."""
    sizes = [int(argument) for argument in sys.argv[1:] if argument.isdigit()] or list(SIZES)
    with tempfile.TemporaryDirectory() as folder:
        compare_sizes(sizes, Path(folder))
        parsing(Path(folder) / f"{min(sizes, key=lambda size: abs(size - 10_000))}.bib")


if __name__ == "__main__":
    main()
