"""The library as an awesome list: what is written is read again as the same facts."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curabib.evidence.names import parse_name
from curabib.evidence.people import split
from curabib.model import Date, Entry, Name, Names, Record, Snapshot, Venue, View
from curabib.normalise import normalise
from curabib.readers import read
from curabib.sync.libraries import load_library
from curabib.sync.understood import read_snapshot
from curabib.writers.awesome_list import WRITER
from tests.conftest import REPOSITORY
from tests.library.shelf import conference, entry, people


def written(*entries: Entry, title: str = "Papers") -> str:
    return WRITER.write(View(title=title, entries=entries)).value


def again(text: str) -> list[Record]:
    snapshot = Snapshot(source="s", path="README.md", text=text)
    return list(normalise(read(snapshot, "markdown").value, snapshot).value)


def test_the_shape_of_a_list() -> None:
    text = written(
        entry(
            "a",
            "On Engines: 50% of *all* <things>",
            people("Ada|Lovelace", "Charles|Babbage", truncated=True),
            2023,
            conference("ICML"),
            line=3,
            topics=("Engines",),
            keywords=("steam", "water"),
            identifiers=("arxiv:2301.00001",),
            links=(("paper", "https://arxiv.org/abs/2301.00001"), ("code", "https://github.com/a/b_(c)")),
        ),
        entry("b", "No topic", people("Ada|Lovelace"), line=1),
        entry(
            "c",
            "Later",
            people("Ada|Lovelace"),
            2020,
            line=9,
            topics=("Engines", "Steam"),
            assumed=frozenset({"date"}),
        ),
        title="My list",
    )
    assert text == (
        "# My list\n"
        "\n"
        "- **No topic**\n"
        "  - Authors: Ada Lovelace\n"
        "\n"
        "## Engines\n"
        "\n"
        "- **On Engines: 50% of \\*all\\* \\<things\\>** [[paper]](https://arxiv.org/abs/2301.00001)"
        " [[code]](https://github.com/a/b_(c))\n"
        "  - Authors: Ada Lovelace, Charles Babbage, et al.\n"
        "  - Venue: *ICML*\n"
        "  - Year: 2023\n"
        "  - Key Word: steam; water\n"
        "\n"
        "### Steam\n"
        "\n"
        "### Steam: 2020\n"
        "\n"
        "- **Later**\n"
        "  - Authors: Ada Lovelace\n"
    )


def test_a_work_in_several_topics_stands_in_each() -> None:
    shelf = entry("a", "On Engines", people("Ada|Lovelace"), 2021, topics=("One", "Two"), line=1)
    other = entry("b", "On Steam", people("Ada|Lovelace"), 2021, topics=("Two",), line=2)
    records = again(written(shelf, other))
    assert [(r.fields.title, r.topics) for r in records] == [
        ("On Engines", ("One",)),
        ("On Engines", ("Two",)),
        ("On Steam", ("Two",)),
    ]


def test_names_whose_parts_reading_order_would_hide() -> None:
    names = Names(
        (Name(family="Gonzalez Ortiz", given="Jose"), Name(family="King", given="Martin", suffix="Jr."))
    )
    shelf = entry("a", "On Engines", names, 2021)
    (record,) = again(written(shelf))
    assert record.fields.authors == names


def test_what_leads_to_an_identifier_is_a_link() -> None:
    (record,) = again(
        written(entry("a", "On Engines", people("Ada|Lovelace"), identifiers=("doi:10.1000/x",)))
    )
    assert [str(i) for i in record.identifiers] == ["doi:10.1000/x"]


@pytest.mark.parametrize(
    "title",
    [
        "# Not a heading",
        "- not an item",
        "1. not a number",
        "a `b` *c* __d__ ~~e~~ <b>f</b> &amp; ![x](javascript:alert(1))",
        "line\nbreak\r\n\n# heading\n\n- item",
        "</li><script>alert(1)</script>",
        "| a | b |",
        "<!-- hidden",
        "``` fence",
        "\\",
        "ends in a backslash \\",
    ],
)
def test_no_text_makes_markup(title: str) -> None:
    text = written(
        entry("a", title, people("Ada|Lovelace"), 2021, topics=(title,), keywords=(title,)), title=title
    )
    tokens = _tokens(text)
    assert {"html_block", "html_inline", "fence", "code_inline", "image", "table_open"}.isdisjoint(tokens)
    assert tokens.count("heading_open") == 2
    assert tokens.count("list_item_open") == 4
    assert "link_open" not in tokens


def _tokens(text: str) -> list[str]:
    from markdown_it import MarkdownIt

    parsed = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    return [inner.type for token in parsed for inner in (token, *(token.children or ()))]


def test_only_addresses_become_links() -> None:
    text = written(
        entry("a", "T", links=(("paper", "javascript:alert(1)"), ("code", "https://example.org/a b")))
    )
    assert "](" not in text


def test_what_was_withdrawn_does_not_come_back() -> None:
    result = WRITER.write(View(title="", entries=(entry("a", "Gone", topics=("X",), state="withdrawn"),)))
    assert result.value == "# Papers\n"
    assert [(d.code, d.key) for d in result.diagnostics] == [("CB633", "a")]


def test_what_a_list_cannot_say_is_said() -> None:
    found = WRITER.write(
        View(
            title="",
            entries=(
                entry("a", "T", fields={"pages": "1-2"}, keywords=("x, y",)),
                entry("b", "", people("Ada|Lovelace")),
                entry("c", "T", Names((Name(family="Gonzalez Ortiz", given="Jose"),))),
            ),
        )
    )
    assert [(d.code, d.message) for d in found.diagnostics] == [
        ("CB630", "a Markdown list has no place for the field `pages` of `a`"),
        ("CB631", "a Markdown list cannot hold a comma or semicolon in a keyword as stated: changed in `a`"),
        ("CB631", "a Markdown list cannot hold the parts of a name as stated: changed in `c`"),
        ("CB633", "`b` has neither a title nor a link, and is not listed"),
    ]


def test_what_a_person_took_away_stays_away() -> None:
    text = written(
        entry(
            "a",
            "T",
            keywords=("secret",),
            topics=("hidden",),
            identifiers=("doi:10.1000/x",),
            links=(("paper", "https://example.org/gone"),),
            withheld=frozenset({"keywords", "topics", "doi", "url"}),
        )
    )
    for gone in ("secret", "hidden", "10.1000", "gone"):
        assert gone not in text


WORDS = st.sampled_from(
    [
        *(
            "learning",
            "networks",
            "deep",
            "sparse",
            "training",
            "of",
            "the",
            "and",
            "for",
            "with",
            "gradient",
        ),
        *("neural", "kernels", "Bayesian", "generalization", "über", "Łukasz's", "attention", "3D", "GPT-4"),
    ]
)
TITLE = st.lists(WORDS, min_size=3, max_size=8).map(
    lambda words: " ".join(words)[:1].upper() + " ".join(words)[1:]
)
PEOPLE = st.lists(
    st.builds(
        "{} {}".format,
        st.sampled_from(["Ada", "Jürgen", "Wei-Lin", "J. M.", "Łukasz", "Ngoc", "Maria"]),
        st.sampled_from(["Lovelace", "Schmidhuber", "Święty", "Nguyen", "O'Neil", "Babbage", "van Hoof"]),
    ),
    min_size=1,
    max_size=5,
    unique=True,
)
TOPIC = st.sampled_from(["Pruning", "Loss surfaces", "Optimisation theory", "Scaling", "Memorisation"])


@st.composite
def shelves(draw: Any) -> tuple[Entry, ...]:
    titles = draw(st.lists(TITLE, min_size=1, max_size=6, unique_by=str.casefold))
    return tuple(
        entry(
            f"k{number}",
            title,
            Names(tuple(parse_name(name) for name in draw(PEOPLE)), draw(st.booleans())),
            venue=draw(
                st.sampled_from(
                    [None, conference("ICML"), Venue(name="Nature", abbreviation="Nature", kind="journal")]
                )
            ),
            line=number,
            topics=draw(st.sampled_from([(), ("Pruning",), ("Pruning", "Sparse training"), ("Scaling",)])),
            keywords=tuple(draw(st.lists(st.sampled_from(["sharpness", "flat minima", "SGD"]), unique=True))),
            links=tuple(
                draw(
                    st.lists(
                        st.sampled_from(
                            [
                                ("paper", f"https://example.org/{number}"),
                                ("code", f"https://github.com/a/{number}"),
                            ]
                        ),
                        unique=True,
                    )
                )
            ),
            fields={"date": Date(draw(st.integers(1990, 2025)), draw(st.integers(0, 12)))},
        )
        for number, title in enumerate(titles)
    )


@given(shelves())
def test_what_is_written_is_read_again(shelf: tuple[Entry, ...]) -> None:
    records = {record.fields.title: record for record in again(written(*shelf))}
    assert len(records) == len(shelf)
    for one in shelf:
        record, fields = records[one.work.fields.title], one.work.fields
        assert record.fields.authors == fields.authors
        assert record.fields.date == fields.date
        assert str(record.fields.venue or "") == str(fields.venue or "")
        assert record.topics == one.work.topics
        assert record.keywords == one.work.keywords
        assert sorted((link.label, link.url) for link in record.links) == sorted(
            (link.label, link.url) for link in one.work.links
        )


def test_the_shipped_library_is_read_again() -> None:
    library = load_library(REPOSITORY).value
    found: dict[str, list[Record]] = {}
    result = WRITER.write(View(title="Shipped", entries=library.entries))
    for record in again(result.value):
        found.setdefault(record.fields.title.casefold(), []).append(record)
    unlisted = {d.key for d in result.diagnostics if d.code == "CB633"}
    for one in library.entries:
        if one.key in unlisted or not one.work.fields.title:
            continue
        fields, records = one.work.fields, found[one.work.fields.title.casefold()]
        record = records[0]
        assert record.fields.authors == fields.authors
        assert record.keywords == one.work.keywords
        assert {topic for r in records for topic in r.topics} == set(one.work.topics)
        assert {link.url for link in one.work.links} <= {link.url for link in record.links}
        assert set(one.work.identifiers) <= set(record.identifiers)
        if fields.venue is not None:  # without one, a topic such as "ICML 2018 notes" states it
            assert record.fields.venue is not None
            assert str(record.fields.venue) == str(fields.venue)
        if fields.date is not None:
            assert record.fields.date == fields.date


def test_names_that_we_write_with_the_family_first_are_not_called_odd() -> None:
    names = people("Jose|Gonzalez Ortiz", "Ada|Lovelace", "Rachel|Flood Heaton")
    one = entry("a", "On Engines", names, line=1, links=(("paper", "https://example.org/a"),))
    written = WRITER.write(View(title="", entries=(one,))).value
    assert "Gonzalez Ortiz, Jose; Lovelace, Ada; Flood Heaton, Rachel" in written
    understood = read_snapshot(Snapshot(source="s", path="a.md", text=written))
    (record,) = understood.value.records
    assert record.fields.authors == names
    assert split("Gonzalez Ortiz, Jose; Lovelace, Ada; OpenAI; et al.").notes == ()
    for odd in ("Ada Lovelace; James Watt", "Ada Lovelace, James Watt; Jane Doe, John Roe"):
        assert [*split(odd).notes] == ["semicolons between names"]
