"""RIS and EndNote's refer form: one tag a line, with the tags by which our readers know them too."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from curabib.diagnostics import Result
from curabib.exchange.tagged import REFER, RIS, Tags
from curabib.exchange.types import written_as
from curabib.model import Date, Entry, Name, Names, View
from curabib.writers.losses import Losses
from curabib.writers.publication import Publication, is_address, publication
from curabib.writers.references.visible import one_line

_DASH = re.compile(r"\s*(?:--+|[-\u2010-\u2015])\s*")
_MARKUP = re.compile(r"<(?=/?(?:i|b|em|strong|sub|sup|sc|u|span|p|br)\b)", re.IGNORECASE)
_INSTITUTION = frozenset({"thesis", "report"})
# entry types that the formats have no name for, and the nearest that they have
_NEAREST: Mapping[str, str] = {
    "bookinbook": "incollection",
    "inbook": "incollection",
    "manual": "book",
    "mvbook": "book",
    "mvcollection": "book",
    "mvproceedings": "book",
    "mvreference": "book",
    "periodical": "book",
    "proceedings": "book",
    "reference": "book",
    "standard": "report",
    "suppbook": "incollection",
    "suppcollection": "incollection",
    "suppperiodical": "article",
    "review": "article",
    "movie": "video",
    "music": "audio",
}
# fields of ours that are told together with another, or by the identifiers of the work
_TOGETHER: Mapping[str, str] = {
    "booktitle": "container",
    "journaltitle": "container",
    "venue": "container",
    "langid": "language",
    "organization": "publisher",
    "institution": "publisher",
}
_EVERYWHERE = frozenset(
    {"url", "doi", "eprint", "eprinttype", "eprintclass", "pubstate", "venue", "keywords"}
)
_Line = tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedWriter:
    """Writes one record for each entry, in the order of the view.

    `tags` are those that are read; `line` is a line with its tag and value, `end` closes a record. `holders` are the
    tags for what holds a work of a type, with "" for every other type; `links` those for a PDF and for another address;
    the others stand where `tags` has several for one field, or none. `day` writes a date.
    """

    name: str
    title: str
    extension: str
    tags: Tags
    line: str
    end: str
    holders: Mapping[str, str]
    editor: str
    note: str
    year: str
    date: str
    day: Callable[[Date], str]
    last_page: str
    links: tuple[str, str]

    def write(self, view: View) -> Result[str]:
        """Return the file's text in UTF-8 with line feeds, and what the format has no place for."""
        losses = Losses(self.title)
        records = [
            "".join(self.line.format(tag, value) for tag, value in tagged(entry, self, losses))
            for entry in view.entries
        ]
        return Result("\n".join(f"{record}{self.end}" for record in records), losses.diagnostics())


def tagged(entry: Entry, writer: TaggedWriter, losses: Losses) -> Iterator[tuple[str, str]]:
    """Yield the tags of an entry with their values, one line each, the type first; note what is not told."""
    return _Record(entry, writer, losses).pairs()


