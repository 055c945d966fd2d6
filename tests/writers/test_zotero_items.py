"""What Zotero is told of an entry."""

from typing import Any

import pytest

from curabib.exchange.zotero import CREATORS
from curabib.exchange.zotero_types import EVERYWHERE, ITEM_TYPES, OTHERS
from curabib.model import Date, Entry, Name, Names, Venue
from curabib.writers.zotero_items import Creator, ZoteroItem, item_json, item_of, link_json, note_json
from tests.library.shelf import conference, entry, people
from tests.providers.zotero_server import CREATORS as ALLOWED
from tests.providers.zotero_server import FIELDS


def made(key: str = "k2020x", title: str = "T", **values: Any) -> ZoteroItem:
    return item_of(entry(key, title, **values))


@pytest.mark.parametrize("name", sorted(ITEM_TYPES))
def test_every_field_and_creator_is_one_of_zoteros_schema(name: str) -> None:
    row = ITEM_TYPES[name]
    fields = {*EVERYWHERE, *row.fields, *row.named.values()} - row.lacks - set(row.named)
    fields |= row.fields | set(row.named.values())
    assert sorted(fields - FIELDS[name]) == []
    assert sorted({row.author, OTHERS, *row.people} - ALLOWED[name]) == []
    assert row.author in CREATORS


@pytest.mark.parametrize(
    ("values", "type"),
    [
        ({"type": "online", "identifiers": ("arxiv:2001.00001",)}, "preprint"),
        ({"venue": conference("ICML")}, "conferencePaper"),
        ({"type": "article", "venue": Venue(name="J", kind="journal")}, "journalArticle"),
        ({"type": "book"}, "book"),
        ({"type": "proceedings"}, "book"),
        ({"type": "inbook", "fields": {"booktitle": "B"}}, "bookSection"),
        ({"type": "phdthesis"}, "thesis"),
        ({"type": "techreport"}, "report"),
        ({"type": "misc", "kind": "code"}, "computerProgram"),
        ({"type": "misc", "kind": "dataset"}, "dataset"),
        ({"type": "online", "kind": "video", "links": (("", "https://v.org/1"),)}, "videoRecording"),
        ({"type": "online", "kind": "blog", "links": (("", "https://b.org/1"),)}, "blogPost"),
        ({"type": "online", "links": (("", "https://b.org/1"),)}, "webpage"),
        ({"type": "unheard-of"}, "document"),
        ({"type": "misc"}, "document"),
    ],
)
def test_types(values: dict[str, Any], type: str) -> None:
    item = made(**values)
    assert item.type == type
    assert all(ITEM_TYPES[type].allows(name) for name in item.fields)


def test_a_preprint_is_what_zotero_saves_for_its_page() -> None:
    item = made(
        type="online",
        identifiers=("arxiv:1810.04805",),
        year=2018,
        fields={"eprintclass": "cs.CL", "type": "x"},
    )
    assert item.fields == {
        "title": "T",
        "date": "2018",
        "repository": "arXiv",
        "archiveID": "arXiv:1810.04805",
        "DOI": "10.48550/arXiv.1810.04805",
        "url": "https://arxiv.org/abs/1810.04805",
        "citationKey": "k2020x",
    }
    assert item.extra == ("arXiv:1810.04805 [cs.CL]",)
    assert made(type="online", identifiers=("arxiv:cs/0102003",), fields={"eprintclass": "cs.CL"}).extra == (
        "arXiv:cs/0102003",
    )


def test_names() -> None:
    names = Names(
        (
            Name(family="Beethoven", prefix="van", given="Ludwig"),
            Name(family="King", given="Martin Luther", suffix="Jr."),
            Name(literal="The BIG Team"),
            Name(family="Plato"),
        ),
        truncated=True,
    )
    assert made(authors=names).creators == (
        Creator(type="author", last="van Beethoven", first="Ludwig"),
        Creator(type="author", last="King", first="Martin Luther, Jr."),
        Creator(type="author", last="The BIG Team"),
        Creator(type="author", last="Plato"),
    )
    code = made(authors=people("Ada|Lovelace"), type="software", fields={"editor": people("Jo|Ed")})
    assert [creator.type for creator in code.creators] == ["programmer", "contributor"]


