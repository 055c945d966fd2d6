"""CSL-JSON files as sources (citation-style-language/schema, csl-data.json): each item is one raw entry."""

import json
from typing import Any

from curabib.diagnostics import Diagnostic, Result, diagnose
from curabib.evidence.regex import regex
from curabib.model import Location, RawEntry, Reading, Skipped, Snapshot
from curabib.readers import nested, rows
from curabib.readers.broken import listed

_BETWEEN = regex(r"[\s,]*")
_OPEN = regex(r"\s*(?:\{[^\[\]{}]{0,2000}?\"items\"\s*:\s*)?\[")


def read_entries(snapshot: Snapshot) -> Result[Reading]:
    """Return one raw entry for each object of a CSL-JSON array, its variables as (name, JSON text) pairs.

    An object with an `items` array, as some services answer, is read for these items; any other object is the one
    item. Items before a mistake are returned; the mistake is reported (CB113), as is whatever is no object.
    """
    text = snapshot.text
    opened = _OPEN.match(text)
    if opened is None:
        within = _within(snapshot)
        if within is not None:
            return Result(within, ())
    position = opened.end() if opened else 0
    entries: list[RawEntry] = []
    skipped: list[Skipped] = []
    diagnostics: list[Diagnostic] = []
    line, counted = 1, 0
    decoder = json.JSONDecoder()
    while True:
        position = _after(text, position)
        if position >= len(text) or text[position] == "]":
            break
        line += text.count("\n", counted, position)
        counted = position
        try:
            item, end = decoder.raw_decode(text, position)
        except (ValueError, RecursionError) as error:
            diagnostics.append(_mistake(error, snapshot.path, line))
            break
        end_line = line + text.count("\n", position, end)
        place = Location(path=snapshot.path, line=line, end_line=end_line)
        if isinstance(item, dict):
            entries.append(csl_entry(snapshot.source, item, place))
        else:
            skipped.append(Skipped(line=line, end_line=end_line, reason="no item of CSL"))
            diagnostics.append(diagnose("CB130", "a value in the array is no item of CSL", place))
        position = end
        if opened is None:
            break
    if opened is not None and not diagnostics and "]" not in text[position:]:
        diagnostics.append(
            diagnose("CB113", "the JSON ends before its array does", Location(path=snapshot.path, line=line))
        )
    plain = _plain(entries, snapshot) if opened is not None else None
    if plain is not None:
        return Result(plain, listed(diagnostics))
    reading = Reading(reader="csl-json", entries=tuple(entries), skipped=tuple(skipped))
    return Result(reading, listed(diagnostics))


def _within(snapshot: Snapshot) -> Reading | None:
    """Return the reading of lists that an object holds which is no item itself, or of an object a line; or None."""
    lines = [line for line in snapshot.text.split("\n") if line.strip()]
    a_line_each = len(lines) > 1 and all(line.startswith("{") and line.endswith("}") for line in lines)
    text = f"[{','.join(lines)}]" if a_line_each else snapshot.text
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return nested.reading(value, snapshot, "csl-json")


def _plain(entries: list[RawEntry], snapshot: Snapshot) -> Reading | None:
    """Return the reading of a list that is kept as JSON objects, but in words of its own, or None."""
    items = [{name: json.loads(value) for name, value in entry.fields} for entry in entries]
    if not rows.are_plain(items):
        return None
    places = [entry.location for entry in entries]
    return rows.reading(list(zip(items, places, strict=True)), snapshot, "csl-json")


def csl_entry(source: str, item: dict[str, Any], place: Location) -> RawEntry:
    """Return the raw entry of a CSL item."""
    return RawEntry(
        source=source,
        headings=(),
        pieces=(),
        location=place,
        form="fields",
        fields=tuple((str(name), json.dumps(value, ensure_ascii=False)) for name, value in item.items()),
        language="csl",
    )


def _after(text: str, position: int) -> int:
    match = _BETWEEN.match(text, position)
    return match.end() if match else position


def _mistake(error: Exception, path: str, line: int) -> Diagnostic:
    if isinstance(error, json.JSONDecodeError):
        place = Location(path=path, line=error.lineno, column=error.colno)
        return diagnose("CB113", f"the text is no JSON: {error.msg.lower()}", place)
    if isinstance(error, RecursionError):
        return diagnose("CB116", "the JSON is nested too deeply to be read", Location(path=path, line=line))
    return diagnose("CB113", "the text holds a number of thousands of digits", Location(path=path, line=line))
