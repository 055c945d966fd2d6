"""`curabib tex` in a project with the list of tests/cases/cli/engines.md."""

import json
import re
from pathlib import Path

import pytest

from curabib.bibtex.parse import parse
from tests.cli.running import Ran, Runner

ONE, TWO = "lovelace2019computable", "menabrea2018sketch"


@pytest.fixture
def paper(project: Path) -> Path:
    """Return the folder of a project in which a paper is written."""
    keys = re.findall(r"^@\w+\{([^,]+),", (project / "bib" / "library.bib").read_text(), re.M)
    assert keys == [ONE, TWO]
    return project


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def keys(text: str) -> list[str]:
    return [block.key for block in parse(text).entries]


def codes(ran: Ran) -> list[str]:
    return re.findall(r"CB\d{3}", ran.err)


def test_only_what_is_cited(curabib: Runner, paper: Path) -> None:
    write(paper, "p.tex", f"\\documentclass{{article}}\n\\cite{{{ONE}}}\n")
    ran = curabib("tex", "p.tex")
    assert (ran.status, ran.err) == (0, "")
    assert keys(ran.out) == [ONE]
    assert "archiveprefix" in ran.out


def test_everything(curabib: Runner, paper: Path) -> None:
    write(paper, "p.tex", "\\nocite{*}")
    ran = curabib("tex", "p.tex")
    assert keys(ran.out) == [ONE, TWO]


def test_an_unknown_key_is_an_error_with_place_and_nearest_key(curabib: Runner, paper: Path) -> None:
    write(paper, "p.tex", f"\\cite{{{ONE}}}\r\nand \\cite{{menabrea2018scetch}}\r\n")
    ran = curabib("tex", "p.tex", "-o", "refs.bib")
    assert ran.status == 1
    assert "p.tex:2:11: error CB700 no entry has the key `menabrea2018scetch`" in ran.err
    assert f"did you mean `{TWO}`?" in ran.err
    assert not (paper / "refs.bib").exists()
    ran = curabib("tex", "p.tex", "-o", "refs.bib", "--keep-going")
    assert ran.status == 1
    assert keys((paper / "refs.bib").read_text()) == [ONE]


def test_files_that_it_takes_in(curabib: Runner, paper: Path) -> None:
    write(
        paper,
        "p/main.tex",
        "\\newcommand{\\mine}[1]{\\cite{#1}}\\input{one}\\include{sub/two}\\input{none}\\input{../../../x}",
    )
    write(paper, "p/one.tex", f"\\mine{{{ONE}}}\\input{{main}}")
    write(paper, "p/sub/two.tex", f"\\cite{{{TWO}}}")
    ran = curabib("tex", "p/main.tex")
    assert keys(ran.out) == [ONE, TWO]
    assert codes(ran) == ["CB701", "CB701"]


