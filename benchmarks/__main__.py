"""Run every benchmark, or those named: `python -m benchmarks [start] [fmt] [sync] [match] ...`.

Each prints ratios of medians measured in one run, against named peers or a stated floor; no test depends on a time.
"""

import runpy
import sys
from pathlib import Path

HERE = Path(__file__).parent
NAMES = sorted(
    path.stem for path in HERE.glob("[a-z]*.py") if "\nif __name__ ==" in path.read_text(encoding="utf-8")
)


def main(names: list[str]) -> int:
    """Run the named benchmarks, all of them when none is named; return the exit status."""
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        print(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(NAMES)}", file=sys.stderr)
        return 2
    for name in names or NAMES:
        print(f"== {name}", flush=True)
        runpy.run_module(f"benchmarks.{name}", run_name="__main__")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
