"""Journals in italics, which their volumes show."""

from curabib.evidence.regex import regex

# the volume of a journal, as it stands behind its name, or in the same markup, and what is then behind that
_VOLUME = regex(r"\s*,?\s*(?:vol\.?\s*)?[A-Z]?\d{1,4}\s*(?:\(|,|:|\s\d{2,7}\b)")
_VOLUME_INSIDE = regex(r",\s*(?!(?:19|20)\d\d\s*\Z)\d{1,4}\s*\Z")
_BEHIND_VOLUME = regex(r"\s*(?:\(\d{1,4}(?:[-–/]\d{1,4})?\)\s*)?,\s*(?:pp?\.\s*)?[A-Za-z]{0,2}\d")


def is_journal(text: str, behind: str) -> bool:
    """Return whether words in italics are the name of a journal: its volume stands behind it, or ends them."""
    if text[-1:].isdigit() and _VOLUME_INSIDE.search(text):
        return _BEHIND_VOLUME.match(behind) is not None
    return _VOLUME.match(behind) is not None


def without_volume(text: str) -> str:
    """Return the name of a journal without the volume that ends it."""
    return _VOLUME_INSIDE.sub("", text)
