"""Brackets that open or close nothing."""

import re

_PAIRS = {")": "(", "]": "[", "}": "{"}
_NUMBER = re.compile(r"(?:\d{1,3}|[A-Za-z]|[ivx]{1,4})\Z", re.ASCII)
_WORD = re.compile(r"[0-9A-Za-z]*\Z", re.ASCII)
_SMILEYS = (":", ";", ":-", ";-")


def partnerless(text: str) -> list[int]:
    """Return where brackets stand that have no partner: closing ones in their order, then opening ones in theirs.

    Brackets that only end a number or a letter (`1) this, b) that`), and smiling ones, need none.
    """
    opened: list[int] = []
    found: list[int] = []
    for at, sign in enumerate(text):
        if sign in "([{":
            opened.append(at)
        elif sign in _PAIRS:
            if opened and text[opened[-1]] == _PAIRS[sign]:
                opened.pop()
            elif not _needs_none(text, at):
                found.append(at)
    return found + opened


def _needs_none(text: str, at: int) -> bool:
    if text[at] != ")":
        return False
    before = text[max(at - 8, 0) : at]
    word = _WORD.search(before)
    return before.endswith(_SMILEYS) or (word is not None and _NUMBER.match(word[0]) is not None)
