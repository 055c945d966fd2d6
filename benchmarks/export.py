"""What selecting costs: exports, lists and references of the shipped bibliography, against importing two libraries."""

import sys
from pathlib import Path

from benchmarks.measure import compare, table

ROUNDS = 9
ROOT = Path(__file__).resolve().parents[1] / "bib"
BASE = "python -c 'import click, bibtexparser'"
TOPIC = "Neural Collapse"


def main() -> None:
    """Print the medians and ratios."""
    curabib = [str(Path(sys.executable).with_name("curabib")), "-C", str(ROOT)]
    costs = compare(
        {
            BASE: [sys.executable, "-c", "import click, bibtexparser"],
            "topics": [*curabib, "topics"],
            "list": [*curabib, "list"],
            "list WORD": [*curabib, "list", "lottery"],
            "export --topic": [*curabib, "export", "--topic", TOPIC],
            "export": [*curabib, "export"],
            "export --format json": [*curabib, "export", "--format", "json"],
            "export --format csl-json": [*curabib, "export", "--format", "csl-json"],
            "refs --topic": [*curabib, "refs", "--topic", TOPIC],
            "refs": [*curabib, "refs"],
        },
        ROUNDS,
    )
    print(table(costs, BASE))
    print(f"promise: export --topic at most 3 x: {costs['export --topic'].cpu / costs[BASE].cpu:.2f} x")


if __name__ == "__main__":
    main()
