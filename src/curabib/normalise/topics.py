"""What the headings above an entry say: topics, and the venue and year of what stands below them."""

import re
from functools import lru_cache

from curabib.evidence import dates
from curabib.evidence.regex import regex
from curabib.evidence.text import clean
from curabib.model import Date, Venue
from curabib.normalise.no_venue import names_venue
from curabib.normalise.page import title_where
from curabib.normalise.where import Where, read_where
from curabib.venues import find

_HEADING_YEAR = regex(
    r"^(?P<topic>.*?)\s*[:：\-–—(\[]\s*(?P<year>(?:19|20)\d\d)\s*[)\]]?$|^(?P<only>(?:19|20)\d\d)$"
)
# a span of years, or one that is open at an end, dates nothing: "2014-2015", "2017 and later"
_SPAN = regex(
    r"\b(?:19|20)\d\d\s*(?:[-–—~+]|to\b|and\b|or\b)\s*(?:(?:(?:19|20)\d\d|now|present|today|"
    r"later|earlier|before|older|newer|onwards?)\b|$)|\b(?:before|until|after|since|pre-?) ?(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_ACRONYM = regex(r"[A-Za-z][A-Z]")
_WORDS_OF_ACRONYM = 3
YEARS_TO_PRINT = 3  # from an event to the last of its papers


@lru_cache(maxsize=1024)
def topics_of(headings: tuple[str, ...]) -> tuple[tuple[str, ...], Where]:
    """Return the topics that headings name, and the venue and year they state for what stands below them.

    The latter is `sure` where one heading states both ("ICML 2020 Oral").
    """
    topics: list[str] = []
    together = False
    venue: Venue | None = None
    date: Date | None = None
    for heading in headings:
        text = clean(heading)
        span = _SPAN.search(text) is not None
        match = None if span else _HEADING_YEAR.match(text)
        if match is not None and match["topic"]:
            date, together = Date(int(match["year"])), False
            where = read_where(match["topic"])
            if where is not None and where.venue is not None and where.venue.abbreviation and where.sure:
                venue, together = where.venue, True
            text = match["topic"].strip(" :：-–—([")
        else:
            where = title_where(text) or read_where(text)
            if span:
                date, together = None, False
            elif where is not None and where.date is not None:
                date, together = Date(where.date.year), False
            elif dates.find_year(text):
                date, together = Date(dates.find_year(text) or 0), False
            if (
                where is not None
                and where.venue is not None
                and where.sure
                and where.venue.abbreviation
                and (where.date or _names_only(text, where.venue.abbreviation))
            ):
                venue, together = where.venue, where.date is not None
        if text and (not topics or topics[-1] != text):
            topics.append(text)
    return tuple(dict.fromkeys(topics)), Where(venue=venue, date=date, sure=together)


def _names_only(text: str, abbreviation: str) -> bool:
    """Whether an undated heading names a venue and no topic: an acronym, or the words of proceedings and journals.

    Or one in brackets behind the name. Plain words that are the name of a journal too are a topic ("Machine Learning"),
    and so is one in small letters that a venue has for an acronym: "Types", not "TYPES".
    """
    words = text.split()
    if len(words) == 1 and text.isalpha():
        return not (text.istitle() and abbreviation.isupper() and text.upper() == abbreviation)
    if len(words) <= _WORDS_OF_ACRONYM and _ACRONYM.search(text) is not None:
        return True
    if names_venue(text) is not None and find(text) is not None:
        return True
    acronym = find(text.rpartition("(")[2].rstrip(" )")) if text.endswith(")") else None
    return acronym is not None and acronym.abbreviation == abbreviation
