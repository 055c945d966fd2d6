"""Titles in plain text with people behind "by": `Title, by Ann Lee (2011)`, `Title by Ann Lee and Bo Chen. Venue`."""

from curabib.evidence import people
from curabib.evidence.names import parse_name
from curabib.evidence.regex import regex
from curabib.normalise.chunks import split_where
from curabib.normalise.cite import DONE_BY, Cited, read_tail
from curabib.normalise.titles import is_link_word

_BY = regex(
    r"(?P<comma>[,;.])?\s+(?P<role>(?:edited|written)\s+|(?<=,\s)an?\s+(?:book|paper|survey|article|essay|talk|"
    r"tutorial|course|thesis|report)\s+)?by\s+(?=[A-ZÀ-Þ])"
)
_SIGNS = " ,;:."
_LONGEST_TITLE = 400
_FEWEST_WORDS = 2


def read_by(text: str) -> Cited | None:
    """Return title, people, venue and date of a text whose title ends before "by" and names, or None.

    "Learning by Graph Cuts" names nobody, and what is "proposed by" somebody is no title of theirs. A title that has
    people in front of it is left to others.
    """
    if " by " not in text:
        return None
    for match in _BY.finditer(text, 0, _LONGEST_TITLE):
        title = text[: match.start()].strip(_SIGNS)
        marked = bool(match["comma"] or match["role"])
        if len(title.split()) < (1 if marked else _FEWEST_WORDS) or (not marked and DONE_BY.search(title)):
            continue
        cited = read_tail(text[match.start() :])
        names = people.split(cited.people).names if cited.people else ()
        begins = bool(names) and text.startswith(names[0], match.end())
        if begins and all(map(_is_whole, names)) and not (people.evidence(title) or is_link_word(title)):
            before, where = split_where(title)
            told = where is not None and where.sure and before
            cited.title = before if told else title
            cited.wheres += [where] if told and where is not None else []
            return cited
    return None


def _is_whole(name: str) -> bool:
    return " " in name and people.looks_like_name(name) and not parse_name(name).literal
