"""Citations in LaTeX sources."""

import pytest

from curabib.citing import cited
from curabib.citing.manuscript import Manuscript
from curabib.citing.tex import COMMANDS


def tex(text: str) -> Manuscript:
    return cited(text, "paper.tex", "tex")


def keys(text: str) -> list[str]:
    return [citation.key for citation in tex(text).citations]


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_cites(command: str) -> None:
    before = "{3}" if "volcite" in command.lower() else ""
    assert keys(f"a \\{command}{before}[see][p. 3]{{one,two}} b") == ["one", "two"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\\cite{a}", ["a"]),
        ("\\cite {a}", ["a"]),
        ("\\cite[p.~3]{a}", ["a"]),
        ("\\citep*[see][]{a, b ,c}", ["a", "b", "c"]),
        ("\\citep[\\S~{[3]}][x]{a}", ["a"]),
        ("\\cite{a,% not \\cite{x}\n  b}", ["a", "b"]),
        ("\\cite%\n  [p. 3]%\n  {a}", ["a"]),
        ("\\cite<2->[p]{a}", ["a"]),
        ("\\cite[see \\cite{inner}]{outer}", ["outer", "inner"]),
        ("\\cites(see)(end)[1]{a}[2][3]{b,c}", ["a", "b", "c"]),
        ("\\Textcites{a}{b} {text}", ["a", "b", "text"]),
        ("\\pvolcite{2}[5]{a}", ["a"]),
        ("\\footnote{\\cite{a}}\\emph{\\citet{b}}", ["a", "b"]),
        ("\\nocite{a,b}", ["a", "b"]),
        (
            "\\cite{DBLP:conf/iclr/FrankleC19}\\cite{naïve_key+1}",
            ["DBLP:conf/iclr/FrankleC19", "naïve_key+1"],
        ),
        ("\\cite{a}\r\n\\cite{b}\r\\cite{c}", ["a", "b", "c"]),
        ("\\url{https://x.org/%20a} \\cite{a}", ["a"]),
        ("\\href{https://x.org/%20a}{\\cite{a}}", ["a"]),
        ("100\\% \\cite{a}", ["a"]),
        ("\\\\% \\cite{no}\n\\cite{a}", ["a"]),
    ],
)
def test_what_is_cited(text: str, expected: list[str]) -> None:
    assert keys(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "% \\cite{no}",
        "\\verb|\\cite{no}|",
        "\\verb*+\\cite{no}+",
        "\\lstinline[language=TeX]!\\cite{no}!",
        "\\lstinline{\\cite{no}}",
        "\\mintinline{tex}|\\cite{no}|",
        "\\begin{verbatim}\n\\cite{no}\n\\end{verbatim}",
        "\\begin{verbatim*}\\cite{no}\\end{verbatim*}",
        "\\begin{lstlisting}[language=TeX]\n\\cite{no}\n\\end{lstlisting}",
        "\\begin{minted}{tex}\\cite{no}\\end{minted}",
        "\\begin{comment}\n\\cite{no}\n\\end{comment}",
        "\\begin{filecontents*}{a.tex}\\cite{no}\\end{filecontents*}",
        "\\iffalse \\cite{no} \\ifx a b \\else \\cite{no} \\fi \\cite{no} \\fi",
        "\\end{document} \\cite{no}",
        "\\endinput \\cite{no}",
        "\\cite{#1}\\cite{\\key}\\cite{}\\cite",
        "\\citestyle{plain}\\setcitestyle{numbers}\\citereset\\citetext",
        "\\begin{verbatim} never closed \\cite{no}",
        "",
        "\\",
        "\\cite[",
        "\\cite{never",
    ],
)
def test_what_is_no_citation(text: str) -> None:
    assert keys(text) == []


def test_what_stands_behind_iffalse_and_its_else_counts() -> None:
    assert keys("\\iffalse \\cite{no}\\else \\cite{a}\\fi \\iffalse\\cite{no}\\fi\\cite{b}") == ["a", "b"]


