"""Signs that mean something to TeX, hidden from pybtex, which reads every field as LaTeX.

A sign is handed to pybtex as a character of a private use area and turned back, escaped for its language, when a
backend prints it. So nothing in a title can become a command, and nothing is lost to pybtex's LaTeX decoder.
"""

import unicodedata

_HIDDEN = "\\{}$%&#_~^`'\"<>*[]()|+=@/;,:-"
_FIRST = 0xF100
_STAND_INS = "".join(chr(_FIRST + index) for index in range(len(_HIDDEN)))
_HIDE = str.maketrans(_HIDDEN, _STAND_INS, _STAND_INS)
_SHOW = str.maketrans(_STAND_INS, _HIDDEN)
_DIRECTION = dict.fromkeys(
    map(
        ord,
        "\u061c\u200b\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff",
    )
)


def hide(text: str) -> str:
    """Return `text` as one line for pybtex: special signs stood in for, what acts on terminals or directions gone."""
    if not text.isprintable():
        text = "".join(
            " " if c in "\t\n\r" else c
            for c in text
            if c in "\t\n\r" or unicodedata.category(c) not in ("Cc", "Cs")
        )
        text = text.translate(_DIRECTION)
    return " ".join(text.translate(_HIDE).split())


def show(text: str) -> str:
    """Return the text that `hide` was given."""
    return text.translate(_SHOW)
