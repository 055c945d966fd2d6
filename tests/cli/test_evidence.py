"""Who stated what: the data and the text behind `explain KEY`."""

from dataclasses import replace
from typing import Any

from curabib.cli.evidence import as_text, evidence, shown
from curabib.model import (
    Date,
    Entry,
    Fields,
    Fingerprint,
    Identifier,
    Link,
    Location,
    LockedWork,
    Name,
    Names,
    Origin,
    Record,
    Venue,
    Work,
)

ADA = Names((Name(family="Lovelace", given="Ada"),))
ICML = Venue(name="ICML", abbreviation="ICML", kind="conference")
LOCKED = LockedWork(uid="u1", key="k", fingerprint=Fingerprint(title="", authors=(), year=0), since=3)


def record(id: str, line: int, fields: dict[str, Any], *, kind: Any = "list", **rest: Any) -> Record:
    origin = Origin(kind=kind, name=id.partition("#")[0])
    place = Location(path=f"{origin.name}.md", line=line)
    return Record(id=id, origin=origin, location=place, entry_type="misc", fields=Fields(fields), **rest)


def entry() -> Entry:
    first = record("a#1", 4, {"title": "On Engines", "author": ADA, "date": Date(2018)}, topics=("Steam",))
    second = record(
        "b#1", 9, {"title": "On Engines!", "date": Date(2019), "venue": ICML}, topics=("Steam", "Coal")
    )
    gone = record("c#1", 2, {"title": "On Engines"}, withdrawn=True)
    word = record("overrides#k", 1, {"title": "On Engines\x1b[2J"}, kind="override")
    work = Work(
        id="u1",
        entry_type="inproceedings",
        fields=Fields(
            {"title": "On Engines", "author": ADA, "date": Date(2019), "venue": ICML, "note": "by hand"}
        ),
        records=(second, gone, word, first),
        chosen={"title": "a#1", "author": "a#1", "date": "b#1", "venue": "b#1"},
        assumed=frozenset({"date"}),
        topics=("Steam", "Coal"),
        identifiers=(Identifier("arxiv", "1901.00001"),),
        links=(Link("paper", "https://example.org/x"),),
    )
    return Entry(key="k", aliases=("old1", "old2"), work=work)


def test_every_field_has_its_statements_the_winner_first() -> None:
    form = evidence(entry(), (LOCKED,))
    title = next(field for field in form["fields"] if field["field"] == "title")
    assert [(s["origin"], s["location"], s["withdrawn"]) for s in title["stated_by"]] == [
        ("a", "a.md:4:1", False),
        ("c", "c.md:2:1", True),
    ]
    assert [(o["value"], o["origin"], o["origin_kind"]) for o in title["others"]] == [
        ("On Engines!", "b", "list"),
        ("On Engines\x1b[2J", "overrides", "override"),
    ]
    date = next(field for field in form["fields"] if field["field"] == "date")
    assert (date["value"], date["assumed"], date["others"][0]["value"]) == ("2019", True, "2018")
    assert [field["field"] for field in form["fields"]] == ["author", "date", "note", "title", "venue"]


def test_topics_name_their_records_and_the_lock_its_generation() -> None:
    form = evidence(entry(), (LOCKED,))
    by_topic = {row["value"]: [s["origin"] for s in row["stated_by"]] for row in form["topics"]}
    assert by_topic == {"Steam": ["b", "a"], "Coal": ["b"]}
    assert form["history"] == [{"key": "k", "since": 3, "state": "active"}]
    assert (form["aliases"], form["state"]) == (["old1", "old2"], "active")
    assert evidence(entry())["history"] == []


def test_the_venue_table_adds_what_it_knows() -> None:
    assumed = entry()
    stated = replace(assumed, work=replace(assumed.work, assumed=frozenset()))
    derived = {row["field"]: row["value"] for row in evidence(stated, (LOCKED,))["derived"]}
    assert derived["volume"] == "97"
    assert "Machine Learning" in derived["name"]
    cautious = {row["field"]: row["value"] for row in evidence(assumed, (LOCKED,))["derived"]}
    assert "volume" not in cautious


def test_the_text_is_for_people_and_safe() -> None:
    text = as_text(evidence(entry(), (LOCKED,)))
    assert text.startswith(
        "k (inproceedings, active)\nkey: issued in generation 3 of the lock\naliases: old1, old2\n\n"
    )
    assert "date: 2019  (assumed: no one states it for this work)\n  stated by b at b.md:9:1\n" in text
    assert "  but `2018` by a at a.md:4:1\n" in text
    assert "  stated by c at c.md:2:1, withdrawn since\n" in text
    assert "note: by hand\ntitle: On Engines\n" in text
    assert "  Coal  [b at b.md:9:1]\n" in text
    assert "\x1b" not in text
    assert "key: not in the lock\n" in as_text(evidence(entry()))


def test_a_venue_is_shown_with_its_name_in_the_table() -> None:
    assert shown(ICML) == "ICML"
    assert shown(Venue(name="Intl. Conf. on Machine Learning", abbreviation="ICML")) == (
        "Intl. Conf. on Machine Learning (ICML)"
    )
    assert shown(Venue(name="Engines Today")) == "Engines Today"
