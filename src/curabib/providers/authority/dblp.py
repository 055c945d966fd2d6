"""DBLP's own XML (dblp.org/xml/, explained in Ley, "DBLP: Some Lessons Learned", PVLDB 2, 2009)."""

from collections.abc import Mapping

from curabib.model import Origin, Record
from curabib.providers.statement import Told, people, person, record_of, year_of
from curabib.providers.trees import Element

_TYPES: Mapping[str, tuple[str, str, str]] = {
    # element: entry type, the element that names the venue, kind of venue
    "article": ("article", "journal", "journal"),
    "inproceedings": ("inproceedings", "booktitle", "conference"),
    "incollection": ("incollection", "booktitle", "book"),
    "book": ("book", "", ""),
    "phdthesis": ("thesis", "", ""),
    "mastersthesis": ("thesis", "", ""),
}
_PREPRINTS = frozenset({"corr", "arxiv"})


def read_element(element: Element, origin: Origin) -> Record | None:
    """Return the record of an element of the file, or None where it is none of a work (`www`, `proceedings`)."""
    found = _TYPES.get(element.name)
    if found is None:
        return None
    entry_type, venue_field, kind = found
    venue = element.first(venue_field) if venue_field else ""
    if venue.casefold() in _PREPRINTS:
        entry_type, kind = "online", "repository"
    texts = {
        "volume": element.first("volume") if kind != "repository" else "",
        "number": element.first("number"),
        "pages": element.first("pages"),
        "publisher": element.first("publisher"),
        "institution": element.first("school"),
        "isbn": element.first("isbn"),
        "type": element.name if entry_type == "thesis" else "",
    }
    told = Told(
        id=element.attributes.get("key", ""),
        title=element.first("title").removesuffix("."),
        authors=people(person(author.text) for author in element.all("author")),
        editors=people(person(editor.text) for editor in element.all("editor")),
        venue=venue,
        venue_kind=kind,
        date=year_of(element.first("year")),
        texts=texts,
        urls=tuple(("paper", address.text.strip()) for address in element.all("ee")),
        entry_type=entry_type,
    )
    return record_of(told, origin)
