"""How entries are written: what is wrong, where in the line, and what mends it."""

import pytest

from curabib.checks.writing import check_writing
from curabib.diagnostics import Diagnostic
from curabib.diagnostics.mending import mend
from curabib.evidence.brackets import partnerless
from curabib.model import Snapshot
from curabib.normalise import normalise
from curabib.readers import read

HEAD = """# Engines

## Steam

- **On engines.** Ada Lovelace, James Watt. *ICML 2018*. [[paper]](https://arxiv.org/abs/1801.00001) [[code]](https://github.com/a/b)
- **On wheels.** James Watt, Ada Lovelace. *ICML 2018*. [[paper]](https://arxiv.org/abs/1801.00002)
  Keywords: wheels
"""
ENTRY = "- **On mills.** James Watt, Ada Lovelace. *ICML 2018*. "


def found(line: str, head: str = HEAD) -> list[Diagnostic]:
    snapshot = Snapshot(source="s", path="list.md", text=f"{head}{line}\n")
    return list(check_writing(snapshot, read(snapshot).value))


@pytest.mark.parametrize(
    ("line", "code", "mended"),
    [
        ("[[paper](https://a.org/x)", "CB585", "[[paper]](https://a.org/x)"),
        ("[paper]](https://a.org/x)", "CB585", "[[paper]](https://a.org/x)"),
        ("[[paper]](https://a.org/x", "CB585", "[[paper]](https://a.org/x)"),
        ("[[paper]](https://a.org/x, [[code]](https://b.org)", "CB585", "[[paper]](https://a.org/x), [[code]](https://b.org)"),
        ("[paper] (https://a.org/x)", "CB586", "[paper](https://a.org/x)"),
        ("(https://a.org/x)[paper]", "CB586", "[paper](https://a.org/x)"),
        ("[[paper]](htps://a.org/x)", "CB587", "[[paper]](https://a.org/x)"),
        ("[[paper]](https//a.org/x)", "CB587", "[[paper]](https://a.org/x)"),
        ("[[paper]](http:/a.org/x)", "CB587", "[[paper]](http://a.org/x)"),
        ("[[papre]](https://a.org/x)", "CB589", "[[paper]](https://a.org/x)"),
        ("[[Cdoe]](https://a.org/x)", "CB589", "[[Code]](https://a.org/x)"),
        ("[[paper]](https://a.org/x)\n  Keywrods: mills", "CB105", "[[paper]](https://a.org/x)\n  Keywords: mills"),
        ("[[paper]](https://a.org/x)\n  Keywords：mills", "CB588", "[[paper]](https://a.org/x)\n  Keywords: mills"),
        ("See（also）this. [[paper]](https://a.org/x)", "CB588", "See (also) this. [[paper]](https://a.org/x)"),
        ("[[paper]](https://a.org/x https://b.org/y)", "CB586", ""),
        ("see (this [[paper]](https://a.org/x)", "CB585", ""),
        ("**bold [[paper]](https://a.org/x)", "CB585", ""),
        ("[paper] [Code] [[pdf]](https://a.org/x)", "CB120", ""),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found_and_mended(line: str, code: str, mended: str) -> None:
    problems = found(ENTRY + line)
    assert {problem.code for problem in problems} == {code}
    assert all(problem.location is not None and problem.location.line in (8, 9) for problem in problems)
    text = f"{HEAD}{ENTRY}{line}\n"
    result = mend(text, "list.md", problems)
    assert result.text == (f"{HEAD}{ENTRY}{mended}\n" if mended else text)
    if mended:
        assert found(ENTRY + mended) == []


@pytest.mark.parametrize(
    "line",
    [
        "[[paper](https://a.org/x), [code](https://b.org/y)]",
        r"[\[paper\]](https://a.org/x)",
        "1) one, b) two :-) [[paper]](https://a.org/x_(y))",
        "`[code](http://a.org` [[paper]](https://a.org/x)",
        "<!-- [[paper](https://a.org/x) -->[[paper]](https://a.org/x)",
        '[[paper]](https://a.org/x "A title")',
        "[[Papers]](https://a.org/x) [[Thread]](https://a.org/y)",
        "论文：磨坊（2018） [[paper]](https://a.org/x)",
        "[[paper]](https://web.archive.org/web/http://a.org/x)",
        "[[paper]](<https://a.org/x>)",
        "[paper][1] [1] [a b] [code]: x [[paper]](https://a.org/x) [ [pdf](https://a.org/y) ]",
    ],
)
def test_what_is_right_is_let_be(line: str) -> None:
    assert found(ENTRY + line) == []


def test_the_place_is_the_very_sign() -> None:
    (problem,) = found(ENTRY + "[paper] (https://a.org/x)")
    assert problem.location is not None
    at = (ENTRY + "[paper]").__len__()
    assert (problem.location.line, problem.location.column, problem.location.end_column) == (
        8,
        at + 1,
        at + 2,
    )


def test_a_label_must_be_used_elsewhere_or_stand_in_brackets() -> None:
    bare = ENTRY + "[papre](https://a.org/x)"
    assert [p.code for p in found(bare)] == ["CB589"]
    unknown = HEAD.replace("paper", "pdf")
    assert [p.fix.safe for p in found(bare, unknown) if p.fix] == [True]


def test_brackets_are_put_where_the_list_puts_them() -> None:
    head = HEAD.replace("]](", "](").replace("1)", "1)]").replace("2)", "2)]").replace("/b)", "/b)]")
    line = f"{ENTRY}[[paper](https://a.org/x)"
    result = mend(f"{head}{line}\n", "list.md", found(line, head))
    assert result.text.endswith("[[paper](https://a.org/x)]\n")


def test_what_stands_outside_of_entries_is_not_judged() -> None:
    head = "# Engines\n\nWelcome (to this list [x](htps://nowhere.org).\n\n" + HEAD
    assert found(ENTRY + "[[paper]](https://a.org/x)", head) == []


@pytest.mark.parametrize("reader", ["html", "bibtex", "ris"])
def test_other_languages_have_other_rules(reader: str) -> None:
    snapshot = Snapshot(source="s", path="x", text="<p>[[paper](http://a.org</p>\n@article{a, title={(}}\n")
    assert check_writing(snapshot, read(snapshot, reader).value) == ()


def test_mending_changes_no_title_and_no_name() -> None:
    lines = "\n".join(
        ENTRY.replace("mills", f"mills {n}") + end
        for n, end in enumerate(
            ("[[paper](https://a.org/x)", "[[papre]](https://a.org/y)", "[paper] (htps://a.org/z)")
        )
    )
    text = f"{HEAD}{lines}\n"
    snapshot = Snapshot(source="s", path="list.md", text=text)
    mended = mend(text, "list.md", check_writing(snapshot, read(snapshot).value)).text
    after = Snapshot(source="s", path="list.md", text=mended)
    before_records = normalise(read(snapshot).value, snapshot).value
    after_records = normalise(read(after).value, after).value
    assert [(r.fields.title, r.fields.authors) for r in before_records] == [
        (r.fields.title, r.fields.authors) for r in after_records
    ]


def test_brackets_in_any_number_take_linear_time() -> None:
    assert len(partnerless("(" * 200_000)) == 200_000
    assert partnerless("(" * 100_000 + ")" * 100_000) == []
    line = ENTRY + "[[paper](https://a.org/x) " * 2_000
    assert len(found(line)) >= 1


def test_a_title_that_may_hold_more_is_said_while_reading() -> None:
    snapshot = Snapshot(
        source="s",
        path="list.md",
        text=HEAD + ENTRY.replace("On mills.", "On (mills.") + "[a](https://a.org)\n",
    )
    assert "CB109" in [d.code for d in normalise(read(snapshot).value, snapshot).diagnostics]


@pytest.mark.parametrize(
    ("suffix", "text", "codes"),
    [
        (
            "html",
            (
                '<html><ul>\n<li><a href="https://arxiv.org/abs/1801.00001">On engines</a>, Ada Lovelace, ICML 2018 '
                '[<a href="https://a.org/c">code</a>]</li>\n<li><a href="htps://a.org/b">On wheels</a>, James Watt, '
                "ICML 2018 (oral [code]</li>\n</ul></html>\n"
            ),
            [("CB587", 3, 14), ("CB585", 3, 67), ("CB120", 3, 73)],
        ),
        (
            "org",
            (
                "* Papers\n- [[https://arxiv.org/abs/1801.00001][On engines]], Ada Lovelace, ICML 2018 [[https://a.org/c][code]]\n"
                "- [[https://arxiv.org/abs/1801.00002][On wheels]], J. Watt (ICML 2018 [code]\n"
            ),
            [("CB585", 3, 60), ("CB120", 3, 71)],
        ),
        (
            "rst",
            (
                "Papers\n======\n\n- `On engines <https://arxiv.org/abs/1801.00001>`_, Ada Lovelace, ICML 2018 "
                "(`code <https://a.org/c>`__)\n- `On wheels <https://arxiv.org/abs/1801.00002>`_, J. Watt, ICML 2018) "
                "[code]\n"
            ),
            [("CB585", 5, 70), ("CB120", 5, 72)],
        ),
    ],
)
def test_other_languages_than_markdown_are_looked_at(
    suffix: str, text: str, codes: list[tuple[str, int, int]]
) -> None:
    snapshot = Snapshot(source="s", path=f"list.{suffix}", text=text)
    said = check_writing(snapshot, read(snapshot).value)
    assert [(d.code, d.location.line, d.location.column) for d in said if d.location] == codes
