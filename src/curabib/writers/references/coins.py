"""COinS ("ContextObjects in Spans", NISO Z39.88-2004): what Zotero's button in a browser reads from a page.

The format is always Dublin Core (`info:ofi/fmt:kev:mtx:dc`) with Zotero's own names for types, as the formats for
journals and books turn every type they do not know into an article of a journal.
"""

from collections.abc import Iterator, Mapping
from html import escape
from urllib.parse import quote

from curabib.model import Entry, Name
from curabib.writers.publication import is_address, publication
from curabib.writers.references.visible import one_line

_TYPES: Mapping[str, str] = {
    "article": "journalArticle",
    "inproceedings": "conferencePaper",
    "book": "book",
    "collection": "book",
    "proceedings": "book",
    "inbook": "bookSection",
    "incollection": "bookSection",
    "thesis": "thesis",
    "report": "report",
    "dataset": "dataset",
    "software": "computerProgram",
    "video": "videoRecording",
    "online": "webpage",
    "unpublished": "manuscript",
}
_KINDS: Mapping[str, str] = {"blog": "blogPost", "video": "videoRecording", "code": "computerProgram"}


_CARRIED = frozenset({
    "author", "booktitle", "date", "doi", "eid", "eprint", "eprinttype", "institution", "issue", "journaltitle",
    "keywords", "number", "organization", "pages", "publisher", "pubstate", "school", "title", "type", "url",
    "venue", "volume",
})  # fmt: skip


def lost_in_coins(entry: Entry) -> Iterator[str]:
    """Yield the fields of an entry that COinS has no place for: of editors, those beside authors."""
    for name in entry.work.fields:
        if name not in _CARRIED and not (name == "editor" and not entry.work.fields.authors.people):
            yield name


def coins(entry: Entry) -> str:
    """Return the span of an entry, empty to the eye."""
    value = "&".join(f"{name}={quote(text, safe='')}" for name, text in _pairs(entry) if text)
    return f'<span class="Z3988" title="{escape(value)}"></span>'


def _pairs(entry: Entry) -> Iterator[tuple[str, str]]:
    fields = entry.work.fields
    published = publication(entry.work)
    kind = (
        "preprint"
        if published.preprint
        else _KINDS.get(entry.work.kind) or _TYPES.get(published.type, "document")
    )
    yield "ctx_ver", "Z39.88-2004"
    yield "rft_val_fmt", "info:ofi/fmt:kev:mtx:dc"
    yield "rft.type", kind
    yield "rft.title", one_line(fields.title) or entry.key
    for name in fields.authors if len(fields.authors) else fields.editors:
        yield "rft.creator", _person(name)
    yield "rft.date", str(fields.date) if fields.date else ""
    yield "rft.source", one_line(published.container)
    yield (
        "rft.publisher",
        "arXiv" if published.preprint else one_line(published.publisher or published.institution),
    )
    yield "rft.volume", one_line(published.volume)
    yield "rft.issue", one_line(published.number)
    yield "rft.pages", one_line(published.pages).replace("--", "-")
    words = () if "keywords" in entry.work.withheld else (*entry.work.topics, *entry.work.keywords)
    for word in dict.fromkeys(words):
        yield "rft.subject", one_line(word)
    if published.doi:
        yield "rft_id", f"info:doi/{published.doi}"
    url = published.url or (f"https://arxiv.org/abs/{published.arxiv}" if published.arxiv else "")
    yield "rft_id", url if is_address(url) else ""


def _person(name: Name) -> str:
    if name.literal:
        return one_line(name.literal)
    family = f"{name.prefix} {name.family}".strip() or name.given
    given = f"{name.given} {name.suffix}".strip() if name.family or name.prefix else ""
    return one_line(f"{family}, {given}" if given else family)
