"""What is broken about an export, without drowning everything else in it."""

from collections.abc import Iterable

from curabib.diagnostics import Diagnostic, diagnose

MOST_LISTED = 100


def listed(problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return the first 100 problems of an export, and how many more there are at the place of the first of these."""
    found = tuple(problems)
    more = len(found) - MOST_LISTED
    if more <= 0:
        return found
    rest = diagnose("CB506", f"{more} more problems of this kind are not listed", found[MOST_LISTED].location)
    return (*found[:MOST_LISTED], rest)
