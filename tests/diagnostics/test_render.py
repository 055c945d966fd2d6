"""How diagnostics print."""

import json
import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curabib.diagnostics import Diagnostic, Edit, Fix, Related, diagnose
from curabib.diagnostics.collection import Tally, arranged
from curabib.diagnostics.render import FORMATS, renderer
from curabib.diagnostics.render.visible import visible, visible_json, visible_lines
from curabib.model import Location

ACTING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def at(line: int, column: int = 1, **rest: int) -> Location:
    return Location(path="README.md", line=line, column=column, **rest)


def rendered(name: str, *diagnostics: Diagnostic, text: str | None = None, color: bool = False) -> str:
    return renderer(name)(diagnostics, source=lambda path: text, color=color)


def test_concise_is_path_line_column_code_message() -> None:
    assert (
        rendered("concise", diagnose("CB564", "venue missing", at(120, 5)))
        == "README.md:120:5: CB564 venue missing\n"
    )


def test_concise_names_the_key_where_nothing_else_does() -> None:
    assert rendered("concise", diagnose("CB564", "no venue", key="a2019b")) == "a2019b: CB564 no venue\n"
    assert rendered("concise", diagnose("CB564", "no venue", at(1), key="a2019b")) == (
        "README.md:1:1: CB564 no venue (`a2019b`)\n"
    )
    assert rendered("concise", diagnose("CB564", "no venue")) == "curabib: CB564 no venue\n"


def test_text_shows_the_line_with_a_caret_below_the_span() -> None:
    text = "one\n- On Engines. ICLM 2019.\n"
    found = diagnose(
        "CB565", "venue `ICLM` is unknown", at(2, 15, end_line=2, end_column=19), help="did you mean `ICML`?"
    )
    assert rendered("text", found, text=text) == (
        "README.md:2:15: info CB565 venue `ICLM` is unknown\n"
        "    2 | - On Engines. ICLM 2019.\n"
        "      |               ^^^^\n"
        "  help: did you mean `ICML`?\n"
    )


def test_text_puts_the_caret_below_wide_characters() -> None:
    lines = rendered(
        "text", diagnose("CB565", "x", at(1, 4, end_line=1, end_column=6)), text="\t论文ab"
    ).splitlines()
    assert lines[1:] == ["    1 |  论文ab", "      |      ^^"]


def test_text_clips_long_lines_around_the_column() -> None:
    text = "x" * 10_000_000 + "HERE" + "y" * 1000
    lines = rendered(
        "text", diagnose("CB565", "m", at(1, 10_000_001, end_line=1, end_column=10_000_005)), text=text
    )
    _, excerpt, caret = lines.splitlines()
    assert len(excerpt) < 120
    assert excerpt[caret.index("^") : caret.rindex("^") + 1] == "HERE"


@pytest.mark.parametrize("line", [0, 3, 99])
def test_text_leaves_out_excerpts_of_lines_that_are_not_there(line: int) -> None:
    place = Location(path="README.md", line=line) if line else None
    assert rendered("text", diagnose("CB565", "m", place), text="a\nb").count("\n") == 1


def test_text_lists_related_places_and_fixes() -> None:
    edit = Edit(path="a.yaml", line=1, column=1, end_line=1, end_column=2, replacement="")
    found = diagnose(
        "CB575",
        "twice",
        at(9),
        related=(Related(location=at(3), message="listed here too"),),
        fix=Fix(title="take it out", edits=(edit,), safe=True),
    )
    assert rendered("text", found).splitlines()[1:] == [
        "  note: README.md:3:1: listed here too",
        "  fix: take it out",
    ]


def test_text_colours_only_when_asked() -> None:
    found = diagnose("CB575", "twice", at(1))
    assert "\x1b" not in rendered("text", found, text="abc")
    assert "\x1b[1;33m" in rendered("text", found, text="abc", color=True)


def test_github_escapes_what_would_end_or_forge_a_command() -> None:
    found = diagnose(
        "CB565", "50% of `a`\n::error::forged", Location(path="a,b:c%.md", line=3, column=2, end_line=4)
    )
    line = rendered("github", found)
    assert line.count("\n") == 1
    assert line.startswith(
        "::notice file=a%2Cb%3Ac%25.md,line=3,col=2,endLine=4,title=curabib (CB565)::50%25 of"
    )
    assert "\\n::error::forged" in line


def test_json_is_one_document_with_names_and_places() -> None:
    form = json.loads(rendered("json", diagnose("CB565", "m", at(1, 2), key="k"), diagnose("CB579", "n")))
    assert form["schema"] == "curabib.diagnostics/1"
    first, second = form["diagnostics"]
    assert first["name"] == "venue-unknown"
    assert first["location"] == {
        "path": "README.md",
        "line": 1,
        "column": 2,
        "end_line": None,
        "end_column": None,
    }
    assert second == {
        "code": "CB579",
        "name": "alias-clash",
        "severity": "error",
        "message": "n",
        "location": None,
    }


