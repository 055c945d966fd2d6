"""Where and how a work appeared, with what the venue table knows of that year's volume put in."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from curabib.bibtex.mapping.address import page_of
from curabib.model import Work
from curabib.venues import VenueVolume, expand

_UNKNOWN = VenueVolume(entry_type="", name="")

# biblatex's own synonyms (manual, section 2.1.2) and classic BibTeX's names, mapped to what we call them.
_TYPES: Mapping[str, str] = {
    "conference": "inproceedings",
    "electronic": "online",
    "www": "online",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "techreport": "report",
}
_THESES: Mapping[str, str] = {
    "phdthesis": "PhD thesis",
    "mastersthesis": "Master's thesis",
    "mathesis": "Master's thesis",
    "bathesis": "Bachelor's thesis",
    "candthesis": "Candidate's thesis",
}
_REPORTS: Mapping[str, str] = {"techreport": "Technical report", "resreport": "Research report"}
_KIND_TYPES: Mapping[str, str] = {"code": "software", "dataset": "dataset", "video": "video"}

# what each part is made of, by the names under which a person may take it away
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "container": ("booktitle", "journaltitle", "venue"),
    "series": ("series",),
    "volume": ("volume",),
    "number": ("number", "issue"),
    "pages": ("pages", "eid"),
    "publisher": ("publisher",),
    "institution": ("institution", "school", "organization"),
    "place": ("location", "address"),
    "genre": ("type",),
    "issn": ("issn",),
    "doi": ("doi",),
    "arxiv": ("eprint", "arxiv"),
    "url": ("url",),
}

_FLEXIBLE = frozenset({"", "article", "inproceedings", "misc", "online", "unpublished"})
_HELD = frozenset({"article", "inproceedings", "incollection", "inbook"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """How a work is cited, in Unicode text without markup; everything but `type` may be empty.

    `type` is in biblatex spelling; `container` is the title of the proceedings, journal or book, `place` the
    publisher's; `arxiv` is set for every work on arXiv, `preprint` only where nothing else published it. `url`
    is an http(s) address, or empty.
    """

    type: str
    container: str = ""
    series: str = ""
    volume: str = ""
    number: str = ""
    pages: str = ""
    publisher: str = ""
    institution: str = ""
    place: str = ""
    genre: str = ""
    issn: str = ""
    doi: str = ""
    arxiv: str = ""
    preprint: bool = False
    url: str = ""


def publication(work: Work) -> Publication:
    """Return how `work` is cited: what it states, then what the venue table adds for its venue and year.

    What a person took away is empty, whatever it would follow from.
    """
    fields = work.fields
    stated = fields.text
    venue = fields.venue
    published = venue is not None and venue.kind != "repository"
    volume = expand(venue, work.stated_year) if venue is not None and published else _UNKNOWN
    container = stated("booktitle") or stated("journaltitle") or volume.name
    arxiv = work.identifier("arxiv") or (stated("eprint") if stated("eprinttype").lower() == "arxiv" else "")
    type = _type(work, volume, container, bool(arxiv))
    preprint = bool(arxiv) and type in ("online", "misc") and not container
    made = Publication(
        type=type,
        container=container,
        series=stated("series") or volume.series,
        volume=stated("volume") or volume.volume,
        number=stated("number") or stated("issue"),
        pages=stated("pages") or stated("eid"),
        publisher=stated("publisher") or volume.publisher,
        institution=stated("institution") or stated("school") or stated("organization"),
        place=stated("location") or stated("address"),
        genre=_genre(work, type),
        issn=stated("issn") or volume.issn,
        doi=work.identifier("doi") or stated("doi"),
        arxiv=arxiv,
        preprint=preprint,
        url=page if is_address(page := page_of(work, preprint=preprint)) else "",
    )
    taken = {part: "" for part, names in _FIELDS.items() if not work.withheld.isdisjoint(names)}
    return replace(made, preprint=preprint and "arxiv" not in taken, **taken) if taken else made


def _type(work: Work, volume: VenueVolume, container: str, on_arxiv: bool) -> str:
    """Return the entry type, after what the venue table says of the venue: what has no venue is held by nothing."""
    type = _TYPES.get(work.entry_type, work.entry_type)
    known = volume.entry_type not in ("", "misc", "online")
    venue = work.fields.venue
    if known and type in _FLEXIBLE and venue is not None and (venue.abbreviation or type not in _HELD):
        return volume.entry_type
    if type in _HELD and not container:
        return "online" if on_arxiv or work.links else "misc"
    if type in ("", "misc", "online"):
        return _KIND_TYPES.get(work.kind, type or "misc")
    return "online" if on_arxiv and type == "unpublished" else type


def is_address(url: str) -> bool:
    """Return whether `url` is an http(s) address without blanks or control characters, fit to be a link."""
    return (
        url.lower().startswith(("https://", "http://"))
        and url.isprintable()
        and not any(map(str.isspace, url))
    )


def _genre(work: Work, type: str) -> str:
    names = {"thesis": _THESES, "report": _REPORTS}.get(type)
    if names is None:
        return ""
    stated = work.fields.text("type")
    return names.get(stated.lower(), stated) or names.get(work.entry_type, "")
