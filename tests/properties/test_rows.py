"""Rows of tables hold what matching looks at, whatever the text."""

from hypothesis import given
from hypothesis import strategies as st

from curabib.match.profile import of_record
from curabib.match.rows import profile_of, row_of
from tests.match.making import record

texts = st.text(max_size=40)


@given(texts, st.lists(texts, max_size=3), st.lists(texts, max_size=2))
def test_a_row_holds_its_profile(title: str, names: list[str], values: list[str]) -> None:
    ids = [f"doi:{value}" for value in values if value.strip()]
    profile = of_record(record("a#1", title, "; ".join(names), 2020, "ICML", ids))
    row = row_of(7, profile)
    assert profile_of(row.profile).looks == profile.looks
    assert profile_of(row.profile).name == profile.name
    row.title.encode("utf-8")
    assert row.unique_id == 7
