"""Names as exchange formats write them: `Family, Given, Suffix`."""

import re

from curabib.evidence.names import parse_name
from curabib.evidence.people import PARTICLES
from curabib.evidence.text import clean
from curabib.model import Name

_SUFFIX = re.compile(r"(?:jr|sr|[ivx]{1,4})\.?", re.IGNORECASE)


def read_name(text: str) -> Name | None:
    """Return one name, or None for an empty text.

    "Family, Given, Suffix" is cut at its commas, lower-case words before the family name being its particles. A comma
    at the end makes a group, as in RIS and EndNote; a name without any is read as printed in running text.
    """
    text = clean(text)
    if text.endswith(","):
        return Name(literal=text.strip(" ,")) if text.strip(" ,") else None
    if not text:
        return None
    parts = [part.strip() for part in text.split(",")]
    if len(parts) > 1 and parts[0]:
        suffix = parts[-1] if len(parts) > 2 and _SUFFIX.fullmatch(parts[-1]) else ""
        given = parts[1:-1] if suffix else parts[1:]
        if len(parts) > 2 and not suffix and _SUFFIX.fullmatch(parts[1]):
            suffix, given = parts[1], parts[2:]
        prefix, family = split_prefix(parts[0])
        return Name(family=family, given=", ".join(filter(None, given)), prefix=prefix, suffix=suffix)
    return parse_name(text)


def says_others(text: str) -> bool:
    """Return whether a text in the place of a name says that there are more ("et al.", "others")."""
    return clean(text).lower().strip(" .,") in ("et al", "others", "and others")


def split_prefix(family: str) -> tuple[str, str]:
    """Return the particles before a family name, and the name: ("van der", "Vaart")."""
    words = family.split()
    count = 0
    while count < len(words) - 1 and words[count].isalpha() and words[count].islower():
        count += 1
    return " ".join(words[:count]), " ".join(words[count:])


def structured(family: str, given: str, *, prefix: str = "", suffix: str = "") -> Name | None:
    """Return the name of a format that keeps the parts apart; a family name alone is a group, as in Zotero."""
    family, given = clean(family), clean(given)
    if not family and not given:
        return None
    if not given and not prefix and not suffix:
        return Name(literal=family)
    if not family:
        return Name(family=given)
    words = given.split()
    if len(words) > 1 and not suffix and _SUFFIX.fullmatch(words[-1]) and words[-1][:2].isalpha():
        suffix = words.pop()
    particles: list[str] = []
    while len(words) > 1 and words[-1] in PARTICLES:
        particles.insert(0, words.pop())
    inner, family = split_prefix(family)
    found = " ".join(filter(None, (clean(prefix), *particles, inner)))
    return Name(family=family, given=" ".join(words).rstrip(","), prefix=found, suffix=clean(suffix))
