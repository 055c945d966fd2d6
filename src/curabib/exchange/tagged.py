"""Formats of one tag a line: RIS (`TY  - JOUR`) and EndNote's refer form (`%0 Journal Article`).

RIS: "Direct Export Format Specifications" of Research Information Systems, with what Zotero, EndNote and Mendeley add
to it. Refer: refer(1), "EndNote import format".
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from curabib.exchange.dates import read_date
from curabib.exchange.people import read_name, says_others
from curabib.exchange.stated import Gathering, Stated
from curabib.exchange.types import TypeRow, read_as
from curabib.model import Name

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tags:
    """What the tags of a tagged format mean.

    `first` begins a record and names its type. `texts`, `dates`, `people`, `identifiers` and `links` map tags to
    fields, roles, schemes and labels of ours; `containers` name what holds the work, the most telling first; `serial`
    holds an ISBN or ISSN; `dates` are put together, in their order, where a record has several.
    """

    format: str
    first: str
    texts: Mapping[str, str]
    dates: tuple[str, ...]
    visited: str
    people: Mapping[str, str]
    identifiers: Mapping[str, str]
    links: Mapping[str, str]
    containers: tuple[str, ...]
    pages: str
    publisher: str
    serial: str
    keyword: str
    extra: str
    key: str


RIS = Tags(
    format="ris",
    first="TY",
    texts={
        "TI": "title", "T1": "title", "CT": "title", "ST": "shorttitle", "T3": "series", "VL": "volume", "IS": "number",
        "M1": "number", "C7": "eid", "CY": "location", "PP": "location", "ET": "edition", "M3": "type", "LA": "langid",
        "NV": "volumes", "SE": "chapter",
    },
    dates=("DA", "PY", "Y1"),
    visited="Y2",
    people={"AU": "author", "A1": "author", "A2": "editor", "ED": "editor", "A3": "editor", "A4": "translator"},
    identifiers={"DO": "doi", "C2": "pmid"},
    links={"UR": "paper", "LK": "paper", "L1": "pdf", "L2": ""},
    containers=("C3", "T2", "JO", "JF", "BT", "JA", "J2", "J1"),
    pages="SP",
    publisher="PB",
    serial="SN",
    keyword="KW",
    extra="M2",
    key="ID",
)  # fmt: skip
"""RIS; `M2` holds the lines of Zotero's Extra field."""

REFER = Tags(
    format="endnote",
    first="%0",
    texts={
        "%T": "title", "%!": "shorttitle", "%S": "series", "%V": "volume", "%N": "number", "%C": "location",
        "%7": "edition", "%9": "type", "%G": "langid", "%6": "volumes", "%&": "chapter",
    },
    dates=("%8", "%D"),
    visited="%[",
    people={"%A": "author", "%E": "editor", "%Y": "editor", "%?": "translator"},
    identifiers={"%R": "doi", "%2": "pmid"},
    links={"%U": "paper", "%>": "paper"},
    containers=("%J", "%B"),
    pages="%P",
    publisher="%I",
    serial="%@",
    keyword="%K",
    extra="",
    key="%F",
)  # fmt: skip
"""EndNote's refer form (.enw)."""

LANGUAGES: Mapping[str, Tags] = {"ris": RIS, "enw": REFER}

_MISC = TypeRow("misc", "other")
_INSTITUTION = frozenset({"thesis", "report"})


def statement(pairs: Pairs, tags: Tags) -> Stated:
    """Return what the (tag, value) pairs of one record say; of several lines in a value each counts. Never raises."""
    return _Record(pairs, tags).said()


class _Record:
    """One record on its way into our terms, group by group; `values` keeps what no group has taken."""

    def __init__(self, pairs: Pairs, tags: Tags) -> None:
        self.tags = tags
        self.values: dict[str, list[str]] = {}
        for tag, value in pairs:
            if value.strip():
                self.values.setdefault(tag, []).append(value.strip())
        row = read_as(tags.format).get(" ".join(self.take(tags.first)[:1]), _MISC)
        self.found = Gathering(row.entry_type, row.kind)

    def take(self, tag: str) -> list[str]:
        return self.values.pop(tag, [])

    def said(self) -> Stated:
        self.people()
        self.dates()
        self.numbers()
        self.holder()
        self.words()
        for tag, values in self.values.items():
            said = [self.simple(tag, value) for value in values]
            if not all(said):
                self.found.leave_out(tag)
        return self.found.result()

    def people(self) -> None:
        roles: dict[str, list[Name]] = {}
        truncated: set[str] = set()
        for tag, role in self.tags.people.items():
            for value in self.take(tag):
                for line in value.split("\n"):
                    name = read_name(line)
                    if says_others(line):
                        truncated.add(role)
                    elif name is not None:
                        roles.setdefault(role, []).append(name)
        for role, names in roles.items():
            self.found.people(role, names, truncated=role in truncated)

    def dates(self) -> None:
        """State the most exact of the dates; a month and day may stand apart from their year."""
        stated = [(tag, value) for tag in self.tags.dates for value in self.take(tag)]
        if not stated:
            return
        together = read_date(" ".join(value for _, value in stated))
        each = [date for date in (*(read_date(value) for _, value in stated), together) if date]
        if each:
            self.found.date("date", str(max(each, key=lambda date: (date.month > 0, date.day > 0))))
        for tag, _ in stated if not each else ():
            self.found.leave_out(tag)
        for value in self.take(self.tags.visited):
            if not self.found.date("urldate", value):
                self.found.leave_out(self.tags.visited)

    def numbers(self) -> None:
        first, last = self.take(self.tags.pages), self.take("EP") if self.tags.format == "ris" else []
        pages = "–".join(dict.fromkeys([*first[:1], *last[:1]]))
        self.found.text("pages", first[0] if first and "-" in first[0] else pages)
        for serial in self.take(self.tags.serial):
            if not self.found.identifier("isbn", serial):
                self.found.text("number" if self.found.entry_type == "report" else "issn", serial)

    def holder(self) -> None:
        """State what holds the work, and who brought it out."""
        institution = self.found.entry_type in _INSTITUTION
        for publisher in self.take(self.tags.publisher):
            self.found.text("institution" if institution else "publisher", publisher)
        names = [name for tag in self.tags.containers for name in self.take(tag)]
        if self.found.entry_type == "inproceedings" and len(names) > 1:
            self.found.text("eventtitle", names[1])
        for name in names:
            self.found.container(name)

    def words(self) -> None:
        for value in self.take(self.tags.keyword):
            for word in value.replace(";", "\n").split("\n"):
                self.found.keyword(word)
        for value in self.take(self.tags.extra):
            self.found.remarks(value)
        for value in self.take(self.tags.key):
            self.found.key = self.found.key or value

    def simple(self, tag: str, value: str) -> bool:
        """State the value of a tag that stands for one thing; return whether something of ours takes it over."""
        tables: tuple[tuple[Mapping[str, str], Callable[[str, str], bool]], ...] = (
            (self.tags.texts, self.found.text),
            (self.tags.identifiers, self.found.identifier),
            (self.tags.links, self.found.link),
        )
        for table, say in tables:
            if tag in table:
                parts = value.split("\n") if table is self.tags.links else [value]
                said = [say(table[tag], part) for part in parts]
                return all(said)
        return False
