"""CSL-JSON items, and what services answer in nearly that form (citation-style-language/schema, csl-data.json)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from curabib.evidence import links
from curabib.evidence.text import clean, unescape
from curabib.model import Date, FieldValue, Identifier, Kind, Link, Name, Names, Venue
from curabib.venues import find

_TYPES: Mapping[str, str] = {
    "article": "article",
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "paper-conference": "inproceedings",
    "book": "book",
    "chapter": "incollection",
    "thesis": "thesis",
    "report": "report",
    "webpage": "online",
    "post-weblog": "online",
    "post": "online",
    "dataset": "dataset",
    "software": "software",
    "motion_picture": "video",
    "broadcast": "video",
    "manuscript": "unpublished",
    "patent": "patent",
    "speech": "unpublished",
}
_KINDS: Mapping[str, Kind] = {
    "book": "book",
    "thesis": "thesis",
    "dataset": "dataset",
    "software": "code",
    "video": "video",
}
_VENUE_KINDS: Mapping[str, str] = {
    "article": "journal",
    "inproceedings": "conference",
    "incollection": "book",
}
_TEXTS: Mapping[str, str] = {
    "volume": "volume",
    "issue": "number",
    "page": "pages",
    "publisher": "publisher",
    "publisher-place": "location",
    "collection-title": "series",
    "edition": "edition",
    "note": "note",
    "genre": "type",
    "language": "langid",
    "number": "number",
}


@dataclass(slots=True)
class Stated:
    """What an entry with named fields says."""

    entry_type: str = "misc"
    kind: Kind = "paper"
    fields: dict[str, FieldValue] = field(default_factory=dict)
    identifiers: list[Identifier] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    keywords: tuple[str, ...] = ()


def read_csl(values: Mapping[str, Any]) -> Stated:
    """Return what a CSL-JSON item says; a variable of a form that it should not have says nothing."""
    entry_type = _TYPES.get(str(values.get("type", "")), "misc")
    result = Stated(entry_type=entry_type, kind=_KINDS.get(entry_type, "paper"))
    result.fields["title"] = _text(values.get("title"))
    result.fields["author"] = _names(values.get("author"))
    result.fields["editor"] = _names(values.get("editor"))
    for name, field_name in _TEXTS.items():
        if _text(values.get(name)) and field_name not in result.fields:
            result.fields[field_name] = _text(values.get(name))
    date = _date(values.get("issued"))
    if date is not None:
        result.fields["date"] = date
    container = _text(values.get("container-title"))
    if container:
        venue = find(container)
        kind = _VENUE_KINDS.get(result.entry_type, "")
        result.fields["venue"] = Venue(
            name=container,
            abbreviation=venue.abbreviation if venue else "",
            kind=venue.kind if venue else kind,
        )
    _addresses(result, values)
    words = _text(values.get("keyword"))
    result.keywords = tuple(dict.fromkeys(word.strip() for word in words.split(",") if word.strip()))
    return result


def _addresses(result: Stated, values: Mapping[str, Any]) -> None:
    schemes: dict[str, Identifier] = {}
    doi = links.doi_identifier(_text(values.get("DOI")))
    if doi is not None:
        schemes[doi.scheme] = doi
    url = _text(values.get("URL"))
    if links.is_web(url):
        result.links.append(Link("paper", url))
        found = links.identify(url)
        if found is not None:
            schemes.setdefault(found.scheme, found)
    isbn = links.isbn13(_text(values.get("ISBN")))
    if isbn:
        schemes.setdefault("isbn", Identifier("isbn", isbn))
    pmid = _text(values.get("PMID"))
    if pmid.isdigit():
        schemes.setdefault("pmid", Identifier("pmid", pmid))
    result.identifiers = [schemes[scheme] for scheme in sorted(schemes)]


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    return clean(unescape(str(value))) if isinstance(value, (str, int, float)) else ""


def _names(value: Any) -> Names:
    people = []
    for item in value if isinstance(value, list) else []:
        if not isinstance(item, dict):
            continue
        if item.get("literal"):
            people.append(Name(literal=_text(item["literal"])))
        elif item.get("family") or item.get("given"):
            prefix = " ".join(
                filter(None, (_text(item.get("dropping-particle")), _text(item.get("non-dropping-particle"))))
            )
            family = _text(item.get("family")) or _text(item.get("given"))
            given = _text(item.get("given")) if item.get("family") else ""
            people.append(Name(family=family, given=given, prefix=prefix, suffix=_text(item.get("suffix"))))
    return Names(tuple(people))


def _date(value: Any) -> Date | None:
    if not isinstance(value, dict):
        return None
    parts = value.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0]:
        try:
            numbers = [int(part) for part in parts[0][:3]]
        except (TypeError, ValueError):
            return None
        numbers += [0] * (3 - len(numbers))
        if 0 < numbers[0] < 10_000 and 0 <= numbers[1] <= 12 and 0 <= numbers[2] <= 31:
            return Date(numbers[0], numbers[1], numbers[2])
        return None
    return Date.parse(_text(value.get("raw") or value.get("literal"))[:10])