@pytest.mark.parametrize(
    ("definition", "use", "expected"),
    [
        ("\\newcommand{\\mine}[1]{see~\\citep{#1}}", "\\mine{a,b}", ["a", "b"]),
        ("\\newcommand\\mine[2][x]{\\citep[#1]{#2}}", "\\mine[p]{a}", ["a"]),
        ("\\newcommand{\\mine}[2]{#1 \\cite{#2}}", "\\mine{text}{a}", ["a"]),
        ("\\renewcommand*{\\mine}[2]{\\cite{#1} and \\cite{#2}}", "\\mine{a}{b}", ["a", "b"]),
        ("\\def\\mine#1#2{\\cite{#2}}", "\\mine{x}{a}", ["a"]),
        ("\\NewDocumentCommand{\\mine}{s O{p. 3} m m}{\\textcite[#2]{#4}}", "\\mine*[x]{y}{a}", ["a"]),
        ("\\let\\mine\\citep", "\\mine[x]{a}", ["a"]),
        ("\\let\\mine=\\cites", "\\mine[x]{a}{b}", ["a", "b"]),
        ("\\DeclareCiteCommand{\\mine}{}{}{}{}", "\\mine{a}", ["a"]),
        ("\\DeclareMultiCiteCommand{\\mine}{\\parencite}{, }", "\\mine{a}[x]{b}", ["a", "b"]),
        ("\\newcommand{\\other}[1]{\\cite{#1}}\\newcommand{\\mine}[1]{(\\other{#1})}", "\\mine{a}", ["a"]),
        ("\\newcommand{\\mine}{\\cite{a}}", "\\mine", ["a"]),
        ("\\newcommand{\\mine}[1]{\\emph{#1}}", "\\mine{no}", []),
    ],
)
def test_commands_that_a_paper_defines(definition: str, use: str, expected: list[str]) -> None:
    assert keys(f"{definition}\n\\begin{{document}}{use}\\end{{document}}") == expected


def test_everything() -> None:
    found = tex("\n  \\nocite{*}")
    assert found.everything is not None
    assert (found.everything.line, found.everything.column) == (2, 11)
    assert found.citations == ()
    assert tex("\\cite{*}").everything is None


def test_includes_and_resources() -> None:
    found = tex(
        "\\input{a}\\input b.tex\n\\include{ch/c}\\subfile{d}\\import{dir/}{e}\\input{\\jobname.x}"
        "\\bibliography{one, two}\\bibitem[L]{own}"
    )
    assert [(i.folder, i.name) for i in found.includes] == [
        ("", "a"),
        ("", "b.tex"),
        ("", "ch/c"),
        ("", "d"),
        ("dir/", "e"),
    ]
    assert found.resources == ("one", "two")
    assert found.defined == {"own"}
    assert found.format == ""


def test_an_address_of_a_resource_has_no_comment() -> None:
    found = tex(
        "\\addbibresource[location=remote, label={x}]{https://e.org/a%20b.bib}\\cite{a}\n\\addglobalbib{c.bib}"
    )
    assert found.resources == ("https://e.org/a%20b.bib", "c.bib")
    assert [citation.key for citation in found.citations] == ["a"]
    assert tex("\\addbibresource\\cite{b}\\addbibresource{").citations[0].key == "b"


@pytest.mark.parametrize(
    ("text", "format"),
    [
        ("\\usepackage[style=apa]{biblatex}", "biblatex"),
        ("\\usepackage{csquotes, biblatex}", "biblatex"),
        ("\\addbibresource{a.bib}", "biblatex"),
        ("\\documentclass[sigconf]{acmart}", "acm"),
        ("\\documentclass{acmart}\\usepackage{biblatex}", "biblatex"),
        ("\\documentclass{article}\\usepackage{natbib}", ""),
    ],
)
def test_the_format_that_fits(text: str, format: str) -> None:
    assert tex(text).format == format


@pytest.mark.parametrize(
    "comment", ["% !TEX root = ../main.tex", "%!TeX root=../main.tex", "\ufeff% !tex ROOT = ../main.tex\r"]
)
def test_the_magic_comment(comment: str) -> None:
    assert tex(f"% hello\n{comment}\n\\cite{{a}}").root == "../main.tex"


def test_places_are_exact() -> None:
    text = "é\r\n\U0001f4a5 \\cite{ünï,\r\n  b}"
    first, second = tex(text).citations
    assert (first.location.line, first.location.column, first.location.end_column) == (2, 9, 12)
    assert (second.location.line, second.location.column) == (3, 3)
    assert text[second.start : second.end] == "b"
