"""Overrides: what people correct, and how the tool adds to their file."""

import pytest

from curabib.diagnostics import CurabibError
from curabib.model import Correction, Date, Identifier, Name, Names, Venue
from curabib.model.fields import DATE_FIELDS, NAME_FIELDS
from curabib.project.field_names import KNOWN_FIELDS
from curabib.project.overrides import parse_name, parse_overrides, print_name
from curabib.project.overrides_edit import Value, add_corrections

PATH = "bib/overrides.yaml"
PEOPLE = ("authors", "editors", "translators")

FULL = """\
corrections:
  a2019b:
    title: "No: a title"
    authors: ["van der Berg, Jan", {literal: OpenAI}, others]
    year: 2019
    venue: ICLR
    note: null
    doi: 10.1/ABC
    entry_type: inproceedings
    keywords: [one, two]
    my-own: no
same:
  - [a2019b, "arxiv:1803.03635"]
different:
  - - x2020y
    - deep#0123456789ab
"""


def corrections(text: str) -> dict[str, Correction]:
    result = parse_overrides(text, PATH)
    assert result.diagnostics == ()
    return {correction.target: correction for correction in result.value.corrections}


def test_an_unknown_field_is_reported_where_it_stands_with_the_nearest_name() -> None:
    (found,) = parse_overrides("corrections:\n  a:\n    tilte: A title\n", PATH).diagnostics
    assert found.location is not None
    assert (found.location.path, found.location.line, found.location.column) == (PATH, 3, 5)
    assert "`tilte`" in found.message
    assert found.help == "did you mean `title`?"


@pytest.mark.parametrize(
    "name", sorted(KNOWN_FIELDS - {*NAME_FIELDS, *DATE_FIELDS, "authors", "editors", "translators"})
)
def test_a_known_field_is_not_remarked_upon(name: str) -> None:
    codes = {d.code for d in parse_overrides(f"corrections:\n  a:\n    {name}: misc\n", PATH).diagnostics}
    assert codes <= ({"CB005"} if name == "year" else set())


def test_a_thousand_unknown_fields_are_reported_in_no_time() -> None:
    lines = "".join(f"    tilte-{number}: x\n" for number in range(5_000))
    assert len(parse_overrides(f"corrections:\n  a:\n{lines}", PATH).diagnostics) == 5_000


def test_everything_that_can_be_said_is_read() -> None:
    result = parse_overrides(FULL, PATH)
    assert [(found.code, found.location and found.location.line) for found in result.diagnostics] == [
        ("CB008", 11)
    ]
    (correction,) = result.value.corrections
    record = correction.record
    assert record.fields["title"] == "No: a title"
    assert record.fields.authors == Names(
        (Name(family="Berg", prefix="van der", given="Jan"), Name(literal="OpenAI")), True
    )
    assert record.fields.date == Date(2019)
    assert record.fields.venue == Venue(name="ICLR")
    assert record.fields["my-own"] == "no"
    assert record.identifiers == (Identifier("doi", "10.1/abc"),)
    assert (record.entry_type, record.keywords) == ("inproceedings", ("one", "two"))
    assert correction.removed == {"note"}
    assert record.origin.kind == "override"
    assert record.location is not None and record.location.path == PATH
    assert [decision.members for decision in result.value.same] == [("a2019b", "arxiv:1803.03635")]
    assert [decision.members for decision in result.value.different] == [("x2020y", "deep#0123456789ab")]


