"""A printed name to its parts."""

import re
from functools import lru_cache

from curabib.evidence.cutting import is_initials
from curabib.evidence.people import PARTICLES, SUFFIXES
from curabib.evidence.regex import regex
from curabib.evidence.text import is_cjk, letters
from curabib.model import Name

_GROUP = regex(
    r"\b(?:team|group|consortium|collaboration|collaborators|inc|ltd|llc|gmbh|lab|labs|laboratory|university|institute|foundation|"
    r"committee|community|project|initiative|organi[sz]ation|openai|deepmind|google|microsoft|facebook|"
    r"meta ai|anthropic|nvidia|"
    r"contributors|association|society|network|center|centre|corporation|company|working group|task force|"
    r"council|agency)\b",
    re.IGNORECASE,
)
# the first words of all of them
_GROUP_WORDS = frozenset(
    (
        *(
            "team",
            "group",
            "consortium",
            "collaboration",
            "collaborators",
            "inc",
            "ltd",
            "llc",
            "gmbh",
            "lab",
            "labs",
        ),
        *(
            "laboratory",
            "university",
            "institute",
            "foundation",
            "committee",
            "community",
            "project",
            "initiative",
        ),
        *(
            "organization",
            "organisation",
            "openai",
            "deepmind",
            "google",
            "microsoft",
            "facebook",
            "meta",
            "anthropic",
        ),
        *("nvidia", "contributors", "association", "society", "network", "center", "centre", "corporation"),
        *("company", "working", "task", "council", "agency"),
    )
)
_KNOWN_GROUPS = frozenset(
    ("openai", "deepmind", "google", "microsoft", "meta", "anthropic", "nvidia", "bigscience", "mistral")
)


@lru_cache(maxsize=16384)
def parse_name(text: str, *, family_first: bool = False) -> Name:
    """Return the parts of one name as printed.

    "Family, Given" and "Family, Jr., Given" are cut at their commas (the forms of BibTeX, btxdoc §4); otherwise
    the last word is the family name, with the particles before it, unless `family_first`, when trailing initials
    are the given name ("Kerr CC"). Nothing is completed or corrected beyond that. Groups become a `literal`.
    """
    text = " ".join(text.split()).strip(" ,;")
    if _is_group(text):
        return Name(literal=text)
    if "," in text:
        parts = [part.strip() for part in text.split(",") if part.strip()]
        if len(parts) >= 2:
            suffix = parts[1] if len(parts) > 2 and parts[1].lower() in SUFFIXES else ""
            given = " ".join(part for part in parts[1:] if part != suffix)
            if given.lower() in SUFFIXES:
                return _in_order(f"{parts[0]} {given}")
            prefix, family = _particles(parts[0].split())
            return Name(family=family, given=given, prefix=prefix, suffix=suffix)
        text = parts[0] if parts else text
    if is_cjk(text):
        return _cjk(text)
    if family_first:
        words = text.split()
        cut = len(words)
        while cut > 1 and is_initials(words[cut - 1]):
            cut -= 1
        if cut < len(words):
            prefix, family = _particles(words[:cut])
            return Name(family=family, given=" ".join(words[cut:]), prefix=prefix)
    return _in_order(text)


def is_family_first(names: tuple[str, ...]) -> bool:
    """Return whether a run of names is printed "Family I." or "Family AB": most end in initials, few begin so."""
    plain = [name.split() for name in names if "," not in name and len(name.split()) >= 2]
    if not plain or len(plain) < 0.5 * len(names):
        return False
    ending = [words for words in plain if is_initials(words[-1]) and not _has_stopped(words)]
    if len(ending) <= 0.6 * len(plain) or len(plain) - len(ending) > 0.35 * len(plain):
        return False
    before = sum(is_initials(words[0]) for words in plain)
    behind = sum(not is_initials(words[0]) for words in ending)
    return behind > 0.6 * len(plain) and before <= 0.2 * len(plain)


def _has_stopped(words: list[str]) -> bool:
    """Whether the capitals at the end are a name, as initials before them have full stops: "JANE K. ROSS"."""
    return "." not in words[-1] and any(word[-1] == "." and is_initials(word) for word in words[1:-1])


def _in_order(text: str) -> Name:
    words = text.split()
    suffix = ""
    if len(words) > 2 and words[-1].lower() in SUFFIXES:
        suffix = words.pop()
    if len(words) == 1:
        return Name(family=words[0].rstrip("."))
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in PARTICLES and words[start - 1][0].islower():
        start -= 1
    if start == 1 and words[0].lower() in PARTICLES and words[0][0].islower():
        start = 0
    if (
        start > 1
        and words[start - 1]
        in ("Van", "De", "Von", "Le", "La", "Di", "Del", "Da", "Dos", "Des", "El", "Al", "Ben", "Ter", "Ten")
        and start == len(words) - 1
    ):
        return Name(given=" ".join(words[: start - 1]), family=" ".join(words[start - 1 :]), suffix=suffix)
    prefix, family = _particles(words[start:])
    return Name(given=" ".join(words[:start]), family=family.rstrip("."), prefix=prefix, suffix=suffix)


def _particles(words: list[str]) -> tuple[str, str]:
    """Split leading lower-case particles from a family name ("van der", "Vaart")."""
    cut = 0
    while cut < len(words) - 1 and words[cut].lower() in PARTICLES and words[cut][0].islower():
        cut += 1
    return " ".join(words[:cut]), " ".join(words[cut:])


def _cjk(text: str) -> Name:
    """Return a name in Chinese, Japanese or Korean script, cut only where the list cuts it."""
    words = text.split()
    return Name(family=words[0], given="".join(words[1:])) if len(words) > 1 else Name(family=text)


def _is_group(text: str) -> bool:
    if text.lower() in _KNOWN_GROUPS or text.startswith(("The ", "@")):
        return True
    if " " not in text:
        return False
    lower = text.lower()
    words = lower.split() if lower.replace(" ", "").isalpha() else letters(text)
    return not _GROUP_WORDS.isdisjoint(words) and _GROUP.search(text) is not None