def test_what_has_no_field_is_a_line_of_extra() -> None:
    item = made(
        type="phdthesis", identifiers=("doi:10.1000/x", "pmid:77", "isbn:9780000000002"), aliases=("a", "b")
    )
    assert item.extra == ("DOI: 10.1000/x", "ISBN: 9780000000002", "PMID: 77", "Citation Key Alias: a, b")


def test_what_a_person_took_away_is_nowhere() -> None:
    taken = frozenset(
        {"doi", "isbn", "pages", "publisher", "url", "keywords", "volume", "issn", "booktitle", "eprint"}
    )
    values: dict[str, Any] = {
        "venue": conference("NeurIPS"), "year": 2017, "identifiers": ("doi:10.1000/x", "arxiv:1706.03762"),
        "links": (("code", "https://github.com/o/r"),), "keywords": ("one",),
    }  # fmt: skip
    assert {"DOI", "proceedingsTitle", "publisher", "url"} <= set(made(**values).fields)
    item = made(**values, withheld=taken | {"arxiv"})
    assert set(item.fields) <= {"title", "date", "citationKey", "series"}
    assert (item.tags, item.links, item.extra) == ((), (), ())


@pytest.mark.parametrize(("date", "field"), [(Date(2020, 5, 7), "2020-05-07"), (Date(2020, 5), None)])
def test_a_day_of_access_is_a_day(date: Date, field: str | None) -> None:
    assert made(fields={"urldate": date}).fields.get("accessDate") == field


def test_links_are_attached_but_for_the_items_own() -> None:
    item = made(
        type="online",
        identifiers=("arxiv:2001.00001",),
        links=(
            ("paper", "https://arxiv.org/abs/2001.00001"),
            ("pdf", "https://x.org/p"),
            ("Project  page", "https://x.org/"),
            ("", "https://y.org/slides.PDF"),
            ("code", "https://x.org/"),
            ("bad", "javascript:alert(1)"),
            ("odd", "https://[x"),
        ),
    )
    assert [(link.title, link.url, link.content_type) for link in item.links] == [
        ("PDF", "https://x.org/p", "application/pdf"),
        ("Project page", "https://x.org/", "text/html"),
        ("y.org", "https://y.org/slides.PDF", "application/pdf"),
        ("Odd", "https://[x", "text/html"),
    ]


def test_titles_and_notes_cannot_bring_markup() -> None:
    item = made(title="On $x^2$ & <script>", fields={"note": "a < b & <img src=x>"})
    assert item.fields["title"].startswith("On <i>x</i><sup>2</sup> & <")
    assert item.notes == ("<p>a &lt; b &amp; &lt;img src=x&gt;</p>",)


def test_the_form_of_the_web_api() -> None:
    whole: Entry = entry(
        "k",
        "T",
        people("Ada|Lovelace", "Group"),
        aliases=("old",),
        links=(("code", "https://x.org/"),),
        type="misc",
    )
    form = item_json(item_of(whole))
    assert form["itemType"] == "document"
    assert form["creators"] == [
        {"creatorType": "author", "firstName": "Ada", "lastName": "Lovelace"},
        {"creatorType": "author", "name": "Group"},
    ]
    assert form["extra"] == "Citation Key Alias: old"
    assert note_json("<p>x</p>") == {"itemType": "note", "note": "<p>x</p>"}
    links = item_of(entry("k", "T", links=(("video", "https://v.org/1"), ("paper", "https://p.org/")))).links
    assert link_json(links[0])["linkMode"] == "linked_url"
