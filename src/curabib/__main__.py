"""The process entry point; answers `--version` without loading the command line."""

import gc
import sys

from curabib import __version__

# A command builds large trees that live until it ends. Python would walk them all again and again for cycles.
OBJECTS_BETWEEN_COLLECTIONS = 300_000


def main() -> None:
    """Run the command line with `sys.argv`; never returns normally (raises `SystemExit`)."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        sys.stdout.write(f"curabib {__version__}\n")
        raise SystemExit(0)
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS, 50, 50)
    from curabib.cli.main import run  # noqa: PLC0415  (click costs four times a bare interpreter)

    raise SystemExit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
