"""Finding noisy copies of official records again: `python benchmarks/lookup.py RECORDS.jsonl.gz [COPIES]`.

Copies of records drawn at random get the noise that lists have: typos, dropped authors, initials, truncated titles,
other casing, wrong years. Each is looked up among all records. Prints precision (how many of the records taken are
right), recall (how many copies were found), what was offered to a person, time and memory; against the best title by
rapidfuzz over everything, for a part of the same copies.
"""

import json
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from rapidfuzz import fuzz, process

from curabib.model import Date, Fields, FieldValue, Names, Record, Work, family_key, fold
from curabib.providers.authority import Registry
from curabib.providers.authority.index import people_key, title_key
from curabib.sync.enrich_lookup import look_up

COPIES = 10_000
PEERS = 300
SHOWN = 20
LETTERS = "abcdefghijklmnopqrstuvwxyz"
Noise = Callable[[random.Random, Record], Mapping[str, FieldValue]]


def typo(chance: random.Random, record: Record) -> Mapping[str, FieldValue]:
    """One or two letters changed, dropped, doubled or swapped."""
    title = record.fields.title
    for _ in range(chance.randint(1, 2)):
        place = chance.randrange(max(1, len(title) - 1))
        kind = chance.randrange(4)
        middle = (chance.choice(LETTERS), "", title[place] * 2, title[place + 1 : place + 2] + title[place])[
            kind
        ]
        title = title[:place] + middle + title[place + (2 if kind == 3 else 1) :]
    return {"title": title}


def fewer_authors(chance: random.Random, record: Record) -> Mapping[str, FieldValue]:
    """One author left out, or all behind the third put into an "et al."."""
    people = list(record.fields.authors)
    if len(people) > 3 and chance.random() < 0.5:
        return {"author": Names(tuple(people[:3]), truncated=True)}
    if len(people) > 2:
        del people[chance.randrange(len(people))]
    return {"author": Names(tuple(people))}


def initials(chance: random.Random, record: Record) -> Mapping[str, FieldValue]:
    """Given names cut to initials."""
    people = (
        replace(name, given=" ".join(f"{word[0]}." for word in name.given.split()))
        for name in record.fields.authors
    )
    return {"author": Names(tuple(people), record.fields.authors.truncated)}


def truncated_title(chance: random.Random, record: Record) -> Mapping[str, FieldValue]:
    """The subtitle left out, or the last word."""
    title = record.fields.title
    head, colon, _ = title.partition(": ")
    if colon and len(head.split()) > 2:
        return {"title": head}
    words = title.split()
    return {"title": " ".join(words[:-1])} if len(words) > 4 else {}


def other_casing(chance: random.Random, record: Record) -> Mapping[str, FieldValue]:
    """The title in capitals, or all in small letters."""
    title = record.fields.title
    return {"title": title.upper() if chance.random() < 0.5 else title.lower()}


def wrong_year(chance: random.Random, record: Record) -> Mapping[str, FieldValue]:
    """A year too early or too late, as that of a preprint is."""
    date = record.fields.date
    return {"date": Date(date.year + chance.choice((-2, -1, 1)))} if date else {}


NOISES: tuple[Noise, ...] = (typo, fewer_authors, initials, truncated_title, other_casing, wrong_year)


def noisy(chance: random.Random, record: Record) -> tuple[str, Work]:
    """Return the names of one or two kinds of noise, and the work as a list would have it."""
    chosen = sorted(chance.sample(range(len(NOISES)), chance.randint(1, 2)))
    for number in chosen:
        record = replace(record, fields=record.fields.updated(NOISES[number](chance, record)))
    kept = {name: record.fields[name] for name in ("title", "author", "date") if name in record.fields}
    work = Work(id="noisy", entry_type="misc", fields=Fields(kept), records=())
    return "+".join(NOISES[number].__name__ for number in chosen), work


def same_work(one: Record, other: Record) -> bool:
    """Return whether two official records are one work: the same record, or versions with one title and authors."""
    if one.id == other.id:
        return True
    mine, theirs = ({family_key(name) for name in r.fields.authors} for r in (one, other))
    alike = fuzz.ratio(fold(one.fields.title), fold(other.fields.title)) >= 95
    return alike and len(mine & theirs) * 2 >= len(mine | theirs)


def main() -> None:
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    count = int(sys.argv[2]) if len(sys.argv) > 2 else COPIES
    with tempfile.TemporaryDirectory() as folder:
        path = source or made_up(Path(folder) / "made-up.jsonl")
        registry = Registry(Path(folder) / "authorities")
        start = time.process_time()
        added = registry.add(path, "all")
        built = time.process_time() - start
        print(f"{added.records} records indexed in {built:.0f} s CPU, {memory():.0f} MiB", flush=True)
        with registry.open("all") as authority:
            look_ups(authority, count)


def look_ups(authority, count: int) -> None:  # type: ignore[no-untyped-def]
    chance = random.Random(7)
    wanted = set(chance.sample(range(authority.size), min(count, authority.size)))
    drawn = [record for number, record in enumerate(authority.records()) if number in wanted]
    drawn = [
        record for record in drawn if people_key(record.fields.authors) and title_key(record.fields.title)
    ]
    copies = [(record, *noisy(chance, record)) for record in drawn]
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
        if outcome == "wrong":
            print(f"wrong: {work.fields.title} -> {found.record.fields.title}")  # type: ignore[union-attr]
    spent = time.process_time() - start
    report("look_up", outcomes, len(copies), spent)
    for name, counts in sorted(by_noise.items()):
        print(f"    {name:<16} " + "  ".join(f"{outcome} {n}" for outcome, n in sorted(counts.items())))
    absent(authority, copies)
    against_everything(authority, copies[:PEERS])


def absent(authority, copies) -> None:  # type: ignore[no-untyped-def]
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


def against_everything(authority, copies) -> None:  # type: ignore[no-untyped-def]
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
