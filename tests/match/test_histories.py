"""Real lists, where they are at hand: what happened to them over years, and the works they share."""

from dataclasses import replace
from pathlib import Path

import pytest

from curabib.library.lock import Lock
from curabib.match import match
from curabib.model import Record, Snapshot
from curabib.normalise import normalise
from curabib.readers import read
from tests.match.making import reread, sync

HISTORIES = (
    "lists/history/awesome-NeRF__awesome-NeRF",
    "lists/history/heidihoward__distributed-consensus-reading-list",
    "lists/history/safe-graph__graph-adversarial-learning-literature",
    "upstream",
)


def records(path: Path, source: str) -> tuple[Record, ...]:
    snapshot = Snapshot(source=source, path=source, text=path.read_text(encoding="utf-8"))
    return normalise(read(snapshot).value, snapshot).value


@pytest.mark.slow
@pytest.mark.parametrize("history", HISTORIES)
def test_no_key_changes_over_a_real_history(material: Path, history: str) -> None:
    lock, kept = Lock(), tuple[Record, ...]()
    for path in sorted((material / history).glob("*.md")):
        now = records(path, "list")
        kept = reread(now, [replace(r, withdrawn=False) for r in kept])
        after = sync(kept, lock)
        assert {line.uid: line.key for line in lock.works}.items() <= {
            w.uid: w.key for w in after.lock.works
        }.items()
        names = [
            name for line in after.lock.works if line.state != "merged" for name in (line.key, *line.aliases)
        ]
        assert len({name.casefold() for name in names}) == len(names)
        assert sync(kept, after.lock) == after
        lock = after.lock


def test_the_seeds_share_what_a_reader_by_eye_found(material: Path) -> None:
    found = match(
        [r for path in sorted((material / "seeds").glob("*.txt")) for r in records(path, path.name[:3])]
    )
    merged = {
        tuple(f"{r.origin.name}:{r.location.line}" for r in work.records if r.location)
        for work in found.value
        if len(work.records) > 1
    }
    assert {("002:431", "002:2757"), ("000:101", "002:1805"), ("000:117", "002:989")} <= merged
    asked = {
        tuple(sorted(f"{place.path}:{place.line}" for place in (d.location, d.related[0].location) if place))
        for d in found.diagnostics
    }
    proved = {pair for pair in (("000:69", "002:1004"),) if pair in merged}
    for pair in ({("000:69", "002:1004"), ("000:126", "002:1019"), ("002:2812", "004:33")}) - proved:
        assert tuple(sorted(pair)) in asked
    for trap in (
        ("000:55", "002:1039"),
        ("002:2734", "002:2920"),
        ("002:2019", "002:2024"),
        ("002:2169", "002:2174"),
        ("002:2275", "002:2049"),
    ):
        assert not any(set(trap) <= set(group) for group in merged)
