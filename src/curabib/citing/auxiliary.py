r"""Citations in what LaTeX writes for BibTeX (`.aux`) and biblatex for biber (`.bcf`).

The lines of an `.aux` file are those that `btxmac` documents and BibTeX reads; biblatex's `.bcf` is XML, of which no
more is read than its citation keys and resources, without a parser that could be made to expand anything.
"""

import re
from html import unescape

from curabib.citing.manuscript import Citation, Include, Manuscript, Places

_AUX = re.compile(
    r"^\\(?P<word>citation|bibdata|bibstyle|@input|abx@aux@cite|abx@aux@refcontext|abx@aux@read@bbl@mdfivesum)"
    r"[ \t]*\{(?P<first>[^{}\r\n]*)\}(?:\{(?P<second>[^{}\r\n]*)\})?",
    re.MULTILINE,
)
_PART = re.compile(r"[^\s,]+")
_STYLES = {"ACM-Reference-Format": "acm", "biblatex": "biblatex"}
# REVTeX cites entries that steer its style; they stand in a .bib file that it writes itself
_STEERING = re.compile(r"(?i)REV@\w+|(?:apsrev|aipnum|rmp)[\w.-]*control")

_CITE_KEY = re.compile(r"<bcf:citekey\b([^<>]*)>([^<>]*)</bcf:citekey>")
_MEMBERS = re.compile(r'\bmembers="([^"]*)"')
_SOURCE = re.compile(r"<bcf:datasource\b[^<>]*>([^<>]*)</bcf:datasource>")


def read_aux(text: str, path: str) -> Manuscript:
    r"""Return what an `.aux` file says: `\citation`, `\bibdata`, `\bibstyle`, and the files that `\@input` names."""
    places = Places(text, path)
    citations: list[Citation] = []
    includes: list[Include] = []
    resources: list[str] = []
    everything, format = None, ""
    for match in _AUX.finditer(text):
        word = match["word"]
        group = "second" if word == "abx@aux@cite" and match["second"] is not None else "first"
        start, value = match.start(group), match[group]
        if word == "@input":
            includes.append(Include(name=value.strip(), location=places.at(start, start + len(value))))
        elif word == "bibdata":
            resources += (name for name in _PART.findall(value) if not name.endswith("-blx"))
        elif word == "bibstyle":
            format = _STYLES.get(value.strip(), "bibtex")
        elif word not in ("citation", "abx@aux@cite"):
            format = "biblatex"
        else:
            format = "biblatex" if word == "abx@aux@cite" else format
            for part in _PART.finditer(value):
                place = places.citation(part[0], start + part.start())
                if part[0] == "*":
                    everything = everything or place.location
                elif not _STEERING.fullmatch(part[0]) and part[0] != "biblatex-control":
                    citations.append(place)
    return Manuscript(
        path=path,
        language="aux",
        citations=tuple(_once(citations)),
        everything=everything,
        includes=tuple(includes),
        resources=tuple(resources),
        format=format or "bibtex",
    )


def read_bcf(text: str, path: str) -> Manuscript:
    """Return what a `.bcf` file says: its citation keys, sections and sets alike, and its resources."""
    places = Places(text, path)
    citations: list[Citation] = []
    everything = None
    for match in _CITE_KEY.finditer(text):
        key = unescape(match[2]).strip()
        place = places.at(*match.span(2))
        members = _MEMBERS.search(match[1])
        if key == "*":
            everything = everything or place
        elif members is not None:  # a set that the paper declares; its key is the paper's own
            for member in filter(None, map(str.strip, unescape(members[1]).split(","))):
                citations.append(Citation(key=member, location=place, start=match.start(2), end=match.end(2)))
        elif key:
            citations.append(Citation(key=key, location=place, start=match.start(2), end=match.end(2)))
    return Manuscript(
        path=path,
        language="bcf",
        citations=tuple(_once(citations)),
        everything=everything,
        resources=tuple(unescape(name).strip() for name in _SOURCE.findall(text)),
        format="biblatex",
    )


def _once(citations: list[Citation]) -> list[Citation]:
    """Return the first citation of each key: these files repeat them, and nobody reads where."""
    first: dict[str, Citation] = {}
    for citation in citations:
        first.setdefault(citation.key, citation)
    return list(first.values())
