"""Pairs of records, as cases."""

from typing import Any

import pytest
import yaml

from curabib.match import match
from tests.conftest import REPOSITORY
from tests.match.making import record, sync

CASES: list[dict[str, Any]] = yaml.safe_load(
    (REPOSITORY / "tests" / "cases" / "match" / "pairs.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_pair(case: dict[str, Any]) -> None:
    one = record("list#1", **{"source": "list", **case["one"]})
    two = record("list#2", **{"source": "list", **case["two"]})
    for records in ((one, two), (two, one)):
        found = match(records)
        assert len(found.value) == (1 if case["outcome"] == "one" else 2)
        assert [d.code for d in found.diagnostics] == case.get("codes", [])
        for diagnostic in found.diagnostics:
            at, other = (two, one) if diagnostic.code == "CB301" else (one, two)
            assert diagnostic.location == at.location
            assert [related.location for related in diagnostic.related] == [other.location]


def test_a_work_that_many_are_like_is_told_of_once_with_the_one_most_like_it() -> None:
    ends = ("rotating", "freezing", "bursting", "bursting thrice", "whistling")
    titles = [f"On the steam of large boilers that are {end}" for end in ends]
    records = [record(f"list#{n}", title, "Ada Byron; James Watt") for n, title in enumerate(titles, 1)]
    found = [d for d in match(records).diagnostics if d.code == "CB301"]
    places = [(d.location.line, d.related[0].location.line) for d in found if d.location]
    assert sorted(line for line, _ in places) == [2, 3, 4, 5]
    assert dict(places)[4] == 3


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_pair_has_the_same_keys_the_next_time(case: dict[str, Any]) -> None:
    records = [
        record("list#1", **{"source": "list", **case["one"]}),
        record("list#2", **{"source": "list", **case["two"]}),
    ]
    first = sync(records)
    assert len(first.lock.works) == (1 if case["outcome"] == "one" else 2)
    assert sync(records, first.lock) == first
    assert sync(records[::-1], first.lock).lock.by_uid.keys() == first.lock.by_uid.keys()
