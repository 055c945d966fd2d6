"""The months that the numbers of preprints speak of."""

import re

from curabib.model import Identifier

_ARXIV = re.compile(r"(?:[a-z-]+(?:\.[A-Z]{2})?/)?(\d\d)(\d\d)\d*\.?\d*", re.ASCII)


def submitted(identifier: Identifier) -> tuple[int, int] | None:
    """Return the year and month in which a preprint with this identifier was first put up (arXiv), or None."""
    if identifier.scheme != "arxiv":
        return None
    match = _ARXIV.match(identifier.value)
    if match is None or not 1 <= int(match.group(2)) <= 12:
        return None
    year = int(match.group(1))
    return (1900 if year >= 91 else 2000) + year, int(match.group(2))
