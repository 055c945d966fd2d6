"""CSL items in JSON and YAML."""

import json
from typing import Any

import pytest

from curabib.diagnostics import Diagnostic
from curabib.exchange.csl import statement
from curabib.exchange.stated import Stated
from curabib.model import Name, Snapshot
from curabib.readers import read


def said(**item: Any) -> Stated:
    return statement({"id": "a", "title": "On engines", **item})


@pytest.mark.parametrize(
    ("issued", "date"),
    [
        ({"date-parts": [[2019, 5, 7]]}, "2019-05-07"),
        ({"date-parts": [["2019", "5"]]}, "2019-05"),
        ({"date-parts": [[2019], [2020]]}, "2019"),
        ({"raw": "2018-10-11"}, "2018-10-11"),
        ({"literal": "May 2018"}, "2018-05"),
        ({"year": 2018, "month": "3"}, "2018-03"),
        ([{"year": "2018"}], "2018"),
        ("2018-10", "2018-10"),
        (2018, "2018"),
        ({"date-parts": [[2019, 13]]}, "2019"),
        ({"date-parts": [["in press"]]}, None),
        ({"date-parts": [[]]}, None),
        ({"date-parts": 5}, None),
        ([], None),
        (True, None),
    ],
)
def test_dates(issued: Any, date: str | None) -> None:
    found = said(issued=issued)
    assert (str(found.fields.date) if found.fields.date else None) == date
    assert ("issued" in found.left_out) == (date is None and issued not in ([], {}))


def test_names_of_every_form() -> None:
    people = [
        {"family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van"},
        {"family": "King", "given": "Martin Luther", "suffix": "Jr."},
        {"literal": "The Engine Group"},
        {"given": "Plato"},
        {"family": "others"},
    ]
    authors = said(author=people).fields.authors
    assert authors.people == (
        Name(family="Beethoven", given="Ludwig", prefix="van"),
        Name(family="King", given="Martin Luther", suffix="Jr."),
        Name(literal="The Engine Group"),
        Name(family="Plato"),
    )
    assert authors.truncated
    assert said(author=["Ada Lovelace"]).left_out == ("author",)


def test_an_article_is_a_preprint_unless_something_holds_it() -> None:
    preprint = said(type="article", number="arXiv:1901.00001v2", publisher="arXiv")
    assert (preprint.entry_type, str(preprint.fields.venue)) == ("online", "arXiv")
    assert [str(identifier) for identifier in preprint.identifiers] == ["arxiv:1901.00001"]
    article = said(type="article", publisher="Springer", **{"container-title": "Nature"})
    assert (article.entry_type, str(article.fields.venue)) == ("article", "Nature")
    assert article.fields.text("publisher") == "Springer"


def test_variables_of_some_types() -> None:
    thesis = said(type="thesis", publisher="University of Engines", genre="PhD thesis")
    assert (thesis.kind, thesis.fields.text("institution")) == ("thesis", "University of Engines")
    assert said(type="software", version="2.0").fields.text("version") == "2.0"
    assert said(type="post-weblog").kind == "blog"
    assert said(type="no such type").entry_type == "misc"


def test_keywords_categories_and_notes() -> None:
    found = said(
        keyword="steam; water, iron", categories=["Engines", "Old"], note="PMID: 123\nread it\nDOI: 10.1000/x"
    )
    assert found.keywords == ("steam", "water", "iron")
    assert found.topics == ("Engines", "Old")
    assert [str(identifier) for identifier in found.identifiers] == ["doi:10.1000/x", "pmid:123"]
    assert found.fields.text("note") == "read it"


def test_what_is_left_out_is_named() -> None:
    found = said(
        abstract="Long.", author={}, URL="javascript:alert(1)", DOI="nonsense", dimensions=[1], medium=None
    )
    assert found.left_out == ("abstract", "URL", "DOI", "dimensions")


@pytest.mark.parametrize("value", [None, True, 7, 1.5, "x", [], {}, [[]], [{}], {"a": [1]}, [None], ["x", 2]])
def test_no_value_is_too_odd(value: Any) -> None:
    names = (
        "type",
        "author",
        "issued",
        "DOI",
        "URL",
        "keyword",
        "categories",
        "note",
        "number",
        "page",
        "publisher",
        "id",
    )
    for name in names:
        statement({"title": "x", name: value})
    statement(dict.fromkeys(names, value))


def problems(text: str, path: str = "x.json") -> list[Diagnostic]:
    return list(
        read(
            Snapshot(source="s", path=path, text=text), "csl-json" if path.endswith("json") else None
        ).diagnostics
    )


def test_items_have_lines_and_what_comes_before_a_mistake_is_read() -> None:
    text = json.dumps([{"title": "a"}, {"title": "b"}], indent=1).replace('"b"\n }', '"b",\n }')
    found = read(Snapshot(source="s", path="x.json", text=text))
    assert [(e.location.line, e.location.end_line) for e in found.value.entries] == [(2, 4)]
    (mistake,) = (d for d in found.diagnostics if d.code == "CB113")
    assert mistake.location is not None
    assert mistake.location.line in (6, 7)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ('[{"title": "a"}', ["CB113"]),
        ('[1, {"title": "a"}, "x"]', ["CB130", "CB130"]),
        ('{"items": [{"title": "a"}]}', []),
        ('{"title": "a"}', []),
        ("[]", ["CB112"]),
        ("[" * 100_000, ["CB112", "CB116"]),
    ],
)
def test_arrays_that_are_none(text: str, codes: list[str]) -> None:
    assert sorted(problem.code for problem in problems(text)) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("references:\n- title: a\n- b\n", ["CB130"]),
        ("references:\n- title: &x a\n- title: *x\n", ["CB112", "CB113"]),
        ("references:\n- title: !!python/object:os.system a\n", ["CB112", "CB113"]),
        ("references: [\n", ["CB112", "CB113"]),
        ("- title: a\n  issued: 2019\n---\n", []),
    ],
)
def test_yaml_that_is_none(text: str, codes: list[str]) -> None:
    found = read(Snapshot(source="s", path="x.yaml", text=text), "csl-yaml")
    assert sorted(problem.code for problem in found.diagnostics) == codes


def test_identifiers_that_csl_has_no_variable_for_come_back_from_where_they_are_kept() -> None:
    kept = {"arxiv": "2101.00009", "openreview": "r-1_x", "pmlr": "v139/a21a", "aliases": ["old", 3, None]}
    found = said(custom=kept)
    assert {i.scheme: i.value for i in found.identifiers} == {
        "arxiv": "2101.00009",
        "openreview": "r-1_x",
        "pmlr": "v139/a21a",
    }
    assert found.aliases == ("old", "3")
    assert found.left_out == ()


@pytest.mark.parametrize(
    "custom",
    ["x", 3, [1], {"arxiv": "no number"}, {"openreview": "a b\nc"}, {"short_id": "x"}, {"aliases": "x"}, {"pmlr": {}}],
)  # fmt: skip
def test_what_others_keep_there_is_theirs(custom: Any) -> None:
    found = said(custom=custom)
    assert (found.identifiers, found.aliases, found.left_out) == ((), (), ())
