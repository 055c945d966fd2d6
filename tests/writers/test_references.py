import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from curabib.diagnostics import CurabibError
from curabib.model import Entry, Name, Names, Venue, View
from curabib.writers.references import Target, render
from curabib.writers.references import style as find_style
from curabib.writers.references.catalogue import PYBTEX
from tests.library.shelf import conference, entry, people

HOSTILE = (
    "<script>alert(1)</script>",
    "\\input{/etc/passwd}",
    "\\write18{rm -rf /}",
    "*bold* _under_ `code` ~~gone~~",
    "[click](javascript:alert(1))",
    "![image](https://example.org/x.png)",
    "a | b | c",
    "100 % of $5 & #1",
    "closing } brace { and ^^41",
    "&lt;entity&gt; &copy;",
    "# heading",
    "1. item",
    "- item",
    "1) item",
    "<https://example.org>",
    "see https://example.org and www.example.org",
    "\"quoted\" 'text' ``ligatures'' -- and ---",
    "\ue000\uf100\uf11b private",
    "line\nbreak\ttab",
)


TARGETS: tuple[Target, ...] = ("text", "markdown", "html", "latex")


def body_of(html: str) -> Tag:
    """Return the body of a page without the anchors of its items and the elements around their labels."""
    body = BeautifulSoup(html, "html5lib").body
    assert body is not None
    for anchor in body.find_all("a", id=True):
        anchor.decompose()
    for label in body.find_all("span", class_="label"):
        label.unwrap()
    return body


def reference(entry: Entry, style: str, to: Target) -> str:
    return render(View(title="", entries=(entry,)), style, to).value


def entries() -> tuple[Entry, ...]:
    return (
        entry(
            "frankle2019lottery",
            "The Lottery Ticket Hypothesis: Finding Sparse, Trainable Neural Networks for BERT",
            people("Jonathan|Frankle", "Michael|Carbin"),
            2019,
            conference("ICLR"),
            identifiers=("openreview:rJl-b3RcF7",),
        ),
        entry(
            "kool2020ancestral",
            "Ancestral Gumbel-Top-k Sampling",
            people("Wouter|Kool", "Herke|van|Hoof", "Max|Welling"),
            2020,
            conference("JMLR", "journal"),
            type="article",
            fields={"volume": "21", "pages": "1--36"},
        ),
        entry(
            "volume2020alone",
            "A Volume Without Pages",
            people("Ångström|Ö"),
            2020,
            Venue(name="Acta", kind="journal"),
            type="article",
            fields={"volume": "3"},
        ),
        entry(
            "zhou2021heat",
            "Heat in $O(N)$",
            people("Li|Zhou", truncated=True),
            2021,
            type="online",
            identifiers=("arxiv:2101.00001",),
        ),
        entry(
            "watkins1989learning",
            "Learning from Delayed Rewards",
            people("Christopher J. C. H.|Watkins"),
            1989,
            type="thesis",
            fields={"institution": "Cambridge", "type": "phdthesis"},
        ),
        entry(
            "goodfellow2016deep",
            "Deep Learning of Everything",
            people("Ian|Goodfellow"),
            2016,
            type="book",
            fields={"publisher": "MIT Press"},
        ),
    )


def test_plain_text() -> None:
    assert render(View(title="", entries=entries()), "plain", "text").value.splitlines() == [
        (
            "[1] Jonathan Frankle and Michael Carbin. The lottery ticket hypothesis: Finding sparse, trainable neural "
            "networks for BERT. In International Conference on Learning Representations. 2019. "
            "URL: https://openreview.net/forum?id=rJl-b3RcF7."
        ),
        "[2] Ian Goodfellow. Deep Learning of Everything. MIT Press, 2016.",
        (
            "[3] Wouter Kool, Herke van Hoof, and Max Welling. Ancestral Gumbel-top-k sampling. "
            "Journal of Machine Learning Research, 21:1–36, 2020."
        ),
        "[4] Ångström Ö. A volume without pages. Acta, 3, 2020.",
        "[5] Christopher J. C. H. Watkins. Learning from Delayed Rewards. PhD thesis, Cambridge, 1989.",
        "[6] Li Zhou et al. Heat in O(N). 2021. arXiv:2101.00001.",
    ]


