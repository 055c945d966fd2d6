"""Checks look at a library and report; the table of built-in ones is that of the plug-in group `curabib.checks`."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from curabib.diagnostics.diagnostic import Diagnostic
from curabib.model import Library


class Check(Protocol):
    """A judgement on a library.

    An entry whose key is empty comes from a list that is checked without a project.
    """

    def __call__(self, library: Library) -> Iterable[Diagnostic]:
        """Yield what is wrong, in any order; the same for the same library."""


def check(library: Library, checks: Sequence[Check]) -> tuple[Diagnostic, ...]:
    """Return what the checks have to say about a library, in their order."""
    return tuple(diagnostic for judge in checks for diagnostic in judge(library))
