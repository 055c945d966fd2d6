"""Text from lists cannot run TeX or Typst, however it is written, and the pages show what it says."""

import json
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pytest
import typst

from curabib.model import Entry, Name, Names, View
from curabib.project import plugins
from curabib.writers.bibtex import BIBLATEX, BIBTEX
from curabib.writers.hayagriva import WRITER as HAYAGRIVA
from tests.bibtex.works import entry
from tests.real.pages import pdf_text, shown
from tests.real.test_latex_styles import Tool, latex, run, write

pytestmark = pytest.mark.real

HOSTILE = (
    "\\input{/etc/passwd}",
    "\\immediate\\write18{touch pwned}",
    "^^5cinput{/etc/passwd}",
    "100% of $ & # _ ~ ^ \\ { }",
    "} unbalanced {{",
    "$\\input{/etc/passwd}$ and $\\catcode`\\%=12$",
    "lone $ dollar and $5 and $10",
    "$x^$ $a_b_c$ $\\frac{a}b$ $\\mathbf$ $x^\\frac{1}{2}$ ${$ $}$ $a'^2$",
    "$\\ell_1$ and $O(N \\log N)$ and $\\mathcal{L}^{2}_{\\alpha}$ and $x'$",
    "bidi \u202e and zero\u200b width \ufeff and \x00 nul \x1b[31m",
    "emoji \U0001f4a5 and flags \U0001f1e9\U0001f1ea",
    "@article{evil, title={x}} \n\n@comment{",
    "?`!`<<>>,,--- \"quoted\" 'single' |bar|",
    "½ ² № ™ © « » ‹ › „ ‚ … • · ° ª º ¡ ¿ § ¶ † ‡ £ ¥ €",
    "≤ ≥ ≠ ≈ ∞ ∈ → ↔ ∇ ∂ ∑ ∏ √ α β γ Γ Ω ℓ ₁ ² ⁿ − × ÷ ± ∀ ∃ ⊂ ⊗",
    "\\begin{document}\\end{document}\\bye",
    "\\def\\x{\\x}\\x \\loop\\iftrue\\repeat",
    "%" * 50,
    "Tab\tand\r\nnew\n\n\nlines",
    "\\\\ \\\\\\ \\",
)

