"""Dates and names as reference managers write them."""

import pytest

from curabib.exchange.dates import read_date
from curabib.exchange.people import read_name, structured
from curabib.model import Name


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2019", "2019"),
        ("2019-05-07", "2019-05-07"),
        ("2019/05/07/spring", "2019-05-07"),
        ("2019///", "2019"),
        ("2019/5", "2019-05"),
        ("2019-13-40", "2019"),
        ("2019-00-07", "2019"),
        ("2024-05-06 07:08:09", "2024-05-06"),
        ("2024-05-06T07:08:09Z", "2024-05-06"),
        ("2019-05/2019-06", "2019-05"),
        ("May 2018", "2018-05"),
        ("7 May 2018", "2018-05-07"),
        ("7th of May 2018", "2018-05-07"),
        ("October 11, 2018", "2018-10-11"),
        ("2018 Oct 11", "2018-10-11"),
        ("Summer 2018", "2018"),
        ("c. 1780", "1780"),
        ("in press", None),
        ("12345", None),
        ("", None),
        ("٢٠١٩", None),
    ],
)
def test_dates(text: str, date: str | None) -> None:
    found = read_date(text)
    assert (str(found) if found else None) == date


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Lovelace, Ada", Name(family="Lovelace", given="Ada")),
        ("van der Berg, Jan", Name(family="Berg", given="Jan", prefix="van der")),
        ("King, Martin Luther, Jr.", Name(family="King", given="Martin Luther", suffix="Jr.")),
        ("King, Jr., Martin Luther", Name(family="King", given="Martin Luther", suffix="Jr.")),
        ("The Engine Group,", Name(literal="The Engine Group")),
        ("OpenAI", Name(literal="OpenAI")),
        ("Jane Doe", Name(family="Doe", given="Jane")),
        ("Cent, I. I., III", Name(family="Cent", given="I. I.", suffix="III")),
        ("Müller,  Jürgen\u200b", Name(family="Müller", given="Jürgen")),
        ("", None),
        (",", None),
    ],
)
def test_names_of_one_text(text: str, name: Name | None) -> None:
    assert read_name(text) == name


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("Beethoven", "Ludwig van"), Name(family="Beethoven", given="Ludwig", prefix="van")),
        (("van Beethoven", "Ludwig"), Name(family="Beethoven", given="Ludwig", prefix="van")),
        (("King", "Martin Luther Jr."), Name(family="King", given="Martin Luther", suffix="Jr.")),
        (("King", "Martin Luther, Jr."), Name(family="King", given="Martin Luther", suffix="Jr.")),
        (("Watt", "J. I."), Name(family="Watt", given="J. I.")),
        (("The Engine Group", ""), Name(literal="The Engine Group")),
        (("", "Plato"), Name(family="Plato")),
        (("", " "), None),
    ],
)
def test_names_of_two_fields(parts: tuple[str, str], name: Name | None) -> None:
    assert structured(*parts) == name
