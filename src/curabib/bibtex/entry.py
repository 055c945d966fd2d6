"""An entry in BibTeX's own terms."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class BibEntry:
    """An entry as it is printed: `fields` are (name, value) in order, each value with its braces, or a macro."""

    type: str
    key: str
    fields: tuple[tuple[str, str], ...]
