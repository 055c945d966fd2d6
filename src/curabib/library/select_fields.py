"""The table of fields that a query can ask about."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import get_args

from curabib.library.select_terms import Term, listed
from curabib.library.select_text import EntryTexts, Texts, finder, name_texts, searchable
from curabib.model import Entry, EntryState, Kind, Library, Role, fold
from curabib.model.nearest import nearest
from curabib.model.topic import topic_slugs

Predicate = Callable[[Entry], bool]

SCHEMES = ("arxiv", "doi", "openreview", "pmlr", "neurips", "acl", "cvf", "jmlr", "nature", "pmid", "isbn")

_CODE_HOSTS = ("github.com/", "gitlab.com/", "bitbucket.org/", "codeberg.org/")
_LAST_YEAR = 9999


class Scope:
    """What a library holds that a term's value can name, found when first asked for."""

    def __init__(self, library: Library, topics: Iterable[str] = (), sources: Iterable[str] = ()) -> None:
        """Look at `library`; `topics` and `sources` are such as a greater library has, of which it is a part."""
        self._library = library
        self._more_topics, self._more_sources = tuple(topics), tuple(sources)
        self.at_hand = EntryTexts()

    @cached_property
    def topics(self) -> Mapping[str, str]:
        """The topics of the library, each with its slug."""
        found = (topic for entry in self._library.entries for topic in topics_of(entry))
        return topic_slugs((*found, *self._more_topics))

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """The ids of the lists that the entries come from, sorted."""
        found = {source for entry in self._library.entries for source in sources_of(entry)}
        return tuple(sorted(found | {*self._more_sources}))


def topics_of(entry: Entry) -> tuple[str, ...]:
    """Return the topics an entry stands under; of a withdrawn one, those it stood under last."""
    if entry.state == "active" or entry.work.topics:
        return entry.work.topics
    return tuple(dict.fromkeys(topic for record in entry.work.records for topic in record.topics))


def sources_of(entry: Entry) -> tuple[str, ...]:
    """Return the ids of the lists that list or mention an entry, in order."""
    return tuple(dict.fromkeys(r.origin.name for r in entry.work.records if r.origin.kind == "list"))


