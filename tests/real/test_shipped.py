"""The shipped bibliography through real BibTeX, biber and LaTeX."""

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from curabib.sync.libraries import load_library
from tests.conftest import REPOSITORY
from tests.real.test_latex_styles import CLASSIC_STYLES, Tool, latex, run

pytestmark = pytest.mark.real

BIB = REPOSITORY / "bib"


def undated() -> int:
    """Return how many works nobody dates: the one thing that the natbib styles ask for in vain."""
    entries = load_library(REPOSITORY).value.entries
    return sum(entry.work.fields.date is None for entry in entries)


@pytest.mark.parametrize("style", CLASSIC_STYLES)
def test_the_library_is_clean_in_classic_styles(style: str, tool: Tool, tmp_path: Path) -> None:
    shutil.copy(BIB / "library.bib", tmp_path / "refs.bib")
    packages = "\\usepackage{url}\n" + ("\\usepackage{natbib}" if style.endswith("nat") else "")
    body = f"\\nocite{{*}}\\bibliographystyle{{{style}}}\\bibliography{{refs}}"
    latex(tmp_path, tool, body, packages)
    log = run([tool("bibtex"), "paper"], tmp_path)
    warnings = Counter(re.sub(r" in \S+$", "", line) for line in log.splitlines() if "Warning--" in line)
    expected = {"Warning--empty year": undated()} if style.endswith("nat") else {}
    assert warnings == expected, log
    bbl = (tmp_path / "paper.bbl").read_text(encoding="ascii")
    assert bbl.count("\\bibitem") == len(load_library(REPOSITORY).value.entries)
    latex(tmp_path, tool, body, packages)


@pytest.mark.parametrize("style", ["numeric", "authoryear"])
def test_the_library_is_clean_in_biblatex(style: str, tool: Tool, tmp_path: Path) -> None:
    shutil.copy(BIB / "library.biblatex.bib", tmp_path / "refs.bib")
    preamble = (
        f"\\usepackage[backend=biber,style={style},maxbibnames=99]{{biblatex}}\\addbibresource{{refs.bib}}"
    )
    body = "\\nocite{*}\\printbibliography"
    latex(tmp_path, tool, body, preamble)
    log = run([tool("biber"), "paper"], tmp_path)
    assert "WARN" not in log and "ERROR" not in log, log
    latex(tmp_path, tool, body, preamble)
    text = run([tool("pdftotext"), "paper.pdf", "-"], tmp_path)
    assert "Şimşekli" in text
    assert "Dujmović" in text


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
