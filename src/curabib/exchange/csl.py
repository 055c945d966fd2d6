"""CSL items, as CSL-JSON and CSL-YAML hold them (CSL 1.0.2, appendices III and IV; csl-data.json)."""

import re
from collections.abc import Mapping
from typing import Any

from curabib.exchange.people import says_others, structured
from curabib.exchange.stated import Gathering, Stated
from curabib.exchange.types import TypeRow, read_as
from curabib.model import Identifier, Name

# variable -> our text field
TEXTS: Mapping[str, str] = {
    "title": "title",
    "title-short": "shorttitle",
    "shortTitle": "shorttitle",
    "volume": "volume",
    "issue": "number",
    "page": "pages",
    "number-of-pages": "pagetotal",
    "number-of-volumes": "volumes",
    "chapter-number": "chapter",
    "publisher-place": "location",
    "collection-title": "series",
    "edition": "edition",
    "version": "version",
    "genre": "type",
    "language": "langid",
    "event-title": "eventtitle",
    "event": "eventtitle",
    "ISSN": "issn",
    "PMCID": "pmcid",
    "status": "pubstate",
}
PEOPLE: Mapping[str, str] = {"author": "author", "editor": "editor", "translator": "translator"}
DATES: Mapping[str, str] = {
    "issued": "date",
    "accessed": "urldate",
    "original-date": "origdate",
    "event-date": "eventdate",
}
IDENTIFIERS: Mapping[str, str] = {"DOI": "doi", "ISBN": "isbn", "PMID": "pmid"}
# what numbers an item of a type, where it is not its `number`
_NUMBERS: Mapping[str, str] = {"article": "eid"}
_INSTITUTION = frozenset({"thesis", "report"})
_BOOKKEEPING = frozenset(
    {
        "id",
        "type",
        "citation-key",
        "citation-label",
        "container-title-short",
        "journalAbbreviation",
    }
)
_OF_PUBLISHERS = frozenset({"openreview", "pmlr", "neurips", "acl", "cvf", "jmlr", "nature"})
_IDENTIFIER = re.compile(r"[\w.%()/-]{1,200}")
_MISC = TypeRow("misc", "other")


def statement(item: Mapping[str, Any]) -> Stated:
    """Return what a CSL item says. Never raises: a variable of another form than CSL's is left out.

    An `article` is a preprint as in CSL 1.0.2, unless it has a container as CSL 1.0.1's journal articles have.
    """
    row = read_as("csl").get(str(item.get("type", "")), _MISC)
    entry_type, kind = row.entry_type, row.kind
    preprint = item.get("type") == "article" and not item.get("container-title")
    if item.get("type") == "article" and not preprint:
        entry_type = "article"
    found = Gathering(entry_type, kind)
    found.key = text_of(item.get("citation-key") or item.get("id"))
    for name, value in item.items():
        if name not in _BOOKKEEPING and value not in (None, "", [], {}) and not _variable(found, name, value):
            found.leave_out(name)
    _publisher(found, text_of(item.get("publisher")), preprint=preprint)
    _number(found, text_of(item.get("number")), preprint=preprint)
    if entry_type == "book":
        found.text("number", text_of(item.get("collection-number")))
    return found.result()


def _variable(found: Gathering, name: str, value: Any) -> bool:
    """State one variable; return whether something of ours takes it over."""
    if name in PEOPLE:
        return _people(found, PEOPLE[name], value)
    if name in DATES:
        return found.date(DATES[name], date_text(value))
    if name == "categories":
        for topic in value if isinstance(value, list) else ():
            found.topic(text_of(topic))
        return isinstance(value, list)
    if name == "custom":
        _custom(found, value)
        return True
    text = text_of(value)
    if not text:
        return False
    if name in TEXTS:
        found.text(TEXTS[name], text)
    elif name in IDENTIFIERS:
        return found.identifier(IDENTIFIERS[name], text)
    elif name == "URL":
        return found.link("paper", text)
    elif name == "container-title":
        found.container(text)
    elif name == "keyword":
        for word in text.replace(";", ",").split(","):
            found.keyword(word)
    elif name == "note":
        found.remarks(text)
    else:
        return name in ("publisher", "number", "collection-number")
    return True


def _custom(found: Gathering, value: Any) -> None:
    """State the identifiers and former keys that curabib keeps in `custom`; what others keep there is theirs."""
    for name, held in value.items() if isinstance(value, dict) else ():
        if name == "aliases":
            for alias in held if isinstance(held, list) else ():
                found.alias(text_of(alias))
        elif name == "arxiv":
            found.identifier(name, text_of(held))
        elif name in _OF_PUBLISHERS and _IDENTIFIER.fullmatch(text_of(held)):
            found.identified(Identifier(name, text_of(held)))


def _people(found: Gathering, role: str, value: Any) -> bool:
    names = [name_of(person) for person in value] if isinstance(value, list) else []
    others = [name for name in names if name is not None and says_others(str(name))]
    people = [name for name in names if name is not None and name not in others]
    found.people(role, people, truncated=bool(others))
    return len(people) + len(others) == len(names) > 0


def _publisher(found: Gathering, publisher: str, *, preprint: bool) -> None:
    if preprint and publisher:
        found.repository(publisher)
    else:
        found.text("institution" if found.entry_type in _INSTITUTION else "publisher", publisher)


def _number(found: Gathering, number: str, *, preprint: bool) -> None:
    if not (preprint and found.identifier("arxiv", number)):
        found.text(_NUMBERS.get(found.entry_type, "number"), number)


def name_of(person: Any) -> Name | None:
    """Return the name that a CSL name object stands for, or None."""
    if not isinstance(person, dict):
        return None
    if person.get("literal"):
        return Name(literal=text_of(person["literal"]))
    particles = (text_of(person.get(f"{kind}-particle")) for kind in ("dropping", "non-dropping"))
    return structured(
        text_of(person.get("family")),
        text_of(person.get("given")),
        prefix=" ".join(filter(None, particles)),
        suffix=text_of(person.get("suffix")),
    )


def date_text(value: Any) -> str:
    """Return a CSL date as text: `date-parts` as `2019-05-07`, else what is raw or literal; the season is dropped."""
    if isinstance(value, list) and value:
        value = value[0]  # Pandoc writes a list of dates
    if isinstance(value, (str, int)):
        return str(value)
    if not isinstance(value, dict):
        return ""
    parts = value.get("date-parts") or [
        [value.get(part) for part in ("year", "month", "day") if value.get(part)]
    ]
    if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0]:
        numbers = [text_of(part) for part in parts[0][:3]]
        if all(number.isascii() and number.isdigit() and len(number) < 5 for number in numbers):
            return "-".join([numbers[0].zfill(4), *(number.zfill(2) for number in numbers[1:])])
    return text_of(value.get("raw") or value.get("literal"))


def text_of(value: Any) -> str:
    """Return a variable as text; of a list its first, as Crossref writes titles."""
    if isinstance(value, list):
        value = value[0] if value else ""
    return str(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""
