"""Titles in plain text with the people behind the venue and date, or between dashes before them."""

import re

from curabib.evidence import people
from curabib.evidence.families import are_families, is_institution
from curabib.evidence.text import halve
from curabib.normalise.cite import DASH, Cited, commas
from curabib.normalise.where import Where, read_where

_GROUP = re.compile(r"\s+[(\[]([^()\[\]]{3,60})[)\]][,:;]?\s+(?=[^\W\d_])")
_BY = re.compile(r",\s+by\s+(?=[^\W\d_])")
_DATED = re.compile(r"\d\d")
_FEWEST_WORDS = 2
_MOST_CHUNKS = 40


def read_behind(text: str) -> Cited | None:
    """Return title, people, venue and date of a text that names the venue before the people, or all between dashes.

    "Title (AAAI 2018) Ann Lee, Bo Chen", "Title, in CVPR 2017, by Ann Lee", "Title，KDD 2018，Ann Lee", "Title - Kipf,
    Welling - ICLR 17". None where any of them is not sure.
    """
    if _DATED.search(text) is None:
        return None
    for read in (_dashed, _grouped, _between_commas):
        cited = read(text)
        if (
            cited is not None
            and len(cited.title.split()) >= _FEWEST_WORDS
            and not people.evidence(cited.title)
        ):
            return cited
    return None


def _are_people(text: str) -> bool:
    return people.evidence(text) == 2 or are_families(text)


def _dated_venue(text: str) -> Where | None:
    where = read_where(text)
    told = where is not None and where.sure and where.venue is not None and where.date is not None
    return where if told else None


def _dashed(text: str) -> Cited | None:
    runs = DASH.split(text.rstrip(" -–—"))
    if len(runs) < 3 or not _are_people(runs[-2]):
        return None
    where = read_where(runs[-1])
    if where is None or not (where.sure or where.date):
        return None
    title = text[: text.rindex(runs[-2])].rstrip(" -–—")
    return Cited(title=title, people=runs[-2], wheres=[where])


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