def resolve_topic(term: Term, topics: Mapping[str, str]) -> frozenset[str]:
    """Return the topics that a term names: by full name, by slug, or by the beginning of one alone.

    Case, accents and punctuation do not matter. Raises QueryError where nothing or more than one thing is meant,
    naming the nearest.
    """
    if term.value in topics:
        return frozenset({term.value})
    wanted = fold(term.value)
    folded = {topic: fold(topic) for topic in topics}
    same = [t for t in topics if (wanted and folded[t] == wanted) or topics[t] == term.value.casefold()]
    if same:
        return frozenset(same)
    begun = (
        [topic for topic in topics if wanted and folded[topic].startswith(wanted)]
        if term.comparison == ":"
        else []
    )
    if len(begun) == 1:
        return frozenset(begun)
    if begun:
        shown = listed(begun[:6]) + (f" and {len(begun) - 6} more" if len(begun) > 6 else "")
        raise term.error(
            f"the topic `{term.value}` is ambiguous", f"it may be {shown}; write the full name or the slug"
        )
    near = nearest(term.value, topics)
    raise term.error(
        f"there is no topic `{term.value}`",
        f"did you mean {listed(near)}?" if near else "`curabib topics` lists them",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field: what it asks for, the comparisons it knows, how a value is checked, and how a term is compiled."""

    help: str
    compile: Callable[[Term, Scope], Predicate]
    check: Callable[[Term], object] = lambda term: None
    comparisons: frozenset[str] = frozenset((":", "="))


def field_named(name: str) -> str | None:
    """Return the field's own name for a name or a synonym, or None."""
    return name if name in FIELDS else SYNONYMS.get(name)


# Text


def _text(texts: Texts, help: str) -> Field:
    """Return a field over texts: words that begin so; quoted, whole words; with `=`, the whole text."""

    def compile(term: Term, scope: Scope) -> Predicate:
        return finder(term, texts, scope.at_hand)

    return Field(help=help, compile=compile, check=searchable)


def _titles(entry: Entry) -> Iterable[str]:
    fields = entry.work.fields
    return (fields.title, fields.text("subtitle"))


def _authors(entry: Entry) -> Iterable[str]:
    return name_texts(entry.work.fields.authors)


def _editors(entry: Entry) -> Iterable[str]:
    return name_texts(entry.work.fields.editors)


def _venues(entry: Entry) -> Iterable[str]:
    venue = entry.work.fields.venue
    return (venue.abbreviation, venue.name) if venue else ()


def _anything(entry: Entry) -> Iterable[str]:
    yield from _titles(entry)
    yield from _authors(entry)
    yield from entry.work.keywords
    yield entry.key
    yield from entry.aliases


def _stated(name: str) -> Field:
    return _text(lambda entry: (entry.work.fields.text(name),), f"the field {name}")


# Years


def _years(term: Term) -> tuple[int, int]:
    """Return the first and last year that a term allows."""
    low, dots, high = term.value.partition("..")
    if not any((low, high)) or not all(part.isascii() and part.isdigit() for part in (low, high) if part):
        raise term.error(
            f"`{term.value}` is no year",
            "write year:2019, year:2018..2020, year:2018.., year:..2020 or year>=2019",
        )
    if term.comparison not in (":", "="):
        if dots:
            raise term.error(f"`{term.comparison}` takes one year, not the range `{term.value}`")
        year = int(low[:9])
        return {"<": (0, year - 1), "<=": (0, year), ">": (year + 1, _LAST_YEAR), ">=": (year, _LAST_YEAR)}[
            term.comparison
        ]
    first, last = int(low[:9] or 0), int(high[:9] or (_LAST_YEAR if dots else low[:9]))
    if first > last:
        raise term.error(f"the range `{term.value}` ends before it begins")
    return first, last


def _year(term: Term, scope: Scope) -> Predicate:
    first, last = _years(term)

    def holds(entry: Entry) -> bool:
        date = entry.work.fields.date
        return date is not None and first <= date.year <= last

    return holds


# Closed sets


def _one_of(values: Iterable[str], of: Callable[[Entry], Iterable[str]], help: str) -> Field:
    known = tuple(values)

    def check(term: Term) -> None:
        if term.value.lower() not in known:
            near = nearest(term.value, known)
            hint = f"did you mean {listed(near)}?" if near else f"there are {listed(known, 'and')}"
            raise term.error(f"there is no {term.field} `{term.value}`", hint)

    def compile(term: Term, scope: Scope) -> Predicate:
        check(term)
        wanted = term.value.lower()
        return lambda entry: wanted in of(entry)

    return Field(help=help, compile=compile, check=check)


_TYPES = (
    "article", "book", "booklet", "collection", "dataset", "inbook", "incollection", "inproceedings", "manual",
    "misc", "online", "patent", "periodical", "proceedings", "reference", "report", "software", "thesis",
    "unpublished", "video",
)  # fmt: skip


def _topic(term: Term, scope: Scope) -> Predicate:
    wanted = resolve_topic(term, scope.topics)
    return lambda entry: not wanted.isdisjoint(topics_of(entry))


def _source(term: Term, scope: Scope) -> Predicate:
    wanted = [source for source in scope.sources if source.casefold() == term.value.casefold()]
    if not wanted:
        near = nearest(term.value, scope.sources) or scope.sources[:6]
        raise term.error(
            f"no entry comes from a source `{term.value}`", f"did you mean {listed(near)}?" if near else ""
        )
    return lambda entry: wanted[0] in sources_of(entry)


# Keys and identifiers


def _pattern(value: str, quoted: bool) -> Callable[[str], bool]:
    """Return the test for a value that may end in `*`."""
    if value.endswith("*") and not quoted:
        start = value.rstrip("*")
        return lambda text: text.startswith(start)
    return lambda text: text == value


def _key(term: Term, scope: Scope) -> Predicate:
    fits = _pattern(term.value.casefold(), term.quoted)
    return lambda entry: fits(entry.key.casefold()) or any(fits(alias.casefold()) for alias in entry.aliases)


def _undressed(value: str, *dress: str) -> str:
    """Return an identifier without the first of these beginnings that it has."""
    lower = value.lower()
    return next((value[len(start) :] for start in dress if lower.startswith(start)), value)


def _arxiv(value: str) -> str:
    """Return an arXiv number without address, suffix and version."""
    bare = _undressed(
        value.removesuffix(".pdf"), "https://arxiv.org/abs/", "https://arxiv.org/pdf/", "arxiv:"
    )
    number, v, version = bare.rpartition("v")
    return number if v and version.isdigit() else bare


_BARE: Mapping[str, Callable[[str], str]] = {
    "doi": lambda value: _undressed(value, "https://doi.org/", "http://dx.doi.org/", "doi:"),
    "arxiv": _arxiv,
    "isbn": lambda value: value.replace("-", "").replace(" ", ""),
}


def _identifier(scheme: str) -> Field:
    bare = _BARE.get(scheme, str)

    def compile(term: Term, scope: Scope) -> Predicate:
        fits = _pattern(bare(term.value).casefold(), term.quoted)
        return lambda entry: any(
            i.scheme == scheme and fits(i.value.casefold()) for i in entry.work.identifiers
        )

    return Field(help=f"the {scheme} identifier; `*` at the end stands for any rest", compile=compile)


def _link(term: Term, scope: Scope) -> Predicate:
    wanted = term.value.casefold()
    return lambda entry: any(wanted in link.url.casefold() for link in entry.work.links)


# Presence


def _has_code(entry: Entry) -> bool:
    return any(
        "code" in fold(link.label).split() or link.url.partition("//")[2].startswith(_CODE_HOSTS)
        for link in entry.work.links
    )


def _has_stated(name: str) -> Predicate:
    return lambda entry: name in entry.work.fields


def _has_scheme(scheme: str) -> Predicate:
    return lambda entry: any(i.scheme == scheme for i in entry.work.identifiers)


_PRESENT: Mapping[str, Predicate] = {
    **{
        name: _has_stated(name)
        for name in (
            "title", "subtitle", "author", "editor", "venue", "pages", "volume", "number", "publisher", "note",
            "language", "url",
        )
    },
    "year": _has_stated("date"),
    "date": _has_stated("date"),
    "topic": lambda entry: bool(topics_of(entry)),
    "keyword": lambda entry: bool(entry.work.keywords),
    "link": lambda entry: bool(entry.work.links),
    "code": _has_code,
    "identifier": lambda entry: any(i.scheme != "url" for i in entry.work.identifiers),
    "alias": lambda entry: bool(entry.aliases),
    "assumed": lambda entry: bool(entry.work.assumed),
    **{scheme: _has_scheme(scheme) for scheme in SCHEMES},
}  # fmt: skip


def _present(term: Term) -> Predicate:
    name = term.value.lower()
    predicate = _PRESENT.get(name) or _PRESENT.get(SYNONYMS.get(name, ""))
    if predicate is None:
        near = nearest(name, _PRESENT)
        hint = f"did you mean {listed(near)}?" if near else f"has: knows {listed(_PRESENT, 'and')}"
        raise term.error(f"has: does not know `{term.value}`", hint)
    return predicate


FIELDS: Mapping[str, Field] = {
    "any": _text(_anything, "title, authors, keywords and keys; what a bare word asks"),
    "key": Field(help="the citation key or an alias; `*` at the end stands for any rest", compile=_key),
    "title": _text(_titles, "title and subtitle"),
    "author": _text(_authors, "authors, as `Given Family` or `Family Given`"),
    "editor": _text(_editors, "editors"),
    "year": Field(
        help="2019, 2018..2020, 2018.., ..2020, or `>=2019` and the like",
        compile=_year,
        check=_years,
        comparisons=frozenset((":", "=", "<", "<=", ">", ">=")),
    ),
    "venue": _text(_venues, "the venue's abbreviation or its name as printed"),
    "topic": Field(help="a topic: full name, slug, or the beginning of one alone", compile=_topic),
    "keyword": _text(lambda entry: entry.work.keywords, "the curators' keywords"),
    "source": Field(help="the id of a source that lists or mentions it", compile=_source),
    "type": _one_of(_TYPES, lambda entry: (entry.work.entry_type,), "the entry type, in biblatex spelling"),
    "kind": _one_of(
        get_args(Kind), lambda entry: (entry.work.kind,), "what it is: " + ", ".join(get_args(Kind))
    ),
    "role": _one_of(
        get_args(Role),
        lambda entry: (r.role for r in entry.work.records),
        "listed as an entry, or a mention in running text",
    ),
    "state": _one_of(
        get_args(EntryState), lambda entry: (entry.state,), "active, or withdrawn from every source"
    ),
    "has": Field(
        help="whether something is there: " + ", ".join(_PRESENT),
        compile=lambda term, scope: _present(term),
        check=_present,
    ),
    "link": Field(help="a part of a link's address", compile=_link),
    "publisher": _stated("publisher"),
    "note": _stated("note"),
    "language": _stated("language"),
    **{scheme: _identifier(scheme) for scheme in SCHEMES},
}

SYNONYMS: Mapping[str, str] = {
    "authors": "author", "date": "year", "journal": "venue", "booktitle": "venue", "topics": "topic",
    "keywords": "keyword", "tag": "keyword", "sources": "source", "list": "source", "citekey": "key", "url": "link",
    "eprint": "arxiv", "years": "year", "venues": "venue",
}  # fmt: skip
