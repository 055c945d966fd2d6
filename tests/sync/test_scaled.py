"""Matching with an engine: the same groups and the same questions as in memory, to the pair."""

import random
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from shutil import which

import pytest

from curabib.match.grouping import Grouping, group
from curabib.match.profile import Profile, of_record
from curabib.model import Record
from tests.match.making import record

pytest.importorskip("splink", reason="the extra `scale` is not installed")
from curabib.sync.scaled import engine_of, grouped
from curabib.sync.scaled.blocks import parts

LINES = """
on the turning of wheels gears belts levers engines theory part 2 ii erratum räder шестерни 歯車 deep
Berg Dorn Fell Müller Ng Łoś Иванов 王 Zák Noor
"""
WORDS, FAMILIES = (line.split() for line in LINES.strip().splitlines())


def corpus(seed: int, count: int) -> list[Record]:
    """Return made-up records, and copies of them with the changes that lists make; some blocks are large."""
    chance = random.Random(seed)
    made: list[Record] = []
    for number in range(count):
        title = " ".join(chance.choices(WORDS, k=chance.randint(1, 7)))
        authors = "; ".join(
            f"{chance.choice('ABC')}. {chance.choice(FAMILIES)}" for _ in range(chance.randint(0, 3))
        )
        ids = [f"doi:10.1000/{chance.randrange(count)}"] if chance.random() < 0.2 else []
        ids += ["url:https://example.org/all"] if chance.random() < 0.1 else []
        venue = chance.choice(["ICML", "JMLR", "arXiv", ""])
        made.append(record(f"a#{number}", title, authors, chance.randint(2017, 2021), venue, ids))
    for number, old in enumerate(chance.choices(made, k=count // 2)):
        title = old.fields.title
        if chance.random() < 0.5 and title:
            place = chance.randrange(len(title))
            title = title[:place] + title[place + 1 :]
        names = "; ".join(str(name) for name in old.fields.authors)
        made.append(record(f"b#{number}", title, names, chance.randint(2017, 2021), "ICML"))
    for number in range(count // 6):  # more of one title than are compared each with each
        name = f"A. {chance.choice(FAMILIES)}" if chance.random() < 0.8 else ""
        made.append(record(f"c#{number}", "Editorial", name, chance.randint(1990, 2020)))
    made.append(record("d#1", "", "A. Berg; C. Dorn"))
    made.append(record("d#2", "", "A. Berg; C. Dorn", ids=["url:https://example.org/all"]))
    made.append(record("d#3", "Wheels turned anew", "A. Berg; C. Dorn"))
    chance.shuffle(made)
    return made


def profiles(records: list[Record]) -> list[Profile]:
    return [of_record(each) for each in records]


Run = Callable[[list[Profile]], Grouping]


@pytest.fixture
def duckdb(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return lambda some: grouped(some, engine_of("duckdb"), tmp_path_factory.mktemp("duckdb"))


def assert_same(found: Grouping, expected: Grouping) -> None:
    assert found.groups == expected.groups
    assert dict(found.spoken) == dict(expected.spoken)
    assert dict(found.members) == dict(expected.members)
    assert found.count == expected.count


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_duckdb_answers_as_memory_does(seed: int, duckdb: Run) -> None:
    some = profiles(corpus(seed, 300))
    expected = group(some)
    assert len(expected.groups) > 20
    assert len(expected.spoken) > 20
    assert_same(duckdb(some), expected)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_hardly_any_records(count: int, duckdb: Run) -> None:
    some = profiles([record(f"a#{number}", "Turning of Wheels", "Ada Berg", 2020) for number in range(count)])
    assert_same(duckdb(some), group(some))


def test_hostile_text_is_text(duckdb: Run, tmp_path: Path) -> None:
    texts = [
        "'; DROP TABLE rows; --",
        'a" OR "1"="1',
        "\ud800 broken",
        "%_like_%",
        "{crowded} {0}",
        "\x00 nought \x01",
    ]
    some = profiles(
        [record(f"{text}#{n}", text + " and wheels", text, 2020) for n in range(2) for text in texts]
    )
    found = duckdb(some)
    assert found.groups == group(some).groups
    assert len(found.groups) == len(texts)


def test_a_connected_part_is_resolved_where_its_links_lead_into_contradictions(duckdb: Run) -> None:
    chain = [
        record(
            "a#1", "Turning of wheels in engines, part 1", "A. Berg; C. Dorn", 2016, ids=["doi:10.1000/1"]
        ),
        record(
            "b#1", "Turning of wheels in engines", "A. Berg; C. Dorn", 2018, ids=["doi:10.1000/1", "acl:a"]
        ),
        record("c#1", "Turning of wheels in engines, part 2", "A. Berg; C. Dorn", 2021, ids=["acl:a"]),
    ]
    some = profiles(chain)
    expected = group(some)
    assert expected.groups != ((0, 1, 2),)
    assert_same(duckdb(some), expected)


@pytest.mark.real
@pytest.mark.slow
def test_spark_answers_as_memory_and_duckdb_do(
    duckdb: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if find_spec("pyspark") is None or which("java") is None:
        pytest.skip("pyspark and Java are not installed; 400 MB are not asked of every machine")
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    submit = "--master local[2] --driver-memory 1g --conf spark.ui.enabled=false pyspark-shell"
    monkeypatch.setenv("PYSPARK_SUBMIT_ARGS", submit)
    some = profiles(corpus(4, 200))
    expected = group(some)
    assert_same(grouped(some, engine_of("spark"), tmp_path), expected)
    assert_same(duckdb(some), expected)


def test_queries_are_read_whole() -> None:
    found = parts()
    assert next(iter(found)) == "untitled"
    assert {"blocked", "judging", "links", "ends", "connected", "spoken", "members"} <= set(found)
    assert not any("{" in part.query for part in found.values())


@pytest.fixture(autouse=True)
def _no_session_is_left() -> Iterator[None]:
    yield
    if find_spec("pyspark") is not None:
        from pyspark.sql import SparkSession

        assert SparkSession.getActiveSession() is None
