"""How the lists list a work: twice, or no more."""

from collections.abc import Iterator
from dataclasses import replace

from rapidfuzz import fuzz

from curabib.checks.place import called, of_entry
from curabib.diagnostics.diagnostic import Diagnostic, Related, diagnose
from curabib.model import Entry, Library, Record, family_key, fold

_OTHER_TITLE = 70.0
"""Below this, titles disagree, as in matching."""


def check(library: Library) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each work that one source lists twice, and each that no source lists any more."""
    for entry in library.entries:
        if entry.state == "withdrawn":
            message = f"`{called(entry)}` is in no list any more; it keeps its key"
            yield diagnose("CB576", message, of_entry(entry), key=entry.key)
            continue
        by_source: dict[str, list[Record]] = {}
        for record in entry.work.records:
            if record.origin.kind == "list" and record.role == "listed" and not record.withdrawn:
                by_source.setdefault(record.origin.name, []).append(record)
        for records in by_source.values():
            for alike in _alike(records):
                if len(alike) > 1:
                    yield _twice(entry, alike)


def _alike(records: list[Record]) -> list[list[Record]]:
    """Return the records in groups whose titles say that they are one work.

    Two works may stand together only because one of them has the other's link: that is what to say then (CB304).
    """
    groups: list[list[Record]] = []
    for record in records:
        group = next((group for group in groups if _one_title(group[0], record)), None)
        if group is None:
            groups.append([record])
        else:
            group.append(record)
    return groups


def _one_title(one: Record, other: Record) -> bool:
    mine, theirs = fold(one.fields.title), fold(other.fields.title)
    if not mine or not theirs or mine.startswith(theirs) or theirs.startswith(mine):
        return True
    people = [{family_key(name) for name in record.fields.authors} for record in (one, other)]
    return not people[0].isdisjoint(people[1]) or fuzz.ratio(mine, theirs) >= _OTHER_TITLE


def _twice(entry: Entry, records: list[Record]) -> Diagnostic:
    """Report all but the first listing at the last one, so that the report points at what to take out."""
    places = sorted((r for r in records if r.location), key=lambda r: r.location.line if r.location else 0)
    ordered = places or records
    topics = list(dict.fromkeys(topic for record in ordered for topic in record.topics[-1:]))
    under = f" under {', '.join(f'`{topic}`' for topic in topics)}" if len(topics) > 1 else ""
    times = {2: "twice"}.get(len(records), f"{len(records)} times")
    related = tuple(
        Related(location=r.location, message="listed here too") for r in ordered[:-1] if r.location
    )
    message = f"`{called(entry)}` is listed {times}{under}"
    found = diagnose("CB575", message, ordered[-1].location, related=related, key=entry.key)
    # many curators file a work under each topic that it belongs to
    return replace(found, severity="info") if under and not entry.key else found
