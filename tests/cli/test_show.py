import json

import pytest

from curabib.cli import selection
from curabib.cli.session import Session
from curabib.library.select import Query
from curabib.model import Library
from tests.cli.running import Runner
from tests.cli.shelved import shelve
from tests.library.shelf import entry, people


@pytest.fixture(autouse=True)
def shelved(monkeypatch: pytest.MonkeyPatch) -> None:
    shelve(monkeypatch)


def test_an_entry_as_bibtex_with_its_facts(curabib: Runner) -> None:
    ran = curabib("show", "frankle2020linear")
    assert ran.status == 0
    assert ran.out.startswith("@inproceedings{frankle2020linear,\n")
    facts = [line for line in ran.out.rpartition("\n\n")[2].splitlines() if line]
    assert facts == [
        "key         frankle2020linear",
        "aliases     frankle2020mode",
        "kind        paper",
        "topic       Pruning",
        "topic       Loss Landscape & Geometry",
        "keyword     connectivity",
        "identifier  doi:10.1000/Linear.20",
        "stated by   deep deep.md:4",
    ]


def test_an_alias_is_accepted_and_said(curabib: Runner) -> None:
    ran = curabib("show", "Frankle2020Mode")
    assert ran.status == 0
    assert "{frankle2020linear," in ran.out
    assert "`Frankle2020Mode` is an alias of `frankle2020linear`" in ran.err


def test_another_format_and_several_keys(curabib: Runner) -> None:
    ran = curabib("show", "godel1931ueber", "frankle2019lottery", "--format", "json")
    assert [item["key"] for item in json.loads(ran.out)["entries"]] == [
        "godel1931ueber",
        "frankle2019lottery",
    ]


def test_an_unknown_key_names_the_nearest(curabib: Runner) -> None:
    ran = curabib("show", "frankle2019lotery")
    assert (ran.status, ran.out) == (2, "")
    assert "`frankle2019lottery`" in ran.err


def test_a_withdrawn_entry_says_so(curabib: Runner) -> None:
    assert "withdrawn" in curabib("show", "gone2018gone").out


def test_no_control_character_of_a_list_reaches_the_terminal(
    curabib: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    evil = entry("key", "T\x1b[2J", people("A\x07|B"), topics=("\x1b",), links=(("\u202e", "https://x.org"),))
    shelve(monkeypatch, Library.of((evil,)))
    assert not set(curabib("show", "key").out) & {"\x1b", "\x07", "\u202e"}


def test_only_what_is_shown_is_asked_for(curabib: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    load, asked = selection.load_library, list[str]()

    def watched(session: Session, query: Query | None = None) -> Library:
        asked.append(query.text if query else "everything")
        return load(session, query)

    monkeypatch.setattr(selection, "load_library", watched)
    assert curabib("show", "frankle2020linear").status == 0
    assert asked == ["--key frankle2020linear"]
    assert curabib("show", "").status == 2
    assert asked[1:] == ["", "everything"]
