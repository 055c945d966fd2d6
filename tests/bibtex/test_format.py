import pytest

from curabib.bibtex import parse as parsing
from curabib.bibtex.layout import FormatOptions, format_document, formatting, print_file, read_header
from curabib.bibtex.mapping import to_bibtex
from curabib.bibtex.parse import parse
from curabib.bibtex.profile import BIBTEX, PROFILES
from tests.bibtex.cases import cases
from tests.bibtex.works import EXAMPLES


def fmt(text: str, **options: object) -> str:
    return format_document(parse(text, "x.bib"), FormatOptions(**options)).value  # type: ignore[arg-type]


def problems(text: str) -> list[tuple[str, str, int]]:
    found = format_document(parse(text, "x.bib")).diagnostics
    return [(d.code, d.message, d.location.line if d.location else 0) for d in found]


@pytest.mark.parametrize(("text", "expected"), cases("bibtex/round_trip.md"))
def test_round_trip(text: str, expected: str) -> None:
    assert fmt(text) == expected
    assert fmt(expected) == expected


@pytest.mark.parametrize(("text", "expected"), cases("bibtex/round_trip.md"))
def test_line_ends_of_other_systems_do_not_matter(text: str, expected: str) -> None:
    assert fmt(text.replace("\n", "\r\n")) == expected
    assert fmt("\ufeff" + text) == expected


@pytest.mark.parametrize("text", ["", "\n", " \r\n\t\n", "\ufeff"])
def test_an_empty_file_stays_empty(text: str) -> None:
    assert fmt(text) == ""


@pytest.mark.parametrize("name", PROFILES)
def test_what_we_print_is_canonical(name: str) -> None:
    entries = [to_bibtex(entry, PROFILES[name]).value for entry in EXAMPLES]
    text = print_file([entry for entry in entries if entry is not None])
    result = format_document(parse(text))
    assert result.value == text
    assert result.diagnostics == ()


def test_order_may_be_kept() -> None:
    text = "@misc{b, year=1, title={T}}\n@misc{a}"
    assert fmt(text, sort=False, sort_fields=False) == (
        "@misc{b,\n  year  = {1},\n  title = {T},\n}\n\n@misc{a,\n}\n"
    )


def test_layout_options() -> None:
    text = "@Misc{b, Year=1, longer={T}}\n@misc{a}"
    printed = fmt(text, lowercase=False, indent=4, align=False, trailing_comma=False, blank_lines=False)
    assert printed == "@misc{a,\n}\n@Misc{b,\n    Year = {1},\n    longer = {T}\n}\n"


def test_fields_go_only_when_asked() -> None:
    text = "@misc{b, abstract={x}, note={}, title={T}}"
    assert fmt(text, omit=frozenset({"abstract"}), remove_empty=True) == "@misc{b,\n  title = {T},\n}\n"


def test_letters_as_commands_or_as_letters() -> None:
    text = "@misc{b,\n  author = {Müller, {\\'E}ric},\n  url    = {https://x.org/ü},\n}\n"
    assert fmt(text, encoding="ascii") == text.replace("ü", '{\\"u}', 1)
    assert fmt(text, encoding="unicode") == text.replace("{\\'E}", "É")
    assert fmt(text) == text


def test_letters_without_a_command_are_kept_and_reported() -> None:
    result = format_document(parse("@misc{b, title={王}}", "x.bib"), FormatOptions(encoding="ascii"))
    assert "王" in result.value
    assert [d.code for d in result.diagnostics] == ["CB600"]


def test_comments_are_borders_for_sorting() -> None:
    text = "@misc{b}\n\n% part two\n\n@misc{z}\n@misc{a}"
    assert fmt(text) == "@misc{b,\n}\n\n% part two\n\n@misc{a,\n}\n\n@misc{z,\n}\n"


def test_an_entry_that_needs_nothing_is_the_same_to_the_byte() -> None:
    good = "@misc{b,\n  title = {T},\n  x-own = {a # b},\n}\n"
    assert good in fmt(f"% before\n@misc{{a,title=1}}\n\n{good}\n@misc{{c")


def test_broken_entries_are_reported() -> None:
    assert problems("\n@misc{k,\n  title = {x} year = 1\n}") == [
        ("CB500", "entry `k` cannot be read: no comma stands after the field `title`", 3)
    ]
    assert problems("@string{a {b}}")[0][:2] == (
        "CB500",
        "block `@string` cannot be read: no field starts at `a {b}}`",
    )


def test_repeated_keys_are_reported() -> None:
    assert problems("@misc{k}\n@misc{other}\n@misc{K}") == [("CB501", "citation key `K` is used again", 3)]


def test_of_very_many_problems_the_first_of_each_severity_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formatting, "_MOST_PROBLEMS", 3)
    text = "@misc{a, year = unknown}\n" * 50
    found = format_document(parse(text, "x.bib")).diagnostics
    assert sorted(d.code for d in found) == ["CB501"] * 3 + ["CB503"] * 3 + ["CB506"]
    assert found[-1].message == "46 more errors and 47 more warnings are not listed"
    assert format_document(parse("@misc{a, year = unknown}\n" * 3)).diagnostics[-1].code != "CB506"


def test_what_follows_too_many_blocks_is_kept_and_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "MOST_BLOCKS", 3)
    text = "@misc{c,\n}\n\n@misc{b,\n}\n\n@misc{a,\n}\n\n"
    assert format_document(parse(text)).diagnostics == ()
    rest = "@misc{ b2 , }  @misc{ a2,\n title = {  b } }"
    found = format_document(parse(text + rest, "x.bib"))
    assert found.value == f"@misc{{a,\n}}\n\n@misc{{b,\n}}\n\n@misc{{c,\n}}\n\n{rest}\n"
    assert format_document(parse(found.value)).value == found.value
    (problem,) = found.diagnostics
    assert problem.code == "CB500"
    assert problem.message.startswith("the rest of the file cannot be read: 3 blocks stand before it")
    assert problem.location is not None
    assert problem.location.line == 10


def test_repeated_fields_are_reported() -> None:
    found = problems("@misc{k, year=1, year=2, Year=3}")
    assert found == [("CB502", "field `year` stands 3 times in one entry", 1)]


def test_undefined_macros_are_reported() -> None:
    text = "@misc{a, month=july, note={x} # mine}\n@string{mine={m}}\n@misc{b, note=MINE, month=Jul, journal=jacm}"
    assert problems(text) == [
        ("CB503", "macro `july` in field `month` is not defined above it", 1),
        ("CB503", "macro `mine` in field `note` is not defined above it", 1),
    ]


def test_odd_keys_are_reported() -> None:
    assert problems("@misc{, title={x}}") == [("CB504", "an entry `@misc` has no citation key", 1)]
    assert problems("@misc{my key, title={x}}") == [("CB505", "citation key `my key` holds white space", 1)]


def test_headers_know_their_entries() -> None:
    entries = [to_bibtex(entry, BIBTEX).value for entry in EXAMPLES]
    text = print_file([entry for entry in entries if entry is not None])
    header = read_header(text)
    assert header is not None
    assert header.intact
    assert (header.schema, len(header.sha256)) == (1, 64)
    assert read_header(text.replace("\n", "\r\n")) == header
    edited = read_header(text.replace("Diffusion", "Confusion"))
    assert edited is not None
    assert not edited.intact
    assert read_header("@misc{a}") is None
    assert read_header("") is None


def test_order_of_entries_does_not_matter() -> None:
    entries = [entry for e in EXAMPLES if (entry := to_bibtex(e, BIBTEX).value) is not None]
    assert print_file(entries) == print_file(list(reversed(entries)))
