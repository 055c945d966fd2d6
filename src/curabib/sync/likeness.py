"""A library written in the shape of a list that exists, and read back to see that it says the same.

What is learned of a list is what it usually writes; whether an entry written so is understood again, only reading
tells. So the list is read after it is written: an entry that does not come back as it should is written in a plainer
way, and a fact that the list's shape has no place for gets a line of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from curabib.diagnostics import Diagnostic, Result, diagnose
from curabib.evidence.labels import link_label
from curabib.model import Entry, Link, Record, Snapshot, View
from curabib.project.entry_pattern import EntryPattern
from curabib.sync.understood import read_snapshot
from curabib.writers.awesome_list import AwesomeListWriter, Listed, Manner, facts_of
from curabib.writers.lists.fill import BEST, LABELLED, STANDARD
from curabib.writers.lists.learn import learn
from curabib.writers.lists.shape import Facts, ListShape

_ROUNDS = 8
_WHOLE_ROUNDS = 3
_MANY = 10
_NAMED = 3
_TOPICS = "topics"


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """A list written like another: its text, the reader that understands it, and how many entries have which way.

    `shaped` are written as the list writes its own, `plain` in the standard shape, `differing` read back otherwise.
    """

    text: str
    reader: str
    shaped: int
    plain: tuple[str, ...]
    differing: Mapping[str, str]


def written_like(
    view: View, model: Snapshot, reader: str | None = None, patterns: Sequence[EntryPattern] = ()
) -> Result[Likeness | None]:
    """Return the view as a list in the shape of `model`, or None where no shape shows in it.

    `reader` and `patterns` say how the model is read. What the shape cannot say is reported: entries in the standard
    shape (CB634), and facts that do not come back when the list is read (CB635).
    """
    understood = read_snapshot(model, reader, patterns).value
    name = understood.reading.reader.partition(" ")[0]
    shape = learn(model, name, understood.records)
    if shape is None:
        return Result(None)
    shape = replace(shape, patterns=tuple(patterns))
    if not view.title:
        view = replace(view, title=shape.title)
    attempt = _Attempt(view=view, shape=shape, model=model, reader=name, patterns=tuple(patterns))
    listed, differing = attempt.settle()
    plain = tuple(dict.fromkeys(place.key for place in listed.places if listed.ways[place.key] == STANDARD))
    likeness = Likeness(
        text=listed.text,
        reader=name,
        shaped=len({place.key for place in listed.places}) - len(plain),
        plain=plain,
        differing={key: ", ".join(sorted(what)) for key, what in differing.items()},
    )
    return Result(likeness, (*listed.diagnostics, *_said(likeness, model.path)))


class _Attempt:
    """A view on its way into a shape: how each entry is written so far."""

    def __init__(
        self,
        *,
        view: View,
        shape: ListShape,
        model: Snapshot,
        reader: str,
        patterns: tuple[EntryPattern, ...],
    ) -> None:
        self.view = view
        self.shape = shape
        self.blank = replace(model, text="", sha256="", revision="")
        self.reader = reader
        self.patterns = patterns
        self.facts = {entry.key: facts_of(entry.work) for entry in view.entries}
        self.manners = {key: Manner(BEST) for key in self.facts}

    def settle(self) -> tuple[Listed, dict[str, frozenset[str]]]:
        """Return the list as it is at last, and what of it does not read back.

        What differs is written anew and read by itself, until it reads back or no way is left; then all of it is read
        again, since what stands around an entry can change how it is understood.
        """
        for _ in range(_WHOLE_ROUNDS):
            listed, differing = self._try(self.view)
            changed = self._improve(differing)
            if not changed:
                break
            for _ in range(_ROUNDS):
                part = tuple(entry for entry in self.view.entries if entry.key in changed)
                changed = self._improve(self._try(replace(self.view, entries=part))[1])
                if not changed:
                    break
        else:
            listed, differing = self._try(self.view)
        many = len(differing) * _MANY > len(self.facts)
        return self._better(listed, differing) if many else (listed, differing)

    def _better(
        self, listed: Listed, differing: dict[str, frozenset[str]]
    ) -> tuple[Listed, dict[str, frozenset[str]]]:
        """Return the list with all entries in the standard shape, if more of them read back so: shapes may not mix."""
        manners = self.manners
        self.manners = {key: Manner(STANDARD) for key in manners}
        plain = self._try(self.view)
        if len(plain[1]) < len(differing):
            return plain
        self.manners = manners
        return listed, differing

    def _improve(self, differing: Mapping[str, frozenset[str]]) -> set[str]:
        """Change how the entries are written that differ; return the keys of those for which there is another way."""
        better = {
            key: _next(self.manners[key], missing - {_TOPICS})
            for key, missing in differing.items()
            if missing != {_TOPICS}  # no way to write an entry moves it elsewhere
        }
        changed = {key for key, manner in better.items() if self.manners[key] != manner}
        self.manners.update(better)
        return changed

    def _try(self, view: View) -> tuple[Listed, dict[str, frozenset[str]]]:
        """Write a view, read it, and return it with what does not read back."""
        listed = AwesomeListWriter(shape=self.shape, manners=self.manners).listed(view)
        for key, way in listed.ways.items():
            self.manners[key] = replace(self.manners[key], way=way)
        found = _read_back(listed, replace(self.blank, text=listed.text), self.reader, self.patterns)
        return listed, _differences(view.entries, self.facts, found)


def _read_back(
    listed: Listed, written: Snapshot, reader: str, patterns: Sequence[EntryPattern]
) -> dict[str, list[Record]]:
    """Return for each key the records that reading finds at its places, none where it finds several or none."""
    by_line: dict[int, list[Record]] = {}
    for record in read_snapshot(written, reader, patterns).value.records:
        if record.location is not None:
            by_line.setdefault(record.location.line, []).append(record)
    found: dict[str, list[Record]] = {}
    for place in listed.places:
        here = [record for line in range(place.line, place.end_line + 1) for record in by_line.get(line, ())]
        found.setdefault(place.key, []).extend(here if len(here) == 1 else [])
    return found


def _differences(
    entries: Sequence[Entry], facts: Mapping[str, Facts], found: Mapping[str, list[Record]]
) -> dict[str, frozenset[str]]:
    """Return what does not come back of each entry; `title` where nothing does."""
    differing: dict[str, frozenset[str]] = {}
    for entry in entries:
        if entry.key not in found:
            continue
        records = found[entry.key]
        missing: frozenset[str] = frozenset(() if records else ("title",))
        for record in records:
            missing |= _missing(entry, facts[entry.key], record)
        filed = {topic for record in records for topic in record.topics}
        if records and "topics" not in entry.work.withheld and filed != set(entry.work.topics):
            missing |= {_TOPICS}
        if missing:
            differing[entry.key] = missing
    return differing


def _missing(entry: Entry, meant: Facts, record: Record) -> frozenset[str]:
    """Return the names of the facts that a record states otherwise than meant."""
    fields, stated = record.fields, entry.work.fields
    venue = str(stated.venue or "")
    kept = {
        "title": fields.title == meant.title,
        "authors": fields.authors == meant.authors,
        "venue": not venue or venue in (str(fields.venue or ""), fields.venue.name if fields.venue else ""),
        "date": fields.date == stated.date or (stated.date is None and meant.date is None),
        "keywords": record.keywords == meant.keywords,
        "links": _meaning(record.links) == _meaning(meant.links),
        "identifiers": set(entry.work.identifiers) - {*_unlinked(entry)} <= set(record.identifiers),
    }
    return frozenset(name for name, good in kept.items() if not good)


def _meaning(links: Sequence[Link]) -> list[tuple[str, str]]:
    """Return links with what their labels mean to a reader of lists, to whom `pdf` is one more word for `paper`."""
    return sorted((link_label(link.label) or link.label, link.url) for link in links)


def _unlinked(entry: Entry) -> list[object]:
    return [
        i for i in entry.work.identifiers if i.scheme in entry.work.withheld or i.scheme in ("isbn", "pmid")
    ]


def _next(manner: Manner, missing: frozenset[str]) -> Manner:
    """Return how to write an entry of which `missing` did not come back: with more lines, else in a plainer way."""
    lines = manner.labelled | (missing & frozenset(LABELLED))
    if manner.way != STANDARD and lines != manner.labelled and "title" not in missing:
        return Manner(manner.way, lines)
    return Manner(min(manner.way + 1, STANDARD))


def _said(likeness: Likeness, path: str) -> list[Diagnostic]:
    said: list[Diagnostic] = []
    if likeness.plain:
        keys = _listed(likeness.plain)
        message = f"the shape of `{path}` does not fit {keys}: written in the standard one"
        said.append(diagnose("CB634", message, key=likeness.plain[0] if len(likeness.plain) == 1 else ""))
    for key, what in likeness.differing.items():
        said.append(diagnose("CB635", f"`{key}` does not read back as it is known: {what}", key=key))
    return said


def _listed(keys: Sequence[str]) -> str:
    shown = ", ".join(f"`{key}`" for key in keys[:_NAMED])
    return f"{shown} and {len(keys) - _NAMED} more" if len(keys) > _NAMED else shown
