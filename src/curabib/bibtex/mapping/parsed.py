"""BibTeX entries in our terms: the way back from every dialect."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from curabib.bibtex.document import Block
from curabib.bibtex.latex.decode import decode
from curabib.bibtex.mapping.address import is_web_address
from curabib.bibtex.names import parse_names
from curabib.bibtex.profile import OWN_FIELDS, OWN_TYPES, VERBATIM
from curabib.model import Date, Fields, FieldValue, Identifier, Venue
from curabib.model.fields import DATE_FIELDS, NAME_FIELDS
from curabib.model.record import Kind
from curabib.venues import find

_ESCAPED = re.compile(r"\\([_%#&~^{}$])")
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)", re.ASCII)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ARXIV = re.compile(
    r"(?:arxiv\s*:\s*|arxiv\.org/(?:abs|pdf)/|10\.48550/arxiv\.)?((?:[a-z-]+(?:\.[A-Z]{2})?/\d{7})|\d{4}\.\d{4,5})(?:v\d+)?",
    re.IGNORECASE,
)
_ARXIV_TEXT = re.compile(
    r"arxiv(?:\s+preprint)?(?:\s+arxiv)?\s*:?\s*(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})", re.IGNORECASE
)
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_OPENREVIEW = re.compile(r"openreview\.net/(?:forum|pdf)\?id=([\w-]+)")
_PMLR = re.compile(r"proceedings\.mlr\.press/(v\d+/[\w-]+)")
_SEPARATOR = re.compile(r"\s*[,;]\s*")
_RANGE = re.compile(r"(?<=\w)\s*(?:--+|–|—)\s*(?=\w)")
_KINDS: Mapping[str, Kind] = {
    "thesis": "thesis",
    "book": "book",
    "mvbook": "book",
    "software": "code",
    "dataset": "dataset",
    "video": "video",
}
_PREPRINT_NAMES = re.compile(r"\s*(?:arxiv|corr\b|computing research repository|biorxiv|ssrn)", re.IGNORECASE)
_DERIVED = frozenset(
    "key ids keywords assumed eprint eprinttype pubstate year month journaltitle booktitle doi isbn".split()  # noqa: SIM905
)
_SHARED = (
    "editor year month date series volume number publisher location organization eventtitle venue".split()  # noqa: SIM905
)
# what a whole says of its parts, and under which name; what identifies it says nothing of them
_INHERITED = (
    ("booktitle", "booktitle"),
    ("title", "booktitle"),
    *((name, name) for name in _SHARED),
)
_DATES = frozenset({"date", "year", "month"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What one entry of a .bib file says, in Unicode and under our names.

    `entry_type` is in biblatex spelling; `identifiers` holds at most one of each scheme; `aliases` come from `ids`,
    and `assumed` names the fields whose value nobody states.
    """

    key: str
    entry_type: str
    kind: Kind
    fields: Fields
    identifiers: tuple[Identifier, ...] = ()
    keywords: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    assumed: frozenset[str] = frozenset()


def from_bibtex(block: Block, macros: Mapping[str, str], parents: Sequence[Block] = ()) -> Statement:
    """Return what the entry `block` says; `macros` are those of its file (`Document.macros`). Never raises.

    Of a field that stands twice the first counts, as in BibTeX. What has no name of ours keeps its own. `parents` are
    the entries that `crossref` names, nearest first: what they say of the whole is said of its part too (biblatex
    manual, appendix B), and the reference itself, which only holds beside them, is none of its facts.
    """
    values = _values(block, macros)
    if parents:
        values.pop("crossref", None)
    entry_type = OWN_TYPES.get(block.type.lower(), block.type.lower())
    part = entry_type.startswith(("in", "supp", "bookin"))
    for parent in parents:
        whole = _values(parent, macros)
        dated = not _DATES.isdisjoint(values)
        for name, own_name in _INHERITED:
            if whole.get(name) and not (dated and name in _DATES) and (part or own_name != "booktitle"):
                values.setdefault(own_name, whole[name])
    fields: dict[str, FieldValue] = {}
    for name, value in values.items():
        if name not in _DERIVED:
            _add(fields, name, value)
    _add_thesis_type(fields, block.type.lower())
    venue = _venue(values, entry_type)
    if venue is not None:
        fields["venue"] = venue
    elif values.get("booktitle"):
        fields["booktitle"] = decode(values["booktitle"])
    date = _date(values)
    if date is not None:
        fields["date"] = date
    identifiers = _identifiers(values)
    if entry_type == "misc" and identifiers.get("arxiv") and "venue" not in fields:
        entry_type = "online"
        if _ARXIV_TEXT.match(str(fields.get("howpublished", ""))):
            del fields["howpublished"]
    return Statement(
        key=block.key,
        entry_type=entry_type,
        kind=_KINDS.get(entry_type, "paper"),
        fields=Fields(fields),
        identifiers=tuple(Identifier(scheme, value) for scheme, value in sorted(identifiers.items())),
        keywords=_listed(values.get("keywords", "")),
        aliases=_listed(values.get("ids", "")),
        assumed=frozenset("date" if name == "year" else name for name in _listed(values.get("assumed", ""))),
    )


