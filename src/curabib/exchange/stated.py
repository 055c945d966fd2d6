"""What one entry of an export says in our terms, gathered field by field whatever the format."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from curabib.evidence import labels, links
from curabib.evidence.text import clean, unescape
from curabib.exchange.dates import read_date
from curabib.model import Fields, FieldValue, Identifier, Kind, Link, Name, Names, Venue
from curabib.venues import find

_VENUE_KINDS = {"article": "journal", "inproceedings": "conference", "incollection": "book", "inbook": "book"}
_HELD = frozenset({*_VENUE_KINDS, "misc", "online", "unpublished", ""})
_REPOSITORY = re.compile(
    r"(?:arxiv|corr\b|bio ?rxiv|med ?rxiv|chem ?rxiv|psy ?arxiv|osf preprints|ssrn|zenodo|hal\b)",
    re.IGNORECASE,
)
# the HTML that reference managers keep inside texts
_MARKUP = re.compile(
    r"</?(?:i|b|em|strong|sub|sup|sc|u)>|<span(?: [^<>]{0,200})?>|</span>|<br ?/?>|</?p>", re.IGNORECASE
)
_ARXIV = re.compile(
    r"\s*(?:arxiv\s*:\s*)?(?P<id>\d{4}\.\d{4,5}|[a-z][a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?"
    r"(?:\s*\[(?P<group>[a-z-]{1,20}(?:\.[a-z-]{1,20})?)\])?\s*",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"\s*([A-Za-z][A-Za-z ._-]{0,40}?)\s*:\s*(\S.*?)\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What an entry with named fields says.

    `topics` are the groups or collections that the entry itself names, `key` its citation key and `aliases` former
    ones. `left_out` names fields that hold something which is not taken over, in the words of the format.
    """

    entry_type: str = "misc"
    kind: Kind = "paper"
    fields: Fields
    identifiers: tuple[Identifier, ...] = ()
    links: tuple[Link, ...] = ()
    keywords: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    key: str = ""
    aliases: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


def plain(text: str) -> str:
    """Return a text without the markup and the character references of HTML, in NFC, with single blanks.

    A `<` that a word joiner (U+2060) keeps apart from its name is a sign, not markup.
    """
    if "<" in text:
        text = _MARKUP.sub("", text)
    return clean(unescape(text))


