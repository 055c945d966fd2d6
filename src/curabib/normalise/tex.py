"""TeX that people paste into lists, to Unicode."""

from functools import lru_cache

from curabib.bibtex.latex.decode import decode
from curabib.evidence.regex import regex

# a command, an accent or an escaped sign; or braces that keep capitals, as in "{BERT}: what it learns"
_TEX = regex(r"\\(?:[a-zA-Z]{2,}|[\"'`^~=.uvHtcdbkr]\s*\{|[\"'`^~=.][^\W\d_]|[&%#_$])|\{[^\W\d_][^{}]*\}")


def from_tex(text: str) -> str:
    """Return a run of text with the TeX in it as Unicode, blanks at its ends kept; mathematics stays as it is.

    Text without TeX comes back as it is: dashes, tildes and quotation marks then mean themselves.
    """
    if ("\\" not in text and "{" not in text) or _TEX.search(text) is None:
        return text
    return _decoded(text)


@lru_cache(maxsize=1024)
def _decoded(text: str) -> str:
    before = text[: len(text) - len(text.lstrip())]
    behind = text[len(text.rstrip()) :]
    return f"{before}{decode(text)}{behind}" if text.strip() else text
