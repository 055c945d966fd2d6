"""Real BibTeX, biber and LaTeX over what the .bib writers print."""

import re
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from benchmarks.bib_files import generate

from curabib.bibtex.layout import format_document
from curabib.bibtex.names import print_names
from curabib.bibtex.parse import parse
from curabib.model import View
from curabib.writers.bibtex import ACM, BIBLATEX, BIBTEX, BibtexWriter
from tests.bibtex.cases import cases
from tests.bibtex.works import EXAMPLES, people

pytestmark = pytest.mark.real

Tool = Callable[[str], str]

CLASSIC_STYLES = ("plain", "abbrv", "alpha", "unsrt", "plainnat", "abbrvnat", "IEEEtran")
KEYS = [entry.key for entry in EXAMPLES]

# what a book or a venue really lacks, so that the style is right to ask for it
ALLOWED = (
    "empty publisher",
    "empty address",
    "page numbers missing in both pages and numpages",
    "no number and no volume",
    "empty author in untitled2020",
    "articleno or eid, but no pages",
    "can't use both volume and number",
)


def run(command: Sequence[str], folder: Path, *, expect: int | None = 0) -> str:
    done = subprocess.run(
        command, cwd=folder, capture_output=True, timeout=120, stdin=subprocess.DEVNULL, check=False
    )
    output = done.stdout.decode("utf-8", "replace") + done.stderr.decode("utf-8", "replace")
    if expect is not None:
        assert done.returncode == expect, output[-3000:]
    return output


def write(folder: Path, writer: BibtexWriter, entries: Sequence[object] = EXAMPLES) -> None:
    result = writer.write(View(title="Examples", entries=tuple(entries)))  # type: ignore[arg-type]
    (folder / "refs.bib").write_text(result.value, encoding="utf-8")


def latex(
    folder: Path,
    tool: Tool,
    body: str,
    preamble: str,
    *,
    engine: str = "pdflatex",
    document_class: str = "article",
    shell: str = "-no-shell-escape",
) -> str:
    """Compile a paper once; return what the engine said. Any LaTeX error fails the test."""
    encoding = "\\usepackage[T1]{fontenc}\n" if engine == "pdflatex" else ""
    head = f"\\documentclass{{{document_class}}}\n{encoding}{preamble}\n"
    text = f"{head}\\begin{{document}}\n{body}\n\\end{{document}}\n"
    (folder / "paper.tex").write_text(text, encoding="utf-8")
    return run([tool(engine), "-interaction=nonstopmode", "-halt-on-error", shell, "paper.tex"], folder)


@pytest.mark.parametrize("style", CLASSIC_STYLES)
def test_every_example_is_clean_in_classic_styles(style: str, tool: Tool, tmp_path: Path) -> None:
    write(tmp_path, BIBTEX)
    packages = "\\usepackage{url}\n" + ("\\usepackage{natbib}" if style.endswith("nat") else "")
    body = f"\\nocite{{{','.join(KEYS)}}}\\bibliographystyle{{{style}}}\\bibliography{{refs}}"
    latex(tmp_path, tool, body, packages)
    log = run([tool("bibtex"), "paper"], tmp_path)
    assert "Warning" not in log, log
    bbl = (tmp_path / "paper.bbl").read_text(encoding="ascii")
    assert bbl.count("\\bibitem") == len(EXAMPLES)
    assert "arXiv:1605.08386" in bbl.replace("\n", " ")
    latex(tmp_path, tool, body, packages)


def test_acm_style_asks_only_for_what_nobody_knows(tool: Tool, tmp_path: Path) -> None:
    write(tmp_path, ACM)
    if not run([tool("kpsewhich"), "ACM-Reference-Format.bst"], tmp_path, expect=None).strip():
        pytest.skip("ACM-Reference-Format.bst is not installed")
    aux = "".join(f"\\citation{{{key}}}\n" for key in KEYS)
    (tmp_path / "paper.aux").write_text(
        f"\\relax\n{aux}\\bibstyle{{ACM-Reference-Format}}\n\\bibdata{{refs}}\n", encoding="ascii"
    )
    log = run([tool("bibtex"), "paper"], tmp_path)
    warnings = re.findall(r"Warning--(.*)", log)
    ours = [text for text in warnings if not any(allowed in text for allowed in ALLOWED)]
    assert not ours, log
    bbl = (tmp_path / "paper.bbl").read_text(encoding="ascii")
    assert "1605.08386" in bbl


def test_biber_accepts_every_example(tool: Tool, tmp_path: Path) -> None:
    write(tmp_path, BIBLATEX)
    preamble = "\\usepackage[backend=biber]{biblatex}\\addbibresource{refs.bib}"
    body = "\\nocite{*}\\cite{maini2023can}\\printbibliography"
    latex(tmp_path, tool, body, preamble)
    log = run([tool("biber"), "--validate-datamodel", "paper"], tmp_path)
    warnings = [line for line in log.splitlines() if "WARN -" in line or "ERROR -" in line]
    ours = [w for w in warnings if "assumed" not in w and "Missing mandatory field 'editor'" not in w]
    assert not ours, log
    latex(tmp_path, tool, body, preamble)
    text = run([tool("pdflatex"), "-interaction=nonstopmode", "paper.tex"], tmp_path)
    assert "undefined" not in text
    assert "Memorization Forgetting" not in text


def test_topics_filter_a_biblatex_bibliography(tool: Tool, tmp_path: Path) -> None:
    write(tmp_path, BIBLATEX)
    preamble = "\\usepackage[backend=biber]{biblatex}\\addbibresource{refs.bib}"
    body = "\\nocite{*}\\printbibliography[keyword={Empirical Study}]"
    latex(tmp_path, tool, body, preamble)
    run([tool("biber"), "paper"], tmp_path)
    latex(tmp_path, tool, body, preamble)
    text = run([tool("pdftotext"), "paper.pdf", "-"], tmp_path)
    assert "Memorization Be Localized" in text
    assert "Heat-bath" not in text


