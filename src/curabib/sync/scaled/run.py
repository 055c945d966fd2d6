"""The order of steps: rows, blocks, pairs, verdicts, connected parts, groups. Each step is a table of an engine."""

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from splink import Linker
from splink.clustering import cluster_pairwise_predictions_at_threshold
from splink.internals.splink_dataframe import SplinkDataFrame

from curabib.match.block import Pair
from curabib.match.grouping import Grouping, Member
from curabib.match.judge import Verdict
from curabib.match.profile import Profile
from curabib.match.rows import rows_of
from curabib.sync.scaled.blocks import Part, parts
from curabib.sync.scaled.engine import Engine, surroundings
from curabib.sync.scaled.judging import GROUPS, ROWS, VERDICTS, batch_of, group, judge
from curabib.sync.scaled.model import settings

_ROWS_AT_ONCE = 20_000
_ENGINES: Mapping[str, tuple[str, str]] = {
    "duckdb": ("curabib.sync.scaled.engine", "DuckDB"),
    "spark": ("curabib.sync.scaled.spark", "Spark"),
}


def engine_of(name: str) -> Callable[[Path], Engine]:
    """Return what begins an engine (`duckdb` or `spark`) in a folder; raises ImportError where it is not installed."""
    module, kind = _ENGINES[name]
    engine: Callable[[Path], Engine] = getattr(import_module(module), kind)
    return engine


def grouped(
    profiles: Iterable[Profile],
    engine: Callable[[Path], Engine],
    folder: Path,
    tell: Callable[[str], None] = lambda step: None,
) -> Grouping:
    """Return which profiles are one work, as `match.grouping.group` does; an engine holds what memory need not.

    `folder` is an empty one to work in, reached by all of the engine's workers; `tell` is told what is being done, and
    the empty text at the end. Raises CurabibError where the engine does not start, or its disk or memory is full.
    """
    tell("reading records")
    count = _write(profiles, folder / "rows")
    if not count:
        return Grouping(count=0, groups=(), spoken={}, members={})
    with surroundings():
        running = engine(folder)
        try:
            return _run(running, folder / "rows", count, tell)
        finally:
            tell("")
            running.close()


def _write(profiles: Iterable[Profile], place: Path) -> int:
    """Write the table of rows as Parquet files; return their number."""
    place.mkdir()
    rows, count, part = rows_of(profiles), 0, 0
    while batch := list(islice(rows, _ROWS_AT_ONCE)):
        pq.write_table(pa.Table.from_batches([batch_of(batch)], ROWS), place / f"{part:06}.parquet")
        count, part = count + len(batch), part + 1
    return count


def _run(engine: Engine, place: Path, count: int, tell: Callable[[str], None]) -> Grouping:
    engine.rows(place)
    waiting = iter(parts().values())

    def make_up_to(name: str) -> None:
        for part in waiting:
            engine.make(part)
            if part.name == name:
                return

    tell("making blocks")
    make_up_to("blocked")
    tell("joining pairs")
    linker = Linker(engine.api.register("blocked"), settings(), log_level="ERROR")
    # without a threshold: Spark would push it down, and measure the distance of titles once for each use of it
    _call(engine, "weighed", linker.inference.predict(warning_mode="never"))
    make_up_to("judging")
    tell("judging pairs")
    engine.mapped("verdicts", "judging", judge, VERDICTS)
    make_up_to("ends")
    tell("connecting links")
    ends, links = engine.api.register("ends"), engine.api.register("links")
    _call(engine, "parts", cluster_pairwise_predictions_at_threshold(ends, links, engine.api, "unique_id"))
    make_up_to("connected")
    engine.parted("groups", "connected", "cluster_id", group, GROUPS)
    tell("collecting")
    make_up_to("members")
    return Grouping(count=count, groups=_groups(engine), spoken=_spoken(engine), members=_members(engine))


def _call(engine: Engine, name: str, found: SplinkDataFrame) -> None:
    engine.make(Part(name, f"SELECT * FROM {found.physical_name}", kept=False))  # noqa: S608


def _groups(engine: Engine) -> tuple[tuple[int, ...], ...]:
    members: dict[int, list[int]] = {}
    for batch in engine.answer("groups"):
        for first, member in zip(*batch.to_pydict().values(), strict=True):
            members.setdefault(first, []).append(member)
    return tuple(sorted(tuple(sorted(found)) for found in members.values()))


def _spoken(engine: Engine) -> Mapping[Pair, Verdict]:
    found = {
        (row["unique_id_l"], row["unique_id_r"]): Verdict(row["strength"], row["code"], row["reason"])
        for batch in engine.answer("spoken")
        for row in batch.to_pylist()
    }
    return dict(sorted(found.items()))


def _members(engine: Engine) -> Mapping[int, Member]:
    found = {
        position: Member(name=name, title=title, said=said)
        for batch in engine.answer("members")
        for position, name, title, said in zip(*batch.to_pydict().values(), strict=True)
    }
    return dict(sorted(found.items()))
