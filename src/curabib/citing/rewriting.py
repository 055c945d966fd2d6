"""Other keys in the place of those that a text cites, with everything else as it is, character by character."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from curabib.citing.manuscript import Citation, Language, Manuscript

# what a key may consist of where it is written without brackets around it
_WRITABLE: Final[Mapping[Language, re.Pattern[str]]] = {
    "tex": re.compile(r"[^\s{}\\#%,~]+"),
    "markdown": re.compile(r"\w+(?:[:.#$%&+?<>~/-]\w+)*"),
    "typst": re.compile(r"\w(?:[\w.:-]*[\w-])?"),
}


def rewritten(manuscript: Manuscript, text: str, keys: Mapping[str, str]) -> tuple[str, tuple[Citation, ...]]:
    """Return `text`, the source of `manuscript`, with each cited key that `keys` maps changed to what it maps to.

    Second are the citations that had to stay because the language cannot write the new key where they stand.
    """
    writable = _WRITABLE[manuscript.language]
    kept = tuple(
        citation
        for citation in manuscript.citations
        if citation.key in keys and not writable.fullmatch(keys[citation.key])
    )
    changed = (c for c in manuscript.citations if c.key in keys and c not in kept)
    parts: list[str] = []
    position = 0
    for citation in _in_order(changed):
        if citation.start >= position and text[citation.start : citation.end] == citation.key:
            parts += (text[position : citation.start], keys[citation.key])
            position = citation.end
    return "".join([*parts, text[position:]]), kept


def _in_order(citations: Iterable[Citation]) -> list[Citation]:
    return sorted(citations, key=lambda citation: citation.start)
