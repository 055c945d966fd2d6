"""Many diagnostics together: their order, what a project ignores, and how many there are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from curabib.diagnostics.diagnostic import Diagnostic

_RANK = {"error": 0, "warning": 1, "info": 2}


def arranged(diagnostics: Iterable[Diagnostic], ignore: Sequence[str] = ()) -> tuple[Diagnostic, ...]:
    """Return each diagnostic once, by place, then code, but for those whose code starts with an `ignore` prefix.

    Diagnostics without a place come first: they concern a whole project or file.
    """
    prefixes = tuple(prefix for prefix in ignore if prefix)
    kept = dict.fromkeys(d for d in diagnostics if not d.code.startswith(prefixes))
    return tuple(sorted(kept, key=_place))


def _place(diagnostic: Diagnostic) -> tuple[str, int, int, int, str, str, str]:
    at = diagnostic.location
    path, line, column = (at.path, at.line, at.column) if at else ("", 0, 0)
    return path, line, column, _RANK[diagnostic.severity], diagnostic.code, diagnostic.key, diagnostic.message


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many problems of each severity there are, and how many have a safe fix."""

    errors: int = 0
    warnings: int = 0
    infos: int = 0
    fixable: int = 0

    @classmethod
    def of(cls, diagnostics: Iterable[Diagnostic]) -> "Tally":
        """Return the tally of these diagnostics."""
        counts = {"error": 0, "warning": 0, "info": 0}
        fixable = 0
        for diagnostic in diagnostics:
            counts[diagnostic.severity] += 1
            fixable += bool(diagnostic.fix and diagnostic.fix.safe)
        return cls(errors=counts["error"], warnings=counts["warning"], infos=counts["info"], fixable=fixable)

    def __add__(self, other: "Tally") -> "Tally":
        """Return the sum."""
        return Tally(
            errors=self.errors + other.errors,
            warnings=self.warnings + other.warnings,
            infos=self.infos + other.infos,
            fixable=self.fixable + other.fixable,
        )

    def __str__(self) -> str:
        """Return `1 error, 3 warnings, 2 notes`, leaving out what there is none of; `no problems` for none."""
        counts = ((self.errors, "error"), (self.warnings, "warning"), (self.infos, "note"))
        parts = [f"{count} {noun}{'s' * (count != 1)}" for count, noun in counts if count]
        return ", ".join(parts) or "no problems"
