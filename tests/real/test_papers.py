"""The papers in examples/, built by the real tools from the shipped bibliography, and their finished pages read."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
import typst

from tests.conftest import REPOSITORY
from tests.real.pages import pdf_text, shown
from tests.real.test_latex_styles import Tool, run

pytestmark = pytest.mark.real

EXAMPLES = REPOSITORY / "examples"


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a `curabib` on the PATH that works on the shipped bibliography."""
    programs = tmp_path / "programs"
    programs.mkdir()
    script = f'#!/bin/sh\nexec "{sys.executable}" -m curabib -C "{REPOSITORY}" "$@"\n'
    (programs / "curabib").write_text(script, encoding="utf-8")
    (programs / "curabib").chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    return tmp_path


def example(workplace: Path, name: str) -> Path:
    """Return a copy of an example's folder, without what was built in it."""
    ignored = shutil.ignore_patterns("references.*", "*.pdf", "*.aux", "*.log")
    return Path(shutil.copytree(EXAMPLES / name, workplace / name, ignore=ignored))


def assert_shows(text: str, titles: Sequence[str], *, without: Sequence[str] = ()) -> None:
    page = shown(text)
    assert [title for title in titles if shown(title) not in page] == [], text
    assert [title for title in without if shown(title) in page] == [], text


LOTTERY = (
    "The Lottery Ticket Hypothesis: Finding Sparse, Trainable Neural Networks",
    "Deconstructing Lottery Tickets: Zeros, Signs, and the Supermask",
    "One ticket to win them all",
    "The Difficulty of Training Sparse Neural Networks",
    "SNIP: Single-shot Network Pruning based on Connection Sensitivity",
)


def test_an_article_with_natbib(workplace: Path, tool: Tool) -> None:
    folder = example(workplace, "natbib")
    log = run([tool("latexmk"), "-interaction=nonstopmode", "paper"], folder)
    assert "Warning--" not in log
    assert (folder / "references.bib").read_text().count("\n@") == len(LOTTERY)
    text = pdf_text(folder / "paper.pdf", tool("pdftotext"))
    assert_shows(
        text, [*LOTTERY, "Frankle and Carbin (2019)"], without=["Understanding deep learning requires"]
    )
    assert "undefined" not in (folder / "paper.log").read_text(errors="replace")
    (folder / "sections" / "lottery.tex").write_text("\\citep{frankle2019lotery}")
    log = run([tool("latexmk"), "-interaction=nonstopmode", "paper"], folder, expect=12)
    assert "sections/lottery.tex:1:8: error CB700" in log
    assert "did you mean `frankle2019lottery`" in log


def test_an_article_with_biblatex_and_a_bibliography_for_each_topic(workplace: Path, tool: Tool) -> None:
    folder = example(workplace, "biblatex")
    log = run([tool("latexmk"), "-interaction=nonstopmode", "paper"], folder)
    assert "WARN -" not in log and "ERROR -" not in log
    text = pdf_text(folder / "paper.pdf", tool("pdftotext"))
    collapse, _, descent = text.rpartition("Neural collapse")[2].partition("Double descent\n")
    assert_shows(
        collapse,
        [
            "Exploring Deep Neural Networks via Layer-Peeled Model",
            "Neural Collapse Under MSE Loss",
            "Galanti",
        ],
        without=["Triple descent"],
    )
    assert_shows(
        descent,
        [
            "Triple descent and the two kinds of overfitting",
            "Stéphane d’Ascoli",
            "Bias-Variance Decomposition",
        ],
        without=["Layer-Peeled"],
    )


def test_a_paper_with_ieeetran(workplace: Path, tool: Tool) -> None:
    folder = example(workplace, "ieeetran")
    log = run([tool("make")], folder)
    assert "Warning--" not in log
    text = pdf_text(folder / "paper.pdf", tool("pdftotext"))
    assert_shows(
        text,
        [
            "[1]",
            "[3]",
            "Understanding deep learning requires rethinking generalization",
            "Linear Mode Connectivity",
        ],
    )
    assert_shows(text, ["A PAC-Bayesian Link Between Generalisation and Flat Minima", "U. Simsekli"])
    run([tool("make"), "check"], folder)
    (folder / "paper.tex").write_text("\\cite{frankle2020linear}")
    assert "CB706" in run([tool("make"), "check"], folder, expect=2)


def test_a_typst_document(workplace: Path, tool: Tool) -> None:
    folder = example(workplace, "typst")
    run(["curabib", "tex", "paper.typ", "-o", "references.yml"], folder)
    typst.compile(str(folder / "paper.typ"), output=str(folder / "paper.pdf"))
    text = pdf_text(folder / "paper.pdf", tool("pdftotext"))
    assert_shows(
        text,
        [
            "Reconciling modern machine learning practice and the bias-variance trade-off",
            "Double Trouble in Double Descent",
            "Unifying Grokking and Double Descent",
            "B. Adlam and J. Pennington [3] take it apart",
            "arXiv:2303.06173",
        ],
    )


def pandoc() -> str:
    pypandoc = pytest.importorskip("pypandoc")
    return str(pypandoc.get_pandoc_path())