def test_nothing_outside_of_the_paper_is_read(
    curabib: Runner, paper: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = write(tmp_path_factory.mktemp("other"), "secret.tex", f"\\cite{{{ONE}}}")
    (paper / "link.tex").symlink_to(other)
    write(paper, "p.tex", f"\\input{{{other}}}\\input{{link}}\\cite{{{TWO}}}")
    ran = curabib("tex", "p.tex")
    assert keys(ran.out) == [TWO]
    assert codes(ran) == ["CB702", "CB702"]


def test_a_part_stands_for_its_main_file(curabib: Runner, paper: Path) -> None:
    write(paper, "main.tex", f"\\addbibresource{{x.bib}}\\cite{{{ONE}}}\\input{{parts/a}}")
    write(paper, "parts/a.tex", f"% !TEX root = ../main.tex\n\\cite{{{TWO}}}")
    ran = curabib("tex", "parts/a.tex")
    assert keys(ran.out) == [ONE, TWO]
    assert "eprinttype" in ran.out


@pytest.mark.parametrize(
    ("name", "text", "sign"),
    [
        ("p.aux", "\\relax\n\\citation{KEY}\n\\bibstyle{plain}\n", "archiveprefix"),
        ("p.aux", "\\relax\n\\citation{KEY}\n\\bibstyle{ACM-Reference-Format}\n", "archiveprefix"),
        ("p.bcf", "<bcf:citekey>KEY</bcf:citekey>", "eprinttype"),
        ("p.tex", "\\usepackage{biblatex}\\cite{KEY}", "eprinttype"),
        ("p.md", "[@KEY]", '"id": "KEY"'),
        ("p.qmd", "---\nbibliography: refs.bib\n---\n[@KEY]", "eprinttype"),
        ("p.qmd", "---\nbibliography: refs.yaml\n---\n[@KEY]", '  - id: "KEY"'),
        ("p.typ", '@KEY #bibliography("refs.yml")', "\nKEY:\n"),
        ("p.typ", '@KEY #bibliography("refs.bib")', "eprinttype"),
    ],
)
def test_the_format_fits_the_paper(name: str, text: str, sign: str, curabib: Runner, paper: Path) -> None:
    write(paper, name, text.replace("KEY", ONE))
    ran = curabib("tex", name)
    assert ran.status == 0, ran.err
    assert sign.replace("KEY", ONE) in ran.out
    assert TWO not in ran.out
    again = curabib("tex", "-", stdin=text.replace("KEY", ONE))
    assert again.out == ran.out


@pytest.mark.parametrize(
    ("output", "sign"),
    [("r.bib", "@inproceedings"), ("r.json", '"id"'), ("r.yaml", "references:"), ("r.yml", "\n" + ONE)],
)
def test_the_suffix_of_the_output_has_a_say(output: str, sign: str, curabib: Runner, paper: Path) -> None:
    write(paper, "p.md" if output != "r.yml" else "p.typ", f"@{ONE}")
    ran = curabib("tex", "p.md" if output != "r.yml" else "p.typ", "-o", output)
    assert ran.status == 0, ran.err
    assert sign in (paper / output).read_text()


def test_an_alias_comes_out_under_the_key_of_the_paper(curabib: Runner, paper: Path) -> None:
    assert curabib("key", "alias", ONE, "oldkey2018").status == 0
    write(paper, "p.tex", "\\cite{oldkey2018}")
    ran = curabib("tex", "p.tex")
    assert keys(ran.out) == ["oldkey2018"]
    assert keys(curabib("tex", "p.tex", "-f", "biblatex").out) == ["oldkey2018"]
    assert f"ids        = {{{ONE}}}" in curabib("tex", "p.tex", "-f", "biblatex").out
    write(paper, "q.tex", "\\cite{OldKey2018}")
    assert keys(curabib("tex", "q.tex").out) == ["OldKey2018"]


def test_two_keys_for_one_work_are_reported(curabib: Runner, paper: Path) -> None:
    curabib("key", "alias", ONE, "oldkey2018")
    write(paper, "p.tex", f"\\cite{{{ONE}}}\n\\cite{{oldkey2018}}")
    ran = curabib("tex", "p.tex")
    assert codes(ran) == ["CB705"]
    assert keys(ran.out) == [ONE, "oldkey2018"]


def test_rewriting_touches_keys_and_nothing_else(curabib: Runner, paper: Path) -> None:
    curabib("key", "alias", ONE, "oldkey2018")
    before = (
        b"\xef\xbb\xbf% oldkey2018 \xe9\r\n\\cite[oldkey2018]{oldkey2018,%\r\n "
        + TWO.encode()
        + b"}\\verb|\\cite{oldkey2018}|"
    )
    (paper / "p.tex").write_bytes(before)
    (paper / "p.tex").chmod(0o640)
    shown = curabib("tex", "p.tex", "--rewrite")
    assert shown.status == 1
    assert f"+\\cite[oldkey2018]{{{ONE},%" in shown.out
    assert "--yes" in shown.err
    assert (paper / "p.tex").read_bytes() == before
    ran = curabib("tex", "p.tex", "--rewrite", "--yes", "-o", "refs.bib")
    assert ran.status == 0, ran.err
    after = before.replace(b"{oldkey2018,", b"{" + ONE.encode() + b",")
    assert (paper / "p.tex").read_bytes() == after
    assert (paper / "p.tex").stat().st_mode & 0o777 == 0o640
    assert keys((paper / "refs.bib").read_text()) == [ONE, TWO]
    assert "every key is the one of today" in curabib("tex", "p.tex", "--rewrite").err


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("p.md", "[see @oldkey2018, p. 3] `@oldkey2018` @{oldkey2018}"),
        ("p.typ", "@oldkey2018[p. 3] #cite(<oldkey2018>) // @oldkey2018"),
    ],
)
def test_rewriting_other_languages(name: str, text: str, curabib: Runner, paper: Path) -> None:
    curabib("key", "alias", ONE, "oldkey2018")
    write(paper, name, text)
    assert curabib("tex", name, "--rewrite", "--yes").status == 0
    after = (paper / name).read_text()
    assert after.count(ONE) == 2
    assert after.count("oldkey2018") == 1


