"""Citations in auxiliary files, Markdown and Typst."""

import pytest

from curabib.citing import cited, language_of
from curabib.citing.manuscript import Language


def keys(text: str, language: Language) -> list[str]:
    return [citation.key for citation in cited(text, "file", language).citations]


def test_an_aux_file_of_bibtex() -> None:
    found = cited(
        "\\relax \n\\citation{a,b}\n\\citation{REV@apsrev42Control}\n\\@writefile{toc}{\\citation{no}}\n"
        "\\@input{chapter.aux}\n\\citation{a}\n\\citation{*}\n\\bibstyle{plainnat}\n\\bibdata{refs,own}\n",
        "p.aux",
        "aux",
    )
    assert [citation.key for citation in found.citations] == ["a", "b"]
    assert found.everything is not None
    assert [include.name for include in found.includes] == ["chapter.aux"]
    assert (found.resources, found.format) == (("refs", "own"), "bibtex")


@pytest.mark.parametrize(
    ("line", "format"),
    [
        ("\\bibstyle{ACM-Reference-Format}", "acm"),
        ("\\bibstyle{biblatex}", "biblatex"),
        ("\\abx@aux@cite{0}{a}", "biblatex"),
        ("\\bibstyle{plain}", "bibtex"),
    ],
)
def test_an_aux_file_tells_its_format(line: str, format: str) -> None:
    assert cited(f"\\relax\n{line}\n", "p.aux", "aux").format == format


def test_an_aux_file_of_biblatex() -> None:
    assert keys("\\abx@aux@cite{0}{a}\n\\abx@aux@cite{b}\n\\abx@aux@segm{0}{0}{no}\n", "aux") == ["a", "b"]


def test_a_bcf_file() -> None:
    found = cited(
        '<bcf:section number="0">\n<bcf:citekey order="1" intorder="1">a</bcf:citekey>\n'
        '<bcf:citekey order="2" type="set" members="b,c&amp;d">set</bcf:citekey>\n'
        '<bcf:citekey order="3" nocite="1">*</bcf:citekey></bcf:section>'
        '<bcf:datasource type="file" datatype="bibtex">refs.bib</bcf:datasource>',
        "p.bcf",
        "bcf",
    )
    assert [citation.key for citation in found.citations] == ["a", "b", "c&d"]
    assert found.everything is not None
    assert (found.resources, found.format) == (("refs.bib",), "biblatex")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[@a]", ["a"]),
        ("[see @a, pp. 3-4; also -@b, chap. 1]", ["a", "b"]),
        ("@a says [p. 3], as @b. @c: @d; @e's", ["a", "b", "c", "d", "e"]),
        ("@{any key, really} and @{a}", ["any key, really", "a"]),
        ("[@doi:10.1/x_y.z]", ["doi:10.1/x_y.z"]),
        ("**@a** (@b) “@c”", ["a", "b", "c"]),
        ("somebody@example.org \\@no `@no` ``@no ` @no``", []),
        ("```\n@no\n```\n@a", ["a"]),
        ("~~~~ python\n@no\n~~~\n@no\n~~~~\n@a", ["a"]),
        ("> ```\n> @no\n> ```\n@a", ["a"]),
        ("``` never closed\n@a", ["a"]),
        ("text\n\n    @no\n\n\t@no\n\ntext @a", ["a"]),
        ("- item\n\n    @a", ["a"]),
        ("lazy\n    @a", ["a"]),
        ("<!-- @no --> @a", ["a"]),
        ('<a href="https://x.org/@no">@a</a> <me@x.org>', ["a"]),
        ("[text](https://x.org/@no) https://x.org/@no [@a]: b", ["a"]),
        ("[ref]: https://x.org/@no\n", []),
        ("@fig-plot @sec-intro @tbl-1 [@eq:one] @figure", ["figure"]),
        ("(@good)  An example.\n\nAs (@good) shows, @a.", ["a"]),
        ("---\nnocite: |\n  @a, @b\n---\n@c", ["a", "b", "c"]),
        ("a\r\n\r\n[@a]\r\n", ["a"]),
        ("@", []),
        ("", []),
    ],
)
def test_markdown(text: str, expected: list[str]) -> None:
    assert keys(text, "markdown") == expected


def test_markdown_metadata() -> None:
    found = cited(
        '---\ntitle: x\nbibliography:\n  - "refs.bib"\n  - own.json\nnocite: "@*"\nreferences:\n- id: mine\n'
        "  title: t\n---\n",
        "p.md",
        "markdown",
    )
    assert found.resources == ("refs.bib", "own.json")
    assert found.format == "biblatex"
    assert found.everything is not None
    assert found.defined == {"mine"}
    assert cited("---\nbibliography: [a.yaml]\n---\n", "p", "markdown").format == "csl-yaml"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@a and @b[p. 3], @c.", ["a", "b", "c"]),
        ('#cite(<a>) #cite(<b>, form: "prose") #cite(label("c/d"))', ["a", "b", "c/d"]),
        ("#cite(\n  <a>,\n  supplement: [p. 3 @b],\n)", ["a", "b"]),
        ("// @no\n/* @no /* @no */ @no */ `@no` ```\n@no``` @a", ["a"]),
        ('https://x.org/@no \\@no #link("mailto:a@no")[@a]', ["a"]),
        ('She said "see @a".', ["a"]),
        ("#let f(x) = [see @a]\n@b", ["a", "b"]),
        ('#figure(image("a.png"), caption: [As in @a.])', ["a"]),
        ('#let x = "@no"\n#x @a', ["a"]),
        ("#ref(<no>) #link(<no>)[x]", []),
        ("#if true [@a] else [@b]", ["a", "b"]),
        ("", []),
        ("#", []),
    ],
)
def test_typst(text: str, expected: list[str]) -> None:
    assert keys(text, "typst") == expected


def test_typst_labels_files_and_resources() -> None:
    found = cited(
        '#import "lib.typ": f\n#import "@preview/x:0.1.0": y\n= Intro <intro>\n$ x $ <eq:one>\n#include "b.typ"\n'
        '#bibliography(("r.yml", "own.bib"), title: "no", style: "ieee", full: true)\n',
        "p.typ",
        "typst",
    )
    assert found.defined == {"intro", "eq:one"}
    assert [include.name for include in found.includes] == ["lib.typ", "b.typ"]
    assert found.resources == ("r.yml", "own.bib")
    assert found.format == "hayagriva"
    assert found.everything is not None
    assert cited('#bibliography("r.yml", full: false)', "p", "typst").everything is None


@pytest.mark.parametrize(
    ("path", "text", "language"),
    [
        ("a/b.tex", "", "tex"),
        ("x.QMD", "", "markdown"),
        ("x.typ", "\\documentclass", "typst"),
        ("-", "\\relax\n\\citation{a}", "aux"),
        ("-", '<?xml version="1.0"?><bcf:controlfile>', "bcf"),
        ("-", "Hello \\citep{a}", "tex"),
        ("-", "#set page()\n@a", "typst"),
        ("-", "Hello [@a]", "markdown"),
        ("README", "", "markdown"),
    ],
)
def test_the_language(path: str, text: str, language: str) -> None:
    assert language_of(path, text) == language
