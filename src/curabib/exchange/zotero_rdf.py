"""Zotero RDF: items, attachments, notes and collections of an RDF/XML document, in the names of Zotero's schema.

After what Zotero's own translator "Zotero RDF" writes and reads: typed or plain nodes with properties of Dublin Core,
PRISM, bib: and FOAF, or with flat `z:` elements named like Zotero's fields. Nodes are told by their `rdf:about`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from curabib.exchange.xml import Element
from curabib.exchange.zotero import NAME_SEPARATOR

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
NAMESPACES: Mapping[str, str] = {
    "rdf": RDF,
    "z": "http://www.zotero.org/namespaces/export#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "bib": "http://purl.org/net/biblio#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "link": "http://purl.org/rss/1.0/modules/link/",
    "prism": "http://prismstandard.org/namespaces/1.2/basic/",
    "vcard": "http://nwalsh.com/rdf/vCard#",
    "so": "http://schema.org/",
}
"""The prefixes that Zotero uses, and what they stand for."""

_Z = NAMESPACES["z"] + " "
_ABOUT = (f"{RDF} about", f"{RDF} ID", f"{RDF} nodeID")
_RESOURCE = (f"{RDF} resource", f"{RDF} nodeID")
# a property's local name -> Zotero's field, where it is the plain text of the item's own
_TEXTS: Mapping[str, str] = {
    "title": "title",
    "alternative": "shortTitle",
    "date": "date",
    "issued": "date",
    "dateSubmitted": "accessDate",
    "description": "extra",
    "pages": "pages",
    "volume": "volume",
    "edition": "edition",
    "language": "language",
}
_CREATORS: Mapping[str, str] = {
    "authors": "author",
    "author": "author",
    "creator": "author",
    "programmers": "author",
    "presenters": "author",
    "directors": "author",
    "editors": "editor",
    "translators": "translator",
    "contributors": "contributor",
    "seriesEditors": "seriesEditor",
    "bookAuthors": "bookAuthor",
}
# the type of a node that names none of Zotero's
_NODE_TYPES: Mapping[str, str] = {
    "Article": "journalArticle",
    "Book": "book",
    "BookSection": "bookSection",
    "Thesis": "thesis",
    "Report": "report",
    "Patent": "patent",
    "Document": "webpage",
    "Manuscript": "manuscript",
    "Letter": "letter",
    "Interview": "interview",
    "MotionPicture": "film",
    "Recording": "audioRecording",
    "Data": "dataset",
    "Image": "artwork",
    "Legislation": "statute",
}
_NUMBERS: Mapping[str, str] = {"report": "reportNumber", "patent": "patentNumber", "book": "seriesNumber"}
_PUBLISHERS: Mapping[str, str] = {
    "thesis": "university",
    "report": "institution",
    "computerProgram": "company",
}
_CONTAINERS: Mapping[str, str] = {"Series": "series", "Book": "bookTitle", "Journal": "publicationTitle"}
_NO_ITEMS = frozenset(
    {"Attachment", "Memo", "Collection", "Journal", "Series", "Conference", "Organization", "Person"}
)
_NO_FACTS = frozenset({"itemType", "citationKey", "dateAdded", "dateModified", "type"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RdfItem:
    """An item: the name of its node, its lines (1-based), and its (field, value) pairs for `zotero.statement`."""

    about: str
    line: int
    end_line: int
    pairs: tuple[tuple[str, str], ...]


class ZoteroRdf:
    """The nodes of a document, and how they hang together."""

    def __init__(self, root: Element) -> None:
        """Take the root element, `rdf:RDF`."""
        self._top = root.children
        self._nodes: dict[str, Element] = {}
        for node in self._top:
            name = _attribute(node, _ABOUT)
            if name:
                self._nodes.setdefault(name, node)

    def items(self) -> Iterator[RdfItem]:
        """Yield the items in the order of the document."""
        for node in self._top:
            type = _type_of(node)
            if type:
                yield RdfItem(
                    about=_attribute(node, _ABOUT),
                    line=node.line,
                    end_line=node.end_line,
                    pairs=tuple(self._pairs(node, type)),
                )

    def collections(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """Return (name of the node, title, names of its parts) of every collection, in order."""
        return [
            (
                _attribute(node, _ABOUT),
                " ".join(_own(node, "title").split()),
                tuple(filter(None, (_attribute(part, _RESOURCE) for part in node.all("hasPart")))),
            )
            for node in self._top
            if node.local == "Collection"
        ]

    def _pairs(self, node: Element, type: str) -> Iterator[tuple[str, str]]:
        yield "itemType", type
        for part in node.children:
            local = part.local
            if local in _CREATORS:
                yield from _people(part, _CREATORS[local])
            elif part.name.startswith(_Z):
                if local not in _NO_FACTS or local == "citationKey":
                    yield local, part.text()
                elif local == "type" and type in ("thesis", "report", "manuscript"):
                    yield f"{type}Type", part.text()
            elif local in _TEXTS:
                yield _TEXTS[local], part.text()
            else:
                yield from self._property(part, local, type)

    def _property(self, part: Element, local: str, type: str) -> Iterator[tuple[str, str]]:
        """Yield what a property says that is more than a text."""
        if local == "number":
            yield _NUMBERS.get(type, "issue"), part.text()
        elif local == "subject":
            yield "tag", part.text()
        elif local == "identifier":
            yield from _identifier(part)
        elif local == "publisher":
            yield from _publisher(part, type)
        elif local == "isPartOf":
            yield from self._container(part, type)
        elif local == "presentedAt":
            conference = self._follow(part)
            if conference is not None:
                yield "conferenceName", _own(conference, "title")
        elif local == "link":
            yield from self._attachment(part)
        elif local == "isReferencedBy":
            if self._follow(part) is not None:
                yield "left out:note", ""
        elif local == "abstract":
            yield "left out:abstractNote", ""
        elif local not in ("relation", "hasPart"):
            yield f"left out:{local}", ""

    def _follow(self, part: Element) -> Element | None:
        """Return the node that a property points at, or holds."""
        resource = _attribute(part, _RESOURCE)
        return self._nodes.get(resource) if resource else next(iter(part.children), None)

    def _container(self, part: Element, type: str) -> Iterator[tuple[str, str]]:
        node = self._follow(part)
        if node is None:
            return
        field = _CONTAINERS.get(node.local, "publicationTitle")
        if type == "conferencePaper" and field == "bookTitle":
            field = "proceedingsTitle"
        yield field, _own(node, "title")
        for inner in node.children:
            if inner.local in ("volume", "number"):
                yield ("issue" if inner.local == "number" else "volume"), inner.text()
            elif inner.local == "identifier":
                yield from _identifier(inner)
            elif inner.local == "isPartOf" and inner.children:
                series = inner.children[0]
                yield "series", _own(series, "title")

    def _attachment(self, part: Element) -> Iterator[tuple[str, str]]:
        node = self._follow(part)
        if node is None:
            return
        address = node.first("identifier")
        url = address.text() if address is not None else ""
        linked = _own(node, "linkMode") == "3"
        label = "pdf" if "pdf" in _own(node, "type") and not linked else _own(node, "title")
        if url:
            yield f"link:{label}", url
        elif node.first("resource") is not None:
            yield "left out:attachment", ""


def _attribute(node: Element, names: tuple[str, ...]) -> str:
    return next((node.attributes[name] for name in names if name in node.attributes), "")


def _own(node: Element, local: str) -> str:
    part = node.first(local)
    return part.text() if part is not None else ""


def _type_of(node: Element) -> str:
    """Return Zotero's type of a node, or the empty string for what is no item."""
    named = next((part.text() for part in node.all("itemType") if part.name.startswith(_Z)), "")
    if named in ("attachment", "note", "annotation") or node.local in _NO_ITEMS:
        return ""
    return named or _NODE_TYPES.get(node.local, "")


def _people(part: Element, role: str) -> Iterator[tuple[str, str]]:
    for person in part.walk():
        if person.local in ("Person", "Organization"):
            family = _own(person, "surname") or _own(person, "name")
            given = _own(person, "givenName") or _own(person, "givenname")
            yield f"creator:{role}", f"{family}{NAME_SEPARATOR}{given}"


def _identifier(part: Element) -> Iterator[tuple[str, str]]:
    """Yield `DOI …`, `ISBN …`, `ISSN …`, or the URL of a dcterms:URI."""
    text = part.text()
    kind, blank, value = text.partition(" ")
    if part.children or "://" in kind:
        yield "url", text
    elif blank and kind in ("DOI", "ISBN", "ISSN"):
        yield kind, value
    elif text.startswith("10."):
        yield "DOI", text
    elif text:
        yield "left out:identifier", ""


def _publisher(part: Element, type: str) -> Iterator[tuple[str, str]]:
    place = next((inner.text() for inner in part.walk() if inner.local == "locality"), "")
    name = next((inner.text() for inner in part.walk() if inner.local == "name"), "")
    if place:
        yield "place", place
    if name or not part.children:
        yield _PUBLISHERS.get(type, "repository" if type == "preprint" else "publisher"), name or part.text()
