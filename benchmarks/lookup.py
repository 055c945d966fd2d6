"""Finding noisy copies of official records: `python -m benchmarks.lookup RECORDS.jsonl.gz [COPIES] [MAKER:SEED...]`.

Copies of records drawn at random get the noise that lists have (see `benchmarks/noise.py`). Each is looked up among
all records. Prints precision (how many of the records taken are right), recall (how many copies were found), what was
offered to a person, time and memory; for the first maker also what happens to works whose record is not there, and
what the best title by rapidfuzz over everything finds of the same copies. With `--table FILE.csv` records and copies of
the first maker are written down for `benchmarks/by_bib_dedupe.py`.
"""

import csv
import json
import os
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rapidfuzz import fuzz, process

from benchmarks.noise import LETTERS, noisy
from curabib.model import Fields, Record, Work, family_key, fold
from curabib.providers.authority import Authority, Registry
from curabib.providers.authority.index import people_key, title_key
from curabib.sync.enrich.lookup import look_up

COPIES = 10_000
ABSENT = 3000
SHOWN = 20
DEFAULT_RUNS = ["plain:101", "plain:202", "keyboard:303", "scanner:404"]
Copy = tuple[Record, str, Work]


def same_work(one: Record, other: Record) -> bool:
    """Return whether two official records are one work: the same record, or versions with one title and authors."""
    if one.id == other.id:
        return True
    mine, theirs = ({family_key(name) for name in r.fields.authors} for r in (one, other))
    alike = fuzz.ratio(fold(one.fields.title), fold(other.fields.title)) >= 95
    return alike and len(mine & theirs) * 2 >= len(mine | theirs)


def main() -> None:
    arguments = sys.argv[1:]
    table = None
    if "--table" in arguments:
        place = arguments.index("--table")
        table = Path(arguments[place + 1])
        del arguments[place : place + 2]
    source = Path(arguments[0]) if arguments else None
    count = int(arguments[1]) if len(arguments) > 1 else COPIES
    runs = arguments[2:] or DEFAULT_RUNS
    with tempfile.TemporaryDirectory() as folder:
        path = source or made_up(Path(folder) / "made-up.jsonl")
        index = Path(os.environ.get("CURABIB_BENCHMARK_INDEX", folder))
        registry = Registry(index / "authorities")
        start = time.process_time()
        added = registry.add(path, "all")
        built = time.process_time() - start
        print(f"{added.records} records indexed in {built:.0f} s CPU, {memory():.0f} MiB", flush=True)
        with registry.open("all") as authority:
            for number, run in enumerate(runs):
                maker, _, seed = run.partition(":")
                copies = draw(authority, count, maker, int(seed or 7))
                look_ups(authority, copies, run)
                if not number:
                    if table is not None:
                        write_table(authority, copies, table)
                    absent(authority, copies[:ABSENT])
                    against_everything(authority, copies)


def draw(authority: Authority, count: int, maker: str, seed: int) -> list[Copy]:
    """Return records drawn at random, with the names of the noise and the work that it made of each."""
    chance = random.Random(seed)
    wanted = set(chance.sample(range(authority.size), min(count, authority.size)))
    drawn = (record for number, record in enumerate(authority.records()) if number in wanted)
    named = (r for r in drawn if people_key(r.fields.authors) and title_key(r.fields.title))
    return [(record, *noisy(chance, record, maker)) for record in named]


def look_ups(authority: Authority, copies: Sequence[Copy], run: str) -> None:
    outcomes: Counter[str] = Counter()
    by_noise: dict[str, Counter[str]] = {}
    start = time.process_time()
    for record, noise, work in copies:
        found = look_up(work, authority)
        if found.record is not None:
            outcome = "right" if same_work(found.record, record) else "wrong"
        else:
            outcome = "offered" if any(same_work(o.record, record) for o in found.offers) else "missed"
        outcomes[outcome] += 1
        for name in noise.split("+"):
            by_noise.setdefault(name, Counter())[outcome] += 1
        if outcome == "wrong" and found.record is not None:
            print(f"wrong: {work.fields.title} -> {found.record.fields.title}")
    spent = time.process_time() - start
    report(f"look_up, {run}", outcomes, len(copies), spent)
    for name, counts in sorted(by_noise.items()):
        print(f"    {name:<16} " + "  ".join(f"{outcome} {n}" for outcome, n in sorted(counts.items())))


