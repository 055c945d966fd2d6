"""Text without what acts on terminals or turns the direction of writing."""

import unicodedata

_DIRECTIONS = frozenset(
    "\u061c\u200b\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
)


def one_line(text: str) -> str:
    """Return `text` as one line without what acts on terminals or turns the direction of writing."""
    return " ".join(one_line_piece(text).split())


def one_line_piece(text: str) -> str:
    """Return a piece of a line likewise; its blanks stay, at its ends too."""
    if text.isprintable():
        return text
    return "".join(
        " " if c.isspace() and c not in "\u00a0\u202f\u2009" else c
        for c in text
        if c.isspace() or _is_kept(c)
    )


def _is_kept(character: str) -> bool:
    noncharacter = ord(character) & 0xFFFE == 0xFFFE  # no XML holds these, nor does a reader see them
    return (
        unicodedata.category(character) not in ("Cc", "Cs")
        and character not in _DIRECTIONS
        and not noncharacter
    )
