"""A list to records: the stages that need no project, and so none of what comes behind them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from curabib.diagnostics import Result
from curabib.model import Reading, Record, Snapshot
from curabib.normalise import normalise
from curabib.readers import read

if TYPE_CHECKING:
    from curabib.project.entry_pattern import EntryPattern


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """A snapshot cut into entries, and the records made of them."""

    reading: Reading
    records: tuple[Record, ...]


def read_snapshot(
    snapshot: Snapshot, reader: str | None = None, patterns: "Sequence[EntryPattern]" = ()
) -> Result[Understood]:
    """Return the records of a list; `reader` forces a reader (unknown: CurabibError), None chooses by content.

    `patterns` say what its entries look like, where a curator has described them.
    """
    reading = read(snapshot, reader, patterns)
    records = normalise(reading.value, snapshot)
    understood = Understood(reading=reading.value, records=records.value)
    return Result(understood, reading.diagnostics + records.diagnostics)
