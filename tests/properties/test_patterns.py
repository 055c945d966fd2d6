"""Entry patterns beside regular expressions that mean the same."""

import re

from hypothesis import given
from hypothesis import strategies as st

from curabib.model import Location, Piece
from curabib.project.entry_pattern import EntryPattern, PatternError, parse_pattern
from curabib.readers.lines import Line
from curabib.readers.matching import Budget, LineMatcher

FIELDS = ("title", "authors", "venue", "publisher")
SIGNS = st.sampled_from(["-", ":", "ab", "(", ")", "::"])


@st.composite
def patterns(draw: st.DrawFn) -> tuple[str, str]:
    """Return a pattern, and a regular expression for the same lines."""
    pattern, expression = "", ""
    names = draw(st.permutations(FIELDS))[: draw(st.integers(1, 3))]
    names = [*names, "title"] if "title" not in names else list(names)
    for name in names:
        sign = draw(SIGNS)
        if draw(st.booleans()) and name != "title":
            pattern += f"{{? {sign}{{{name}}}}}"
            expression += rf"(?: ?{re.escape(sign)}(?P<{name}>\S.*?))?"
        else:
            pattern += f"{sign}{{{name}}}"
            expression += rf"{re.escape(sign)}(?P<{name}>\S.*?)"
    return pattern, expression


def line(text: str) -> Line:
    place = Location(path="x", line=1)
    piece = Piece(kind="text", text=text, location=place)
    return Line(text=text, runs=(), pieces=(piece,), headings=(), block=1, owner=1, line=1, end_line=1)


TEXTS = st.lists(st.sampled_from(["-", ":", "ab", "(", ")", "x", "y ", " z"]), max_size=12).map(
    lambda parts: " ".join("".join(parts).split())
)


@given(patterns(), TEXTS)
def test_a_pattern_matches_what_the_expression_matches(pair: tuple[str, str], text: str) -> None:
    pattern, expression = pair
    found = LineMatcher(parse_pattern(pattern).lines[0]).match(line(text), Budget(100_000))
    wanted = re.fullmatch(expression, text, re.IGNORECASE)
    if " " not in pattern.replace("{? ", ""):
        assert (found is None) == (wanted is None), (pattern, expression, text)
    if found is not None and wanted is not None and "{?" not in pattern:
        assert {c.field: c.text for c in found} == {
            name: value.strip() for name, value in wanted.groupdict().items() if value
        }


@given(st.text("{}[]()*`?|: \\titleauhorsyern", max_size=40))
def test_any_text_is_a_pattern_or_a_mistake_with_a_place(text: str) -> None:
    try:
        found = parse_pattern(text)
    except PatternError as error:
        rows = text.rstrip().split("\n")
        assert 1 <= error.line <= len(rows)
        assert 1 <= error.column <= len(rows[error.line - 1]) + 1
        assert error.message
    else:
        assert isinstance(found, EntryPattern)
        LineMatcher(found.lines[0]).match(line("on engines, 1843"), Budget(10_000))


@given(patterns(), st.text("ab-:() ", max_size=300))
def test_the_work_is_bounded_by_pattern_and_line(pair: tuple[str, str], text: str) -> None:
    matcher = LineMatcher(parse_pattern(pair[0]).lines[0])
    budget = Budget(10_000_000)
    matcher.match(line(" ".join(text.split())), budget)
    assert 10_000_000 - budget.steps <= (len(text) + 1) * 8 * (len(pair[0]) + 8)
