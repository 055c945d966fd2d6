"""Lines of an entry that only wrap."""

from dataclasses import replace
from functools import cached_property

from curabib.evidence import dates, labels, people
from curabib.evidence.regex import regex
from curabib.evidence.text import clean
from curabib.model import Piece, RawEntry
from curabib.normalise.tex import from_tex
from curabib.normalise.where import read_where

_JOINING = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "for",
        "with",
        "in",
        "on",
        "to",
        "from",
        "by",
        "via",
        "at",
        "and",
        "or",
        "as",
        "its",
        "using",
        "towards",
        "under",
        "through",
        "between",
        "based",
        "&",
        "-",
    ]
)
_LONGEST_PLACE = 60
_OPENING = frozenset(("link", "strong", "image", "code"))
_QUOTE = regex(r"[\"“„«]")
_CLOSED = regex(r"[\"“„«][^\"“”„«»]+[\"”“»]")
# one name turned round, with others behind it
_TURNED = regex(r"[^\W\d_a-z][\w'’\-]{1,30}, (?:[^\W\d_a-z]\.[ \-]?){1,4}(?:,|&|and\b|\()")
_STOP = regex(r"(?<=[a-z])\.\s")


class Line(list[Piece]):
    """The pieces of a line of an entry."""

    @cached_property
    def text(self) -> str:
        """The text of the line in Unicode, without images; it is put together once."""
        return from_tex(clean("".join([piece.text for piece in self if piece.kind != "image"])))


def join_wrapped(
    entry: RawEntry, lines: list[tuple[str, list[Piece]]], cell_of: list[int]
) -> tuple[list[tuple[str, Line]], list[int]]:
    """Join lines that only wrap: the one before ends in no mark of an end, and the next goes on with what it was."""
    joined: list[tuple[str, Line]] = []
    cells: list[int] = []
    for (kind, found), cell in zip(lines, cell_of, strict=True):
        pieces = Line(found)
        if (
            joined
            and kind == "line"
            and pieces
            and _wraps(joined[-1][1], pieces, first=len(joined) == 1, slot=entry.form == "slot")
        ):
            within = joined[-1][1][-1].kind == pieces[0].kind == "emphasis" and pieces[0].text[:1].islower()
            blank = Piece(kind="emphasis" if within else "text", text=" ", location=pieces[0].location)
            joined[-1] = (joined[-1][0], Line((*joined[-1][1], blank, *pieces)))
        else:
            if len(joined) == 1 and kind == "line" and pieces:
                joined[0] = (joined[0][0], _without_colon(joined[0][1]))
            joined.append((kind, pieces))
            cells.append(cell)
    return joined, cells


def _without_colon(line: Line) -> Line:
    """Return the line above another without the colon behind people: "Ann Lee, Bo Chen:" stands over their title."""
    last = line[-1] if line else None
    if last is None or last.kind != "text" or not last.text.rstrip().endswith((":", "：")):
        return line
    bare = Line((*line[:-1], replace(last, text=last.text.rstrip()[:-1])))
    return bare if _names(bare.text) else line


def _wraps(before: Line, after: Line, *, first: bool, slot: bool) -> bool:
    if slot or not before or before[-1].kind == "link" or after[0].kind in _OPENING:
        return False
    head, tail = before.text, after.text
    if not head or not tail:
        return False
    last = before[-1].kind
    if after[0].kind == "emphasis" and (last == "emphasis" or (last == "text" and head[-1] in ".,:")):
        return last == "emphasis"
    if (
        labels.line_label(tail) is not None
        or dates.is_clock(head)
        or dates.is_clock(tail)
        or dates.is_slot(head)
        or "://" in tail[:8]
    ):
        return False
    if _is_within_citation(head) or _goes_on(head, tail, first=first):
        return True
    if people.evidence(head) == 2 and dates.find_year(head) is None:
        return _goes_on_with_people(head, tail)
    if (
        first
        and len(tail.split()) == 1
        and tail[-1].isalpha()
        and len(head) >= 25
        and head[-1] not in ".?!。,"
    ):
        return True
    if head[-1] in ".?!。:;,，" or not first:
        return head[-1] not in ".?!。" and tail[:1].islower() and not first
    if people.evidence(tail) == 2:
        return False
    if tail[:1].islower() or head.split()[-1].lower() in _JOINING:
        return True
    if _is_placed_name(tail) or _ends_with_place(tail) or _is_dated_venue(after[0].text):
        return False
    if (
        read_where(tail) is not None
        and len(tail.split()) <= 8
        and (dates.find_year(tail) or not tail.isupper())
    ):
        return False
    if people.evidence(tail) == 1 and len(tail.split()) <= 4 and not (head.isupper() and tail.isupper()):
        return False
    return len(head) >= 25 and len(tail.split()) <= 12 and before[0].kind == "text"


def _is_within_citation(head: str) -> bool:
    """Whether a line of people and a title in quotes ends within that title, or behind it before the year has come."""
    quote = _QUOTE.search(head)
    if quote is None or not people.evidence(head[: quote.start()].strip(" ,:")):
        return False
    behind = _CLOSED.match(head, quote.start())
    if behind is None:
        return True
    venue = head[behind.end() :].strip(" ,")
    return venue != "" and head[-1] not in ".?!。:;" and dates.find_year(venue) is None


def _goes_on(head: str, tail: str, *, first: bool) -> bool:
    """Whether names turned round go on after a comma, or a title with venue and date follows people and a colon."""
    if head.endswith(".,"):
        return _TURNED.match(tail) is not None
    if not first or head[-1] not in ":：":
        return False
    return (". " in tail or "? " in tail) and dates.find_year(tail) is not None and _names(head[:-1])


def _is_placed_name(tail: str) -> bool:
    """Whether a line is one name and, in brackets, where that works."""
    name = tail.partition(" (")[0]
    return tail.endswith(")") and " " in name and people.looks_like_name(name)


def _is_dated_venue(text: str) -> bool:
    """Whether a line is a known venue and its date up to the first link on it ("MLSys 2024 (best paper) [Paper]")."""
    where = read_where(text) if dates.find_year(text) is not None else None
    return where is not None and where.venue is not None and where.sure and where.date is not None


def _ends_with_place(tail: str) -> bool:
    """Whether a line is people and, behind a stop or comma, where and when ("Andriy Mnih et al. NIPS 2007")."""
    if dates.find_year(tail[-_LONGEST_PLACE:]) is None:
        return False
    for stop in (". ", ", "):
        named, _, place = tail.rpartition(stop)
        if named and len(place) <= _LONGEST_PLACE and _names(named):
            where = read_where(place)
            if where is not None and where.date is not None:
                return True
    return False


def _names(text: str) -> bool:
    """Whether a text is people, or one whole name alone."""
    return people.evidence(text) == 2 or (" " in text and people.looks_like_name(text))


def _goes_on_with_people(head: str, tail: str) -> bool:
    names = tail[:-1] if tail.endswith((".", ":", "：")) else tail
    return (
        head[-1] not in ".。"
        and people.evidence(_STOP.split(names, maxsplit=1)[0]) > 0
        and read_where(tail) is None
    )
