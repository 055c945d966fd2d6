"""Which statement wins in a work that several speak of."""

from curabib.match import match
from curabib.model import Record, Work
from tests.match.making import correction, record

TITLE = "Heat engines of the north"
IDS = ("arxiv:1901.00001",)


def said(id: str, authors: str = "Ada Byron; James Watt", year: int = 2019, **rest: object) -> Record:
    return record(id, authors=authors, year=year, **{"title": TITLE, "ids": IDS, **rest})  # type: ignore[arg-type]


def work(*records: Record, corrected: str = "") -> Work:
    corrections = [correction(records[0].id, title=corrected)] if corrected else []
    (found,) = match(records, corrections=corrections).value
    return found


def test_override_before_hand_edit_before_provider_before_list() -> None:
    listed = said("list#1", fields={"publisher": "L", "note": "of the list"})
    provided = said("web#1", fields={"publisher": "P", "series": "Of the web"}, origin="provider")
    hand = said("hand#1", fields={"publisher": "H"}, origin="hand")
    assert work(listed, provided).fields["publisher"] == "P"
    whole = work(listed, provided, hand, corrected="Heat engines of the South")
    assert whole.fields["publisher"] == "H"
    assert whole.chosen == {
        **whole.chosen,
        "publisher": "hand#1",
        "note": "list#1",
        "series": "web#1",
        "title": "override#list#1",
    }
    assert whole.fields.title == "Heat engines of the South"


def test_a_stated_year_beats_one_of_an_identifier_beats_one_of_a_heading() -> None:
    heading = said("a#1", year=2021, year_source="heading")
    identifier = said("b#1", year=2018, year_source="identifier")
    stated = said("c#1", year=2019)
    alone, two, three = work(heading), work(heading, identifier), work(heading, identifier, stated)
    assert [str(found.fields.date) for found in (alone, two, three)] == ["2021", "2018", "2019"]
    assert [found.assumed for found in (alone, two, three)] == [{"date"}, frozenset(), frozenset()]
    assert three.chosen["date"] == "c#1"


def test_a_month_completes_the_first_year() -> None:
    coarse, fine = said("a#1", year=2019), said("b#1", year="2019-06")  # type: ignore[arg-type]
    other = said("c#1", year="2020-02")  # type: ignore[arg-type]
    assert str(work(coarse, fine, other).fields.date) == "2019-06"


def test_the_first_list_wins_unless_another_completes_it() -> None:
    short = said("a#1", "A. Byron; et al.", title="Heat engines of the north")
    full = said("b#1", "Ada Byron; James Watt", title="Heat engines of the north: a survey")
    both = work(short, full)
    assert both.fields.title == "Heat engines of the north: a survey"
    assert [name.given for name in both.fields.authors] == ["Ada", "James"]
    assert not both.fields.authors.truncated
    assert both.chosen["title"] == both.chosen["author"] == "b#1"
    other = said("c#1", title="Heat Engines of the North")
    assert work(short, other).fields.title == "Heat engines of the north"


def test_the_published_version_names_the_venue_and_its_pages() -> None:
    preprint = said("a#1", venue="arXiv", fields={"pages": "1--30"}, entry_type="online")
    workshop = said("b#1", venue="Workshop on Boilers", fields={"pages": "5--6"})
    paper = said("c#1", venue="ICML", fields={"pages": "100--110"}, entry_type="inproceedings")
    found = work(preprint, workshop, paper)
    assert found.chosen["venue"] == found.chosen["pages"] == "c#1"
    assert found.entry_type == "inproceedings"


def test_what_a_list_no_longer_says_does_not_beat_what_it_says_now() -> None:
    gone = said("list#1", fields={"note": "old"}, withdrawn=True, topics=("Old",))
    now = said("list#2", fields={"keywords": "new"}, topics=("New",))
    found = work(gone, now)
    assert "note" not in found.fields
    assert found.topics == ("New",)
    alone = work(gone)
    assert alone.fields["note"] == "old"
    assert alone.topics == ()
