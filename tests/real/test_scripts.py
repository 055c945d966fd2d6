"""Letters of every script, and pictures: pdfLaTeX goes on and shows what it can, the other engines show them all."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from curabib.model import Date, Entry, Name, Names
from curabib.writers.bibtex import ACM, BIBLATEX, BIBTEX, BibtexWriter
from tests.bibtex.works import entry
from tests.real.pages import pdf_text, shown
from tests.real.test_latex_styles import Tool, latex, run, write

pytestmark = pytest.mark.real

# a title, its author, and what pdfLaTeX shows of both without a package
WORKS = (
    ("Кириллица, ещё раз", "Щукин", "Кириллица, ещё раз", "Щукин"),
    ("Їжак й ґанок, Ђорђе", "Њива", "Їжак й ґанок, Ђорђе", "Њива"),
    ("ελληνικά και φως", "Ώρα", "ελληνικά και φως", "Ώρα"),
    ("Nguyễn Văn Ngữ", "Phùng Ấn", "Nguyễn Văn Ngữ", "Phùng Ấn"),
    ("中文标题", "王", "[U+4E2D][U+6587][U+6807][U+9898]", "[U+738B]"),
    ("日本のカナ", "한", "[U+65E5][U+672C][U+306E][U+30AB][U+30CA]", "[U+D55C]"),
    ("عربي", "עב", "[U+0639][U+0631][U+0628][U+064A]", "[U+05E2][U+05D1]"),
    ("हिन्दी", "क", "[U+0939][U+093F][U+0928][U+094D][U+0926][U+0940]", "[U+0915]"),
    ("A \U0001f4a5 and ☃", "B", "A [U+1F4A5] and [U+2603]", "B"),
    ("Əli and Dương", "Ɓ", "Eli and Duong", "B"),
)
SHOWN = [text for work in WORKS for text in work[2:]]
SAID = [text for work in WORKS for text in work[:2]]
# pdftotext has no text for a ligature of Arabic or Indic letters, nor for signs whose font draws them as pictures
LATIN_TO_EASTERN = [text for text in SAID if all(ord(c) < 0x590 or 0x2E80 <= ord(c) < 0xA000 for c in text)]

FONT = "\\usepackage{lmodern}\\input{glyphtounicode}\\pdfgentounicode=1\\pagestyle{empty}"
FALLBACK = (
    "\\directlua{luaotfload.add_fallback('all', {'DroidSansFallback:', 'DejaVuSans:'})}"
    "\\usepackage{fontspec}\\setmainfont{DejaVu Serif}[RawFeature={fallback=all}]\\pagestyle{empty}"
)


def works(chosen: Sequence[int] = tuple(range(len(WORKS)))) -> list[Entry]:
    return [
        entry(
            f"script{number}",
            "misc",
            {
                "title": WORKS[number][0],
                "author": Names((Name(family=WORKS[number][1], given="Xavier"),), False),
                "date": Date(2020),
            },
        )
        for number in chosen
    ]


def built(folder: Path, tool: Tool, preamble: str, body: str, processor: str, **options: str) -> str:
    """Return the text of a paper that was built as people do it: once, the bibliography, and twice."""
    latex(folder, tool, body, preamble, **options)
    log = run([tool(processor), "paper"], folder)
    assert "ERROR" not in log and "error message" not in log, log
    latex(folder, tool, body, preamble, **options)
    latex(folder, tool, body, preamble, **options)
    return pdf_text(folder / "paper.pdf", tool("pdftotext"))


def missing(texts: Sequence[str], page: str) -> list[str]:
    there = shown(page)
    return [text for text in texts if shown(text) not in there]


CITED = "".join(f"\\cite{{script{number}}} " for number in range(len(WORKS)))


@pytest.mark.parametrize(
    ("style", "writer", "packages", "document_class"),
    [
        ("plain", BIBTEX, "", "article"),
        ("plainnat", BIBTEX, "\\usepackage{natbib,hyperref}", "article"),
        ("plainnat", BIBTEX, "\\usepackage[T2A,T1]{fontenc}\\usepackage{natbib}", "article"),
        ("IEEEtran", BIBTEX, "", "IEEEtran"),
        ("ACM-Reference-Format", ACM, "\\settopmatter{printacmref=false}", "acmart"),
    ],
)
def test_bibtex_and_pdflatex_go_on(
    style: str, writer: BibtexWriter, packages: str, document_class: str, tool: Tool, tmp_path: Path
) -> None:
    write(tmp_path, writer, works())
    body = f"\\title{{x}}{CITED}\\bibliographystyle{{{style}}}\\bibliography{{refs}}"
    fonts = FONT if document_class == "article" else "\\input{glyphtounicode}\\pdfgentounicode=1"
    page = built(tmp_path, tool, fonts + packages, body, "bibtex", document_class=document_class)
    wanted = SHOWN
    if document_class != "article":  # their Greek letters of mathematics are others in the text of the page
        wanted = [text for text in SHOWN if not any("\u0370" <= c < "\u0400" for c in text)]
    assert missing(wanted, page) == []


@pytest.mark.parametrize("writer", [BIBTEX, BIBLATEX], ids=["classic", "biblatex"])
def test_biber_and_pdflatex_go_on(writer: BibtexWriter, tool: Tool, tmp_path: Path) -> None:
    # biber makes LaTeX that pdfLaTeX refuses of accents that are stacked by commands
    write(tmp_path, writer, [work for work in works() if writer is BIBLATEX or work.key != "script3"])
    preamble = f"{FONT}\\usepackage[style=authoryear]{{biblatex}}\\addbibresource{{refs.bib}}"
    page = built(tmp_path, tool, preamble, f"{CITED}\\printbibliography", "biber")
    lost = missing(SHOWN, page)
    assert lost == ([] if writer is BIBLATEX else list(WORKS[3][2:]))


def test_a_name_of_signs_alone_has_initials(tool: Tool, tmp_path: Path) -> None:
    one = entry("one", "misc", {"title": "x", "author": Names((Name(family="王", given="小明"),), False)})
    write(tmp_path, BIBTEX, [one])
    preamble = f"{FONT}\\usepackage[giveninits]{{biblatex}}\\addbibresource{{refs.bib}}"
    page = built(tmp_path, tool, preamble, "\\nocite{*}\\printbibliography", "biber")
    assert "[U+5C0F]. [U+738B]" in page.replace("\n", "")


def test_a_paper_says_how_its_signs_are_printed(tool: Tool, tmp_path: Path) -> None:
    write(tmp_path, BIBTEX, works([4]))
    hook = "\\newcommand{\\curabibCJK}[2]{\\begin{CJK}{UTF8}{#1}#2\\end{CJK}}"
    preamble = f"{FONT}\\usepackage{{CJKutf8,natbib}}{hook}"
    body = "\\citet{script4}\\bibliographystyle{plainnat}\\bibliography{refs}"
    page = built(tmp_path, tool, preamble, body, "bibtex")
    assert page.replace(" ", "").count("王") == 2
    assert "中文标题" in page


def test_the_font_of_a_whole_paper_is_left_alone(tool: Tool, tmp_path: Path) -> None:
    write(tmp_path, BIBTEX, works([4]))
    body = "\\begin{CJK*}{UTF8}{gbsn}\\citet{script4}\\bibliographystyle{plainnat}\\bibliography{refs}\\end{CJK*}"
    page = built(tmp_path, tool, f"{FONT}\\usepackage{{CJKutf8,natbib}}", body, "bibtex")
    assert "中文标题" in page and "[U+" not in page


def test_a_declaration_of_the_paper_comes_first_and_unknown_signs_still_stop_it(
    tool: Tool, tmp_path: Path
) -> None:
    write(tmp_path, BIBTEX, works([8]))
    declared = f"{FONT}\\usepackage{{newunicodechar}}\\newunicodechar{{\U0001f4a5}}{{(boom)}}"
    body = "\\cite{script8}\\bibliographystyle{plain}\\bibliography{refs}"
    assert "(boom) and [U+2603]" in built(tmp_path, tool, declared, body, "bibtex")
    with pytest.raises(AssertionError, match="not set up for use with LaTeX"):
        latex(tmp_path, tool, f"{body} 中", declared)


@pytest.mark.parametrize("engine", ["lualatex", "xelatex"])
@pytest.mark.parametrize("processor", ["bibtex", "biber"])
def test_unicode_engines_see_no_definition(engine: str, processor: str, tool: Tool, tmp_path: Path) -> None:
    font = (
        FALLBACK
        if engine == "lualatex"
        else "\\usepackage{fontspec}\\setmainfont{DejaVu Serif}\\pagestyle{empty}"
    )
    if processor == "bibtex":
        write(tmp_path, BIBTEX, works())
        body = f"{CITED}\\bibliographystyle{{plain}}\\bibliography{{refs}}"
    else:
        write(tmp_path, BIBLATEX, works())
        font += "\\usepackage{biblatex}\\addbibresource{refs.bib}"
        body = f"{CITED}\\printbibliography"
    page = built(tmp_path, tool, font, body, processor, engine=engine)
    assert "U+" not in page
    wanted = LATIN_TO_EASTERN
    if engine == "xelatex":  # of one font, which has no Chinese
        wanted = [text for text in wanted if not any(ord(c) > 0x2E80 for c in text)]
    assert missing(wanted, page) == []


def test_two_files_define_their_signs_together(tool: Tool, tmp_path: Path) -> None:
    write(tmp_path, BIBTEX, works([0]))
    (tmp_path / "refs.bib").rename(tmp_path / "first.bib")
    write(tmp_path, BIBTEX, works([0, 4]))
    text = (tmp_path / "refs.bib").read_text(encoding="utf-8").replace("script0", "other")
    (tmp_path / "second.bib").write_text(text, encoding="utf-8")
    body = "\\cite{script0}\\cite{script4}\\bibliographystyle{alpha}\\bibliography{first,second}"
    page = built(tmp_path, tool, FONT, body, "bibtex")
    assert missing([*WORKS[0][2:], *WORKS[4][2:]], page) == []
