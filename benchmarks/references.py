"""Formatting reference lists in IEEE and APA: first and second runs against pandoc alone on the same CSL-JSON.

`python -m benchmarks.references [SIZE ...] [apa]`. Beside them citeproc-py, pybtex (its style unsrt) and citation-js,
where they are installed; `curabib list` is the cost of reading the library.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.bib_files import generate
from benchmarks.measure import Cost, compare, run_once, table
from curabib.writers.references import pandoc, style

SIZES = (10, 100, 1_000, 10_000)
ROUNDS = {10: 5, 100: 5, 1_000: 3, 10_000: 1}
PATIENCE = 150.0
NODE = Path(__file__).resolve().parents[1] / "tests" / "real" / "node"

CITEPROC_PY = """
import json, sys, warnings
warnings.simplefilter("ignore")
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
items = json.load(open(sys.argv[2], encoding="utf-8"))
for item in items:
    item.pop("custom", None)
style = CitationStylesStyle(sys.argv[1], validate=False)
list_ = CitationStylesBibliography(style, CiteProcJSON(items), formatter.html)
list_.register(Citation([CitationItem(item["id"]) for item in items]))
sys.stdout.write("".join(map(str, list_.bibliography())))
"""
PYBTEX = """
import sys
from pybtex import PybtexEngine
print(PybtexEngine().format_from_file(sys.argv[1], style="unsrt", output_backend="html"))
"""
CITATION_JS = """
const {{ Cite, plugins }} = require("@citation-js/core");
require("@citation-js/plugin-csl");
const fs = require("node:fs");
plugins.config.get("@csl").templates.add("asked", fs.readFileSync(process.argv[1], "utf8"));
const items = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
console.log(new Cite(items).format("bibliography", {{ format: "html", template: "asked", lang: "en-US" }}));
""".replace("{{", "{").replace("}}", "}")


def project(size: int, folder: Path) -> Path:
    """Return a project of `size` entries, synchronised, with `items.json` and `library.bib` of them beside it."""
    root = folder / str(size)
    (root / "bib").mkdir(parents=True)
    (root / "list.bib").write_text("".join(generate(size)), encoding="utf-8")
    settings = "sources:\n  list: {file: ../list.bib}\noutputs:\n  - {path: library.bib, format: bibtex}\n"
    (root / "bib" / "curabib.yaml").write_text(settings, encoding="utf-8")
    subprocess.run([curabib(), "-q", "-C", str(root), "sync"], check=True, capture_output=True)
    exported = [
        curabib(),
        "-q",
        "-C",
        str(root),
        "export",
        "--format",
        "csl-json",
        "-o",
        str(root / "items.json"),
    ]
    subprocess.run(exported, check=True, capture_output=True)
    return root


def curabib() -> str:
    """Return the program of this environment."""
    return str(Path(sys.executable).with_name("curabib"))


def commands(root: Path, name: str) -> dict[str, list[str]]:
    """Return the command of each engine that is there, for the list of a project in a style."""
    csl, items = str(style(name).found.path), str(root / "items.json")
    refs = f"{curabib()} -q -C {root} refs --style {name} --to html"
    cache = root / "cache"
    found = {
        "curabib list": [curabib(), "-q", "-C", str(root), "list"],
        "curabib refs, first run": ["sh", "-c", f"rm -rf {cache}; CURABIB_CACHE={cache} {refs}"],
        "curabib refs, second run": ["sh", "-c", f"CURABIB_CACHE={cache} {refs}"],
        "pandoc alone": [
            str(pandoc.program()), "--from=csljson", "--to=html", "--citeproc", f"--csl={csl}", items,
        ],
        "citeproc-py": [sys.executable, "-c", CITEPROC_PY, csl.removesuffix(".csl"), items],
    }  # fmt: skip
    if name == "ieee":
        found["pybtex, unsrt"] = [sys.executable, "-c", PYBTEX, str(root / "bib" / "library.bib")]
    if shutil.which("node") and (NODE / "node_modules" / "@citation-js").is_dir():
        found["citation-js"] = ["sh", "-c", f'cd {NODE}; node -e "$1" {csl} {items}', "sh", CITATION_JS]
    return found


def main() -> None:
    """Print a table for each size and style."""
    sizes = [int(argument) for argument in sys.argv[1:] if argument.isdigit()] or list(SIZES)
    names = ["ieee", "apa"] if "apa" in sys.argv[1:] else ["ieee"]
    slow: set[str] = set()
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            root = project(size, Path(folder))
            for name in names:
                rows = {
                    row: command for row, command in commands(root, name).items() if (name + row) not in slow
                }
                costs = _measured(rows, ROUNDS.get(size, 1))
                slow |= {name + row for row, cost in costs.items() if cost.cpu * 8 > PATIENCE}
                print(f"-- {size:,} entries in {name}")
                print(table(costs, "pandoc alone" if "pandoc alone" in costs else "curabib list"), flush=True)


def _measured(rows: dict[str, list[str]], rounds: int) -> dict[str, Cost]:
    """Return medians; of single runs those that ended in time."""
    if rounds > 1:
        return compare(rows, rounds)
    costs: dict[str, Cost] = {}
    for name, command in rows.items():
        try:
            costs[name] = run_once(["timeout", str(PATIENCE), *command])
        except RuntimeError:
            print(f"{name} was stopped after {PATIENCE:.0f} s")
    return costs


if __name__ == "__main__":
    main()
