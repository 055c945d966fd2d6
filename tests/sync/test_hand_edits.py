"""Hand edits in generated .bib files: kept, moved into overrides.yaml, and reported."""

import re
from pathlib import Path

import pytest

from curabib.project.overrides import parse_overrides
from curabib.sync.libraries import load_library
from tests.sync.projects import Box, codes, kinds

KEY = "frank2019lottery"


@pytest.fixture
def box(tmp_path: Path) -> Box:
    found = Box(tmp_path / "project")
    found.sync()
    return found


def entry(box: Box, key: str = KEY, path: str = "library.bib") -> str:
    """Return the text of an entry."""
    found = re.search(rf"@\w+\{{{key},\n.*?\n\}}\n", box.text(path), re.DOTALL)
    assert found, f"no {key} in {path}"
    return found[0]


def test_a_note_added_by_hand_stays_for_ever(box: Box) -> None:
    box.edit(
        "library.bib",
        f"{{{KEY},\n",
        f"{{{KEY},\n  note = {{Read it twice, 100\\% good}},\n  file = {{a/b.pdf}},\n",
    )
    result = box.sync()
    assert codes(result) == ["CB031", "CB031"]
    assert kinds(result)["kept"] == [KEY]
    assert "Read it twice, 100\\% good" in entry(box)
    assert "a/b.pdf" in entry(box)
    assert "100% good" in box.text("overrides.yaml")
    assert "100\\% good" in entry(box, path="topics/alpha.bib")
    assert box.sync().value.plan.empty
    box.papers[0].venue = "ICML 2020"
    box.write_list()
    box.sync()
    assert "Read it twice" in entry(box)
    assert "Machine Learning" in entry(box)


def test_declarations_for_pdflatex_are_nobodys_edit(box: Box) -> None:
    box.papers[0].title = "Снег in small networks"
    box.write_list()
    box.sync()
    assert "\\curabibcyrillic{С}" in box.text("library.bib")
    box.edit("library.bib", "{\\CYRS}", "{\\CYRS }")
    box.edit("library.bib", f"{{{KEY},\n", f"{{{KEY},\n  note = {{Snow}},\n")
    assert codes(box.sync()) == ["CB031"]
    text = box.text("library.bib")
    assert text.count("@preamble") == 1
    assert "written by people" not in text
    assert box.sync().value.plan.empty


def test_a_changed_title_wins_and_the_list_no_longer_matters(box: Box) -> None:
    box.edit("library.bib", "in small networks", "in tiny networks")
    assert codes(box.sync()) == ["CB031"]
    assert "tiny" in entry(box)
    (correction,) = parse_overrides(box.text("overrides.yaml"), "o").value.corrections
    assert correction.target == KEY
    assert correction.record.fields["title"] == "Lottery tickets in tiny networks"


def test_a_deleted_field_stays_deleted(box: Box) -> None:
    text = entry(box)
    (line,) = [line for line in text.splitlines(keepends=True) if line.strip().startswith("year")]
    box.edit("library.bib", text, text.replace(line, ""))
    result = box.sync()
    assert codes(result) == ["CB031"]
    assert "year" not in entry(box)
    assert re.search(r"date: null", box.text("overrides.yaml"))
    assert box.sync().value.plan.empty


def test_a_deleted_derived_field_stays_deleted(box: Box) -> None:
    text = entry(box)
    (line,) = [line for line in text.splitlines(keepends=True) if line.strip().startswith("url")]
    box.edit("library.bib", text, text.replace(line, ""))
    result = box.sync()
    assert codes(result) == ["CB031"]
    assert "url" not in entry(box)
    assert box.sync().value.plan.empty


def test_people_are_kept_as_people(box: Box) -> None:
    box.edit("library.bib", "Frank, Jonathan", "van der Frank, Jon{\\'a}than")
    assert codes(box.sync()) == ["CB031"]
    library = load_library(box.root).value
    first = library.by_key[KEY].work.fields.authors.people[0]
    assert (first.prefix, first.family, first.given) == ("van der", "Frank", "Jonáthan")


def test_a_changed_key_is_a_rename_and_the_old_key_an_alias(box: Box) -> None:
    box.edit("library.bib", f"{{{KEY},", "{lottery,")
    result = box.sync()
    assert codes(result) == ["CB034"]
    assert kinds(result)["renamed"] == ["lottery"]
    library = load_library(box.root).value
    assert library.by_key["lottery"] is library.by_key[KEY]
    assert library.by_key["lottery"].aliases == (KEY,)
    assert "{lottery," in box.text("topics/alpha.bib")
    assert box.sync().value.plan.empty


def test_a_changed_type_is_kept(box: Box) -> None:
    key = next(k for k, e in load_library(box.root).value.by_key.items() if "Łatwe" in e.work.fields.title)
    text = entry(box, key)
    assert text.startswith("@misc{")
    box.edit("library.bib", text, text.replace("@misc{", "@book{"))
    result = box.sync()
    assert "CB037" in codes(result)
    if not result.value.blocked:
        assert entry(box, key).startswith("@book{")


