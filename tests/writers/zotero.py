"""Reads Zotero RDF as Zotero does: with an RDF parser, from its collections and items to what they point at."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.term import Node

Z = Namespace("http://www.zotero.org/namespaces/export#")
DC = Namespace("http://purl.org/dc/elements/1.1/")
DCTERMS = Namespace("http://purl.org/dc/terms/")
BIB = Namespace("http://purl.org/net/biblio#")
FOAF = Namespace("http://xmlns.com/foaf/0.1/")
LINK = Namespace("http://purl.org/rss/1.0/modules/link/")
SO = Namespace("http://schema.org/")
BASE = "zotero:test"

SCHEMA = json.loads((Path(__file__).parents[1] / "cases/zotero/item-types.json").read_text())
"""The fields and creators of item types, as Zotero's schema 42 has them."""

_CREATORS: dict[Node, str] = {
    BIB.authors: "author",
    BIB.editors: "editor",
    BIB.contributors: "contributor",
    SO.author: "programmer",
}


@dataclass
class Item:
    fields: dict[str, str]
    creators: list[tuple[str, str, str]] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    links: list[tuple[str, str, str]] = field(default_factory=list)
    collections: list[tuple[str, ...]] = field(default_factory=list)


def read(text: str) -> dict[str, Item]:
    """Return the items by citation key; fails where a node points at nothing, or a field is not one of the type."""
    graph = Graph().parse(data=text, format="xml", publicID=BASE)
    nodes = set(graph.subjects())
    for property in (DCTERMS.hasPart, DCTERMS.isReferencedBy, LINK.link):
        for target in graph.objects(None, property):
            assert target in nodes, f"{property} leads to {target}, which is not there"
    paths = dict(_paths(graph))
    items: dict[str, Item] = {}
    for node in graph.subjects(Z.itemType, None):
        assert isinstance(node, URIRef), "every item has a name"
        if (node, RDF.type, Z.Attachment) in graph:
            continue
        item = _item(graph, node)
        item.collections = sorted(paths.get(node, []))
        items[item.fields.pop("citationKey")] = item
    return items


def _item(graph: Graph, node: Node) -> Item:
    type = _text(graph, node, Z.itemType)
    fields = {"itemType": type, "title": _text(graph, node, DC.title)}
    item = Item(fields)
    people = SCHEMA[type]["creators"].split()
    for property, value in graph.predicate_objects(node):
        name = str(property).removeprefix(str(Z))
        if property in _CREATORS or (str(property).startswith(str(Z)) and name[:-1] in people):
            role = _CREATORS.get(property, name[:-1])
            assert role in people, f"{type} has no {role}"
            item.creators += [(role, *person) for person in _people(graph, value)]
        elif str(property).startswith(str(Z)) and property != Z.itemType:
            assert name in SCHEMA[type]["fields"].split(), f"{type} has no {name}"
            fields[name] = str(value)
    item.tags = sorted(map(str, graph.objects(node, DC.subject)))
    item.notes = [_text(graph, note, RDF.value) for note in graph.objects(node, DCTERMS.isReferencedBy)]
    item.links = sorted(_link(graph, link) for link in graph.objects(node, LINK.link))
    return item


def _people(graph: Graph, sequence: Node) -> Iterator[tuple[str, str]]:
    members = [(str(name), person) for name, person in graph.predicate_objects(sequence) if name != RDF.type]
    for _, person in sorted(members, key=lambda member: int(member[0].rpartition("_")[2])):
        assert (person, RDF.type, FOAF.Person) in graph
        yield _text(graph, person, FOAF.surname), _text(graph, person, FOAF.givenName)


def _text(graph: Graph, node: Node, property: URIRef) -> str:
    return "".join(map(str, graph.objects(node, property)))


def _link(graph: Graph, node: Node) -> tuple[str, str, str]:
    assert _text(graph, node, Z.itemType) == "attachment"
    assert _text(graph, node, Z.linkMode) == "3"
    (uri,) = graph.objects(node, DC.identifier)
    assert (uri, RDF.type, DCTERMS.URI) in graph
    return (
        _text(graph, node, DC.title),
        _text(graph, uri, RDF.value),
        _text(graph, node, LINK.type),
    )


def _paths(graph: Graph) -> Iterator[tuple[Node, list[tuple[str, ...]]]]:
    """Yield each item's node with the paths of the collections that it is in."""
    found: dict[Node, list[tuple[str, ...]]] = {}
    collections = set(graph.subjects(RDF.type, Z.Collection))
    for collection in collections:
        path: list[str] = []
        above: Node | None = collection
        while above is not None:
            path.insert(0, _text(graph, above, DC.title))
            holders = [node for node in graph.subjects(DCTERMS.hasPart, above) if node in collections]
            assert len(holders) < 2
            above = holders[0] if holders else None
        for part in graph.objects(collection, DCTERMS.hasPart):
            if part not in collections:
                found.setdefault(part, []).append(tuple(path))
    yield from found.items()
