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
