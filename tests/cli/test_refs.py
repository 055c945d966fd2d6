from pathlib import Path

import pytest

from tests.cli.running import Runner
from tests.cli.shelved import shelve


@pytest.fixture(autouse=True)
def shelved(monkeypatch: pytest.MonkeyPatch) -> None:
    shelve(monkeypatch)


def test_plain_text_in_the_order_of_the_style(curabib: Runner) -> None:
    ran = curabib("refs", "--author", "Frankle")
    assert ran.status == 0
    assert [line[:24] for line in ran.out.splitlines()] == [
        "[1] Jonathan Frankle. Li",
        "[2] Jonathan Frankle and",
    ]


def test_unsrt_takes_the_order_asked_for(curabib: Runner) -> None:
    ran = curabib("refs", "--author", "Frankle", "--style", "unsrt", "--sort", "year")
    assert [line[:24] for line in ran.out.splitlines()] == [
        "[1] Jonathan Frankle and",
        "[2] Jonathan Frankle. Li",
    ]


def test_a_style_that_sorts_refuses_another_order(curabib: Runner) -> None:
    ran = curabib("refs", "--style", "alpha", "--sort", "newest")
    assert ran.status == 2
    assert "`unsrtalpha`" in ran.err


@pytest.mark.parametrize(
    ("to", "start"),
    [
        ("text", "[1] "),
        ("markdown", "1. "),
        ("html", '<ol class="references"'),
        ("latex", "\\providecommand"),
    ],
)
def test_targets(curabib: Runner, to: str, start: str) -> None:
    ran = curabib("refs", "godel", "--to", to)
    assert ran.status == 0
    assert ran.out.startswith(start)


def test_into_a_file(curabib: Runner, tmp_path: Path) -> None:
    assert curabib("refs", "godel", "-t", "html", "-o", "refs.html").out == ""
    assert 'id="godel1931ueber"' in (tmp_path / "refs.html").read_text("utf-8")


def test_what_references_lack_is_reported_on_stderr(curabib: Runner) -> None:
    ran = curabib("refs", "--key", "openai2023report")
    assert ran.status == 0
    assert "CB622" in ran.err
    assert "year" in ran.err


def test_an_unknown_style_is_named_before_the_library_is_read(curabib: Runner) -> None:
    ran = curabib("refs", "--style", "ieeee")
    assert ran.status == 2
    assert "there is no style `ieeee`" in ran.err


def test_nothing_found(curabib: Runner) -> None:
    assert curabib("refs", "zzz").status == 1
    ran = curabib("refs", "zzz", "--allow-empty")
    assert (ran.status, ran.out) == (0, "")


def test_csl_styles_groups_and_people(curabib: Runner) -> None:
    ran = curabib(
        "refs",
        "--style",
        "ieee",
        "--group-by",
        "year",
        "--highlight",
        "Frankle",
        "--with",
        "key",
        "--to",
        "markdown",
    )
    assert ran.status == 0
    assert (
        ran.out.index("## 2020")
        < ran.out.index("## 2019")
        < ran.out.index("## 1931")
        < ran.out.index("## Other")
    )
    assert "**J. Frankle**" in ran.out
    assert "<code>frankle2019lottery</code>" in ran.out


def test_a_page(curabib: Runner, tmp_path: Path) -> None:
    assert curabib("refs", "--topic", "Logic", "-s", "apa", "--standalone", "-o", "logic.html").status == 0
    page = (tmp_path / "logic.html").read_text("utf-8")
    assert "<h1>Logic</h1>" in page
    assert page.count('class="Z3988"') == 2


@pytest.mark.parametrize(
    ("file", "start"),
    [("a.docx", b"PK"), ("a.rtf", b"{\\rtf"), ("a.typ", b"#["), ("a.md", b"1. "), ("a.bbl", b"\\prov")],
)
def test_the_suffix_says_the_language(curabib: Runner, tmp_path: Path, file: str, start: bytes) -> None:
    assert curabib("refs", "godel", "-o", file).status == 0
    assert (tmp_path / file).read_bytes().startswith(start)


def test_a_template(curabib: Runner, tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_text(
        "{% for r in references %}{{ r.key }}: {{ r.title }}\n{% endfor %}", newline="\r\n"
    )
    ran = curabib("refs", "godel", "--template", "t.txt")
    assert ran.out == "godel1931ueber: Über formal unentscheidbare Sätze\n"


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("--style", "no-such-style-at-all"), "no style"),
        (("--style", "apa", "--sort", "year"), "order of its own"),
        (("--to", "docx"), "goes to a file"),
        (("--standalone",), "HTML page"),
        (("--to", "bbl", "--group-by", "year"), "no headings"),
        (("--style", "apa", "--locale", "tlh"), "no locale"),
        (("--bst", "no-such-style-at-all"), "no BibTeX style"),
        (("--style", "gone.csl"), "no style file"),
    ],
)
def test_what_cannot_be_is_said_in_a_line(curabib: Runner, arguments: tuple[str, ...], problem: str) -> None:
    ran = curabib("refs", "godel", *arguments)
    assert ran.status == 2
    assert problem in ran.err
    assert ran.out == ""
