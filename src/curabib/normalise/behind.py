"""Titles in plain text with the people behind the venue and date, or between dashes before them."""

from curabib.evidence import people
from curabib.evidence.families import are_families, is_institution
from curabib.evidence.regex import regex
from curabib.evidence.text import halve
from curabib.model import Venue
from curabib.normalise.chunks import commas
from curabib.normalise.cite import DASH, Cited
from curabib.normalise.no_venue import is_no_venue
from curabib.normalise.where import Where, is_titled, read_where

_GROUP = regex(r"\s+[(\[]([^()\[\]]{3,60})[)\]][,:;]?\s+(?=[^\W\d_])")
_BY = regex(r",\s+by\s+(?=[^\W\d_])")
_DATED = regex(r"\d\d")
_FEWEST_WORDS = 2
_MOST_CHUNKS = 40
_VENUE_WORDS = 8


def read_behind(text: str, *, dated: bool = False) -> Cited | None:
    """Return title, people, venue and date of a text that names the venue before the people, or all between dashes.

    "Title (AAAI 2018) Ann Lee, Bo Chen", "Title, in CVPR 2017, by Ann Lee", "Title，KDD 2018，Ann Lee", "Title - Kipf,
    Welling - ICLR 17". None where any of them is not sure. `dated` says that the date stood at the end, in brackets.
    """
    if not dated and _DATED.search(text) is None:
        return None
    if _is_whole(cited := _dashed(text, dated=dated)):
        return cited
    return (
        next(filter(_is_whole, (read(text) for read in (_grouped, _between_commas))), None)
        if not dated
        else None
    )


def _is_whole(cited: Cited | None) -> bool:
    """Whether what was read has a title of some words."""
    return (
        cited is not None and len(cited.title.split()) >= _FEWEST_WORDS and not people.evidence(cited.title)
    )


def _are_people(text: str) -> bool:
    return people.evidence(text) == 2 or are_families(text)


def _dated_venue(text: str) -> Where | None:
    where = read_where(text)
    told = where is not None and where.sure and where.venue is not None and where.date is not None
    return where if told else None


def _dashed(text: str, *, dated: bool) -> Cited | None:
    runs = DASH.split(text.rstrip(" -–—"))
    if len(runs) < 3 and text.count("; ") > 1:
        runs = text.split("; ")
    if len(runs) < 3 or not _are_people(runs[-2]):
        return None
    where = read_where(runs[-1]) or (_printed(runs[-1]) if dated else None)
    if where is None or not (dated or where.sure or where.date):
        return None
    title = text[: text.rindex(runs[-2])].rstrip(" -–—;")
    return Cited(title=title, people=runs[-2], wheres=[where])


def _printed(text: str) -> Where | None:
    """Return a few capitalised words behind people as the venue that they name, whoever knows it."""
    words = text.split()
    named = len(words) <= _VENUE_WORDS and words[0][:1].isupper() and is_titled(words)
    return Where(venue=Venue(name=text.strip(" .,;"))) if named and not is_no_venue(text) else None


def _grouped(text: str) -> Cited | None:
    for match in _GROUP.finditer(text):
        where = _dated_venue(match[1])
        run = text[match.end() :].strip(" .,;")
        if where is not None and _are_people(run):
            return Cited(title=text[: match.start()], people=run, wheres=[where])
    return None


def _between_commas(text: str) -> Cited | None:
    by = _BY.search(text)
    if by is not None:
        chunks, run = commas(text[: by.start()]), people.led_by(text[by.start() + 2 :].strip(" ."))
        where = _dated_venue(chunks[-1]) if len(chunks) > 1 else None
        if where is not None and (people.evidence(run) or are_families(run)):
            return Cited(title=", ".join(chunks[:-1]), people=run, wheres=[where])
        return None
    if "，" not in text:
        return None
    chunks = commas(halve(text))[:_MOST_CHUNKS]
    for place, chunk in enumerate(chunks[1:], 1):
        where = _dated_venue(chunk)
        if where is not None:
            names = [name for name in chunks[place + 1 :] if not is_institution(name)]
            run = ", ".join(names)
            if run and not people.evidence(run):
                return None
            return Cited(title=", ".join(chunks[:place]), people=run, wheres=[where])
    return None