def test_entries_and_comments_of_people_stay_verbatim(box: Box) -> None:
    own = '@Article{ own:2020 , title = "Mine {\\\'a}" # me,\n note={x} }'
    mine = f"@string{{me = {{Myself}}}}\n\n{own}\n\n@comment{{jabref-meta: x}}\n"
    path = box.home / "library.bib"
    path.write_text(box.text("library.bib") + "\nSome words of mine\n\n" + mine)
    result = box.sync()
    assert codes(result) == ["CB033"]
    for part in (
        "Some words of mine",
        "@string{me = {Myself}}",
        '@Article{ own:2020 , title = "Mine {\\\'a}" # me,\n note={x} }',
    ):
        assert part in box.text("library.bib")
    assert box.sync().value.plan.empty
    box.papers[0].venue = "ICML 2020"
    box.write_list()
    box.sync()
    for part in ("Some words of mine", "@comment{jabref-meta: x}", "own:2020"):
        assert part in box.text("library.bib")
    box.edit("library.bib", "own:2020", "own:2021")
    assert codes(box.sync()) == ["CB033"]
    assert "own:2021" in box.text("library.bib") and "own:2020" not in box.text("library.bib")


def test_where_list_and_person_both_changed_a_field_the_person_wins(box: Box) -> None:
    box.edit("library.bib", "in small networks", "in tiny networks")
    box.papers[0].title = "Lottery tickets in little networks"
    box.write_list()
    result = box.sync()
    assert codes(result) == ["CB031", "CB032"] or set(codes(result)) == {"CB031", "CB032"}
    (item,) = result.value.plan.of("conflict")
    assert [(c.field, c.old, c.new) for c in item.changes] == [
        ("title", "Lottery tickets in little networks", "Lottery tickets in tiny networks")
    ]
    assert "tiny" in entry(box)
    assert box.sync().value.plan.empty


def test_a_deleted_entry_is_written_again(box: Box) -> None:
    box.edit("library.bib", entry(box), "")
    result = box.sync()
    assert codes(result) == ["CB036"]
    assert KEY in box.text("library.bib")


def test_a_file_that_cannot_be_read_any_more_is_left_alone(box: Box) -> None:
    box.edit("library.bib", entry(box), entry(box).rstrip("}\n") + "\n\n")
    before = box.state()
    result = box.sync()
    assert "CB035" in codes(result)
    assert result.value.blocked
    assert box.state() == before


def test_the_same_field_changed_in_two_files_two_ways_is_not_guessed(box: Box) -> None:
    box.edit("library.bib", "in small networks", "in tiny networks")
    box.edit("topics/alpha.bib", "in small networks", "in huge networks")
    before = box.state()
    result = box.sync()
    assert "CB035" in codes(result)
    assert box.state() == before


def test_an_edit_in_a_topic_file_reaches_the_library(box: Box) -> None:
    box.edit("topics/alpha.bib", "in small networks", "in tiny networks")
    assert codes(box.sync()) == ["CB031"]
    assert "tiny" in entry(box)


def test_keywords_added_by_hand_are_kept_and_topics_cannot_be_deleted(box: Box) -> None:
    box.edit("library.bib", "keywords", "keywords")
    text = entry(box)
    (line,) = [line for line in text.splitlines(keepends=True) if line.strip().startswith("keywords")]
    box.edit("library.bib", line, line.replace("}", ", my reading}"))
    assert codes(box.sync()) == ["CB031"]
    assert "my reading" in entry(box)
    text = entry(box)
    (line,) = [line for line in text.splitlines(keepends=True) if line.strip().startswith("keywords")]
    box.edit("library.bib", text, text.replace(line, ""))
    before = box.state()
    assert "CB038" in codes(box.sync())
    assert box.state() == before


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_of_windows_stay_in_overrides(box: Box, mark: bytes) -> None:
    path = box.home / "overrides.yaml"
    path.write_bytes(mark + b"# mine\r\ncorrections: {}\r\n")
    box.sync()
    assert path.read_bytes() == mark + b"# mine\r\ncorrections: {}\r\n"
    box.edit("library.bib", "  year ", "  note          = {By hand},\n  year ")
    box.sync()
    data = path.read_bytes()
    assert data.startswith(mark + b"# mine\r\ncorrections:") and b"note: " in data
    assert data.count(b"\r\n") == data.count(b"\n")


def test_comments_in_overrides_stay(box: Box) -> None:
    (box.home / "overrides.yaml").write_text(
        "# mine\ncorrections:\n  # about it\n  frank2019lottery:\n    note: old # why\n"
    )
    box.sync()
    box.edit("library.bib", "in small networks", "in tiny networks")
    box.sync()
    text = box.text("overrides.yaml")
    for part in ("# mine", "# about it", "note: old # why", "tiny"):
        assert part in text


@pytest.mark.parametrize("key", ["Not A Key", "nakk2020double"])
def test_a_key_that_cannot_be_is_not_taken_over(box: Box, key: str) -> None:
    box.edit("library.bib", f"{{{KEY},", f"{{{key},")
    before = box.state()
    result = box.sync()
    assert "CB035" in codes(result)
    assert box.state() == before


def test_both_sides_of_a_conflict_of_git_are_taken_and_the_file_is_written_anew(box: Box) -> None:
    own = "@misc{own2020, title = {Mine}}\n"
    (box.home / "library.bib").write_text(box.text("library.bib") + own)
    box.sync()
    expected = box.state()
    for path in ("library.bib", "records/deep.jsonl"):
        lines = box.text(path).splitlines(keepends=True)
        head, tail = lines[:2], lines[2:]
        joined = [*head, "<<<<<<< HEAD\n", *tail, "=======\n", *tail[1:], ">>>>>>> other\n"]
        (box.home / path).write_text("".join(joined), encoding="utf-8")
    result = box.sync()
    assert set(codes(result)) == {"CB021", "CB044"}
    assert box.state() == expected
    assert box.sync().value.plan.empty
