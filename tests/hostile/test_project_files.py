"""Files of a project that somebody damaged or made to do harm: told at each run, and nothing is lost."""

from pathlib import Path

import pytest

from tests.cli.running import Runner
from tests.hostile.test_sources import curabib

__all__ = ["curabib"]

LOCK = (
    '{"uid": "x"}\n[]\nnull\n'
    + "[" * 100_000
    + '\n{"uid": "\\u001b[31m", "key": "../../etc", "state": "zz"}\n'
)
RECORDS = '[]\nnull\n"x"\n' + "[" * 100_000 + '\n{"id": 1}\n{"id": "\\u001b]0;x", "fields": []}\n'


def test_the_excerpt_of_a_damaged_line_is_the_one_that_was_read(curabib: Runner) -> None:
    lock = curabib.folder / "bib" / "curabib.lock"
    first, *rest = lock.read_text(encoding="utf-8").splitlines(keepends=True)
    lock.write_text("".join([first, "oops, no line\n", *rest]), encoding="utf-8")
    ran = curabib("sync")
    assert "bib/curabib.lock:2:1: error CB401" in ran.err
    assert "    2 | oops, no line" in ran.err
    assert lock.read_text(encoding="utf-8").splitlines()[1] != "oops, no line", "else any excerpt would do"


def test_the_excerpt_of_a_hand_edit_is_what_the_hand_wrote(curabib: Runner) -> None:
    library = curabib.folder / "bib" / "library.bib"
    text = library.read_text(encoding="utf-8")
    start = text.index("  title ")
    library.write_text(f"{text[:start]}\n\n\n  note = {{By hand}},\n{text[start:]}", encoding="utf-8")
    ran = curabib("sync")
    line = text[:start].count("\n") + 4
    assert f"bib/library.bib:{line}:" in ran.err
    assert f"{line:>5} |   note = {{By hand}}," in ran.err


def test_damaged_lines_of_the_lock_are_reported_by_every_sync_and_kept(curabib: Runner) -> None:
    lock = curabib.folder / "bib" / "curabib.lock"
    lock.write_text(lock.read_text(encoding="utf-8") + LOCK, encoding="utf-8")
    for _ in range(2):
        ran = curabib("sync")
        assert ran.status == 1
        assert ran.err.count("CB401") == 5
        assert "\x1b" not in ran.err
    kept = lock.read_text(encoding="utf-8").splitlines()
    assert set(LOCK.splitlines()) <= set(kept)
    assert curabib("list", "--format", "keys").out == "lovelace2020blue\n"


def test_damaged_records_stop_a_sync_in_words_for_people(curabib: Runner) -> None:
    records = curabib.folder / "bib" / "records" / "widgets.jsonl"
    text = records.read_text(encoding="utf-8")
    records.write_text(text + RECORDS, encoding="utf-8")
    ran = curabib("sync")
    assert ran.status == 1
    assert ran.err.count("CB020") == 6
    assert "attribute" not in ran.err
    assert records.read_text(encoding="utf-8") == text + RECORDS
    records.write_text(text, encoding="utf-8")
    assert curabib("sync", "--reread").status == 0


@pytest.mark.parametrize(
    "command", [("list",), ("show", "lovelace2020blue"), ("explain", "lovelace2020blue"), ("refs",)]
)
def test_terminal_escapes_of_an_override_do_not_reach_the_terminal(
    command: tuple[str, ...], curabib: Runner
) -> None:
    (curabib.folder / "bib" / "overrides.yaml").write_text(
        'corrections:\n  lovelace2020blue: {title: "A \\e[31mred\\e]0;pwn\\a widget\\u009b31m \\u202eegdiw"}\n',
        encoding="utf-8",
    )
    synced = curabib("sync")
    shown = curabib(*command, *(["--style", "plain"] if command == ("refs",) else []))
    assert shown.status == 0, shown.err
    for text in (synced.out, synced.err, shown.out, shown.err):
        assert "red" in text or text in (synced.err, shown.err, synced.out)
        assert not set(text) & {"\x1b", "\x07", "\x9b", "\u202e"}


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("sources: {w: {file: ../../outside.md}}", "CB003"),
        ("sources: {w: {file: /etc/passwd}}", "CB003"),
        ("outputs: [{path: ../../x.bib, format: bibtex}]", "CB003"),
        ("outputs: [{path: link/x.bib, format: bibtex}]", "CB003"),
        ("outputs: [{path: curabib.lock, format: bibtex}]", "CB003"),
        ("outputs: [{path: ../.git/hooks/post-merge, format: bibtex}]", "CB003"),
        ("title: &a [x, x]\nsources: *a", "CB001"),
    ],
)
def test_settings_that_lead_outside_stop_everything(line: str, code: str, curabib: Runner) -> None:
    bib = curabib.folder / "bib"
    (bib / "link").symlink_to(Path("/tmp"))
    before = (bib / "library.bib").read_bytes()
    (bib / "curabib.yaml").write_text(line + "\n", encoding="utf-8")
    ran = curabib("sync")
    assert ran.status == 2
    assert "bib/curabib.yaml:1:" in ran.err
    assert code in ran.err
    assert (bib / "library.bib").read_bytes() == before
