"""The shipped bibliography is what its records, overrides and lock make, and holds what it says it holds."""

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import curabib.project
from curabib.sync.libraries import load_library
from curabib.sync.run import Refresh, Wishes, synchronise
from tests.conftest import REPOSITORY

BIB = REPOSITORY / "bib"

TOPICS = {
    "Empirical Study",
    "Neural Collapse",
    "Deep Double Descent",
    "Lottery Ticket Hypothesis",
    "Emergence and Phase Transitions",
    "Interactions with Neuroscience",
    "Information Bottleneck",
    "Neural Tangent Kernel",
    "Others",
}


def test_a_checkout_without_network_makes_the_same_bytes() -> None:
    project = curabib.project.load(REPOSITORY)
    assert project.diagnostics == ()
    update = synchronise(project.value, Wishes(refresh=Refresh(offline=True)), write=False)
    assert update.value.plan.empty
    assert not [d for d in update.diagnostics if d.severity == "error"]


def test_every_topic_has_its_files() -> None:
    library = load_library(REPOSITORY).value
    topics = Counter(topic for entry in library.entries for topic in entry.work.topics)
    assert topics.keys() >= TOPICS
    stems = {path.stem for path in (BIB / "topics").glob("*.bib")}
    assert len(stems) == len(topics)
    assert stems == {path.stem for path in (BIB / "references").glob("*.md")}
    assert sum((BIB / "topics" / f"{stem}.bib").read_text().count("\n@") for stem in stems) == topics.total()


def test_check_finds_no_errors_and_only_the_warnings_that_the_readme_explains() -> None:
    command = [sys.executable, "-m", "curabib", "--output-format", "json", "check"]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout or done.stderr)["diagnostics"]
    warnings = {diagnostic["code"] for diagnostic in found if diagnostic["severity"] == "warning"}
    explained = set(re.findall(r"CB\d{3}", (BIB / "README.md").read_text(encoding="utf-8")))
    assert warnings
    assert warnings <= explained


def test_records_hold_facts_and_no_prose() -> None:
    for path in sorted((BIB / "records").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines()[1:]:
            record = json.loads(line)
            for name, value in record.items():
                text = json.dumps(value, ensure_ascii=False)
                if name != "authors":
                    assert len(text) < 1_000, (path.name, record["id"], name)
            assert len(record.get("text", "")) < 300, (path.name, record["id"])


def test_every_key_in_a_file_is_promised_by_the_lock() -> None:
    lines = (BIB / "curabib.lock").read_text(encoding="utf-8").splitlines()[1:]
    promised = {line["key"] for line in map(json.loads, lines)}
    for path in (BIB / "library.bib", BIB / "library.biblatex.bib", *sorted(_topics())):
        keys = set(re.findall(r"^@\w+\{([^,]+),$", path.read_text(encoding="utf-8"), re.M))
        assert keys and keys <= promised, path


def _topics() -> list[Path]:
    return list((BIB / "topics").glob("*.bib"))
