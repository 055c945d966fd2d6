""".bib files for Zotero, Better BibTeX and JabRef: rule by rule, and read back with our own reader."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curabib.bibtex.parse import parse
from curabib.diagnostics import Result
from curabib.exchange.jabref import group_tree, named_groups, read_groups
from curabib.model import Entry, Name, Names, Snapshot, View
from curabib.normalise import normalise
from curabib.readers import read
from curabib.writers.grouped_bib import BETTER_BIBTEX_BIB, JABREF, ZOTERO_BIB
from tests.library.shelf import LIBRARY, entry, people

WRITERS = (ZOTERO_BIB, BETTER_BIBTEX_BIB)
# what Zotero's importer was seen to make items of
TYPES = frozenset(
    {
        "article",
        "inproceedings",
        "conference",
        "book",
        "booklet",
        "inbook",
        "incollection",
        "manual",
        "proceedings",
    }
    | {
        "thesis",
        "phdthesis",
        "mastersthesis",
        "report",
        "techreport",
        "online",
        "electronic",
        "unpublished",
        "misc",
    }
    | {"software", "patent"}
)
OURS = [
    *(
        "article",
        "book",
        "mvbook",
        "inbook",
        "bookinbook",
        "suppbook",
        "booklet",
        "collection",
        "mvcollection",
    ),
    *(
        "incollection",
        "suppcollection",
        "dataset",
        "manual",
        "misc",
        "online",
        "patent",
        "periodical",
        "reference",
    ),
    *(
        "suppperiodical",
        "proceedings",
        "mvproceedings",
        "inproceedings",
        "mvreference",
        "inreference",
        "report",
    ),
    *(
        "software",
        "thesis",
        "unpublished",
        "artwork",
        "audio",
        "image",
        "movie",
        "music",
        "performance",
        "review",
    ),
    *("standard", "video", "preprint", "presentation", "webpage"),
]


def written(*entries: Entry, writer: Any = ZOTERO_BIB) -> str:
    return found(*entries, writer=writer).value


def found(*entries: Entry, writer: Any = ZOTERO_BIB) -> Result[str]:
    result: Result[str] = writer.write(View(title="", entries=entries))
    return result


def fields(text: str) -> dict[str, str]:
    (block,) = parse(text).entries
    return {"type": block.type, **{field.name: field.resolve({}) for field in block.fields}}


@pytest.mark.parametrize("type", OURS)
def test_only_types_that_arrive(type: str) -> None:
    shelf = entry("key", "T", people("Ada|Lovelace"), 2021, type=type)
    assert fields(written(shelf))["type"] in TYPES
    assert fields(written(shelf, writer=BETTER_BIBTEX_BIB))["type"] in TYPES | {"dataset"}


@pytest.mark.parametrize("writer", WRITERS)
def test_a_preprint_is_a_document_with_its_number(writer: Any) -> None:
    shelf = entry("key", "T", people("Ada|Lovelace"), 2021, type="online", identifiers=("arxiv:2101.00001",))
    assert fields(written(shelf, writer=writer)) == {
        "type": "misc",
        "author": "Lovelace, Ada",
        "title": "{T}",
        "date": "2021",
        "eprint": "2101.00001",
        "eprinttype": "arxiv",
        "url": "https://arxiv.org/abs/2101.00001",
    }


@pytest.mark.parametrize("writer", WRITERS)
def test_nobody_is_called_others(writer: Any) -> None:
    shelf = entry("key", "T", people("Ada|Lovelace", truncated=True), type="misc")
    result = found(shelf, writer=writer)
    assert "others" not in result.value
    assert [d.code for d in result.diagnostics] == ["CB620"]


def test_signs_are_escaped_and_everything_else_is_unicode() -> None:
    shelf = entry(
        "key", "50% of A&B cost $5, #1 in x_1: é ł ő × ≤ α", type="misc", identifiers=("doi:10.1000/a_b",)
    )
    assert fields(written(shelf))["title"] == r"50\% of {A}\&{B} cost \$5, \#1 in x\_1: é ł ő × ≤ α"
    assert fields(written(shelf))["doi"] == "10.1000/a_b"


def test_formulas_become_text() -> None:
    result = found(entry("key", r"Better than $\ell_2$ and $n^2$", type="misc"))
    assert fields(result.value)["title"] == "Better than ℓ2 and n2"
    assert [(d.code, d.key) for d in result.diagnostics] == [("CB631", "key")]


def test_names_of_people_and_groups() -> None:
    names = Names(
        (
            Name(family="Neumann", given="John", prefix="von"),
            Name(family="King", given="M.", suffix="Jr."),
            Name(literal="Barnes and Noble"),
        )
    )
    assert (
        fields(written(entry("key", "T", names)))["author"]
        == "von Neumann, John and King, Jr., M. and {Barnes and Noble}"
    )


@pytest.mark.parametrize("writer", WRITERS)
def test_nothing_is_joined_referred_to_or_left_open(writer: Any) -> None:
    text = written(*LIBRARY.entries, writer=writer)
    assert " # " not in text
    assert "crossref" not in text
    assert "assumed" not in text
    assert text.count("{") == text.count("}")
    for value in re.findall(r"= \{(.*)\},$", text, re.MULTILINE):
        if not value.startswith(("http", "10.")):
            assert not re.search(r"(?<!\\)[%$&#]", value), value


def test_former_keys_are_for_better_bibtex() -> None:
    shelf = entry("key", "T", type="misc", aliases=("old",))
    assert "ids" not in fields(written(shelf))
    assert fields(written(shelf, writer=BETTER_BIBTEX_BIB))["ids"] == "old"


@pytest.mark.parametrize("writer", [ZOTERO_BIB, BETTER_BIBTEX_BIB, JABREF])
def test_topics_are_groups_and_keywords_stay_keywords(writer: Any) -> None:
    text = written(
        entry("a", "A", topics=("Vision",), line=1, keywords=("k",)),
        entry("b", "B", topics=("Vision", "Détection/x"), line=2),
        entry("c", "C", topics=("Language",), line=3),
        writer=writer,
    )
    snapshot = Snapshot(source="s", path="x.bib", text=text)
    records = normalise(read(snapshot).value, snapshot).value
    assert [(r.topics, r.keywords) for r in records] == [
        (("Vision",), ("k",)),
        (("Vision", "Détection/x"), ()),
        (("Language",), ()),
    ]


def test_names_of_groups_that_a_comment_cannot_hold() -> None:
    shelf = entry("a", "A", topics=("x {y}: z\n, w",))
    for writer, expected in (
        (ZOTERO_BIB, "x (y): z , w"),
        (BETTER_BIBTEX_BIB, "x (y) - z , w"),
        (JABREF, "x (y): z w"),
    ):
        result = found(shelf, writer=writer)
        (block,) = [b for b in parse(result.value).blocks if "AllEntriesGroup" in b.raw]
        assert [group.path for group in read_groups(block.raw)] == [(expected,)]
        assert [d.code for d in result.diagnostics] == ["CB631"]


def test_groups_of_jabref_with_one_name_are_told_apart() -> None:
    result = found(
        entry("a", "A", topics=("Vision", "Data"), line=1),
        entry("b", "B", topics=("Language", "Data"), line=2),
        entry("c", "C", topics=("Vision",), line=3),
        writer=JABREF,
    )
    groups = {
        block.key: {f.name: f.resolve({}) for f in block.fields}["groups"]
        for block in parse(result.value).entries
    }
    assert groups == {"a": "Data (Vision)", "b": "Data (Language)", "c": "Vision"}
    assert {d.code for d in result.diagnostics} == {"CB631"}


@pytest.mark.parametrize("writer", [ZOTERO_BIB, BETTER_BIBTEX_BIB, JABREF])
def test_an_entry_that_cannot_be_printed_is_in_no_group(writer: Any) -> None:
    result = found(entry("a b", "A", topics=("X",)), writer=writer)
    assert "a b" not in result.value
    assert "CB602" in [d.code for d in result.diagnostics]


@pytest.mark.parametrize("writer", [ZOTERO_BIB, BETTER_BIBTEX_BIB, JABREF])
def test_what_a_person_took_away_stays_away(writer: Any) -> None:
    text = written(
        entry("a", "A", keywords=("secret",), topics=("hidden",), withheld=frozenset({"keywords", "topics"})),
        writer=writer,
    )
    assert "secret" not in text
    assert "hidden" not in text


@pytest.mark.parametrize("writer", [ZOTERO_BIB, BETTER_BIBTEX_BIB, JABREF])
def test_without_topics_there_is_no_comment_and_without_entries_no_entry(writer: Any) -> None:
    assert "jabref" not in written(entry("a", "A"), writer=writer)
    assert "{" not in written(writer=writer)


NAMES = st.text(
    st.characters(exclude_characters="{}\r\n", exclude_categories=("Cc", "Cs", "Zl", "Zp")),
    min_size=1,
    max_size=8,
).filter(lambda name: name == " ".join(name.split()))


@given(st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=4, unique=True))
def test_any_names_come_back_from_the_comments(pairs: list[tuple[str, str]]) -> None:
    paths = [path for one, two in pairs for path in ((one,), (one, two))]
    (tree,) = [read_groups(b.raw) for b in parse(group_tree(paths)).blocks if "grouping" in b.raw]
    assert [group.path for group in tree] == paths
    comments = parse(named_groups([(path, ["k;1", "b:2"]) for path in paths])).blocks
    (named,) = [read_groups(b.raw) for b in comments if "groupstree" in b.raw]
    assert [group.path for group in named] == paths
    assert all(group.keys >= {"k;1", "b:2"} for group in named)
