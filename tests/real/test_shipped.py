"""The shipped bibliography through real BibTeX, biber and LaTeX: no warning that is ours, no character lost."""

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from curabib.model import View
from curabib.sync.libraries import load_library
from curabib.writers.bibtex import ACM
from tests.conftest import REPOSITORY
from tests.real.pages import lost, pdf_text
from tests.real.test_latex_styles import CLASSIC_STYLES, Tool, latex, run

pytestmark = pytest.mark.real

BIB = REPOSITORY / "bib"
ENTRIES = load_library(REPOSITORY).value.entries

# a line that is too wide by less than this is TeX's business with names and words; an address may not be the cause
TOLERATED_POINTS = 12.0


def undated() -> int:
    """Return how many works nobody dates: the one thing that the natbib styles ask for in vain."""
    return sum(entry.work.fields.date is None for entry in ENTRIES)


def unsigned() -> int:
    """Return how many works have no author that any source names."""
    return sum(not entry.work.fields.authors and not entry.work.fields.editors for entry in ENTRIES)


def too_wide(log: Path) -> list[str]:
    """Return the lines of a page that an address makes too wide."""
    text = log.read_text(encoding="utf-8", errors="replace").replace("\n", "")
    found = re.findall(r"Overfull \\hbox \((\d+\.\d+)pt too wide\)(.{0,300}?)\[\]", text)
    return [line for points, line in found if float(points) > TOLERATED_POINTS and "tt/" in line]


def errors(log: Path) -> list[str]:
    text = log.read_text(encoding="utf-8", errors="replace")
    return [line for line in text.splitlines() if line.startswith("!") or "Missing character" in line]


@pytest.mark.parametrize("style", CLASSIC_STYLES)
def test_the_library_is_clean_in_classic_styles(style: str, tool: Tool, tmp_path: Path) -> None:
    shutil.copy(BIB / "library.bib", tmp_path / "refs.bib")
    packages = "\\usepackage{lmodern,url}\\input{glyphtounicode}\\pdfgentounicode=1\\pagestyle{empty}\n"
    packages += "\\usepackage{natbib}" if style.endswith("nat") else ""
    body = f"\\nocite{{*}}\\bibliographystyle{{{style}}}\\bibliography{{refs}}"
    latex(tmp_path, tool, body, packages)
    log = run([tool("bibtex"), "paper"], tmp_path)
    warnings = Counter(re.sub(r" in \S+$", "", line) for line in log.splitlines() if "Warning--" in line)
    expected = {"Warning--empty year": undated()} if style.endswith("nat") else {}
    assert warnings == expected, log
    bbl = (tmp_path / "paper.bbl").read_text(encoding="ascii")
    assert bbl.count("\\bibitem") == len(ENTRIES)
    latex(tmp_path, tool, body, packages)
    assert errors(tmp_path / "paper.log") == []
    assert too_wide(tmp_path / "paper.log") == []
    if style in ("plain", "plainnat", "unsrt"):  # the others shorten given names
        assert lost(ENTRIES, pdf_text(tmp_path / "paper.pdf", tool("pdftotext"))) == []


def test_the_acm_style_asks_only_for_what_nobody_states(tool: Tool, tmp_path: Path) -> None:
    printed = ACM.write(View(title="", entries=ENTRIES))
    (tmp_path / "refs.bib").write_text(printed.value, encoding="utf-8")
    body = (
        "\\title{A}\\author{B}\\affiliation{\\institution{C}\\country{D}}\\begin{abstract}E\\end{abstract}\\maketitle"
        "\\nocite{*}\\bibliographystyle{ACM-Reference-Format}\\bibliography{refs}"
    )
    setting = "\\settopmatter{printacmref=false}\\renewcommand\\footnotetextcopyrightpermission[1]{}"
    latex(tmp_path, tool, body, setting, document_class="acmart")
    log = run([tool("bibtex"), "paper"], tmp_path)
    warnings = Counter(re.sub(r" in \S+$", "", line) for line in log.splitlines() if "Warning--" in line)
    papers = sum(
        bool(re.match(r"@(inproceedings|article|incollection)", line)) for line in printed.value.splitlines()
    )
    # pages, places and publishers that no list and no table of venues states; nothing else may be asked for
    assert set(warnings) <= {
        "Warning--page numbers missing in both pages and numpages fields",
        "Warning--empty address",
        "Warning--empty publisher",
        "Warning--no number and no volume",
        "Warning--empty author",
        "Warning--empty year",
    }, log
    assert warnings["Warning--empty year"] == undated()
    assert warnings["Warning--empty author"] <= unsigned()
    assert warnings["Warning--page numbers missing in both pages and numpages fields"] <= papers
    latex(tmp_path, tool, body, setting, document_class="acmart")
    assert errors(tmp_path / "paper.log") == []
    assert too_wide(tmp_path / "paper.log") == []


# biblatex breaks addresses at punctuation only, unless told otherwise (its manual, section 4.10.3)
BREAKING = "".join(f"\\setcounter{{biburl{kind}penalty}}{{9000}}" for kind in ("num", "lc", "uc"))


@pytest.mark.parametrize("style", ["numeric", "authoryear", "apa"])
def test_the_library_is_clean_in_biblatex(style: str, tool: Tool, tmp_path: Path) -> None:
    if not run([tool("kpsewhich"), f"{style}.bbx"], tmp_path, expect=None).strip():
        pytest.fail(f"biblatex's style {style} is not installed")
    shutil.copy(BIB / "library.biblatex.bib", tmp_path / "refs.bib")
    preamble = (
        "\\usepackage{lmodern}\\input{glyphtounicode}\\pdfgentounicode=1\\pagestyle{empty}"
        f"\\usepackage[backend=biber,style={style},maxbibnames=999]{{biblatex}}\\addbibresource{{refs.bib}}{BREAKING}"
    )
    body = "\\nocite{*}\\printbibliography"
    latex(tmp_path, tool, body, preamble)
    log = run([tool("biber"), "paper"], tmp_path)
    assert "WARN" not in log and "ERROR" not in log, log
    latex(tmp_path, tool, body, preamble)
    assert errors(tmp_path / "paper.log") == []
    assert too_wide(tmp_path / "paper.log") == []
    text = pdf_text(tmp_path / "paper.pdf", tool("pdftotext"))
    if style == "apa":  # shortens given names and lists of more than twenty
        assert "Şimşekli" in text
    else:
        assert lost(ENTRIES, text) == []


def test_a_topic_is_a_working_resource(tool: Tool, tmp_path: Path) -> None:
    shutil.copy(BIB / "topics" / "lottery-ticket-hypothesis.bib", tmp_path / "refs.bib")
    preamble = "\\usepackage[backend=biber]{biblatex}\\addbibresource{refs.bib}"
    body = "\\cite{frankle2019lottery}\\printbibliography"
    latex(tmp_path, tool, body, preamble)
    log = run([tool("biber"), "paper"], tmp_path)
    assert "WARN" not in log and "ERROR" not in log, log
    latex(tmp_path, tool, body, preamble)
    text = " ".join(run([tool("pdftotext"), "paper.pdf", "-"], tmp_path).split())
    assert "Finding Sparse, Trainable Neural Networks" in text.replace("- ", "")
