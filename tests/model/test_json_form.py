import json

from hypothesis import given
from hypothesis import strategies as st

from curabib.model import Date, Fields, Identifier, Link, Location, Name, Names, Origin, Record, Venue
from curabib.model.json_form import record_from_json, record_to_json

words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
names = st.one_of(
    st.builds(lambda f, g, p, s: Name(family=f, given=g, prefix=p, suffix=s), words, words, words, words),
    st.builds(lambda w: Name(literal=w), words),
)
dates = st.one_of(
    st.builds(Date, st.integers(1000, 2999)),
    st.builds(Date, st.integers(1000, 2999), st.integers(1, 12), st.integers(0, 28)),
)
records = st.builds(
    lambda title, people, truncated, venue, date, pages, keywords, line, withdrawn: Record(
        id="list#0",
        origin=Origin(kind="list", name="list"),
        location=Location(path="README.md", line=line, end_line=line + 1),
        entry_type="article",
        fields=Fields(
            {
                "title": title,
                "author": Names(tuple(people), truncated),
                "venue": Venue(name=venue, abbreviation="X", kind="journal"),
                "date": date,
                "pages": pages,
                "urldate": Date(2020, 1, 2),
                "translator": Names((Name(family="T"),)),
            }
        ),
        year_source="stated",
        keywords=tuple(keywords),
        topics=("A", "B"),
        links=(Link("paper", "https://example.org/a"),),
        identifiers=(Identifier("arxiv", "1803.03635"), Identifier("doi", "10.1/x")),
        withdrawn=withdrawn,
    ),
    words,
    st.lists(names, max_size=3),
    st.booleans(),
    words,
    dates,
    words,
    st.lists(words, max_size=3),
    st.integers(1, 10_000),
    st.booleans(),
)


@given(records)
def test_json_and_back_is_the_identity(record: Record) -> None:
    text = json.dumps(record_to_json(record), ensure_ascii=False)
    assert record_from_json(json.loads(text), origin=record.origin, path="README.md") == record


def test_an_empty_record_still_has_every_promised_key() -> None:
    record = Record(
        id="x#1",
        origin=Origin(kind="list", name="x"),
        location=None,
        entry_type="misc",
        fields=Fields(),
    )
    form = record_to_json(record)
    assert form["title"] is None
    assert form["venue"] is None
    assert form["year"] is None
    assert form["line"] is None
    assert {
        "authors",
        "authors_truncated",
        "topics",
        "keywords",
        "links",
        "identifiers",
        "kind",
        "role",
    } <= form.keys()
