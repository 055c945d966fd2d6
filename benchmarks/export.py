"""What selecting costs: exports, lists and references of the shipped bibliography, against importing two libraries."""

import sys
from pathlib import Path

from benchmarks.measure import compare, table

ROUNDS = 9
ROOT = Path(__file__).resolve().parents[1] / "bib"
BASE = "python -c 'import click, bibtexparser'"
TOPIC = "Neural Collapse"
LARGEST = "Others"


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
            "export --topic, the largest": [*curabib, "export", "--topic", LARGEST],
            "export": [*curabib, "export"],
            "export --format json": [*curabib, "export", "--format", "json"],
            "export --format csl-json": [*curabib, "export", "--format", "csl-json"],
            "refs --topic": [*curabib, "refs", "--topic", TOPIC],
            "refs": [*curabib, "refs"],
        },
        ROUNDS,
    )
    print(table(costs, BASE))
    ratios = ", ".join(
        f"{name} {costs[name].cpu / costs[BASE].cpu:.2f} x"
        for name in ("export --topic", "export --topic, the largest")
    )
    print(f"promise: at most 3 x: {ratios}")


if __name__ == "__main__":
    main()
