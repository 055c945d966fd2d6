import json
import re
from pathlib import Path

import pytest

from curabib.model import Library
from tests.cli.running import Runner
from tests.cli.shelved import shelve
from tests.conftest import REPOSITORY
from tests.library.shelf import LIBRARY, entry


@pytest.fixture(autouse=True)
def shelved(monkeypatch: pytest.MonkeyPatch) -> None:
    shelve(monkeypatch)


def test_a_topic_goes_to_stdout_as_bibtex(curabib: Runner) -> None:
    ran = curabib("export", "--topic", "pruning")
    assert ran.status == 0
    assert ran.out.count("@inproceedings{") == 2
    assert "gone2018gone" not in ran.out
    assert ran.err == (
        "frankle2020linear: info CB630 BibTeX has no place for former keys of `frankle2020linear`\n1 note\n"
    )


def test_everything_keeps_what_was_withdrawn(curabib: Runner) -> None:
    ran = curabib("export")
    assert ran.status == 0
    assert len(re.findall(r"^@(?!preamble)", ran.out, re.MULTILINE)) == len(LIBRARY.entries)
    assert "{gone2018gone," in ran.out


@pytest.mark.parametrize("format_", ["bibtex", "biblatex", "acm", "csl-json", "json"])
def test_every_format_prints_every_entry(curabib: Runner, format_: str) -> None:
    ran = curabib("export", "--format", format_)
    assert ran.status == 0
    assert all(found.key in ran.out for found in LIBRARY.entries)


def test_conditions_and_query_are_both_met(curabib: Runner) -> None:
    ran = curabib("export", "tickets", "or", "networks", "--year", "2020..", "--format", "csl-json")
    assert [item["id"] for item in json.loads(ran.out)] == ["frankle2020linear", "hoof2021networks"]


def test_conditions_of_one_kind_are_alternatives(curabib: Runner) -> None:
    ran = curabib("export", "--key", "godel*", "--key", "openai*", "-f", "csl-json")
    assert [item["id"] for item in json.loads(ran.out)] == ["godel1931ueber", "openai2023report"]


def test_the_suffix_chooses_the_format(curabib: Runner, tmp_path: Path) -> None:
    assert curabib("export", "-o", "a.json").status == 0
    assert isinstance(json.loads((tmp_path / "a.json").read_text("utf-8")), list)
    assert curabib("export", "-o", "a.bib").status == 0
    assert "@article" in (tmp_path / "a.bib").read_text("utf-8")
    assert curabib("export", "-o", "a.json", "--format", "json").status == 0
    assert json.loads((tmp_path / "a.json").read_text("utf-8"))["schema"] == "curabib.library/1"


def test_a_file_is_replaced_and_never_added_to(curabib: Runner, tmp_path: Path) -> None:
    for _ in range(2):
        ran = curabib("export", "--topic", "pruning", "-o", "out.bib")
    text = (tmp_path / "out.bib").read_text("utf-8")
    assert text.count("{frankle2019lottery,") == 1
    assert ran.out == ""
    assert "2 entries written to out.bib\n" in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["out.bib"]


def test_a_dash_is_stdout(curabib: Runner, tmp_path: Path) -> None:
    assert "@" in curabib("export", "-o", "-").out
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("by", "files"),
    [
        ("topic", ["logic.bib", "loss-landscape-geometry.bib", "loss-landscape.bib", "pruning.bib"]),
        ("year", ["1931.bib", "2018.bib", "2019.bib", "2020.bib", "2021.bib", "none.bib"]),
        ("venue", ["iclr.bib", "icml.bib", "monatshefte-fur-mathematik.bib", "none.bib"]),
        ("source", ["deep.bib", "notes.bib"]),
        ("type", ["article.bib", "inproceedings.bib", "misc.bib", "online.bib"]),
    ],
)
def test_one_file_for_each(curabib: Runner, tmp_path: Path, by: str, files: list[str]) -> None:
    assert curabib("export", "--split-by", by, "-o", "parts/deep").status == 0
    assert sorted(path.name for path in (tmp_path / "parts/deep").iterdir()) == files


def test_an_entry_goes_into_each_file_it_belongs_to_but_a_withdrawn_one_into_no_topic(
    curabib: Runner, tmp_path: Path
) -> None:
    curabib("export", "--split-by", "topic", "-o", "parts")
    pruning = (tmp_path / "parts/pruning.bib").read_text("utf-8")
    geometry = (tmp_path / "parts/loss-landscape-geometry.bib").read_text("utf-8")
    assert "{frankle2020linear," in pruning
    assert "{frankle2020linear," in geometry
    assert not any("gone2018gone" in path.read_text("utf-8") for path in (tmp_path / "parts").iterdir())


