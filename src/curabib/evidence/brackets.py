"""Brackets that open or close nothing."""

import re

from curabib.evidence.regex import regex

_PAIRS = {")": "(", "]": "[", "}": "{"}
_SIGN = regex(r"[()\[\]{}]")
_NUMBER = regex(r"(?:\d{1,3}|[A-Za-z]|[ivx]{1,4})\Z", re.ASCII)
_WORD = regex(r"[0-9A-Za-z]*\Z", re.ASCII)
_SMILEY = regex(r"(?:^|(?<=\s))[:;=8][-'^]?\Z")
_END = r"\s*[-+−]?(?:\d{1,9}(?:\.\d{1,9})?|[^\W\d_]\d?|∞|\\?(?:infty|inf|pi|epsilon))\s*"
# half-open intervals have the brackets that they have, and so do formulas
_FORMULA = regex(rf"\$[^$\n]{{1,300}}\$|[\[(]{_END}[,;]{_END}[\])]|\]{_END}[,;]{_END}\[")


def partnerless(text: str) -> list[int]:
    """Return where brackets stand that have no partner: closing ones in their order, then opening ones in theirs.

    Brackets that only end a number or a letter (`1) this, b) that`), smiling and frowning ones, and those of formulas
    and intervals (`[0, 1)`), need none.
    """
    opened: list[int] = []
    found: list[int] = []
    for match in _SIGN.finditer(_FORMULA.sub(lambda match: " " * len(match[0]), text)):
        at, sign = match.start(), match[0]
        if sign not in _PAIRS:
            opened.append(at)
        elif opened and text[opened[-1]] == _PAIRS[sign]:
            opened.pop()
        elif not (sign == ")" and _ends_number(text, at)) and not _is_smiley(text, at):
            found.append(at)
    return found + [at for at in opened if not _is_smiley(text, at)]


def _ends_number(text: str, at: int) -> bool:
    word = _WORD.search(text[max(at - 8, 0) : at])
    return word is not None and _NUMBER.match(word[0]) is not None


def _is_smiley(text: str, at: int) -> bool:
    return not text[at + 1 : at + 2].isalnum() and _SMILEY.search(text[max(at - 3, 0) : at]) is not None
