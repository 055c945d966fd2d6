"""Lists whose entries a curator describes."""

import time
from typing import Any

import pytest

from curabib.model import Record, Snapshot
from curabib.normalise import normalise
from curabib.project.entry_pattern import parse_pattern
from curabib.readers import read


def records(text: str, *patterns: str, path: str = "list.md") -> tuple[Record, ...]:
    snapshot = Snapshot(source="s", path=path, text=text)
    reading = read(snapshot, None, [parse_pattern(pattern) for pattern in patterns])
    return normalise(reading.value, snapshot).value


def said(record: Record) -> dict[str, Any]:
    fields = record.fields
    found = {
        "title": fields.title,
        "authors": str(fields.authors),
        "venue": str(fields.venue or ""),
        "date": str(fields.date or ""),
        "topics": " > ".join(record.topics),
    }
    return {name: value for name, value in found.items() if value}


ENGINES = {"title": "On engines", "authors": "Ada Lovelace, James Watt", "venue": "ICML", "date": "2020"}


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        ("{authors} :: {title} :: {venue}'{year}", "- Ada Lovelace & James Watt :: On engines :: ICML'20"),
        ("- {authors} :: {title} :: {venue}'{year}", "* Ada Lovelace & James Watt :: **On engines** :: ICML'20"),
        ("[{venue} {year}] {title} / {authors}", "1. [ICML 2020] On engines / Lovelace, Ada; Watt, James"),
        ("**{title}**{}({venue}, {year}){}by {authors}", "**On engines** !(ICML,2020) BY Ada Lovelace, James Watt"),
        ("[{title}](pdf). {authors}. *{venue}* {year}", "[On engines](/x). Ada Lovelace, James Watt. *ICML* 2020"),
        ("| {year} | {title} | {authors|&} | {venue} |", "| 2020 | On engines | Ada Lovelace & James Watt | ICML |"),
        ("{title}{? ({authors})}{? @ {venue} {year}}{? # {note}}", "On engines (Ada Lovelace, James Watt) @ ICML 2020"),
        ("`{year}` {word} {title} | {authors} | {venue}", "- `2020` ★★☆ On engines | Ada Lovelace, James Watt | ICML"),
        ("{date}: {title}。{authors|、}。{venue}", "- 2020: On engines。Ada Lovelace、James Watt。ICML"),
        ("{title} <{authors}> {venue} {year} {}", "On engines \\<Ada Lovelace, James Watt\\> ICML 2020 [code](http://g.org/x)"),
    ],
)  # fmt: skip
def test_a_line_is_told_apart(pattern: str, line: str) -> None:
    if line.startswith("|"):
        line = "| a | b | c | d |\n|---|---|---|---|\n" + line
    (record,) = records(f"# My list\n\n{line}\n", pattern)
    assert said(record) == ENGINES


@pytest.mark.parametrize(
    "line",
    [
        "- On engines",
        "- On engines, 20",
        "- On engines, 2020.",
        "- *On engines*, 2020 b",
        "On engines, 20201",
    ],
)
def test_what_does_not_match_whole_is_no_entry(line: str) -> None:
    assert records(line, "**{title}**, {year}") == ()


def test_entries_of_several_lines_under_headings() -> None:
    text = """# All

## Steam

### On engines
Ada Lovelace, James Watt
*ICML* 2020

some remark

### Not one
nothing here

## Water

### Mills
James Watt
*Nature* 2018
"""
    first, second = records(text, "# {title}\n{authors}\n*{venue}* {year}")
    assert said(first) == {**ENGINES, "topics": "Steam"}
    assert said(second)["topics"] == "Water"
    assert (first.location.line, first.location.end_line) == (5, 7) if first.location else False


def test_a_heading_that_an_entry_is_made_of_is_no_topic() -> None:
    entry = "### {}\nAda Lovelace\n*ICML* 2020\n\n"
    text = (
        "# All\n\n## Steam\n\n" + entry.format("On engines") + "#### Remarks\n\n" + entry.format("On mills")
    )
    text += "### Not one\n\n#### On wheels\nAda Lovelace\n*ICML* 2020\n"
    found = records(text, "# {title}\n{authors}\n*{venue}* {year}")
    assert [(record.fields.title, record.topics) for record in found] == [
        ("On engines", ("Steam",)),
        ("On mills", ("Steam",)),
        ("On wheels", ("Steam", "Not one")),
    ]


@pytest.mark.parametrize("path", ["list.md", "list.txt"])
def test_lines_of_a_paragraph_are_tried_one_by_one(path: str) -> None:
    entries = "Watt >> On engines >> ICML 2020\nWatt >> On mills >> ?\nWatt >> On wheels >> ICML 2021\n"
    text = f"A word before\n{entries}the end\n"
    snapshot = Snapshot(source="s", path=path, text=text)
    reading = read(snapshot, None, [parse_pattern("{authors} >> {title} >> {venue} {year}")]).value
    assert [(entry.location.line, entry.location.end_line) for entry in reading.entries] == [(2, 2), (4, 4)]
    assert [(run.line, run.end_line) for run in reading.skipped] == [(1, 1), (3, 3), (5, 5)]