def test_a_published_work_that_is_linked_on_arxiv_prints_its_number() -> None:
    on_arxiv = entry("key", "T", people("A|B"), 2020, conference("ICLR"), identifiers=("arxiv:2001.00001",))
    assert reference(on_arxiv, "plain", "text").endswith("2020. arXiv:2001.00001.\n")
    with_doi = entry(
        "key", "T", people("A|B"), 2020, conference("ICLR"), identifiers=("arxiv:2001.00001", "doi:10.1/x")
    )
    assert reference(with_doi, "plain", "text").endswith("2020. doi:10.1/x.\n")


def test_a_thesis_whose_degree_nobody_states_is_a_thesis() -> None:
    thesis = entry("key", "T", people("A|B"), 2020, type="thesis", fields={"institution": "Cambridge"})
    assert reference(thesis, "plain", "text") == "[1] A B. T. Thesis, Cambridge, 2020.\n"


def test_names_of_blogs_and_programs_keep_their_case() -> None:
    blog = entry("key", "Francis Bach: Machine Learning Blog", year=2020, type="online", kind="blog")
    assert "Francis Bach: Machine Learning Blog" in reference(blog, "plain", "text")


def test_unsrt_keeps_the_order_of_the_view() -> None:
    text = render(View(title="", entries=tuple(reversed(entries()))), "unsrt", "text").value
    assert [line.split(".")[0] for line in text.splitlines()][:2] == [
        "[1] Ian Goodfellow",
        "[2] Christopher J",
    ]


def test_alpha_labels() -> None:
    text = render(View(title="", entries=entries()), "alpha", "text").value
    assert re.findall(r"(?m)^\[(.*?)\]", text) == ["FC19", "Goo16", "KvHW20", "O20", "Wat89", "Zho+21"]


def test_labels_that_are_alike_are_told_apart_however_many() -> None:
    twins = tuple(
        entry(f"ada{number:03d}", f"Title {number:03d}", people("Ada|Byron"), 2020) for number in range(60)
    )
    text = render(View(title="", entries=twins), "alpha", "text").value
    labels = re.findall(r"(?m)^\[(.*?)\]", text)
    assert labels[:2] == ["Byr20a", "Byr20b"]
    assert labels[25:28] == ["Byr20z", "Byr20aa", "Byr20ab"]
    assert len(set(labels)) == 60


@pytest.mark.parametrize(
    ("name", "label"),
    [
        (Name(family="Święty"), "Świ"),
        (Name(family="Ł"), "Ł"),
        (Name(literal="OpenAI"), "Ope"),
        (Name(family="王"), "王"),
    ],
)
def test_labels_of_names_beyond_ascii(name: Name, label: str) -> None:
    text = reference(entry("key", "T", Names((name,)), 2020), "alpha", "text")
    assert text.startswith(("[Swi20]", "[L20]", "[Ope20]", "[王20]"))
    assert label[0] == str(name)[0]


def test_accents_do_not_change_the_order() -> None:
    view = View(
        title="", entries=(entry("z", "T", people("A|Zorn"), 2020), entry("o", "T", people("A|Öst"), 2020))
    )
    assert render(view, "plain", "text").value.splitlines()[0].startswith("[1] A Öst")


@pytest.mark.parametrize("to", TARGETS)
@pytest.mark.parametrize("style", PYBTEX)
def test_nothing_that_a_reference_lacks_keeps_it_from_being_printed(style: str, to: Target) -> None:
    kinds = (  # noqa: SIM905
        "article book booklet collection dataset inbook incollection inproceedings manual misc online patent "
        "proceedings report software thesis unpublished unheard-of"
    ).split()
    bare = tuple(entry(f"key{number}", "", type=type) for number, type in enumerate(kinds))
    result = render(View(title="", entries=bare), style, to)
    assert len(result.value.splitlines()) >= len(kinds)
    assert {d.code for d in result.diagnostics} == {"CB622"}
    assert len(result.diagnostics) == len(kinds)


