"""`curabib read`."""

import json
from pathlib import Path

import pytest

from tests.cli.running import Runner
from tests.conftest import REPOSITORY

LIST = (REPOSITORY / "tests" / "cases" / "cli" / "engines.md").read_text(encoding="utf-8")


@pytest.fixture
def engines(tmp_path: Path) -> Path:
    path = tmp_path / "engines.md"
    path.write_text(LIST, encoding="utf-8")
    return path


def test_json_holds_schema_records_and_diagnostics(curabib: Runner, engines: Path) -> None:
    ran = curabib("read", "engines.md")
    assert ran.status == 0
    form = json.loads(ran.out)
    assert form["schema"] == "curabib.records/1"
    assert list(form) == ["schema", "records", "skipped", "diagnostics"]
    assert [record["title"] for record in form["records"]] == [
        "On Computable Engines",
        "A Sketch of the Analytical Engine",
        "On Computable Engines",
    ]
    first = form["records"][0]
    assert (first["line"], first["year"], first["venue"]["id"]) == (13, 2019, "ICML")
    assert first["identifiers"] == {"arxiv": "1901.00001"}
    assert first["links"][1] == {"label": "code", "url": "https://github.com/ada/engines"}


def test_the_talk_counts_what_was_found_and_skipped(curabib: Runner, engines: Path) -> None:
    ran = curabib("read", "engines.md")
    assert "engines.md: 3 entries read by `markdown` (3 paper; 3 listed)\n" in ran.err
    assert "lines skipped: " in ran.err
    assert curabib("-q", "read", "engines.md").err == ""


MIXED = (
    "# Engines\n\n## Steam\n\n- **On Computable Engines.** Ada Lovelace. *ICML 2019*. [[paper]](https://arxiv.org/abs/1901.00001)\n"
    "- **On \\[2J Wheels.** James Watt. *ICML 2019*. [[paper]](https://arxiv.org/abs/1901.00002)\n"
    "- see also Carnot\x1b[2J and others\n\n"
    "| Title | Link |\n|---|---|\n| | [pdf](https://arxiv.org/abs/2101.00005) |\n\n"
    "## License\n\nas you like,\n   and as we do\n"
)


def test_what_was_skipped_is_listed_line_by_line_when_asked_for(curabib: Runner, tmp_path: Path) -> None:
    (tmp_path / "list.md").write_text(MIXED, encoding="utf-8")
    short = curabib("read", "list.md")
    assert "`curabib read -v` lists them\n" in short.err
    assert ": skipped, " not in short.err
    for arguments in (("read", "-v", "list.md"), ("-v", "read", "list.md")):
        ran = curabib(*arguments)
        assert "lists them" not in ran.err
        assert [line for line in ran.err.splitlines() if ": skipped, " in line] == [
            "list.md:7: skipped, no sign of a work: - see also Carnot\\x1b[2J and others",
            "list.md:15: skipped, about the list: as you like,",
            "list.md:16: skipped, about the list: and as we do",
        ]
        assert ran.out == short.out


def test_entries_in_doubt_are_listed_with_their_words(curabib: Runner, tmp_path: Path) -> None:
    (tmp_path / "list.md").write_text(MIXED, encoding="utf-8")
    doubtful = [r["line"] for r in json.loads(curabib("read", "list.md").out)["records"] if "text" in r]
    shown = [line for line in curabib("read", "-v", "list.md").err.splitlines() if ": in doubt: " in line]
    assert doubtful
    assert [line.split(":")[1] for line in shown] == [str(number) for number in doubtful]


def test_json_says_what_was_skipped(curabib: Runner, tmp_path: Path) -> None:
    (tmp_path / "list.md").write_text(MIXED, encoding="utf-8")
    rows = json.loads(curabib("read", "list.md").out)["skipped"]
    assert rows[-1] == {"line": 15, "end_line": 16, "reason": "about the list", "text": "as you like,"}
    schema = json.loads((REPOSITORY / "docs" / "schemas" / "records-1.json").read_text("utf-8"))
    assert sorted(schema["$defs"]["skipped"]["properties"]) == sorted(rows[-1])


def test_where_all_was_read_nothing_is_said_of_lines(curabib: Runner) -> None:
    ran = curabib(
        "read",
        "-v",
        "-",
        stdin="- **On Engines.** Ada Lovelace. ICML 2019. [pdf](https://arxiv.org/abs/1901.00001)\n",
    )
    assert "skipped" not in ran.err
    assert "lists them" not in ran.err