def test_a_key_that_cannot_be_written_stays(curabib: Runner, paper: Path) -> None:
    write(
        paper,
        "old.bib",
        "@article{a/b, title = {On Computable Engines}, author = {Lovelace, Ada}, eprint = {1901.00001},"
        " archiveprefix = {arXiv}}",
    )
    assert curabib("adopt", "old.bib").status == 0
    write(paper, "p.typ", f"@{ONE}")
    ran = curabib("tex", "p.typ", "--rewrite", "--yes")
    assert codes(ran) == ["CB709"]
    assert (paper / "p.typ").read_text() == f"@{ONE}"


def test_generated_files_are_not_rewritten(curabib: Runner, paper: Path) -> None:
    write(paper, "p.aux", f"\\relax\n\\citation{{{ONE}}}\n")
    ran = curabib("tex", "p.aux", "--rewrite")
    assert ran.status == 2
    assert "cannot be rewritten" in ran.err


OWN = """\
@string{press = "Own Press"}
@book{mine, title = {A Book of My Own}, author = {Me}, publisher = press, year = 1999, month = jan}
@inbook{part, title = "Part", crossref = {aparent}}
@book{aparent, title = {The Whole}}
@misc{%s, title = {Something Else Entirely}}
@misc{again, title = {Anything}, eprint = {2002.00002}, archiveprefix = {arXiv}}
"""


def test_what_a_hand_kept_file_defines_comes_with_its_entries(curabib: Runner, paper: Path) -> None:
    own = (
        '@string{n = "[1]{}"}\n@preamble{"\\newcommand{\\noop}" # n}\n@preamble{ {\\def\\x{y}} }\n'
        "@misc{mine, title = {{\\noop{a}}B}}\n"
    )
    write(paper, "own.bib", own)
    write(paper, "p.tex", f"\\cite{{{ONE},mine}}")
    ran = curabib("tex", "p.tex", "--merge", "own.bib", "-o", "refs.bib")
    assert ran.status == 0, ran.err
    text = (paper / "refs.bib").read_text()
    assert "\n@preamble{{\\newcommand{\\noop}[1]{}}}\n\n@preamble{ {\\def\\x{y}} }\n\n@" in text
    assert curabib("tex", "p.tex", "--merge", "own.bib", "-o", "refs.bib", "--check").status == 0
    write(paper, "p.tex", f"\\cite{{{ONE}}}")
    assert "@preamble" not in curabib("tex", "p.tex", "--merge", "own.bib").out