WRONG = {
    "section": ("correction: {}\n", "CB002", 1),
    "date": ("corrections:\n  a:\n    year: last year\n", "CB005", 3),
    "list for a text": ("corrections:\n  a:\n    title: [x]\n", "CB005", 3),
    "no fields": ("corrections:\n  a: x\n", "CB005", 2),
    "field name": ("corrections:\n  a:\n    '\\write18': x\n", "CB005", 3),
    "entry type": ("corrections:\n  a:\n    entry_type: '@misc{'\n", "CB005", 3),
    "name without family": ("corrections:\n  a:\n    authors: [{given: x}]\n", "CB005", 3),
    "unknown name part": ("corrections:\n  a:\n    authors: [{famly: x}]\n", "CB002", 3),
    "no comma": ("corrections:\n  a:\n    authors: [Jonathan Frankle]\n", "CB006", 3),
    "misspelt field": ("corrections:\n  a:\n    tilte: x\n", "CB007", 3),
    "misspelt alias": ("corrections:\n  a:\n    auhtors: [x]\n", "CB007", 3),
    "misspelt field taken away": ("corrections:\n  a:\n    bookttile: null\n", "CB007", 3),
    "field of one's own": ("corrections:\n  a:\n    shelfmark: x\n", "CB008", 3),
    "one member": ("same:\n  - [a]\n", "CB005", 2),
    "flat decision": ("same: [a, b]\n", "CB005", 1),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_does_not_fit_is_reported_at_its_line(name: str) -> None:
    text, code, line = WRONG[name]
    first = parse_overrides(text, PATH).diagnostics[0]
    assert (first.code, first.location and first.location.line) == (code, line)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Berg, Jan", Name(family="Berg", given="Jan")),
        ("de la Cruz, Ana", Name(family="Cruz", prefix="de la", given="Ana")),
        ("King, Jr., Martin Luther", Name(family="King", suffix="Jr.", given="Martin Luther")),
        ("E, Weinan", Name(family="E", given="Weinan")),
        ("García Márquez, Gabriel", Name(family="García Márquez", given="Gabriel")),
        ("OpenAI", Name(literal="OpenAI")),
        ("bell hooks, ", Name(family="hooks", prefix="bell")),
    ],
)
def test_names_are_parted_at_the_comma(text: str, name: Name) -> None:
    assert parse_name(text) == name


@pytest.mark.parametrize(
    "name",
    [
        Name(family="Berg", given="Jan", prefix="van der"),
        Name(family="hooks", given="bell"),
        Name(family="de la Cruz", given="Ana"),
        Name(family="King", suffix="Jr.", given="Martin"),
        Name(literal="The, Group"),
        Name(family="Plato"),
    ],
)
def test_printed_names_come_back(name: Name) -> None:
    text = add_corrections("", PATH, {"a": {"author": Names((name,))}})
    assert corrections(text)["a"].record.fields.authors == Names((name,))
    printed = print_name(name)
    assert isinstance(printed, str | dict)


LAYOUTS = [
    "",
    "# only a comment",
    "corrections:\n",
    "corrections: {}\n",
    "corrections: null # none yet\n",
    "same:\n  - [x, y]",
    "corrections:\n  a2019b:\n      authors:\n      - Smith, J\n      - Lee, K  # the second\n# tail",
    (
        "# c\ncorrections:\n  # about a\n  a2019b:\n    title: x # why\n    note: |\n      long\n      text\n\n"
        "  # about c\n  c2020d: {title: y}\n\n# end\nsame:\n  - [x, y]\n"
    ),
    "corrections: {a2019b: {title: 'x', year: 2018}, 'z': {note: q}}\n",
    "corrections:\n  a2019b:\n    title: >-\n      folded\n      title\n    # behind\n  other:\n    note: keep\n",
    "corrections:\n  a2019b:\n    title:\n    year: 2020\n",
]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_adding_keeps_every_comment_and_every_other_line(layout: str) -> None:
    wanted: dict[str, dict[str, Value]] = {
        "a2019b": {
            "title": 'New: "title" \u2028 #1',
            "note": None,
            "author": Names((Name(family="A", given="B"),)),
        },
        "arxiv:1803.03635": {"date": Date(2019, 5), "venue": Venue(name="ICLR: X"), "keywords": ("k", "l")},
    }
    text = add_corrections(layout, PATH, wanted)
    found = corrections(text)
    first = found["a2019b"]
    assert first.record.fields["title"] == 'New: "title" #1'
    assert "note" in first.removed
    assert first.record.fields.authors == Names((Name(family="A", given="B"),))
    second = found["arxiv:1803.03635"].record
    assert (second.fields.date, second.fields["venue"], second.keywords) == (
        Date(2019, 5),
        Venue(name="ICLR: X"),
        ("k", "l"),
    )
    for comment in (
        "# only a comment",
        "# the second",
        "# tail",
        "# about a",
        "# why",
        "# about c",
        "# end",
        "# behind",
    ):
        assert (comment in layout) == (comment in text)
    before = parse_overrides(layout, PATH).value
    for correction in before.corrections:
        if correction.target not in wanted:
            assert found[correction.target].record.fields == correction.record.fields
    assert [d.members for d in parse_overrides(text, PATH).value.same] == [d.members for d in before.same]
    assert add_corrections(text, PATH, wanted) == text


def test_a_broken_file_is_not_added_to() -> None:
    with pytest.raises(CurabibError, match="has errors"):
        add_corrections("corrections: [\n", PATH, {"a": {"note": "x"}})
