"""Journals that their volumes show: in italics, or in abbreviated words."""

import re

from curabib.evidence.regex import regex

# the volume of a journal, as it stands behind its name, or in the same markup, and what is then behind that
_VOLUME = regex(r"\s*,?\s*(?:vol\.?\s*)?[A-Z]?\d{1,4}\s*(?:\(|,|:|\s\d{2,7}\b)")
_VOLUME_INSIDE = regex(r",\s*(?!(?:19|20)\d\d\s*\Z)\d{1,4}\s*\Z")
_BEHIND_VOLUME = regex(r"\s*(?:\(\d{1,4}(?:[-–/]\d{1,4})?\)\s*)?,\s*(?:pp?\.\s*)?[A-Za-z]{0,2}\d")
# the name of a journal in abbreviated words, and the volume and page behind it
_ABBREVIATED = regex(
    r"(?P<name>[A-Z][^\d\W]{0,12}\.?(?: (?:[A-Z][^\d\W]{0,12}\.?|of|and|&)){1,9}),? [A-Z]?\d{1,4}"
    r"(?:[\s,:;]*\((?:\d{1,4}|no\. ?\d{1,4})\)|[\s,:;]+(?:no\.\s?\d{1,4}|[A-Z]?\d[\d\-–—]{0,12})){1,5}"
)
_FEWEST_STOPPED = 2
# a person in a sentence before the journal: "Jane K. Doe. Commun. ACM"
_NAMED = regex(r"[A-Z][a-z]+ (?:[A-Z]\. ?){1,3}[A-Z][a-z]+\. ")
_STOPPED = regex(r"[^\W\d_]{2}\.")


def is_journal(text: str, behind: str) -> bool:
    """Return whether words in italics are the name of a journal: its volume stands behind it, or ends them."""
    if text[-1:].isdigit() and _VOLUME_INSIDE.search(text):
        return _BEHIND_VOLUME.match(behind) is not None
    return _VOLUME.match(behind) is not None


def without_volume(text: str) -> str:
    """Return the name of a journal without the volume that ends it."""
    return _VOLUME_INSIDE.sub("", text)


def journal_reference(text: str) -> str:
    """Return the journal in abbreviated words, two at least, with volume, year and page that a text begins with."""
    match = find_reference(text)
    return match.group() if match is not None else ""


def find_reference(text: str) -> re.Match[str] | None:
    """Return the match of such a journal, its `name` among the groups, or None."""
    match = _ABBREVIATED.match(text) if "." in text else None
    if match is None or len(_STOPPED.findall(match["name"])) < _FEWEST_STOPPED:
        return None
    return match if _NAMED.match(match["name"]) is None else None
