"""`curabib dedupe`: what is one work, what is not, and that the rest of the file stays as it is."""

import gzip
import json
import sys
from pathlib import Path

import pytest

from tests.cli.running import Runner

BIB = """\
% my references
@string{icml = "International Conference on Machine Learning"}

@misc{berg20, title={Turning of wheels in engines}, author={Berg, A. and Dorn, C.}, eprint={2005.00001}}

@inproceedings{Berg2021, title = {Turning of {Wheels} in Engines}, author = {Ada Berg and Cleo Dorn},
  booktitle = icml, year = 2021, pages = {1--9}}

@article{other, title={Turning of wheels in engines: a correction}, author={Berg, Ada and Dorn, Cleo}, journal={X}}
@misc{berg-arxiv, title={Something}, author={Ada Berg}, url={https://arxiv.org/abs/2005.00001v2}, note={a, b, c}}

@article{zák, title={Über alles}, author={Žák, Łukasz}, year=1999}
"""


@pytest.fixture
def bib(tmp_path: Path) -> Path:
    path = tmp_path / "my.bib"
    path.write_text(BIB, encoding="utf-8")
    return path


def test_doubles_are_listed(curabib: Runner, bib: Path) -> None:
    ran = curabib("dedupe", bib)
    assert ran.status == 0, ran.err
    assert ran.out.startswith("Berg2021 = berg20")
    assert "doubles of others" in ran.err


def test_the_rest_of_the_file_stays(curabib: Runner, bib: Path, tmp_path: Path) -> None:
    ran = curabib("dedupe", bib, "-o", tmp_path / "clean.bib", "--format", "json")
    clean = (tmp_path / "clean.bib").read_text(encoding="utf-8")
    renamed = json.loads(ran.out)["renamed"]
    assert renamed["berg20"] == "Berg2021"
    kept = [line for line in BIB.splitlines() if line and not any(f"{{{key}," in line for key in renamed)]
    assert [line for line in clean.splitlines() if line] == kept
    assert curabib("dedupe", tmp_path / "clean.bib", "--check").status == 0


def test_check_fails_where_there_are_doubles(curabib: Runner, bib: Path) -> None:
    assert curabib("dedupe", bib, "--check").status == 1


def test_pipes_and_line_ends(curabib: Runner, bib: Path) -> None:
    ran = curabib("dedupe", "-", "-o", "-", stdin=BIB.replace("\n", "\r\n"))
    assert ran.status == 0
    assert "@article{zák" in ran.out
    assert "berg20," not in ran.out


@pytest.mark.parametrize("text", ["", "no bibliography", "@article{a,", "@comment{x}"])
def test_nothing_to_find(curabib: Runner, tmp_path: Path, text: str) -> None:
    (tmp_path / "a.bib").write_text(text, encoding="utf-8")
    ran = curabib("dedupe", "a.bib", "-o", "out.bib")
    assert (ran.status, ran.out) == (0, "")
    assert (tmp_path / "out.bib").read_text(encoding="utf-8") == text


BROKEN = """\
@misc{a, title={Turning of wheels in engines}, eprint={2005.00001}} @misc{b, title={Pulleys}, author={Berg, Ada}}
@misc{c, title={Turning of wheels in engines}, author={Berg, Ada}, eprint={2005.00001}}
@article{A, title={Belts and gears}, author={Dorn, Cleo}, year=2001}
@article{a, title={Belts and gears}, author={Dorn, Cleo}, year=2001, journal={J}}
@article{torn, title={Never closed
"""


