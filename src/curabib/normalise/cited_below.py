"""Entries that are a name with its links, the work itself cited in the one item nested in it."""

from collections.abc import Sequence

from curabib.evidence.text import squash
from curabib.model import RawEntry
from curabib.normalise.parts import Parts
from curabib.normalise.reference import leads_with_people, read_reference

_BELOW = ["start", "item"]
_PLAIN = frozenset(("text", "gap", "where", "aside"))
_LINKED = ("gap", "aside")
_NAME_WORDS = 8
_TITLE_WORDS = 3
_FEWEST = 2
_HALF = 0.5
_LONGEST = 2000


def take_cited_below(entries: Sequence[RawEntry], taken: Sequence[Parts]) -> None:
    """Put the citation nested in a name in its place, where half of what is cited so is whole, and two.

    Whole are people, a title, and where or when: "AlexNet [[Paper]](…)" above "Alex Krizhevsky, …, ImageNet
    Classification with …, NIPS, 2012." One alone may be of another work, and so may one below a title, or where nothing
    is linked above it.
    """
    named = [
        parts
        for entry, parts in zip(entries, taken, strict=True)
        if parts.kinds == _BELOW and entry.form == "item" and _is_name(parts)
    ]
    if len(named) < _FEWEST:
        return
    words = [_title_words(parts.line_text(1)) for parts in named]
    sure = sum(
        count >= _TITLE_WORDS and leads_with_people(parts.line_text(1))
        for count, parts in zip(words, named, strict=True)
    )
    if sure < max(_FEWEST, _HALF * len([count for count in words if count])):
        return
    for count, parts in zip(words, named, strict=True):
        if count > 1:
            below = [part for part in parts.parts if part.line]
            parts.parts = [*below, *(part for part in parts.line_parts(0) if part.markup != "text")]
            parts.kinds = ["start"]
            for part in parts.parts:
                part.line = 0


def _is_name(parts: Parts) -> bool:
    """Whether the first line is a few words, or words that come again below it, before a link with a label."""
    inside = parts.line_parts(0)
    linked = any(part.markup in _LINKED for part in inside)
    if not linked or any(part.markup not in _PLAIN for part in inside):
        return False
    text = "".join(part.text for part in inside if part.markup == "text")
    return len(text.split()) <= _NAME_WORDS or squash(text) in squash(parts.line_text(1))


def _title_words(text: str) -> int:
    """Return how many words the title of a citation has, 0 where it says neither where nor when."""
    cited = read_reference(text[:_LONGEST], people_first=True)
    return len(cited.title.split()) if cited.wheres else 0