def test_what_a_reference_lacks_is_named() -> None:
    result = render(View(title="", entries=(entry("key", "T", type="misc"),)), "plain", "text")
    assert result.diagnostics[0].message == "the reference `key` lacks authors, year"


def test_an_address_that_is_no_link_is_left_out_and_reported() -> None:
    bad = entry("key", "T", people("A|B"), 2020, type="misc", fields={"url": "javascript:alert(1)"})
    for to in TARGETS:
        result = render(View(title="", entries=(bad,)), "plain", to)
        assert "javascript" not in result.value
        assert [d.code for d in result.diagnostics] == ["CB621"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text_in_html(text: str) -> None:
    html = reference(
        entry("key", text, people(text, f"{text}|{text}"), 2020, Venue(name=text), type="misc"),
        "plain",
        "html",
    )
    page = body_of(html)
    assert {tag.name for tag in page.find_all()} <= {"ol", "li", "em", "a"}
    assert [li["id"] for li in page.find_all("li")] == ["key"]
    for word in text.replace("\ue000", " ").split():
        bare = "".join(c for c in word if c < "\ue000" or c > "\uf8ff").lower()
        assert bare in page.get_text().lower().replace("\xa0", " ")
    ElementTree.fromstring(html.replace("&nbsp;", " "))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text_in_markdown(text: str) -> None:
    subject = entry(
        "key",
        text,
        people(text),
        2020,
        Venue(name=text),
        type="misc",
        links=(("", "https://x.org/<a>`b&copy;"),),
    )
    markdown = reference(subject, "plain", "markdown")
    page = body_of(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown))
    assert [tag.name for tag in page.find_all()] == ["ol", "li", "a"]
    assert [a["href"] for a in page.find_all("a")] == ["https://x.org/%3Ca%3E%60b%26copy;"]
    plain = " ".join(reference(subject, "plain", "text").removeprefix("[1] ").split())
    assert " ".join(page.get_text().split()) == plain


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_at_the_start_of_an_item_begins_no_block(text: str) -> None:
    for style in ("plain", "alpha"):
        markdown = reference(entry("key", text, year=2020, type="misc"), style, "markdown")
        page = body_of(MarkdownIt("commonmark").render(markdown))
        assert [tag.name for tag in page.find_all()] in (["ol", "li"], ["ul", "li"])


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text_in_latex(text: str) -> None:
    latex = reference(entry("key", text, people(text), 2020, Venue(name=text), type="misc"), "alpha", "latex")
    body = latex.partition("\\begin{thebibliography}")[2]
    commands = set(re.findall(r"\\([A-Za-z]+)", body))
    assert not commands & {"input", "write", "immediate", "def", "catcode", "include", "csname", "openout"}
    depth = 0
    for sign in re.findall(r"\\.|[{}]", latex):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth >= 0
    assert depth == 0
    assert not re.search(r"(?<!\\)[%#]|\^\^", body)


@pytest.mark.parametrize("to", TARGETS)
def test_terminal_and_direction_controls_are_gone(to: Target) -> None:
    text = reference(
        entry("key", "red \x1b[31m \x9b0m \u202egnp\u2066 end", people("A\x07|B"), 2020, type="misc"),
        "plain",
        to,
    )
    assert not set(text) & {"\x1b", "\x9b", "\x07", "\u202e", "\u2066"}
    assert "end" in text


@given(st.text(max_size=40), st.text(max_size=20), st.sampled_from(TARGETS), st.sampled_from(PYBTEX))
def test_any_text_is_printed(title: str, name: str, to: Target, style: str) -> None:
    view = View(title="", entries=(entry("key", title, people(name or "x", f"A|{name}"), 2020, type="misc"),))
    first = render(view, style, to)
    assert first.value.endswith("\n")
    assert render(view, style, to) == first


SIGNS = [
    *"*_`[]()<>!#&;:/\\|~$^{}'\"+-=.@ é神",
    "1.",
    "https://",
    "www.",
    "&amp;",
    "&lt",
    "<b>",
    "</b>",
    "---",
    "```",
    "~~",
    "ab",
]


