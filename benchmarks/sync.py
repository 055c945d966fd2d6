"""What a sync and an export cost, on the shipped bibliography and on a library of any size.

    python benchmarks/sync.py                      the shipped bibliography
    python benchmarks/sync.py --large RECORDS.jsonl.gz   a library made of one JSON object a line

Prints CPU seconds (median of several runs), ratios to `python -c "import click, bibtexparser"`, and for the
large library peak memory and the ratio to `json.loads` of the same bytes.
"""

import argparse
import gzip
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from curabib import __version__
from curabib.model import Date, Fields, Identifier, Link, Location, Name, Names, Origin, Record, Venue
from curabib.project.records import Header, SourceRecords, print_records

ROOT = Path(__file__).resolve().parents[1]
SELF = [sys.executable, "-m", "curabib"]
PEERS = [sys.executable, "-c", "import click, bibtexparser"]
SMALL = """\
# Small

## Notes

- [How to benchmark plainly](https://arxiv.org/abs/2001.00001), Ada Example, ICLR 2020
- [How to count at all](https://arxiv.org/abs/2001.00002), Ben Example, ICML 2021
- [How to weigh what was counted](https://arxiv.org/abs/2001.00003), Cy Example, ICML 2021
"""
LOADS = "import json, sys; [json.loads(line) for line in open(sys.argv[1], encoding='utf-8')]"


def measure(command: Sequence[str], folder: Path, runs: int) -> tuple[float, float, int]:
    """Return the medians of CPU seconds and wall seconds, and the peak memory in MiB, of a command."""
    cpu: list[float] = []
    wall: list[float] = []
    peak = 0
    for _ in range(runs):
        start = time.perf_counter()
        child = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        assert child.stderr is not None
        error = child.stderr.read()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            raise SystemExit(
                f"{' '.join(command)}: status {child.returncode}\n{error.decode(errors='replace')[-2000:]}"
            )
        cpu.append(usage.ru_utime + usage.ru_stime)
        wall.append(time.perf_counter() - start)
        peak = max(peak, usage.ru_maxrss // 1024)
    return statistics.median(cpu), statistics.median(wall), peak


def row(name: str, found: tuple[float, float, int], base: float, what: str) -> None:
    """Print one line of the table."""
    print(
        f"{name:<44} {found[0]:8.3f} s CPU {found[1]:8.3f} s {found[2]:6d} MiB {found[0] / base:8.2f} x {what}"
    )


def shipped(runs: int) -> None:
    """Measure the bibliography that comes with the repository, in a copy."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "bib", folder / "bib", ignore=shutil.ignore_patterns(".curabib"))
        subprocess.run([*SELF, "sync", "--offline"], cwd=folder, check=True, capture_output=True)
        keys = json.loads(
            subprocess.run(
                [*SELF, "topics", "--format", "json"], cwd=folder, check=True, capture_output=True
            ).stdout
        )
        topics = keys["topics"] if isinstance(keys, dict) else keys
        topic = max(topics, key=lambda item: item.get("count", item.get("entries", 0)))
        topic_name = topic.get("name", topic.get("topic"))
        base = measure(PEERS, folder, runs)[0]
        print(f"# shipped bibliography; base: import click, bibtexparser, {base:.3f} s CPU")
        commands = {
            "sync, nothing changed (offline)": ["sync", "--offline"],
            f"export --topic {topic_name}": ["export", "--topic", topic_name],
            "export (everything)": ["export"],
            "list": ["list"],
        }
        for title, arguments in commands.items():
            row(title, measure([*SELF, *arguments], folder, runs), base, "base")


def large(path: Path, count: int, runs: int) -> None:
    """Measure a library made of the records in `path`, kept under $TMPDIR while this runs."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines = write_project(folder, path, count)
        records = folder / "bib" / "records" / "anthology.jsonl"
        base = measure([sys.executable, "-c", LOADS, str(records)], folder, runs)
        print(
            f"# {lines} records, {records.stat().st_size / 1e6:.0f} MB; "
            f"base: json.loads of them, {base[0]:.2f} s CPU, {base[2]} MiB"
        )
        first = measure([*SELF, "sync", "--source", "small"], folder, 1)
        row("first sync (match, keys, write)", first, base[0], "json.loads")
        for title, arguments in {
            "sync, nothing changed": ["sync", "--source", "small"],
            "export --topic (one of many)": ["export", "--topic", "Topic 17"],
            "export one key": ["show", first_key(folder)],
        }.items():
            row(title, measure([*SELF, *arguments], folder, runs), base[0], "json.loads")
        (folder / "small.md").write_text(SMALL.replace("plainly", "plainly and simply"), encoding="utf-8")
        changed = measure([*SELF, "sync", "--source", "small"], folder, 1)
        row("sync, one record changed", changed, base[0], "json.loads")


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
        "outputs:\n  - {path: library.bib, format: bibtex}\n",
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
        topics=(f"Topic {number % 400}",),
        links=tuple(
            Link("paper", form[name])
            for name in ("venue_url", "pdf_url")
            if form.get(name, "").startswith("http")
        ),
        identifiers=identifiers,
    )


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", type=Path, help="records, one JSON object a line, perhaps compressed")
    parser.add_argument("--count", type=int, default=0, help="use only so many of them")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if options.large:
        large(options.large, options.count, options.runs)
    else:
        shipped(options.runs)


if __name__ == "__main__":
    main()
