"""CSL-JSON, what citation processors, Pandoc and Zotero read.

Variables and types are those of CSL 1.0.2 (docs.citationstyles.org, appendices III and IV); the file form is its
`csl-data.json` schema: an array of items.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from curabib.diagnostics import Result
from curabib.model import Date, Entry, Name, Names, View, Work
from curabib.writers.formula import formula
from curabib.writers.losses import Losses
from curabib.writers.publication import Publication, is_address, publication
from curabib.writers.rich import Inlines, Marked, Text
from curabib.writers.title import stretches, symbols

_TYPES: Mapping[str, str] = {
    "article": "article-journal",
    "book": "book",
    "booklet": "pamphlet",
    "collection": "book",
    "dataset": "dataset",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "manual": "book",
    "online": "webpage",
    "patent": "patent",
    "periodical": "periodical",
    "proceedings": "book",
    "reference": "book",
    "report": "report",
    "software": "software",
    "thesis": "thesis",
    "unpublished": "manuscript",
    "video": "motion_picture",
}
_KINDS: Mapping[str, str] = {"blog": "post-weblog", "video": "motion_picture"}

# Where a variable's value comes from; the variables of a type that the second table gives other sources.
_Source = Callable[[Publication, Work], str]
_PAGES_DASH = re.compile(r"\s*[-\u2010-\u2015]+\s*")
_ORDINAL = re.compile(r"([0-9]{1,3})(?:st|nd|rd|th)?\.?(?: ed(?:\.|ition)?)?\Z", re.IGNORECASE)
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()  # noqa: SIM905
_ACCESSED = re.compile(
    r"(?:accessed|retrieved|visited)(?: on)?:? *([0-9]{4}-[0-9]{2}(?:-[0-9]{2})?)\.?\Z", re.IGNORECASE
)


def _nothing(published: Publication, work: Work) -> str:
    return ""


def _edition(published: Publication, work: Work) -> str:
    """Return an edition as a number, which styles make an ordinal of in their language; other text as it is."""
    stated = work.fields.text("edition").strip()
    number = _ORDINAL.match(stated)
    word = stated.lower().removesuffix(".").removesuffix(" edition").removesuffix(" ed")
    if number:
        return number[1]
    return str(_ORDINALS.index(word) + 1) if word in _ORDINALS else stated


def _note(published: Publication, work: Work) -> str:
    note = work.fields.text("note")
    return "" if _ACCESSED.match(note) else note


def _how(published: Publication, work: Work) -> str:
    """Return how something unpublished was made public, but for an address, which is the URL of the item."""
    stated = work.fields.text("howpublished")
    return "" if is_address(stated) else stated


def _url(published: Publication, work: Work) -> str:
    stated = work.fields.text("howpublished").strip()
    return published.url or (stated if is_address(stated) else "")


_COMMON: Mapping[str, _Source] = {
    "title-short": lambda p, w: w.fields.text("shorttitle"),
    "container-title": lambda p, w: p.container,
    "collection-title": lambda p, w: p.series,
    "collection-number": _nothing,
    "volume": lambda p, w: p.volume,
    "issue": _nothing,
    "number": _nothing,
    "page": lambda p, w: _PAGES_DASH.sub("-", w.fields.text("pages")),
    "chapter-number": lambda p, w: w.fields.text("chapter"),
    "edition": _edition,
    "version": lambda p, w: w.fields.text("version"),
    "genre": lambda p, w: p.genre,
    "publisher": lambda p, w: p.publisher or p.institution,
    "publisher-place": lambda p, w: p.place,
    "event-title": lambda p, w: w.fields.text("eventtitle"),
    "event-place": lambda p, w: w.fields.text("eventvenue"),
    "ISSN": lambda p, w: p.issn,
    "ISBN": lambda p, w: w.identifier("isbn") or w.fields.text("isbn"),
    "PMID": lambda p, w: w.identifier("pmid") or w.fields.text("pmid"),
    "DOI": lambda p, w: p.doi,
    "URL": _url,
    "language": lambda p, w: w.fields.text("language") or w.fields.text("langid"),
    "note": _note,
}
_BY_TYPE: Mapping[str, Mapping[str, _Source]] = {
    "article-journal": {
        "issue": lambda p, w: p.number,
        "number": lambda p, w: w.fields.text("eid"),
        "container-title-short": lambda p, w: w.fields.text("shortjournal"),
        "publisher": _nothing,
        "collection-title": _nothing,
    },
    "article": {
        "number": lambda p, w: f"arXiv:{p.arxiv}",
        "publisher": lambda p, w: "arXiv",
        "container-title": _nothing,
        "genre": _nothing,
    },
    "paper-conference": {"collection-number": lambda p, w: p.number},
    "book": {"collection-number": lambda p, w: p.number, "container-title": _nothing},
    "chapter": {"collection-number": lambda p, w: p.number},
    "report": {
        "number": lambda p, w: p.number,
        "publisher": lambda p, w: p.institution or p.publisher,
        "genre": lambda p, w: p.genre or "Technical report",
    },
    "thesis": {"publisher": lambda p, w: p.institution or p.publisher},
    "webpage": {"container-title": lambda p, w: p.container or p.institution or w.fields.text("titleaddon")},
    "post-weblog": {
        "container-title": lambda p, w: p.container or p.institution or w.fields.text("titleaddon")
    },
    "software": {"publisher": lambda p, w: p.publisher or p.institution},
    "document": {"publisher": lambda p, w: p.publisher or p.institution or _how(p, w)},
}

# What every type tells, in one form or another; of other fields the item shows whether it does.
_CARRIED = frozenset({
    "author", "booktitle", "date", "doi", "editor", "edition", "eprint", "eprintclass", "eprinttype", "eventdate",
    "isbn", "issn", "issue", "journaltitle", "keywords", "note", "organization", "pages", "pmid", "pubstate",
    "title", "translator", "type", "url", "urldate", "venue",
})  # fmt: skip

# What holds a title beside the item's own: formulas in it are mathematics.
_TITLES = frozenset(
    {"title-short", "container-title", "container-title-short", "collection-title", "event-title"}
)
# Processors read this much HTML in text; a word joiner behind the bracket keeps it the text it is.
_MARKUP = re.compile(r"<(?=/?(?:i|b|sup|sub|sc|span|em|strong)\b)", re.IGNORECASE)
_CASED = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class CslJsonWriter:
    """Prints an array of CSL items, one for each entry, under its citation key."""

    name: str = "csl-json"
    extension: str = "json"

    def write(self, view: View) -> Result[str]:
        """Return the array, indented by two, in UTF-8, and what CSL has no variable for."""
        losses = Losses("CSL-JSON")
        items = [entry_to_csl(entry) for entry in view.entries]
        for entry, item in zip(view.entries, items, strict=True):
            lost_in_csl(entry, item, losses)
        return Result(json.dumps(items, ensure_ascii=False, indent=2) + "\n", losses.diagnostics())


def entry_to_csl(entry: Entry, formulas: Callable[[str], str] | None = None) -> dict[str, Any]:
    """Return the CSL item of an entry: only variables that have a value, in a fixed order.

    `formulas` says what stands for a formula of a title, given with its dollars; without it that is Unicode with
    `<i>`, `<sup>` and `<sub>`.

    A work that is on arXiv only is an `article` with `number` and `publisher`, so that every style prints where it is;
    the other identifiers, which CSL has no variable for, stand in `custom`.
    """
    work, fields = entry.work, entry.work.fields
    published = publication(work)
    type = _type(published, work)
    sources = {**_COMMON, **_BY_TYPE.get(type, {})}
    item: dict[str, Any] = {
        "id": entry.key,
        "type": type,
        "title": _title(fields.title, formulas or _formula),
        "author": _people(fields.authors),
        "editor": _people(fields.editors),
        "translator": _people(_names(work, "translator")),
        "issued": _date(fields.date),
    }
    for name, source in sources.items():
        text = source(published, work)
        item[name] = _container(text, formulas or _formula) if name in _TITLES else _text(text)
    item["event-date"] = _date(_stated_date(work, "eventdate"))
    item["accessed"] = _date(_stated_date(work, "urldate") or _accessed(fields.text("note")))
    words = () if "keywords" in work.withheld else dict.fromkeys((*work.topics, *work.keywords))
    item["keyword"] = _text(", ".join(words))
    item["custom"] = _custom(entry, published)
    return {name: value for name, value in item.items() if value}


def _type(published: Publication, work: Work) -> str:
    if published.preprint:
        return "article"
    type = _TYPES.get(published.type, "")
    if not type and published.url and not published.container:
        type = "webpage"
    if type in ("webpage", ""):
        type = _KINDS.get(work.kind, type)
    return type or "document"


def _title(title: str, formulas: Callable[[str], str]) -> str:
    """Return a title with `nocase` around what a style must not lower, formulas among it."""
    return "".join(_stretch(text, kept, formulas) for text, kept in stretches(title))


def _container(title: str, formulas: Callable[[str], str]) -> str:
    """Return the title of a journal or a volume, in which a style may change the case of all but its symbols."""
    if title.isascii() and "$" not in title:
        return _text(title)
    return "".join(_stretch(text, kept, formulas) for text, kept in symbols(title))


def title_markup(title: str) -> str:
    """Return a title in the markup that Zotero has in common with CSL: formulas with `<i>`, `<sup>` and `<sub>`."""
    return "".join(
        _formula(text) if kept and text[0] == "$" else _text(text) for text, kept in stretches(title)
    )


def _stretch(text: str, kept: bool, formulas: Callable[[str], str]) -> str:
    if kept and text[0] == "$":
        return f'<span class="nocase">{formulas(text)}</span>'
    return f'<span class="nocase">{_text(text)}</span>' if kept and _CASED.search(text) else _text(text)


def _formula(dollars: str) -> str:
    found = formula(dollars[1:-1])
    return _markup(found.inlines) if found else _text(dollars)


_TAGS: Mapping[str, str] = {"emphasis": "i", "superscript": "sup", "subscript": "sub", "strong": "b"}


def _markup(inlines: Inlines) -> str:
    """Return inlines in the markup of CSL (appendix "Rich text" of the CSL-JSON documentation)."""
    parts: list[str] = []
    for inline in inlines:
        if isinstance(inline, Text):
            parts.append(_text(inline.text))
        elif isinstance(inline, Marked):
            tag = _TAGS.get(inline.mark)
            inner = _markup(inline.inlines)
            parts.append(f"<{tag}>{inner}</{tag}>" if tag else inner)
    return "".join(parts)


def _text(text: str) -> str:
    """Return `text` such that no processor takes any of it for markup."""
    return _MARKUP.sub("<\N{WORD JOINER}", text) if "<" in text else text


def _names(work: Work, role: str) -> Names:
    names = work.fields.get(role)
    return names if isinstance(names, Names) else Names()


def _people(names: Iterable[Name]) -> list[dict[str, str]]:
    return [_person(name) for name in names]


def _person(name: Name) -> dict[str, str]:
    """Return a CSL name; the particle is a non-dropping one, as it belongs to the name ("van der Vaart")."""
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.prefix,
        "suffix": name.suffix,
        "literal": name.literal,
    }
    return {part: _text(value) for part, value in parts.items() if value}


def _date(date: Date | None) -> dict[str, list[list[int]]] | None:
    if date is None:
        return None
    return {"date-parts": [[part for part in (date.year, date.month, date.day) if part]]}


def _stated_date(work: Work, name: str) -> Date | None:
    date = work.fields.get(name)
    return date if isinstance(date, Date) else None


def _accessed(note: str) -> Date | None:
    found = _ACCESSED.match(note)
    return Date.parse(found[1]) if found else None


def _custom(entry: Entry, published: Publication) -> dict[str, Any]:
    """Return the identifiers that have no variable of their own, and former keys."""
    known = ("doi", "isbn", "pmid", "url", "arxiv")
    custom: dict[str, Any] = {"arxiv": published.arxiv} if published.arxiv else {}
    custom |= {i.scheme: i.value for i in entry.work.identifiers if i.scheme not in (*known, *custom)}
    if entry.aliases:
        custom["aliases"] = list(entry.aliases)
    return custom


def lost_in_csl(entry: Entry, item: Mapping[str, Any], losses: Losses) -> None:
    """Note the fields of an entry that its CSL item has no variable for, and authors that are not named.

    Whether a type has a variable for a field shows in the item: what is told stands in it.
    """
    losses.cut_short(entry)
    fields = entry.work.fields
    said = {value for value in item.values() if isinstance(value, str)}
    for name in fields:
        text = fields.text(name)
        if name not in _CARRIED and said.isdisjoint((_text(text), _container(text, _formula))):
            losses.left_out(entry, [name])


WRITER = CslJsonWriter()
