"""What is remembered of a push: kept whole, read back whatever happened to it, joined after a merge of branches."""

from pathlib import Path

import pytest

from curabib.diagnostics import CurabibError
from curabib.sync.zotero.state import Pushed, PushedItem, State, hashed, read_state, write_state


def line(title: str, item: str = "ABCDEFGH") -> PushedItem:
    return PushedItem(
        uid="u1",
        item=item,
        pushed=Pushed(fields={"title": frozenset({hashed(title)})}, sets={"tags": frozenset({title})}),
        children={"CHILD222": ("CHILD223", Pushed(fields={"url": frozenset({"x"})}))},
    )


STATE = State(
    library="groups/5", works={"u1": line("one")}, collections={"Papers\tÜber": "CCCCCCCC"}, imported="abc"
)


def test_a_state_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "zotero" / "state.jsonl"
    assert read_state(path, "groups/5") == State(library="groups/5")
    write_state(path, STATE)
    assert read_state(path, "groups/5") == STATE
    assert [entry.name for entry in path.parent.iterdir()] == ["state.jsonl"]
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_state(path, "groups/5") == STATE


def test_lines_of_two_branches_are_joined(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    write_state(one, STATE)
    write_state(
        two, State(library="groups/5", works={"u1": line("two"), "u2": PushedItem(uid="u2", item="BBBBBBBB")})
    )
    both = tmp_path / "both"
    text = f"<<<<<<< ours\n{one.read_text('utf-8')}=======\n{two.read_text('utf-8')}>>>>>>> theirs\n"
    both.write_text(text, encoding="utf-8")
    joined = read_state(both, "groups/5")
    assert joined.works["u1"].pushed.fields["title"] == {hashed("one"), hashed("two")}
    assert joined.works["u1"].pushed.sets["tags"] == {"one", "two"}
    assert sorted(joined.works) == ["u1", "u2"]
    assert joined.collections == STATE.collections


@pytest.mark.parametrize(
    "damaged",
    [
        '{"uid": "u2", "item": "lower-case"}',
        '{"uid": 7, "item": "ABCDEFGH"}',
        '{"uid": "u2", "item": "ABCD',
        '{"collection": "x", "key": "../../x"}',
        "[" * 100_000,
        "null",
    ],
)
def test_damaged_lines_are_left_out(tmp_path: Path, damaged: str) -> None:
    path = tmp_path / "state"
    write_state(path, STATE)
    path.write_text(f"{path.read_text('utf-8')}{damaged}\n", encoding="utf-8")
    assert read_state(path, "groups/5") == STATE


@pytest.mark.parametrize(
    "odd",
    [
        '{"uid": "u2", "item": "BBBBBBBB", "pushed": 7, "children": []}',
        '{"uid": "u2", "item": "BBBBBBBB", "pushed": {"fields": [], "sets": {"tags": 3}}, "children": {"x": 1}}',
    ],
)
def test_odd_lines_say_what_can_be_told(tmp_path: Path, odd: str) -> None:
    path = tmp_path / "state"
    path.write_text(f"{odd}\n", encoding="utf-8")
    assert read_state(path, "groups/5").works == {"u2": PushedItem(uid="u2", item="BBBBBBBB")}


def test_the_state_of_another_library_or_a_newer_curabib_is_not_used(tmp_path: Path) -> None:
    path = tmp_path / "state"
    write_state(path, STATE)
    with pytest.raises(CurabibError, match="`groups/5`, not about `groups/6`"):
        read_state(path, "groups/6")
    path.write_text('{"schema": "curabib.zotero/2"}\n', encoding="utf-8")
    with pytest.raises(CurabibError, match="newer"):
        read_state(path, "groups/5")


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "zotero").write_text("a file", encoding="utf-8")
    with pytest.raises(CurabibError, match="cannot write"):
        write_state(tmp_path / "zotero" / "state", STATE)
