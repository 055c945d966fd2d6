"""arXiv's API (info.arxiv.org/help/api/user-manual.html): Atom, up to a hundred numbers at once."""

import re
from collections.abc import Iterable, Iterator, Sequence

from curabib.evidence import links
from curabib.model import Identifier, Names, Origin, Record
from curabib.providers.http import Answer, ServiceError
from curabib.providers.service import Service
from curabib.providers.statement import Told, people, person, record_of, year_of
from curabib.providers.trees import BadXml, Element, elements

_NUMBER = re.compile(r"/abs/(.+?)(?:v\d+)?$")


class Arxiv(Service):
    """Preprints by number and title."""

    name = "arxiv"
    base = "https://export.arxiv.org"
    schemes = complete = frozenset({"arxiv"})
    batch = 100

    def fetch(self, identifiers: Sequence[Identifier]) -> Iterable[Record]:
        """Yield the records of the numbers; those that do not exist are left out of the feed."""
        numbers = ",".join(identifier.value for identifier in identifiers)
        return self._feed({"id_list": numbers, "max_results": str(self.batch)})

    def search(self, title: str, names: Names) -> Iterable[Record]:
        """Yield the records whose titles have all these words."""
        return self._feed({"search_query": f'ti:"{title}"', "max_results": "5"})

    def _feed(self, parameters: dict[str, str]) -> Iterator[Record]:
        answer = self.client.get(f"{self.base}/api/query", parameters, check=_entries)
        if not answer.ok:
            raise ServiceError(f"`arxiv` answers {answer.status}", status=answer.status)
        found = (read_entry(entry, self.origin) for entry in _entries(answer))
        yield from (record for record in found if record is not None)


def _entries(answer: Answer) -> list[Element]:
    try:
        return [element for element in elements([answer.body]) if element.name == "entry"]
    except BadXml as error:
        raise ServiceError(f"`arxiv` answers something that is no Atom: {error}") from error


def read_entry(entry: Element, origin: Origin) -> Record | None:
    """Return the record of an entry of the feed, None for one that reports an error."""
    match = _NUMBER.search(entry.first("id"))
    if match is None:
        return None
    number = match[1] if "/" in match[1] else match[1].lower()
    doi = links.doi_identifier(entry.first("doi"))
    primary = entry.all("primary_category")
    told = Told(
        id=number,
        title=entry.first("title"),
        authors=people(person(author.first("name")) for author in entry.all("author")),
        venue="arXiv",
        venue_kind="repository",
        date=year_of(entry.first("published")),
        texts={"eprintclass": primary[0].attributes.get("term", "") if primary else ""},
        urls=(("paper", f"https://arxiv.org/abs/{number}"),),
        identifiers=(Identifier("arxiv", number), *((doi,) if doi is not None else ())),
    )
    return record_of(told, origin)
