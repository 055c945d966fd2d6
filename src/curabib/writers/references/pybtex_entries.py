"""Our entries in pybtex's terms."""

# mypy: disable-error-code="no-untyped-call"

import re
from collections.abc import Mapping
from typing import Any

from pybtex.database import Entry as PybtexEntry
from pybtex.richtext import Protected, Text

from curabib.model import Entry, Name, Names, fold
from curabib.writers.publication import Publication, publication
from curabib.writers.references.pybtex_text import TextPerson
from curabib.writers.references.visible import one_line
from curabib.writers.references.written import whole
from curabib.writers.title import stretches

_TYPES: Mapping[str, str] = {
    "article": "article",
    "book": "book",
    "booklet": "booklet",
    "collection": "proceedings",
    "inbook": "incollection",
    "incollection": "incollection",
    "inproceedings": "inproceedings",
    "manual": "manual",
    "proceedings": "proceedings",
    "report": "techreport",
    "thesis": "phdthesis",
    "unpublished": "unpublished",
}
# Fields that pybtex's templates insist on: an empty one prints nothing, a missing one would raise.
_REQUIRED = ("title", "year", "journal", "booktitle", "publisher", "school", "institution", "note")
# What these are called is a title; what a blog, a program or a data set is called is a name.
_LOWERED = frozenset({"paper", "book", "thesis"})
_NEEDS_CONTAINER = frozenset({"article", "inproceedings", "incollection"})

_ARXIV = "https://arxiv.org/abs/"
_SUBTITLE = re.compile(r"(?<=: )(\w)")

SortKey = tuple[str, str, str, str]


class ReferenceEntry(PybtexEntry):
    """A pybtex entry that lacks no required field, and knows its order and whether its authors are cut short."""

    def __init__(self, entry: Entry) -> None:
        """Translate `entry`; `rich` holds its text fields as pybtex's rich text."""
        published = publication(entry.work)
        self.entry = entry
        self.kind = _type(published)
        fields = entry.work.fields
        texts = {name: text for name, text in _texts(entry, published, self.kind).items() if text}
        self.rich = {name: Text(text) for name, text in (dict.fromkeys(_REQUIRED, "") | texts).items()}
        self.rich["title"] = _title(fields.title, lowered=entry.work.kind in _LOWERED)
        people = {"author": fields.authors, "editor": fields.editors}
        self.people = {
            role: [_person(whole(name)) for name in names] for role, names in people.items() if len(names)
        }
        super().__init__(
            self.kind,
            fields=dict.fromkeys(_REQUIRED, "") | texts,
            persons=self.people,
        )
        self.key = entry.key  # type: ignore[assignment]
        self.citation_key = entry.key
        self.year = texts.get("year", "")
        self.truncated = frozenset(role for role, names in people.items() if names.truncated)
        self.order: SortKey = (
            _order(fields.authors if len(fields.authors) else fields.editors),
            self.year,
            fold(fields.title),
            entry.key,
        )


def _type(published: Publication) -> str:
    return "misc" if published.preprint else _TYPES.get(published.type, "misc")


def _texts(entry: Entry, published: Publication, type: str) -> dict[str, str]:
    """Return the text fields that pybtex's templates print for an entry of `type`."""
    fields = entry.work.fields
    date = fields.date
    container = {"article": "journal"}.get(type, "booktitle")
    on_arxiv = published.preprint or (not published.doi and published.url == f"{_ARXIV}{published.arxiv}")
    texts = {
        container: published.container if type in _NEEDS_CONTAINER else "",
        "series": published.series if type != "article" else "",
        "volume": published.volume,
        "number": published.number,
        "publisher": published.publisher,
        "school": published.institution or published.publisher,
        "institution": published.institution or published.publisher,
        "organization": "" if type in ("phdthesis", "techreport") else published.institution,
        "howpublished": ""
        if published.preprint or type != "misc"
        else fields.text("howpublished") or published.container,
        "address": published.place,
        "edition": fields.text("edition"),
        "chapter": fields.text("chapter"),
        "type": published.genre or ("Thesis" if type == "phdthesis" else ""),
        "isbn": fields.text("isbn"),
        "note": fields.text("note") or fields.text("addendum"),
        "eprint": published.arxiv if on_arxiv else "",
        "doi": "" if published.preprint else published.doi,
        "url": "" if on_arxiv or published.doi else published.url,
        "pubmed": "",
        "year": str(date.year) if date else "",
        "urldate": str(fields["urldate"]) if "urldate" in fields else "",
    }
    clean = {name: one_line(text) for name, text in texts.items()}
    clean["pages"] = "-".join(_page_ends(one_line(published.pages)))
    return clean


def _title(title: str, lowered: bool) -> Text:
    """Return a title for pybtex, which lowers what is not protected; nothing of it, if it is not to be `lowered`.

    BibTeX keeps the letter that begins a subtitle (`change.case$`, "Designing BibTeX Styles", section 2).
    """
    if not lowered:
        return Text(Protected(one_line(title)))
    parts: list[Any] = []
    for text, kept in stretches(one_line(title)):
        if kept:
            parts.append(Protected(text))
        else:
            cut = _SUBTITLE.split(text)
            parts += (Protected(part) if number % 2 else part for number, part in enumerate(cut) if part)
    return Text(*parts)


def _page_ends(pages: str) -> list[str]:
    for dash in ("\u2010", "\u2011", "\u2012", "\u2013", "\u2014"):
        pages = pages.replace(dash, "-")
    return [part.strip() for part in pages.split("-") if part.strip()]


def _person(name: Name) -> TextPerson:
    return TextPerson(
        first=one_line(name.given),
        prelast=one_line(name.prefix),
        last=one_line(name.family),
        lineage=one_line(name.suffix),
        literal=one_line(name.literal),
    )


def _order(names: Names) -> str:
    """Return what sorts like `names`: particles count, as in BibTeX (`vv` before `ll`); accents do not."""
    return "  ".join(
        fold(name.literal or f"{name.prefix} {name.family} {name.given} {name.suffix}") for name in names
    )
