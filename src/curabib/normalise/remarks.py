"""What stands in brackets, and other short citations: people, a venue, a date, or where people work."""

import re

from curabib.evidence import affiliations, dates, people
from curabib.evidence.families import are_families, is_family, is_institution
from curabib.evidence.regex import regex
from curabib.evidence.text import letters
from curabib.normalise.chunks import commas, split_where
from curabib.normalise.no_venue import tells_of_venue
from curabib.normalise.where import Where, read_where
from curabib.venues import find

_INSTITUTIONS_END = regex(r"\s*(?:[,;&/]|\band\b)\s*")
_ET_AL_END = regex(
    r"\bet\.? al\b\.?|\band others\b|等人?(?=\s*[,，])|(?:외|ら|ほか|他)(?=\s*[,，])|\bи\s+др\b\.?"
)
_STOPS = ".;,|。；，"
_LONGEST_FRONT = 60
_DIGIT = regex(r"\d")
_MOST_WORDS = 8
_FORMAT_LIST = """
pdf ps djvu html epub mobi kindle azw txt rtf doc docx odt ppt tex latex markdown rst asciidoc ascii chm zip gzip
gitbook ipynb
"""
_FORMATS = frozenset(_FORMAT_LIST.split())
_LONGEST_FORMATS = 30


def where_in_front(text: str) -> Where | None:
    """Return the known venue and the date that a remark begins with, up to a stop: "ICCV 2017 Oral. Gear Labs".

    An institution may stand before it: "Widget University & ICCV 2017".
    """
    head = text[:_LONGEST_FRONT]
    for stop in _STOPS:
        head = head.partition(stop)[0]
    if _DIGIT.search(head) is None or head.count(" ") >= _MOST_WORDS:
        return None
    return next(filter(None, map(_known_where, (head, *head.split(" & ")))), None)


def _known_where(text: str) -> Where | None:
    """Return the known venue and the date that a text is, or None."""
    where = read_where(text) if text[:1].isupper() else None
    if where is None or not where.sure or where.date is None or where.venue is None:
        return None
    name = where.venue.name
    held = where.venue.kind == "workshop" and find(name.partition(" Workshop")[0].partition(" workshop")[0])
    return where if held or find(name) is not None else None


def people_and_where(text: str) -> tuple[str, list[Where]] | None:
    """Return the people of a short citation and what stands behind them: "Zoph & Le, 2017", "Liu et al., ICML 2018"."""
    more = ends_in_others(text)
    head, semicolon, tail = text.rpartition(";")
    if semicolon and more is None:
        behind = read_where(tail)
        named = are_families(head) or people.evidence(head) == 2 or is_one(head)
        return (head, [behind]) if named and behind is not None and (behind.sure or behind.date) else None
    if more is not None:
        run, rest = text[: more.end()], text[more.end() :].strip(" ,.;:")
    else:
        run, where = split_where(text)
        named = people.evidence(run) == 2 or are_families(run) or (is_one(run) and "," in text)
        if where is None:
            return _at_institution(text)
        return (run, [where]) if named else None
    if people.evidence(run) < 2:
        return None
    where = read_where(rest) if rest else None
    return (run, [where] if where is not None else []) if where is not None or not rest else None


def _at_institution(text: str) -> tuple[str, list[Where]] | None:
    """Return the people before the institution or the platform that a remark ends in: "Xu & Leskovec, edX"."""
    run, comma, last = text.rpartition(",")
    named = comma and is_institution(last) and (are_families(run) or is_one(run))
    return (run, []) if named else None


def ends_in_others(text: str) -> re.Match[str] | None:
    """Return where a run of people says that there are more of them, or None."""
    may = "et al" in text or "et. al" in text or "others" in text or not text.isascii()
    return _ET_AL_END.search(text) if may else None


def is_one(text: str) -> bool:
    """Return whether a text is one whole name: "Leslie Lamport"."""
    return " " in text.strip() and people.evidence(text) == 1 and not is_institution(text)


def venue_at_end(text: str) -> Where | None:
    """Return the venue that the table knows at the end of a remark such as "Google, RecSys", where no people are."""
    chunks = commas(text)
    if len(chunks) < 2 or people.evidence(", ".join(chunks[:-1])) == 2:
        return None
    where = read_where(chunks[-1])
    return where if where is not None and where.venue is not None and where.venue.abbreviation else None


def dated_remark(text: str) -> Where | None:
    """Return the date of a short remark in brackets, and the venue it ends in ("Discussion of policy, ICLR 2020")."""
    if len(text.split()) > _MOST_WORDS or not (text[:1].isupper() or text[:1].isdigit()):
        return None
    date = dates.find_date(text)
    if date is None or people.evidence(text) == 2:
        return None
    _, where = split_where(text)
    return where if where is not None and where.sure and where.date is not None else Where(date=date)


def says_nothing(text: str) -> bool:
    """Return whether a remark is in small letters, without a number or a word that tells of a venue."""
    return text.islower() and not _DIGIT.search(text) and not tells_of_venue(letters(text))


def names_formats(text: str) -> bool:
    """Return whether a remark says in which formats a work can be had, and nothing else: "PDF, HTML"."""
    if len(text) > _LONGEST_FORMATS:
        return False
    said = set(letters(text)) - {"and", "or"}
    return bool(said) and said <= _FORMATS


def family_before(text: str, where: Where) -> list[str]:
    """Return the one word before a known venue that could be a family name: "Lamport, PODC 2001"."""
    head, comma, _ = text.partition(",")
    return [head] if comma and where.sure and is_family(head) else []


def are_institutions(text: str) -> bool:
    """Return whether a remark names where people work and nothing else: "MIT, ETH Zurich", "Google Research & CMU"."""
    parts = [part for part in _INSTITUTIONS_END.split(text) if part]
    known = sum(is_institution(part) or affiliations.is_institution(part) for part in parts)
    return not _DIGIT.search(text) and 2 * known >= len(parts) and venue_at_end(text) is None
