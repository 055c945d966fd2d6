"""Entries in the cache: every part of every noun comes back."""

import dataclasses
import json

from curabib.model import (
    Date,
    Entry,
    Fields,
    Identifier,
    Link,
    Location,
    Name,
    Names,
    Origin,
    Record,
    Venue,
    Work,
)
from curabib.sync.entry_form import entry_from_form, entry_to_form

FIELDS = Fields(
    {
        "title": "A title",
        "author": Names(
            (Name(family="Berg", given="Jan", prefix="van", suffix="Jr."), Name(literal="Group")), True
        ),
        "date": Date(2019, 5, 7),
        "urldate": Date(2020),
        "venue": Venue(name="ICLR 2019", abbreviation="ICLR", kind="conference"),
        "note": "names",
    }
)
RECORD = Record(
    id="deep#1",
    origin=Origin(kind="list", name="deep"),
    location=Location(path="deep.md", line=3, column=2, end_line=5, end_column=9),
    entry_type="inproceedings",
    kind="thesis",
    role="mention",
    fields=FIELDS,
    year_source="stated",
    topics=("One",),
    keywords=("k",),
    links=(Link("paper", "https://example.org"),),
    identifiers=(Identifier("arxiv", "1803.00001"),),
    text="all of it",
    withdrawn=True,
    about="berg2019title",
    found="title",
)
WORK = Work(
    id="abc",
    entry_type="inproceedings",
    kind="book",
    fields=FIELDS,
    records=(RECORD, dataclasses.replace(RECORD, id="deep#2", location=None)),
    chosen={"title": "deep#1"},
    assumed=frozenset({"date"}),
    topics=("One", "Two"),
    keywords=("k",),
    links=(Link("paper", "https://example.org"),),
    identifiers=(Identifier("doi", "10.1/x"),),
    absorbed=("def",),
    withheld=frozenset({"url"}),
)
ENTRY = Entry(key="berg2019title", aliases=("old",), state="withdrawn", work=WORK)


def test_an_entry_comes_back_equal() -> None:
    assert entry_from_form(json.loads(json.dumps(entry_to_form(ENTRY)))) == ENTRY


def test_the_example_leaves_no_part_at_its_default() -> None:
    for example in (ENTRY, WORK, RECORD):
        for part in dataclasses.fields(example):
            assert getattr(example, part.name) != part.default, f"{part.name} is not tested"