def test_a_paragraph_of_which_no_line_fits_is_one_line() -> None:
    (record,) = records(
        "Watt >> On engines\n>> ICML 2020\n", "{authors} >> {title} >> {venue} {year}", path="list.txt"
    )
    assert (record.fields.title, record.location and record.location.end_line) == ("On engines", 2)


def test_links_on_the_next_line_of_a_paragraph_belong_to_an_entry() -> None:
    text = "Watt >> On engines >> ICML 2020\n[pdf](https://a.org/x) | [code](https://b.org/y)\nelse [pdf](https://a.org/z)\n"
    snapshot = Snapshot(source="s", path="list.md", text=text)
    reading = read(snapshot, None, [parse_pattern("{authors} >> {title} >> {venue} {year}")]).value
    (record,) = normalise(reading, snapshot).value
    assert [link.url for link in record.links] == ["https://a.org/x", "https://b.org/y"]
    assert [run.line for run in reading.skipped] == [3]


def test_what_is_nested_below_a_wrapped_item_is_not_joined() -> None:
    text = "- Watt :: On engines\n  :: ICML 2020\n  - a remark of 2021\n"
    (record,) = records(text, "{authors} :: {title} :: {venue} {year}")
    assert said(record)["date"] == "2020"


def test_several_shapes_and_items_that_are_wrapped() -> None:
    text = "- On engines (2020)\n- Ada Lovelace: A title that is wrapped\n  over two lines. Nature, 2018\n- else\n"
    first, second = records(text, "{authors}: {title}. {venue}, {year}", "{title} ({year})")
    assert said(first) == {"title": "On engines", "date": "2020"}
    assert said(second)["title"] == "A title that is wrapped over two lines"
    assert second.location is not None
    assert (second.location.line, second.location.end_line) == (2, 3)


def test_links_are_kept_with_their_labels_those_below_an_item_too() -> None:
    text = "- On engines, 2020 [pdf](http://a.org/x.pdf)\n  - see [code](http://g.org/x)\n  - [slides](http://v.org/x)\n"
    (record,) = records(text, "{title}, {year}{? {}}")
    assert [(link.label, link.url) for link in record.links] == [
        ("paper", "http://a.org/x.pdf"),
        ("code", "http://g.org/x"),
        ("slides", "http://v.org/x"),
    ]
    (labelled,) = records("- [On engines](http://a.org/x), [here](http://b.org/y)\n", "{title}, [{}](code)")
    assert ("code", "http://b.org/y") in [(link.label, link.url) for link in labelled.links]


def test_fields_of_one_form() -> None:
    text = (
        "On engines | 12(3) 4-9 | doi 10.1000/xyz.12. | arXiv:1901.00001v2 | 978-0-262-03384-8 | MIT Press\n"
    )
    pattern = "{title} | {volume}({number}) {pages} | doi {doi}. | {arxiv} | {isbn} | {publisher}"
    (record,) = records(text, pattern, path="list.txt")
    assert {i.scheme: i.value for i in record.identifiers} == {
        "doi": "10.1000/xyz.12",
        "arxiv": "1901.00001",
        "isbn": "9780262033848",
    }
    names = ("volume", "number", "pages", "publisher")
    assert [record.fields.text(name) for name in names] == ["12", "3", "4-9", "MIT Press"]


def test_what_is_passed_over_is_counted_and_nothing_at_all_is_reported() -> None:
    snapshot = Snapshot(source="s", path="list.md", text="# A\n\n- On engines, 2020\n- a remark\n")
    reading = read(snapshot, None, [parse_pattern("{title}, {year}")]).value
    assert [(run.line, run.reason) for run in reading.skipped] == [
        (1, "heading"),
        (4, "does not look as the pattern says"),
    ]
    nothing = read(snapshot, None, [parse_pattern("{title} <- {year}")])
    assert "CB141" in [diagnostic.code for diagnostic in nothing.diagnostics]


def test_exports_need_no_pattern() -> None:
    (record,) = records("@book{a, title={On engines}, year=2020}\n", "{title}, {year}", path="x.bib")
    assert record.fields.title == "On engines"


def test_the_reader_notices_a_pattern_in_the_name() -> None:
    snapshot = Snapshot(source="s", path="list.md", text="- On engines, 2020\n")
    assert read(snapshot, None, [parse_pattern("{title}, {year}")]).value.reader.startswith(
        "markdown with pattern "
    )


def test_hostile_lines_take_bounded_time() -> None:
    holes = "".join(f"{{? a {{{name}}} a}}" for name in ("venue", "publisher", "note"))
    pattern = "{title} a {authors} a" + holes + " b"
    began = time.process_time()
    assert records("- " + "a " * 2_900 + "b c\n" + ("- " + "a " * 500 + "\n") * 200, pattern) == ()
    assert time.process_time() - began < 60


def test_a_document_that_takes_too_much_work_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("curabib.readers.pattern._STEPS", 100)
    snapshot = Snapshot(source="s", path="list.md", text="- On engines and steam and water, 2020\n" * 50)
    found = read(snapshot, None, [parse_pattern("{title}, {year}")])
    assert "CB114" in [diagnostic.code for diagnostic in found.diagnostics]
