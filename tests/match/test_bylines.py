"""Whose form of each name in a list of authors is taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curabib.match.bylines import best_formed
from curabib.model import Name, Names


def name(text: str) -> Name:
    """Return a name from `given|prefix|family`, `given|family`, or a literal in braces."""
    if text.startswith("{"):
        return Name(literal=text.strip("{}"))
    given, *prefix, family = text.split("|")
    return Name(given=given, prefix=" ".join(prefix), family=family)


def names(*texts: str, truncated: bool = False) -> Names:
    return Names(tuple(map(name, texts)), truncated=truncated)


@pytest.mark.parametrize(
    ("official", "listed", "taken"),
    [
        ("Szymon|Plotka", "Szymon|Płotka", "Szymon|Płotka"),
        ("Szymon|Płotka", "Szymon|Plotka", "Szymon|Płotka"),
        ("Jȩdrzej|Byron", "Jedrzej|Byron", "Jedrzej|Byron"),
        ("Gunnar|Raetsch", "Gunnar|Rätsch", "Gunnar|Rätsch"),
        ("Thomas|FEL", "Thomas|Fel", "Thomas|Fel"),
        ("ll Memming|Park", "Il Memming|Park", "Il Memming|Park"),
        ("richard|baraniuk", "Richard|Baraniuk", "Richard|Baraniuk"),
        ("Ruixiang|ZHANG", "Ruixiang|Zhang", "Ruixiang|Zhang"),
        ("Simon S|Du", "Simon S.|Du", "Simon S.|Du"),
        ("Alexander G.|de G.|Matthews", "Alexander G. de G.|Matthews", "Alexander G. de G.|Matthews"),
        ("Remi Tachet des|Combes", "Remi Tachet|des|Combes", "Remi Tachet|des|Combes"),
        # What says more, or another name, is not a matter of form.
        ("Jason|Lee", "Jason D.|Lee", "Jason|Lee"),
        ("Simon Shaolei|Du", "Simon S.|Du", "Simon Shaolei|Du"),
        ("Tamara|Von Glehn", "Tamara|von|Glehn", "Tamara|Von Glehn"),
        ("Jiawei|Zhang", "Jiawei|Zhan", "Jiawei|Zhang"),
        ("{OpenAI}", "{OPENAI}", "{OpenAI}"),
        ("伟|李", "Wei|Li", "伟|李"),
        ("O'Neil|Ryan", "O’Neil|Ryan", "O'Neil|Ryan"),
    ],
)
def test_the_better_form_of_a_name_is_taken(official: str, listed: str, taken: str) -> None:
    assert best_formed(names(official), [names(listed)]) == names(taken)


def test_who_is_named_and_in_which_order_stays() -> None:
    official = names("Hein|Rod", "FEL|THOMAS", "Ivan F|Rodriguez")
    listed = names("Fel|Thomas", "Ivan|Felipe", "Hein|Rod")
    assert best_formed(official, [listed]) == names("Hein|Rod", "Fel|Thomas", "Ivan F|Rodriguez")


def test_beside_a_list_of_others_a_badly_formed_name_stays() -> None:
    official = names("ada|byron", "Max|Fell")
    assert best_formed(official, [names("Ada|Byron")]) == names("Ada|Byron", "Max|Fell"), "the same words"
    assert best_formed(names("a|byron", "Max|Fell"), [names("Ada|Byron")]) == names("a|byron", "Max|Fell")


def test_who_comes_behind_an_et_al_is_not_known_by_place() -> None:
    official = names("ll|Byron", "Max|Fell")
    listed = names("Lil|Byron", "Max|Fell", truncated=True)
    assert best_formed(official, [listed]) == official


PERSON = st.builds(
    lambda given, prefix, family: Name(given=given, prefix=prefix, family=family),
    st.sampled_from(["Ada", "ada", "A.", "A", "Åda", "ADA", "Ada des", "ll Ada", ""]),
    st.sampled_from(["", "de", "de G."]),
    st.sampled_from(["Byron", "BYRON", "Bÿron", "byron", "B. Yron", "Fell", "ö", ""]),
)
LISTS = st.builds(lambda people: Names(tuple(people)), st.lists(PERSON, max_size=4))


@given(mine=LISTS, others=st.lists(LISTS, max_size=3))
def test_it_is_settled_at_once(mine: Names, others: list[Names]) -> None:
    once = best_formed(mine, others)
    assert len(once) == len(mine)
    assert best_formed(once, others) == once
