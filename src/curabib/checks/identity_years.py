"""The years that identifiers speak of."""

import re

from curabib.model import Identifier

_ARXIV = re.compile(r"(?:[a-z-]+(?:\.[A-Z]{2})?/)?(\d\d)(\d\d)\d*\.?\d*", re.ASCII)
_ACL_NEW = re.compile(r"(\d{4})\.[a-z0-9]+-", re.ASCII)
_ACL_OLD = re.compile(r"[A-Z](\d\d)-\d{4}", re.ASCII)
_LEADING_YEAR = re.compile(r"(\d{4})/", re.ASCII)
_CVF = re.compile(r"(?:^|[^\d])((?:19|20)\d\d)(?:[^\d]|$)", re.ASCII)
_JMLR = re.compile(r"v(\d{1,3})/", re.ASCII)


def submitted(identifier: Identifier) -> int | None:
    """Return the year in which a preprint with this identifier was first put up (arXiv), or None."""
    if identifier.scheme != "arxiv":
        return None
    match = _ARXIV.match(identifier.value)
    if match is None or not 1 <= int(match.group(2)) <= 12:
        return None
    year = int(match.group(1))
    return 1900 + year if year >= 91 else 2000 + year


def published(identifier: Identifier) -> int | None:
    """Return the year of the proceedings or journal volume that this identifier lies in, or None.

    NeurIPS paths and ACL numbers hold it; JMLR volume 1 is of 2000.
    """
    pattern, base = _PUBLISHED.get(identifier.scheme, (None, 0))
    match = pattern.search(identifier.value) if pattern else None
    if match is None and identifier.scheme == "acl":
        match = _ACL_OLD.match(identifier.value)
        if match is not None:
            year = int(match.group(1))
            return 1900 + year if year >= 60 else 2000 + year
    return base + int(match.group(1)) if match else None


_PUBLISHED: dict[str, tuple[re.Pattern[str], int]] = {
    "neurips": (_LEADING_YEAR, 0),
    "acl": (_ACL_NEW, 0),
    "cvf": (_CVF, 0),
    "jmlr": (_JMLR, 1999),
}
