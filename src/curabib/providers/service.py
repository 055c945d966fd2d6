"""What all web services have in common: questions that cost a request, and answers that are made records."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from curabib.evidence.text import squash
from curabib.model import Identifier, Names, Origin, Record, Venue
from curabib.providers.http import Answer, Client, ServiceError

_MISSING = frozenset({400, 404, 410})


class Service:
    """A service that is asked by identifier, in batches where it has them, and by title.

    A class for one service names itself, the identifiers it knows (`schemes`), those of which it knows all
    (`complete`), and how many it takes at once (`batch`, 1: one by one); it says how to ask in `fetch` and `search`.
    """

    name = ""
    base = ""
    schemes: frozenset[str] = frozenset()
    complete: frozenset[str] = frozenset()
    thrifty = True
    batch = 1

    def __init__(self, client: Client, *, base: str = "", key: str = "") -> None:
        """Take the client, another address than the service's own (for tests), and the user's key, if any."""
        self.client = client
        self.base = base or type(self).base
        self.key = key
        self.origin = Origin(kind="provider", name=self.name)
        self._known: dict[Identifier, Record | None] = {}

    def fetch(self, identifiers: Sequence[Identifier]) -> Iterable[Record]:
        """Yield the records of up to `batch` identifiers, in any order; raises ServiceError."""
        raise NotImplementedError

    def search(self, title: str, names: Names) -> Iterable[Record]:
        """Yield the records that the service finds for a title; raises ServiceError."""
        raise NotImplementedError

    def expect(self, identifiers: Sequence[Identifier]) -> None:
        """Ask for many identifiers in as few requests as the service allows."""
        if self.batch < 2:
            return
        wanted = [i for i in dict.fromkeys(identifiers) if i.scheme in self.schemes and i not in self._known]
        for start in range(0, len(wanted), self.batch):
            self._ask(wanted[start : start + self.batch])

    def by_identifier(self, identifier: Identifier) -> Sequence[Record]:
        """Return the record of an identifier."""
        if identifier.scheme not in self.schemes:
            return ()
        if identifier not in self._known:
            self._ask([identifier])
        record = self._known.get(identifier)
        return (record,) if record is not None else ()

    def by_title(self, title: str) -> Sequence[Record]:
        """Return the records with a title of the same letters and digits."""
        wanted = squash(title)
        return tuple(record for record in self.near(title, Names()) if squash(record.fields.title) == wanted)

    def near(self, title: str, names: Names) -> Sequence[Record]:
        """Return the records that the service's own search finds for a title."""
        return tuple(self.search(plain_words(title), names)) if title else ()

    def size_of(self, venue: Venue, year: int) -> int:
        """Return 0: nobody tells us how much of a volume a service has."""
        return 0

    def knows_word(self, word: str) -> bool:
        """Return True: nobody tells us the words of a service's titles."""
        return True

    def by_people(self, names: Names) -> Sequence[Record]:
        """Return nothing: no service lists works by all of their authors in order."""
        return ()

    def _ask(self, identifiers: Sequence[Identifier]) -> None:
        found = list(self.fetch(identifiers))
        by_identifier = {identifier: record for record in found for identifier in record.identifiers}
        for identifier in identifiers:
            alone = found[0] if len(identifiers) == len(found) == 1 else None
            self._known[identifier] = by_identifier.get(identifier, alone)

    def json(self, path: str, parameters: Mapping[str, str] | None = None, **secret: str) -> Any:
        """Return the JSON of a GET, None where the service has no such thing; raises ServiceError."""
        headers = self.headers()
        answer = self.client.get(
            self.base + path, parameters, secret=secret, headers=headers, check=Answer.json
        )
        return self.value_of(answer)

    def told(self, path: str, parameters: Mapping[str, str], question: bytes) -> Any:
        """Return the JSON that is answered to a question in the body of a POST; as `json` otherwise."""
        answer = self.client.get(
            self.base + path, parameters, question=question, headers=self.headers(), check=Answer.json
        )
        return self.value_of(answer)

    def value_of(self, answer: Answer) -> Any:
        """Return the JSON of an answer, None where the service has no such thing; raises ServiceError for refusals."""
        if answer.status in _MISSING:
            return None
        if not answer.ok:
            raise ServiceError(f"`{self.name}` answers {answer.status}", status=answer.status)
        return answer.json()

    def headers(self) -> Mapping[str, str]:
        """Return the headers of every request, such as the key."""
        return {}


class Factory(Protocol):
    """What makes a service; plug-ins of the group `curabib.providers` are such."""

    def __call__(self, client: Client, *, base: str = "", key: str = "") -> Service:
        """Return the service, asked through `client`."""
        ...


def plain_words(title: str) -> str:
    """Return a title as words: without the signs that are operators in the query languages of services."""
    return " ".join("".join(c if c.isalnum() or c in "'-" else " " for c in title).split())[:300]


def forms(value: Any, *names: str) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of the list found in `value` by going into objects by these names.

    A single object stands for a list of it: several services answer one author without a list.
    """
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    items = value if isinstance(value, list) else [value]
    yield from (item for item in items if isinstance(item, dict))


def text_in(form: Any, *names: str) -> str:
    """Return the text (or number, as text) found by going into objects by these names; empty where there is none."""
    for name in names:
        form = form.get(name) if isinstance(form, dict) else None
    if isinstance(form, list):
        form = form[0] if form else None
    if isinstance(form, bool):
        return ""
    return str(form) if isinstance(form, (str, int, float)) else ""
