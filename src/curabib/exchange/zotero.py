"""Zotero's item fields in our terms, and what its exports do to them.

Names are those of Zotero's schema (api.zotero.org/schema), which its RDF uses too.
"""

from collections.abc import Mapping, Sequence

from curabib.exchange.people import structured
from curabib.exchange.stated import Gathering, Stated
from curabib.exchange.types import TypeRow, read_as
from curabib.model import Name

# field of Zotero -> our text field
TEXTS: Mapping[str, str] = {
    "title": "title",
    "subject": "title",
    "nameOfAct": "title",
    "caseName": "title",
    "shortTitle": "shorttitle",
    "series": "series",
    "seriesTitle": "series",
    "volume": "volume",
    "issue": "number",
    "number": "number",
    "seriesNumber": "number",
    "reportNumber": "number",
    "patentNumber": "number",
    "pages": "pages",
    "numPages": "pagetotal",
    "numberOfVolumes": "volumes",
    "edition": "edition",
    "publisher": "publisher",
    "place": "location",
    "university": "institution",
    "institution": "institution",
    "company": "publisher",
    "studio": "publisher",
    "label": "publisher",
    "network": "publisher",
    "thesisType": "type",
    "reportType": "type",
    "manuscriptType": "type",
    "genre": "type",
    "language": "langid",
    "ISSN": "issn",
    "conferenceName": "eventtitle",
    "versionNumber": "version",
    "PMCID": "pmcid",
}
CONTAINERS: tuple[str, ...] = (
    "proceedingsTitle",
    "publicationTitle",
    "bookTitle",
    "encyclopediaTitle",
    "dictionaryTitle",
    "websiteTitle",
    "blogTitle",
    "forumTitle",
    "programTitle",
)
DATES: Mapping[str, str] = {
    "date": "date",
    "issueDate": "date",
    "accessDate": "urldate",
    "originalDate": "origdate",
}
IDENTIFIERS: Mapping[str, str] = {"DOI": "doi", "ISBN": "isbn", "PMID": "pmid"}
# creator -> role; every other creator (contributor, cartographer, ...) is left out
CREATORS: Mapping[str, str] = {
    "author": "author",
    "programmer": "author",
    "presenter": "author",
    "director": "author",
    "podcaster": "author",
    "artist": "author",
    "performer": "author",
    "inventor": "author",
    "editor": "editor",
    "translator": "translator",
}
_MISC = TypeRow("misc", "other")
_SILENT = frozenset({"itemType", "journalAbbreviation", "libraryCatalog"})
NAME_SEPARATOR = "\t"
"""Between family and given name in the value of a creator."""


def statement(pairs: Sequence[tuple[str, str]]) -> Stated:
    """Return what the (field, value) pairs of an item of Zotero say. Never raises.

    Creators are pairs too: `creator:ROLE` and `Family<TAB>Given`; so are tags (`tag`), and links of attachments
    (`link:LABEL`). Fields that begin with `left out:` are noted as such.
    """
    item = dict(reversed(pairs))
    row = read_as("zotero").get(item.get("itemType", ""), _MISC)
    found = Gathering(row.entry_type, row.kind)
    people: dict[str, list[Name]] = {}
    if row.zotero == "preprint":
        found.repository(item.get("repository", ""))
    for name in CONTAINERS:
        found.container(item.get(name, ""))
    for name, value in sorted(
        pairs, key=lambda pair: pair[0].startswith("link:")
    ):  # its own address comes first
        kind, _, role = name.partition(":")
        if kind == "creator":
            if not _creator(people, role, value):
                found.leave_out(role)
        elif not _field(found, name, value):
            found.leave_out(role if kind == "left out" else name)
    for role, names in people.items():
        found.people(role, names)
    return found.result()


def _creator(people: dict[str, list[Name]], role: str, value: str) -> bool:
    family, _, given = value.partition(NAME_SEPARATOR)
    name = structured(family, given)
    if role not in CREATORS or name is None:
        return False
    people.setdefault(CREATORS[role], []).append(name)
    return True


def _field(found: Gathering, name: str, value: str) -> bool:
    """State one field; return whether something of ours takes it over."""
    if name in TEXTS:
        return found.text(TEXTS[name], value)
    if name in DATES:
        return found.date(DATES[name], value)
    if name in IDENTIFIERS:
        return found.identifier(IDENTIFIERS[name], value)
    if name == "archiveID":
        return found.identifier("arxiv", value) or found.text("eprint", value)
    if name == "extra":
        found.remarks(value)
    elif name == "citationKey":
        found.key = value
    elif name == "tag":
        found.keyword(value)
    elif name == "url" or name.startswith("link:"):
        return found.link("paper" if name == "url" else name.removeprefix("link:"), value)
    elif name == "repository" and found.entry_type != "online":
        return found.text("publisher", value)
    else:
        return name in _SILENT or name in CONTAINERS or name == "repository"
    return True
