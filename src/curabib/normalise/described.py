"""Entries whose fields a curator's pattern has told apart: each still has to be understood."""

from dataclasses import dataclass

from curabib.evidence import labels, links, people
from curabib.evidence.names import is_family_first, parse_name
from curabib.evidence.regex import regex
from curabib.evidence.text import clean
from curabib.exchange.dates import read_date
from curabib.exchange.stated import Gathering, Stated
from curabib.model import Date, Link, RawEntry, Venue
from curabib.normalise.parts import Parts, take_apart
from curabib.normalise.understood import Understood
from curabib.normalise.where import Where, read_where

_SEPARATORS = regex(r"\s*[,;；，、|/]\s*")
_TEXTS = frozenset({"volume", "number", "pages", "publisher", "note"})
_IDENTIFIERS = frozenset({"doi", "arxiv", "isbn"})
_THIS_CENTURY = 50  # '20 is 2020, '98 is 1998


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """An entry as its pattern describes it: as understood, and what only a pattern can tell (`more`)."""

    parts: Parts
    understood: Understood
    more: Stated


def describe(entry: RawEntry) -> Described:
    """Return what the fields of an entry that were captured by a pattern say.

    A field is a pair `NAME` or `NAME|DETAIL`; the detail is what separates names or keywords, or labels an address.
    """
    parts = take_apart(entry)
    found = Understood()
    more = Gathering()
    venue: Where | None = None
    date: Date | None = None
    for printed, value in entry.fields:
        name, _, detail = printed.partition("|")
        if name in ("link", "url"):
            _label(parts, value, detail or "paper")
        elif name == "title":
            found.title = clean(value)
        elif name == "authors":
            found.people = clean(value.replace(detail, ";") if detail else value)
        elif name == "editors":
            run = people.split(clean(value.replace(detail, ";") if detail else value))
            turned = is_family_first(run.names)
            more.people("editor", [parse_name(one, family_first=turned) for one in run.names])
        elif name == "keywords":
            words = value.split(detail) if detail else _SEPARATORS.split(value)
            found.keywords += [word for word in map(clean, words) if word]
        elif name == "venue":
            venue = read_where(clean(value)) or Where(venue=Venue(name=clean(value)))
        elif name in ("year", "date"):
            date = _date(value)
        elif name in _TEXTS:
            more.text(name, value)
        elif name in _IDENTIFIERS:
            more.identifier(name, value)
        elif name == "topic":
            more.topic(value)
        elif name == "type":
            more.text("type", value)
    found.wheres = _wheres(venue, date)
    return Described(parts=parts, understood=found, more=more.result())


def _wheres(venue: Where | None, date: Date | None) -> list[Where]:
    """Return where and when: a date that stands in its own place goes before one inside the venue."""
    if venue is None:
        return [Where(date=date)] if date else []
    return [Where(venue=venue.venue, date=date or venue.date, sure=True, thesis=venue.thesis)]


def _date(value: str) -> Date | None:
    value = value.strip()
    if len(value) == 2 and value.isdigit():
        return Date((2000 if int(value) <= _THIS_CENTURY else 1900) + int(value))
    return read_date(value)


def _label(parts: Parts, url: str, label: str) -> None:
    """Give the link with that address its label, and put it first among the links if it is new."""
    if not links.is_web(url):
        return
    link = Link(labels.link_label(label) or label, url)
    if any(other.url == url for other in parts.links):
        parts.links = [link if other.url == url else other for other in parts.links]
    else:
        parts.links.insert(parts.main_links, link)
        parts.main_links += 1
