"""What a sync and an export cost, on the shipped bibliography and on libraries of any size.

    python -m benchmarks.sync                the shipped bibliography, and all records where the authority data is there
    python -m benchmarks.sync 10000 40000    libraries of so many records (0: all of them)
    python -m benchmarks.sync --records RECORDS.jsonl.gz 10000    of other records, one JSON object a line

Prints CPU seconds, wall seconds, peak memory, and CPU time as a multiple of that of `python -c "import click,
bibtexparser"` for the shipped bibliography, of `json.loads` of the bytes of all records for the others.
"""

import argparse
import gzip
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.measure import compare, run_once, table
from curabib import __version__
from curabib.model import Date, Fields, Identifier, Link, Location, Name, Names, Origin, Record, Venue
from curabib.project.records import Header, SourceRecords, print_records

ROOT = Path(__file__).resolve().parents[1]
AUTHORITY = ROOT.parent / "shared" / "authority" / "ml-anthology.jsonl.gz"
SELF = [sys.executable, "-m", "curabib"]
BASE = "import click, bibtexparser"
LOADS = "json.loads"
ROUNDS = 5
TOPICS = 400
SMALL = """\
# Small

## Notes

- [How to benchmark plainly](https://arxiv.org/abs/2001.00001), Ada Example, ICLR 2020
- [How to count at all](https://arxiv.org/abs/2001.00002), Ben Example, ICML 2021
- [How to weigh what was counted](https://arxiv.org/abs/2001.00003), Cy Example, ICML 2021
"""
_LOADS = "import json, sys; [json.loads(line) for line in open(sys.argv[1], encoding='utf-8')]"


def shipped() -> None:
    """Measure the bibliography that comes with the repository, in a copy."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "bib", folder / "bib", ignore=shutil.ignore_patterns(".curabib"))
        run_once([*SELF, "sync", "--offline"], folder)
        listed = [*SELF, "topics", "--format", "json"]
        found = json.loads(subprocess.run(listed, cwd=folder, check=True, capture_output=True).stdout)
        topics = found["topics"] if isinstance(found, dict) else found
        topic = max(topics, key=lambda item: item.get("count", item.get("entries", 0)))
        named = str(topic.get("name", topic.get("topic")))
        commands = {
            BASE: [sys.executable, "-c", BASE],
            "sync, nothing changed": [*SELF, "sync", "--offline"],
            "export --topic": [*SELF, "export", "--topic", named],
            "export": [*SELF, "export"],
        }
        print("-- the shipped bibliography")
        print(table(compare(commands, ROUNDS, folder), BASE))


def large(path: Path, count: int) -> None:
    """Measure a library made of the first `count` (0: all) of the records in `path`, in a temporary folder."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines = write_project(folder, path, count)
        records = folder / "bib" / "records" / "anthology.jsonl"
        sync = [*SELF, "sync", "--source", "small"]
        costs = {LOADS: run_once([sys.executable, "-c", _LOADS, str(records)], folder)}
        costs["first sync"] = run_once([*SELF, "sync", "--offline"], folder)
        costs["sync, a list added"] = run_once(sync, folder)
        costs["sync, nothing changed"] = run_once(sync, folder)
        costs["export --topic"] = run_once([*SELF, "export", "--topic", "Topic 17"], folder)
        costs["show KEY"] = run_once([*SELF, "show", first_key(folder)], folder)
        (folder / "small.md").write_text(SMALL.replace("plainly", "plainly and simply"), encoding="utf-8")
        costs["sync, one record changed"] = run_once(sync, folder)
        size = records.stat().st_size / 1e6
        print(f"-- {lines:,} records, {size:.0f} MB; library.bib and {min(lines, TOPICS)} files by topic")
        print(table(costs, LOADS), flush=True)


def first_key(folder: Path) -> str:
    """Return the key of the last promise in the lock."""
    last = (folder / "bib" / "curabib.lock").read_text(encoding="utf-8").rstrip("\n").rpartition("\n")[2]
    return str(json.loads(last)["key"])


def write_project(folder: Path, path: Path, count: int) -> int:
    """Write a project whose only source has the first `count` (0: all) of the records; return how many there are."""
    home = folder / "bib"
    (home / "records").mkdir(parents=True)
    (home / "curabib.yaml").write_text(
        "sources:\n  anthology: {file: list.md}\n  small: {file: ../small.md}\n"
        "outputs:\n  - {path: library.bib, format: bibtex}\n"
        "  - {path: 'topics/{topic}.bib', format: bibtex, split-by: topic}\n",
        encoding="utf-8",
    )
    (folder / "small.md").write_text(SMALL, encoding="utf-8")
    records: list[Record] = []
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as stream:
        for number, line in enumerate(stream):
            if count and number >= count:
                break
            records.append(record(json.loads(line), number))
    header = Header(
        source="anthology", path="bib/list.md", sha256="0" * 64, reader="markdown", tool=__version__
    )
    text = print_records(SourceRecords(header=header, records=tuple(records)))
    (home / "records" / "anthology.jsonl").write_text(text, encoding="utf-8")
    return len(records)


def record(form: dict[str, Any], number: int) -> Record:
    """Return the record of one object of the authority data."""
    origin = Origin(kind="list", name="anthology")
    people = tuple(
        Name(family=a.get("family", ""), given=a.get("given", "")) for a in form.get("authors", [])
    )
    schemes = {"pmlr": "pmlr", "neurips": "neurips", "openreview": "openreview", "jmlr": "jmlr"}
    scheme, value = schemes.get(form.get("source", "")), form.get("source_id", "")
    identifiers = (Identifier(scheme, value),) if scheme and value else ()
    return Record(
        id=f"anthology#{number:012x}",
        origin=origin,
        location=Location(path="bib/list.md", line=number + 1),
        entry_type="article" if form.get("venue_type") == "journal" else "inproceedings",
        fields=Fields(
            {
                "title": form["title"],
                "author": Names(tuple(p for p in people if p.family)),
                "venue": Venue(name=form.get("venue", ""), abbreviation="", kind=form.get("venue_type", "")),
                "date": Date(int(form["year"])),
                "volume": form.get("volume") or "",
                "pages": form.get("pages") or "",
            }
        ),
        year_source="stated",
        topics=(f"Topic {number % TOPICS}",),
        links=tuple(
            Link("paper", form[name])
            for name in ("venue_url", "pdf_url")
            if form.get(name, "").startswith("http")
        ),
        identifiers=identifiers,
    )


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sizes", nargs="*", type=int, help="numbers of records, 0 for all")
    parser.add_argument(
        "--records", type=Path, default=AUTHORITY, help="one JSON object a line, or that in gzip"
    )
    options, _ = parser.parse_known_args([a for a in sys.argv[1:] if a[:1] == "-" or not a.isalpha()])
    if not options.sizes and (ROOT / "bib").is_dir():
        shipped()
    if options.records.exists():
        for size in options.sizes or [0]:
            large(options.records, size)


if __name__ == "__main__":
    main()
