"""Markdown to blocks: what the parser takes apart, where everything stands, and the same as another parser reads."""

import contextlib
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from curabib.model import Piece
from curabib.readers.markdown import read_blocks, target
from curabib.readers.markdown_source import Source
from curabib.readers.tree import Block, TooDeep, walk

CASES = sorted((Path(__file__).parents[1] / "cases" / "readers").rglob("*.md"))


def pieces(text: str) -> tuple[Piece, ...]:
    """Return the pieces of the first block with any."""
    return next(block.pieces for block in walk(read_blocks(text, "-")) if block.pieces)


def words(text: str) -> list[tuple[str, str]]:
    """Return the kinds and texts of the pieces of the first block with any."""
    return [(piece.kind, piece.text) for piece in pieces(text)]


def outline(text: str) -> list[tuple[str, int, int, str]]:
    """Return kind, lines and label of all blocks, in order."""
    return [(block.kind, block.line, block.end_line, block.label) for block in walk(read_blocks(text, "-"))]


# --- what stays as printed


@pytest.mark.parametrize(
    "text",
    [
        "$x_1$ and $y_2$",
        r"$\alpha_*$ over $\beta_*$ [sic]",
        r"$[0, 1]_{*}$",
        "$a<b_1$ and $c>d_1$",
        r"Schr\"odinger and Erd\H{o}s",
        r"G\"{o}del, {\'e}cole, \`{a} la",
        "Jane~Doe, John~Roe and ~100 of ~200",
        "2 -- 3 --- 4 ... \"quoted\" 'so'",
        "a ⸮ b ⸺ c",
    ],
)
def test_text_stays_as_printed(text: str) -> None:
    assert words(f"{text}\n") == [("text", text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("~~old~~ new", [("text", "old new")]),
        (r"\~5 and \~6", [("text", "~5 and ~6")]),
        (r"it\'s \"so-called\"", [("text", 'it\'s "so-called"')]),
        (r"\$x_1$ *a* \$", [("text", "$x_1$ "), ("emphasis", "a"), ("text", " $")]),
        ("costs $5 or *ten* $", [("text", "costs $5 or "), ("emphasis", "ten"), ("text", " $")]),
        (r"**A title \[long\]**", [("strong", "A title [\u2060long]")]),
        (r"**\[paper\]**", [("strong", "[paper]")]),
        (r"A title \[ICML\]", [("text", "A title [ICML]")]),
        (r"[A \[b\] c](d)", [("link", "A [b] c")]),
        (r"`\[a\] \"o $x_1$ ~`", [("code", r"\[a\] \"o $x_1$ ~")]),
        ("`a $x` y_1$", [("code", "a $x"), ("text", " y_1$")]),
        ("a &amp; b &eacute; &#x4e2d; &nope;", [("text", "a & b é 中 &nope;")]),
        ("a<br>b", [("text", "a"), ("break", "line"), ("text", "b")]),
        ("a <!-- b\nc --> d", [("text", "a "), ("text", " d")]),
        ("a <script>b</script> c", [("text", "a  c")]),
        ("[a *b* `c`](d) e", [("link", "a b c"), ("text", " e")]),
        ("[paper]() x", [("link", "paper"), ("text", " x")]),
        ("![alt *em*](b.png)", [("image", "alt em")]),
        ("[![badge](b.svg)](c)", [("image", "badge"), ("link", "")]),
        ("***a** b*", [("strong", "a"), ("emphasis", " b")]),
        ("[^1] [ ] [x] [[y]]", [("text", "[^1] [ ] [x] [[y]]")]),
    ],
)
def test_markup_is_understood(text: str, expected: list[tuple[str, str]]) -> None:
    assert words(f"{text}\n") == expected