class Gathering:
    """Takes in the statements of one entry in any order; of two for the same field the first counts."""

    def __init__(self, entry_type: str = "misc", kind: Kind = "paper") -> None:
        """Begin with an entry type in biblatex spelling, and a kind."""
        self.entry_type = entry_type
        self.kind: Kind = kind
        self.key = ""
        self._fields: dict[str, FieldValue] = {}
        self._identifiers: dict[str, Identifier] = {}
        self._links: dict[str, Link] = {}
        self._keywords: dict[str, None] = {}
        self._topics: dict[str, None] = {}
        self._aliases: dict[str, None] = {}
        self._left_out: dict[str, None] = {}
        self._container = ""
        self._preprint = False

    def __contains__(self, name: str) -> bool:
        """Return whether a field has been stated."""
        return name in self._fields

    def text(self, name: str, value: str) -> bool:
        """State a text field, without markup; return whether the field says that now, or there was nothing to say."""
        value = plain(value)
        return not value or self._fields.setdefault(name, value) == value

    def field(self, name: str, value: FieldValue) -> None:
        """State a field whose value is in our terms already."""
        self._fields.setdefault(name, value)

    def people(self, role: str, names: Iterable[Name], *, truncated: bool = False) -> None:
        """State the people of a role (`author`, `editor`, `translator`)."""
        found = Names(tuple(names), truncated)
        if found.people:
            self._fields.setdefault(role, found)

    def date(self, name: str, value: str) -> bool:
        """State a date in whatever form formats write dates; return whether it is one."""
        date = read_date(clean(value))
        if date is not None:
            self._fields.setdefault(name, date)
        return date is not None

    def container(self, name: str) -> None:
        """State what holds the work: a journal, proceedings, a book, a preprint server."""
        self._container = self._container or plain(name)

    def repository(self, name: str) -> None:
        """State the server that keeps a preprint."""
        name = plain(name)
        if name:
            self._fields.setdefault("venue", _known(name, "repository"))

    def identifier(self, scheme: str, value: str) -> bool:
        """State a `doi`, `arxiv`, `isbn` or `pmid` as printed; return whether it is one."""
        found: Identifier | None = None
        if scheme == "doi":
            found = links.find_doi(value.strip())
        elif scheme == "isbn":
            isbns = filter(
                None, (links.isbn13(part) for part in re.split(r"[;,]|\s{2,}|\s(?=97[89])", value))
            )
            found = next((Identifier("isbn", isbn) for isbn in isbns), None)
        elif scheme == "pmid":
            digits = value.strip()
            found = Identifier("pmid", digits) if digits.isascii() and digits.isdigit() else None
        elif scheme == "arxiv":
            found = self._arxiv(value)
        if found is not None:
            self._identifiers.setdefault(found.scheme, found)
        return found is not None

    def identified(self, identifier: Identifier) -> None:
        """State an identifier that is in our terms already; a DOI of arXiv is the arXiv number."""
        if identifier.scheme == "doi":
            identifier = links.doi_identifier(identifier.value) or identifier
        self._identifiers.setdefault(identifier.scheme, identifier)

    def holds(self, scheme: str) -> bool:
        """Return whether an identifier of that scheme has been stated."""
        return scheme in self._identifiers

    def _arxiv(self, value: str) -> Identifier | None:
        match = _ARXIV.fullmatch(value[:120])
        if match is None:
            return None
        if match["group"]:
            self._fields.setdefault("eprintclass", match["group"])
        return Identifier("arxiv", match["id"] if "/" in match["id"] else match["id"].lower())

    def link(self, label: str, url: str) -> bool:
        """State a web address with its label as printed; return whether it is one.

        What the work's own address (`paper`) identifies is stated too. A label that is none becomes that of the host.
        """
        url = unescape(url).strip()
        if not links.is_web(url):
            return False
        label = labels.link_label(clean(label)) or links.host_kind(url)
        self._links.setdefault(url, Link(label, url))
        found = links.identify(url) if label == "paper" else None
        if found is not None:
            self._identifiers.setdefault(found.scheme, found)
        return True

    def keyword(self, word: str) -> None:
        """State a keyword."""
        word = plain(word)
        if word:
            self._keywords.setdefault(word)

    def topic(self, name: str) -> None:
        """State a group or collection that the entry is in."""
        name = clean(name)
        if name:
            self._topics.setdefault(name)

    def alias(self, key: str) -> None:
        """State a former citation key."""
        if key.strip():
            self._aliases.setdefault(key.strip())

    def leave_out(self, name: str) -> None:
        """Note that a field, as the format calls it, says something that is not taken over."""
        self._left_out.setdefault(name)

    def remarks(self, text: str) -> None:
        """State the lines of Zotero's Extra field (or the `note` of CSL, `M2` of RIS): `Label: value`, or a note.

        Identifiers, keys and dates that stand there because the format has no field for them go where they belong.
        """
        kept = [line for line in text.split("\n") if line.strip() and not self._extra_line(line)]
        self.text("note", " ".join(kept))

    def _extra_line(self, line: str) -> bool:
        if self.identifier("arxiv", line):
            return True
        match = _LABELLED.fullmatch(line[:1000])
        if match is None:
            return False
        label, value = match[1].lower().replace("_", " ").replace("-", " "), match[2]
        if label == "citation key":
            self.key = self.key or value
        elif label in ("citation key alias", "tex.ids"):
            for key in re.split(r"[,\s]+", value):
                self.alias(key)
        elif label in _EXTRA_IDENTIFIERS:
            return self.identifier(_EXTRA_IDENTIFIERS[label], value)
        elif label == "type" and value.lower() == "preprint":
            self.entry_type, self.kind, self._preprint = "online", "paper", True
            self._fields.pop("type", None)
        elif label == "original date":
            return self.date("origdate", value)
        elif label in _EXTRA_TEXTS:
            self.text(_EXTRA_TEXTS[label], value)
        else:
            return False
        return True

    def result(self) -> Stated:
        """Return what was stated."""
        self._settle_venue()
        return Stated(
            entry_type=self.entry_type,
            kind=self.kind,
            fields=Fields(self._fields),
            identifiers=tuple(self._identifiers[scheme] for scheme in sorted(self._identifiers)),
            links=tuple(self._links.values()),
            keywords=tuple(self._keywords),
            topics=tuple(self._topics),
            key=self.key,
            aliases=tuple(self._aliases),
            left_out=tuple(self._left_out),
        )

    def _settle_venue(self) -> None:
        if self._container and "venue" not in self._fields:
            if self.entry_type in _HELD:
                self._fields["venue"] = _known(self._container, _VENUE_KINDS.get(self.entry_type, ""))
            elif self._container != self._fields.get("title"):
                self._fields.setdefault("booktitle", self._container)
        if self._preprint and not self._container and "arxiv" in self._identifiers:
            self._fields.setdefault("venue", _known("arXiv", "repository"))


_EXTRA_IDENTIFIERS = {"doi": "doi", "arxiv": "arxiv", "isbn": "isbn", "pmid": "pmid", "eprint": "arxiv"}
_EXTRA_TEXTS = {"pmcid": "pmcid", "version": "version", "issn": "issn", "event title": "eventtitle"}


def _known(name: str, kind: str) -> Venue:
    """Return the venue of that name, as the venue table knows it, else of the kind that is likely."""
    found = find(name)
    if found is not None:
        return Venue(name=name, abbreviation=found.abbreviation, kind=found.kind)
    if _REPOSITORY.match(name):
        kind = "repository"
    elif "workshop" in name.lower():
        kind = "workshop"
    return Venue(name=name, kind=kind)
