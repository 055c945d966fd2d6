"""PubMed through NCBI's E-utilities (ncbi.nlm.nih.gov/books/NBK25500)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from curabib.evidence import links
from curabib.model import Identifier, Name, Names, Origin, Record
from curabib.providers.service import Service, forms, text_in
from curabib.providers.statement import Told, people, person_of_parts, record_of, year_of


class Pubmed(Service):
    """Works of medicine and biology by number and title, two hundred at once."""

    name = "pubmed"
    base = "https://eutils.ncbi.nlm.nih.gov"
    schemes = complete = frozenset({"pmid"})
    batch = 200

    def fetch(self, identifiers: Sequence[Identifier]) -> Iterable[Record]:
        """Yield the records of the numbers."""
        return self._summaries([identifier.value for identifier in identifiers])

    def search(self, title: str, names: Names) -> Iterable[Record]:
        """Yield the records with these words in their titles."""
        asked = {"db": "pubmed", "term": f"{title}[Title]", "retmode": "json", "retmax": "5", **self._tool()}
        form = self.json("/entrez/eutils/esearch.fcgi", asked, **self._secret())
        listed = next(forms(form, "esearchresult"), {}).get("idlist")
        numbers = listed if isinstance(listed, list) else []
        wanted = [number for number in numbers if isinstance(number, str) and number.isdigit()]
        return self._summaries(wanted) if wanted else ()

    def _summaries(self, numbers: Sequence[str]) -> Iterator[Record]:
        asked = {"db": "pubmed", "id": ",".join(numbers), "retmode": "json", **self._tool()}
        form = self.json("/entrez/eutils/esummary.fcgi", asked, **self._secret())
        result = next(forms(form, "result"), {})
        for number in numbers:
            record = read_summary(result.get(number), self.origin)
            if record is not None:
                yield record

    def _tool(self) -> dict[str, str]:
        return {"tool": "curabib", **({"email": self.client.contact} if self.client.contact else {})}

    def _secret(self) -> dict[str, str]:
        return {"api_key": self.key} if self.key else {}


def read_summary(form: Any, origin: Origin) -> Record | None:
    """Return the record of a summary; None for one that reports an error."""
    if not isinstance(form, dict) or "error" in form:
        return None
    numbers = {text_in(item, "idtype"): text_in(item, "value") for item in forms(form, "articleids")}
    doi = links.doi_identifier(numbers.get("doi", ""))
    types = form.get("pubtype")
    retracted = isinstance(types, list) and "Retracted Publication" in types
    told = Told(
        id=text_in(form, "uid"),
        title=text_in(form, "title").removesuffix("."),
        authors=people(_author(author) for author in forms(form, "authors")),
        venue=text_in(form, "fulljournalname") or text_in(form, "source"),
        venue_kind="journal",
        date=year_of(text_in(form, "pubdate")[:4]),
        texts={
            "volume": text_in(form, "volume"),
            "number": text_in(form, "issue"),
            "pages": text_in(form, "pages"),
            "pubstate": "retracted" if retracted else "",
        },
        urls=(("paper", f"https://pubmed.ncbi.nlm.nih.gov/{text_in(form, 'uid')}/"),),
        identifiers=(Identifier("pmid", text_in(form, "uid")), *((doi,) if doi is not None else ())),
        entry_type="article",
    )
    return record_of(told, origin)


def _author(form: Mapping[str, Any]) -> Name | None:
    """Return an author, who is printed as `Family AB`, or a group."""
    name = text_in(form, "name")
    if text_in(form, "authtype") == "CollectiveName":
        return Name(literal=name) if name else None
    family, _, initials = name.rpartition(" ")
    given = ". ".join(initials) + "." if family and initials.isupper() and len(initials) <= 4 else ""
    return person_of_parts(family if given else name, given)