def test_signs_come_back_in_code_html_and_addresses() -> None:
    text = '```a$x_1$\n\\"o ~ $x_1$ \\[a\\]\n```\n\n    \\"o $x_1$ ~\n\n<p title="$x_1$">\n~a\n'
    fence, indented, paragraph = read_blocks(text, "-")
    assert fence.label == "a$x_1$"
    assert fence.pieces[0].text == '\\"o ~ $x_1$ \\[a\\]\n'
    assert indented.pieces[0].text == '\\"o $x_1$ ~\n'
    assert paragraph.text == "~a"
    assert pieces("[a](http://b.org/~c/$x_1$d~e)\n")[0].href == "http://b.org/~c/$x_1$d~e"
    assert pieces("<http://b.org/~c~d>\n")[0].href == "http://b.org/~c~d"


def test_stand_ins_that_a_list_holds_itself_stay() -> None:
    marks = "".join(map(chr, range(0x2E00, 0x2E50)))
    few = f"{marks[:30]} $x_1$ and $y_1$"
    assert words(f"{few}\n") == [("text", few)]
    assert words(f"{marks} ~a\n") == [("text", f"{marks} ~a")]
    assert Source(f"{marks} $x_1$").text == f"{marks} $x_1$"


@given(st.text(alphabet="$\\_*[]<&~`\"'{}aö1 \u2e00\u2e01\u2e4f|!(\n", max_size=60))
def test_what_is_set_aside_comes_back(text: str) -> None:
    source = Source(text)
    # an escaped pair of brackets only gets a mark
    assert source.plain(source.text) == text


def test_several_urls_in_one_target_are_one_link() -> None:
    found = pieces("[code](https://a.org/1 https://b.org/2)\n")
    assert [(piece.kind, piece.href) for piece in found] == [("link", "https://a.org/1%20https://b.org/2")]


# --- targets


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.org/b_c?d=e&f#g", "https://a.org/b_c?d=e&f#g"),
        ("https://a.org/%C3%A9%2f", "https://a.org/%C3%A9%2f"),
        ("https://a.org/100%", "https://a.org/100%25"),
        ("https://a.org/é 中", "https://a.org/%C3%A9%20%E4%B8%AD"),
        ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"),
        ("http://例え。テスト/", "http://xn--r8jz45g.xn--zckzah/"),
        ("http://[::1]:80/[a]", "http://[::1]:80/%5Ba%5D"),
        ("a|b^{c}\\d", "a%7Cb%5E%7Bc%7D%5Cd"),
        ("  https://a.org/ ", "https://a.org/"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("", ""),
    ],
)
def test_targets_are_percent_encoded(url: str, expected: str) -> None:
    assert target(url) == expected
    assert target(expected) == expected


@given(st.text(max_size=40))
def test_a_target_is_encoded_once(url: str) -> None:
    assert target(target(url)) == target(url)
    assert "//" in url or target(url).isascii()


def test_unsafe_targets_and_mail_are_seen() -> None:
    found = pieces("[a](javascript:x) <a@b.org> [d][]\n\n[d]: data:text/html,x\n")
    hrefs = [piece.href for piece in found if piece.kind == "link"]
    assert hrefs == ["javascript:x", "mailto:a@b.org", "data:text/html,x"]


# --- where things stand


def test_lines_are_those_of_the_text() -> None:
    text = (
        "# é中\n\nSetext\ntwo\n===\n\n- a\n  b\n- c\n\n  d\n\n   3) e\n> f\ng\n\n"
        "| h | i |\n|---|---|\n| j |\n\n~~~ Py\nk\n~~~\n\n    l\n    m\n\n<div>\n\n<p>\nn\n</p>\n"
    )
    assert outline(text) == [
        ("heading", 1, 1, ""),
        ("heading", 3, 5, ""),
        ("list", 7, 13, "-"),
        ("item", 7, 8, "-"),
        ("paragraph", 7, 8, ""),
        ("item", 9, 13, "-"),
        ("paragraph", 9, 9, ""),
        ("paragraph", 11, 11, ""),
        ("list", 13, 13, ")"),
        ("item", 13, 13, "3)"),
        ("paragraph", 13, 13, ""),
        ("quote", 14, 15, ""),
        ("paragraph", 14, 15, ""),
        ("table", 17, 19, ""),
        ("row", 17, 17, "head"),
        ("row", 19, 19, ""),
        ("code", 21, 23, "py"),
        ("code", 25, 26, ""),
        ("paragraph", 31, 32, ""),
    ]


