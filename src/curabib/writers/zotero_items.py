"""Items of Zotero: what it is told of each entry, whichever way that goes there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import urlsplit

from curabib.exchange.types import written_as
from curabib.exchange.zotero_types import ITEM_TYPES, OTHERS, ItemType
from curabib.model import Entry, Name, Names, Work
from curabib.writers.csl_json import title_markup
from curabib.writers.publication import Publication, is_address, publication

LONGEST_TAG = 255
"""The Web API refuses longer tags (in characters)."""

_ARXIV_DOI = "10.48550/arXiv."
_WHOLE_DATE = len("2020-01-31")  # the Web API refuses an item that was accessed in some month
# entry types that Zotero has no type of its own for
_NEAREST: Mapping[str, str] = {
    "booklet": "book",
    "collection": "book",
    "inbook": "bookSection",
    "manual": "book",
    "mvbook": "book",
    "mvcollection": "book",
    "mvproceedings": "book",
    "periodical": "book",
    "proceedings": "book",
    "reference": "book",
}
_LABELS: Mapping[str, str] = {"pdf": "PDF", "openreview": "OpenReview", "arxiv": "arXiv", "github": "GitHub"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Creator:
    """Somebody who made an item: the type of creator, and a name in two parts, or in one with `first` empty."""

    type: str
    last: str
    first: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedUrl:
    """A web address attached to an item: its title, the address, and the type of what is there."""

    title: str
    url: str
    content_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoteroItem:
    """An entry as an item of Zotero.

    `uid` and `key` are those of the entry; `fields` maps Zotero's field names to text, only such as the type has, none
    of it empty, without `extra`, whose lines are in `extra`. `topics` are the collections that the item is in, `tags`
    its keywords, `notes` HTML.
    """

    uid: str
    key: str
    type: str
    fields: Mapping[str, str]
    creators: tuple[Creator, ...] = ()
    extra: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    links: tuple[LinkedUrl, ...] = ()
    notes: tuple[str, ...] = ()


def item_of(entry: Entry) -> ZoteroItem:
    """Return the item of an entry.

    A work that is on arXiv only becomes a preprint with the fields that Zotero itself saves for an arXiv page. What a
    person took away (`Work.withheld`) is not there, whatever it would follow from.
    """
    work = entry.work
    published = publication(work)
    type = _type(work, published)
    row = ITEM_TYPES[type]
    fields, extra = _fields(entry, published, row, preprint=type == "preprint")
    note = work.fields.text("note")
    return ZoteroItem(
        uid=work.id,
        key=entry.key,
        type=type,
        fields=fields,
        creators=tuple(_creators(work, row)),
        extra=tuple(extra),
        tags=() if "keywords" in work.withheld else _distinct(work.keywords),
        topics=_distinct(work.topics),
        links=tuple(_links(work, fields.get("url", ""))),
        notes=(f"<p>{escape(note, quote=False)}</p>",) if note else (),
    )


def item_json(item: ZoteroItem) -> dict[str, Any]:
    """Return an item as the Zotero Web API (version 3) takes it, without keys, versions, tags and collections."""
    form: dict[str, Any] = {"itemType": item.type, **item.fields}
    form["creators"] = [_creator_json(creator) for creator in item.creators]
    if item.extra:
        form["extra"] = "\n".join(item.extra)
    return form


def link_json(link: LinkedUrl) -> dict[str, Any]:
    """Return a linked URL as the Web API takes it, without keys and parent."""
    return {
        "itemType": "attachment",
        "linkMode": "linked_url",
        "title": link.title,
        "url": link.url,
        "contentType": link.content_type,
    }


def note_json(note: str) -> dict[str, Any]:
    """Return a note as the Web API takes it, without keys and parent."""
    return {"itemType": "note", "note": note}


def _creator_json(creator: Creator) -> dict[str, str]:
    if not creator.first:
        return {"creatorType": creator.type, "name": creator.last}
    return {"creatorType": creator.type, "firstName": creator.first, "lastName": creator.last}


def _type(work: Work, published: Publication) -> str:
    if published.preprint:
        return "preprint"
    names = written_as("zotero")
    kind = work.kind if published.type in ("online", "misc", "software", "dataset", "video") else ""
    named = (
        names.get((published.type, kind))
        or _NEAREST.get(published.type)
        or names.get((published.type, ""), "")
    )
    if named == "preprint" or not named:  # a page that is no preprint, or nothing that Zotero knows
        named = "webpage" if published.url and not published.container else "document"
    return named if named in ITEM_TYPES else "document"


def _fields(
    entry: Entry, published: Publication, row: ItemType, *, preprint: bool
) -> tuple[dict[str, str], list[str]]:
    """Return the fields of an item, in a fixed order, and the lines of its Extra field."""
    work, stated = entry.work, entry.work.fields.text
    roles = {
        "title": title_markup(work.fields.title),
        "shortTitle": stated("shorttitle"),
        "date": stated("date"),
        "container": published.container or stated("titleaddon"),
        "series": published.series,
        "number": published.number,
        "volume": published.volume,
        "pages": stated("pages") or stated("eid") if "pages" not in work.withheld else "",
        "pagetotal": stated("pagetotal"),
        "publisher": published.publisher or published.institution,
        "place": published.place,
        "genre": published.genre,
        "edition": stated("edition"),
        "version": stated("version"),
        "event": stated("eventtitle"),
        "numberOfVolumes": stated("volumes"),
        "journalAbbreviation": stated("shortjournal"),
        "language": stated("language") or stated("langid"),
        "ISSN": published.issn,
        "ISBN": _identifier(work, "isbn"),
        "DOI": published.doi,
        "url": published.url,
        "accessDate": accessed if len(accessed := stated("urldate")) == _WHOLE_DATE else "",
        "citationKey": entry.key,
    }
    if "institution" in row.named.values() or "university" in row.named.values():
        roles["publisher"] = published.institution or published.publisher
    if preprint:
        arxiv = published.arxiv
        roles |= {"publisher": "arXiv", "series": "", "genre": "", "archiveID": f"arXiv:{arxiv}"}
        roles["DOI"] = published.doi or ("" if "doi" in work.withheld else f"{_ARXIV_DOI}{arxiv}")
    named = {row.named.get(role, role): text for role, text in roles.items()}
    fields = {name: text for name, text in named.items() if text and row.allows(name)}
    return fields, list(_extra(entry, published, fields))


def _extra(entry: Entry, published: Publication, fields: Mapping[str, str]) -> Iterable[str]:
    """Yield the lines of Extra: what Zotero keeps there itself, identifiers without a field, and former keys."""
    if published.arxiv:
        group = entry.work.fields.text("eprintclass")
        modern = group and "/" not in published.arxiv
        yield f"arXiv:{published.arxiv} [{group}]" if modern else f"arXiv:{published.arxiv}"
    homeless = {
        "DOI": published.doi,
        "ISBN": _identifier(entry.work, "isbn"),
        "ISSN": published.issn,
        "PMID": _identifier(entry.work, "pmid"),
        "PMCID": entry.work.fields.text("pmcid"),
    }
    yield from (
        f"{name}: {_one_line(text)}" for name, text in homeless.items() if text and name not in fields
    )
    if entry.aliases:
        yield f"Citation Key Alias: {', '.join(entry.aliases)}"


def _identifier(work: Work, scheme: str) -> str:
    return "" if scheme in work.withheld else work.identifier(scheme) or work.fields.text(scheme)


def _creators(work: Work, row: ItemType) -> Iterable[Creator]:
    for role, names in (("author", work.fields.authors), ("editor", work.fields.editors), _translators(work)):
        type = row.author if role == "author" else role if role in row.people else OTHERS
        yield from (_creator(type, name) for name in names)


def _translators(work: Work) -> tuple[str, Names]:
    names = work.fields.get("translator")
    return "translator", names if isinstance(names, Names) else Names()


def _creator(type: str, name: Name) -> Creator:
    """Return a name in Zotero's two parts: particles go with the family name, what follows it with the given one."""
    if name.literal:
        return Creator(type=type, last=name.literal)
    last = " ".join(filter(None, (name.prefix, name.family)))
    return Creator(type=type, last=last, first=", ".join(filter(None, (name.given, name.suffix))))


def _links(work: Work, own: str) -> Iterable[LinkedUrl]:
    """Yield the addresses of a work but for its own (`own`), each once."""
    seen = {own}
    for link in work.links:
        if not is_address(link.url) or link.url in seen or "url" in work.withheld:
            continue
        seen.add(link.url)
        host, path = _host_and_path(link.url)
        pdf = link.label.lower() == "pdf" or path.lower().endswith(".pdf")
        label = _one_line(link.label)
        title = _LABELS.get(label.lower(), label[:1].upper() + label[1:])
        yield LinkedUrl(
            title=title or host or link.url,
            url=link.url,
            content_type="application/pdf" if pdf else "text/html",
        )


def _host_and_path(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
        return parts.hostname or "", parts.path
    except ValueError:  # brackets that hold no address
        return "", ""


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _distinct(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(_one_line, words))))
