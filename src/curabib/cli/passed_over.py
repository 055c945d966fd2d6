"""What `read` did not take, or is not sure of, line by line: so that a person can look whether that is right."""

from collections.abc import Iterator, Sequence
from typing import Any

from curabib.diagnostics.render.visible import visible
from curabib.model import Reading, Record

_SHOWN = 80


def skipped_to_json(reading: Reading, text: str) -> list[dict[str, Any]]:
    """Return a row for each run of lines that was skipped: its lines, why, and how its first line begins."""
    lines = text.split("\n")
    return [
        {
            "line": run.line,
            "end_line": run.end_line,
            "reason": run.reason,
            "text": next((line for _, line in _shown(lines, run.line, run.end_line)), ""),
        }
        for run in sorted(reading.skipped, key=lambda run: (run.line, run.end_line))
    ]


def listing(path: str, text: str, reading: Reading, records: Sequence[Record]) -> str:
    """Return a line for each line that was skipped and each entry in doubt, in their order: `list.md:7: why: words`."""
    lines = text.split("\n")
    found = {
        (number, f"skipped, {run.reason}", line)
        for run in reading.skipped
        for number, line in _shown(lines, run.line, run.end_line)
    }
    for record in records:
        if record.text:
            number = record.location.line if record.location else 1
            found.add((number, "in doubt", _cut(record.text)))
    return "\n".join(
        f"{visible(path)}:{number}: {why}: {visible(line)}" for number, why, line in sorted(found)
    )


def _shown(lines: Sequence[str], first: int, last: int) -> Iterator[tuple[int, str]]:
    """Yield the lines of a run that are not blank, with their numbers, as far as they are shown."""
    for number in range(max(first, 1), min(last, len(lines)) + 1):
        line = _cut(lines[number - 1])
        if line:
            yield number, line


def _cut(text: str) -> str:
    words = " ".join(text[:1000].split())
    return words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…"
