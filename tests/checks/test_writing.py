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
        ("[[paper]] (https://a.org/x)", "CB586", "[[paper]](https://a.org/x)"),
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


CODE = " [[code]](https://github.com/a/b)"


@pytest.mark.parametrize(
    ("link", "label", "reason"),
    [
        ("[pdf](TODO)", "pdf", "leads to `TODO`, which is no address"),
        ("[paper](link)", "paper", "leads to `link`, which is no address"),
        ("[[paper]](?)", "paper", "leads to `?`, which is no address"),
        ("[[paper]](.)", "paper", "leads to `.`, which is no address"),
        ("[paper](coming soon)", "paper", "leads to `coming soon`, which is no address"),
        ("[paper](http://)", "paper", "leads to `http://`, which is no address"),
        ("[paper](https://...)", "paper", "leads to `https://...`, which is no address"),
        ("[[paper]]( )", "paper", "leads nowhere"),
        ("[paper](<>)", "paper", "leads nowhere"),
        ("[paper](#)", "paper", "leads nowhere"),
        ("[`paper`]()", "paper", "leads nowhere"),
        ("[[pdf]](A Title That Was Pasted)", "pdf", "leads to `A Title That Was Pasted`, which is no address"),
        (
            "[paper](https://arxiv.org/abs/XXXX.XXXXX)",
            "paper",
            "leads to `https://arxiv.org/abs/XXXX.XXXXX`, in which something is still to be filled in",
        ),
        (
            "[[paper](https://arxiv.org/abs/)]",
            "paper",
            "leads to `https://arxiv.org/abs/`, where the work itself is missing",
        ),
        ("[[code]](https://github.com/)", "code", "leads to `https://github.com/`, where the work itself is missing"),
        (
            "[paper](https://openreview.net/forum?id=)",
            "paper",
            "leads to `https://openreview.net/forum?id=`, where the work itself is missing",
        ),
        ('<a href="tbd">paper</a>', "paper", "leads to `tbd`, which is no address"),
    ],
)  # fmt: skip
def test_a_label_that_leads_nowhere_is_told_of_at_the_label(link: str, label: str, reason: str) -> None:
    (problem,) = found(ENTRY + link + CODE)
    assert (problem.code, problem.message) == ("CB120", f"the label `{label}` {reason}")
    column = len(ENTRY) + link.index(label) + 1
    assert problem.location is not None
    assert (problem.location.column, problem.location.end_column) == (column, column + len(label))


@pytest.mark.parametrize(
    "link",
    [
        "[paper](papers/mills.pdf)",
        "[code](./code)",
        "[code](.)",
        "[notes](#mills)",
        "[paper](https://mills.org/)",
        "[(link)](https://tocs.acm.org) [link](https://dl.acm.org/) [paper](https://mills.acm.org)",
        "[paper](https://xxx.lanl.gov/abs/cs/0101001)",
        "[code](https://github.com/a/b/compare/x...y)",
        '[[paper]](https://a.org/x "link")',
        "[CVPR][Oral] [1][2]",
        "[`PDF`](https://a.org/x) [**code**](https://a.org/y)",
        "[arxiv](https://a.org/x )",
        '[<a href="#" onclick="show()">BibTeX</a>]',
        "![paper](TODO) [![pdf](https://a.org/pdf.svg)](https://a.org/x.pdf)",
    ],
)
def test_files_anchors_and_pages_are_links(link: str) -> None:
    assert found(ENTRY + link + CODE) == []


@pytest.mark.parametrize(
    ("line", "code", "mended"),
    [
        ("[paper](arxiv.org/abs/1801.00003)", "CB587", "[paper](https://arxiv.org/abs/1801.00003)"),
        ("[paper](www.mills.org/x)", "CB587", "[paper](https://www.mills.org/x)"),
        ("[paper]https://a.org/x)", "CB586", "[paper](https://a.org/x)"),
        ("[paper]:https://a.org/x", "CB586", ""),
        ("[](https://a.org/x)", "CB593", ""),
        ("[ ](https://a.org/x)", "CB593", ""),
        ("[paper][nowhere]", "CB120", ""),
        ("[paper][]", "CB120", ""),
    ],
)
def test_links_that_broke_apart_are_told_of_once(line: str, code: str, mended: str) -> None:
    problems = found(ENTRY + line + CODE)
    assert [problem.code for problem in problems] == [code]
    text = f"{HEAD}{ENTRY}{line}{CODE}\n"
    result = mend(text, "list.md", problems)
    assert result.text == (f"{HEAD}{ENTRY}{mended}{CODE}\n" if mended else text)