def bbl(folder: Path, tool: Tool, text: str, style: str, keys: Sequence[str]) -> str:
    """Return what BibTeX makes of a .bib file."""
    (folder / "refs.bib").write_text(text, encoding="utf-8")
    aux = "".join(f"\\citation{{{key}}}\n" for key in keys)
    (folder / "paper.aux").write_text(
        f"\\relax\n{aux}\\bibstyle{{{style}}}\n\\bibdata{{refs}}\n", encoding="utf-8"
    )
    run([tool("bibtex"), "paper"], folder, expect=None)
    return (folder / "paper.bbl").read_text(encoding="utf-8", errors="surrogateescape")


@pytest.mark.parametrize("style", ["unsrt", "plainnat"])
def test_formatting_changes_nothing_that_bibtex_prints(style: str, tool: Tool, tmp_path: Path) -> None:
    text = "".join(generate(300, seed=3))
    document = parse(text)
    keys = [block.key for block in document.entries]
    formatted = format_document(document).value
    assert formatted != text
    before = bbl(tmp_path, tool, text, style, keys)
    assert before.count("\\bibitem") == len(keys)
    assert bbl(tmp_path, tool, formatted, style, keys) == before


def sound() -> list[ParameterSet]:
    """Return the round-trip cases without a broken entry, behind which BibTeX goes on wherever it likes."""
    return [
        case
        for case in cases("bibtex/round_trip.md")
        if not any(block.kind == "failed" for block in parse(str(case.values[0])).blocks)
    ]


@pytest.mark.parametrize(("before", "after"), sound())
def test_bibtex_prints_the_same_of_every_hard_case(
    before: str, after: str, tool: Tool, tmp_path: Path
) -> None:
    keys = [block.key for block in parse(before).entries if block.key]
    # of entries with one key BibTeX takes the first, and those only keep their order if they are spelled alike
    keys = [key for key in keys if [other.lower() for other in keys].count(key.lower()) == 1]
    assert bbl(tmp_path, tool, after, "unsrt", keys) == bbl(tmp_path, tool, before, "unsrt", keys)


NAMES = {
    "Polish": ("Wałęsa, Święcicka Żółć", "Dąbrowski, Józef", "Łukasiewicz, Ćwiek Ńusia"),
    "Czech": ("Dvořák, Antonín", "Řehoř, Šťastný Ďábel", "Němcová, Žofie Ů"),
    "Slovak": ("Štúr, Ľudovít", "Kŕmeľ, Ĺubica"),
    "Turkish": ("Şaban, İsmail", "Çağlar, Gülçehre", "Işık, Ayşe"),
    "Vietnamese": ("Nguyễn, Văn Thế", "Trần, Thị Ngọc", "Lê, Quốc Việt", "Đặng, Hồng Ấn"),
    "Romanian": ("Ștefănescu, Țîru", "Brâncuși, Ioniță"),
    "Nordic": ("Åström, Björn", "Øst, Søren", "Kjær, Æsa", "Ström, Pär"),
    "Icelandic": ("Þórðarson, Guðrún", "Sigurðsson, Ýmir"),
    "Croatian": ("Đurić, Živko", "Čolić, Šimić"),
    "Hungarian": ("Erdős, Pál", "Szűcs, Ágnes", "Ősz, Ű"),
    "Latvian": ("Kārkliņš, Ģirts", "Ķeniņš, Ļevs"),
    "Lithuanian": ("Žemaitė, Ona", "Šiškauskas, Ąžuolas"),
    "Estonian": ("Õunapuu, Üllar",),
    "French": ("Lefèvre, Zoë", "Çoise, Françoise", "Œuvre, Noël"),
    "German": ("Groß, Jürgen", "Übel, Ärmel"),
    "Spanish": ("Núñez, José", "Ibáñez, Íñigo"),
    "Portuguese": ("Conceição, João", "Sá, Inês"),
    "Maltese": ("Żammit, Ġorġ",),
    "Catalan": ("Paral·lel, Àngel",),
    "Esperanto": ("Ĉapelo, Ĝorĝo", "Ŝi, Ŭlo"),
    "Sami": ("Máŋŋi, Čáppa",),
    "Yoruba": ("Ọláyínká, Ṣọlá", "Adé, Ẹ̀bùn"),
}


def test_names_of_many_languages_compile_and_are_shown(tool: Tool, tmp_path: Path) -> None:
    rows = []
    for language, names in NAMES.items():
        printed = print_names(people(*names))
        assert printed.isascii(), (language, printed)
        rows.append(f"{language}: {printed.replace(' and ', '; ')}\\par")
    latex(
        tmp_path,
        tool,
        "\\noindent\n" + "\n".join(rows),
        "\\usepackage{lmodern}\\input{glyphtounicode}\\pdfgentounicode=1\\hyphenpenalty=10000\\raggedright",
    )
    text = run([tool("pdftotext"), "-raw", "paper.pdf", "-"], tmp_path)
    shown = "".join(text.split())
    # pdfTeX stacks some accents of two glyphs, which pdftotext reports apart; those are checked by compiling only
    for language in (
        "Polish",
        "Czech",
        "Turkish",
        "Nordic",
        "Icelandic",
        "Hungarian",
        "French",
        "German",
        "Spanish",
    ):
        for name in NAMES[language]:
            assert "".join(name.split()) in shown, (language, name, text)
