"""The words on links: labels, or the venue where a work appeared, which stands in the place of a label."""

import re
from collections.abc import Sequence

from curabib.evidence import labels, links
from curabib.evidence.regex import regex
from curabib.evidence.text import squash
from curabib.model import Venue
from curabib.normalise.part import Part
from curabib.normalise.where import read_where

# societies, publishers and journals whose name stands on pages of works that appeared elsewhere
_RUN_PAGES = frozenset(("ACL", "AAAI", "ACM", "IEEE", "Nature", "Science", "Cell", "VLDB", "PMLR"))
_OF_PAPER = regex(r"\b(?:paper|pdf)\b|论文", re.IGNORECASE)


def label_or_venue(bare: str, href: str, before: Sequence[Part]) -> tuple[str, str]:
    """Return the label on a link and its words; no label where these name a venue ("📝ICLR"), which is then bare.

    `before` stands in front of the link in the entry.
    """
    label = labels.link_label(bare)
    if label in ("", "doi"):
        return label, bare
    named = labels.heading_text(bare) if not bare.isascii() or ":" in bare else bare
    named = _OF_PAPER.sub(" ", named).strip(" :：()[]@") or named
    told = read_where(named)
    if told is None or told.venue is None:
        return label, bare
    first = told.venue.kind == "conference" and not has_words(before)
    known = label == "paper" and (first or _names_one(told.venue, href))
    return ("", named) if told.date is not None or known else (label, bare)


def _names_one(venue: Venue, href: str) -> bool:
    """Return whether a known venue on a link is where the work appeared, and not who runs the page ("[ACL](…)")."""
    runs = squash(venue.name) in links.host_of(href).split(".")[0] if venue.name in _RUN_PAGES else False
    return bool(venue.abbreviation) and venue.kind in ("journal", "conference") and not runs


def has_words(parts: Sequence[Part]) -> bool:
    """Return whether anything with letters stands in parts."""
    return any(any(map(str.isalpha, part.text)) for part in parts)
