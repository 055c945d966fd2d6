import pytest

from curabib.model import Date, Fields, Name, Names, Venue


def test_empty_values_are_not_stated() -> None:
    fields = Fields({"title": "", "author": Names(), "note": "seen"})
    assert list(fields) == ["note"]
    assert fields.title == ""
    assert fields.authors == Names()


def test_only_et_al_is_still_a_statement() -> None:
    assert Fields({"author": Names((), truncated=True)}).authors.truncated


def test_values_must_have_the_type_of_their_field() -> None:
    with pytest.raises(TypeError, match="author"):
        Fields({"author": "Ada Lovelace"})
    with pytest.raises(TypeError, match="date"):
        Fields({"date": "1843"})


def test_order_of_statement_does_not_matter() -> None:
    one = Fields({"title": "Notes", "date": Date(1843), "venue": Venue(name="Memoirs")})
    two = Fields({"venue": Venue(name="Memoirs"), "date": Date(1843), "title": "Notes"})
    assert one == two
    assert hash(one) == hash(two)
    assert list(one) == ["date", "title", "venue"]


def test_an_empty_update_removes() -> None:
    fields = Fields({"title": "Notes", "note": "x"}).updated({"note": "", "pages": "1--2"})
    assert dict(fields) == {"title": "Notes", "pages": "1--2"}
    assert dict(fields.without("pages")) == {"title": "Notes"}


def test_names_read_as_people_write_them() -> None:
    names = Names(
        (Name(given="Ludwig", prefix="van", family="Beethoven"), Name(literal="OpenAI")), truncated=True
    )
    assert str(names) == "Ludwig van Beethoven, OpenAI, et al."


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2019", Date(2019)),
        ("2019-05", Date(2019, 5)),
        ("2019-05-07", Date(2019, 5, 7)),
        ("2019-13", None),
        ("19", None),
        ("٢٠١٩", None),
        ("2019-05-07T00:00", None),
    ],
)
def test_iso_dates(text: str, date: Date | None) -> None:
    assert Date.parse(text) == date
    if date:
        assert str(date) == text
