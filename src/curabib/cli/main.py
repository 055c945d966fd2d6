"""The root command."""

from collections.abc import Sequence


def run(arguments: Sequence[str]) -> int:
    """Run the command line; return the exit status."""
    raise NotImplementedError(arguments)
