"""What it costs to start: `curabib --version` and `--help` against a bare interpreter and against `import click`."""

import sys
from pathlib import Path

from benchmarks.measure import compare, table

ROUNDS = 15
BARE = "python -c pass"


def main() -> None:
    """Print the medians and ratios."""
    curabib = str(Path(sys.executable).with_name("curabib"))
    costs = compare(
        {
            BARE: [sys.executable, "-c", "pass"],
            "python -c 'import click'": [sys.executable, "-c", "import click"],
            "curabib --version": [curabib, "--version"],
            "curabib --help": [curabib, "--help"],
            "curabib export --help": [curabib, "export", "--help"],
        },
        ROUNDS,
    )
    print(table(costs, BARE))
    version = costs["curabib --version"]
    print(
        f"promise: --version in at most 0.10 s CPU, 2.5 x a bare interpreter, 20 MiB: "
        f"{version.cpu:.3f} s, {version.cpu / costs[BARE].cpu:.2f} x, {version.peak:.1f} MiB"
    )


if __name__ == "__main__":
    main()
