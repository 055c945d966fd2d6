"""Likeness of titles, measured against rapidfuzz."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from curabib.match.score import ratio, ratio_above

TITLES = st.text(alphabet="abc de1é蒸", max_size=90)


@given(TITLES, TITLES)
def test_the_ratio_is_that_of_rapidfuzz(one: str, other: str) -> None:
    expected = 0.0 if not one or not other else fuzz.ratio(one, other)
    assert ratio(one, other) == pytest.approx(100.0 if one == other else expected)


@given(TITLES, st.lists(st.integers(0, 89), max_size=4), st.sampled_from((70.0, 80.0, 95.0)))
def test_the_shortcut_agrees_with_the_ratio(title: str, holes: list[int], least: float) -> None:
    other = "".join(c for n, c in enumerate(title) if n not in holes)
    value = ratio(title, other)
    assert ratio_above(title, other, least) == (value if value >= least else 0.0)
