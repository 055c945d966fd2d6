"""Unicode normalisation that cannot be made to take for ever."""

import re
import unicodedata

_MOST_MARKS = 30
_SUSPECT = re.compile(rf"[^\w\s\x00-\x7f]{{{_MOST_MARKS + 1},}}")


def nfc(text: str) -> str:
    """Return `text` in NFC, with at most 30 combining marks in a row (UAX #15, section 13, "Stream-Safe Text").

    Ordering the marks of one letter takes time in the square of their number, and no writing system has that many.
    """
    if text.isascii():
        return text
    if _SUSPECT.search(text):
        text = _SUSPECT.sub(_shortened, text)
    return unicodedata.normalize("NFC", text)


def _shortened(match: re.Match[str]) -> str:
    kept: list[str] = []
    run = 0
    for character in match[0]:
        run = run + 1 if unicodedata.combining(character) else 0
        if run <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)
