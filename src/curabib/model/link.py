"""Links that an entry carries."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """An absolute http(s) URL and its printed label (`paper`, `code`, `pdf`, ...; may be empty)."""

    label: str
    url: str
