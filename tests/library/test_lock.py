"""The lock's text: what is read, kept, settled and reported."""

import json

import pytest

from curabib.diagnostics import CurabibError
from curabib.library.edit import merge, rename, split
from curabib.library.lock import SCHEMA, Lock, parse_lock, print_lock
from curabib.model import Fingerprint, LockedWork

HEADER = json.dumps({"schema": SCHEMA})


def line(letter: str, key: str, **rest: object) -> str:
    return json.dumps({"uid": letter * 16, "key": key, "title": f"work {letter}", "since": 1, **rest})


def read(*lines: str) -> tuple[Lock, list[str]]:
    found = parse_lock("\n".join((HEADER, *lines)) + "\n", "bib/curabib.lock")
    return found.value, [d.code for d in found.diagnostics]


def test_a_lock_reads_back_what_was_printed() -> None:
    lock, codes = read(
        line("b", "b2020x", aliases=["Old:1"], identifiers=["doi:10.1/ü\u2028"]), line("a", "a2020x")
    )
    assert codes == []
    assert parse_lock(print_lock(lock), "lock").value == lock
    assert [json.loads(text).get("uid", "")[:1] for text in print_lock(lock).splitlines()] == ["", "a", "b"]
    assert print_lock(lock).isascii()


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_line_ends_and_byte_order_marks_do_not_matter(ending: str) -> None:
    text = "\ufeff" + ending.join((HEADER, "", line("a", "a2020x"), ""))
    found = parse_lock(text, "lock")
    assert not found.diagnostics
    assert found.value == read(line("a", "a2020x"))[0]


def test_an_empty_lock() -> None:
    assert parse_lock("", "lock").value == Lock()
    assert not parse_lock("", "lock").diagnostics


@pytest.mark.parametrize(
    "damage",
    [
        '{"uid": "aaaaaaaaaaaaaaaa", "key": "lost2020key", "ali',
        "[" * 100_000,
        "null",
        json.dumps({"uid": "a", "key": "lost2020key"}),
        json.dumps({"uid": "a" * 16, "key": "lost{2020"}),
        json.dumps({"uid": "a" * 16, "key": "lost2020key", "state": "gone"}),
        json.dumps({"uid": "a" * 16, "key": "lost2020key", "since": "x"}),
        json.dumps({"uid": "a" * 16, "key": "lost2020key", "aliases": [1]}),
        json.dumps({"uid": "a" * 16, "key": "lost2020key", "state": "merged"}),
        json.dumps({"uid": "a" * 16, "key": "lost2020key", "title": 1}),
        '{"schema": "other/1"}',
        "x" * 300_000,
    ],
    ids=lambda text: text[:40],
)
def test_a_damaged_line_is_kept_and_reported(damage: str) -> None:
    found = parse_lock("\n".join((HEADER, line("b", "b2020x"), damage)), "lock")
    assert [(d.code, d.location.line if d.location else 0) for d in found.diagnostics] == [("CB401", 3)]
    assert [work.key for work in found.value.works] == ["b2020x"]
    assert damage in print_lock(found.value).split("\n")
    if '"lost2020key"' in damage:
        assert "lost2020key" in found.value.reserved()


def test_conflict_markers_leave_the_lines_of_both_sides() -> None:
    lock, codes = read("<<<<<<< HEAD", line("a", "a2020x"), "=======", line("b", "b2020x"), ">>>>>>> other")
    assert codes == ["CB402"]
    assert [work.key for work in lock.works] == ["a2020x", "b2020x"]


def test_two_lines_of_one_work_become_one() -> None:
    one = line("a", "a2020x", aliases=["o"], identifiers=["doi:1"], since=2)
    other = line("a", "a2020y", identifiers=["arxiv:1"], since=3, state="withdrawn")
    for lines in ((one, other), (other, one)):
        lock, codes = read(*lines)
        assert codes == ["CB404"]
        work = lock.works[0]
        assert (work.key, work.aliases, work.identifiers) == ("a2020x", ("a2020y", "o"), ("arxiv:1", "doi:1"))
        assert (work.since, work.state) == (2, "active")


def test_a_key_on_two_works_stays_with_the_older() -> None:
    older, younger = (
        line("b", "x2020work", since=1),
        line("a", "X2020work", since=2, authors=["x"], year=2020),
    )
    for lines in ((older, younger), (younger, older)):
        lock, codes = read(*lines)
        assert codes == ["CB403"]
        assert lock.by_uid["b" * 16].key == "x2020work"
        assert lock.by_uid["a" * 16].key == "x2020work-2"


@pytest.mark.parametrize(
    "lines",
    [
        [line("a", "a2020x", state="merged", into="b" * 16)],
        [line("a", "a2020x", state="merged", into="a" * 16)],
        [
            line("a", "a2020x", state="merged", into="b" * 16),
            line("b", "b2020x", state="merged", into="a" * 16),
        ],
    ],
)
def test_a_tombstone_that_leads_nowhere_lives_again(lines: list[str]) -> None:
    lock, codes = read(*lines)
    assert codes == ["CB406"]
    assert all(lock.root(work).state == "active" for work in lock.works)


def test_a_lock_without_header_is_read() -> None:
    found = parse_lock(line("a", "a2020x"), "lock")
    assert [d.code for d in found.diagnostics] == ["CB405"]
    assert len(found.value.works) == 1


def test_the_lock_of_a_newer_curabib_is_refused() -> None:
    with pytest.raises(CurabibError, match="newer"):
        parse_lock('{"schema": "curabib.lock/2"}\n', "lock")


def test_a_long_chain_of_merges_is_followed() -> None:
    def uid(number: int) -> str:
        return "".join("abcdefghij"[int(digit)] for digit in f"{number:016d}")

    blank = Fingerprint(title="", authors=(), year=0)
    works = [
        LockedWork(uid=uid(n), key=f"k{n}", fingerprint=blank, state="merged", into=uid(n + 1))
        for n in range(20_000)
    ]
    lock = Lock(works=(*works, LockedWork(uid=uid(20_000), key="end", fingerprint=blank)))
    assert lock.root(lock.by_uid[uid(0)]).key == "end"
    assert set(lock.reserved().values()) == {uid(20_000)}


def test_a_key_is_never_given_to_another_work() -> None:
    lock, _ = read(line("a", "a2020x", aliases=["old"]), line("b", "b2020x"))
    for taken in ("a2020x", "A2020X", "old"):
        with pytest.raises(CurabibError, match="names `work a`"):
            rename(lock, "b2020x", taken)
    with pytest.raises(CurabibError, match="cannot be a citation key"):
        rename(lock, "b2020x", "no blanks")
    with pytest.raises(CurabibError, match="no work has the key"):
        rename(lock, "c", "d")
    assert rename(lock, "a2020x", "old").value.by_uid["a" * 16].aliases == ("a2020x",)


def test_only_what_was_merged_can_be_split() -> None:
    lock, _ = read(line("a", "a2020x"), line("b", "b2020x"), line("c", "c2020x"))
    with pytest.raises(CurabibError, match="was merged"):
        split(lock, "a2020x")
    with pytest.raises(CurabibError, match="already are one work"):
        merge(lock, "a2020x", ("a2020x",))
    chained = merge(merge(lock, "b2020x", ("c2020x",)).value, "a2020x", ("b2020x",)).value
    parted = split(chained, "c2020x").value
    assert [(w.key, w.aliases, w.state) for w in parted.works] == [
        ("a2020x", ("b2020x",), "active"),
        ("b2020x", (), "merged"),
        ("c2020x", (), "split"),
    ]
