"""From where to where each entry of a list extends in its source."""

from collections.abc import Sequence

from curabib.model import RawEntry, Record, Snapshot
from curabib.sync.suggest.stretch import LANGUAGES, Stretch
from curabib.sync.suggest.wording import places
from curabib.sync.understood import Understood

_MARGIN = 5
_MOST_LINES = 200
_READERS = {"schedule": "text", "notes": "markdown"}
"""Readers of lists in another reader's language."""


def stretches_of(snapshot: Snapshot, understood: Understood) -> dict[int, Stretch]:
    """Return the stretch of each entry that is running text, by its number.

    It reaches from the entry's first line to the line before the next entry, and not far behind what was read of it. Of
    several entries on one line each has what stands between the word before its title and that before the next's.
    """
    language = language_of(understood)
    if not language:
        return {}
    starts = [0]
    for line in snapshot.text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    entries = understood.reading.entries
    shared: dict[tuple[int, int], list[int]] = {}
    for number, (first, last) in _lines(entries, len(starts)).items():
        shared.setdefault((starts[first - 1], starts[last] - 1), []).append(number)
    found: dict[int, Stretch] = {}
    for span, numbers in shared.items():
        whole = Stretch.of(snapshot.text, *span, language)
        found |= {numbers[0]: whole} if len(numbers) == 1 else _apart(whole, numbers, understood.records)
    return found


def _lines(entries: Sequence[RawEntry], count: int) -> dict[int, tuple[int, int]]:
    """Return the first and the last line of each entry that is running text."""
    begins = sorted({entry.location.line for entry in entries})
    following = dict(zip(begins, (*begins[1:], count), strict=False))
    found: dict[int, tuple[int, int]] = {}
    for number, entry in enumerate(entries):
        if entry.form != "fields":
            first = entry.location.line
            seen = max(entry.location.end_line, first, *(piece.location.line for piece in entry.pieces), 0)
            last = min(seen + _MARGIN, first + _MOST_LINES, max(following[first] - 1, first), count - 1)
            found[number] = first, last
    return found


def _apart(whole: Stretch, numbers: Sequence[int], records: Sequence[Record]) -> dict[int, Stretch]:
    """Return the stretches of entries that stand on the same line; one whose title is not found there has none."""
    begins: list[tuple[int, int]] = []
    at = 0
    for number in numbers:
        place = next(places(whole, records[number].fields.title, at), None)
        if place is not None:
            begins.append((number, whole.words[place[0] - 1].end if place[0] else whole.start))
            at = place[1]
    ends = [*(start for _, start in begins[1:]), whole.end]
    return {
        number: Stretch.of(whole.text, start, end, whole.language)
        for (number, start), end in zip(begins, ends, strict=False)
    }


def language_of(understood: Understood) -> str:
    """Return the language of a list's source, the empty string where its entries are not running text."""
    reader = understood.reading.reader.partition(" ")[0]
    return reader if reader in LANGUAGES else _READERS.get(reader, "")
