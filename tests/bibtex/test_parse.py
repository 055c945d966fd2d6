import time

import pytest

from curabib.bibtex.document import ValuePiece
from curabib.bibtex.parse import parse


def kinds(text: str) -> list[tuple[str, str]]:
    return [(block.kind, block.key) for block in parse(text).blocks if block.raw.strip()]


def test_blocks_carry_their_lines_and_all_text() -> None:
    text = "% top\n\n@string{a = {b}}\n@misc{k,\n  title = {T},\n  year  = 2001\n}\r\nrest"
    blocks = parse(text, "x.bib").blocks
    assert "".join(block.raw for block in blocks) == text
    entry = next(block for block in blocks if block.kind == "entry")
    assert (entry.type, entry.key, entry.line, entry.end_line) == ("misc", "k", 4, 7)
    assert [(field.name, field.line) for field in entry.fields] == [("title", 5), ("year", 6)]
    assert blocks[-1].raw == "\r\nrest"


def test_values_keep_their_operands() -> None:
    entry = parse('@misc{k, note = "a {"} b" # jan # {c {d}} # 12}').entries[0]
    assert entry.fields[0].pieces == (
        ValuePiece("quoted", 'a {"} b'),
        ValuePiece("macro", "jan"),
        ValuePiece("braced", "c {d}"),
        ValuePiece("number", "12"),
    )


def test_macros_resolve_in_order_and_do_not_explode() -> None:
    document = parse('@string{A = "x"}@string{b = a # "y"}@misc{k, t = B # jul # unknown}')
    assert document.entries[0].fields[0].resolve(document.macros()) == "xyJulyunknown"
    bomb = '@string{a0 = "xxxxxxxxxx"}' + "".join(
        f"@string{{a{n} = a{n - 1} # a{n - 1}}}" for n in range(1, 60)
    )
    assert len(parse(bomb).macros()["a59"]) <= 100_000


@pytest.mark.parametrize("text", ["", " ", "\n", "@", "@a", "@@", "no entries\nat all", "@ {", "@1{x}"])
def test_text_without_blocks(text: str) -> None:
    assert all(block.kind == "text" for block in parse(text).blocks)
    assert "".join(block.raw for block in parse(text).blocks) == text


@pytest.mark.parametrize(
    ("text", "error", "line"),
    [
        ("@misc{k, title={x} year=1}", "no comma stands after the field `title`", 1),
        ("@misc{k,\n title=}", "the field `title` has no value", 2),
        ("@misc{k,\n title={x}\n", "it is never closed", 2),
        ("@misc{k,\n title={x\n", "the field `title` has a value that is never closed", 2),
        ('@misc{k,\n title="x\n}', "the field `title` has a value that is never closed", 2),
        ("@misc{k,\n\n title={x} # }", "the field `title` has no value", 3),
        ("@misc{title={x}}", "it has no citation key", 1),
        ("@misc{a key with {braces}}", "no comma stands after the key `a key with`", 1),
        ("@misc{k,\n  a b = {c}}", "no field starts at `a b = {c}}`", 2),
        ("@misc{k, title={x},, }", "no field starts at `, }`", 1),
        ("@misc(k, title={x}}", "no comma stands after the field `title`", 1),
        ("@string{a {b}}", "no field starts at `a {b}}`", 1),
    ],
)
def test_mistakes_are_named_with_their_line(text: str, error: str, line: int) -> None:
    block = parse(text).blocks[0]
    assert (block.kind, block.error, block.error_line) == ("failed", error, line)


FAULTS = {
    "brace": "@misc{bad, title = {x\n",
    "quote": '@misc{bad, title = "x\n}\n',
    "comma": "@misc{bad, title = {x} year = 1}\n",
    "key": "@misc{title = {x}}\n",
    "end": "@misc{bad, title = {x},\n",
    "equals": "@misc{bad, title {x}}\n",
}
NEIGHBOURS = {
    "entry": ("@misc{good, title={y}}\n", ("entry", "good")),
    "string": ("@string{good = {y}}\n", ("string", "")),
    "comment": ("@comment{good}\n", ("comment", "")),
    "preamble": ('@preamble{"good"}\n', ("preamble", "")),
    "text": ("\ngood\n", ("text", "")),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("before", NEIGHBOURS)
@pytest.mark.parametrize("after", NEIGHBOURS)
def test_a_mistake_spoils_nothing_around_it(fault: str, before: str, after: str) -> None:
    text = NEIGHBOURS[before][0] + FAULTS[fault] + NEIGHBOURS[after][0]
    found = kinds(text)
    assert found[0] == NEIGHBOURS[before][1]
    assert found[-1] == NEIGHBOURS[after][1]
    assert [kind for kind, _ in found].count("failed") == 1


def test_an_extra_brace_is_text() -> None:
    assert kinds("@misc{a, t={x}}}}\n@misc{b}") == [("entry", "a"), ("text", ""), ("entry", "b")]


def test_a_commented_entry_is_text() -> None:
    assert kinds("% @misc{old, t={x}}\n  % @misc{older}\n@misc{new}") == [("text", ""), ("entry", "new")]


def test_a_value_may_hold_the_start_of_an_entry() -> None:
    text = "@misc{a, abstract={see\n@misc{b, title={x}}\n{{{{{{deep}}}}}}}}\n@misc{c}"
    assert kinds(text) == [("entry", "a"), ("entry", "c")]


def test_comments_end_with_their_brace_or_line() -> None:
    assert kinds("@comment{a {b}\nc}\n@misc{x}") == [("comment", ""), ("entry", "x")]
    assert kinds("@comment{a {b}\n@misc{x}") == [("comment", ""), ("entry", "x")]
    assert kinds("@comment a\n@misc{x}") == [("text", ""), ("entry", "x")]


HOSTILE = {
    "open braces": "@a{" * 60_000,
    "open entries": "@a{\n" * 10_000,
    "open values": "@a{k,t={x}\n" * 10_000,
    "open quotes": '@a{k,t="\n' * 10_000,
    "deep": "@a{k,t=" + "{" * 500_000,
    "deep and closed": "@a{k,t=" + "{" * 300_000 + "}" * 300_000 + "}",
    "indented": "  @a{k,t={\n  @b{k, t={x}}\n" * 4_000,
    "one long line": "@a{k,t={" + "x" * 20_000_000 + "}}",
    "blanks": "@" + " " * 2_000_000,
    "at signs": "@ " * 500_000,
    "a comment": "%" + "@a{" * 500_000,
    "operands": "@a{k,t=" + "{}#" * 200_000 + "1}",
    "comments": "@comment{\n" * 10_000,
    "fields": "@a{k," + "a=1," * 200_000 + "}",
    "nul and controls": "@a{k\x00,t={\x1b[31m\u202e}}" * 1000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_time_in_proportion(name: str) -> None:
    text = HOSTILE[name]
    start = time.process_time()
    blocks = parse(text).blocks
    spent = time.process_time() - start
    assert "".join(block.raw for block in blocks) == text
    assert spent < 6, f"{spent:.1f} s for {len(text)} characters"
