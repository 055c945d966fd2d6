"""Semantic Scholar's Academic Graph API (api.semanticscholar.org/api-docs/graph): a cross-walk between identifiers."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from curabib.evidence import links
from curabib.model import Identifier, Names, Origin, Record
from curabib.providers.service import Service, forms, text_in
from curabib.providers.statement import Told, people, person, record_of, year_of

_FIELDS = "title,authors,venue,year,externalIds,publicationVenue,publicationTypes,journal"
_SCHEMES: Mapping[str, str] = {"arxiv": "ARXIV", "doi": "DOI", "acl": "ACL", "pmid": "PMID"}
_EXTERNAL: Mapping[str, str] = {"ArXiv": "arxiv", "ACL": "acl", "PubMed": "pmid"}
_KINDS: Mapping[str, tuple[str, str]] = {
    "Conference": ("inproceedings", "conference"),
    "JournalArticle": ("article", "journal"),
    "Book": ("book", ""),
    "BookSection": ("incollection", "book"),
}


class SemanticScholar(Service):
    """Works by arXiv number, DOI, ACL and PubMed number, five hundred at once."""

    name = "semantic-scholar"
    base = "https://api.semanticscholar.org"
    schemes = frozenset(_SCHEMES)
    batch = 100

    def fetch(self, identifiers: Sequence[Identifier]) -> Iterable[Record]:
        """Yield the records of the identifiers."""
        names = [f"{_SCHEMES[identifier.scheme]}:{identifier.value}" for identifier in identifiers]
        if len(names) == 1:
            items = [self.json(f"/graph/v1/paper/{names[0]}", {"fields": _FIELDS})]
        else:
            question = json.dumps({"ids": names}).encode()
            items = self.told("/graph/v1/paper/batch", {"fields": _FIELDS}, question)
        found = (read_paper(item, self.origin) for item in forms(items or []))
        return [record for record in found if record is not None]

    def search(self, title: str, names: Names) -> Iterable[Record]:
        """Yield the work whose title is nearest."""
        form = self.json("/graph/v1/paper/search/match", {"query": title, "fields": _FIELDS})
        found = (read_paper(item, self.origin) for item in forms(form, "data"))
        return [record for record in found if record is not None]

    def headers(self) -> Mapping[str, str]:
        """Return the form of questions, and the key, if there is one."""
        return {"Content-Type": "application/json", **({"x-api-key": self.key} if self.key else {})}


def read_paper(form: Mapping[str, Any], origin: Origin) -> Record | None:
    """Return the record of a paper."""
    external = form.get("externalIds")
    found = [
        Identifier(scheme, text_in(external, name))
        for name, scheme in _EXTERNAL.items()
        if text_in(external, name)
    ]
    doi = links.doi_identifier(text_in(external, "DOI"))
    types = form.get("publicationTypes")
    kinds = [_KINDS[t] for t in (types if isinstance(types, list) else []) if t in _KINDS]
    entry_type, kind = kinds[0] if kinds else ("", "")
    venue = text_in(form, "publicationVenue", "name") or text_in(form, "venue")
    if venue.casefold().startswith("arxiv"):
        entry_type, kind = "online", "repository"
    told = Told(
        id=text_in(form, "paperId"),
        title=text_in(form, "title"),
        authors=people(person(text_in(author, "name")) for author in forms(form, "authors")),
        venue=venue,
        venue_kind=kind,
        date=year_of(text_in(form, "year")),
        texts={
            "volume": text_in(form, "journal", "volume") if kind != "repository" else "",
            "pages": text_in(form, "journal", "pages"),
        },
        identifiers=(*found, *((doi,) if doi is not None else ())),
        entry_type=entry_type,
    )
    return record_of(told, origin)