def test_a_hand_kept_file_is_merged(curabib: Runner, paper: Path) -> None:
    write(paper, "own.bib", OWN % ONE)
    write(paper, "p.tex", f"\\cite{{mine,part,{TWO}}}")
    ran = curabib("tex", "p.tex", "--merge", "own.bib")
    assert ran.status == 0, ran.err
    assert keys(ran.out) == [TWO, "mine", "part", "aparent"]
    assert "publisher = {Own Press}" in re.sub(" +", " ", ran.out)
    assert "month = jan" in re.sub(" +", " ", ran.out)
    assert codes(ran) == ["CB703", "CB704"]
    assert f"own.bib:6:7: warning CB704 the work `again` is in the library as `{TWO}`" in ran.err
    as_json = json.loads(curabib("tex", "p.tex", "--merge", "own.bib", "-f", "csl-json").out)
    assert [item["id"] for item in as_json] == ["aparent", TWO, "mine", "part"]


def test_a_hand_kept_file_hides_a_key_of_the_library(curabib: Runner, paper: Path) -> None:
    write(paper, "own.bib", OWN % ONE)
    write(paper, "p.tex", f"\\cite{{{ONE}}}")
    out = curabib("tex", "p.tex", "--merge", "own.bib").out
    assert "Something Else Entirely" in out
    assert "On Computable Engines" not in out


def test_a_broken_hand_kept_file_is_reported(curabib: Runner, paper: Path) -> None:
    write(paper, "own.bib", "@book{mine, title = {x}}\n@book{mine, title = {y}}\n@book{broken, title = {x}\n")
    write(paper, "p.tex", "\\cite{mine}")
    ran = curabib("tex", "p.tex", "--merge", "own.bib")
    assert ran.status == 1
    assert set(codes(ran)) == {"CB500", "CB501"}


def test_without_a_project_a_hand_kept_file_is_enough(curabib: Runner, tmp_path: Path) -> None:
    write(tmp_path, "own.bib", "@book{mine, title = {A Book}}\n@book{other, title = {B}}\n")
    ran = curabib("tex", "-", "--merge", "own.bib", stdin="\\cite{mine}")
    assert (ran.status, keys(ran.out)) == (0, ["mine"])
    ran = curabib("tex", "-", stdin="\\cite{mine}")
    assert ran.status == 2
    assert "no project" in ran.err


def test_check_tells_what_is_missing_and_what_is_too_much(curabib: Runner, paper: Path) -> None:
    write(paper, "p.tex", f"\\cite{{{ONE}}}")
    ran = curabib("tex", "p.tex", "--check", "-o", "refs.bib")
    assert (ran.status, codes(ran)) == (1, ["CB707"])
    assert not (paper / "refs.bib").exists()
    assert curabib("tex", "p.tex", "-o", "refs.bib").status == 0
    ran = curabib("tex", "p.tex", "--check", "-o", "refs.bib")
    assert ran.status == 0
    assert "holds what is cited, and nothing else" in ran.err
    write(paper, "p.tex", f"\\cite{{{TWO}}}")
    ran = curabib("tex", "p.tex", "--check", "-o", "refs.bib")
    assert (ran.status, codes(ran)) == (1, ["CB707", "CB706"])
    assert re.search(rf"refs\.bib:\d+:\d+: error CB706 `{ONE}`", ran.err)
    write(paper, "p.tex", f"\\cite{{{ONE}}}")
    stale = (paper / "refs.bib").read_text().replace("Engines", "Machines")
    write(paper, "refs.bib", stale)
    assert codes(curabib("tex", "p.tex", "--check", "-o", "refs.bib")) == ["CB707"]


@pytest.mark.parametrize("format", ["csl-json", "csl-yaml", "hayagriva"])
def test_check_knows_the_keys_of_every_format(format: str, curabib: Runner, paper: Path) -> None:
    write(paper, "p.md", f"@{ONE} @{TWO}")
    assert curabib("tex", "p.md", "-f", format, "-o", "refs.out").status == 0
    assert curabib("tex", "p.md", "-f", format, "-o", "refs.out", "--check").status == 0
    write(paper, "p.md", f"@{ONE}")
    ran = curabib("tex", "p.md", "-f", format, "-o", "refs.out", "--check")
    assert codes(ran) == ["CB706"]
    assert f"`{TWO}`" in ran.err