def test_sarif_has_rules_results_and_regions() -> None:
    edit = Edit(path="a b.yaml", line=1, column=1, end_line=1, end_column=2, replacement="z")
    found = (
        diagnose("CB579", "n", Location(path="lists/ä b#1.md", line=2), fix=Fix(title="f", edits=(edit,))),
        diagnose(
            "CB565",
            "m",
            Location(path="https://example.org/a?b=c", line=4, column=2, end_line=4, end_column=9),
        ),
        diagnose("CB565", "m2"),
    )
    run = json.loads(rendered("sarif", *found))["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == ["CB565", "CB579"]
    assert [rules[result["ruleIndex"]] for result in run["results"]] == ["CB579", "CB565", "CB565"]
    assert [result["level"] for result in run["results"]] == ["error", "note", "note"]
    places = [place["physicalLocation"] for result in run["results"] for place in result.get("locations", [])]
    assert [place["artifactLocation"]["uri"] for place in places] == [
        "lists/%C3%A4%20b%231.md",
        "https://example.org/a?b=c",
    ]
    assert places[1]["region"] == {"startLine": 4, "startColumn": 2, "endLine": 4, "endColumn": 9}
    assert run["results"][0]["fixes"][0]["artifactChanges"][0]["artifactLocation"]["uri"] == "a%20b.yaml"


hostile = st.text(
    st.one_of(st.characters(), st.sampled_from("\x1b\x07\n\r\t\u202e\u2066\x9b\u2028\ufeff\ud800%:,`")),
    max_size=40,
)


@given(message=hostile, path=hostile, line=hostile, name=st.sampled_from(sorted(FORMATS)))
def test_no_format_emits_what_acts_on_a_terminal(message: str, path: str, line: str, name: str) -> None:
    place = Location(path=path, line=1, column=3)
    found = diagnose(
        "CB565", message, place, help=message, related=(Related(location=place, message=message),)
    )
    out = rendered(name, found, text=line)
    assert not ACTING.search(out)
    out.encode("utf-8")
    if name == "concise":
        assert out.count("\n") == 1
    if name in ("json", "sarif"):
        assert message in _strings(json.loads(out))


def _strings(form: object) -> str:
    """Return all strings in a JSON value, one after the other."""
    if isinstance(form, dict):
        return "".join(_strings(value) for value in form.values())
    if isinstance(form, list):
        return "".join(map(_strings, form))
    return form if isinstance(form, str) else ""


@given(st.text(st.characters(), max_size=60))
def test_visible_is_idempotent_and_keeps_plain_text(text: str) -> None:
    assert visible(visible(text)) == visible(text)
    if text.isprintable() and not ACTING.search(text) and "\u00ad" not in text:
        assert visible(text) == text


def test_visible_shows_controls_as_escapes() -> None:
    assert visible("a\x1b[31m\u202eb\r\n\U000e0041") == "a\\x1b[31m\\u202eb\\r\\n\\U000e0041"
    assert visible_lines("a\tb\nc\x07") == "a\tb\nc\\x07"


@given(st.text(st.characters(), max_size=60))
def test_visible_json_keeps_the_meaning(text: str) -> None:
    document = visible_json(json.dumps({"t": text}, ensure_ascii=False))
    assert json.loads(document) == {"t": text}
    assert not ACTING.search(document)


def found_codes(diagnostics: Sequence[Diagnostic]) -> list[str]:
    return [d.code for d in diagnostics]


def test_arranged_sorts_by_place_and_drops_repetitions_and_ignored_codes() -> None:
    diagnostics = (
        diagnose("CB575", "b", at(9)),
        diagnose("CB565", "c", at(2, 8)),
        diagnose("CB562", "d", at(2, 8)),
        diagnose("CB579", "e"),
        diagnose("CB575", "b", at(9)),
        diagnose("CB580", "f", at(10)),
    )
    assert found_codes(arranged(diagnostics)) == ["CB579", "CB562", "CB565", "CB575", "CB580"]
    assert found_codes(arranged(reversed(diagnostics))) == ["CB579", "CB562", "CB565", "CB575", "CB580"]
    assert found_codes(arranged(diagnostics, ["CB56", "CB575", ""])) == ["CB579", "CB580"]


def test_tally_reads_as_a_sentence() -> None:
    diagnostics = [
        diagnose("CB579", "e"),
        diagnose("CB575", "b"),
        diagnose("CB562", "c"),
        diagnose("CB565", "d"),
    ]
    assert str(Tally.of(diagnostics)) == "1 error, 2 warnings, 1 note"
    assert str(Tally()) == "no problems"
    assert Tally.of(diagnostics) + Tally.of(diagnostics[:1]) == Tally(errors=2, warnings=2, infos=1)
