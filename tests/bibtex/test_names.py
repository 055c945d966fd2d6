import pytest
from pybtex.database import Person

from curabib.bibtex.names import parse_names, print_names
from curabib.model import Name, Names

PRINTED = [
    (Name(family="Carbin", given="Michael"), "Carbin, Michael"),
    (Name(family="Vaart", given="Aad W.", prefix="van der"), "van der Vaart, Aad W."),
    (Name(family="King", given="Martin Luther", suffix="Jr."), "King, Jr., Martin Luther"),
    (Name(family="Gool", given="Luc", prefix="Van"), "{Van Gool}, Luc"),
    (Name(family="van Rijn", given="Rembrandt"), "{van Rijn}, Rembrandt"),
    (Name(family="Rodríguez y García", given="Ana"), "{Rodr{\\'i}guez y Garc{\\'i}a}, Ana"),
    (Name(family="Rodríguez García", given="Ana"), "Rodr{\\'i}guez Garc{\\'i}a, Ana"),
    (Name(family="Şaban", given="Ş."), "{\\c S}aban, {\\c S}."),
    (Name(family="deepmind"), "deepmind"),
    (Name(family="Rodríguez García"), "{Rodr{\\'i}guez Garc{\\'i}a}"),
    (Name(family="Smith, Sons", given="X"), "{Smith, Sons}, X"),
    (Name(family="Smith and Sons", given="X"), "{Smith and Sons}, X"),
    (Name(given="Plato"), "{Plato}"),
    (Name(family="others"), "{others}"),
    (Name(family="E", given="Weinan"), "E, Weinan"),
    (Name(literal="OpenAI"), "{OpenAI}"),
    (Name(literal="Barnes and Noble, Inc."), "{Barnes and Noble, Inc.}"),
    (Name(family="d'Alembert", given="Jean"), "d'Alembert, Jean"),
    (Name(family="}x{", given="%"), "{\\textbraceright}x{\\textbraceleft}, \\%"),
]


@pytest.mark.parametrize(("name", "expected"), PRINTED, ids=[text for _, text in PRINTED])
def test_print(name: Name, expected: str) -> None:
    assert print_names(Names((name,))) == expected


@pytest.mark.parametrize(("name", "text"), PRINTED, ids=[text for _, text in PRINTED])
def test_bibtex_reads_the_same_parts(name: Name, text: str) -> None:
    """pybtex's Person follows BibTeX's own rules, so it must agree on where the parts are."""
    person = Person(text)  # type: ignore[no-untyped-call]
    parsed = parse_names(text).people[0]
    if parsed.literal or name.literal or not name.given:
        return
    assert len(person.first_names + person.middle_names) == len(name.given.split())
    assert " ".join(person.prelast_names) == parsed.prefix
    assert bool(person.lineage_names) == bool(name.suffix)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jonathan Frankle", Name(family="Frankle", given="Jonathan")),
        ("Frankle, Jonathan", Name(family="Frankle", given="Jonathan")),
        ("Ludwig van Beethoven", Name(family="Beethoven", given="Ludwig", prefix="van")),
        ("van der Vaart, Aad", Name(family="Vaart", given="Aad", prefix="van der")),
        ("Charles Louis Xavier Joseph de la Vall{\\'e}e Poussin",
         Name(family="Vallée Poussin", given="Charles Louis Xavier Joseph", prefix="de la")),
        ("King, Jr., Martin Luther", Name(family="King", given="Martin Luther", suffix="Jr.")),
        ("{OpenAI}", Name(literal="OpenAI")),
        ("{Barnes and Noble}", Name(literal="Barnes and Noble")),
        ("{van Rijn}, Rembrandt", Name(family="van Rijn", given="Rembrandt")),
        ("{\\'E}ric Moulines", Name(family="Moulines", given="Éric")),
        ("Donald~E. Knuth", Name(family="Knuth", given="Donald E.")),
        ("family=Gogh, given=Vincent, prefix=van", Name(family="Gogh", given="Vincent", prefix="van")),
        ("Brinch Hansen, Per", Name(family="Brinch Hansen", given="Per")),
        ("Plato", Name(family="Plato")),
        ("{\\relax 王}, {\\relax 伟}", Name(family="王", given="伟")),
    ],
)  # fmt: skip
def test_parse(text: str, expected: Name) -> None:
    assert parse_names(text) == Names((expected,))


def test_lists_are_cut_at_and_outside_braces() -> None:
    names = parse_names("A, B AND {C and D}\n  and\tE, F and others")
    assert [str(name) for name in names] == ["B A", "C and D", "F E"]
    assert names.truncated
    assert parse_names("Anderson, Sandy and Brand, Andy") == Names(
        (Name(family="Anderson", given="Sandy"), Name(family="Brand", given="Andy"))
    )


@pytest.mark.parametrize(
    "text", ["", " and ", "and", ",", ",,,", "{", "}", "{{}", "a,b,c,d,e", "\\", "=", "family=,"]
)
def test_nonsense_is_no_error(text: str) -> None:
    parse_names(text)


def test_truncation_survives() -> None:
    names = Names((Name(family="Liang", given="Percy"),), truncated=True)
    assert print_names(names) == "Liang, Percy and others"
    assert parse_names(print_names(names)) == names
