"""Key patterns and proposals."""

from itertools import islice
from typing import Any

import pytest
import yaml

from curabib.diagnostics import CurabibError
from curabib.library.pattern import ISSUED, Facts, is_legal, parse_pattern
from curabib.model import Fingerprint
from tests.conftest import REPOSITORY
from tests.match.making import PATTERN, record

CASES: list[dict[str, Any]] = yaml.safe_load(
    (REPOSITORY / "tests" / "cases" / "keys" / "keys.yaml").read_text(encoding="utf-8")
)
LOTTERY = record("a#1", "The Lottery Ticket Hypothesis, again", "Jonathan Frankle; Michael Carbin", 2019)


def proposals(pattern: str, count: int) -> list[str]:
    return list(islice(parse_pattern(pattern).proposals(Facts.of(LOTTERY.fields)), count))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["key"])
def test_first_proposal(case: dict[str, Any]) -> None:
    facts = {name: value for name, value in case.items() if name != "key"}
    made = record("a#1", **{**facts, "title": str(facts.get("title", ""))})
    key = next(parse_pattern(PATTERN).proposals(Facts.of(made.fields)))
    assert key == case["key"]
    assert ISSUED.match(key)


def test_a_collision_takes_more_title_words_and_then_numbers() -> None:
    assert proposals(PATTERN, 6) == [
        "frankle2019lottery",
        "frankle2019lotteryticket",
        "frankle2019lotterytickethypothesis",
        "frankle2019lotterytickethypothesisagain",
        "frankle2019lottery-2",
        "frankle2019lottery-3",
    ]


def test_numbers_that_were_refused_before_are_not_tried_again() -> None:
    refused: dict[str, int] = {}
    facts = Facts.of(LOTTERY.fields)
    pattern = parse_pattern("[family][year]")
    first = list(islice(pattern.proposals(facts, refused), 40))
    assert first == list(islice(pattern.proposals(facts), 40))
    number = refused["frankle2019"]
    assert f"frankle2019-{number}" == first[-1]
    again = [
        key for key in islice(pattern.proposals(facts, refused), 10) if key[-1].isdecimal() and "-" in key
    ]
    assert again[0] == first[-1]


@pytest.mark.parametrize(
    ("pattern", "key"),
    [
        ("[families][shortyear]", "franklecarbin19"),
        ("[family:4]-[year]-[words]", "fran-2019-lotterytickethypothesis"),
        ("[year][family]", "anon2019frankle"),
        ("x[word:1]", "xl"),
    ],
)
def test_patterns(pattern: str, key: str) -> None:
    assert proposals(pattern, 1) == [key]


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("[familie][year]", "column 1: no field `[familie]`"),
        ("[family]_[year]", "column 9: `_` has no place in a key"),
        ("[family][Year]", "column 9: `[` has no place in a key"),
        ("key", "names no field"),
        ("[family]\\input{x}", "column 9"),
    ],
)
def test_a_bad_pattern_is_refused(pattern: str, said: str) -> None:
    with pytest.raises(CurabibError, match="key pattern") as refused:
        parse_pattern(pattern)
    assert said in str(refused.value)


def test_a_fingerprint_gives_the_same_proposal_as_the_work() -> None:
    fingerprint = Fingerprint(
        title="the lottery ticket hypothesis again", authors=("frankle", "carbin"), year=2019
    )
    assert Facts.of_fingerprint(fingerprint) == Facts.of(LOTTERY.fields)


@pytest.mark.parametrize("key", ["DBLP:conf/iclr/FrankleC19", "a", "müller2019", "x_y.z+1", "a" * 200])
def test_keys_that_people_may_choose(key: str) -> None:
    assert is_legal(key)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "a b",
        "a,b",
        "a{b",
        "a}b",
        'a"b',
        "a#b",
        "a%b",
        "a\\b",
        "a~b",
        "a\u202eb",
        "a\nb",
        "a" * 201,
        "a\u0301",
    ],
)
def test_keys_that_no_one_may_choose(key: str) -> None:
    assert not is_legal(key)
