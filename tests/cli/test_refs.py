import re
import subprocess
import sys
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


@pytest.mark.parametrize(("name", "first"), [("alpha", "Frankle"), ("plain", "Frankle"), ("apa", "Frankle")])
def test_an_order_that_is_asked_for_goes_before_that_of_the_style(
    curabib: Runner, name: str, first: str
) -> None:
    def years(*arguments: str) -> list[str]:
        return re.findall(r"\b(?:19|20)\d\d\b", curabib("refs", "year:..2021", "-s", name, *arguments).out)

    assert years("--sort", "newest") == sorted(years(), reverse=True) != years()
    assert years("--sort", "year") == sorted(years())


def test_a_bst_style_never_gives_its_order_up(curabib: Runner, tmp_path: Path) -> None:
    (tmp_path / "mine.bst").write_text("ENTRY {title} {} {} READ\nSORT\n")
    ran = curabib("refs", "--bst", "./mine.bst", "--sort", "newest")
    assert ran.status == 2
    assert "has an order of its own" in ran.err


@pytest.mark.parametrize(
    ("file", "to"),
    [
        ("a.php", "html"),
        ("a.txt", "markdown"),
        ("a.tex", "bbl"),
        ("a.bbl", "latex"),
        ("list", "rtf"),
        ("A.HTM", "html"),
    ],
)
def test_a_language_may_go_to_a_file_of_another_suffix(curabib: Runner, file: str, to: str) -> None:
    assert curabib("refs", "godel", "-o", file, "--to", to).status == 0


def test_a_name_that_nobody_has_is_reported(curabib: Runner) -> None:
    ran = curabib(
        "refs", "godel", "--highlight", "Goedl", "--highlight", "Kurt G\u00f6del", "--to", "markdown"
    )
    assert ran.status == 0
    assert "CB624 nobody in the list is called `Goedl`" in ran.err
    assert ran.err.count("CB624") == 1
    assert "**" in ran.out


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("command", [("refs", "godel"), ("list",), ("export",)])
def test_a_full_disk_behind_stdout_is_said_in_a_line(command: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "bib").mkdir()
    (tmp_path / "list.md").write_text("- [Godel](https://example.org) K. Gödel. 1931.\n", encoding="utf-8")
    (tmp_path / "bib" / "curabib.yaml").write_text("sources:\n  list: {file: ../list.md}\n")
    program = [sys.executable, "-m", "curabib", "-C", str(tmp_path)]
    subprocess.run([*program, "sync"], check=True, capture_output=True)
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([*program, *command], stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert b"error: cannot write to standard output: no space left on device" in done.stderr
    assert b"defect" not in done.stderr


@pytest.mark.parametrize(
    ("to", "start"),
    [
        ("text", "[1] "),
        ("markdown", "1. "),
        ("html", '<ol class="references"'),
        ("latex", "\\ifx\\url\\undefined"),
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
    [("a.docx", b"PK"), ("a.rtf", b"{\\rtf"), ("a.typ", b"#["), ("a.md", b"1. "), ("a.bbl", b"\\ifx")],
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
        (("--style", "apa", "--bst", "plain"), "--style and --bst"),
        (("--locale", ""), "--locale names no language"),
        (("-o", "a.pdf"), "cannot be written as `.pdf`"),
        (("-o", "a.pdf", "--to", "html"), "cannot be written as `.pdf`"),
        (("-o", "a.xyz"), "say it: --to"),
        (("-o", "a.docx", "--to", "html"), "would not hold html"),
        (("-o", "a.md", "--to", "latex"), "would not hold latex"),
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