def test_references_are_looked_up_in_the_whole_list() -> None:
    line = f"{ENTRY}[paper][Mills]{CODE}\n- [A title of words][gone], James Watt, ICML 2018\n\n[mills]: https://a.org/x\n"
    (problem,) = found(line)
    assert problem.message == "nothing defines the reference `gone` of the link `A title of words`"


@pytest.mark.parametrize(
    ("word", "right"),
    [
        *(("papr", "paper"), ("Cdoe", "Code"), ("papre", "paper"), ("Papper", "Paper"), ("slids", "slides")),
        *(("vidoe", "video"), ("Webiste", "Website"), ("datset", "dataset"), ("Arxvi", "Arxiv"), ("PFD", "PDF")),
        *(("Gihtub", "Github"), ("posetr", "poster"), ("suplementery", "supplementary"), ("codde", "code")),
    ],
)  # fmt: skip
def test_labels_that_are_misspelt_need_no_second_bracket(word: str, right: str) -> None:
    (problem,) = found(f"{ENTRY}[{word}](https://a.org/x){CODE}")
    assert (problem.code, problem.help) == ("CB589", f"did you mean `{right}`?")


@pytest.mark.parametrize(
    "word",
    [
        *(
            "core",
            "node",
            "mode",
            "walk",
            "page",
            "pager",
            "blogs",
            "coda",
            "dome",
            "memo",
            "protect",
            "poser",
        ),
        *("papers", "codes", "talks", "videos", "vidéo", "papier", "projekt", "projet", "posters", "log"),
    ],
)
def test_words_are_no_labels_with_a_letter_wrong(word: str) -> None:
    assert found(f"{ENTRY}[[{word}]](https://a.org/x) [{word}](https://a.org/y){CODE}") == []


def test_what_the_address_names_is_spelt_as_it_is() -> None:
    assert found(f"{ENTRY}[papr](https://github.com/a/papr){CODE}") == []


def test_a_fix_is_certain_where_the_list_or_the_letters_say_so() -> None:
    def certain(word: str, head: str = HEAD) -> bool:
        (problem,) = found(f"{ENTRY}[{word}](https://a.org/x)", head)
        assert problem.fix
        return problem.fix.safe

    assert certain("papr")
    assert certain("vidoe")
    assert not certain("posterr", HEAD)
    assert not certain("papr", HEAD.replace("paper", "pdf"))


def test_a_misspelt_label_is_pointed_at_where_it_stands_not_in_the_title() -> None:
    line = "- **On [papre] and papre.** James Watt, Ada Lovelace. *ICML 2018*. [[papre]](https://a.org/x)"
    (problem,) = found(line)
    assert problem.location is not None
    assert problem.location.column == line.rindex("papre") + 1


def test_words_in_brackets_where_labels_stand_are_looked_at_without_links() -> None:
    assert [p.code for p in found(ENTRY + "[papre] [[code]](https://a.org/x)")] == ["CB589"]
    assert found("- **Engines with a [papre] inside.** James Watt. *ICML 2018*." + CODE) == []