def test_pieces_know_their_lines() -> None:
    text = "é\n*中*  \n[a\nb](c) `d\ne` <!--\n--> f\\\ng\n"
    assert [(p.kind, p.text, p.location.line) for p in pieces(text) if p.kind != "break"] == [
        ("text", "é", 1),
        ("emphasis", "中", 2),
        ("link", "a b", 3),
        ("text", " ", 4),
        ("code", "d e", 4),
        ("text", " ", 5),
        ("text", " f", 6),
        ("text", "g", 7),
    ]


def test_an_item_begins_at_its_marker() -> None:
    text = "- a\n\n    + b\n\n\t+ c\n> 1. d\n>    + e\n"
    assert [row for row in outline(text) if row[0] == "item"] == [
        ("item", 1, 5, "-"),
        ("item", 3, 4, "+"),
        ("item", 5, 5, "+"),
        ("item", 6, 7, "1."),
        ("item", 7, 7, "+"),
    ]


def test_rows_have_the_cells_of_their_head() -> None:
    text = "a | b\n--|--\nx \\| y | `c\\|d`\nz\n1 | 2 | 3\n"
    rows = [
        [(p.kind, p.text) for p in block.pieces] for block in walk(read_blocks(text, "-")) if block.pieces
    ]
    cell = ("break", "cell")
    assert rows == [
        [("text", "a"), cell, ("text", "b")],
        [("text", "x | y"), cell, ("code", "c|d")],
        [("text", "z"), cell],
        [("text", "1"), cell, ("text", "2")],
    ]


def test_the_words_of_a_tight_item_are_a_paragraph_whatever_surrounds_them() -> None:
    text = "- a\n  # b\n  c\n  - d\n\n- <b>e</b>\n  ***\n  f\n"
    assert [
        (block.kind, block.line, block.text) for block in walk(read_blocks(text, "-")) if block.pieces
    ] == [
        ("paragraph", 1, "a"),
        ("heading", 2, "b"),
        ("paragraph", 3, "c"),
        ("paragraph", 4, "d"),
        ("paragraph", 6, "e"),
        ("paragraph", 8, "f"),
    ]


@pytest.mark.parametrize(
    "text", ["", "\n", "\0", "a\0b", "\ud800", "- \udfff [a](\ud800)", "\r", "\x0c\x85\u2028"]
)
def test_odd_characters_are_no_trouble(text: str) -> None:
    read_blocks(text, "-")


# --- nesting


def depth(blocks: Sequence[Block]) -> int:
    """Return how deep blocks nest, without recursion."""
    deepest = 0
    level = list(blocks)
    while level:
        deepest += 1
        level = [child for block in level for child in block.children]
    return deepest


@pytest.mark.parametrize(
    "text",
    ["- " * 50_000, ">" * 50_000, "1. " * 50_000, "> - " * 30_000, "> " + "- " * 30_000, "- > " * 30_000],
)
def test_what_nests_too_deeply_is_moved_up(text: str) -> None:
    with pytest.raises(TooDeep) as caught:
        read_blocks(f"a\n\n{text}b\n\n- c\n", "-")
    blocks = caught.value.blocks
    assert caught.value.line == 3
    assert depth(blocks) <= 97
    assert [block.text for block in walk(blocks) if block.pieces] == ["a", "b", "c"]
    assert all(
        child.kind == "item" for block in walk(blocks) if block.kind == "list" for child in block.children
    )


@pytest.mark.parametrize("quotes", [0, 1, 2])
def test_items_that_nest_too_deeply_become_siblings(quotes: int) -> None:
    text = "".join(f"{'> ' * quotes}{'  ' * level}- {level}\n" for level in range(100))
    with pytest.raises(TooDeep) as caught:
        read_blocks(text, "-")
    found = [block for block in walk(caught.value.blocks) if block.kind == "item"]
    assert [block.line for block in found] == list(range(1, 101))
    assert [block.children[0].text for block in found] == list(map(str, range(100)))


def test_forty_levels_are_not_too_deep() -> None:
    text = "".join(f"{'  ' * level}- {level}\n" for level in range(40))
    assert len([block for block in walk(read_blocks(text, "-")) if block.kind == "item"]) == 40


