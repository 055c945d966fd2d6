"""Text as records hold it: NFC, plain blanks, nothing invisible."""

import html
import re
import unicodedata
from functools import lru_cache

from curabib.evidence.regex import regex
from curabib.model.text import nfc

BIDI_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

_SPACES = "\t\n\r\v\f\x85\u00a0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_DROPPED = (
    "\u00ad\u180e\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f"
    + "".join(sorted(BIDI_CONTROLS))
    + "".join(map(chr, range(0x09)))
    + "".join(map(chr, range(0x0E, 0x20)))
    + "".join(map(chr, range(0x7F, 0x85)))
    + "".join(map(chr, range(0x86, 0xA0)))
)
_TABLE = {**dict.fromkeys(map(ord, _SPACES), " "), **dict.fromkeys(map(ord, _DROPPED), None)}
_REPLACED = regex("[" + re.escape(_SPACES + _DROPPED) + "]")
_BLANKS = regex(r" {2,}")
_CJK = regex("[\u2e80-\u9fff\uac00-\ud7af]")
_HAN_OR_KANA = regex("[\u2e80-\u9fff]")
_LETTERS = regex(r"[^\W\d_]+")
_WORD = regex(r"[^\W_]+(?:['’\-][^\W_]+)*")


def clean(text: str) -> str:
    """Return `text` in NFC with every kind of blank run folded to one blank, invisible characters dropped, trimmed.

    Zero-width, control and bidirectional control characters are dropped (UAX #9 names the latter): they
    are never part of a name or title, and can make one text look like another.
    """
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip(" ")
    if _REPLACED.search(text) is not None:
        text = text.translate(_TABLE)
    text = nfc(text)
    return (_BLANKS.sub(" ", text) if "  " in text else text).strip(" ")


_HALF = str.maketrans(
    {"，": ", ", "；": "; ", "：": ": ", "。": ". ", "．": ". ", "（": " (", "）": ") ", "　": " "}
)


def halve(text: str) -> str:
    """Return `text` with the full-width punctuation of Chinese and Japanese as ASCII has it."""
    return text if text.isascii() else text.translate(_HALF)


def unescape(text: str) -> str:
    """Return `text` with HTML character references decoded (HTML standard §13.5)."""
    return html.unescape(text) if "&" in text else text


def words(text: str) -> list[str]:
    """Return the words of `text`: runs of letters and digits, with inner apostrophes and hyphens."""
    return _WORD.findall(text)


def word_count(text: str) -> int:
    """Return the number of words in `text`; two characters of Chinese or Japanese count as one."""
    count = len(text.split())
    return count if text.isascii() else count + len(_HAN_OR_KANA.findall(text)) // 2


def letters(text: str) -> list[str]:
    """Return the runs of letters in `text`, in lower case."""
    return _LETTERS.findall(text.lower())


@lru_cache(maxsize=4096)
def squash(text: str) -> str:
    """Return the letters and digits of `text`, accents removed, lower case: a form to compare by."""
    if text.isascii():
        return "".join(filter(str.isalnum, text.lower()))
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in folded if char.isalnum())


def is_cjk(text: str) -> bool:
    """Return whether `text` holds Chinese, Japanese or Korean characters."""
    return not text.isascii() and _CJK.search(text) is not None
