"""How topics nest, told from the headings that works stand under."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from curabib.model import Entry, Record

Path = tuple[str, ...]

_DEEPEST = 20
_Place = tuple[str, int, int]
"""A list, a line of it, and which of the topics that stand above this line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A topic with the topics it is in, outermost first, and the entries that stand in it and in none inside it."""

    path: Path
    entries: tuple[Entry, ...]


def topic_tree(entries: Sequence[Entry]) -> tuple[Topic, ...]:
    """Return the topics of `entries`, each before those inside it, in the order in which the lists name them.

    The headings above an entry of a list are a path, but an export names all groups of an entry in a row. So a topic
    that comes first anywhere is one of the outermost, and ends the path before it. An entry that several lists have
    is in every topic that one of them puts it in. A path of more than 20 topics is taken for several.
    """
    outermost = {record.topics[0] for entry in entries for record in _speaking(entry) if record.topics}
    members: dict[Path, dict[str, Entry]] = {}
    places: dict[Path, _Place] = {}
    for entry in entries:
        for path, place in _paths(entry, outermost):
            for length in range(1, len(path) + 1):
                part = path[:length]
                members.setdefault(part, {})
                places[part] = min(places.get(part, place), place)
            members[path].setdefault(entry.key, entry)
    ordered = sorted(members, key=lambda path: _order(path, places))
    return tuple(Topic(path=path, entries=tuple(members[path].values())) for path in ordered)


def _order(path: Path, places: dict[Path, _Place]) -> list[tuple[_Place, str]]:
    return [(places[path[: length + 1]], path[length]) for length in range(len(path))]


def _speaking(entry: Entry) -> Sequence[Record]:
    """Return the records that say where the entry stands, or stood last where no list has it any more."""
    records = entry.work.records
    return [record for record in records if not record.withdrawn] or records


def _paths(entry: Entry, outermost: Collection[str]) -> Iterable[tuple[Path, _Place]]:
    """Yield the paths of topics that an entry stands under, with the place of the list that says so."""
    if "topics" in entry.work.withheld:
        return
    wanted = dict.fromkeys(entry.work.topics)
    for record in _speaking(entry):
        line = record.location.line if record.location else 0
        path: list[str] = []
        for number, topic in enumerate(record.topics):
            if wanted and topic not in wanted:
                continue
            if path and (topic in outermost or len(path) == _DEEPEST):
                yield tuple(path), (record.origin.name, line, number - len(path))
                path = []
            path.append(topic)
        if path:
            yield tuple(path), (record.origin.name, line, len(record.topics) - len(path))
    said = {topic for record in _speaking(entry) for topic in record.topics}
    for topic in wanted:
        if topic not in said:
            yield (topic,), ("", 0, 0)