class _Record:
    """The lines of one entry, each with the field of ours that it tells, a tag and a value."""

    def __init__(self, entry: Entry, writer: TaggedWriter, losses: Losses) -> None:
        self.entry, self.writer, self.tags, self.losses = entry, writer, writer.tags, losses
        self.work, self.fields, self.text = entry.work, entry.work.fields, entry.work.fields.text
        self.published: Publication = publication(entry.work)
        self.type = _NEAREST.get(self.published.type, self.published.type)
        self._tags = {ours: tag for tag, ours in reversed(list(self.tags.texts.items()))}

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield the tags that have a value, in a fixed order, the type first; note what is not told."""
        self.losses.cut_short(self.entry)
        told: set[str] = set()
        for step in (self.kind, self.people, self.holder, self.numbers, self.dates, self.places, self.words):
            for ours, tag, text in step():
                value = one_line(text)
                if tag and value:
                    yield tag, value
                    told.add(ours)
        unsaid = (n for n in self.fields if n not in _EVERYWHERE and _TOGETHER.get(n, n) not in told)
        self.losses.left_out(self.entry, unsaid)

    def own(self, ours: str, text: str) -> _Line:
        """Return the line of a text field that has a tag of its own."""
        return ours, self._tags.get(ours, ""), text

    def kind(self) -> Iterator[_Line]:
        names = written_as(self.tags.format)
        found = names.get((self.type, self.work.kind)) or names.get((self.type, ""), names["misc", ""])
        if self.type == "online" and self.work.kind in ("paper", "other"):
            preprint = ("unpublished", "paper")  # neither format knows preprints
            found = names[preprint if self.published.preprint else ("online", "other")]
        yield "", self.tags.first, found
        yield self.own("title", _marked(self.fields.title))
        yield self.own("shorttitle", _marked(self.text("shorttitle")))

    def people(self) -> Iterator[_Line]:
        translators = _first(self.tags.people, "translator")
        tags = {
            "author": _first(self.tags.people, "author"),
            "editor": self.writer.editor,
            "translator": translators,
        }
        for role, tag in tags.items():
            names = self.fields.get(role)
            for name in names if isinstance(names, Names) else ():
                yield role, tag, _name(name)

    def holder(self) -> Iterator[_Line]:
        published, holders = self.published, self.writer.holders
        yield "container", holders.get(self.type, holders[""]), _marked(published.container)
        if self.type == "inproceedings" and holders["inproceedings"] != holders[""]:
            yield "eventtitle", holders[""], _marked(self.text("eventtitle"))
        yield self.own("series", _marked(published.series))
        maker = published.publisher or published.institution
        if self.type in _INSTITUTION:
            maker = published.institution or published.publisher
        yield "publisher", self.tags.publisher, maker
        yield self.own("location", published.place)
        yield self.own("type", published.genre or self._stated("type"))

    def numbers(self) -> Iterator[_Line]:
        published, serial = self.published, self.tags.serial
        isbn = "" if "isbn" in self.work.withheld else self.work.identifier("isbn") or self.text("isbn")
        report = self.type == "report" and published.number != ""
        yield self.own("volume", published.volume)
        yield "number", serial if report else self._tags["number"], published.number
        yield "isbn", "" if report else serial, isbn
        yield "issn", "" if report or isbn else serial, published.issn
        pages = [] if "pages" in self.work.withheld else _DASH.split(self.text("pages"), maxsplit=1)
        if self.writer.last_page and len(pages) == 2 and "," not in pages[1]:
            yield "pages", self.tags.pages, pages[0]
            yield "pages", self.writer.last_page, pages[1]
        else:
            yield "pages", self.tags.pages, "-".join(pages)
        for name in ("eid", "edition", "volumes", "chapter"):
            yield self.own(name, self._stated(name))

    def dates(self) -> Iterator[_Line]:
        date, visited = self.fields.date, self.fields.get("urldate")
        if date is not None:
            yield "date", self.writer.year, f"{date.year:04d}"
            if date.month:
                yield "date", self.writer.date, self.writer.day(date)
        if isinstance(visited, Date):
            yield "urldate", self.tags.visited, self.writer.day(visited)

    def places(self) -> Iterator[_Line]:
        work, published = self.work, self.published
        yield "doi", _first(self.tags.identifiers, "doi"), published.doi
        pmid = "" if "pmid" in work.withheld else work.identifier("pmid") or self.text("pmid")
        yield "pmid", _first(self.tags.identifiers, "pmid"), pmid
        yield "url", _first(self.tags.links, "paper"), published.url
        for link in work.links if "url" not in work.withheld else ():
            if link.url != published.url and is_address(link.url):
                pdf = link.label.lower() == "pdf" or link.url.lower().endswith(".pdf")
                yield "url", self.writer.links[0 if pdf else 1], link.url

    def words(self) -> Iterator[_Line]:
        work = self.work
        for word in () if "keywords" in work.withheld else dict.fromkeys((*work.topics, *work.keywords)):
            if ";" in word:
                self.losses.changed(self.entry.key, "a semicolon in a keyword")
            yield "keywords", self.tags.keyword, word.replace(";", ",")
        yield "note", self.writer.note, self.text("note")
        yield "language", self._tags["langid"], self._stated("language", "langid")
        yield "", self.tags.key, self.entry.key
        for line in self.extra() if self.tags.extra else ():
            yield "", self.tags.extra, line

    def extra(self) -> Iterator[str]:
        """Yield the lines that Zotero lifts out of its Extra field."""
        entry, published = self.entry, self.published
        if ":" not in entry.key:  # the last colon of such a line ends its label
            yield f"Citation Key: {entry.key}"
        if published.preprint:
            yield "Type: preprint"
        if published.arxiv:
            group = self.text("eprintclass")
            modern = group and "/" not in published.arxiv
            yield f"arXiv:{published.arxiv} [{group}]" if modern else f"arXiv:{published.arxiv}"
        if entry.aliases:
            yield f"Citation Key Alias: {', '.join(entry.aliases)}"

    def _stated(self, *names: str) -> str:
        return next((self.text(n) for n in names if n in self.fields and n not in self.work.withheld), "")


def _first(tags: Mapping[str, str], ours: str) -> str:
    return next((tag for tag, name in tags.items() if name == ours), "")


def _name(name: Name) -> str:
    """Return a name as `Family, Given, Suffix`; a comma behind a group keeps it in one part."""
    if name.literal or not name.family:
        return f"{name.literal or str(name)},"
    family = f"{name.prefix} {name.family}".strip()
    return (
        ", ".join(filter(None, (family, name.given, name.suffix)))
        if name.given or name.suffix
        else f"{family},"
    )


def _marked(text: str) -> str:
    """Return text such that readers take no sign of it for the HTML that reference managers keep in titles."""
    return _MARKUP.sub("<\N{WORD JOINER}", text) if "<" in text else text


def _ris_date(date: Date) -> str:
    month, day = (f"{part:02d}" if part else "" for part in (date.month, date.day))
    return f"{date.year:04d}/{month}/{day}/"


RIS_WRITER = TaggedWriter(
    name="ris",
    title="RIS",
    extension="ris",
    tags=RIS,
    line="{}  - {}\n",
    end="ER  - \n",
    holders={"inproceedings": "C3", "": "T2"},
    editor="A2",
    note="N1",
    year="PY",
    date="DA",
    day=_ris_date,
    last_page="EP",
    links=("L1", "L2"),
)
ENW_WRITER = TaggedWriter(
    name="enw",
    title="EndNote's refer form",
    extension="enw",
    tags=REFER,
    line="{} {}\n",
    end="",
    holders={"article": "%J", "inproceedings": "%B", "": "%B"},
    editor="%E",
    note="%Z",
    year="%D",
    date="%8",
    day=str,
    last_page="",
    links=("%>", "%U"),
)