def _values(block: Block, macros: Mapping[str, str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for field in block.fields:
        name = field.name.lower()
        values.setdefault(OWN_FIELDS.get(name, name), field.resolve(macros))
    return values


def _add(fields: dict[str, FieldValue], name: str, value: str) -> None:
    """Put a value under its name, with the type that the field has; a date that is none stays out."""
    if name in NAME_FIELDS:
        fields[name] = parse_names(value)
    elif name in DATE_FIELDS:
        date = Date.parse(decode(value))
        if date is not None:
            fields[name] = date
    elif name in VERBATIM:
        address = _ESCAPED.sub(r"\1", value.strip())
        if name != "url" or is_web_address(address):
            fields[name] = address
    elif name == "pages":
        fields[name] = _RANGE.sub("–", decode(value))
    elif name != "venue":
        fields[name] = decode(value)


def _add_thesis_type(fields: dict[str, FieldValue], printed: str) -> None:
    if printed == "mastersthesis" and "type" not in fields:
        fields["type"] = "mathesis"
    elif printed == "phdthesis" and "type" not in fields:
        fields["type"] = "phdthesis"


def _venue(values: Mapping[str, str], entry_type: str) -> Venue | None:
    """Return the venue: the journal of an article, the proceedings or book that holds a part."""
    name = decode(values.get("journaltitle") or values.get("booktitle") or "")
    if not name or entry_type not in ("article", "inproceedings", "incollection", "inbook", "misc", "online"):
        return None
    known = find(name)
    if known is not None:
        return known
    if _PREPRINT_NAMES.match(name):
        return Venue(name=name, kind="repository")
    if "workshop" in name.lower():
        return Venue(name=name, kind="workshop")
    kind = {"article": "journal", "inproceedings": "conference", "incollection": "book", "inbook": "book"}
    return Venue(name=name, kind=kind.get(entry_type, ""))


def _date(values: Mapping[str, str]) -> Date | None:
    """Return the date of `date`, else of `year` and `month`: a number, a macro or a month's name."""
    stated = Date.parse(decode(values.get("date", ""))[:10])
    if stated is not None:
        return stated
    year = _YEAR.search(decode(values.get("year", "") or values.get("date", "")))
    if year is None:
        return None
    text = decode(values.get("month", "")).lower()
    month = next((number for number, name in enumerate(_MONTHS, 1) if text.startswith(name)), 0)
    if not month and text.isascii() and text.isdigit() and 0 < int(text[:4]) <= 12:
        month = int(text)
    return Date(int(year[1]), month)


def _identifiers(values: Mapping[str, str]) -> dict[str, str]:
    """Return the identifiers that an entry states, by scheme."""
    found: dict[str, str] = {}
    url = _ESCAPED.sub(r"\1", values.get("url", ""))
    doi = _DOI.match(_ESCAPED.sub(r"\1", values.get("doi", "")).strip()) or (
        _DOI.match(url) if "doi.org/" in url else None
    )
    if doi is not None:
        found["doi"] = doi[1].lower()
    arxiv = _arxiv(values, url, found.get("doi", ""))
    if arxiv:
        found["arxiv"] = arxiv
    for scheme, pattern in (("openreview", _OPENREVIEW), ("pmlr", _PMLR)):
        match = pattern.search(url)
        if match is not None:
            found[scheme] = match[1]
    isbn = re.sub(r"[^0-9]", "", values.get("isbn", ""))
    if len(isbn) == 13:
        found["isbn"] = isbn
    return found


def _arxiv(values: Mapping[str, str], url: str, doi: str) -> str:
    eprint, kind = values.get("eprint", ""), values.get("eprinttype", "").lower()
    match = _ARXIV.fullmatch(eprint.strip()) if kind in ("", "arxiv") else None
    if match is None and "arxiv" in doi:
        match = _ARXIV.fullmatch(doi)
    if match is None and "arxiv.org/" in url.lower():
        match = _ARXIV.search(url)
    for name in ("journaltitle", "howpublished", "note"):
        match = match or _ARXIV_TEXT.search(values.get(name, ""))
    return match[1] if match is not None else ""


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part for part in _SEPARATOR.split(decode(text)) if part)
