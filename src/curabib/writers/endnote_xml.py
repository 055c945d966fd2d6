"""EndNote's XML: the lines of its refer form as elements, in the order of the document type that EndNote ships."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from curabib.diagnostics import Result
from curabib.model import View
from curabib.writers.losses import Losses
from curabib.writers.tagged import ENW_WRITER, tagged
from curabib.writers.xml_form import escaped

_Path = tuple[str, ...]

# EndNote writes both; where a name is unknown to a version, it goes by the number
_TYPES: Mapping[str, int] = {
    "Artwork": 2, "Audiovisual Material": 3, "Bill": 4, "Book Section": 5, "Book": 6, "Case": 7, "Computer Program": 9,
    "Conference Proceedings": 10, "Web Page": 12, "Generic": 13, "Hearing": 14, "Journal Article": 17,
    "Magazine Article": 19, "Map": 20, "Film or Broadcast": 21, "Newspaper Article": 23, "Patent": 25,
    "Personal Communication": 26, "Report": 27, "Edited Book": 28, "Statute": 31, "Thesis": 32, "Unpublished Work": 34,
    "Manuscript": 36, "Figure": 37, "Electronic Article": 43, "Government Document": 46, "Conference Paper": 47,
    "Dictionary": 52, "Encyclopedia": 53, "Blog": 56, "Standard": 58, "Dataset": 59,
}  # fmt: skip
_GENERIC = "Generic"
_JOURNAL = "journal"
"""Stands for the second place of a journal's title."""

# refer tag -> the element of its text, in the order of the elements; what paths have in common is one element
_PLACES: Mapping[str, _Path] = {
    "%A": ("contributors", "authors", "author"),
    "%E": ("contributors", "secondary-authors", "author"),
    "%?": ("contributors", "subsidiary-authors", "author"),
    "%T": ("titles", "title"),
    "%B": ("titles", "secondary-title"),
    "%J": ("titles", "secondary-title"),
    "%S": ("titles", "tertiary-title"),
    "%!": ("titles", "short-title"),
    _JOURNAL: ("periodical", "full-title"),
    "%P": ("pages",),
    "%V": ("volume",),
    "%N": ("number",),
    "%6": ("num-vols",),
    "%7": ("edition",),
    "%&": ("section",),
    "%K": ("keywords", "keyword"),
    "%D": ("dates", "year"),
    "%8": ("dates", "pub-dates", "date"),
    "%C": ("pub-location",),
    "%I": ("publisher",),
    "%@": ("isbn",),
    "%2": ("accession-num",),
    "%R": ("electronic-resource-num",),
    "%F": ("label",),
    "%Z": ("notes",),
    "%9": ("work-type",),
    "%G": ("language",),
    "%U": ("urls", "related-urls", "url"),
    "%>": ("urls", "pdf-urls", "url"),
    "%[": ("access-date",),
}
_ORDER: Mapping[_Path, int] = {path: place for place, path in enumerate(_PLACES.values())}


@dataclass(frozen=True, slots=True)
class EndnoteXmlWriter:
    """Writes a `record` for each entry, in the order of the view."""

    name: str = "endnote-xml"
    extension: str = "xml"

    def write(self, view: View) -> Result[str]:
        """Return the document in UTF-8, one element a line, and what it has no place for."""
        losses = Losses("EndNote XML")
        lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<xml>", "<records>"]
        for number, entry in enumerate(view.entries, 1):
            pairs = tuple(tagged(entry, _REFER, losses))
            lines += ["<record>", f"<rec-number>{number}</rec-number>", *_record(pairs), "</record>"]
        lines += ["</records>", "</xml>"]
        return Result("".join(f"{line}\n" for line in lines), losses.diagnostics())


_REFER = replace(ENW_WRITER, name="endnote-xml", title="EndNote XML")


def _record(pairs: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield the lines of a record from its tags and values, the first of which is the type."""
    type = next((value for tag, value in pairs if tag == "%0" and value in _TYPES), _GENERIC)
    yield f'<ref-type name="{escaped(type)}">{_TYPES[type]}</ref-type>'
    titles = [(_JOURNAL, value) for tag, value in pairs if tag == "%J"]
    leaves = [(_PLACES[tag], value) for tag, value in (*pairs, *titles) if tag in _PLACES]
    above: _Path = ()
    for path, value in sorted(leaves, key=lambda leaf: _ORDER[leaf[0]]):
        yield from _step(above, path[:-1])
        above = path[:-1]
        yield f"<{path[-1]}>{_styled(value)}</{path[-1]}>"
    yield from _step(above, ())


def _step(above: _Path, below: _Path) -> Iterator[str]:
    """Yield the tags that lead from inside one path of elements into another."""
    shared = 0
    while shared < min(len(above), len(below)) and above[shared] == below[shared]:
        shared += 1
    yield from (f"</{name}>" for name in reversed(above[shared:]))
    yield from (f"<{name}>" for name in below[shared:])


def _styled(text: str) -> str:
    return f'<style face="normal" font="default" size="100%">{escaped(text)}</style>'


WRITER = EndnoteXmlWriter()
