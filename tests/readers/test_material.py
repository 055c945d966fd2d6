"""The real lists beside the repository: counts and oddities that reading by eye found."""

from collections import Counter
from pathlib import Path

import pytest

from curabib import readers
from curabib.model import Reading, Record, Snapshot
from curabib.normalise import normalise

TOPICS = {
    "Empirical Study": 87,
    "Neural Collapse": 20,
    "Deep Double Descent": 22,
    "Lottery Ticket Hypothesis": 72,
    "Emergence and Phase Transitions": 34,
    "Interactions with Neuroscience": 31,
    "Information Bottleneck": 22,
    "Neural Tangent Kernel": 41,
    "Others": 214,
}


def read(path: Path) -> tuple[Reading, tuple[Record, ...], dict[int, list[str]]]:
    """Return the reading, the records, and the codes reported for each line."""
    snapshot = Snapshot(source="s", path=path.name, text=path.read_text(encoding="utf-8"))
    reading = readers.read(snapshot)
    records = normalise(reading.value, snapshot)
    codes: dict[int, list[str]] = {}
    for diagnostic in (*reading.diagnostics, *records.diagnostics):
        assert diagnostic.location is not None
        codes.setdefault(diagnostic.location.line, []).append(diagnostic.code)
    return reading.value, records.value, codes


def find(folder: Path, pattern: str) -> Path:
    return next(iter(sorted(folder.glob(pattern))))


def by_line(records: tuple[Record, ...], line: int) -> Record:
    return next(record for record in records if record.location is not None and record.location.line == line)


@pytest.mark.parametrize(
    ("pattern", "count"), [("000_*", 29), ("001_*", 7), ("002_*", 543), ("003_*", 15), ("004_*", 17)]
)
def test_a_source_has_as_many_entries_as_a_person_counts(material: Path, pattern: str, count: int) -> None:
    _, records, _ = read(find(material / "seeds", pattern))
    assert len(records) == count
    assert len({record.id for record in records}) == count


def test_notes_of_four_shapes(material: Path) -> None:
    _, records, codes = read(find(material / "seeds", "000_*"))
    assert all(record.fields.title and record.fields.authors.people for record in records)
    assert sum(record.fields.venue is not None for record in records) == 9
    assert sum(bool(record.links) for record in records) == 6
    assert not any("neurips.cc" in link.url for record in records for link in record.links)
    assert [str(name) for name in by_line(records, 117).fields.authors][-1] == "Jason Lee"
    assert "CB103" in codes[117]
    assert by_line(records, 89).fields.title.endswith(
        "Feedforward Networks? --- A Neural Tangent Kernel Perspective"
    )


def test_session_pages(material: Path) -> None:
    _, records, codes = read(find(material / "seeds", "001_*"))
    assert by_line(records, 10).fields.title.startswith("Understanding self-supervised learning dynamics")
    assert all(record.fields.venue is None and record.fields.date is None for record in records)
    assert codes[67] == ["CB118"]
    _, lost, codes = read(find(material / "seeds", "003_*"))
    assert not any(record.fields.title for record in lost)
    assert all(record.fields.authors.people for record in lost)
    assert sum("CB101" in found for found in codes.values()) == 15
    assert str(by_line(lost, 47).fields.authors.people[1]) == "Rex (Zhitao) Ying"
    assert sum(bool(record.links) for record in lost) == 3


def test_blog_notes(material: Path) -> None:
    _, records, _ = read(find(material / "seeds", "004_*"))
    assert Counter(record.role for record in records) == {"listed": 11, "mention": 6}
    assert Counter(record.kind for record in records) == {"paper": 14, "course": 1, "book": 1, "blog": 1}
    assert [record.location.line for record in records if record.role == "mention" and record.location] == [
        33,
        58,
        86,
        110,
        110,
        160,
    ]
    assert by_line(records, 41).fields.title.startswith("Dissecting Adam: The Sign")
    assert by_line(records, 79 - 2).fields.title.endswith("Distributed Optimization")
    assert by_line(records, 122).identifier("arxiv") == "1710.06952"


def test_the_list_and_its_copy_as_text_hold_the_same_works(material: Path) -> None:
    _, copy, codes = read(find(material / "seeds", "002_*"))
    _, original, _ = read(find(material / "upstream", "*2025-01*"))
    assert Counter(record.topics[0] for record in copy) == TOPICS
    assert Counter(record.topics[0] for record in original) == {**TOPICS, "Related Resources": 7}
    listed = [record for record in original if record.topics != ("Related Resources",)]
    for left, right in zip(copy, listed, strict=True):
        assert left.fields.title == right.fields.title
        assert left.fields.authors == right.fields.authors
        assert left.fields.venue == right.fields.venue
        assert (left.topics, left.keywords) == (right.topics, right.keywords)
    resources = [record.kind for record in original if record.topics == ("Related Resources",)]
    assert Counter(resources) == {"blog": 3, "other": 4}
    assert (
        Counter(record.fields.venue.abbreviation for record in copy if record.fields.venue)["NeurIPS"] == 82
    )
    assert sum(record.fields.venue is not None for record in copy) == 260
    assert [r.location.line for r in copy if not r.fields.authors.people and r.location] == [2204, 2208]
    assert by_line(copy, 2890).fields.authors.people[-1].family == "E"
    assert "CB119" in codes[2890]
    assert by_line(copy, 1961).fields.venue is None
    assert by_line(copy, 2900).entry_type == "thesis"
    assert all("CB105" in codes[line] for line in (1220, 1636, 2760))
    assert {record.year_source for record in listed} == {"stated", "identifier", "heading"}
    assert all(str(record.fields.date).startswith("20") for record in copy)


def test_the_newer_list(material: Path) -> None:
    _, records, _ = read(find(material / "upstream", "*2026-05*"))
    assert len(records) == 588
    assert all(record.fields.title for record in records)


LISTS = {
    "HokyoungJung*": (93, 0.0),
    "InstituteforDiseaseModeling*": (17, 0.0),
    "diogo149*": (20, 0.0),
    "eleurent*": (352, 0.0),
    "math-comp*": (160, 0.0),
    "rxin*": (32, 0.0),
    "safe-graph*": (316, 0.0),
    "toulbar2*": (73, 0.05),
}


@pytest.mark.slow
@pytest.mark.parametrize("pattern", sorted(LISTS))
def test_a_list_nobody_wrote_for_us_has_its_number_of_entries(material: Path, pattern: str) -> None:
    _, records, _ = read(find(material / "lists", pattern))
    count, share = LISTS[pattern]
    assert abs(len(records) - count) <= share * count
