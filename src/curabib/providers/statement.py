"""A record out of what an authority says: the parts that all of them share."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from curabib.bibtex.latex.decode import decode
from curabib.evidence import links as addresses
from curabib.evidence.names import parse_name
from curabib.evidence.text import clean, unescape
from curabib.exchange.stated import Stated
from curabib.model import (
    Date,
    Fields,
    FieldValue,
    Identifier,
    Kind,
    Link,
    Name,
    Names,
    Origin,
    Record,
    Venue,
)
from curabib.venues import find

_NUMBERED_NAMESAKE = re.compile(r" \d{4}$")
_MARKS_OF_NAMES = re.compile(r"[*†‡§¶]+")
_RANGE = re.compile(r"(?<=\w)\s*(?:--+|[-‐‑–—])\s*(?=\w)")
_TEX = re.compile(r"\\[a-zA-Z\"'`^~=.&%#_]|\{[^\W\d_]")
_YEAR_OF_WORKSHOPS = re.compile(r"\b(?:19|20)\d\d (?=Workshops?\b)")
_MARKUP = "&\\{"
_LONGEST = 2000
_MOST_PEOPLE = 10_000

_WITHOUT_DOI = frozenset({"pmlr", "jmlr", "openreview"})
"""Schemes of publishers that register no DOIs: one beside theirs is that of another version of the work."""
_PSEUDO_DOI = "10.5555/"
"""ACM's prefix for numbers that look like DOIs and are registered nowhere."""

