"""OpenReview's API (docs.openreview.net): notes of both versions, which name their fields differently."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from curabib.model import Date, Identifier, Names, Origin, Record
from curabib.providers.http import Answer
from curabib.providers.service import Service, forms, text_in
from curabib.providers.statement import Told, people, person, record_of, year_of

_OLD = "https://api.openreview.net"
_VENUE_ID = re.compile(
    r"(?P<venue>[\w-]+?)(?:\.\w+)?/(?P<year>(?:19|20)\d\d)/(?P<kind>Conference|Workshop)\b(?P<rest>.*)"
)
_JOURNALS = frozenset({"TMLR", "DMLR"})
_REFUSED = re.compile(r"withdrawn|reject|submitted|submission|under review", re.IGNORECASE)


class Openreview(Service):
    """Submissions and accepted papers by their number."""

    name = "openreview"
    base = "https://api2.openreview.net"
    schemes = complete = frozenset({"openreview"})

    def fetch(self, identifiers: Sequence[Identifier]) -> Iterable[Record]:
        """Yield the record of a note: of the present API, else of the former one, which keeps what came before 2023."""
        asked = {"id": identifiers[0].value}
        found = self._notes(self.json("/notes", asked))
        if not found and self.base == Openreview.base:
            found = self._notes(self.value_of(self.client.get(f"{_OLD}/notes", asked, check=Answer.json)))
        return found

    def search(self, title: str, names: Names) -> Iterable[Record]:
        """Yield the submissions with these words in their titles."""
        asked = {"term": title, "content": "title", "group": "all", "source": "forum", "limit": "5"}
        return self._notes(self.json("/notes/search", asked))

    def _notes(self, form: Any) -> list[Record]:
        found = (read_note(note, self.origin) for note in forms(form, "notes"))
        return [record for record in found if record is not None]


def read_note(note: Mapping[str, Any], origin: Origin) -> Record | None:
    """Return the record of a note; what was not accepted has no venue."""
    content = note.get("content")
    if not isinstance(content, dict):
        return None
    names = _value(content, "authors")
    venue, kind, year = _venue(text_in(_value(content, "venueid")), text_in(_value(content, "venue")))
    number = text_in(note, "forum") or text_in(note, "id")
    told = Told(
        id=number,
        title=text_in(_value(content, "title")),
        authors=people(
            person(name) for name in (names if isinstance(names, list) else []) if isinstance(name, str)
        ),
        venue=venue,
        venue_kind=kind,
        date=year,
        urls=(("paper", f"https://openreview.net/forum?id={number}"),),
        identifiers=(Identifier("openreview", number),) if number else (),
    )
    return record_of(told, origin)


def _value(content: Mapping[str, Any], name: str) -> Any:
    value = content.get(name)
    return value.get("value") if isinstance(value, dict) else value


def _venue(id: str, name: str) -> tuple[str, str, Date | None]:
    """Return name, kind and year of the venue that accepted a note: `ICLR.cc/2026/Conference`, `TMLR`."""
    if id in _JOURNALS:
        return id, "journal", None
    match = _VENUE_ID.match(id)
    if match is None or _REFUSED.search(match["rest"]) or _REFUSED.search(name):
        return "", "", None
    workshop = match["kind"] == "Workshop"
    part = match["rest"].strip("/").partition("/")[0].replace("_", " ")
    shown = f"{match['venue']} {match['year']} Workshop {part}".strip() if workshop else match["venue"]
    return shown, "workshop" if workshop else "conference", year_of(match["year"])
