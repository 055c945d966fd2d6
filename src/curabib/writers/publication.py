"""Where and how a work appeared, with what the venue table knows of that year's volume put in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

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

_ADDRESSES: Mapping[str, Callable[[str], str]] = {
    "openreview": "https://openreview.net/forum?id={}".format,
    "pmlr": "https://proceedings.mlr.press/{}.html".format,
    "acl": "https://aclanthology.org/{}/".format,
    "jmlr": "https://jmlr.org/papers/{}.html".format,
    "nature": "https://www.nature.com/articles/{}".format,
    "arxiv": "https://arxiv.org/abs/{}".format,
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/{}/".format,
    "url": str,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """How a work is cited, in Unicode text without markup; everything but `type` may be empty.

    `type` is in biblatex spelling; `container` is the title of the proceedings, journal or book, `place` the
    publisher's; `arxiv` is set for every work on arXiv, `preprint` only where nothing else published it. `url`
    is an http(s) address, or empty.
    """

    type: str
    container: str = ""
    short_container: str = ""
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
    """Return how `work` is cited: what it states, then what the venue table adds for its venue and year."""
    fields = work.fields
    stated = fields.text
    venue, date = fields.venue, fields.date
    arxiv = work.identifier("arxiv") or (stated("eprint") if stated("eprinttype").lower() == "arxiv" else "")
    published = venue is not None and venue.kind != "repository"
    preprint = bool(arxiv) and not published and not stated("booktitle") and not stated("journaltitle")
    volume = expand(venue, date.year if date else None) if venue is not None and published else _UNKNOWN
    type = _TYPES.get(work.entry_type, work.entry_type)
    if type in ("misc", "") and volume.entry_type not in ("", "misc", "online"):
        type = volume.entry_type
    type = _KIND_TYPES.get(work.kind, type) if type in ("misc", "online", "") else type
    doi = work.identifier("doi") or stated("doi")
    return Publication(
        type=type or "misc",
        container=stated("booktitle") or stated("journaltitle") or volume.name,
        short_container=stated("shortjournal") or (venue.abbreviation if venue and published else ""),
        series=stated("series") or volume.series,
        volume=stated("volume") or volume.volume,
        number=stated("number") or stated("issue"),
        pages=stated("pages") or stated("eid"),
        publisher=stated("publisher") or volume.publisher,
        institution=stated("institution") or stated("school") or stated("organization"),
        place=stated("location") or stated("address"),
        genre=_genre(work, type),
        issn=stated("issn") or volume.issn,
        doi=doi,
        arxiv=arxiv,
        preprint=preprint,
        url=_address(work),
    )


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


def _address(work: Work) -> str:
    """Return the address to print: the stated one, else that of the best identifier, else the first link's."""
    stated = work.fields.text("url")
    if is_address(stated):
        return stated
    for scheme, address in _ADDRESSES.items():
        value = work.identifier(scheme)
        if value and is_address(address(value)):
            return address(value)
    return next((link.url for link in work.links if is_address(link.url)), "")