def test_broken_entries_and_keys_of_several_works(curabib: Runner, tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_text(BROKEN, encoding="utf-8")
    ran = curabib("dedupe", "a.bib", "-o", "out.bib", "--format", "json")
    assert ran.status == 1
    assert "a.bib:3:1: error CB501 citation key `A` is used again" in ran.err
    assert "a.bib:5:10: warning CB130 the entry `torn` cannot be parsed: the field `title` has" in ran.err
    assert (
        "5 entries, 2 of them doubles of others\nentries that cannot be parsed, and are not compared: 1"
        in ran.err
    )
    form = json.loads(ran.out)
    assert [(d["kept"], d["kept_line"], d["others"], d["other_lines"]) for d in form["doubles"]] == [
        ("a", 4, ["A"], [3]),
        ("c", 2, ["a"], [1]),
    ]
    assert form["renamed"] == {}
    assert form["ambiguous"] == [{"key": "a", "lines": [1, 3, 4]}, {"key": "A", "lines": [1, 3, 4]}]
    assert form["skipped"] == 1
    clean = (tmp_path / "out.bib").read_text(encoding="utf-8")
    assert [line[:20] for line in clean.splitlines()] == [
        "@misc{b, title={Pull",
        "@misc{c, title={Turn",
        "@article{a, title={B",
        "@article{torn, title",
    ]


def test_a_key_twice_for_one_work_is_a_mere_double(curabib: Runner, tmp_path: Path) -> None:
    entry = "@misc{a, title={Turning of wheels in engines}, author={Berg, Ada}, year=2001}\n"
    (tmp_path / "a.bib").write_text(entry * 2, encoding="utf-8")
    ran = curabib("dedupe", "a.bib", "--format", "json")
    assert (ran.status, ran.err) == (0, "2 entries, one of them the double of another\n")
    assert (json.loads(ran.out)["renamed"], json.loads(ran.out)["ambiguous"]) == ({}, [])
    assert curabib("dedupe", "a.bib", "--check").status == 1


LIST = "# Engines\n\n- Turning wheels [[paper](https://arxiv.org/abs/2005.00001)]. Ada Berg. ICML 2021\n\n"
SNIPPET = "Cite us:\n```bibtex\n@misc{us, title={Engines}}\n```\n"


@pytest.mark.parametrize("text", [LIST, LIST + SNIPPET, "TY  - JOUR\nTI  - Wheels\nER  - \n"])
def test_what_is_no_bib_file_is_refused(curabib: Runner, tmp_path: Path, text: str) -> None:
    (tmp_path / "README.md").write_text(text, encoding="utf-8")
    for place in ("README.md", "-"):
        ran = curabib("dedupe", place, "-o", "out.bib", stdin=text)
        assert (ran.status, "is no .bib file: it reads as" in ran.err) == (2, True), ran.err
    assert not (tmp_path / "out.bib").exists()


def test_questions_are_no_matter_for_a_project(curabib: Runner, tmp_path: Path) -> None:
    one = "@misc{%s, title={Turning of wheels in engines}, author={%s}, year=2001}\n"
    text = one % ("a", "Berg, Ada and Dorn, Cleo") + one % ("b", "Berg, Ada and Fell, Eva")
    (tmp_path / "a.bib").write_text(text, encoding="utf-8")
    ran = curabib("dedupe", "a.bib")
    assert "warning CB301" in ran.err
    assert "overrides.yaml" not in ran.err


RECORDS = [
    {"title": "Turning of Wheels", "authors": ["Ada Berg"], "source_id": "1"},
    {"title": "Turning of Wheels", "authors": ["Ada Berg"], "source_id": "2", "year": "2020"},
    {"title": "Turning of a Wheel", "authors": ["Ada Berg"], "source_id": "3"},
    {"year": "2020"},
]


@pytest.mark.parametrize("engine", ["memory", "duckdb"])
def test_records_of_other_forms(curabib: Runner, tmp_path: Path, engine: str) -> None:
    if engine != "memory":
        pytest.importorskip("splink", reason="the extra `scale` is not installed")
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress("\r\n".join(map(json.dumps, RECORDS)).encode()))
    ran = curabib("dedupe", path, "--engine", engine, "--format", "json")
    assert ran.status == 0, ran.err
    found = json.loads(ran.out)
    assert found["renamed"] == {"1": "2020/2"}
    assert [pair["code"] for pair in found["alike"]] == ["CB301", "CB301"]
    assert "parts of the file that are no records with a title: 1" in ran.err
    assert curabib("dedupe", path, "--engine", engine, "--check").status == 1
    refused = curabib("dedupe", path, "-o", tmp_path / "out.bib")
    assert refused.status == 2
    assert not (tmp_path / "out.bib").exists()


def test_an_engine_answers_as_memory_does(curabib: Runner, bib: Path, tmp_path: Path) -> None:
    pytest.importorskip("splink", reason="the extra `scale` is not installed")
    engine, memory = (curabib("dedupe", bib, "--engine", name) for name in ("duckdb", "memory"))
    assert (engine.out, engine.err, engine.status) == (memory.out, memory.err, memory.status)


def test_an_engine_that_is_not_installed(curabib: Runner, bib: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    monkeypatch.delitem(sys.modules, "curabib.sync.scaled.spark", raising=False)
    ran = curabib("dedupe", bib, "--engine", "spark")
    assert ran.status == 2
    assert "pip install 'curabib[" in ran.err


def test_a_missing_file(curabib: Runner) -> None:
    assert curabib("dedupe", "none.bib").status == 2
