"""The language of entry patterns, and where its mistakes are."""

from pathlib import Path

import pytest

from curabib.project.config import parse_config
from curabib.project.entry_pattern import (
    Hole,
    Mark,
    Maybe,
    PatternError,
    Text,
    parse_pattern,
    reader_name,
)
from curabib.project.entry_setting import parse_pattern_file


def test_a_pattern_is_text_holes_markup_and_what_may_be_missing() -> None:
    (line,) = parse_pattern(r"- [{year}] **{title}**{? by  {authors|;}} [{}](code) \{x\}").lines
    assert line.nodes == (
        Text("["),
        Hole("year"),
        Text("] "),
        Mark("strong", opens=True),
        Hole("title"),
        Mark("strong", opens=False),
        Maybe(opens=True),
        Text(" by "),
        Hole("authors", ";"),
        Maybe(opens=False),
        Text(" "),
        Mark("link", opens=True, label="code"),
        Hole(""),
        Mark("link", opens=False),
        Text(" {x}"),
    )


def test_lines_and_headings() -> None:
    pattern = parse_pattern("# {title}\n{authors}\n| {venue} | {year} |\n")
    assert [line.heading for line in pattern.lines] == [True, False, False]
    assert pattern.lines[2].nodes == (Hole("venue"), Text(" | "), Hole("year"))


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("{titel}", 1, 2, "there is no field `titel`"),
        ("{title", 1, 1, "`{` is never closed"),
        ("{title} }", 1, 9, "`}` closes nothing"),
        ("{title} {? x", 1, 9, "`{?` is never closed"),
        ("**{title}", 1, 1, "`**` is never closed"),
        ("**{title} *{venue}** {year}*", 1, 19, "`**` closes before `*` does"),
        ("{authors}\nby {authors}: {title}", 2, 4, "`{authors}` stands twice"),
        ("{authors}{title}", 1, 10, "nothing says where `{authors}` ends and `{title}` begins"),
        ("{title} {venue}", 1, 9, "nothing says where `{title}` ends and `{venue}` begins"),
        ("{year} {venue}", 1, 1, "the pattern has no `{title}`"),
        ("", 1, 1, "the line describes nothing"),
        ("{title}\n\n{year}", 2, 1, "the line describes nothing"),
        ("{title|x}", 1, 1, "`|` means nothing in `{title|x}`"),
        ("{title:}", 1, 1, "`:` means nothing in `{title:}`"),
        ("{title} " + "{? a" * 5 + "}" * 5, 1, 25, "`{?` stands inside more than 4 others"),
        ("x" * 2001, 1, 1, "the pattern has 2001 characters"),
        ("{title}" + "\nx" * 20, 1, 1, "the pattern has 21 lines"),
    ],
)
def test_a_mistake_is_named_at_its_sign(text: str, line: int, column: int, message: str) -> None:
    with pytest.raises(PatternError) as caught:
        parse_pattern(text)
    assert caught.value.message.startswith(message)
    assert (caught.value.line, caught.value.column) == (line, column)


@pytest.mark.parametrize(
    ("yaml", "line", "column"),
    [
        ('entry: "{title} {x}"\n', 1, 18),
        ("entry: '{title} {x}'\n", 1, 18),
        ("# why\nentry: a {title} {x}\n", 2, 19),
        ("entry: |\n    a {title}\n    {x}\n", 3, 6),
        ('entry:\n  - "{title}"\n  - "{title} {x}"\n', 3, 15),
    ],
)
def test_a_mistake_is_placed_in_the_file(yaml: str, line: int, column: int) -> None:
    (problem,) = parse_pattern_file(yaml, "entry.yaml").diagnostics
    assert (problem.code, problem.message) == ("CB140", "there is no field `x`")
    assert problem.location is not None
    assert (problem.location.line, problem.location.column) == (line, column)


@pytest.mark.parametrize("text", ["", "entry:\n", "pattern: x\n", "entry: {a: b}\n", "entry: [\n"])
def test_a_file_without_a_pattern_is_reported(text: str) -> None:
    found = parse_pattern_file(text, "entry.yaml")
    assert found.value == ()
    assert found.diagnostics


def test_the_setting_of_a_source(tmp_path: Path) -> None:
    text = 'sources:\n  a:\n    file: x.md\n    entry: "{title}, {year}"\n  b:\n    file: y.md\n    entry: "{titel}"\n'
    found = parse_config(text, root=tmp_path, home=tmp_path, path="curabib.yaml")
    first, second = found.value.sources
    assert [pattern.text for pattern in first.entry] == ["{title}, {year}"]
    assert second.entry == ()
    (problem,) = found.diagnostics
    assert (problem.code, str(problem.location)) == ("CB140", "curabib.yaml:7:14")


def test_records_say_by_which_pattern_they_were_read() -> None:
    one, other = parse_pattern("{title}"), parse_pattern("{title}, {year}")
    assert reader_name("markdown", ()) == "markdown"
    assert reader_name("markdown", (one,)) != reader_name("markdown", (other,))
    assert reader_name("markdown", (one,)).startswith("markdown with pattern ")
