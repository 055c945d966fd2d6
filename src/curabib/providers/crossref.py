"""Crossref's REST API (api.crossref.org/swagger-ui): works by DOI, and a search for whole references."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from curabib.exchange.csl import statement
from curabib.model import FieldValue, Identifier, Names, Origin, Record
from curabib.providers.service import Service, forms, text_in
from curabib.providers.statement import stated_record

_TYPES: Mapping[str, str] = {
    "journal-article": "article-journal",
    "proceedings-article": "paper-conference",
    "book-chapter": "chapter",
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
    "dissertation": "thesis",
    "posted-content": "article",
}
_FIELDS = (
    "DOI,type,title,subtitle,author,editor,issued,container-title,volume,issue,page,article-number,publisher,ISBN,"
    "updated-by,institution,URL"
)


class Crossref(Service):
    """Registered works, those of arXiv excepted, whose DOIs DataCite has."""

    name = "crossref"
    base = "https://api.crossref.org"
    schemes = frozenset({"doi"})

    def fetch(self, identifiers: Sequence[Identifier]) -> Iterable[Record]:
        """Yield the record of a DOI."""
        form = self.json(f"/works/{quote(identifiers[0].value, safe='')}", self._contact())
        yield from self._records(forms(form, "message"))

    def search(self, title: str, names: Names) -> Iterable[Record]:
        """Yield the works that look most like a reference of this title and these authors."""
        words = " ".join([title, *(name.family or name.literal for name in list(names)[:3])])
        asked = {"query.bibliographic": words, "rows": "5", "select": _FIELDS, **self._contact()}
        form = self.json("/works", asked)
        yield from self._records(forms(form, "message", "items"))

    def _contact(self) -> dict[str, str]:
        return {"mailto": self.client.contact} if self.client.contact else {}

    def _records(self, items: Iterable[Mapping[str, Any]]) -> Iterator[Record]:
        for form in items:
            record = read_work(form, self.origin)
            if record is not None:
                yield record


def read_work(form: Mapping[str, Any], origin: Origin) -> Record | None:
    """Return the record of a work, which is CSL-JSON but for its types, lists of titles, and notices of retraction.

    A preprint (`posted-content`) is kept by the server that `institution` names, which `publisher` only runs.
    """
    kind = text_in(form, "type")
    item = {**form, "type": _TYPES.get(kind, kind)}
    server = next((text_in(place, "name") for place in forms(form, "institution")), "")
    if kind == "posted-content" and server:
        item["publisher"] = server
    said = statement(item)
    more: dict[str, FieldValue] = {}
    subtitle = text_in(form, "subtitle")
    if subtitle and subtitle.casefold() not in said.fields.title.casefold():
        more["subtitle"] = subtitle
    if "pages" not in said.fields and text_in(form, "article-number"):
        more["eid"] = text_in(form, "article-number")
    if any("retraction" in text_in(notice, "type") for notice in forms(form, "updated-by")):
        more["pubstate"] = "retracted"
    said = replace(said, fields=said.fields.updated(more))
    return stated_record(said, text_in(form, "DOI").lower(), origin)
