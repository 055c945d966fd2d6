"""Dates of publication, as exact as an origin states them."""

import re
from dataclasses import dataclass

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Date:
    """A year, perhaps with month (1-12) and day (1-31); 0 means not stated."""

    year: int
    month: int = 0
    day: int = 0

    def __str__(self) -> str:
        """Return the ISO 8601 form at its own precision: `2019`, `2019-05` or `2019-05-07`."""
        return "-".join([f"{self.year:04d}", *(f"{part:02d}" for part in (self.month, self.day) if part)])

    @classmethod
    def parse(cls, text: str) -> "Date | None":
        """Return the date of an ISO 8601 form (`YYYY`, `YYYY-MM`, `YYYY-MM-DD`), or None if it is none."""
        match = _ISO.match(text.strip())
        if match is None:
            return None
        year, month, day = (int(part or 0) for part in match.groups())
        return cls(year, month, day) if month <= 12 and day <= 31 else None
