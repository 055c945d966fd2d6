"""Applying the edits of fixes."""

from hypothesis import given
from hypothesis import strategies as st

from curabib.diagnostics import Diagnostic, Edit, Fix, diagnose
from curabib.diagnostics.mending import mend


def problem(*spans: tuple[int, int, int, int, str], safe: bool = True, path: str = "a.md") -> Diagnostic:
    edits = tuple(
        Edit(path=path, line=line, column=column, end_line=end_line, end_column=end_column, replacement=new)
        for line, column, end_line, end_column, new in spans
    )
    return diagnose("CB585", "x", fix=Fix(title="mend", edits=edits, safe=safe))


def test_edits_are_applied_in_any_order() -> None:
    text = "one two\nthree\n"
    fixes = [
        problem((2, 1, 2, 6, "3")),
        problem((1, 1, 1, 4, "1"), (1, 5, 1, 8, "2")),
        problem((1, 8, 1, 8, "!")),
    ]
    done = mend(text, "a.md", fixes)
    assert done.text == "1 2!\n3\n"
    assert len(done.applied) == 3


def test_line_ends_stay() -> None:
    assert mend("a\r\nb\r\nc", "a.md", [problem((2, 1, 2, 2, "x"))]).text == "a\r\nx\r\nc"
    assert mend("a\rb\r\nc", "a.md", [problem((3, 1, 3, 2, "x"))]).text == "a\rb\r\nx"


def test_what_is_not_safe_overlaps_or_points_elsewhere_is_left_out() -> None:
    fixes = [
        problem((1, 1, 1, 3, "x"), safe=False),
        problem((1, 1, 1, 3, "x"), path="b.md"),
        problem(),
        diagnose("CB585", "no fix"),
        problem((9, 1, 9, 2, "x")),
        problem((1, 3, 1, 1, "x")),
        problem((1, 9, 1, 9, "x")),
        problem((1, 1, 1, 3, "ok")),
        problem((1, 2, 1, 2, "x"), (2, 1, 2, 1, "x")),
        problem((1, 1, 1, 1, "x")),
    ]
    done = mend("abc\nd", "a.md", fixes)
    assert (done.text, len(done.applied)) == ("okc\nd", 1)


@given(
    st.text("ab\r\n", max_size=30),
    st.lists(st.tuples(st.integers(1, 6), st.integers(1, 8), st.integers(0, 4)), max_size=8),
)
def test_nothing_outside_of_the_edits_changes(text: str, places: list[tuple[int, int, int]]) -> None:
    fixes = [problem((line, column, line, column + width, "#")) for line, column, width in places]
    done = mend(text, "a.md", fixes)
    removed = sum(edit.end_column - edit.column for d in done.applied if d.fix for edit in d.fix.edits)
    assert len(done.text) == len(text) - removed + len(done.applied)
    assert done.text.count("#") == len(done.applied)