_TYPES: Mapping[str, str] = {
    "conference": "inproceedings",
    "workshop": "inproceedings",
    "journal": "article",
    "book": "incollection",
    "repository": "online",
}
_KINDS: Mapping[str, Kind] = {
    "book": "book",
    "collection": "book",
    "thesis": "thesis",
    "dataset": "dataset",
    "software": "code",
    "video": "video",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What an authority says of one work, as plain values; `id` is how it calls the work itself.

    `venue_kind` is one of `conference`, `workshop`, `journal`, `book`, `repository` or empty; `venue` is its name, or
    an abbreviation that the venue table knows. `texts` are further text fields in biblatex spelling; `urls` are
    addresses with their labels, the work's own page first. `date` is as exact as it is stated.
    """

    id: str
    title: str
    authors: tuple[Name, ...] = ()
    editors: tuple[Name, ...] = ()
    truncated: bool = False
    venue: str = ""
    venue_kind: str = ""
    date: Date | None = None
    texts: Mapping[str, str] | None = None
    urls: tuple[tuple[str, str], ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    entry_type: str = ""


def record_of(told: Told, origin: Origin) -> Record | None:
    """Return the record of what an authority says, or None where it says no title.

    Text is brought to the form that records have: NFC, no markup, dashes between pages. Of each scheme one identifier
    is kept: a stated one before one out of an address; DOIs that cannot be those of this version are left out.
    """
    title = text_of(told.title)
    if not title:
        return None
    venue = venue_of(told.venue, told.venue_kind)
    values: dict[str, FieldValue] = {
        name: text_of(value) for name, value in (told.texts or {}).items() if value and len(value) <= _LONGEST
    }
    if "pages" in values:
        values["pages"] = _RANGE.sub("–", str(values["pages"]))
    values["title"] = title
    values["author"] = Names(told.authors[:_MOST_PEOPLE], told.truncated)
    values["editor"] = Names(told.editors[:_MOST_PEOPLE])
    if venue is not None:
        values["venue"] = venue
    if told.date is not None:
        values["date"] = told.date
    web = tuple(dict.fromkeys(Link(label, url) for label, url in told.urls if addresses.is_web(url)))
    identifiers = _identifiers(told.identifiers, web)
    schemes = {identifier.scheme for identifier in identifiers}
    if web and "doi" not in schemes and venue is not None and venue.kind != "repository":
        values.setdefault("url", web[0].url)
    entry_type = told.entry_type or (_TYPES.get(venue.kind, "misc") if venue else "")
    if not entry_type or entry_type == "misc":
        entry_type = "online" if "arxiv" in schemes else "misc"
    return Record(
        id=f"{origin.name}#{told.id}",
        origin=origin,
        location=None,
        entry_type=entry_type,
        kind=_KINDS.get(entry_type, "paper"),
        fields=Fields(values),
        year_source="stated" if told.date is not None else "",
        links=web,
        identifiers=identifiers,
    )


_PRIVATE = (
    "abstract",
    "note",
    "annotation",
    "annote",
    "file",
    "keywords",
    "timestamp",
    "biburl",
    "bibsource",
)
"""Fields of bibliographies that state nothing about the work, or more than facts."""


def stated_record(said: Stated, id: str, origin: Origin) -> Record | None:
    """Return the record of an entry that names its fields, with identifiers out of its links; None without title.

    Where an authority does not say of what kind a work is, it is a paper.
    """
    fields = said.fields.without(*_PRIVATE)
    if not fields.title:
        return None
    fields = fields.updated({"pages": _RANGE.sub("–", fields.text("pages"))})
    return Record(
        id=f"{origin.name}#{id}",
        origin=origin,
        location=None,
        entry_type=said.entry_type,
        kind=said.kind if said.entry_type != "misc" or said.kind != "other" else "paper",
        fields=fields,
        year_source="stated" if fields.date is not None else "",
        links=said.links,
        identifiers=_identifiers(said.identifiers, said.links),
    )


def text_of(text: str) -> str:
    """Return text of an authority as records hold it: character references and TeX decoded, formulas whole."""
    if (
        text.isascii()
        and text.isprintable()
        and "  " not in text
        and all(sign not in text for sign in _MARKUP)
    ):
        return text[:_LONGEST].strip()
    text = clean(unescape(text[: 4 * _LONGEST]))
    if _TEX.search(text) is not None:
        text = clean(decode(text))
    return text[:_LONGEST]


def person(text: str) -> Name | None:
    """Return the name of a person as an authority prints it ("Ada Lovelace", "Lovelace, Ada"), None for none.

    The numbers by which DBLP tells namesakes apart, and marks of affiliations, are left out.
    """
    text = _NUMBERED_NAMESAKE.sub("", _MARKS_OF_NAMES.sub("", text_of(text)).strip())
    return parse_name(text) if text else None


@lru_cache(maxsize=20_000)
def person_of_parts(family: str, given: str, prefix: str = "", suffix: str = "") -> Name | None:
    """Return the name of a person whose parts an authority tells apart; a particle stays with its family name."""
    family, given, prefix, suffix = map(text_of, (family, given, prefix, suffix))
    family = _NUMBERED_NAMESAKE.sub("", _MARKS_OF_NAMES.sub("", family).strip())
    given = _MARKS_OF_NAMES.sub("", given).strip()
    if not family:
        return Name(family=given) if given else None
    if prefix or suffix or "," in family or not given:
        return Name(family=family, given=given, prefix=prefix, suffix=suffix)
    whole = parse_name(f"{family}, {given}")
    return whole if not whole.literal else Name(family=family, given=given)


def people(names: Iterable[Name | None]) -> tuple[Name, ...]:
    """Return the names that are some."""
    return tuple(name for name in names if name is not None)


def venue_of(name: str, kind: str) -> Venue | None:
    """Return the venue of that name, with its place in the venue table; a workshop is never its parent conference.

    Names that are numbers of a system ("ICML 2019 Workshops: Deep_Phenomena") become words, and the year, which the
    statement has, is left out before "Workshop".
    """
    name = _YEAR_OF_WORKSHOPS.sub("", text_of(name).replace("_", " "))
    if not name:
        return None
    if kind == "workshop":
        return Venue(name=name, kind=kind)
    known = find(name)
    if known is None:
        return Venue(name=name, kind=kind)
    same = known.abbreviation.casefold() == name.casefold()
    return replace(known, name=known.abbreviation) if same else known


def year_of(text: str) -> Date | None:
    """Return the date that begins a text such as `2019`, `2019-05-07` or `2019-05-07T12:00:00Z`, or None."""
    text = text.strip()
    for length in (10, 7, 4):
        date = Date.parse(text[:length]) if len(text) >= length else None
        if date is not None and 1000 <= date.year <= 2999:
            return date
    return None


def _identifiers(stated: Iterable[Identifier], web: Iterable[Link]) -> tuple[Identifier, ...]:
    found: dict[str, Identifier] = {}
    for identifier in stated:
        found.setdefault(identifier.scheme, identifier)
    for link in web:
        seen = addresses.identify(link.url)
        if seen is not None:
            found.setdefault(seen.scheme, seen)
    doi = found.get("doi")
    if doi is not None and (doi.value.startswith(_PSEUDO_DOI) or not _WITHOUT_DOI.isdisjoint(found)):
        del found["doi"]
    return tuple(found[scheme] for scheme in sorted(found))
