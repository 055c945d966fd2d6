"""Identifiers that name one work in one scheme."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Identifier:
    """A value in a scheme, normalised so that equal identifiers are equal values.

    Schemes: `arxiv` (no version), `doi` (lower case, bare), `openreview`, `pmlr` (`v97/frankle19a`),
    `neurips` (`2020/HASH`), `acl`, `cvf`, `jmlr` (`v21/19-985`), `nature`, `pmid`, `isbn` (13 digits), `url`.
    """

    scheme: str
    value: str

    def __str__(self) -> str:
        """Return `scheme:value`, the form used in locks and overrides."""
        return f"{self.scheme}:{self.value}"

    @classmethod
    def parse(cls, text: str) -> "Identifier | None":
        """Return the identifier written as `scheme:value`, or None when there is no scheme or value."""
        scheme, colon, value = text.partition(":")
        return cls(scheme.lower(), value) if colon and scheme and value else None
