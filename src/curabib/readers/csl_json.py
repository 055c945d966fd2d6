"""CSL-JSON files as sources (citation-style-language/schema, csl-data.json): each item is one raw entry."""

import json
from typing import Any

from curabib.diagnostics import Diagnostic, Result, diagnose
from curabib.model import Location, RawEntry, Reading, Snapshot


def read_entries(snapshot: Snapshot) -> Result[Reading]:
    """Return one raw entry for each object of a CSL-JSON array, its variables as (name, JSON text) pairs.

    An object with an `items` array, as some services answer, is read for these items. What is no JSON, or holds no
    items, is reported.
    """
    diagnostics: list[Diagnostic] = []
    start = Location(path=snapshot.path, line=1)
    data: Any = []
    try:
        data = json.loads(snapshot.text)
    except json.JSONDecodeError as error:
        place = Location(path=snapshot.path, line=error.lineno, column=error.colno)
        diagnostics.append(diagnose("CB113", f"the text is no JSON: {error.msg.lower()}", place))
    except ValueError:
        diagnostics.append(diagnose("CB113", "the text holds a number of thousands of digits", start))
    except RecursionError:
        diagnostics.append(diagnose("CB116", "the JSON is nested too deeply to be read", start))
    if isinstance(data, dict):
        data = data.get("items", [data])
    items = [item for item in data if isinstance(item, dict)] if isinstance(data, list) else []
    lines = _lines(snapshot.text, items)
    entries = tuple(
        RawEntry(
            source=snapshot.source,
            headings=(),
            pieces=(),
            location=Location(path=snapshot.path, line=line),
            form="fields",
            fields=tuple((str(name), json.dumps(value, ensure_ascii=False)) for name, value in item.items()),
        )
        for item, line in zip(items, lines, strict=True)
    )
    return Result(Reading(reader="csl-json", entries=entries), tuple(diagnostics))


def _lines(text: str, items: list[dict[str, Any]]) -> list[int]:
    """Return for each item the line on which its id, or else its title, first stands behind the item before."""
    found: list[int] = []
    position = 0
    line = 1
    for item in items:
        needle = json.dumps(item.get("id", item.get("title", "")), ensure_ascii=False)
        place = text.find(needle, position)
        if place >= 0:
            line += text.count("\n", position, place)
            position = place
        found.append(line)
    return found