def test_check_without_a_file_checks_the_keys(curabib: Runner, paper: Path) -> None:
    write(paper, "p.tex", f"\\cite{{{ONE}}}")
    assert curabib("tex", "p.tex", "--check").status == 0
    write(paper, "p.tex", "\\cite{nobody}")
    assert curabib("tex", "p.tex", "--check").status == 1


def test_what_somebody_else_wrote_is_not_replaced(curabib: Runner, paper: Path) -> None:
    write(paper, "p.tex", f"\\cite{{{ONE}}}")
    write(paper, "refs.bib", "@book{mine, title = {Years of Work}}\n")
    ran = curabib("tex", "p.tex", "-o", "refs.bib")
    assert ran.status == 2
    assert "was not written by curabib" in ran.err
    assert "Years of Work" in (paper / "refs.bib").read_text()
    assert curabib("tex", "p.tex", "-o", "refs.bib", "--force").status == 0
    write(paper, "refs.bib", (paper / "refs.bib").read_text() + "\n@book{mine}\n")
    assert "has been changed by hand" in curabib("tex", "p.tex", "-o", "refs.bib").err
    write(paper, "p.typ", f"@{ONE}")
    write(paper, "r.yml", "mine: {title: x}\n")
    assert curabib("tex", "p.typ", "-o", "r.yml").status == 2
    same = curabib("tex", "p.tex", "--merge", "refs.bib", "-o", "refs.bib")
    assert (same.status, "both the hand-kept file and the output" in same.err) == (2, True)


def test_a_file_that_holds_it_already_is_not_touched(curabib: Runner, paper: Path) -> None:
    write(paper, "p.tex", f"\\cite{{{ONE}}}")
    curabib("tex", "p.tex", "-o", "refs.bib")
    before = (paper / "refs.bib").stat()
    ran = curabib("tex", "p.tex", "-o", "refs.bib")
    assert "is up to date" in ran.err
    after = (paper / "refs.bib").stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


def test_nothing_is_cited(curabib: Runner, paper: Path) -> None:
    ran = curabib("tex", "-", stdin="")
    assert (ran.status, codes(ran)) == (0, ["CB708"])
    assert keys(ran.out) == []


def test_several_files_are_one_paper(curabib: Runner, paper: Path) -> None:
    write(paper, "a.tex", f"\\cite{{{TWO}}}")
    write(paper, "b.tex", f"\\cite{{{ONE}}}")
    assert keys(curabib("tex", "a.tex", "b.tex", "a.tex").out) == [ONE, TWO]


@pytest.mark.parametrize(
    "arguments",
    [("p.tex", "--watch"), ("p.tex", "--check", "--rewrite"), ("-", "--watch", "-o", "x.bib"), ()],
)
def test_usage(arguments: tuple[str, ...], curabib: Runner, paper: Path) -> None:
    write(paper, "p.tex", "")
    assert curabib("tex", *arguments).status == 2


@pytest.mark.parametrize("data", [b"\xff\xfe\\\x00", b""])
def test_files_that_are_no_papers(data: bytes, curabib: Runner, paper: Path) -> None:
    (paper / "p.tex").write_bytes(data)
    assert curabib("tex", "p.tex").status == (2 if data else 0)
    assert curabib("tex", "none.tex").status == 2
    assert curabib("tex", ".").status == 2


def test_watching_writes_again(curabib: Runner, paper: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(paper, "p.tex", f"\\cite{{{ONE}}}")
    rounds = iter(range(100))

    def pause(seconds: float) -> None:
        step = next(rounds)
        if step == 1:
            assert keys((paper / "refs.bib").read_text()) == [ONE]
            write(paper, "p.tex", f"\\cite{{{ONE},{TWO},unfinish}}")
        if step == 6:
            raise KeyboardInterrupt

    monkeypatch.setattr("curabib.cli.tex.time.sleep", pause)
    ran = curabib("tex", "p.tex", "--watch", "-o", "refs.bib")
    assert ran.status == 0, ran.err
    assert keys((paper / "refs.bib").read_text()) == [ONE, TWO]
    assert "CB700" in ran.err
