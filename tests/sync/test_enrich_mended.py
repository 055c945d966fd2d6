"""Which titles are an official one all the same: misspelt, in the singular, without their subtitle."""

import pytest

from curabib.match.profile import of_record
from curabib.model import Date, Fields, Name, Names, Origin, Record
from curabib.sync.enrich.mended import is_cut_short, is_meant, is_misspelt

WORDS = "the of deep neural network networks in a for single simple linear ridge training wheels"
KNOWN = frozenset(WORDS.split())


def record(title: str, authors: str = "Berg, Dorn", year: int = 2021) -> Record:
    people = Names(tuple(Name(family=family) for family in authors.split(", ")))
    fields = Fields({"title": title, "author": people, "date": Date(year)})
    origin = Origin(kind="list", name="a")
    return Record(
        id="a#1", origin=origin, location=None, entry_type="misc", fields=fields, year_source="stated"
    )


@pytest.mark.parametrize(
    ("listed", "authors", "official", "same"),
    [
        ("Deep Nueral Networks for Wheels", "Berg, Dorn", "Deep Neural Networks for Wheels", True),
        ("Deep Neural Netwroks", "Berg", "Deep Neural Networks", True),
        ("Deep Neural Net works for Wheels", "Berg, Dorn", "Deep Neural Networks for Wheels", True),
        ("Training of Deep Network", "Berg, Dorn", "Training of Deep Networks", True),
        ("Training of Deep Network", "Berg", "Training of Deep Networks", False),
        ("Training in Linear Networks", "Berg, Dorn", "Training in Ridge Networks", False),
        ("Training of Single Wheels", "Berg, Dorn", "Training of Simple Wheels", False),
        ("Training of Networks", "Berg, Dorn", "Training of Deep Networks", False),
        ("Deep Nueral Networks", "Fell", "Deep Neural Networks", False),
        ("Wheels 2 for Deep Nueral Networks", "Berg, Dorn", "Wheels 3 for Deep Neural Networks", False),
        ("UDC-VIT: Training", "Berg, Dorn", "UDC-SIT: Training", False),
    ],
)
def test_slips_of_the_pen(listed: str, authors: str, official: str, same: bool) -> None:
    one, other = of_record(record(listed, authors)), of_record(record(official))
    assert is_misspelt(one, other, KNOWN.__contains__) is same


@pytest.mark.parametrize(
    ("listed", "official", "same"),
    [
        ("Turning of wheels", "Turning of Wheels: A Survey", True),
        ("Do wheels turn", "Do Wheels Turn? On the Nature of Engines", True),
        ("A long title about the turning of", "A Long Title about the Turning of Wheels", True),
        ("Wheels", "Wheels: A Survey", False),
        ("Turning of wheels", "Turning of Wheels in Large Engines", False),
        ("Turning of wheels", "Turning of Wheels: Part 2", False),
        ("Turning of wheels", "Turning of Wheels: A Correction", False),
    ],
)
def test_titles_cut_short(listed: str, official: str, same: bool) -> None:
    said = record(official)
    assert is_cut_short(of_record(record(listed)), of_record(said), said) is same
    assert not is_cut_short(of_record(record(listed, "Fell")), of_record(said), said)
    assert not is_cut_short(of_record(record(listed, year=2010)), of_record(said), said)


@pytest.mark.parametrize(
    ("listed", "official", "same"),
    [
        ("Training of Deep Nueral", "Training of Deep Neural Networks", True),
        ("Training of Deep Nueral Networks", "Training of Deep Neural Networks: A Survey", True),
        ("Training of Deep Linear", "Training of Deep Neural Networks", False),
        ("Nueral", "Neural Networks", False),
    ],
)
def test_titles_misspelt_and_cut_short(listed: str, official: str, same: bool) -> None:
    said = record(official)
    assert is_meant(of_record(record(listed)), of_record(said), said, KNOWN.__contains__) is same
