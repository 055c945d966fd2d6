import json
from typing import Any

import pytest

from curabib.model import Date, Name, Names, Venue, View
from curabib.writers.csl_json import WRITER, entry_to_csl
from tests.library.shelf import LIBRARY, conference, entry, people


def item(*arguments: Any, **rest: Any) -> dict[str, Any]:
    return entry_to_csl(entry("key", *arguments, **rest))


def test_a_conference_paper() -> None:
    found = item(
        "On Engines",
        people("Ada|Lovelace"),
        2023,
        conference("ICML"),
        fields={"pages": "1--12"},
        identifiers=("arxiv:2301.00001", "openreview:abc", "pmlr:v202/lovelace23a"),
        topics=("Engines",),
        keywords=("number crunching",),
    )
    assert found == {
        "id": "key",
        "type": "paper-conference",
        "title": "On Engines",
        "author": [{"family": "Lovelace", "given": "Ada"}],
        "issued": {"date-parts": [[2023]]},
        "container-title": "Proceedings of the 40th International Conference on Machine Learning",
        "collection-title": "Proceedings of Machine Learning Research",
        "volume": "202",
        "page": "1-12",
        "publisher": "PMLR",
        "ISSN": "2640-3498",
        "URL": "https://openreview.net/forum?id=abc",
        "keyword": "Engines, number crunching",
        "custom": {"arxiv": "2301.00001", "openreview": "abc", "pmlr": "v202/lovelace23a"},
    }


def test_a_preprint_is_an_article_with_number_and_publisher() -> None:
    found = item("On Engines", people("Ada|Lovelace"), 2021, type="online", identifiers=("arxiv:2101.00001",))
    assert found["type"] == "article"
    assert (found["number"], found["publisher"]) == ("arXiv:2101.00001", "arXiv")
    assert found["URL"] == "https://arxiv.org/abs/2101.00001"
    assert "genre" not in found
    assert "DOI" not in found


def test_a_venue_that_is_the_preprint_server_changes_nothing() -> None:
    server = Venue(name="arXiv", abbreviation="arXiv", kind="repository")
    found = item(
        "On Engines", people("Ada|Lovelace"), 2021, server, type="online", identifiers=("arxiv:2101.00001",)
    )
    assert (found["type"], found["publisher"]) == ("article", "arXiv")
    assert "container-title" not in found


@pytest.mark.parametrize(
    ("type", "rest", "expected"),
    [
        (
            "book",
            {"fields": {"publisher": "Press", "edition": "2", "number": "7", "series": "Works"}},
            "book",
        ),
        ("thesis", {"fields": {"institution": "Cambridge", "type": "phdthesis"}}, "thesis"),
        ("report", {"fields": {"institution": "Lab", "number": "12"}}, "report"),
        ("incollection", {"fields": {"booktitle": "Works", "chapter": "3"}}, "chapter"),
        ("online", {"links": (("", "https://example.org/"),)}, "webpage"),
        ("online", {"links": (("", "https://example.org/"),), "kind": "blog"}, "post-weblog"),
        ("misc", {"links": (("", "https://example.org/"),)}, "webpage"),
        ("misc", {"links": (("", "https://example.org/"),), "kind": "video"}, "motion_picture"),
        ("misc", {"kind": "code"}, "software"),
        ("misc", {"kind": "dataset"}, "dataset"),
        ("misc", {}, "document"),
        ("unpublished", {}, "manuscript"),
        ("proceedings", {}, "book"),
        ("something-new", {}, "document"),
    ],
)
def test_types(type: str, rest: dict[str, Any], expected: str) -> None:
    assert item("On Engines", people("Ada|Lovelace"), 2021, type=type, **rest)["type"] == expected


def test_genre_institution_and_numbers_go_where_styles_look() -> None:
    thesis = item("T", year=1989, type="thesis", fields={"institution": "Cambridge", "type": "phdthesis"})
    assert (thesis["publisher"], thesis["genre"]) == ("Cambridge", "PhD thesis")
    report = item("T", type="report", fields={"institution": "Lab", "number": "12"})
    assert (report["publisher"], report["number"], report["genre"]) == ("Lab", "12", "Technical report")
    article = item(
        "T",
        type="article",
        venue=Venue(name="Acta", kind="journal"),
        fields={"volume": "3", "number": "4", "eid": "e5"},
    )
    assert (article["container-title"], article["volume"], article["issue"], article["number"]) == (
        "Acta",
        "3",
        "4",
        "e5",
    )
    book = item("T", type="book", fields={"series": "Works", "number": "7"})
    assert (book["collection-title"], book["collection-number"]) == ("Works", "7")
    assert "number" not in book