# characters that TeX has no glyph for unless a paper loads fonts and packages for them
SCRIPTS = (
    "emoji \U0001f4a5 in a title",
    "中文标题 and 日本語 and 한국어",
    "Кириллица и ελληνικά",
    "العربية and עברית",
    "Ə and ʻokina and ẞ and ŋ and ɓ",
)
PUNCTUATION = tuple(f"a{sign}b {sign}{sign} {sign} c" for sign in "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_TITLE = re.compile(r'"title": (".*")')
MARKUP = (
    '#read("/etc/passwd") #panic("x") #eval("1")',
    '$#panic("x")$ and $#read("pwned")$',
    "`raw` *bold* _it_ @key <label> // comment /* other */",
    "= heading",
    "- item",
    "<script>alert(1)</script> <i>it</i> &amp;",
)


def works(texts: Sequence[str]) -> list[Entry]:
    """Return works with each text in every field that lists can fill."""
    return [
        entry(
            f"hostile{number}",
            "misc",
            {
                "title": text,
                "author": Names(
                    (Name(family=text[:40], given=text[:40]), Name(literal=text)), number % 2 == 0
                ),
                "howpublished": text,
                "note": text,
                "url": f"https://example.org/{text}",
            },
        )
        for number, text in enumerate(texts)
    ]


# LuaTeX joins these signs whatever stands between them
_JOINED = str.maketrans({"«": "<<", "»": ">>", "„": ",,", "⁄": "/", "¿": "?", "¡": "!"})


def hidden(texts: Sequence[str], page: str) -> list[str]:
    """Return the texts that a page does not show; formulas, signs of mathematics and pictures have no text there."""
    there = _signs(page)
    said = (text for text in texts if not any(sign in text for sign in "$≤\U0001f4a5"))
    return [text for text in said if _signs(text) not in there]


def _signs(text: str) -> str:
    kept = (c for c in text if unicodedata.category(c) not in ("Cc", "Cf", "So", "Co"))
    return shown("".join(kept)).translate(_JOINED)


def assert_harmless(folder: Path, page: str) -> None:
    assert "root:" not in page
    assert not (folder / "pwned").exists()


@pytest.mark.parametrize("style", ["plain", "abbrvnat"])
def test_bibtex_and_pdflatex_only_print(style: str, tool: Tool, tmp_path: Path) -> None:
    texts = (*HOSTILE, *PUNCTUATION, *MARKUP)
    write(tmp_path, BIBTEX, works((*texts, *SCRIPTS)))
    body = f"\\nocite{{*}}\\bibliographystyle{{{style}}}\\bibliography{{refs}}"
    packages = (
        "\\usepackage{lmodern}\\input{glyphtounicode}\\pdfgentounicode=1\\usepackage{natbib}\\usepackage{url}"
    )
    packages += "\\usepackage{textcomp}\\pagestyle{empty}"
    latex(tmp_path, tool, body, packages, shell="-shell-escape")
    log = run([tool("bibtex"), "paper"], tmp_path)
    assert "error" not in log.lower().replace("error message", ""), log
    bbl = (tmp_path / "paper.bbl").read_text(encoding="utf-8")
    assert bbl.count("\\bibitem") == len(texts) + len(SCRIPTS)
    latex(tmp_path, tool, body, packages, shell="-shell-escape")
    page = pdf_text(tmp_path / "paper.pdf", tool("pdftotext"))
    assert_harmless(tmp_path, page)
    assert "passwd" in page
    assert hidden(texts, page) == []


FALLBACK = (
    "\\directlua{luaotfload.add_fallback('all', {'DroidSansFallback:', 'DejaVuSans:'})}"
    "\\usepackage{fontspec}\\setmainfont{DejaVu Serif}[RawFeature={fallback=all}]"
)
ENGINES = {
    "pdflatex": "\\usepackage{lmodern}\\input{glyphtounicode}\\pdfgentounicode=1",
    "xelatex": "\\usepackage{fontspec}\\setmainfont{DejaVu Serif}",
    "lualatex": FALLBACK,
}


@pytest.mark.parametrize("engine", ENGINES)
def test_biber_and_every_engine_only_print(engine: str, tool: Tool, tmp_path: Path) -> None:
    texts = (*HOSTILE, *PUNCTUATION, *MARKUP, *SCRIPTS)
    write(tmp_path, BIBLATEX, works(texts))
    preamble = (
        f"{ENGINES[engine]}\\usepackage[backend=biber,maxbibnames=99]{{biblatex}}\\addbibresource{{refs.bib}}"
        "\\pagestyle{empty}"
    )
    body = "\\nocite{*}\\printbibliography"
    latex(tmp_path, tool, body, preamble, engine=engine, shell="-shell-escape")
    log = run([tool("biber"), "paper"], tmp_path)
    assert "ERROR" not in log, log
    latex(tmp_path, tool, body, preamble, engine=engine, shell="-shell-escape")
    page = pdf_text(tmp_path / "paper.pdf", tool("pdftotext"))
    assert_harmless(tmp_path, page)
    assert hidden((*HOSTILE, *PUNCTUATION, *MARKUP), page) == []
    if engine == "lualatex":
        assert "中文标题" in page.replace(" ", "")
        assert "Кириллица" in page


def test_typst_only_prints(tool: Tool, tmp_path: Path) -> None:
    texts = (*HOSTILE, *PUNCTUATION, *MARKUP, *SCRIPTS)
    printed = HAYAGRIVA.write(View(title="", entries=tuple(works(texts))))
    (tmp_path / "refs.yml").write_text(printed.value, encoding="utf-8")
    (tmp_path / "pwned").write_text("a file that a list would read")
    (tmp_path / "paper.typ").write_text('#bibliography("refs.yml", full: true)', encoding="utf-8")
    typst.compile(str(tmp_path / "paper.typ"), output=str(tmp_path / "paper.pdf"), root=str(tmp_path))
    page = pdf_text(tmp_path / "paper.pdf", tool("pdftotext"))
    assert "a file that a list would read" not in page
    assert "root:" not in page
    assert hidden((*PUNCTUATION, *MARKUP), page) == []


def test_pandoc_reads_csl_yaml_as_csl_json(tmp_path: Path) -> None:
    pypandoc = pytest.importorskip("pypandoc")
    program = pypandoc.get_pandoc_path()
    texts = (*PUNCTUATION, *MARKUP, *SCRIPTS, "a $O(N \\log N)$ bound for BERT", *HOSTILE[:4])
    view = View(title="", entries=tuple(works(texts)))
    read = {}
    for name, head, language in (("csl-json", "", "csljson"), ("csl-yaml", "---\n", "markdown")):
        text = plugins.load("writers", name).write(view).value  # type: ignore[attr-defined]
        (tmp_path / name).write_text(f"{head}{text}{head}", encoding="utf-8")
        read[name] = run([program, "-s", "-f", language, "-t", "csljson", name], tmp_path)
    titles = {name: [shown(json.loads(t)) for t in _TITLE.findall(text)] for name, text in read.items()}
    assert len(titles["csl-json"]) == len(texts)
    assert titles["csl-yaml"] == titles["csl-json"]
