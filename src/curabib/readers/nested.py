"""Lists kept as data inside something else: `{"papers": […]}`, sections with their papers, a map from key to paper."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from curabib.model import Location, Reading, Snapshot
from curabib.readers import rows

# keys that say what a list is in a program, not what its papers are about
_OF_PROGRAMS = frozenset(
    ("papers", "publications", "entries", "items", "data", "notes", "results", "references", "list", "works")
)
_NAMES_OF_SECTIONS = ("section", "topic", "category", "name", "title", "heading")
_MOST = 200_000
_Group = tuple[str, list[Mapping[str, Any]]]


def reading(value: object, snapshot: Snapshot, reader: str) -> Reading | None:
    """Return the reading of the mappings with a title that are deepest in a value of JSON or YAML, or None.

    The section they stand in, by its name or its key, is a heading above them. None where nothing has a title or
    where they are rather items of CSL.
    """
    groups = list(_groups(value))
    records = [record for _, group in groups for record in group]
    if not rows.are_plain(records) or len(records) > _MOST:
        return None
    places = _places(records, snapshot)
    return rows.grouped(
        [(name, [(record, next(places)) for record in group]) for name, group in groups], snapshot, reader
    )


def _groups(value: object) -> Iterator[_Group]:
    """Yield the lists of records in a value, in its order, each with the name of its section."""
    stack: list[tuple[str, object]] = [("", value)]
    while stack:
        name, found = stack.pop()
        if isinstance(found, Mapping):
            inside = list(found.values())
            if inside and all(map(_is_record, inside)):
                yield name, list(map(_record, inside))
                continue
            own = next((found[key] for key in _NAMES_OF_SECTIONS if isinstance(found.get(key), str)), name)
            own = "" if found is value else own
            named = (
                (own if str(key).lower() in _OF_PROGRAMS else str(key), one) for key, one in found.items()
            )
            stack += reversed([(key, one) for key, one in named if isinstance(one, Mapping | list)])
        elif isinstance(found, list):
            records = [_record(one) for one in found if _is_record(one)]
            if records:
                yield name, records
            else:
                stack += reversed([(name, one) for one in found])


def _is_record(value: object) -> bool:
    """Whether a value has a title, and nothing with a title in it."""
    if not isinstance(value, Mapping):
        return False
    titled = isinstance(_bare(_content(value).get("title")), str)
    lists = (one for one in value.values() if isinstance(one, list))
    return titled and not any(
        isinstance(one, Mapping) and "title" in one for inside in lists for one in inside
    )


def _content(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the fields of a record, which OpenReview keeps in `content`."""
    content = value.get("content")
    return content if isinstance(content, Mapping) and "title" in content else value


def _record(value: Any) -> Mapping[str, Any]:
    return {str(name): _bare(one) for name, one in _content(value).items()}


def _bare(value: object) -> object:
    """Return a value without what wraps it: `{"value": …}` of OpenReview, `{"name": …}` of people."""
    if isinstance(value, Mapping) and set(value) == {"value"}:
        return value["value"]
    if isinstance(value, list) and value and all(isinstance(one, Mapping) and "name" in one for one in value):
        return [one["name"] for one in value]
    return value


def _places(records: list[Mapping[str, Any]], snapshot: Snapshot) -> Iterator[Location]:
    """Yield the line of each record's title in the text, as it is written in JSON or plainly."""
    position = counted = 0
    line = 1
    for record in records:
        title = str(record["title"])
        forms = (json.dumps(title, ensure_ascii=False)[1:-1], json.dumps(title)[1:-1], title)
        found = next(
            (at for at in (snapshot.text.find(form, position) for form in forms) if at >= 0), counted
        )
        line += snapshot.text.count("\n", counted, found)
        position, counted = found + 1, found
        yield Location(path=snapshot.path, line=line, end_line=line)
