"""Matching against the number of records: `python benchmarks/match.py [RECORDS.jsonl.gz]`.

Prints the CPU seconds of matching and key allocation for growing parts of the records (made up without an argument),
so that growth out of proportion shows, against reading the same records with `json.loads`.
"""

import gzip
import json
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from curabib.library.allocate import allocate
from curabib.library.lock import Lock
from curabib.match import match
from curabib.model import Date, Fields, Identifier, Name, Names, Origin, Record, Venue

SIZES = (1_000, 4_000, 16_000, 64_000)


def made_up(count: int) -> Iterator[str]:
    chance = random.Random(1)
    words = [f"word{int(chance.paretovariate(0.6)) % 9000}" for _ in range(40_000)]
    families = [f"family{int(chance.paretovariate(0.7)) % 4000}" for _ in range(20_000)]
    for number in range(count):
        authors = [{"family": chance.choice(families), "given": "A."} for _ in range(chance.randint(1, 5))]
        title = " ".join(chance.choice(words) for _ in range(chance.randint(5, 12)))
        yield json.dumps(
            {"title": title, "authors": authors, "year": "2020", "venue": "v", "source_id": f"{number}"}
        )


def record(number: int, form: dict[str, Any]) -> Record:
    people = [Name(family=a.get("family") or "", given=a.get("given") or "") for a in form["authors"]]
    year = str(form.get("year", ""))
    return Record(
        id=f"bench#{number}",
        origin=Origin(kind="list", name="bench"),
        location=None,
        entry_type="inproceedings",
        fields=Fields(
            {
                "title": form["title"],
                "author": Names(tuple(p for p in people if p.family or p.given)),
                "venue": Venue(name=form["venue"], abbreviation=form["venue"]),
                **({"date": Date(int(year))} if year.isdecimal() else {}),
            }
        ),
        year_source="stated",
        identifiers=(Identifier("bench", f"{year}/{form['venue']}/{form['source_id']}"),),
    )


def main() -> None:
    lines = list(made_up(SIZES[-1]))
    sizes: tuple[int, ...] = SIZES
    files = [Path(argument) for argument in sys.argv[1:] if argument.endswith(".gz")]
    if files:
        lines = gzip.decompress(files[0].read_bytes()).decode().splitlines()
        sizes = (*(size for size in SIZES if size < len(lines)), len(lines))
    print(f"{'records':>8} {'works':>8} {'json':>7} {'match':>7} {'keys':>7} {'us/record':>10}")
    for size in sizes:
        start = time.process_time()
        forms = [json.loads(line) for line in lines[:size]]
        read = time.process_time() - start
        records = [record(number, form) for number, form in enumerate(forms)]
        start = time.process_time()
        works = match(records).value
        matched = time.process_time() - start
        start = time.process_time()
        allocate(works, Lock(), "[family][year][word]")
        keyed = time.process_time() - start
        rate = (matched + keyed) / size * 1e6
        print(
            f"{size:>8} {len(works):>8} {read:>7.2f} {matched:>7.2f} {keyed:>7.2f} {rate:>10.0f}", flush=True
        )


if __name__ == "__main__":
    main()
