"""Problems in data, as values that every stage returns beside its result."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from curabib.diagnostics.code import CODES
from curabib.model.location import Location

T = TypeVar("T")
U = TypeVar("U")

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Replace the text from (line, column) up to (end_line, end_column), 1-based, with `replacement`."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    replacement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """A way to mend a problem; `safe` when no statement of anyone changes its meaning by it."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Another place that helps to understand a problem."""

    location: Location
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostic:
    """One problem found in data; `code` is a key of `CODES`, `key` the citation key concerned, if any."""

    code: str
    message: str
    severity: Severity = "warning"
    location: Location | None = None
    related: tuple[Related, ...] = ()
    help: str = ""
    fix: Fix | None = None
    key: str = ""


def diagnose(
    code: str,
    message: str,
    location: Location | None = None,
    *,
    related: tuple[Related, ...] = (),
    help: str = "",
    fix: Fix | None = None,
    key: str = "",
) -> Diagnostic:
    """Return a diagnostic with the severity of the code table; raises KeyError for an unknown code."""
    return Diagnostic(
        code=code,
        message=message,
        severity=CODES[code].severity,
        location=location,
        related=related,
        help=help,
        fix=fix,
        key=key,
    )


@dataclass(frozen=True, slots=True)
class Result(Generic[T]):
    """What a stage returns: its value, and all that it has to say about the data."""

    value: T
    diagnostics: tuple[Diagnostic, ...] = ()

    def then(self, stage: "Callable[[T], Result[U]]") -> "Result[U]":
        """Return the result of `stage` on the value, with the diagnostics of both in order."""
        after = stage(self.value)
        return Result(after.value, self.diagnostics + after.diagnostics)

    def adding(self, diagnostics: Iterable[Diagnostic]) -> "Result[T]":
        """Return the same value with further diagnostics behind the present ones."""
        return Result(self.value, self.diagnostics + tuple(diagnostics))