def test_full_width_signs_are_at_home_in_a_list_that_writes_them() -> None:
    head = (
        HEAD
        + "\n## 磨坊\n\n- **论文（一）**，王小明。[论文](https://a.org/z)\n- **论文（二）**，李华。[论文](https://a.org/w)\n"
    )
    assert [p.code for p in found(ENTRY + "See（also）this." + CODE)] == ["CB588", "CB588"]
    assert found("- 1）Mills（CVPR 2022）[paper](https://arxiv.org/abs/2203.00003)", head) == []
    usual = "\n".join(
        f"- （20{n}，ICLR）[On mills {n}](https://arxiv.org/abs/{n}01.00001)" for n in range(15, 21)
    )
    assert found(usual) == []


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


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        (
            "a.csv",
            "title,authors,venue,year,url\nOn engines and wheels,Ada Lovelace,ICML,2019,htps://a.org/x\n",
            2,
        ),
        ("a.ris", "TY  - CONF\nTI  - On engines\nUR  - htps://a.org/x\nER  - \n", 3),
        ("a.json", '[{"type": "book", "title": "On engines",\n "URL": "htps://a.org/x"}]\n', 2),
    ],
)
def test_addresses_of_exports_begin_as_addresses_do(path: str, text: str, line: int) -> None:
    snapshot = Snapshot(source="s", path=path, text=text)
    (problem,) = check_writing(snapshot, read(snapshot).value)
    assert (problem.code, problem.location and problem.location.line) == ("CB587", line)
    right = mend(text, path, [problem]).text
    assert right == text.replace("htps", "https")
    mended = Snapshot(source="s", path=path, text=right)
    assert check_writing(mended, read(mended).value) == ()


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
        (
            "html",
            (
                "<html><ul><li><b>On engines.</b> Ada Lovelace. ICML 2018 [<a href='https://a.org/a'>paper</a>]</li>"
                '<li><b>On wheels.</b> James Watt. ICML 2018 [<a href="">paper</a>] [<a href="https://a.org/b">cdoe</a>]</li>'
                "<li><b>On mills.</b> James Watt. ICML 2018 <a>paper</a></li></ul></html>\n"
            ),
            [("CB120", 1, 156), ("CB120", 1, 254), ("CB589", 1, 194)],
        ),
        (
            "org",
            (
                "* Papers\n- *On engines*. Ada Lovelace. ICML 2018 [[https://arxiv.org/abs/1801.00001][papre]]\n"
                "- *On wheels*. James Watt. ICML 2018 [[TODO][paper]] [[htps://a.org/c][code]]\n"
            ),
            [("CB587", 3, 56), ("CB120", 3, 46), ("CB589", 2, 77)],
        ),
        (
            "rst",
            (
                "Papers\n======\n\n- *On engines*. Ada Lovelace. ICML 2018 `papre <https://arxiv.org/abs/1801.00001>`__\n"
                "- *On wheels*. James Watt. ICML 2018 `paper <>`__ `code <htps://a.org/c>`__\n"
            ),
            [("CB587", 5, 58), ("CB120", 5, 39), ("CB589", 4, 42)],
        ),
        (
            "adoc",
            (
                "= Papers\n\n* *On engines*. Ada Lovelace. _ICML 2018_. https://arxiv.org/abs/1801.00001[papre]\n"
                "* *On wheels*. James Watt. _ICML 2018_. link:[paper] https://a.org/c[code]\n"
            ),
            [("CB120", 4, 47), ("CB589", 3, 77)],
        ),
        (
            "txt",
            (
                "Papers\n\n1. On engines. Ada Lovelace. ICML 2018. [papre] https://arxiv.org/abs/1801.00001\n"
                "2. On wheels. James Watt. ICML 2018. [paper] htps://arxiv.org/abs/1801.00002\n"
            ),
            [("CB587", 4, 46), ("CB589", 3, 42)],
        ),
        (
            "ipynb",
            (
                '{\n "nbformat": 4, "metadata": {}, "cells": [{"cell_type": "markdown", "metadata": {}, "source": [\n'
                '  "# Papers\\n",\n  "\\n",\n'
                '  "- **On engines.** Ada Lovelace. *ICML 2018*. [[papre]](https://arxiv.org/abs/1801.00001)\\n",\n'
                '  "- **On wheels.** James Watt. *ICML 2018*. [[paper]]() [code] (https://a.org)\\n",\n'
                '  "- **On \\"mills\\".** James Watt. *ICML 2018*. [[paper](https://a.org/x)"\n]}]}'
            ),
            [("CB120", 6, 48), ("CB586", 6, 64), ("CB585", 7, 49), ("CB589", 5, 51)],
        ),
    ],
)
def test_other_languages_than_markdown_are_looked_at(
    suffix: str, text: str, codes: list[tuple[str, int, int]]
) -> None:
    snapshot = Snapshot(source="s", path=f"list.{suffix}", text=text)
    said = check_writing(snapshot, read(snapshot).value)
    places = [(d.code, d.location.line, d.location.column) for d in said if d.location]
    assert sorted(places) == sorted(codes)