def absent(authority: Authority, copies: Sequence[Copy]) -> None:
    """Look up works whose record is not there: whatever is taken is wrong."""
    wrong = 0
    for record, _, work in copies:

        def refused(other: Record, record: Record = record) -> bool | None:
            return False if same_work(other, record) else None

        found = look_up(work, authority, refused)
        if found.record is not None:
            wrong += 1
            if wrong <= SHOWN:
                print(f"  absent, but taken: {work.fields.title} -> {found.record.fields.title}")
    share = 100 * wrong / len(copies)
    print(
        f"of {len(copies)} copies whose record is not there, {wrong} get another one ({share:.2f} %)",
        flush=True,
    )


def against_everything(authority: Authority, copies: Sequence[Copy]) -> None:
    """Take the best title of all where it is at least 90 % alike, as tools that match titles do."""
    records = list(authority.records())
    titles = [fold(record.fields.title) for record in records]
    outcomes: Counter[str] = Counter()
    start = time.process_time()
    for record, _, work in copies:
        best = process.extractOne(fold(work.fields.title), titles, scorer=fuzz.ratio, score_cutoff=90)
        if best is None:
            outcomes["missed"] += 1
        else:
            outcomes["right" if same_work(records[best[2]], record) else "wrong"] += 1
    report("rapidfuzz over all titles", outcomes, len(copies), time.process_time() - start)


def write_table(authority: Authority, copies: Sequence[Copy], path: Path) -> None:
    """Write records and copies as the table that bib-dedupe reads; `truth` numbers the works, -1 for others."""
    of_work: dict[str, int] = {record.id: number for number, (record, _, _) in enumerate(copies)}
    columns = (
        "ID",
        "truth",
        "ENTRYTYPE",
        "title",
        "author",
        "year",
        "journal",
        "booktitle",
        "volume",
        "pages",
        "doi",
    )
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, restval="")
        writer.writeheader()
        for record in authority.records():
            writer.writerow(row(record.id, of_work.get(record.id, -1), record, record.fields))
        for number, (record, _, work) in enumerate(copies):
            writer.writerow(row(f"copy-{number}", number, record, work.fields))


def row(id: str, truth: int, record: Record, fields: Fields) -> dict[str, object]:
    """Return a row of the table; the venue is that of the record, which bib-dedupe is told of copies, too."""
    venue = record.fields.venue
    article = record.entry_type == "article"
    names = " and ".join(f"{name.family or name.literal}, {name.given}" for name in fields.authors)
    return {
        "ID": id,
        "truth": truth,
        "ENTRYTYPE": "article" if article else "inproceedings",
        "title": fields.title,
        "author": names,
        "year": fields.date.year if fields.date else "",
        "journal": str(venue) if venue and article else "",
        "booktitle": str(venue) if venue and not article else "",
        "volume": fields.text("volume"),
        "pages": fields.text("pages"),
        "doi": "",
    }


def report(name: str, outcomes: Counter[str], count: int, spent: float) -> None:
    taken = outcomes["right"] + outcomes["wrong"]
    print(
        f"{name}: {count} copies, precision {100 * outcomes['right'] / max(taken, 1):.2f} %, "
        f"recall {100 * outcomes['right'] / count:.2f} %, "
        f"with offers {100 * (outcomes['right'] + outcomes['offered']) / count:.2f} %, "
        f"{1000 * spent / count:.1f} ms each, {memory():.0f} MiB",
        flush=True,
    )


def memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def made_up(path: Path, count: int = 3000) -> Path:
    chance = random.Random(1)
    words = ["".join(chance.choices(LETTERS, k=chance.randint(3, 10))) for _ in range(3000)]
    with path.open("w", encoding="utf-8") as stream:
        for number in range(count):
            title = " ".join(chance.choice(words) for _ in range(chance.randint(5, 12)))
            authors = [
                {"family": chance.choice(words).title(), "given": chance.choice(words[:90]).title()}
                for _ in range(chance.randint(1, 5))
            ]
            form = {
                "title": title,
                "authors": authors,
                "year": "2020",
                "venue": "icml",
                "source_id": str(number),
            }
            stream.write(json.dumps(form) + "\n")
    return path


if __name__ == "__main__":
    main()
