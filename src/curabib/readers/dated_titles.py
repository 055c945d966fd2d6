"""Titles in plain text, without link or markup, that a list ends or begins with a known venue and its year."""

from collections.abc import Sequence

from curabib.evidence import dates
from curabib.evidence.regex import regex
from curabib.model import Piece
from curabib.readers.tree import plain
from curabib.venues import find

_YEAR = r"[\s,]{0,2}(?:(?:19|20)\d\d|['’]\d\d)"
_NAME = r"(?P<venue>[^\W\d_][\w&+/\- ]{1,40}?)"
_END = regex(rf"(?:[(\[,.;|]|\s[-–—]|\?)\s*{_NAME}(?:\s*[|,(]\s*)?{_YEAR}\s*[)\]]?\s*\.?\Z")
_BEGIN = regex(rf"\[{_NAME}{_YEAR}\]\s*\S")
_TAIL = 60
_FEWEST = 3
_NEARLY_ALL = 0.8
_TITLE_WORDS = 3
# what people do at a conference besides publishing
_SERVICE = frozenset(
    (
        *("reviewer", "committee", "chair", "member", "organizer", "organiser", "award", "accepted", "talk"),
        *("keynote", "panelist", "speaker", "attended", "presented", "deadline", "submission", "volunteer"),
    )
)


def are_titles(lines: Sequence[Sequence[Piece]]) -> list[bool]:
    """Return which of the items of one list are titles with a venue and a year, where nearly all are, and no two alike.

    All are False where they are not: one such line alone may be news, or what somebody did at a conference.
    """
    titles = [_title(line) for line in lines]
    shown = [title for title in titles if title]
    alike = len({" ".join(title.split()[:2]).casefold() for title in shown})
    enough = max(_FEWEST, _NEARLY_ALL * len(lines))
    sure = len(shown) >= enough and alike >= _NEARLY_ALL * len(shown)
    return [sure and bool(title) for title in titles]


def _title(line: Sequence[Piece]) -> str:
    """Return what stands beside the venue and year of a line, or nothing where it has none or is no title."""
    text = plain([piece for piece in line if piece.kind != "code"])
    if dates.find_year(text[-_TAIL:]) is None and not text.startswith("["):
        return ""
    end = _END.search(text, max(0, len(text) - _TAIL))
    found = end or _BEGIN.match(text)
    if found is None or find(found["venue"].strip()) is None:
        return ""
    title = text[: found.start()] if end is not None else text[found.end() - 1 :]
    words = title.casefold().split()
    return title if len(words) >= _TITLE_WORDS and _SERVICE.isdisjoint(words) else ""
