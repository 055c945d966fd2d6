"""Text as people compare it: without case, accents and punctuation."""

import unicodedata

_BARE_LETTERS = {
    "æ": "ae", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ł": "l", "ŋ": "n", "ø": "o", "œ": "oe", "þ": "th", "ŧ": "t",
}  # fmt: skip
_LETTERS = str.maketrans(_BARE_LETTERS)
_APOSTROPHES = str.maketrans(dict.fromkeys("'’ʼ`´"))
_ASCII = str.maketrans({c: None if c in "'`" else " " for c in map(chr, range(128)) if not c.isalnum()})


def fold(text: str) -> str:
    """Return `text` for comparison: lower-case words of bare letters and digits with one blank between.

    Accents and apostrophes are dropped, letters that Unicode does not take apart (`ł`, `ø`, `æ`) become their
    plain neighbours, every other sign separates words, scripts without case stay. `fold` of a folded text
    is the text itself.
    """
    if text.isascii():
        return " ".join(text.lower().translate(_ASCII).split())
    apart = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES).casefold()).casefold()
    kept = [
        c if c.isalnum() or unicodedata.category(c)[0] == "M" else " "
        for c in apart.translate(_LETTERS)
        if not unicodedata.combining(c)
    ]
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())
