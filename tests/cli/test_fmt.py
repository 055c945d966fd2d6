"""`curabib fmt`."""

import os
from pathlib import Path

import pytest

from curabib.bibtex.layout import format_document
from curabib.cli import fmt
from curabib.diagnostics import Result
from tests.cli.running import Runner

DRAFT = """% my references
@article{b, title="On {\\\"E}ngines", Author={Ada Lovelace},
  year=2019}
@string{ieee = "IEEE"}
@book{a, title={Steam}, publisher = ieee # { Press}, note={}}
"""
BROKEN = "@article{x, title = {never closed\n\n@book{y,\n  title = {Steam},\n}\n"


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.bib"
    path.write_text(DRAFT, encoding="utf-8")
    return path


def test_a_file_is_put_in_canonical_form_once(curabib: Runner, draft: Path) -> None:
    first = curabib("fmt", "draft.bib")
    assert (first.status, first.out) == (0, "")
    assert "reformatted draft.bib" in first.err
    text = draft.read_text(encoding="utf-8")
    assert text != DRAFT
    for part in ("% my references", "{a,", "{b,", "ieee", "{ Press}", "Ada Lovelace"):
        assert part in text
    stamp = draft.stat().st_mtime_ns
    second = curabib("fmt", "draft.bib")
    assert (second.status, second.out, second.err) == (0, "", "")
    assert draft.stat().st_mtime_ns == stamp, "a file that does not change is not written"


def test_standard_input_goes_to_standard_output(curabib: Runner, draft: Path) -> None:
    ran = curabib("fmt", "-", stdin=DRAFT)
    assert curabib("fmt", "draft.bib").status == 0
    assert ran.out == draft.read_text(encoding="utf-8")
    again = curabib("fmt", "-", stdin=ran.out)
    assert (again.status, again.out) == (0, ran.out)
    assert curabib("fmt", "-", stdin="").out == ""


def test_check_writes_nothing_and_fails_where_it_would(curabib: Runner, draft: Path) -> None:
    ran = curabib("fmt", "--check", "draft.bib")
    assert (ran.status, ran.out) == (1, "")
    assert "would reformat draft.bib" in ran.err
    assert draft.read_text(encoding="utf-8") == DRAFT
    curabib("fmt", "draft.bib")
    assert curabib("fmt", "--check", "draft.bib").status == 0
    assert curabib("fmt", "--check", "-", stdin=DRAFT).status == 1


def test_diff_shows_what_would_change_and_writes_nothing(curabib: Runner, draft: Path) -> None:
    ran = curabib("fmt", "--diff", "draft.bib")
    assert ran.status == 0
    assert ran.out.startswith("--- draft.bib\n+++ draft.bib (formatted)\n@@ ")
    assert "\n-@book{a, title={Steam}" in ran.out
    assert draft.read_text(encoding="utf-8") == DRAFT
    curabib("fmt", "draft.bib")
    assert curabib("fmt", "--diff", "--check", "draft.bib").out == ""


def test_a_diff_does_not_act_on_the_terminal(curabib: Runner, tmp_path: Path) -> None:
    (tmp_path / "x.bib").write_text("@misc{a,title={\x1b[2J\u202e}}", encoding="utf-8")
    out = curabib("fmt", "--diff", "x.bib").out
    assert "\x1b" not in out
    assert "\u202e" not in out


def test_several_files_are_each_done_though_one_fails(curabib: Runner, draft: Path, tmp_path: Path) -> None:
    (tmp_path / "latin.bib").write_bytes(b"@misc{a,\n title={\xe9}}")
    (tmp_path / "other.bib").write_text("@misc{a,title={x}}", encoding="utf-8")
    ran = curabib("fmt", "latin.bib", "missing.bib", "other.bib", "draft.bib", "draft.bib")
    assert ran.status == 2
    assert "`latin.bib` is not UTF-8: line 2 holds the byte 0xe9" in ran.err
    assert "`missing.bib` does not exist" in ran.err
    assert ran.err.count("reformatted draft.bib") == 1
    assert "reformatted other.bib" in ran.err
    assert (tmp_path / "latin.bib").read_bytes() == b"@misc{a,\n title={\xe9}}"


def test_what_cannot_be_read_stays_and_is_reported(curabib: Runner, tmp_path: Path) -> None:
    path = tmp_path / "broken.bib"
    path.write_text(BROKEN, encoding="utf-8")
    ran = curabib("fmt", "broken.bib")
    assert ran.status == 1
    assert "CB500" in ran.err
    assert "never closed" in path.read_text(encoding="utf-8")


def test_line_ends_of_windows_stay(curabib: Runner, tmp_path: Path) -> None:
    path = tmp_path / "dos.bib"
    path.write_bytes(DRAFT.replace("\n", "\r\n").encode())
    assert curabib("fmt", "dos.bib").status == 0
    data = path.read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n") > 5
    assert b"\r\r" not in data
    assert curabib("fmt", "--check", "dos.bib").status == 0


def test_a_byte_order_mark_goes(curabib: Runner, tmp_path: Path) -> None:
    path = tmp_path / "bom.bib"
    path.write_bytes(b"\xef\xbb\xbf@misc{a,\n  title = {x},\n}\n")
    assert curabib("fmt", "bom.bib").status == 0
    assert path.read_bytes() == b"@misc{a,\n  title = {x},\n}\n"


def test_a_text_that_would_lose_something_is_not_written(
    curabib: Runner, draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forgetful(document: object) -> Result[str]:
        return Result("@book{a,\n  title = {Steam},\n}\n")

    monkeypatch.setattr(fmt, "format_document", forgetful)
    ran = curabib("fmt", "draft.bib")
    assert ran.status == 1
    assert "CB584" in ran.err
    assert draft.read_text(encoding="utf-8") == DRAFT


def test_a_text_with_other_letters_is_not_written(
    curabib: Runner, draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        fmt, "format_document", lambda d: Result(format_document(d).value.replace("Ada", "Ad"))
    )
    assert curabib("fmt", "draft.bib").status == 1
    assert draft.read_text(encoding="utf-8") == DRAFT


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_an_error(curabib: Runner, draft: Path, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        ran = curabib("fmt", "draft.bib")
    finally:
        tmp_path.chmod(0o700)
    assert ran.status == 2
    assert "cannot write" in ran.err


def test_no_file_is_wrong_usage(curabib: Runner) -> None:
    assert curabib("fmt").status == 2