def test_json_lines_are_one_record_each(curabib: Runner, engines: Path) -> None:
    ran = curabib("read", "engines.md", "--format", "jsonl")
    rows = [json.loads(line) for line in ran.out.splitlines()]
    assert rows == json.loads(curabib("read", "engines.md").out)["records"]


def test_standard_input_reads_like_the_file(curabib: Runner, engines: Path) -> None:
    ran = curabib("read", "-", stdin=LIST)
    assert ran.status == 0
    assert json.loads(ran.out)["records"] == json.loads(curabib("read", "engines.md").out)["records"]
    dos = curabib("read", "-", stdin=b"\xef\xbb\xbf" + LIST.replace("\n", "\r\n").encode())
    assert dos.out == ran.out


def test_bibtex_joins_what_is_one_work(curabib: Runner, engines: Path) -> None:
    ran = curabib("read", "engines.md", "--format", "bibtex")
    assert ran.status == 0
    assert ran.out.count("@") == 2
    assert "{lovelace2019computable,\n" in ran.out
    assert curabib("read", "engines.md", "--format", "bibtex").out == ran.out
    assert curabib("fmt", "--check", "-", stdin=ran.out).status == 0


def test_csl_json_is_for_zotero_and_pandoc(curabib: Runner, engines: Path) -> None:
    ran = curabib("read", "engines.md", "--format", "csl-json")
    assert [item["id"] for item in json.loads(ran.out)] == ["lovelace2019computable", "menabrea2018sketch"]


def test_a_file_is_written_whole_and_stdout_stays_empty(
    curabib: Runner, engines: Path, tmp_path: Path
) -> None:
    ran = curabib("read", "engines.md", "-o", "out.json")
    assert (ran.status, ran.out) == (0, "")
    assert len(json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["records"]) == 3


def test_an_unknown_reader_suggests_the_nearest(curabib: Runner, engines: Path) -> None:
    ran = curabib("read", "engines.md", "--reader", "markdwon")
    assert (ran.status, ran.out) == (2, "")
    assert "markdown" in ran.err


@pytest.mark.parametrize(
    ("data", "status"),
    [(b"", 0), (b"\n\n", 0), (b"\x89PNG\r\n\x1a\n\x00", 2), (b"abc\x00def", 2), (b"caf\xe9 " * 9, 2)],
)
def test_what_is_no_list_is_said_so(curabib: Runner, data: bytes, status: int) -> None:
    ran = curabib("read", "-", stdin=data)
    assert ran.status == status
    assert ran.err.strip()
    if status == 0:
        assert json.loads(ran.out)["records"] == []


def test_a_missing_file_is_an_error(curabib: Runner) -> None:
    ran = curabib("read", "missing.md")
    assert (ran.status, ran.out) == (2, "")
    assert "missing.md" in ran.err


def test_hostile_text_reaches_neither_terminal_nor_json_raw(curabib: Runner) -> None:
    text = LIST.replace("Sketch", "Sk\x1b[2J\u202eetch")
    ran = curabib("read", "-", stdin=text)
    for printed in (ran.out, ran.err):
        assert "\x1b" not in printed
        assert "\u202e" not in printed


def test_what_a_whole_says_is_said_of_its_parts(curabib: Runner, tmp_path: Path) -> None:
    text = """@string{pub = "Press"}
@inproceedings{zchild, title={Child}, author={A B}, crossref={APROC}}
@inproceedings{dated, title={Second child}, author={A C}, crossref={aproc}, year=2021}
@inproceedings{orphan, title={Orphan}, author={C D}, crossref={gone}}
@proceedings{aproc, title={Doings of A}, year=2020, month=may, editor={X Y}, publisher=pub, doi={10.1000/whole},
  crossref={zchild}}
"""
    (tmp_path / "l.bib").write_text(text, encoding="utf-8")
    records = json.loads(curabib("read", "l.bib", "--format", "json").out)["records"]
    child, dated, orphan, whole = records
    assert (child["venue"]["name"], child["year"], child["fields"]) == (
        "Doings of A",
        2020,
        {"publisher": "Press"},
    )
    assert child["editors"] == whole["editors"]
    assert child["identifiers"] == {}
    assert (dated["venue"]["name"], dated["year"]) == ("Doings of A", 2021)
    assert orphan["fields"] == {"crossref": "gone"}
    assert whole["venue"] is None
