import json
import sys
from collections.abc import Callable

import pytest

from curabib.cli.list import fit, lines
from curabib.diagnostics.render.visible import width
from curabib.model import Library
from tests.cli.running import Runner
from tests.cli.shelved import shelve
from tests.library.shelf import LIBRARY, entry, people


@pytest.fixture(autouse=True)
def shelved(monkeypatch: pytest.MonkeyPatch) -> None:
    shelve(monkeypatch)


def test_a_line_for_each_entry(curabib: Runner) -> None:
    ran = curabib("list", "--topic", "pruning")
    assert ran.status == 0
    assert ran.out.splitlines() == [
        (
            "frankle2019lottery  2019  Frankle & Carbin: The Lottery Ticket Hypothesis: "
            "Finding Sparse, Trainable Neural Networks [ICLR]"
        ),
        "frankle2020linear   2020  Frankle: Linear Mode Connectivity and Tickets [ICML]",
    ]


def test_what_is_missing_or_withdrawn_is_told(curabib: Runner) -> None:
    out = curabib("list").out
    assert "A Ticket That Was Taken Back (withdrawn)" in out
    assert "van Hoof et al.: A Network of Networks" in out
    assert "openai2023report          OpenAI: " in out


@pytest.mark.parametrize("columns", [40, 80, 100])
def test_lines_fit_a_terminal(columns: int) -> None:
    wide = entry("key", "深度学习" * 30, people("A|B"), 2020)
    for line in lines((wide, *LIBRARY.entries), columns):
        assert width(line) <= columns


@pytest.mark.parametrize(
    ("text", "cells", "expected"),
    [
        ("short", 20, "short"),
        ("a longer text here", 12, "a longer te…"),
        ("深度学习深度学习", 12, "深度学习深…"),
        ("x" * 5, 0, "xxxxx"),
    ],
)
def test_cutting_to_cells(text: str, cells: int, expected: str) -> None:
    assert fit(text, cells) == expected
    assert width(fit(text, cells)) <= max(cells, 12)


def test_keys_alone(curabib: Runner) -> None:
    assert (
        curabib("list", "year:2019..2020", "--format", "keys").out
        == "frankle2019lottery\nfrankle2020linear\n"
    )


def test_tab_separated_values_are_a_rectangle(curabib: Runner) -> None:
    rows = [line.split("\t") for line in curabib("list", "--format", "tsv").out.splitlines()]
    assert {len(row) for row in rows} == {len(rows[0])}
    assert rows[0][:4] == ["key", "year", "authors", "title"]
    assert len(rows) == 1 + len(LIBRARY.entries)


def test_json_is_the_library_schema(curabib: Runner) -> None:
    form = json.loads(curabib("list", "godel", "--format", "json").out)
    assert form["schema"] == "curabib.library/1"
    assert [item["key"] for item in form["entries"]] == ["godel1931ueber"]


@pytest.mark.parametrize(
    ("order", "first", "last"),
    [
        ("key", "frankle2019lottery", "openai2023report"),
        ("author", "frankle2020linear", "openai2023report"),
        ("year", "godel1931ueber", "openai2023report"),
        ("newest", "hoof2021networks", "openai2023report"),
        ("title", "hoof2021networks", "openai2023report"),
        ("venue", "frankle2019lottery", "openai2023report"),
        ("list", "godel1931ueber", "openai2023report"),
    ],
)
def test_orders(curabib: Runner, order: str, first: str, last: str) -> None:
    keys = curabib("list", "--sort", order, "--format", "keys").out.split()
    assert (keys[0], keys[-1]) == (first, last)
    assert sorted(keys) == [e.key for e in LIBRARY.entries]


def test_nothing_found(curabib: Runner) -> None:
    ran = curabib("list", "lottery", "zzz")
    assert (ran.status, ran.out) == (1, "")
    assert "`zzz` meets no entry" in ran.err
    assert curabib("list", "zzz", "--allow-empty").status == 0


@pytest.mark.parametrize("format_", ["text", "keys", "tsv", "json"])
def test_no_control_character_of_a_list_reaches_the_terminal(
    curabib: Runner, monkeypatch: pytest.MonkeyPatch, format_: str
) -> None:
    shelve(monkeypatch, Library.of((entry("key\x1b[2J", "T\x1b]0;owned\x07\u202e", people("A\x9b|B\n")),)))
    out = curabib("list", "--format", format_).out
    assert not set(out) & {"\x1b", "\x07", "\x9b", "\u202e"}


def test_a_pipe_that_closes_early_is_quiet() -> None:
    import subprocess

    code = (
        "import sys; from curabib.cli import selection; from tests.library.shelf import LIBRARY;"
        "selection.load_library = lambda session, query=None: LIBRARY;"
        "from curabib.cli.main import run; sys.exit(run(['export'] + ['--format', 'json']))"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    with process.stderr as errors:
        assert errors.read() == b""
    assert process.wait() == 141


def test_lines_to_choose_from_are_aligned_and_begin_with_the_key(curabib: Runner) -> None:
    rows = [line.split("\t") for line in curabib("list", "--format", "fzf").out.splitlines()]
    assert [key for key, _ in rows] == [entry.key for entry in LIBRARY.entries]
    assert all(shown.startswith(key) for key, shown in rows)
    frankle = next(shown for key, shown in rows if key == "frankle2019lottery")
    assert "  Frankle & Carbin " in frankle
    assert "  2019  The Lottery Ticket Hypothesis" in frankle
    assert "Pruning" in frankle
    titles = [
        shown.index(entry.work.fields.title)
        for (_, shown), entry in zip(rows, LIBRARY.entries, strict=True)
        if shown.isascii() and entry.work.fields.title
    ]
    assert len(set(titles)) == 1


@pytest.mark.real
def test_picking_prints_keys(
    curabib: Runner, tool: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tool("fzf")
    monkeypatch.setenv("FZF_DEFAULT_OPTS", "--filter=carbin")
    ran = curabib("list", "--pick")
    assert (ran.status, ran.out) == (0, "frankle2019lottery\n")
    monkeypatch.setenv("FZF_DEFAULT_OPTS", "--filter=nobodyatall")
    assert curabib("list", "--pick").out == ""


def test_picking_without_fzf_says_so(curabib: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    ran = curabib("list", "--pick")
    assert ran.status == 2
    assert "cannot run fzf" in ran.err
