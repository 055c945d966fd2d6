"""Our entries in the terms of a BibTeX dialect (docs/canonical-bibtex.md)."""

import re
from collections.abc import Callable, Iterable

from curabib.bibtex.entry import BibEntry
from curabib.bibtex.latex.encode import encode, encode_address, unencodable
from curabib.bibtex.latex.protect import protect_title
from curabib.bibtex.mapping.address import page_of
from curabib.bibtex.names import print_name, print_names
from curabib.bibtex.profile import FIELD_RANK, VERBATIM, Profile
from curabib.diagnostics import Diagnostic, Result, diagnose
from curabib.model import Date, Entry, Name, Names, Venue, Work
from curabib.venues import VenueVolume, expand

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_FIELD_NAME = re.compile(r"[a-z][a-z0-9_-]{0,59}\Z")
_KEY = re.compile(r"[^\s{},=\\\"#%~\x00-\x1f\x7f]{1,200}\Z")
_RANGE = re.compile(r"(\w*\d[\w:.]*|[ivxlc]+)\s*[-‐-―−]+\s*(\w*\d[\w:.]*|[ivxlc]+)", re.IGNORECASE)
_FIRST_WORD = re.compile(r"[^\W_]+")
_MASTER = re.compile(r"master|mathesis|\bm\.?\s?(?:sc|a|phil)\b|diplom|bachelor|bathesis", re.IGNORECASE)
_USUAL_THESIS = re.compile(
    r"\W*(?:phd|master'?s?|ma)?\W*thesis\W*\Z|\W*(?:doctoral )?(?:thesis|dissertation)\W*\Z", re.IGNORECASE
)
_LONGEST_NAME = 200
_RETRACTED = "Retracted"
"""What classic styles, which know nothing of `pubstate`, are told in the one field that all of them print."""
_TITLES = frozenset(
    {"title", "subtitle", "maintitle", "booktitle", "booksubtitle", "shorttitle", "titleaddon"}
)
_PARTS = frozenset({"inproceedings", "incollection", "inbook"})
_VOLUMES = _PARTS | {"proceedings", "book", "collection"}
_FLEXIBLE = frozenset({"", "article", "inproceedings", "misc", "online", "unpublished"})
_HELD = frozenset({"article", "inproceedings", "incollection", "inbook"})
_KINDS = {
    "blog": "Blog post",
    "video": "Video",
    "code": "Computer software",
    "dataset": "Data set",
    "course": "Course",
}
_BIBLATEX_KINDS = {
    "blog": "online",
    "video": "online",
    "code": "software",
    "dataset": "dataset",
    "course": "online",
}
_OURS = frozenset(
    "author editor translator title date urldate origdate eventdate venue url doi eprint eprinttype eprintclass "  # noqa: SIM905
    "volume number series publisher pages eid type institution howpublished note keywords isbn ids assumed year month "
    "journaltitle booktitle archiveprefix primaryclass".split()
)


def to_bibtex(entry: Entry, profile: Profile) -> Result[BibEntry | None]:
    """Return the entry as `profile` prints it; None, with the reason, where its key cannot stand in a .bib file.

    Facts come from the work's fields and identifiers and, for a venue that the table knows, from the table
    (`curabib.venues.expand`); nothing else is added. Whatever TeX would read as commands is printed as text.
    """
    if not _KEY.match(entry.key):
        found = diagnose(
            "CB602", f"citation key `{entry.key[:60]}` cannot stand in a .bib file", key=entry.key
        )
        return Result(None, (found,))
    printing = _Printing(entry, profile)
    return Result(printing.run(), tuple(printing.diagnostics))


