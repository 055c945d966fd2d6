"""Lookup in `venues.tsv`, which is read once, on first use.

A row with the year `*` describes a venue: its kind, its full name (`{ord}` and `{year}` stand where an
ordinal or a year is printed), series, publisher, ISSN and the names people use for it. A row with a year
describes one volume; what it leaves empty is as in the venue's own row.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from operator import add
from pkgutil import get_data  # importlib.resources takes longer to load than the table to read
from typing import NamedTuple, cast

from curabib.model import Venue

_ENTRY_TYPES = {
    "conference": "inproceedings",
    "workshop": "inproceedings",
    "journal": "article",
    "repository": "online",
    "book": "incollection",
}
_ORDINAL = re.compile(r"^(?:Proceedings of (?:the|The) )?\{[oO]rd\} ")
_LETTERS = re.compile(r"[^\W\d_]+")
_LEADING = re.compile(
    r"(?:in )?(?:(?:the )?proc(?:eedings|s)?\.? (?:of )?)?(?:the )?(?:(?:19|20)\d\d )?(?:\d+(?:st|nd|rd|"
    r"th) )?(?P<meeting>(?:annual )?(?:meeting of the )?)",
    re.IGNORECASE,
)
# what the first word of such a beginning begins with
_LEADING_SIGNS = frozenset("ipta0123456789")
_SPONSOR = re.compile(r"^(?:ACM|IEEE(?:/\w+)?|USENIX|AAAI|The) (?=[A-Z]{2,}\w*$)")
# who holds a conference, where that is a group of a society, and the words before its subject
_HOSTED = re.compile(
    r"(?:(?:ACM|IEEE|SIG[A-Z]{2,8})[ /-]){1,3}(?:(?:International )?(?:Conference|Symposium) on )?(?=[A-Z])"
)
_BRACKETED = re.compile(r"^(?P<name>.+?)\s*[(\[](?P<short>[A-Z][\w&/+\-' ]{1,20})[)\]]$")


@dataclass(frozen=True, slots=True, kw_only=True)
class VenueVolume:
    """One volume of a venue: everything but `entry_type` and `name` may be empty.

    `entry_type` is in biblatex spelling; `name` is the title of the proceedings or of the journal.
    """

    entry_type: str
    name: str
    series: str = ""
    volume: str = ""
    publisher: str = ""
    issn: str = ""


class _Row(NamedTuple):
    id: str
    kind: str
    name: str
    volume: str
    series: str
    publisher: str
    issn: str


class _Table(NamedTuple):
    venues: dict[str, _Row]
    volumes: dict[tuple[str, int], _Row]
    aliases: dict[str, str]


@cache
def _table() -> _Table:
    venues: dict[str, _Row] = {}
    volumes: dict[tuple[str, int], _Row] = {}
    named: dict[str, str] = {}
    data = cast(bytes, get_data("curabib.venues", "venues.tsv"))
    for line in data.decode("utf-8").splitlines()[1:]:
        identifier, year, kind, name, volume, series, publisher, issn, aliases = line.split("\t")
        row = _Row(identifier, kind, name, volume, series, publisher, issn)
        if year != "*":
            volumes[identifier, int(year)] = row
        else:
            venues[identifier], named[identifier] = row, aliases
    return _Table(venues, volumes, named)


def _names() -> Iterator[tuple[str, str]]:
    """Yield each name of each venue, and the venue's identifier."""
    table = _table()
    for identifier, row in table.venues.items():
        plain = _ORDINAL.sub("", row.name).replace(" {year}", "").replace("{year} ", "")
        for name in (identifier, plain, *filter(None, table.aliases[identifier].split("|"))):
            yield name, identifier


@cache
def _by_name() -> dict[str, str]:
    """Return the identifiers of the venues by each of their names, which only reading needs, not printing."""
    found: dict[str, str] = {}
    for name, identifier in _names():
        found.setdefault(_key(name), identifier)
    return found


@cache
def _beginnings() -> frozenset[str]:
    """Return the first two words of each name, as one, or the only one."""
    return frozenset("".join(_LETTERS.findall(_unled(name).casefold())[:2]) for name, _ in _names())


def may_find(words: Sequence[str]) -> bool:
    """Return whether a name of the table may begin among words in lower case: cheap, and hardly ever wrongly no."""
    beginnings = _beginnings()
    return not (
        beginnings.isdisjoint(words) and beginnings.isdisjoint(map(add, words, islice(words, 1, None)))
    )


def _key(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


@lru_cache(maxsize=4096)
def find(text: str) -> Venue | None:
    """Return the venue that `text` names (an abbreviation or a full name, without year), or None.

    The whole text must be a name of the venue: "Nature Communications" never finds "Nature". "In Proc. of", ordinals
    and an abbreviation in brackets behind the full name do not matter. The result's name is `text` itself.
    """
    if not text or len(text) > 200:
        return None
    known, venues = _by_name(), _table().venues
    for key in keys_of(text):
        identifier = known.get(key)
        if identifier is not None:
            return Venue(name=text, abbreviation=identifier, kind=venues[identifier].kind)
    return None


@cache
def volumes_of_series(series: str) -> dict[str, tuple[str, int]]:
    """Return which venue of which year each volume of a series holds, by the number of the volume."""
    table = _table()
    return {
        row.volume: (identifier, year)
        for (identifier, year), row in table.volumes.items()
        if row.volume and (row.series or table.venues[identifier].series) == series
    }


def keys_of(text: str) -> tuple[str, ...]:
    """Return the forms of a name, which is not empty, by which a venue is looked for: letters and digits only."""
    names = [text, _unled(text), _SPONSOR.sub("", text)]
    if "eeting of" in text:
        names.append(_LEADING.sub(_meeting, text, count=1))
    if "SIG" in text:
        names.append(_HOSTED.sub("", _unled(text), count=1))
    match = _BRACKETED.match(text) if text[-1] in ")]" else None
    if match is not None:
        names += [match["short"], match["name"], _unled(match["name"])]
    return tuple(key for name in dict.fromkeys(names) if (key := _key(name)))


def known_names() -> Mapping[str, str]:
    """Return the identifiers of the venues by all their names, in the form of `keys_of`."""
    return _by_name()


def _meeting(led: re.Match[str]) -> str:
    """Return what says in the beginning of a name that a society met: "Annual Meeting of the Society of X"."""
    return led["meeting"]


def _unled(name: str) -> str:
    match = _LEADING.match(name) if name[0].lower() in _LEADING_SIGNS else None
    return name[match.end() :] if match is not None else name


def expand(venue: Venue, year: int | None) -> VenueVolume:
    """Return the volume of `venue` for `year`: what the table knows of that year, else of the venue, else its own name.

    A workshop is never given the proceedings of its parent conference.
    """
    table = _table()
    row = table.venues.get(venue.abbreviation) if venue.abbreviation and venue.kind != "workshop" else None
    if row is None:
        return VenueVolume(entry_type=_ENTRY_TYPES.get(venue.kind, "misc"), name=venue.name)
    volume = table.volumes.get((row.id, year)) if year is not None else None
    name = row.name
    if volume is not None and volume.name:
        name = volume.name
    elif year is None:
        name = name.replace(" {year}", "").replace("{year} ", "")
    name = _ORDINAL.sub("", name).replace("{year}", str(year))
    source = volume or row
    return VenueVolume(
        entry_type=_ENTRY_TYPES.get(row.kind, "misc"),
        name=name,
        series=source.series or (row.series if source.volume else ""),
        volume=source.volume,
        publisher=source.publisher or row.publisher,
        issn=source.issn or row.issn,
    )
