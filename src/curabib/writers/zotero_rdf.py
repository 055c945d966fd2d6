"""Zotero RDF: the one format of a file that carries everything into Zotero, in one import.

Items are written flat, their fields as `z:` elements named as in Zotero's schema, which Zotero's translator reads for
every type of item; what is nested in the RDF that Zotero exports itself (journals, conferences, series) needs no
nodes of its own. Each node is named, or Zotero would not find it again from the collections.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from curabib.diagnostics import Diagnostic, Result, diagnose
from curabib.exchange.zotero_rdf import NAMESPACES
from curabib.model import Entry, View
from curabib.writers.losses import Losses
from curabib.writers.topics import topic_tree
from curabib.writers.xml_form import escaped
from curabib.writers.zotero_items import Creator, LinkedUrl, ZoteroItem, item_of

_PREFIXES = ("rdf", "z", "dc", "dcterms", "bib", "foaf", "link", "so")
# what the lists of creators are called; every other type of creator is its own name with an s, in Zotero's namespace
_CREATORS: Mapping[str, str] = {
    "author": "bib:authors",
    "editor": "bib:editors",
    "contributor": "bib:contributors",
    "programmer": "so:author",  # as z:programmers it leaves a line in Extra
}
# fields of ours, and the fields of Zotero that hold them, for those that not every type of item has
_PLACES: Mapping[str, tuple[str, ...]] = {
    "booktitle": ("proceedingsTitle", "bookTitle", "encyclopediaTitle", "publicationTitle", "websiteTitle"),
    "journaltitle": ("publicationTitle",),
    "titleaddon": ("websiteTitle", "blogTitle"),
    "series": ("series", "seriesTitle"),
    "number": ("issue", "number", "seriesNumber", "reportNumber", "patentNumber"),
    "volume": ("volume",),
    "pages": ("pages",),
    "eid": ("pages",),
    "pagetotal": ("numPages",),
    "publisher": ("publisher", "repository", "company", "studio", "label"),
    "institution": ("university", "institution", "publisher", "company", "repository"),
    "organization": ("institution", "publisher", "company", "university"),
    "location": ("place", "repositoryLocation"),
    "type": (
        "genre",
        "thesisType",
        "reportType",
        "manuscriptType",
        "presentationType",
        "websiteType",
        "type",
    ),
    "edition": ("edition",),
    "version": ("versionNumber",),
    "eventtitle": ("conferenceName", "meetingName"),
    "volumes": ("numberOfVolumes",),
    "shortjournal": ("journalAbbreviation",),
    "language": ("language",),
    "langid": ("language",),
    "urldate": ("accessDate",),
    "shorttitle": ("shortTitle",),
}
_EVERYWHERE = frozenset(
    "title author editor translator date venue note url doi isbn issn pmid pmcid eprint eprinttype eprintclass "  # noqa: SIM905
    "keywords pubstate".split()
)
_LINKED_URL = 3
_SLOW = 1_000


@dataclass(frozen=True, slots=True)
class ZoteroRdfWriter:
    """Prints items with their notes and links, then the topics as collections inside each other."""

    name: str = "zotero-rdf"
    extension: str = "rdf"

    def write(self, view: View) -> Result[str]:
        """Return the document in UTF-8, its items in the order of the view, and what Zotero has no place for."""
        losses = Losses("Zotero")
        lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<rdf:RDF"]
        lines += [f' xmlns:{prefix}="{NAMESPACES[prefix]}"' for prefix in _PREFIXES]
        lines[-1] += ">"
        for entry in view.entries:
            item = item_of(entry)
            lines += _item(item)
            losses.left_out(entry, _homeless(entry, item))
            losses.cut_short(entry)
        lines += _collections(view)
        lines.append("</rdf:RDF>")
        return Result("\n".join(lines) + "\n", (*losses.diagnostics(), *_slow(len(view.entries))))


def _item(item: ZoteroItem) -> Iterator[str]:
    """Yield the lines of an item, then of the nodes that only it leads to."""
    name = _node("items", item.key)
    yield f'  <rdf:Description rdf:about="{name}">'
    yield f"    <z:itemType>{item.type}</z:itemType>"
    for field, text in item.fields.items():
        element = "dc:title" if field == "title" else f"z:{field}"
        yield f"    <{element}>{escaped(text)}</{element}>"
    if item.extra:
        yield f"    <z:extra>{escaped(chr(10).join(item.extra))}</z:extra>"
    yield from _creators(item.creators)
    for tag in item.tags:
        yield f"    <dc:subject>{escaped(tag)}</dc:subject>"
    notes = [(_node("notes", item.key, number), note) for number, note in enumerate(item.notes, 1)]
    links = [(_node("links", item.key, number), link) for number, link in enumerate(item.links, 1)]
    for about, _ in notes:
        yield f'    <dcterms:isReferencedBy rdf:resource="{about}"/>'
    for about, _ in links:
        yield f'    <link:link rdf:resource="{about}"/>'
    yield "  </rdf:Description>"
    for about, note in notes:
        yield f'  <bib:Memo rdf:about="{about}"><rdf:value>{escaped(note)}</rdf:value></bib:Memo>'
    for about, link in links:
        yield from _attachment(about, link)


def _creators(creators: Iterable[Creator]) -> Iterator[str]:
    """Yield one list for each type of creator; a name in one part is a surname alone."""
    by_type: dict[str, list[Creator]] = {}
    for creator in creators:
        by_type.setdefault(creator.type, []).append(creator)
    for type, people in by_type.items():
        element = _CREATORS.get(type, f"z:{type}s")
        yield f"    <{element}><rdf:Seq>"
        for person in people:
            parts = f"<foaf:surname>{escaped(person.last)}</foaf:surname>"
            if person.first:
                parts += f"<foaf:givenName>{escaped(person.first)}</foaf:givenName>"
            yield f"      <rdf:li><foaf:Person>{parts}</foaf:Person></rdf:li>"
        yield f"    </rdf:Seq></{element}>"


def _attachment(about: str, link: LinkedUrl) -> Iterator[str]:
    yield f'  <z:Attachment rdf:about="{about}">'
    yield "    <z:itemType>attachment</z:itemType>"
    yield f"    <dc:title>{escaped(link.title)}</dc:title>"
    address = f"<dcterms:URI><rdf:value>{escaped(link.url)}</rdf:value></dcterms:URI>"
    yield f"    <dc:identifier>{address}</dc:identifier>"
    yield f"    <z:linkMode>{_LINKED_URL}</z:linkMode>"
    yield f"    <link:type>{escaped(link.content_type)}</link:type>"
    yield "  </z:Attachment>"


def _collections(view: View) -> Iterator[str]:
    """Yield a collection for each topic that holds its inner topics, then its entries."""
    topics = topic_tree(view.entries)
    names = {topic.path: _node("collections", str(number)) for number, topic in enumerate(topics, 1)}
    inner: dict[tuple[str, ...], list[str]] = {}
    for topic in topics:
        inner.setdefault(topic.path[:-1], []).append(names[topic.path])
    for topic in topics:
        parts = inner.get(topic.path, []) + [_node("items", entry.key) for entry in topic.entries]
        yield f'  <z:Collection rdf:about="{names[topic.path]}">'
        yield f"    <dc:title>{escaped(topic.path[-1])}</dc:title>"
        yield from (f'    <dcterms:hasPart rdf:resource="{part}"/>' for part in parts)
        yield "  </z:Collection>"


def _node(kind: str, key: str, number: int = 0) -> str:
    """Return the name of a node, which no key can make that of another."""
    return f"#{kind}/{quote(key, safe='')}" + (f"/{number}" if number else "")


def _homeless(entry: Entry, item: ZoteroItem) -> Iterator[str]:
    """Yield the fields of an entry that no field of its item holds."""
    for name in entry.work.fields:
        if name not in _EVERYWHERE and not any(place in item.fields for place in _PLACES.get(name, ())):
            yield name


def _slow(count: int) -> Iterator[Diagnostic]:
    if count > _SLOW:
        message = f"Zotero takes minutes to import {count} items of one RDF file"
        yield diagnose("CB632", message, help="write several files with `--split 500`")


WRITER = ZoteroRdfWriter()