def test_names() -> None:
    names = Names(
        (
            Name(family="Hoof", given="Herke", prefix="van"),
            Name(family="King", given="Martin Luther", suffix="Jr."),
            Name(literal="OpenAI"),
        )
    )
    assert item("T", names)["author"] == [
        {"family": "Hoof", "given": "Herke", "non-dropping-particle": "van"},
        {"family": "King", "given": "Martin Luther", "suffix": "Jr."},
        {"literal": "OpenAI"},
    ]


def test_authors_cut_short_are_reported() -> None:
    found = WRITER.write(View(title="", entries=LIBRARY.entries)).diagnostics
    assert [(d.code, d.key) for d in found] == [("CB620", "hoof2021networks")]


def test_dates_are_as_exact_as_stated() -> None:
    assert item("T", fields={"date": Date(2020, 5, 7)})["issued"] == {"date-parts": [[2020, 5, 7]]}
    assert item("T", fields={"date": Date(2020, 5)})["issued"] == {"date-parts": [[2020, 5]]}
    assert item("T", fields={"urldate": Date(2021, 1, 2)})["accessed"] == {"date-parts": [[2021, 1, 2]]}
    assert "issued" not in item("T")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Training GANs", 'Training <span class="nocase">GANs</span>'),
        ("A Plain Title", "A Plain Title"),
        ("Sums in $O(N)$ Steps", 'Sums in <span class="nocase"><i>O</i>(<i>N</i>)</span> Steps'),
        ("Über Schulen", "Über Schulen"),
        ("{Braces} and \\commands", "{Braces} and \\commands"),
        ("a < b and <c>", "a < b and <c>"),
        ("The <i>tag</i>", "The <\u2060i>tag<\u2060/i>"),
        ('<span class="nocase">x</span>', '<\u2060span class="nocase">x<\u2060/span>'),
    ],
)
def test_titles_keep_their_case_and_their_text(title: str, expected: str) -> None:
    assert item(title)["title"] == expected


def test_only_web_addresses_are_urls() -> None:
    assert "URL" not in item("T", fields={"url": "javascript:alert(1)"})
    assert (
        item("T", fields={"url": "javascript:alert(1)"}, links=(("", "https://x.org/a"),))["URL"]
        == "https://x.org/a"
    )


def test_the_file_is_an_array_with_the_keys_as_ids() -> None:
    text = WRITER.write(View(title="", entries=LIBRARY.entries)).value
    assert [found["id"] for found in json.loads(text)] == [e.key for e in LIBRARY.entries]
    assert WRITER.write(View(title="", entries=())).value == "[]\n"
    assert json.loads(text)[1]["custom"]["aliases"] == ["frankle2020mode"]


@pytest.mark.parametrize(
    ("withheld", "variables"),
    [
        ("publisher", {"publisher"}),
        ("volume", {"volume"}),
        ("venue", {"container-title"}),
        ("url", {"URL"}),
        ("keywords", {"keyword"}),
        ("eprint", {"custom"}),
        ("pages", {"page"}),
    ],
)
def test_what_a_person_took_away_is_not_filled_from_elsewhere(withheld: str, variables: set[str]) -> None:
    facts: dict[str, Any] = {
        "identifiers": ("arxiv:2301.00001",),
        "topics": ("Engines",),
        "fields": {"pages": "" if withheld == "pages" else "1--12"},
    }
    arguments = ("On Engines", people("Ada|Lovelace"), 2020, conference("NeurIPS"))
    whole = item(*arguments, **{**facts, "fields": {"pages": "1--12"}})
    found = item(*arguments, **facts, withheld=frozenset({withheld}))
    assert set(whole) - set(found) == variables
    assert {name: whole[name] for name in found} == found


def test_what_no_variable_holds_is_said() -> None:
    one = entry(
        "a",
        "T",
        type="book",
        fields={
            "series": "Über Engines",
            "edition": "2",
            "eid": "e7",
            "own": "x",
            "note": "n",
            "publisher": "P",
        },
    )
    found = WRITER.write(View(title="", entries=(one,)))
    assert [(d.code, d.message) for d in found.diagnostics] == [
        ("CB630", "CSL-JSON has no place for the field `eid` of `a`"),
        ("CB630", "CSL-JSON has no place for the field `own` of `a`"),
    ]
