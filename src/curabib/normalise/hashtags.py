"""Hashtags at the end of entries, the keywords of note-taking programs: "… (ICML) #contrastive #vision"."""

from collections.abc import Sequence

from curabib.evidence.regex import regex
from curabib.model import RawEntry
from curabib.normalise.part import Part
from curabib.normalise.parts import Labelled, Parts

_TAG = r"#[^\W\d_A-Z][^\W_A-Z]*(?:[-_/][^\W_A-Z]+)*"
_TAGS = regex(rf"(?:(?<=\s)|^){_TAG}(?:\s*,?\s+{_TAG})*\s*$")
_FEWEST = 2
_LONGEST = 200
# behind these stands what a title speaks of: "The turn to #art"
_GO_ON = frozenset(
    (
        "a",
        "an",
        "the",
        "of",
        "in",
        "on",
        "to",
        "for",
        "from",
        "with",
        "and",
        "or",
        "by",
        "at",
        "as",
        "about",
        "is",
    )
)
_ENDS = (")", "]", ".", "?", "!")


def take_hashtags(entries: Sequence[RawEntry], taken: Sequence[Parts]) -> None:
    """Take the hashtags in small letters off the text of entries, as their keywords.

    One in a whole list may be part of a title, unless a bracket or a sentence ends before it.
    """
    found: list[tuple[Parts, Part, int]] = []
    tagged: set[int] = set()
    for place, (entry, parts) in enumerate(zip(entries, taken, strict=True)):
        if entry.form == "mention":
            continue
        for part in parts.parts:
            start = _start(part)
            if start >= 0 and (start or not part.line):
                found.append((parts, part, start))
                tagged.add(place)
    for parts, part, start in found:
        before = part.text[:start].rstrip()
        if len(tagged) >= _FEWEST or before.endswith(_ENDS):
            words = part.text[start:].replace("#", " ").replace(",", " ").split()
            parts.labelled.append(Labelled("keywords", "keywords", "; ".join(words), part.number, 1))
            part.text = part.text[:start]


def _start(part: Part) -> int:
    """Return where the hashtags begin that a part ends with, or -1."""
    if part.markup != "text" or "#" not in part.text[-_LONGEST:]:
        return -1
    offset = max(0, len(part.text) - _LONGEST)
    match = _TAGS.search(part.text, part.text.index("#", offset))
    if match is None or part.text[: match.start()].rstrip().rpartition(" ")[2].lower() in _GO_ON:
        return -1
    return match.start()
