"""DBLP's search API (dblp.org/faq/13501473.html)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from curabib.evidence import links
from curabib.model import Identifier, Names, Origin, Record
from curabib.providers.service import Service, forms, text_in
from curabib.providers.statement import Told, people, person, record_of, year_of

_KINDS: Mapping[str, tuple[str, str]] = {
    "Journal Articles": ("article", "journal"),
    "Conference and Workshop Papers": ("inproceedings", "conference"),
    "Parts in Books or Collections": ("incollection", "book"),
    "Books and Theses": ("book", ""),
    "Informal and Other Publications": ("online", "repository"),
}


class Dblp(Service):
    """Computer science by title; it has no look-up by identifier but a search for DOIs."""

    name = "dblp"
    base = "https://dblp.org"
    schemes = frozenset({"doi"})

    def fetch(self, identifiers: Sequence[Identifier]) -> Iterable[Record]:
        """Yield the records that state a DOI."""
        found = self._hits(identifiers[0].value)
        return [record for record in found if identifiers[0] in record.identifiers]

    def search(self, title: str, names: Names) -> Iterable[Record]:
        """Yield the records with all words of a title."""
        return self._hits(title)

    def _hits(self, words: str) -> Iterable[Record]:
        form = self.json("/search/publ/api", {"q": words, "format": "json", "h": "10"})
        found = (read_hit(hit, self.origin) for hit in forms(form, "result", "hits", "hit"))
        return [record for record in found if record is not None]


def read_hit(hit: Mapping[str, Any], origin: Origin) -> Record | None:
    """Return the record of a hit; the one author of a work stands there without a list."""
    info = hit.get("info")
    if not isinstance(info, dict):
        return None
    entry_type, kind = _KINDS.get(text_in(info, "type"), ("misc", ""))
    doi = links.doi_identifier(text_in(info, "doi"))
    told = Told(
        id=text_in(info, "key"),
        title=text_in(info, "title").removesuffix("."),
        authors=people(person(text_in(author, "text")) for author in forms(info, "authors", "author")),
        venue=text_in(info, "venue"),
        venue_kind=kind,
        date=year_of(text_in(info, "year")),
        texts={
            "volume": text_in(info, "volume") if kind != "repository" else "",
            "number": text_in(info, "number"),
            "pages": text_in(info, "pages"),
        },
        urls=(("paper", text_in(info, "ee")),) if text_in(info, "ee") else (),
        identifiers=(doi,) if doi is not None else (),
        entry_type=entry_type,
    )
    return record_of(told, origin)