LONG = (
    *("*a " * 50_000 + "b*" * 50_000, "[" * 50_000 + "a" + "](b)" * 50_000, "$_{a b " * 50_000),
    *(
        '\\"{' * 50_000,
        "~a" * 50_000,
        "<a>" * 50_000,
        "- " * 5_000 + "a\n" * 50_000,
        "- " * 9_000 + "\n" * 50_000,
    ),
    *("![" * 30_000 + "a" + "](b)" * 30_000, "`a``" * 50_000, "[a]: b\n" * 50_000),
)


@pytest.mark.parametrize("text", LONG, ids=range(len(LONG)))
def test_it_takes_bounded_time(text: str) -> None:
    started = time.process_time()
    with contextlib.suppress(TooDeep):
        read_blocks(text, "-")
    assert time.process_time() - started < 4


# --- another parser

STATED = {
    "heading_open": "heading",
    "list_item_open": "item",
    "tr_open": "row",
    "fence": "code",
    "code_block": "code",
}


def theirs(text: str) -> Iterator[tuple[str, int, str]]:
    """Yield kind, line and text of headings, items, rows and fences as markdown-it reads them, and all links."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    line = 0
    for token in parser.parse(text):
        line = token.map[0] + 1 if token.map else line
        if token.type in STATED:
            yield STATED[token.type], line, token.info if token.type in ("list_item_open", "fence") else ""
        for inside in token.children or ():
            if inside.type == "link_open":
                yield "link", 0, str(inside.attrGet("href"))
            elif inside.type == "text":
                for word in inside.content.split():
                    yield "word", 0, word


def ours(text: str) -> Iterator[tuple[str, int, str]]:
    """Yield the same of our tree; a row comes before its words, as everything else does."""
    for block in walk(read_blocks(text, "-")):
        if block.kind in STATED.values():
            label = block.label.rstrip(".)-+*") if block.kind == "item" else block.label
            yield block.kind, block.line, label if block.kind in ("item", "code") else ""
        for piece in block.pieces if block.kind != "code" else ():
            if piece.kind == "link":
                yield "link", 0, piece.href
            if piece.kind in ("text", "strong", "emphasis", "link"):
                for word in piece.text.split():
                    yield "word", 0, word


def in_order(found: Iterator[tuple[str, int, str]]) -> tuple[list[tuple[str, int, str]], str]:
    """Return the blocks and links in order, and all letters of the words in order."""
    rows = list(found)
    letters = "".join(word for kind, _, word in rows if kind == "word")
    return [row for row in rows if row[0] != "word"], letters


WORDS = (
    *(
        "word",
        "été",
        "中文",
        "*so*",
        "**bold words**",
        "_a_",
        "`code`",
        "[a](b)",
        "[A *b*](https://c.org/d_e)",
    ),
    *(
        "<https://f.org>",
        "![g](h)",
        "&amp;",
        "x_y_z",
        "(2020)",
        "[k]",
        "\\*",
        "~~old~~",
        "1.",
        "a|b",
        "#",
        "-",
    ),
)
INLINE = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(lambda found: "w " + " ".join(found))
INDENT = st.sampled_from(("", "", "  ", "    "))
LINE = st.one_of(
    INLINE,
    INLINE.map(lambda text: f"# {text}"),
    st.builds(lambda indent, mark, text: f"{indent}{mark} {text}", INDENT, st.sampled_from("-*+"), INLINE),
    st.builds(lambda indent, text: f"{indent}3. {text}", INDENT, INLINE),
    INLINE.map(lambda text: f"> {text}"),
    INLINE.map(lambda text: "| p | q |\n|---|---|\n| " + text.replace("a|b", "a\\|b") + " | r |"),
    st.sampled_from(("", "", "***", "```py\n- no\n```")),
)


@given(st.lists(LINE, max_size=12).map(lambda lines: "\n".join(lines) + "\n"))
def test_any_list_reads_as_another_parser_reads_it(text: str) -> None:
    assert in_order(ours(text)) == in_order(theirs(text))