class _Printing:
    """The fields of one entry, gathered by the methods in `_STEPS`, each of which knows one group of fields."""

    def __init__(self, entry: Entry, profile: Profile) -> None:
        self.entry = entry
        self.work: Work = entry.work
        self.profile = profile
        self.diagnostics: list[Diagnostic] = []
        self.values: dict[str, str] = {}
        self._done = set(_OURS)
        fields = self.work.fields
        self.date: Date | None = fields.date
        self.venue: Venue | None = fields.venue
        self.repository = self.venue is not None and self.venue.kind == "repository"
        self.volume: VenueVolume | None = None
        if self.venue is not None and not self.repository:
            self.volume = expand(self.venue, self.work.stated_year)
        self.arxiv = self.work.identifier("arxiv")
        self.type = self._type()
        self.preprint = bool(self.arxiv) and self.type in ("online", "misc")

    def run(self) -> BibEntry:
        for step in _STEPS:
            step(self)
        for name in self.work.withheld:
            self.values.pop(self._name(name), None)
        rank = len(FIELD_RANK)
        ordered = sorted(self.values.items(), key=lambda item: (FIELD_RANK.get(item[0], rank), item[0]))
        return BibEntry(type=self._dialect_type(), key=self.entry.key, fields=tuple(ordered))

    def _type(self) -> str:
        """Return our own entry type, after what the venue table says of the venue."""
        stated = self.work.entry_type.lower()
        volume = self.volume
        if volume is not None and stated in _FLEXIBLE and self.venue is not None:
            known = self.venue.abbreviation or stated in ("", "misc", "online", "unpublished")
            if known and volume.entry_type not in ("misc", "online"):
                return volume.entry_type
        if stated in _HELD and volume is None and not self.work.fields.text("booktitle"):
            return "online" if self.arxiv or self.work.links else "misc"
        if stated in ("", "misc", "online") and self.work.kind in _BIBLATEX_KINDS:
            return _BIBLATEX_KINDS[self.work.kind]
        if self.arxiv and stated in ("", "misc", "unpublished"):
            return "online"
        return stated if _FIELD_NAME.match(stated) else "misc"

    def _dialect_type(self) -> str:
        own = self.type
        if self.profile.classic:
            institution = self.work.fields.text("institution")
            if own == "thesis":
                if not institution:
                    return "misc"
                return "mastersthesis" if _MASTER.search(self.work.fields.text("type")) else "phdthesis"
            if own == "report" and not institution:
                return "misc"
        return self.profile.types.get(own, own)

    # the steps

    def people(self) -> None:
        for role in ("author", "editor", "translator"):
            names = self.work.fields.get(role)
            if isinstance(names, Names):
                names = Names(tuple(self._short(name) for name in names), names.truncated)
                self._put(role, print_names(names, ascii=self.profile.ascii), str(names))
        if self.profile.classic and "author" not in self.values and "editor" not in self.values:
            word = _FIRST_WORD.search(self.work.fields.title)
            if word is not None:
                self._text("key", word[0])

    def title(self) -> None:
        """Print the title; classic styles know no subtitle, so there it follows a colon."""
        for name in ("title", "booktitle"):
            text, part = self.work.fields.text(name), name.replace("title", "subtitle")
            subtitle = self.work.fields.text(part)
            if text and subtitle and self.profile.classic:
                self._text(name, f"{text}: {subtitle}", title=True)
                self._done.add(part)
            elif name == "title":
                self._text(name, text, title=True)

    def container(self) -> None:
        if self.volume is None or self.type not in _HELD:
            for name in ("booktitle", "journaltitle"):
                self._text(self._name(name), self.work.fields.text(name), title=name in _TITLES)
            return
        name = self.profile.journal if self.type == "article" else "booktitle"
        self._text(name, self.volume.name.replace("{", "").replace("}", ""), title=True)

    def numbers(self) -> None:
        fields, volume = self.work.fields, self.volume
        held = volume is not None and self.type in _HELD
        table = volume if held and volume is not None else VenueVolume(entry_type="", name="")
        series = fields.text("series") or (table.series if self.type in _PARTS else "")
        number, volume_number = fields.text("number"), fields.text("volume") or table.volume
        if self.profile.classic and self.type in _VOLUMES and (volume_number or not series):
            number = ""  # plain.bst, format.bvolume and format.number.series: one of them, and a number needs a series
        publisher = fields.text("publisher") or (table.publisher if self.type in _PARTS else "")
        for name, value in (
            ("series", series),
            ("volume", volume_number),
            ("number", number),
            ("publisher", publisher),
        ):
            self._text(name, value)
        pages = _RANGE.sub(r"\1--\2", fields.text("pages"))
        eid = fields.text("eid")
        self._text("pages", pages)
        if eid and not (pages and self._name("eid") == "pages"):
            self._text(self._name("eid"), eid)

    def dates(self) -> None:
        date = self.date
        if date is not None:
            if not self.profile.classic:
                self.values["date"] = f"{{{date}}}"
            else:
                self.values["year"] = f"{{{date.year:04d}}}"
                if date.month:
                    self.values["month"] = MONTHS[date.month - 1]
        for name in ("urldate", "origdate", "eventdate"):
            self._text(name, self.work.fields.text(name))

    def origin(self) -> None:
        """Print who issued the work: the school of a thesis, or how anything without a publisher is found."""
        fields = self.work.fields
        institution, kind = fields.text("institution"), fields.text("type")
        howpublished = fields.text("howpublished")
        if self.type == "thesis":
            if not self.profile.classic:
                kind = "mathesis" if _MASTER.search(kind) and _USUAL_THESIS.match(kind) else kind
                kind = "phdthesis" if not kind or (_USUAL_THESIS.match(kind) and kind != "mathesis") else kind
            elif _USUAL_THESIS.match(kind):
                kind = ""
            if self.profile.classic and not institution:
                number = f", arXiv:{self.arxiv}" if self.arxiv and self.profile.howpublished else ""
                howpublished = howpublished or f"{kind or 'Thesis'}{number}"
                kind = ""
        school = self.profile.classic and self.type == "thesis"
        self._text("school" if school else "institution", institution)
        self._text("type", kind)
        if not howpublished and (self.profile.classic or self.type == "misc"):
            howpublished = self._howpublished()
        self._text("howpublished", howpublished)

    def _howpublished(self) -> str:
        if self._dialect_type() not in ("misc", "online"):
            return ""
        if self.preprint and (self.repository or self.venue is None):
            if not self.profile.classic or not self.profile.howpublished:
                return ""
            group = self.work.fields.text("eprintclass")
            return f"arXiv:{self.arxiv} [{group}]" if group else f"arXiv:{self.arxiv}"
        if self.volume is not None and self.type not in _HELD:
            return self.volume.name.replace("{", "").replace("}", "")
        if self.venue is not None and self.repository:
            return self.venue.name
        return _KINDS.get(self.work.kind, "")

    def identifiers(self) -> None:
        fields, classic = self.work.fields, self.profile.classic
        eprint, kind, group = fields.text("eprint"), fields.text("eprinttype"), fields.text("eprintclass")
        if self.arxiv:
            eprint, kind = self.arxiv, "arXiv" if classic else "arxiv"
        if eprint:
            self._address("eprint", eprint)
            self._text("archiveprefix" if classic else "eprinttype", kind)
            self._text("primaryclass" if classic else "eprintclass", group)
        if self.preprint and not classic and "pubstate" not in fields:
            self.values["pubstate"] = "{preprint}"
        doi = self.work.identifier("doi") or fields.text("doi")
        self._address("doi", doi)
        self._text("isbn", fields.text("isbn") or self.work.identifier("isbn"))
        if "url" in fields or not doi:
            self._address("url", page_of(self.work, preprint=self.preprint))

    def curation(self) -> None:
        note = self.work.fields.text("note")
        if not note and self.profile.classic and "urldate" in self.values and self._dialect_type() == "misc":
            note = f"Accessed {self.work.fields.text('urldate')}"
        if self.profile.classic and self.work.is_retracted and "note" not in self.work.fields:
            note = f"{note}. {_RETRACTED}" if note else _RETRACTED
        self._text("note", note)
        topics = (*self.work.topics, *self.work.keywords, *self.work.fields.text("keywords").split(","))
        self._text("keywords", ", ".join(_distinct(_keyword(topic) for topic in topics)))
        assumed = sorted("year" if n == "date" and self.profile.classic else n for n in self.work.assumed)
        self._text("assumed", ", ".join(assumed))
        if not self.profile.classic:
            self._text("ids", ", ".join(alias for alias in self.entry.aliases if _KEY.match(alias)))

    def rest(self) -> None:
        for name, value in self.work.fields.items():
            if name in self._done or not isinstance(value, str):
                continue
            if not _FIELD_NAME.match(name):
                message = f"field name `{name[:60]}` cannot stand in a .bib file"
                self.diagnostics.append(diagnose("CB601", message, key=self.entry.key))
            elif name in VERBATIM:
                self._address(self._name(name), value)
            else:
                self._text(self._name(name), value, title=name in _TITLES)

    # how values are put

    def _short(self, name: Name) -> Name:
        """Return a name as BibTeX can take it: labels of two names must stay below 500 bytes, or styles cut them."""
        if not self.profile.classic or len(print_name(name, ascii=True)) <= _LONGEST_NAME:
            return name
        text = str(name)
        while len(encode(text, math=False)) > _LONGEST_NAME:
            text = text[: len(text) * 4 // 5]
        message = f"the name that begins `{text[:40]}` is too long for BibTeX and is cut"
        self.diagnostics.append(diagnose("CB603", message, key=self.entry.key))
        return Name(literal=f"{text.rstrip()}...")

    def _name(self, name: str) -> str:
        return self.profile.fields.get(name, name)

    def _text(self, name: str, value: str, *, title: bool = False) -> None:
        if value and name and name not in self.values:
            printed = encode(value, ascii=self.profile.ascii, math=self.profile.math).strip()
            self._put(name, protect_title(printed) if title else printed, value)

    def _address(self, name: str, value: str) -> None:
        if value and name:
            self._put(name, encode_address(value), "")

    def _put(self, name: str, printed: str, text: str) -> None:
        if not printed:
            return
        self.values[name] = f"{{{printed}}}"
        missing = unencodable(text, ascii=self.profile.ascii)
        if missing:
            shown = ", ".join(f"`{character}`" for character in missing[:5])
            more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
            message = f"{shown}{more} in field `{name}` cannot be written in ASCII LaTeX"
            self.diagnostics.append(diagnose("CB600", message, key=self.entry.key))


_STEPS: tuple[Callable[[_Printing], None], ...] = (
    _Printing.people,
    _Printing.title,
    _Printing.container,
    _Printing.numbers,
    _Printing.dates,
    _Printing.origin,
    _Printing.identifiers,
    _Printing.curation,
    _Printing.rest,
)


def _keyword(text: str) -> str:
    """Return a topic or keyword without the two characters that separate keywords."""
    return " ".join(text.replace(",", " ").replace(";", " ").split())


def _distinct(values: Iterable[str]) -> list[str]:
    seen: dict[str, str] = {}
    for value in values:
        if value:
            seen.setdefault(value.casefold(), value)
    return list(seen.values())
