"""Texts that are no lists, or were made to do harm: clear words, bounded time."""

import time

import pytest

from curabib import readers
from curabib.diagnostics import CurabibError
from curabib.model import Snapshot
from curabib.normalise import normalise

GOOD = "- [A good widget paper](https://arxiv.org/abs/2001.00001)\n"


def codes(text: str, reader: str | None = None, path: str = "-") -> list[str]:
    snapshot = Snapshot(source="s", path=path, text=text)
    reading = readers.read(snapshot, reader)
    records = normalise(reading.value, snapshot)
    return [diagnostic.code for diagnostic in (*reading.diagnostics, *records.diagnostics)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "CB111"),
        (" \n\t\n", "CB111"),
        ("Just some words about nothing.\n", "CB112"),
        ("\x00\x01\x02\x03" * 1000, "CB113"),
        ("%PDF-1.4\n" + "\x00\x10\ufffd" * 500, "CB113"),
        ("x" * 20_000_001, "CB114"),
        (GOOD + "```\nexample\n" + GOOD, "CB115"),
        ("<html><body>" + "<div>" * 3000 + "x", "CB116"),
        ("<html><body>" + "<b>" * 3000 + "x", "CB116"),
        (GOOD + "- [Bad widget paper](javascript:alert(1)) [pdf](https://example.org/1.pdf)\n", "CB117"),
        (GOOD.replace("widget", "\u202ewidget"), "CB110"),
        (GOOD.replace("widget", "wid\x1b[31mget"), "CB110"),
        ("- " * 10_000 + "x\n\n" + GOOD, "CB116"),
        (">" * 10_000 + "x\n\n" + GOOD, "CB116"),
        ("1. " * 10_000 + "x\n\n" + GOOD, "CB116"),
    ],
    ids=[
        "empty",
        "blank",
        "prose",
        "nul",
        "pdf",
        "big",
        "fence",
        "divs",
        "bold",
        "script",
        "bidi",
        "control",
        "bullets",
        "quotes",
        "numbers",
    ],
)
def test_it_is_reported(text: str, code: str) -> None:
    assert code in codes(text)


@pytest.mark.parametrize("indent", ["  ", "\t", "    "])
def test_bullets_nested_by_the_thousand_are_all_read(indent: str) -> None:
    count = 2000
    lines = [
        f"{indent * level}- [Widget paper {level}](https://a.org/{level}.pdf)\n" for level in range(count)
    ]
    snapshot = Snapshot(source="s", path="-", text="".join(lines))
    started = time.process_time()
    reading = readers.read(snapshot)
    assert time.process_time() - started < 8
    assert [diagnostic.code for diagnostic in reading.diagnostics] == ["CB116"]
    assert [entry.location.line for entry in reading.value.entries] == list(range(1, count + 1))


def test_thematic_breaks_are_no_nesting() -> None:
    assert "CB116" not in codes("* " * 40 + "\n\n" + "- " * 40 + "\n\n" + GOOD)


def test_restructured_text_that_nests_too_deeply_is_read_as_text() -> None:
    text = "Title\n=====\n\n" + "* " * 1000 + "x\n"
    assert "CB116" in codes(text, "rst")


def test_json_that_is_none_or_nests_too_deeply() -> None:
    assert codes("[{]", "csl-json")[0] == "CB113"
    assert codes("[" * 100_000, "csl-json")[0] == "CB116"


def test_a_broken_bibtex_entry_is_reported_and_the_others_are_read() -> None:
    found = codes("@article{a, title={One}, year=2001}\n@article{b, title={Two\n", "bibtex")
    assert found == ["CB130"]


def test_hidden_direction_marks_never_reach_a_record() -> None:
    snapshot = Snapshot(source="s", path="-", text=GOOD.replace("widget", "wi\u202edg\u200bet"))
    records = normalise(readers.read(snapshot).value, snapshot).value
    assert records[0].fields.title == "A good widget paper"


def test_relative_and_script_links_are_no_links() -> None:
    text = (
        "- [A good widget paper](papers/a.pdf) [x](data:text/html,x)\n- [Another widget paper](javascript:x)\n"
        + GOOD
    )
    snapshot = Snapshot(source="s", path="-", text=text)
    records = normalise(readers.read(snapshot).value, snapshot).value
    assert [len(record.links) for record in records] == [0, 1] or [
        len(record.links) for record in records
    ] == [0, 0, 1]


def test_an_unknown_reader_names_its_neighbours() -> None:
    with pytest.raises(CurabibError) as caught:
        readers.read(Snapshot(source="s", path="-", text=GOOD), "markdwon")
    assert "markdown" in caught.value.hint


@pytest.mark.parametrize(
    "text",
    [
        "[" * 50_000,
        "- " + "(" * 50_000,
        "*" * 50_000,
        "- [a](b " * 20_000,
        "- [Title of widgets](https://arxiv.org/abs/2001.00001) " + "word " * 200_000,
        "- A widget title [paper](https://a.org/1.pdf)\n  - " + ", ".join(["Jane Doe"] * 50_000),
        "- " + "," * 100_000,
        "- " + "2001 " * 50_000,
        "- " + "A. " * 50_000,
        "- “" + "“" * 50_000,
        "&amp;" * 50_000,
        "<!--" * 20_000,
        "- " + "http://" * 20_000,
        "- 10.1234/" + "(" * 50_000,
        "- a" + " " * 100_000 + "b",
        "| " * 50_000 + "\n|" + "-|" * 50_000,
        "- " + " and " * 50_000,
        "".join(
            " " * min(i, 300) + f"- [Widget paper {i}](https://arxiv.org/abs/2001.00001)\n"
            for i in range(2000)
        ),
    ],
    ids=range(18),
)
def test_it_takes_bounded_time(text: str) -> None:
    started = time.process_time()
    codes(text)
    assert time.process_time() - started < 8


def test_carriage_returns_and_a_missing_end_change_nothing() -> None:
    """The fetcher turns line ends into LF; a last line without one is a line."""
    snapshot = Snapshot(source="s", path="-", text=GOOD.rstrip("\n"))
    assert len(readers.read(snapshot).value.entries) == 1
