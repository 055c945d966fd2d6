"""Pointing at the very words."""

from hypothesis import given
from hypothesis import strategies as st

from curabib.diagnostics import diagnose
from curabib.diagnostics.pinpoint import pinpoint
from curabib.model import Location

TEXT = "# List\n- On Engines of 12018. [x](https://a.org/2018)\n  Ada Lovelace. ICLM 2018\n- Other ICLM\n"


def found(
    message: str, *, line: int = 2, end_line: int = 3, column: int = 1, path: str = "a.md"
) -> Location | None:
    place = Location(path=path, line=line, end_line=end_line, column=column)
    (diagnostic,) = pinpoint([diagnose("CB565", message, place)], "a.md", TEXT)
    return diagnostic.location


def span(line: int, column: int, end: int) -> Location:
    return Location(path="a.md", line=line, column=column, end_line=line, end_column=end)


def test_it_points_at_the_first_value_that_stands_there() -> None:
    assert found("venue `ICLM` is unknown") == span(3, 17, 21)
    assert found("`nowhere` or `ICLM`") == span(3, 17, 21)
    assert found("`Ada Lov…` is cut") == span(3, 3, 10)


def test_a_value_counts_as_a_word_only() -> None:
    assert found("year `2018`") == span(2, 42, 46)
    assert found("`ngine`") == Location(path="a.md", line=2, end_line=3)


def test_of_several_places_it_is_the_one_before_what_it_contradicts() -> None:
    line = (
        "2018 Engines: 2018 Results. ICML 2018. [x](https://arxiv.org/abs/1901.00002) "
        "Rails. ICML 2018. [y](/1901.00003)"
    )

    def column(message: str) -> int:
        place = Location(path="a.md", line=1)
        (diagnostic,) = pinpoint([diagnose("CB567", message, place)], "a.md", line)
        return diagnostic.location.column if diagnostic.location else 0

    assert column("year `2018` is before `arxiv:1901.00002`") == line.index("2018. [x]") + 1
    assert column("year `2018` is before `arxiv:1901.00003`") == line.index("2018. [y]") + 1
    assert column("year `2018` is before `arxiv:1902.00003`") == 1
    assert column("venue `ICML` is not that of `https://arxiv.org/abs/1901.00002`") == line.index("ICML") + 1


def test_it_stays_within_the_lines_of_the_entry() -> None:
    assert found("`Other`") == Location(path="a.md", line=2, end_line=3)
    assert found("`ICLM`", line=4, end_line=0) == span(4, 9, 13)
    assert found("`ICLM`", line=4, end_line=99) == span(4, 9, 13)
    assert found("`ICLM`", line=77, end_line=99) == Location(path="a.md", line=77, end_line=99)


def test_exact_places_and_other_files_stay() -> None:
    assert found("`ICLM`", column=3) == Location(path="a.md", line=2, end_line=3, column=3)
    assert found("`ICLM`", path="b.md") == Location(path="b.md", line=2, end_line=3)
    (diagnostic,) = pinpoint([diagnose("CB565", "`ICLM`")], "a.md", TEXT)
    assert diagnostic.location is None


@given(st.text(max_size=30), st.text(max_size=60), st.integers(1, 5))
def test_what_it_points_at_is_in_the_text(value: str, text: str, line: int) -> None:
    place = Location(path="a.md", line=line, end_line=line + 2)
    (diagnostic,) = pinpoint([diagnose("CB565", f"x `{value}`", place)], "a.md", text)
    at = diagnostic.location
    assert at is not None
    if at.end_column:
        shown = text.split("\n")[at.line - 1][at.column - 1 : at.end_column - 1]
        assert value.startswith(shown)
        assert shown