def test_files_of_others_in_the_folder_stay_and_are_named(curabib: Runner, tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts/old-topic.bib").write_text("mine", "utf-8")
    ran = curabib("export", "--split-by", "topic", "-o", "parts")
    assert (tmp_path / "parts/old-topic.bib").read_text("utf-8") == "mine"
    assert "old-topic.bib" in ran.err


def test_topics_cannot_leave_the_folder(
    curabib: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    topics = ("../../etc/passwd", "/absolute", "..", "a/b", "CON", "\x00", "A/B")
    shelve(monkeypatch, Library.of((entry("key", "T", topics=topics),)))
    assert curabib("export", "--split-by", "topic", "-o", "parts").status == 0
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(written) == len(topics)
    assert {path.parent for path in written} == {tmp_path / "parts"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--split-by", "topic"], "writes several files"),
        (["--split-by", "topic", "-o", "-"], "writes several files"),
        (["--split-by", "topic", "-o", "file.bib"], "`file.bib` is a file"),
        (["-o", "folder"], "`folder` is a folder"),
        (["-o", "missing/out.bib"], "cannot write"),
        (["--format", "bibtx"], "there is no writer `bibtx`"),
        (["autor:x"], "no field is called `autor`"),
        (["--topic", "l"], "the topic `l` is ambiguous"),
        (["--topic", "prunning"], "there is no topic `prunning`"),
        (["--year", "20x"], "`20x` is no year"),
    ],
)
def test_wrong_usage(curabib: Runner, tmp_path: Path, arguments: list[str], message: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file.bib").write_text("mine", "utf-8")
    ran = curabib("export", *arguments)
    assert ran.status == 2
    assert message in ran.err
    assert ran.out == ""
    assert (tmp_path / "file.bib").read_text("utf-8") == "mine"


def test_the_caret_of_a_query_error_reaches_the_terminal(curabib: Runner) -> None:
    ran = curabib("export", "lottery autor:x")
    assert "    lottery autor:x\n            ^^^^^^^" in ran.err or "            ^^^^^" in ran.err
    assert "`author`" in ran.err


def test_nothing_selected_is_an_error_and_writes_nothing(curabib: Runner, tmp_path: Path) -> None:
    (tmp_path / "out.bib").write_text("older", "utf-8")
    ran = curabib("export", "--author", "Frankel", "-o", "out.bib")
    assert ran.status == 1
    assert "CB550" in ran.err
    assert "--author Frankel" in ran.err
    assert (tmp_path / "out.bib").read_text("utf-8") == "older"


def test_nothing_selected_may_be_allowed(curabib: Runner, tmp_path: Path) -> None:
    ran = curabib("export", "zzz", "--allow-empty", "-f", "csl-json", "-o", "out.json")
    assert ran.status == 0
    assert (tmp_path / "out.json").read_text("utf-8") == "[]\n"


def test_a_link_is_followed_and_permissions_stay(curabib: Runner, tmp_path: Path) -> None:
    target = tmp_path / "real.bib"
    target.write_text("older", "utf-8")
    target.chmod(0o640)
    (tmp_path / "link.bib").symlink_to(target)
    assert curabib("export", "-o", "link.bib").status == 0
    assert (tmp_path / "link.bib").is_symlink()
    assert "@" in target.read_text("utf-8")
    assert target.stat().st_mode & 0o777 == 0o640


def test_the_error_in_the_documentation_is_the_one_that_is_printed(curabib: Runner) -> None:
    documented = (REPOSITORY / "docs" / "queries.md").read_text(encoding="utf-8")
    _, _, session = documented.partition("```console\n$ curabib list 'lottery autor:frankle'\n")
    assert session.partition("```")[0] == curabib("list", "lottery autor:frankle").err


LIST = (
    "# My engines\n\n## Pruning\n\n"
    "- **On Engines.** Ada Lovelace, Charles Babbage. *ICML 2019*. [[pdf](https://example.org/1)]\n"
    "- **On Condensers and Heat.** James Watt. *ICLR 2018*. [[pdf](https://example.org/2)]\n"
)


def test_a_selection_is_written_as_a_list_is(curabib: Runner, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(LIST, encoding="utf-8")
    ran = curabib("export", "--key", "frankle2019*", "--like", "README.md")
    assert ran.status == 0
    assert ran.out.startswith("# My engines\n\n## Pruning\n\n- **The Lottery Ticket Hypothesis")
    assert ".** Jonathan Frankle, Michael Carbin. *ICLR 2019*. [[" in ran.out
    assert "written as `README.md` is: 1 entry in its shape" in ran.err


def test_the_standard_shape_follows_no_list(curabib: Runner, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(LIST, encoding="utf-8")
    ran = curabib("export", "--key", "frankle2019*", "-f", "awesome-list", "--like", "standard")
    assert "  - Authors: Jonathan Frankle, Michael Carbin\n" in ran.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--like", "missing.md"), "missing.md"),
        (("--like", "empty.html"), "`empty.html` shows no shape that entries could be written in"),
        (("--like", "README.md", "--format", "ris"), "--like is for one list"),
        (("--like", "README.md", "--split-by", "topic", "-o", "parts"), "--like is for one list"),
    ],
)
def test_what_cannot_be_followed(
    curabib: Runner, tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    (tmp_path / "empty.html").write_text("<html><body><p>nothing</p></body></html>", encoding="utf-8")
    ran = curabib("export", *arguments)
    assert ran.status == 2
    assert message in ran.err


def test_a_list_is_never_replaced(curabib: Runner, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(LIST, encoding="utf-8")
    ran = curabib("export", "--like", "README.md", "-o", "README.md")
    assert ran.status == 2
    assert "`README.md` is a list that people keep" in ran.err
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == LIST
