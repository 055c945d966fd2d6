import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from curabib.diagnostics import CurabibError
from curabib.library.select import (
    QueryError,
    conditions,
    empty_selection,
    parse_query,
    required,
    select,
)
from curabib.library.select_fields import FIELDS, SYNONYMS
from curabib.model import Library
from tests.library.shelf import LIBRARY, entry

CASES = Path(__file__).parents[1] / "cases" / "queries"


def rows(name: str) -> Iterator[list[str]]:
    """Yield the cells of a table of cases."""
    for line in (CASES / name).read_text(encoding="utf-8").splitlines()[2:]:
        if line.startswith("| ") and not line.startswith("| query"):
            yield [cell.strip().replace("¦", "|") for cell in line.strip("|").split("|")]


def keys(query: str, library: Library = LIBRARY) -> list[str]:
    return [found.key for found in select(library, parse_query(query))]


@pytest.mark.parametrize(("query", "expected"), list(rows("answers.md")))
def test_answers(query: str, expected: str) -> None:
    assert " ".join(keys(query)) == ("" if expected == "-" else expected)


@pytest.mark.parametrize(("query", "column", "message", "hint"), list(rows("errors.md")))
def test_errors(query: str, column: str, message: str, hint: str) -> None:
    with pytest.raises(QueryError) as caught:
        select(LIBRARY, parse_query(query))
    assert caught.value.column == int(column)
    assert message in str(caught.value)
    assert hint in caught.value.hint


def test_the_caret_stands_under_the_place_even_behind_wide_characters() -> None:
    with pytest.raises(QueryError) as caught:
        parse_query("神经 autor:x")
    line, caret = caught.value.hint.splitlines()[-2:]
    assert line == "    神经 autor:x"
    assert caret == "    " + " " * 5 + "^^^^^"


def test_a_long_query_is_shown_around_the_place_only_and_without_control_characters() -> None:
    query = "lottery\x1b[31m " * 60 + "autor:x " + "lottery " * 60
    with pytest.raises(QueryError) as caught:
        parse_query(query)
    line, caret = caught.value.hint.splitlines()[-2:]
    assert len(line) < 80
    assert line.isprintable()
    assert line[caret.index("^") : caret.rindex("^") + 1] == "autor"


@pytest.mark.parametrize("query", ["(" * 101 + "a" + ")" * 101, "not " * 101 + "a", "a " * 501, "a" * 8_001])
def test_a_query_is_bounded(query: str) -> None:
    with pytest.raises(CurabibError):
        parse_query(query)


def test_a_query_within_the_bounds_is_answered_in_time() -> None:
    query = " or ".join(["not (author:frankle year:2019)", "lottery*"] * 100)
    started = time.process_time()
    assert len(keys(query)) == len(LIBRARY.entries)
    assert keys("(" * 90 + "lottery" + ")" * 90) == ["frankle2019lottery"]
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"topic": ("pruning",)}, ["frankle2019lottery", "frankle2020linear"]),
        (
            {"topic": ("pruning", "logic"), "author": ("Gödel", "Carbin")},
            ["frankle2019lottery", "godel1931ueber"],
        ),
        ({"year": (">=2020", "1931")}, ["frankle2020linear", "godel1931ueber", "hoof2021networks"]),
        ({"year": ("2019..2020",), "venue": ("ICML",)}, ["frankle2020linear"]),
        ({"author": ("a or b",)}, []),
        ({"author": ('"Frankle',)}, ["frankle2019lottery", "frankle2020linear"]),
        ({"key": ("godel*",), "type": ()}, ["godel1931ueber"]),
    ],
)
def test_plain_conditions(given: dict[str, tuple[str, ...]], expected: list[str]) -> None:
    assert [found.key for found in select(LIBRARY, conditions(given))] == expected


def test_plain_conditions_and_a_query_must_both_be_met() -> None:
    query = parse_query("tickets or godel").joined(conditions({"year": ("2020..",)}))
    assert [found.key for found in select(LIBRARY, query)] == ["frankle2020linear"]


@pytest.mark.parametrize(
    ("name", "value"), [("year", "20x"), ("type", "papers"), ("topic", "prunning"), ("year", "")]
)
def test_a_condition_that_means_nothing_is_named(name: str, value: str) -> None:
    with pytest.raises(QueryError, match=re.escape(f"--{name} {value}")):
        select(LIBRARY, conditions({name: (value,)}))


def test_withdrawn_works_leave_topics_but_stay_in_the_library() -> None:
    assert "gone2018gone" in keys("")
    assert "gone2018gone" in keys("year:2018")
    assert "gone2018gone" not in keys("topic:pruning")
    kept = select(LIBRARY, parse_query("topic:pruning"), withdrawn=True)
    assert "gone2018gone" in [found.key for found in kept]
    split = select(LIBRARY, parse_query(""), by_topic=True)
    assert "gone2018gone" not in [found.key for found in split]


def test_topics_that_differ_in_case_alone_are_one_to_a_query() -> None:
    library = Library.of(
        (
            entry("a", "A", topics=("Neural collapse",)),
            entry("b", "B", topics=("Neural Collapse",)),
            entry("c", "C"),
        )
    )
    assert keys("topic:neural-COLLAPSE", library) == ["a", "b"]
    assert keys('topic:"Neural Collapse"', library) == ["b"]


@pytest.mark.parametrize(
    ("query", "blamed"),
    [
        ("lottery zzz", "`zzz` meets no entry"),
        ("zzz or yyy", "`zzz` and `yyy` meet no entry"),
        ("lottery year:2020", "no entry meets all of it together"),
        ("lottery year:2020 -zzz", "no entry meets all of it together"),
        ("not (lottery or -zzz)", "`zzz` meets no entry"),
    ],
)
def test_an_empty_selection_names_the_terms_that_meet_nothing(query: str, blamed: str) -> None:
    assert keys(query) == []
    found = empty_selection(LIBRARY, parse_query(query))
    assert found.code == "CB550"
    assert found.severity == "error"
    assert blamed in found.message


def test_an_empty_selection_suggests_the_nearest_keys() -> None:
    found = empty_selection(LIBRARY, parse_query("key:frankle2019lotery"))
    assert "`frankle2019lottery`" in found.help


def test_an_empty_library_is_no_term_s_fault() -> None:
    assert "the library is empty" in empty_selection(Library.of(()), parse_query("lottery")).message


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("topic:a b", ["a"]),
        ("topic:a or b", []),
        ("topic:a (b or topic:c)", ["a"]),
        ("topic:a not topic:b", ["a"]),
        ("topic:a topic:b", ["a", "b"]),
        ("", []),
    ],
)
def test_terms_that_every_answer_meets(query: str, expected: list[str]) -> None:
    assert [term.value for term in required(parse_query(query), "topic")] == expected


def test_the_documentation_names_every_field_and_everything_that_has_knows() -> None:
    text = (CASES.parents[2] / "docs" / "queries.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z]+)`", text))
    assert set(FIELDS) | set(SYNONYMS) <= named
    assert set(FIELDS["has"].help.removeprefix("whether something is there: ").split(", ")) <= named


def test_a_topic_of_an_empty_library_is_not_called_unknown() -> None:
    query = parse_query("topic:pruning")
    assert select(Library.of(()), query) == ()
    assert "the library is empty" in empty_selection(Library.of(()), query).message
