"""One record among a million: `python -m benchmarks.million [RECORDS.jsonl.gz] [COUNT]`.

Builds the index of an authority of so many records: the official ones (made up without an argument), and others made of
them, of the title of one with words of another, by the authors of a third. Then a process of its own opens it and looks
records up: by an identifier, by a title, by a whole list of authors, and noisy copies as `enrich` does. Prints the time
and size of the index, and of each question the median, the time that 99 of 100 take at most, and the memory.
"""

import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from benchmarks.lookup import made_up
from benchmarks.noise import noisy
from curabib.model import FieldValue, Origin, Record
from curabib.providers.authority import Authority
from curabib.providers.authority.forms import form_of, read_records
from curabib.providers.authority.index import build
from curabib.sync.enrich.lookup import look_up

COUNT = 1_000_000
ASKED = 1_000
_ORIGIN = Origin(kind="provider", name="authority:million")
Asked = TypeVar("Asked")


def main() -> None:
    if sys.argv[1:2] == ["--ask"]:
        ask(Path(sys.argv[2]))
        return
    files = [Path(argument) for argument in sys.argv[1:] if Path(argument).exists()]
    count = next(
        (int(argument) for argument in sys.argv[1:] if argument.isdecimal()), COUNT if files else 20_000
    )
    with tempfile.TemporaryDirectory(dir=os.environ.get("CURABIB_BENCHMARK_INDEX")) as folder:
        path = files[0] if files else made_up(Path(folder) / "made-up.jsonl")
        index = Path(folder) / "index.sqlite"
        official = [
            found for found in read_records(path, form_of(path), _ORIGIN) if isinstance(found, Record)
        ]
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        start, wall = time.process_time(), time.perf_counter()
        build(index, multiplied(official, count))
        spent, passed = time.process_time() - start, time.perf_counter() - wall
        more = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - before
        size = index.stat().st_size / (1 << 20)
        print(
            f"index of {count:,} records: {spent:.0f} s CPU, {passed:.0f} s wall, {size:.0f} MiB on disk, "
            f"+{more:.0f} MiB of memory while it is built",
            flush=True,
        )
        subprocess.run([sys.executable, "-m", "benchmarks.million", "--ask", index], check=True)


def multiplied(official: Sequence[Record], count: int) -> Iterator[Record]:
    """Yield official records and others made of three of them each."""
    chance = random.Random(11)
    yield from official[:count]
    for number in range(len(official), count):
        title, words, people = chance.choice(official), chance.choice(official), chance.choice(official)
        old, new = title.fields.title.split(), words.fields.title.split()
        half = max(1, len(old) // 2)
        mixed = " ".join([*old[:half], *new[len(new) // 2 :]])
        changed: dict[str, FieldValue] = {"title": mixed, "author": people.fields.authors}
        yield replace(
            title,
            id=f"{_ORIGIN.name}#made-{number}",
            fields=title.fields.updated(changed),
            identifiers=(),
        )


def ask(path: Path) -> None:
    chance = random.Random(12)
    with Authority.open(path, _ORIGIN) as authority:
        numbers = sorted(chance.sample(range(1, authority.size + 1), min(2 * ASKED, authority.size)))
        query = "SELECT form FROM record WHERE number = ?"
        rows = (authority.connection.execute(query, (number,)).fetchone() for number in numbers)
        some = [record for (form,) in rows if (record := authority._record(form)).fields.authors.people]
        chance.shuffle(some)
        some = some[:ASKED]
        identified = [record for record in some if record.identifiers]
        copies = [noisy(chance, record, "plain")[1] for record in some]
        measure("identifier", lambda r: authority.by_identifier(r.identifiers[0]), identified)
        measure("title", lambda r: authority.by_title(r.fields.title), some)
        measure("authors", lambda r: authority.by_people(r.fields.authors), some)
        measure("look_up of a noisy copy", lambda work: look_up(work, authority).record, copies)
    print(f"memory of the process: {peak() / 1024:.0f} MiB")


def peak() -> int:
    """Return the most memory that this process had, in KiB; `resource` counts its parent's too."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(
            int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")
        )
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def measure(name: str, question: Callable[[Asked], object], asked: Sequence[Asked]) -> None:
    spent: list[float] = []
    found = 0
    for each in asked:
        start = time.process_time()
        found += bool(question(each))
        spent.append(1000 * (time.process_time() - start))
    if spent:
        most = sorted(spent)[int(0.99 * (len(spent) - 1))]
        print(
            f"{name:<24} {len(spent):>6} asked, {found:>6} found, median {statistics.median(spent):6.2f} ms CPU, "
            f"99 % within {most:6.2f} ms",
            flush=True,
        )


if __name__ == "__main__":
    main()
