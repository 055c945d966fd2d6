"""Names turned round ("Family, Given"), and names at the end of a text."""

from curabib.evidence import cutting, joined, people
from curabib.evidence.regex import regex
from curabib.evidence.text import is_cjk

_STARTS = regex(r",\s+|(?<=[^\W\d_]{2})\.\s+")
_MOST_TRAILING = 40
_JOIN = regex(r"\s+(?:&|and)\s+")
_PAIR = regex(r"[^\W\d_a-z][\w'’\-]{1,20}\s+(?:&|and)\s+[^\W\d_a-z][\w'’\-]{1,20}")


def trailing_families(text: str) -> int:
    """Return where a short citation by family names begins that ends a title, or -1: "…, Ba, Kiros & Hinton".

    Two names at least, joined by "&" or "and", each one capitalised word that is no word of titles.
    """
    chunks = text.split(", ")
    if len(chunks) < 2 or _PAIR.fullmatch(chunks[-1].strip(" .;")) is None:
        return -1
    names = _JOIN.split(chunks[-1].strip(" .;"))
    start = len(chunks) - 1
    while start > 1 and " " not in chunks[start - 1] and people.looks_like_name(chunks[start - 1]):
        start -= 1
    if not all(map(people.looks_like_name, names)) or len(" ".join(chunks[:start]).split()) < 2:
        return -1
    return len(", ".join(chunks[:start])) + 2


def trailing(text: str) -> int:
    """Return where the people begin that a text surely ends with, behind a comma or full stop, or -1.

    Sure are "et al.", initials, three names of two words each, and two of which one is joined by "and".
    """
    if "," not in text and ". " not in text:
        return -1
    starts = [match.end() for match in _STARTS.finditer(text)][-_MOST_TRAILING:]
    found = -1
    for start in reversed(starts):
        run = text[start:].strip(" .,;")
        first = cutting.FIRST.split(joined.ANYWHERE.split(run)[0], maxsplit=1)[0].strip()
        more = run.endswith("et al") and first != run
        if not people.looks_like_name(first) or (
            " " not in first and not more and not is_cjk(first) and not cutting.is_initials(first)
        ):
            if not (found < 0 and cutting.is_initials(first)):
                break
            continue
        if people.evidence(run) == 2 and _surely(run):
            found = start
    return found


def _surely(run: str) -> bool:
    body, truncated = cutting.without_others(run)
    names = cutting.cut(body)[0]
    if truncated or any(cutting.is_initials(word) and "." in word for name in names for word in name.split()):
        return True
    return len(names) >= 2 and all(" " in name or is_cjk(name) for name in names)


def is_turned(text: str) -> bool:
    """Return whether a text could be one name turned round: "Ostrom, Elinor", "Granovetter, Mark S."."""
    family, comma, given = text.partition(",")
    words = given.split()
    last = family.rpartition(" ")[2]
    if is_cjk(text):
        return False
    if len(words) > 1 and cutting.is_initials(words[-1]) and cutting.is_initials(last):
        return False  # "Kingma DP, Welling M": two people
    return (
        bool(comma)
        and 1 <= len(family.split()) <= 3
        and 1 <= len(words) <= 3
        and "," not in given
        and people.looks_like_name(family)
        and people.looks_like_name(given)
        and all(map(cutting.is_initials, words[1:]))
    )


def turned(text: str) -> str:
    """Return a name that is turned round in reading order."""
    family, _, given = text.partition(",")
    return f"{given.strip()} {family.strip()}"
