"""Grouping records in memory, with DuckDB and with Spark: `python -m benchmarks.scale RECORDS.jsonl.gz [ENGINE...]`.

Reads the records once (made up without an argument), groups them with each engine in a process of its own, and prints
CPU and wall seconds, the memory that was added to that of the records, and how the answers compare with those in
memory: of the pairs of records that one puts together, the share that the other does, too. Spark runs as
`PYSPARK_SUBMIT_ARGS` says, and is left out where it is not installed; its CPU is that of all processes of the group.
"""

import os
import pickle
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path

from benchmarks.lookup import made_up
from curabib.match.grouping import Grouping, group
from curabib.match.profile import Profile, of_record
from curabib.model import Origin, Record
from curabib.providers.authority.forms import form_of, read_records

_ORIGIN = Origin(kind="provider", name="records")


def main() -> None:
    arguments = sys.argv[1:]
    files = [Path(argument) for argument in arguments if Path(argument).exists()]
    engines = [argument for argument in arguments if not Path(argument).exists()] or [
        "memory",
        "duckdb",
        "spark",
    ]
    with tempfile.TemporaryDirectory() as folder:
        compare(profiles_of(files[0] if files else made_up(Path(folder) / "made-up.jsonl")), engines)


def profiles_of(path: Path) -> list[Profile]:
    records = (found for found in read_records(path, form_of(path), _ORIGIN) if isinstance(found, Record))
    return [replace(of_record(record), record=None) for record in records]


def compare(profiles: Sequence[Profile], engines: Sequence[str]) -> None:
    print(f"-- {len(profiles):,} records", flush=True)
    first: Grouping | None = None
    for engine in engines:
        if engine == "spark" and find_spec("pyspark") is None:
            print("spark     is not installed")
            continue
        with tempfile.TemporaryDirectory() as folder:
            found, cost = measured(profiles, engine, Path(folder))
        print(
            f"{engine:<8}  {cost}  {len(found.groups):,} groups, {len(found.spoken):,} pairs to ask about",
            flush=True,
        )
        if first is None:
            first = found
            continue
        ours, theirs = pairs(first), pairs(found)
        both = len(ours & theirs)
        print(
            f"          pairs: precision {100 * both / max(1, len(theirs)):.3f} %, recall "
            f"{100 * both / max(1, len(ours)):.3f} % of those of {engines[0]}; to ask about: "
            f"{'the same' if dict(first.spoken) == dict(found.spoken) else 'others'}",
            flush=True,
        )


def measured(profiles: Sequence[Profile], engine: str, folder: Path) -> tuple[Grouping, str]:
    """Return the answer of an engine in a process forked off this one, and what that took."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    child = os.fork()
    if not child:
        answer = group(profiles) if engine == "memory" else with_engine(profiles, engine, folder)
        (folder / "answer").write_bytes(pickle.dumps((answer, cpu())))
        os._exit(0)
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - start
    if status:
        raise RuntimeError(f"{engine} ended with status {os.waitstatus_to_exitcode(status)}")
    answer, spent = pickle.loads((folder / "answer").read_bytes())
    return answer, f"{spent:7.1f} s CPU  {wall:7.1f} s wall  +{(usage.ru_maxrss - before) / 1024:6.0f} MiB"


def cpu() -> float:
    """Return the CPU seconds of this process and of what it has begun, as far as Linux still knows them."""
    own = time.process_time()
    ticks = os.sysconf("SC_CLK_TCK")
    begun = {os.getpid()}
    processes = {}
    for place in Path("/proc").iterdir():
        if place.name.isdecimal():
            try:
                said = (place / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            processes[int(place.name)] = (int(said[1]), sum(map(int, said[11:15])) / ticks)
    while more := {pid for pid, (parent, _) in processes.items() if parent in begun} - begun:
        begun |= more
    return own + sum(spent for pid, (_, spent) in processes.items() if pid in begun and pid != os.getpid())


def with_engine(profiles: Sequence[Profile], engine: str, folder: Path) -> Grouping:
    from curabib.sync.scaled import engine_of, grouped

    return grouped(profiles, engine_of(engine), folder)


def pairs(found: Grouping) -> set[tuple[int, int]]:
    return {pair for members in found.groups for pair in combinations(members, 2)}


if __name__ == "__main__":
    main()
