"""Zotero RDF: what Zotero's translator was seen to want, rule by rule, read back with an RDF parser."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curabib.exchange.zotero_types import ITEM_TYPES, OTHERS
from curabib.model import Date, Entry, Library, Name, Names, Snapshot, View
from curabib.normalise import normalise
from curabib.readers import read as read_list
from curabib.sync.libraries import load_library
from curabib.writers.zotero_rdf import WRITER
from tests.conftest import REPOSITORY
from tests.library.shelf import LIBRARY, conference, entry, people
from tests.writers.zotero import SCHEMA, Item, read


def written(*entries: Entry) -> str:
    return WRITER.write(View(title="", entries=entries)).value


def item(*arguments: Any, **rest: Any) -> Item:
    return read(written(entry("key", *arguments, **rest)))["key"]


def test_a_preprint_is_as_zotero_itself_saves_it() -> None:
    found = item(
        "On Engines",
        people("Ada|Lovelace"),
        type="online",
        identifiers=("arxiv:2101.00001",),
        fields={"eprintclass": "cs.EN", "date": Date(2021, 1, 3)},
    )
    assert found.fields == {
        "itemType": "preprint",
        "title": "On Engines",
        "date": "2021-01-03",
        "repository": "arXiv",
        "archiveID": "arXiv:2101.00001",
        "DOI": "10.48550/arXiv.2101.00001",
        "url": "https://arxiv.org/abs/2101.00001",
        "extra": "arXiv:2101.00001 [cs.EN]",
    }


def test_an_old_number_of_arxiv_has_no_class_behind_it() -> None:
    found = item("T", type="online", identifiers=("arxiv:hep-th/9901001",), fields={"eprintclass": "hep-th"})
    assert found.fields["extra"] == "arXiv:hep-th/9901001"


@pytest.mark.parametrize(
    ("type", "kind", "fields", "expected"),
    [
        ("inproceedings", "paper", {"booktitle": "Proceedings of Engines"}, "conferencePaper"),
        ("article", "paper", {"journaltitle": "Acta"}, "journalArticle"),
        ("book", "book", {}, "book"),
        ("collection", "book", {}, "book"),
        ("proceedings", "book", {}, "book"),
        ("incollection", "paper", {"booktitle": "Works"}, "bookSection"),
        ("inbook", "paper", {"booktitle": "Works"}, "bookSection"),
        ("inreference", "other", {"booktitle": "Encyclopaedia"}, "encyclopediaArticle"),
        ("thesis", "thesis", {"institution": "Cambridge", "type": "phdthesis"}, "thesis"),
        ("report", "paper", {"institution": "Lab", "number": "7"}, "report"),
        ("unpublished", "paper", {}, "manuscript"),
        ("dataset", "dataset", {"version": "2", "publisher": "Zenodo"}, "dataset"),
        ("software", "code", {"version": "2", "langid": "english"}, "computerProgram"),
        ("video", "video", {}, "videoRecording"),
        ("audio", "other", {}, "audioRecording"),
        ("patent", "other", {"number": "US1"}, "patent"),
        ("online", "blog", {}, "blogPost"),
        ("online", "other", {}, "webpage"),
        ("misc", "code", {}, "computerProgram"),
        ("misc", "other", {}, "document"),
        ("something-new", "other", {}, "webpage"),
    ],
)
def test_item_types(type: str, kind: str, fields: dict[str, Any], expected: str) -> None:
    found = item(
        "T",
        people("Ada|Lovelace", "The Group"),
        2021,
        type=type,
        kind=kind,
        links=(("", "https://example.org/"),),
        fields={
            "editor": people("Mary|Somerville"),
            "translator": people("Luigi|Menabrea"),
            "volume": "3",
            "number": "4",
            "series": "Works",
            "pages": "1--9",
            "location": "London",
            "language": "en",
            "shorttitle": "T",
            "urldate": Date(2022, 2, 3),
            **fields,
        },
        identifiers=("doi:10.1000/x", "isbn:9780262035613"),
    )
    assert found.fields["itemType"] == expected
    assert len(found.creators) == 4
    assert ("The Group", "") in [(last, first) for _, last, first in found.creators]


def test_all_that_is_written_of_a_type_is_in_the_schema() -> None:
    for type, row in ITEM_TYPES.items():
        fields = {*row.fields, *row.named.values()}
        assert fields <= set(SCHEMA[type]["fields"].split())
        assert {row.author, *row.people, OTHERS} <= set(SCHEMA[type]["creators"].split())


def test_names_in_two_parts_or_one() -> None:
    names = Names(
        (
            Name(family="Neumann", given="John", prefix="von"),
            Name(family="King", given="Martin Luther", suffix="Jr."),
            Name(literal="Barnes and Noble, Inc."),
        )
    )
    assert item("T", names, type="article", fields={"journaltitle": "Acta"}).creators == [
        ("author", "von Neumann", "John"),
        ("author", "King", "Martin Luther, Jr."),
        ("author", "Barnes and Noble, Inc.", ""),
    ]


def test_nobody_is_called_others() -> None:
    short = entry("short", "T", people("Ada|Lovelace", truncated=True), type="misc")
    result = WRITER.write(View(title="", entries=(short,)))
    assert read(result.value)["short"].creators == [("author", "Lovelace", "Ada")]
    assert [(d.code, d.key) for d in result.diagnostics] == [("CB620", "short")]


def test_programmers_are_authors_of_schema_org() -> None:
    text = written(entry("key", "T", people("Ada|Lovelace"), type="software", kind="code"))
    assert "<so:author>" in text
    assert "programmers" not in text


def test_keywords_are_tags_with_their_commas_and_topics_are_not() -> None:
    found = item("T", keywords=("steam, water", "a; b"), topics=("Engines",))
    assert found.tags == ["a; b", "steam, water"]
    assert found.collections == [("Engines",)]


def test_topics_nest_as_the_headings_do_and_an_item_is_in_several() -> None:
    items = read(
        written(
            entry("a", "A", topics=("Vision",), line=1),
            entry("b", "B", topics=("Vision", "Detection"), line=2),
            entry("c", "C", topics=("Vision", "Detection", "Language", "Detection of Text"), line=3),
            entry("d", "D", topics=("Language", "Detection of Text"), line=4),
        )
    )
    assert items["a"].collections == [("Vision",)]
    assert items["b"].collections == [("Vision", "Detection")]
    assert items["c"].collections == [("Language", "Detection of Text"), ("Vision", "Detection")]
    assert items["d"].collections == [("Language", "Detection of Text")]


def test_links_are_linked_addresses_the_own_one_is_none() -> None:
    found = item(
        "T",
        identifiers=("arxiv:2101.00001",),
        type="online",
        links=(
            ("paper", "https://arxiv.org/abs/2101.00001"),
            ("code", "https://github.com/a/b?c=1&d=<e>"),
            ("pdf", "https://example.org/t.pdf"),
            ("video", "https://youtu.be/x"),
            ("", "javascript:alert(1)"),
        ),
    )
    assert found.links == [
        ("Code", "https://github.com/a/b?c=1&d=<e>", "text/html"),
        ("PDF", "https://example.org/t.pdf", "application/pdf"),
        ("Video", "https://youtu.be/x", "text/html"),
    ]


def test_a_note_is_html_and_aliases_a_line_of_extra() -> None:
    found = item("T", fields={"note": "a < b & c"}, aliases=("old1999key", "older1998key"))
    assert found.notes == ["<p>a &lt; b &amp; c</p>"]
    assert found.fields["extra"] == "Citation Key Alias: old1999key, older1998key"


def test_the_key_is_in_its_own_field_alone() -> None:
    text = written(entry("DBLP:conf/x/Müller", "T", aliases=("a:b",)))
    assert list(read(text)) == ["DBLP:conf/x/Müller"]
    assert "Citation Key: " not in text


def test_no_key_can_name_the_node_of_something_else() -> None:
    keys = ("a", "a/1", "links", "collections/1", 'x"><z:a/>', "x y")
    entries = [entry(key, key, links=(("code", "https://example.org/c"),), topics=("A",)) for key in keys]
    found = read(written(*entries))
    assert found.keys() == set(keys)
    assert all(len(item.links) == 1 and item.collections == [("A",)] for item in found.values())


def test_markup_of_titles_is_escaped_and_formulas_are_markup() -> None:
    found = item("On <i>this</i> & the $L_2$ norm")
    assert found.fields["title"] == "On <\u2060i>this<\u2060/i> & the <i>L</i><sub>2</sub> norm"
    assert "<i>" not in written(entry("key", "On the $L_2$ norm"))


def test_characters_that_xml_forbids_are_left_out() -> None:
    text = written(
        entry(
            "key",
            "a\x00b\x0b\ufffec\ud800d",
            keywords=("\x1b[31m",),
            topics=("x\x07",),
            fields={"note": "\x01"},
        )
    )
    found = read(text)["key"]
    assert found.fields["title"] == "abcd"
    assert found.tags == ["[31m"]
    assert found.collections == [("x",)]


def test_dates_of_access_are_in_their_own_field() -> None:
    text = written(entry("key", "T", type="misc", fields={"urldate": Date(2022, 2, 3)}))
    assert "<z:accessDate>2022-02-03</z:accessDate>" in text
    assert "dateSubmitted" not in text
    assert "dc:relation" not in text


def test_what_a_person_took_away_stays_away() -> None:
    kept = entry(
        "key",
        "T",
        people("Ada|Lovelace"),
        2021,
        type="online",
        identifiers=("arxiv:2101.00001", "doi:10.1000/x"),
        keywords=("secret",),
        topics=("Engines",),
        links=(("paper", "https://example.org/paper"),),
        withheld=frozenset({"keywords", "url", "doi", "topics"}),
    )
    text = written(kept)
    found = read(text)["key"]
    assert (found.tags, found.links, found.collections) == ([], [], [])
    assert {"url", "DOI"}.isdisjoint(found.fields)
    assert "secret" not in text
    assert "10." not in text.replace("2101.00001", "")


def test_what_has_no_place_is_said_once_for_each_field() -> None:
    entries = [
        entry(key, "T", type="misc", fields={"eventtitle": "E", "origdate": Date(1843)}) for key in "abcde"
    ]
    found = WRITER.write(View(title="", entries=tuple(entries))).diagnostics
    assert [(d.code, d.message) for d in found] == [
        ("CB630", "Zotero has no place for the field `eventtitle` of `a`, `b`, `c` and 2 more"),
        ("CB630", "Zotero has no place for the field `origdate` of `a`, `b`, `c` and 2 more"),
    ]


def test_a_big_file_is_said_to_be_slow() -> None:
    shelf = tuple(entry(f"k{number}", "T") for number in range(1001))
    (found,) = WRITER.write(View(title="", entries=shelf)).diagnostics
    assert (found.code, "--split" in found.help) == ("CB632", True)


def test_the_order_is_that_of_the_view_and_the_bytes_are_stable() -> None:
    text = written(*LIBRARY.entries)
    assert text == written(*LIBRARY.entries)
    keys = [
        line.partition("citationKey>")[2].partition("<")[0]
        for line in text.split("\n")
        if "citationKey>" in line
    ]
    assert keys == [entry.key for entry in LIBRARY.entries]
    assert read(text).keys() == set(keys)


def test_nothing_is_a_document_too() -> None:
    assert read(written()) == {}


TEXT = st.text(max_size=20)


@given(TEXT, st.lists(TEXT, max_size=3), st.lists(TEXT, max_size=3), TEXT, TEXT)
def test_any_text_at_all(title: str, keywords: list[str], topics: list[str], given: str, note: str) -> None:
    shelf = entry(
        "key",
        title or "T",
        Names((Name(family="X", given=given), Name(literal=given or "Y"))),
        topics=tuple(filter(None, topics)),
        keywords=tuple(keywords),
        fields={"note": note},
    )
    assert set(read(written(shelf))) == {"key"}


def test_what_is_written_is_read_again() -> None:
    text = written(
        *Library.of(
            (
                entry(
                    "hoof2021on",
                    "On Engines",
                    people("Herke|van|Hoof", "Engine Group"),
                    2021,
                    conference("ICML"),
                    topics=("Engines", "Steam"),
                    keywords=("steam, water",),
                    identifiers=("arxiv:2101.00001", "doi:10.1000/x"),
                    links=(("code", "https://github.com/a/b"),),
                    aliases=("hoof2020on",),
                ),
            )
        ).entries
    )
    snapshot = Snapshot(source="s", path="x.rdf", text=text)
    (record,) = normalise(read_list(snapshot).value, snapshot).value
    assert (record.fields.title, str(record.fields.authors), str(record.fields.date)) == (
        "On Engines",
        "Herke van Hoof, Engine Group",
        "2021",
    )
    assert record.fields.venue is not None
    assert record.fields.venue.abbreviation == "ICML"
    assert (record.topics, record.keywords) == (("Engines", "Steam"), ("steam, water",))
    assert {str(i) for i in record.identifiers} == {"arxiv:2101.00001", "doi:10.1000/x"}
    assert ("code", "https://github.com/a/b") in [(link.label, link.url) for link in record.links]


def test_the_shipped_library_arrives_whole() -> None:
    entries = load_library(REPOSITORY).value.entries
    found = read(written(*entries))
    assert found.keys() == {entry.key for entry in entries}
    for one in entries:
        item = found[one.key]
        assert len(item.creators) == len(one.work.fields.authors) + len(one.work.fields.editors)
        assert item.tags == sorted(set(one.work.keywords))
        assert {path[-1] for path in item.collections} == set(one.work.topics)
        assert {link.url for link in one.work.links} <= {
            item.fields.get("url", ""),
            *(address for _, address, _ in item.links),
        }
