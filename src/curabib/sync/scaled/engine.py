"""Where tables are joined: what an engine must do, and DuckDB, which does it on one machine with little memory."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any, Protocol

import duckdb
import pyarrow as pa
from splink import DuckDBAPI
from splink.internals.exceptions import SplinkException

from curabib.diagnostics import CurabibError
from curabib.sync.scaled.blocks import Part

_BATCH = 20_000

Batches = Iterator[pa.RecordBatch]
OfBatches = Callable[[Iterable[pa.RecordBatch]], Batches]
OfPart = Callable[[pa.Table], pa.Table]


class Engine(Protocol):
    """Tables called by names; queries are in DuckDB's SQL, and translated where they must be."""

    @property
    def api(self) -> Any:
        """What Splink reaches the engine by."""
        ...

    def rows(self, place: Path) -> None:
        """Take the Parquet files in a folder as the table `rows`."""
        ...

    def make(self, part: Part) -> None:
        """Call the answer of a query by its name."""
        ...

    def mapped(self, name: str, asked: str, act: OfBatches, form: pa.Schema) -> None:
        """Make a table of what `act` makes of the batches of another."""
        ...

    def parted(self, name: str, asked: str, by: str, act: OfPart, form: pa.Schema) -> None:
        """Make a table of what `act` makes of each part of another that has one value of the column `by`."""
        ...

    def answer(self, name: str) -> Batches:
        """Yield a table."""
        ...

    def close(self) -> None:
        """Let go of memory and files."""
        ...


_FULL = (duckdb.IOException, duckdb.OutOfMemoryException)


@contextmanager
def surroundings() -> Iterator[None]:
    """Raise CurabibError for what an engine cannot help: a disk or memory that is full, a folder it cannot write to."""
    try:
        yield
    except (*_FULL, SplinkException) as error:
        cause = error.__cause__ if isinstance(error, SplinkException) else error
        if not isinstance(cause, _FULL):
            raise
        reason = str(cause).partition("\n")[0][:300]
        raise CurabibError(
            f"DuckDB gave up: {reason}", hint="--folder names one on a larger disk; Spark takes more machines"
        ) from error


class DuckDB:
    """DuckDB: what does not fit into memory goes to files in a folder."""

    def __init__(self, folder: Path) -> None:
        """Work in a folder, which must be there."""
        self._connection = duckdb.connect(str(folder / "tables.duckdb"))
        self._connection.execute("SET temp_directory = ?", [str(folder / "spilled")])
        self._connection.execute("SET enable_progress_bar = false")
        self.api = DuckDBAPI(self._connection)

    def rows(self, place: Path) -> None:
        """Take the Parquet files in a folder as the table `rows`."""
        files = str(place / "*.parquet").replace("'", "''")
        self.make(Part("rows", f"SELECT * FROM read_parquet('{files}')", kept=False))  # noqa: S608

    def make(self, part: Part) -> None:
        """Call the answer of a query by its name."""
        kind = "TABLE" if part.kept else "VIEW"
        self._connection.execute(f'CREATE {kind} "{part.name}" AS {part.query}')

    def mapped(self, name: str, asked: str, act: OfBatches, form: pa.Schema) -> None:
        """Make a table of what `act` makes of the batches of another."""
        self._take(name, act(self.answer(asked)), form)

    def parted(self, name: str, asked: str, by: str, act: OfPart, form: pa.Schema) -> None:
        """Make a table of what `act` makes of each part of another that has one value of the column `by`."""
        parts = _parts(self._ask(f'SELECT * FROM "{asked}" ORDER BY "{by}"'), by)  # noqa: S608
        self._take(name, (batch for part in parts for batch in act(part).to_batches()), form)

    def answer(self, name: str) -> Batches:
        """Yield a table."""
        return self._ask(f'SELECT * FROM "{name}"')  # noqa: S608

    def close(self) -> None:
        """Close the file of tables."""
        self._connection.close()

    def _ask(self, query: str) -> Batches:
        with self._connection.cursor() as cursor:
            yield from cursor.sql(query).to_arrow_reader(_BATCH)

    def _take(self, name: str, batches: Batches, form: pa.Schema) -> None:
        self._connection.register("arriving", form.empty_table())
        self._connection.execute(f'CREATE TABLE "{name}" AS SELECT * FROM arriving')  # noqa: S608
        for batch in batches:
            if batch.num_rows:
                self._connection.register("arriving", batch)
                self._connection.execute(f'INSERT INTO "{name}" SELECT * FROM arriving')  # noqa: S608
        self._connection.unregister("arriving")


def _parts(batches: Batches, by: str) -> Iterator[pa.Table]:
    """Yield the parts of a sorted answer that have one value of a column; a part is held in memory as a whole."""
    held: list[pa.RecordBatch] = []
    value: object = None
    for batch in batches:
        start = 0
        for current, run in groupby(batch.column(by).to_pylist()):
            if held and current != value:
                yield pa.Table.from_batches(held)
                held = []
            count = sum(1 for _ in run)
            held.append(batch.slice(start, count))
            start, value = start + count, current
    if held:
        yield pa.Table.from_batches(held)
