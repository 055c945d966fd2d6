"""OpenAlex (developers.openalex.org): works by DOI and title; a key is needed for more than a few requests."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from curabib.evidence import links
from curabib.model import Identifier, Names, Origin, Record
from curabib.providers.service import Service, forms, text_in
from curabib.providers.statement import Told, people, person, record_of, year_of

_TYPES: Mapping[str, tuple[str, str]] = {
    "article": ("article", "journal"),
    "conference-paper": ("inproceedings", "conference"),
    "proceedings-article": ("inproceedings", "conference"),
    "book-chapter": ("incollection", "book"),
    "preprint": ("online", "repository"),
    "dissertation": ("thesis", ""),
    "book": ("book", ""),
    "dataset": ("dataset", ""),
}


class Openalex(Service):
    """Works by DOI or PubMed number."""

    name = "openalex"
    base = "https://api.openalex.org"
    schemes = frozenset({"doi", "pmid"})

    def fetch(self, identifiers: Sequence[Identifier]) -> Iterable[Record]:
        """Yield the record of a work."""
        (wanted,) = identifiers
        name = f"https://doi.org/{wanted.value}" if wanted.scheme == "doi" else f"pmid:{wanted.value}"
        record = read_work(self.json(f"/works/{name}", self._contact(), **self._secret()), self.origin)
        if record is not None:
            yield record

    def search(self, title: str, names: Names) -> Iterable[Record]:
        """Yield the works with these words in their titles."""
        asked = {"filter": f"title.search:{title}", "per-page": "5", **self._contact()}
        form = self.json("/works", asked, **self._secret())
        found = (read_work(item, self.origin) for item in forms(form, "results"))
        yield from (record for record in found if record is not None)

    def _contact(self) -> dict[str, str]:
        return {"mailto": self.client.contact} if self.client.contact else {}

    def _secret(self) -> dict[str, str]:
        return {"api_key": self.key} if self.key else {}


def read_work(form: Any, origin: Origin) -> Record | None:
    """Return the record of a work."""
    if not isinstance(form, dict):
        return None
    place = form.get("primary_location")
    entry_type, kind = _TYPES.get(text_in(form, "type"), ("misc", ""))
    if text_in(place, "source", "type") == "repository":
        entry_type, kind = "online", "repository"
    elif text_in(place, "source", "type") == "conference" or "proceedings" in text_in(place, "raw_type"):
        entry_type, kind = "inproceedings", "conference"
    first, last = text_in(form, "biblio", "first_page"), text_in(form, "biblio", "last_page")
    doi = links.doi_identifier(text_in(form, "doi").rpartition("doi.org/")[2])
    pmid = text_in(form, "ids", "pmid").rstrip("/").rpartition("/")[2]
    told = Told(
        id=text_in(form, "id").rpartition("/")[2],
        title=text_in(form, "title"),
        authors=people(person(text_in(a, "author", "display_name")) for a in forms(form, "authorships")),
        venue=text_in(place, "source", "display_name") or text_in(place, "raw_source_name"),
        venue_kind=kind,
        date=year_of(text_in(form, "publication_year")),
        texts={
            "volume": text_in(form, "biblio", "volume"),
            "number": text_in(form, "biblio", "issue"),
            "pages": f"{first}--{last}" if first and last and first != last else first,
            "pubstate": "retracted" if form.get("is_retracted") is True else "",
        },
        urls=(("paper", text_in(place, "landing_page_url")),) if text_in(place, "landing_page_url") else (),
        identifiers=(
            *((doi,) if doi is not None else ()),
            *((Identifier("pmid", pmid),) if pmid.isdigit() else ()),
        ),
        entry_type=entry_type,
    )
    return record_of(told, origin)
