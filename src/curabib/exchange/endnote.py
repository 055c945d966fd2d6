"""EndNote's XML: one `record` a reference, every text perhaps wrapped in `style` elements."""

from collections.abc import Mapping, Sequence

from curabib.exchange.people import read_name, says_others
from curabib.exchange.stated import Gathering, Stated
from curabib.exchange.types import TypeRow, read_as
from curabib.exchange.xml import Element
from curabib.model import Name

# element (or the path to it) -> our text field
TEXTS: Mapping[str, str] = {
    "titles/title": "title",
    "titles/short-title": "shorttitle",
    "titles/tertiary-title": "series",
    "pages": "pages",
    "volume": "volume",
    "number": "number",
    "num-vols": "volumes",
    "edition": "edition",
    "section": "chapter",
    "publisher": "publisher",
    "pub-location": "location",
    "work-type": "type",
    "language": "langid",
}
CONTAINERS: tuple[str, ...] = (
    "periodical/full-title",
    "titles/secondary-title",
    "periodical/abbr-1",
    "titles/alt-title",
    "alt-periodical/full-title",
)
PEOPLE: Mapping[str, str] = {
    "contributors/authors": "author",
    "contributors/secondary-authors": "editor",
    "contributors/subsidiary-authors": "translator",
}
_GROUPS = frozenset({"contributors", "titles", "periodical", "alt-periodical", "dates", "urls"})
_SILENT = frozenset({"database", "source-app", "rec-number", "foreign-keys", "ref-type", "key"})
_INSTITUTION = frozenset({"thesis", "report"})
_MISC = TypeRow("misc", "other")
SEPARATOR = "\x1f"
"""Between several values of one field."""


def pairs(record: Element) -> tuple[tuple[str, str], ...]:
    """Return a record as (path, text) pairs; `contributors/authors`, `keywords` and `urls/…` hold several values."""
    found: list[tuple[str, str]] = []
    for part in record.children:
        if part.local == "ref-type":
            found.append(("type", part.attributes.get("name", "")))
        elif part.local == "keywords":
            found.append(("keywords", SEPARATOR.join(word.text() for word in part.children)))
        elif part.local in _GROUPS:
            for inner in part.children:
                several = [leaf.text() for leaf in inner.children if leaf.local != "style"]
                found.append(
                    (f"{part.local}/{inner.local}", SEPARATOR.join(several) if several else inner.text())
                )
        else:
            found.append((part.local, part.text()))
    return tuple((name, text) for name, text in found if text.strip())


def statement(stated: Sequence[tuple[str, str]]) -> Stated:
    """Return what the pairs of one record say. Never raises."""
    record = dict(reversed(stated))
    row = read_as("endnote").get(record.get("type", ""), _MISC)
    found = Gathering(row.entry_type, row.kind)
    day, year = record.get("dates/pub-dates", "").strip(), record.get("dates/year", "")
    dates = (day if day[:4].isdecimal() else "", f"{day} {year}", year)  # EndNote's own days say no year
    any(date.strip() and found.date("date", date) for date in dates)
    for name in CONTAINERS:
        found.container(record.get(name, ""))
    for name, value in stated:
        if not _field(found, name, value):
            found.leave_out(name)
    return found.result()


def _field(found: Gathering, name: str, value: str) -> bool:
    """State one field; return whether something of ours takes it over."""
    values = [part for part in value.split(SEPARATOR) if part.strip()]
    if name in TEXTS:
        ours = TEXTS[name]
        return found.text(
            "institution" if ours == "publisher" and found.entry_type in _INSTITUTION else ours, value
        )
    if name in PEOPLE:
        named = [value for value in values if not says_others(value)]
        people: list[Name] = [person for person in map(read_name, named) if person is not None]
        found.people(PEOPLE[name], people, truncated=len(named) < len(values))
    elif name == "isbn":
        for part in values:
            if not found.identifier("isbn", part):
                found.text("issn", part)
    elif name in ("electronic-resource-num", "accession-num"):
        return found.identifier("pmid" if value.strip().isdecimal() else "doi", value)
    elif name.startswith("urls/"):
        said = [found.link("paper", part.strip()) for part in values]
        return all(said)
    elif name == "keywords":
        for word in values:
            found.keyword(word)
    elif name == "label":
        found.key = value
    else:
        return name in CONTAINERS or name in _SILENT or name in ("type", "dates/year", "dates/pub-dates")
    return True
