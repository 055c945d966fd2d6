import json

import pytest

from curabib.model import Library
from tests.cli.running import Runner
from tests.cli.shelved import shelve
from tests.library.shelf import entry


@pytest.fixture(autouse=True)
def shelved(monkeypatch: pytest.MonkeyPatch) -> None:
    shelve(monkeypatch)


def test_counts_slugs_and_names(curabib: Runner) -> None:
    ran = curabib("topics")
    assert ran.status == 0
    assert ran.out.splitlines() == [
        "    2  logic                    Logic",
        "    1  loss-landscape           Loss Landscape",
        "    1  loss-landscape-geometry  Loss Landscape & Geometry",
        "    2  pruning                  Pruning",
    ]


def test_sorted_by_count_as_json(curabib: Runner) -> None:
    form = json.loads(curabib("topics", "--sort", "count", "--format", "json").out)
    assert form["schema"] == "curabib.topics/1"
    assert [(row["topic"], row["entries"]) for row in form["topics"]][:2] == [("Logic", 2), ("Pruning", 2)]


def test_a_word_keeps_the_topics_that_hold_it(curabib: Runner) -> None:
    assert len(curabib("topics", "LANDSCAPE").out.splitlines()) == 2


def test_a_word_that_no_topic_holds(curabib: Runner) -> None:
    ran = curabib("topics", "prunning")
    assert (ran.status, ran.out) == (1, "")
    assert "Pruning" in ran.err


def test_no_control_character_of_a_topic_reaches_the_terminal(
    curabib: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelve(monkeypatch, Library.of((entry("key", "T", topics=("\x1b[2J evil \u202e",)),)))
    for format_ in ("text", "json"):
        assert not set(curabib("topics", "--format", format_).out) & {"\x1b", "\u202e"}
