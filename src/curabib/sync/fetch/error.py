"""Why a source could not be fetched."""

from curabib.diagnostics import CurabibError, Diagnostic, diagnose
from curabib.model import Location


class FetchError(CurabibError):
    """A source that cannot be had or is no text; `code` is the diagnostic that `sync` reports for it.

    CB010: not reachable; CB011: something else than the list was answered; CB012: no text.
    """

    def __init__(self, code: str, message: str, *, hint: str = "", path: str = "", line: int = 0) -> None:
        """Keep the message, and the place in the source where there is one (`line` from 1)."""
        super().__init__(message, hint=hint)
        self.code, self.path, self.line = code, path, line

    def diagnostic(self, fallback: Location | None = None) -> Diagnostic:
        """Return the error as a diagnostic at its line of the source, else at `fallback`."""
        place = Location(path=self.path, line=self.line) if self.line else fallback
        return diagnose(self.code, str(self), place, help=self.hint)
