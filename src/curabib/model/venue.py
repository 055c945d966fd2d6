"""Where a work appeared."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue:
    """A venue as one origin states it.

    `name` is what was printed, without year, volume and place; `abbreviation` is its identifier in the
    venue table ("NeurIPS", "JMLR"), empty when the table does not know it; `kind` is one of `conference`,
    `workshop`, `journal`, `book`, `repository` (a preprint server) or empty.
    """

    name: str
    abbreviation: str = ""
    kind: str = ""

    def __str__(self) -> str:
        """Return the shortest name that people use for it."""
        return self.abbreviation or self.name
