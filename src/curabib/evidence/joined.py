"""The words that join the last of several names, or say that there are more of them, in the languages of lists."""

import re

from curabib.evidence.regex import regex

# stands between any two names
_ANYWHERE = frozenset(("and", "und", "et", "with"))
# stands before the last name of a list only: Spanish names have it too (Agüera y Arcas, Gaudí i Cornet, Costa e Silva)
_BEFORE_LAST = frozenset(("y", "e", "en", "i", "и", "och", "og", "oraz", "ve"))
# joins words of titles in capitals, too: "Redes Neurais e Aprendizado Profundo"
_UNSURE = frozenset(("e", "en"))
WORDS = _ANYWHERE | _BEFORE_LAST

ANYWHERE = regex(r"[\s&，、](?:(?<=[&，、])|(?:and|And|AND|und|et|with)\s+)")
_FIRST = regex(r"(?:&|and|und|y|e|en|i|и|och|og|oraz|ve)\s+")
_LAST = regex(r"\s(?:y|e|en|i|и|och|og|oraz|ve)\s(?=\S+\s)")
_SPANISH = regex(r"^([^\W\d_a-z]\S+) y ([^\W\d_a-z]\S+)$")

_OTHERS = regex(
    r"(?:\bet\.?\s*al\b\.?|\bet\s+alii\b|\band\s+(?:\d+\s+|many\s+)?others\b|\band\s+colleagues\b|"
    r"\band\s+(?:\d+\s+more(?:\s+authors?)?|more\s+authors)\b|"
    r"\bet\s+coll\b\.?|\bu(?:nd|\.)\s?a(?:ndere|\.)|\b[ye]\s+outros\b|\by\s+otros\b|\be\s+altri\b|\bi\s+in\.|"
    r"\ben\s+anderen\b|\bm\.\s?fl\.|等人?(?=\s*(?:[,，.。;；、]|$))|"
    r"(?<=\w)\s*(?:외(?:\s*\d+\s*[명인])?|ら|ほか|他)(?=\s*(?:[,，.。;；、)）]|$))|\bи\s+др\b\.?|"
    r"(?:…|\.\s?\.\s?\.)(?:$|(?=\s*(?:,\s*)?(?:&\s*)?[^\W\d_])))[.,]?\s*",
    re.IGNORECASE,
)
# what must be in a text, in lower case, for that pattern to find anything
_SIGNS = (
    *("others", " more", "colleagues", "..", ". .", "u. a", "u.a", "und a", "outros", "otros", "altri"),
    *("i in.", "anderen", "fl."),
)
_ET = regex(r"et(?<=\bet)(?:\b|al)", re.IGNORECASE)
_SIGNS_OF_SCRIPTS = ("…", "等", "외", "ら", "ほか", "他", "др")


def find_others(text: str) -> re.Match[str] | None:
    """Return where a text says that there are more people ("et al.", "u. a.", "и др.", "等"), or None."""
    if _ET.search(text) is not None:
        return _OTHERS.search(text)
    lower = text.lower()
    for sign in _SIGNS if text.isascii() else (*_SIGNS, *_SIGNS_OF_SCRIPTS):
        if sign in lower:
            return _OTHERS.search(text)
    return None


def may_join(text: str) -> bool:
    """Return whether "and" or its like may stand in a text: cheap, and never wrongly no."""
    return "&" in text or not WORDS.isdisjoint(text.lower().split()) or "，" in text or "、" in text


def is_unsure(text: str) -> bool:
    """Return whether two names may as well be a title in capitals: only a word that joins both kinds parts them."""
    words = text.split()
    return not _UNSURE.isdisjoint(words) and "," not in text and _ANYWHERE.isdisjoint(words)


def without_first(text: str) -> str:
    """Return a text without an "and" at its start."""
    first = _FIRST.match(text)
    return text[first.end() :] if first is not None else text


def split(text: str, *, last: bool) -> list[str]:
    """Return the names that "and" and its like part, brackets left whole: "Jane Doe (MIT and ETH) and Li Wei".

    With `last`, the text ends a list of people, and may have a word that only joins the last of them.
    """
    cuts = []
    depth = seen = 0
    for found in ANYWHERE.finditer(text):
        if "(" in text:
            depth += text.count("(", seen, found.start()) - text.count(")", seen, found.start())
            seen = found.start()
        if depth <= 0:
            cuts.append(found)
    ends = [*(found.start() for found in cuts), len(text)]
    parts = [text[start:end] for start, end in zip((0, *(found.end() for found in cuts)), ends, strict=True)]
    return [*parts[:-1], *_split_last(parts[-1])] if last else parts


def names_of(text: str) -> list[str]:
    """Return the names of a text that ends a list of people; "with" parts none, as it stands in titles too."""
    return split(text, last=True) if may_join(text) and " with " not in text else [text]


def _split_last(text: str) -> list[str]:
    """Cut before the last name: "Ana Lima e Rui Sá", but not "Ana Costa e Silva" or "Agüera y Arcas"."""
    if _BEFORE_LAST.isdisjoint(text.split()):
        return [text]
    pair = _SPANISH.match(text)
    if pair is not None:
        return [pair[1], pair[2]]
    cuts = list(_LAST.finditer(text))
    return [text[: cuts[-1].start()], text[cuts[-1].end() :]] if cuts else [text]
