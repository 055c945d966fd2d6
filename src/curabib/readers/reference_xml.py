"""XML of reference managers as sources: Zotero RDF and EndNote's XML."""

from curabib.diagnostics import Result, diagnose
from curabib.exchange import endnote
from curabib.exchange.xml import Element, XmlRefused, parse
from curabib.exchange.zotero_rdf import ZoteroRdf
from curabib.model import Location, RawEntry, Reading, Snapshot

_DEEPEST = 40


def read_zotero_rdf(snapshot: Snapshot) -> Result[Reading]:
    """Return one raw entry for each item of a Zotero RDF document, under the collections that it is in.

    An item in several collections has the names on the paths of all of them as headings, in the document's order.
    """
    root = _parsed(snapshot)
    if not isinstance(root, Element):
        return _nothing("zotero-rdf", root)
    document = ZoteroRdf(root)
    topics = _topics(document)
    entries = tuple(
        RawEntry(
            source=snapshot.source,
            headings=topics.get(item.about, ()),
            pieces=(),
            location=Location(path=snapshot.path, line=item.line, end_line=item.end_line),
            form="fields",
            fields=item.pairs,
            language="zotero",
        )
        for item in document.items()
    )
    return Result(Reading(reader="zotero-rdf", entries=entries))


def read_endnote_xml(snapshot: Snapshot) -> Result[Reading]:
    """Return one raw entry for each `record` of an EndNote XML document."""
    root = _parsed(snapshot)
    if not isinstance(root, Element):
        return _nothing("endnote-xml", root)
    records = [node for node in (root, *root.walk()) if node.local == "record"]
    entries = tuple(
        RawEntry(
            source=snapshot.source,
            headings=(),
            pieces=(),
            location=Location(path=snapshot.path, line=node.line, end_line=node.end_line),
            form="fields",
            fields=endnote.pairs(node),
            language="endnote",
        )
        for node in records
    )
    return Result(Reading(reader="endnote-xml", entries=entries))


def _parsed(snapshot: Snapshot) -> "Element | Result[None]":
    try:
        return parse(snapshot.text)
    except XmlRefused as refused:
        place = Location(path=snapshot.path, line=refused.line, column=refused.column)
        return Result(None, (diagnose("CB114" if refused.big else "CB113", refused.message, place),))


def _nothing(reader: str, refused: Result[None]) -> Result[Reading]:
    return Result(Reading(reader=reader, entries=()), refused.diagnostics)


def _topics(document: ZoteroRdf) -> dict[str, tuple[str, ...]]:
    """Return the name of an item's node -> the names on the paths of its collections.

    Collections that contain each other stand where they are met first; more than 40 levels are cut.
    """
    collections = {about: (title, parts) for about, title, parts in document.collections()}
    inner = {part for _, (_, parts) in collections.items() for part in parts}
    found: dict[str, dict[str, None]] = {}
    seen: set[str] = set()
    for root in (*(about for about in collections if about not in inner), *collections):
        stack: list[tuple[str, tuple[str, ...]]] = [(root, ())]
        while stack:
            about, above = stack.pop()
            if about in seen:
                continue
            seen.add(about)
            title, parts = collections[about]
            path = (*above, title) if title and len(above) < _DEEPEST else above
            for part in parts:
                if part not in collections:
                    found.setdefault(part, {}).update(dict.fromkeys(path))
            stack += [(part, path) for part in reversed(parts) if part in collections]
    return {about: tuple(names) for about, names in found.items()}