def test_markdown_for_pandoc(workplace: Path, tool: Tool) -> None:
    folder = example(workplace, "pandoc")
    log = run([tool("make"), f"PANDOC={pandoc()}", "paper.html", "paper.pdf"], folder)
    assert "WARNING" not in log
    titles = [LOTTERY[0], LOTTERY[2], LOTTERY[3], "The State of Sparsity in Deep Neural Networks"]
    html = re.sub(r"<[^>]*>", "", (folder / "paper.html").read_text(encoding="utf-8"))
    assert_shows(html, titles, without=[LOTTERY[1]])
    assert_shows(pdf_text(folder / "paper.pdf", tool("pdftotext")), titles, without=[LOTTERY[1]])


def test_a_quarto_document_as_its_pandoc_reads_it(workplace: Path, tool: Tool) -> None:
    folder = example(workplace, "quarto")
    step = re.search(r"pre-render: (.*)", (folder / "_quarto.yml").read_text())
    assert step is not None
    run(step[1].split(), folder)
    quarto = shutil.which("quarto")
    if quarto is not None:
        run([quarto, "render", "paper.qmd", "--to", "html"], folder)
        html = (folder / "paper.html").read_text(encoding="utf-8")
    else:
        (folder / "means.png").write_bytes(b"")
        html = run([pandoc(), "--citeproc", "--from", "markdown", "--to", "html", "paper.qmd"], folder)
    assert_shows(
        re.sub(r"<[^>]*>", "", html),
        [
            "Neural Collapse Under MSE Loss: Proximity to and Dynamics on the Central Path",
            "Exploring Deep Neural Networks via Layer-Peeled Model",
            "Limitations of Neural Collapse for Understanding Generalization in Deep Learning",
        ],
    )


def test_a_paper_reads_a_topic_through_the_tree(workplace: Path, tool: Tool) -> None:
    folder = workplace / "paper"
    folder.mkdir()
    (folder / "paper.tex").write_text(
        "\\documentclass{article}\\usepackage[T1]{fontenc}\\begin{document}\\cite{han2022neural}"
        "\\bibliographystyle{plain}\\bibliography{curabib/neural-collapse}\\end{document}"
    )
    tree = subprocess.run(
        ["curabib", "path", "--texmf"], capture_output=True, text=True, check=True
    ).stdout.strip()
    environment = {**os.environ, "TEXMFAUXTREES": f"{tree},"}
    for command in ("pdflatex", "bibtex", "pdflatex"):
        subprocess.run([tool(command), "paper"], cwd=folder, env=environment, check=True, capture_output=True)
    assert "Neural collapse under" in (folder / "paper.bbl").read_text()


PAPER = (
    "\\documentclass{article}\\usepackage[T1]{fontenc}PREAMBLE\\begin{document}"
    "\\newcommand{\\both}[2]{\\cite{#1,#2}}\\cite{han2022neural}\\include{part}\\both{lee2019snip}{gale2019state}"
    "\\nocite{morcos2019one}EXTRA END\\end{document}"
)
CITED = ["gale2019state", "han2022neural", "lee2019snip", "morcos2019one", "zhou2019deconstructing"]


@pytest.mark.parametrize(
    ("preamble", "extra", "end"),
    [
        (
            "\\usepackage{natbib}",
            "\\citep*[see][p. 3]{lee2019snip}",
            "\\bibliographystyle{plainnat}\\bibliography{r}",
        ),
        (
            "\\usepackage{biblatex}\\addbibresource{r.bib}",
            "\\textcites(a)(b)[1]{lee2019snip}",
            "\\printbibliography",
        ),
        (
            "\\usepackage[backend=bibtex]{biblatex}\\addbibresource{r.bib}",
            "\\volcite{2}{lee2019snip}",
            "\\printbibliography",
        ),
        ("", "\\nocite{*}", "\\bibliographystyle{plain}\\bibliography{r}"),
        ("\\usepackage{biblatex}\\addbibresource{r.bib}", "\\nocite{*}", "\\printbibliography"),
    ],
    ids=["natbib", "biblatex", "biblatex-bibtex", "everything", "biblatex-everything"],
)
def test_the_source_cites_what_latex_finds(
    preamble: str, extra: str, end: str, workplace: Path, tool: Tool
) -> None:
    text = PAPER.replace("PREAMBLE", preamble).replace("EXTRA", extra).replace("END", end)
    (workplace / "p.tex").write_text(text)
    (workplace / "part.tex").write_text("\\cite{zhou2019deconstructing}% \\cite{no}\n\\verb|\\cite{no}|")
    run([tool("pdflatex"), "-interaction=nonstopmode", "p.tex"], workplace)
    files = ["p.tex", "p.aux", *(["p.bcf"] if (workplace / "p.bcf").exists() else [])]
    found = {}
    for name in files:
        done = subprocess.run(
            ["curabib", "tex", name], cwd=workplace, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        found[name] = sorted(re.findall(r"^@\w+\{([^,]+),", done.stdout, re.M))
    assert found["p.tex"] == CITED or ("*" in extra and set(found["p.tex"]) > set(CITED))
    for name in files[1:]:
        assert found[name] == found["p.tex"], name