@given(st.lists(st.sampled_from(SIGNS), max_size=14).map("".join), st.booleans())
def test_markdown_and_html_read_back_are_the_plain_text(title: str, by_someone: bool) -> None:
    names = people(f"x{title}") if by_someone else Names()
    subject = entry("key", title, names, 2020, type="misc", kind="blog")
    plain = " ".join(reference(subject, "plain", "text").removeprefix("[1] ").split())
    rendered = (
        MarkdownIt("commonmark")
        .enable(["table", "strikethrough"])
        .render(reference(subject, "plain", "markdown"))
    )
    for page in (rendered, reference(subject, "plain", "html")):
        body = body_of(page)
        assert [tag.name for tag in body.find_all()] == ["ol", "li"]
        assert " ".join(body.get_text().removeprefix("\n[1] ").split()) == plain


def test_html_has_an_anchor_with_the_key_and_escapes_it() -> None:
    html = reference(entry('a"><b', "T", people("A|B"), 2020), "alpha", "html")
    assert '<li id="a&quot;&gt;&lt;b"><span class="label">[B20]</span> ' in html


def test_latex_labels_and_links() -> None:
    cited = entry("key", "T", people("A|B"), 2020, conference("ICML"), identifiers=("doi:10.1000/a_b%c",))
    latex = reference(cited, "alpha", "latex")
    assert "\\bibitem[{B20}]{key}" in latex
    assert "\\href{https://doi.org/10.1000/a_b\\%c}{doi:10.1000/a\\_b\\%c}" in latex


@pytest.mark.parametrize("to", TARGETS)
def test_an_empty_view_is_an_empty_list(to: Target) -> None:
    result = render(View(title="", entries=()), "plain", to)
    assert not result.diagnostics
    assert "None" not in result.value


def test_an_unknown_style_names_the_nearest() -> None:
    with pytest.raises(CurabibError) as caught:
        render(View(title="", entries=()), "alhpa", "text")
    assert "`alpha`" in caught.value.hint


def test_which_styles_sort() -> None:
    assert {style for style in PYBTEX if find_style(style).sorts} == {"plain", "alpha"}


def test_pybtex_is_not_loaded_before_a_list_is_rendered() -> None:
    code = "import sys, curabib.writers.references as r; r.style('plain'); sys.exit('pybtex' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.real
def test_latex_compiles_by_itself_and_prints_the_text(tmp_path: Path, tool: Callable[[str], str]) -> None:
    pdflatex, pdftotext = tool("pdflatex"), tool("pdftotext")
    hostile = tuple(
        entry(
            f"key{number}",
            text,
            people(text),
            2020,
            type="misc",
            links=(("", "https://x.org/a_b%20c#d?e=1&f=~g"),),
        )
        for number, text in enumerate(HOSTILE)
    )
    latex = render(View(title="", entries=(*entries(), *hostile)), "alpha", "latex").value
    latex = latex.encode("ascii", "ignore").decode()
    document = (
        "\\documentclass{article}\n\\usepackage[T1]{fontenc}\n\\begin{document}\n"
        f"\\cite{{frankle2019lottery}}\n{latex}\\end{{document}}\n"
    )
    for name, preamble in (("bare", ""), ("linked", "\\usepackage{hyperref}\n")):
        (tmp_path / f"{name}.tex").write_text(
            document.replace("\\begin{document}", preamble + "\\begin{document}")
        )
        for _ in range(2):
            ran = subprocess.run(
                [pdflatex, "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", f"{name}.tex"],
                cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False,
            )  # fmt: skip
            assert ran.returncode == 0, ran.stdout[-2000:]
        text = subprocess.run(
            [pdftotext, f"{name}.pdf", "-"], cwd=tmp_path, capture_output=True, text=True, check=True
        ).stdout
        assert "[FC19]" in text
        assert "<script>alert(1)</script>" in " ".join(text.split())
        assert "input{/etc/passwd}" in text
