"""DataCite's REST API (support.datacite.org/docs/api): DOIs of arXiv, Zenodo, Dagstuhl and many archives."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from curabib.evidence import links
from curabib.model import Identifier, Name, Names, Origin, Record
from curabib.providers.service import Service, forms, text_in
from curabib.providers.statement import Told, people, person, person_of_parts, record_of, year_of

_TYPES: Mapping[str, str] = {
    "ConferencePaper": "inproceedings",
    "JournalArticle": "article",
    "Book": "book",
    "BookChapter": "incollection",
    "Dissertation": "thesis",
    "Dataset": "dataset",
    "Software": "software",
    "Preprint": "online",
}
_KINDS: Mapping[str, str] = {
    "inproceedings": "conference",
    "article": "journal",
    "incollection": "book",
    "online": "repository",
}


class Datacite(Service):
    """Works by DOI, and arXiv's by number, as arXiv registers a DOI for each."""

    name = "datacite"
    base = "https://api.datacite.org"
    schemes = frozenset({"doi", "arxiv"})

    def fetch(self, identifiers: Sequence[Identifier]) -> Iterable[Record]:
        """Yield the record of a DOI or an arXiv number."""
        (wanted,) = identifiers
        doi = wanted.value if wanted.scheme == "doi" else f"10.48550/arxiv.{wanted.value}"
        form = self.json(f"/dois/{quote(doi, safe='')}")
        record = next((read_doi(item, self.origin) for item in forms(form, "data")), None)
        if record is not None:
            yield record

    def search(self, title: str, names: Names) -> Iterable[Record]:
        """Yield the works with these words in their titles."""
        form = self.json("/dois", {"query": f'titles.title:"{title}"', "page[size]": "5"})
        found = (read_doi(item, self.origin) for item in forms(form, "data"))
        yield from (record for record in found if record is not None)


def read_doi(data: Any, origin: Origin) -> Record | None:
    """Return the record of a DOI with its attributes (DataCite Metadata Schema 4)."""
    form = data.get("attributes") if isinstance(data, dict) else None
    if not isinstance(form, dict):
        return None
    entry_type = _TYPES.get(text_in(form, "types", "resourceTypeGeneral"), "misc")
    container = form.get("container")
    doi = links.doi_identifier(text_in(form, "doi"))
    first, last = text_in(container, "firstPage"), text_in(container, "lastPage")
    published = text_in(form, "publisher", "name") or text_in(form, "publisher")
    title = next((text_in(t, "title") for t in forms(form, "titles") if not t.get("titleType")), "")
    kind = _KINDS.get(entry_type, "")
    told = Told(
        id=text_in(form, "doi").lower(),
        title=title,
        authors=people(_creator(creator) for creator in forms(form, "creators")),
        venue=text_in(container, "title") or (published if kind == "repository" else ""),
        venue_kind=kind,
        date=year_of(text_in(form, "publicationYear")),
        texts={
            "volume": text_in(container, "volume"),
            "pages": f"{first}--{last}" if first and last else first,
            "publisher": published if kind != "repository" else "",
        },
        urls=(("paper", text_in(form, "url")),) if text_in(form, "url") else (),
        identifiers=(doi,) if doi is not None else (),
        entry_type=entry_type,
    )
    return record_of(told, origin)


def _creator(form: Mapping[str, Any]) -> Name | None:
    if text_in(form, "nameType") == "Organizational":
        return Name(literal=text_in(form, "name")) if text_in(form, "name") else None
    if text_in(form, "familyName"):
        return person_of_parts(text_in(form, "familyName"), text_in(form, "givenName"))
    return person(text_in(form, "name"))
