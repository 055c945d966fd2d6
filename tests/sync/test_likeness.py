"""A library written in the shape of a list: what is written is read again as the same facts."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from curabib.cli.library_of_list import library_of
from curabib.library.select_order import ordered
from curabib.model import Date, Entry, Library, Link, Name, Names, Record, Snapshot, View
from curabib.project.entry_pattern import parse_pattern
from curabib.sync.likeness import Likeness, written_like
from curabib.sync.understood import read_snapshot
from curabib.writers.lists.described import described
from curabib.writers.lists.languages import LANGUAGES
from curabib.writers.lists.shape import Facts
from tests.conftest import REPOSITORY
from tests.library.shelf import conference, entry, people
from tests.writers.test_awesome_list import shelves

CASES = sorted((REPOSITORY / "tests" / "cases" / "lists").iterdir())
SHARED = REPOSITORY.parent / "shared"


def snapshot_of(path: Path) -> Snapshot:
    return Snapshot(source="s", path=path.name, text=path.read_text(encoding="utf-8"))


def library_in(snapshot: Snapshot) -> Library:
    records = [record for record in read_snapshot(snapshot).value.records if record.role == "listed"]
    return library_of(records, snapshot.path).value


def like(snapshot: Snapshot, *entries: Entry, title: str = "") -> Likeness:
    found = written_like(View(title=title, entries=entries), snapshot).value
    assert found is not None
    return found


def again(likeness: Likeness, snapshot: Snapshot) -> list[Record]:
    written = Snapshot(source="s", path=snapshot.path, text=likeness.text)
    return list(read_snapshot(written, likeness.reader).value.records)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_a_list_is_written_back_byte_for_byte(path: Path) -> None:
    snapshot = snapshot_of(path)
    found = like(snapshot, *ordered(library_in(snapshot).entries, "list"))
    assert (found.plain, dict(found.differing)) == ((), {})
    assert found.text == snapshot.text


NEW = (
    entry(
        "a",
        "Engines of Another Kind: a Study",
        people("Mary|Somerville", "Jürgen|Schmidt"),
        2021,
        conference("ICML"),
        line=1,
        topics=("Steam",),
        links=(("paper", "https://arxiv.org/abs/2101.00009"),),
        identifiers=("arxiv:2101.00009",),
    ),
    entry(
        "b",
        "What the Bib [extended] of *Engines* Knows",
        people("Ada|Lovelace", truncated=True),
        2015,
        line=2,
        topics=("Steam",),
        keywords=("heat", "pumps"),
        links=(("", "https://example.org/engines"), ("code", "https://github.com/engines/bib")),
    ),
)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_new_works_are_written_in_the_shape_and_read_back(path: Path) -> None:
    snapshot = snapshot_of(path)
    found = like(snapshot, *NEW)
    assert dict(found.differing) == {}
    records = {record.fields.title: record for record in again(found, snapshot)}
    for one in NEW:
        record = records[one.work.fields.title]
        assert record.fields.authors == one.work.fields.authors
        assert record.fields.date == one.work.fields.date
        assert str(record.fields.venue or "") == str(one.work.fields.venue or "")
        assert record.topics == one.work.topics
        assert record.keywords == one.work.keywords
        assert sorted((x.label, x.url) for x in record.links) == sorted(
            (x.label, x.url) for x in one.work.links
        )


ENRICHED = entry(
    "a",
    "Engines of Another Kind: a Study",
    people("Mary|Somerville", "Jürgen|Schmidt"),
    2021,
    conference("ICML"),
    line=1,
    topics=("Steam",),
    links=(
        ("paper", "https://arxiv.org/abs/2101.00009"),
        ("paper", "https://proceedings.mlr.press/v139/engines21a.html"),
        ("pdf", "https://proceedings.mlr.press/v139/engines21a/engines21a.pdf"),
    ),
    identifiers=("arxiv:2101.00009", "pmlr:v139/engines21a"),
)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_more_links_than_the_list_gives_its_works_do_not_change_the_shape(path: Path) -> None:
    snapshot = snapshot_of(path)
    found = like(snapshot, ENRICHED)
    one = replace(ENRICHED, work=replace(ENRICHED.work, links=ENRICHED.work.links[:1], identifiers=()))
    assert (found.plain, dict(found.differing)) == (like(snapshot, one).plain, {})
    (record,) = again(found, snapshot)
    assert {link.url for link in record.links} == {link.url for link in ENRICHED.work.links}
    assert set(record.identifiers) == set(ENRICHED.work.identifiers)


def test_further_links_stand_behind_an_entry_or_in_the_last_cell_with_a_link() -> None:
    more = (
        "[[paper]](https://proceedings.mlr.press/v139/engines21a.html) "
        "[[pdf]](https://proceedings.mlr.press/v139/engines21a/engines21a.pdf)"
    )
    linked = "".join(
        f"- [On Engine {n}](https://arxiv.org/abs/2001.0000{n}), Ada Lovelace, James Watt (ICML 2020)\n"
        for n in (1, 2, 3)
    )
    found = like(Snapshot(source="s", path="README.md", text=f"# L\n\n## Steam\n\n{linked}"), ENRICHED)
    assert found.text.endswith(
        "- [Engines of Another Kind: a Study](https://arxiv.org/abs/2101.00009), Mary Somerville, Jürgen Schmidt "
        f"(ICML 2021) {more}\n"
    )
    rows = "".join(
        f"| On Engine {n} | Ada Lovelace, James Watt | ICML | 2020 | [pdf](https://arxiv.org/abs/2001.0000{n}) |\n"
        for n in (1, 2, 3)
    )
    table = f"# L\n\n## Steam\n\n| Title | Authors | Venue | Year | Link |\n|---|---|---|---|---|\n{rows}"
    found = like(Snapshot(source="s", path="README.md", text=table), ENRICHED)
    assert found.text.endswith(f"| ICML | 2021 | [pdf](https://arxiv.org/abs/2101.00009) {more} |\n")


def test_a_new_entry_looks_like_the_others() -> None:
    found = like(snapshot_of(REPOSITORY / "tests/cases/lists/one-line.md"), NEW[0])
    assert found.text == (
        "# Engines and Their Theory\n\n## Steam\n\n- **Engines of Another Kind: a Study.** Mary Somerville, Jürgen "
        "Schmidt. *ICML 2021*. [[paper](https://arxiv.org/abs/2101.00009)]\n"
    )


def test_a_row_has_an_empty_cell_for_what_is_not_known() -> None:
    one = entry("a", "A Title and a Link", line=1, links=(("paper", "https://example.org/a"),))
    found = like(snapshot_of(REPOSITORY / "tests/cases/lists/table.md"), one)
    assert found.text.endswith("|  | **A Title and a Link** |  |  | [Link](https://example.org/a) |  |\n")


def test_words_about_one_kind_of_works_are_not_written_of_others() -> None:
    text = (
        "# Engines\n\n## Steam\n\n"
        + "".join(
            f"- **On the Motion of Engine {n}.** Ada Lovelace, James Watt. *ICML 2019*. "
            f"[[paper](https://example.org/{n})]\n"
            for n in ("One", "Two", "Three", "Four", "Five", "Six", "Seven")
        )
        + "- [Pumps and I](https://blog.example.org/a), a blog post by James Watt (Soho), 2015\n"
        + "- [Valves and I](https://blog.example.org/b), a blog post by James Watt (Soho), 2016\n"
    )
    found = like(
        Snapshot(source="s", path="README.md", text=text),
        entry(
            "a",
            "A Paper without Venue",
            people("Ada|Lovelace"),
            2018,
            line=1,
            links=(("paper", "https://x.org/a"),),
        ),
    )
    assert "blog post" not in found.text
    assert "Soho" not in found.text


DIARY = (
    "# Diary\n\n## Attention\n\n"
    "- 2017-06 Ashish Vaswani + Noam Shazeer et al. ⟶ Attention Is All You Need ⟶ NIPS'17 ⟶ [arxiv](https://arxiv.org/abs/1706.03762)\n"
    "- 2018-10 Frankle + Carbin ⟶ The Lottery Ticket Hypothesis\n"
)


def test_a_list_with_a_pattern_of_its_own_is_written_by_the_pattern() -> None:
    patterns = (parse_pattern("{word} {authors|+} ⟶ {title}{? ⟶ {venue}'{year}}{? ⟶ [{}](paper)}"),)
    snapshot = Snapshot(source="s", path="diary.md", text=DIARY)
    works = library_of(read_snapshot(snapshot, None, patterns).value.records, "diary.md").value
    view = View(title="", entries=ordered(works.entries, "list"))
    found = written_like(view, snapshot, None, patterns).value
    assert found is not None
    assert (dict(found.differing), found.plain) == ({}, ())
    assert found.text == (
        "# Diary\n\n## Attention\n\n"
        "- – Ashish Vaswani + Noam Shazeer et al. ⟶ Attention Is All You Need ⟶ NIPS'17 ⟶ [paper](https://arxiv.org/abs/1706.03762)\n"
        "- – Frankle + Carbin ⟶ The Lottery Ticket Hypothesis\n"
    )


@pytest.mark.parametrize(
    ("language", "pattern", "line"),
    [
        ("markdown", "{authors}: **{title}**, *{venue}* {year}", "- A, B: **T**, *V* 2019"),
        ("org", "* **{title}** (`{keywords|/}`)", "* *T* (~k / l~)"),
        ("rst", "{title}. {date}. [pdf](paper)", "- T. 2019-05. `pdf <https://x.org/p>`__"),
        ("markdown", "1. {title} {url:code}", "1. T https://x.org/c"),
        ("markdown", "| {title} | {year} |", None),
        ("markdown", "{title} {isbn}", None),
        ("markdown", "{title}{? {isbn}}{? in {venue}}", "- T in V"),
    ],
)
def test_patterns_say_how_entries_are_written(language: str, pattern: str, line: str | None) -> None:
    facts = Facts(
        title="T",
        authors=Names((Name(family="A"), Name(family="B"))),
        venue="V",
        date=Date(2019, 5),
        keywords=("k", "l"),
        links=(Link("paper", "https://x.org/p"), Link("code", "https://x.org/c")),
    )
    written = described(facts, parse_pattern(pattern), LANGUAGES[language], "- ")
    assert (written[0] if written else None) == line


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("page.html", "<html><body><p>nothing to see</p></body></html>"),
        ("refs.bib", "@article{a, title={On Engines}, author={Lovelace, Ada}, year=1843}"),
        ("README.md", "# Nothing\n\nto see here\n"),
        ("README.md", ""),
    ],
)
def test_where_no_shape_shows(path: str, text: str) -> None:
    assert written_like(View(title="", entries=NEW), Snapshot(source="s", path=path, text=text)).value is None


def test_what_does_not_fit_is_said() -> None:
    snapshot = snapshot_of(REPOSITORY / "tests/cases/lists/linked-titles.md")
    lost = entry("a", "", line=1, links=(("paper", "https://example.org/x"),))
    odd = entry("b", "Authors: Engines", Names(), line=2)
    found = written_like(View(title="", entries=(lost, odd)), snapshot)
    codes = {(d.code, d.key) for d in found.diagnostics}
    assert ("CB635", "b") in codes
    assert any(code == "CB634" for code, _ in codes)


@settings(max_examples=30)
@given(shelves(), st.sampled_from(CASES))
def test_any_library_reads_back_in_any_shape(shelf: tuple[Entry, ...], path: Path) -> None:
    snapshot = snapshot_of(path)
    found = like(snapshot, *shelf)
    nested = {"topics"} if path.suffix == ".txt" else set()  # its first heading is taken for its title
    assert set(found.differing.values()) <= nested


def test_a_date_that_the_address_says_is_not_repeated() -> None:
    snapshot = snapshot_of(REPOSITORY / "tests/cases/lists/one-line.md")
    text = snapshot.text.replace("*ICML 2019*. ", "")
    (record, *_) = read_snapshot(Snapshot(source="s", path="README.md", text=text)).value.records
    assert (record.year_source, record.fields.date) == ("identifier", Date(2019, 1))
    works = library_of([record], "README.md").value
    assert "Year" not in like(Snapshot(source="s", path="README.md", text=text), *works.entries).text


MEASURED = (
    "HokyoungJung__Papers4Time-Series.txt",
    "InstituteforDiseaseModeling__covasim.rst",
    "dancres__Pages.html",
    "diogo149__papers.org",
    "math-comp__math-comp.github.io.org",
    "rxin__db-readings.md",
)


@pytest.mark.parametrize("name", MEASURED)
def test_real_lists_read_back(name: str) -> None:
    path = SHARED / "lists" / name
    if not path.exists():
        pytest.skip("the real lists are not here")
    snapshot = snapshot_of(path)
    library = library_in(snapshot)
    found = like(snapshot, *library.entries)
    assert dict(found.differing) == {}
    assert len(found.plain) * 4 < len(library.entries)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_no_text_becomes_markup(path: Path) -> None:
    hostile = '</li><script>alert(1)</script> "quoted" & [x](javascript:alert(1)) `x <javascript:alert(1)>`__'
    found = like(
        snapshot_of(path),
        entry("a", hostile, people("<b>|</b>"), 2019, line=1, topics=(hostile,), keywords=("<i>k</i>",),
              links=(("paper", "https://example.org/?q=<script>&x='\""), ("code", "javascript:alert(1)"))),
    )  # fmt: skip
    if path.suffix == ".html":
        assert "<script" not in found.text
        assert "javascript:" not in "".join(re.findall(r"<[^>]*>", found.text))
    if path.suffix == ".md":
        tokens = MarkdownIt("commonmark").enable("table").parse(found.text)
        kinds = {inner.type for token in tokens for inner in (token, *(token.children or ()))}
        hrefs = [
            str(inner.attrGet("href"))
            for t in tokens
            for inner in t.children or ()
            if inner.type == "link_open"
        ]
        assert not {"html_block", "html_inline", "image"} & kinds
        assert not any(href.startswith("javascript") for href in hrefs)
