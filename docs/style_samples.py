"""Writes the samples in styles/README.md: `python -m docs.style_samples`; with `--check` fails where they differ."""

# mypy: disable-error-code="no-untyped-call"

import re
import sys
from pathlib import Path

from pybtex.backends.plaintext import Backend
from pybtex.database import parse_string
from pybtex.plugin import find_plugin

from curabib.bibtex.mapping import from_bibtex
from curabib.bibtex.parse import parse
from curabib.model import Entry, View, Work
from curabib.project.renderings import Renderings
from curabib.writers.references import Place, Target, printed, style, typeset

STYLES = Path(__file__).resolve().parents[1] / "styles"
_SAMPLE = re.compile(r"(<!-- sample: (\w+) (\w+) -->\n).*?(<!-- end of sample -->)", re.DOTALL)


def entries() -> tuple[Entry, ...]:
    """Return the entries of styles/sample.bib."""
    document = parse((STYLES / "sample.bib").read_text(encoding="utf-8"))
    found = []
    for block in document.entries:
        said = from_bibtex(block, document.macros())
        work = Work(
            id=said.key, entry_type=said.entry_type, kind=said.kind, fields=said.fields, records=(),
            identifiers=said.identifiers, keywords=said.keywords,
        )  # fmt: skip
        found.append(Entry(key=said.key, work=work))
    return tuple(found)


def by_csl(name: str, to: Target) -> str:
    """Return the sample list in one of the CSL styles."""
    found = style(str(STYLES / f"{name}.csl"), None, Place(kept=Renderings(None)))
    return printed(typeset(View(title="", entries=entries()), found).value, to).decode()


def by_pybtex(name: str) -> str:
    """Return the sample list in one of the pybtex styles, as pybtex itself makes it: one reference a line."""
    library = parse_string((STYLES / "sample.bib").read_text(encoding="utf-8"), "bibtex")
    formatted = find_plugin("pybtex.style.formatting", name)().format_bibliography(library)
    backend = Backend("utf-8")
    lines = (" ".join(entry.text.render(backend).split()) for entry in formatted)
    return "".join(f"{line}\n" for line in lines)


def readme() -> str:
    """Return styles/README.md with its samples made anew."""

    def sample(found: re.Match[str]) -> str:
        head, engine, name, end = found.groups()
        made = by_csl(name, "markdown") if engine == "csl" else f"```text\n{by_pybtex(name)}```\n"
        return f"{head}\n{made}\n{end}"

    return _SAMPLE.sub(sample, (STYLES / "README.md").read_text(encoding="utf-8"))


def main() -> int:
    """Write the file, or compare it; return the exit status."""
    path = STYLES / "README.md"
    made = readme()
    if "--check" in sys.argv[1:]:
        return int(path.read_text(encoding="utf-8") != made)
    path.write_text(made, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
