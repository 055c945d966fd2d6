"""Sifting many pairs: what is left out would have been kept apart in silence."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curabib.match import joining, match
from curabib.match.judge import APART, Judge
from curabib.match.profile import Profile
from curabib.match.sieve import sieve
from curabib.model import Identifier, Record
from tests.properties.test_keys import lists

WORDS = st.sampled_from(("heat", "heats", "engine", "engines", "of", "the", "north", "northern", "2", "ii"))
TITLES = st.one_of(
    st.lists(WORDS, max_size=7).map(" ".join), st.text("ab ", max_size=12).map(str.split).map(" ".join)
)
IDS = st.frozensets(
    st.sampled_from((Identifier("doi", "10.1/a"), Identifier("arxiv", "1901.00001"))), max_size=1
)
PROFILES = st.builds(
    Profile,
    name=st.text("xyz", min_size=1, max_size=3),
    title=TITLES,
    authors=st.sampled_from(((), ("byron",), ("byron", "watt"), ("watt",))),
    strong=IDS,
    weak=IDS,
)


@given(st.lists(PROFILES, max_size=8))
def test_what_is_left_out_is_kept_apart_in_silence(profiles: list[Profile]) -> None:
    every = set(combinations(range(len(profiles)), 2))
    left = sieve(profiles, every)
    assert left <= every
    judge = Judge({})
    for one, other in every - left:
        assert judge.judge(profiles[one], profiles[other]) == APART


@pytest.mark.parametrize(
    ("one", "other", "open"),
    [
        ("heat engines", "heat engines", True),
        ("abcdefgh", "abcdefghijkl", True),  # exactly 80 % alike
        ("abcdefgh", "abcdefghijklm", False),
        ("heat engines", "heat engines of the north and of the south", True),
        ("", "heat engines", True),
        ("steam", "boilers", False),
    ],
)
def test_titles_decide(one: str, other: str, open: bool) -> None:
    profiles = [Profile(name="a", title=one, authors=()), Profile(name="b", title=other, authors=())]
    assert sieve(profiles, {(0, 1)}) == ({(0, 1)} if open else set())


@given(lists())
def test_matching_is_the_same_with_it(records: list[Record]) -> None:
    plain = match(records)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(joining, "_MANY_PAIRS", -1)
        assert match(records) == plain
