"""Markup, scripts, TeX, template syntax and terminal escapes stay text in every output, by every engine."""

import json
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt

from curabib.writers.references import TARGETS, Options, Target
from tests.writers.references.lists import HOSTILE, document, hostile, read_by_pandoc, text

ALL = Options(extras=("keywords", "links", "key"), highlight=("Ann F",), group_by="topic")
STYLES = ("plain", "ieee", "apa", "annotated")
_ACTIVE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    """Return a hostile text as its reader is to see it: one line, nothing that acts on terminals."""
    return " ".join(
        re.sub(
            r"[\x00-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ufffe\U000f0000]", "", text
        ).split()
    )


def words(text: str) -> str:
    """Return only the letters and digits: engines set quotation marks, dashes and capitals in their own ways."""
    return "".join(re.findall(r"[a-z0-9]+", text.casefold()))


@pytest.mark.parametrize("name", STYLES)
@pytest.mark.parametrize("to", [to for to in TARGETS if to not in ("docx", "bbl")])
def test_no_control_characters_reach_any_output(to: Target, name: str) -> None:
    made = document(hostile(), name, to, ALL, title="T\x1b[0m\u202e").decode()
    assert not _ACTIVE.search(made.replace("\n", ""))
    assert made.isprintable() or set(re.sub(r"[^\W]", "", made)) is not None


@pytest.mark.parametrize("name", STYLES)
def test_every_text_is_printed_whole(name: str) -> None:
    made = words(text(hostile(), name))
    for hostile_text in HOSTILE:
        if "$" not in hostile_text:
            assert words(visible(f"T{hostile_text}")) in made


@pytest.mark.parametrize("standalone", [False, True])
@pytest.mark.parametrize("name", STYLES)
def test_html_has_no_elements_but_its_own(name: str, standalone: bool) -> None:
    options = Options(extras=ALL.extras, highlight=ALL.highlight, group_by="topic", standalone=standalone)
    page = BeautifulSoup(document(hostile(), name, "html", options, title="<b>T</b>"), "html5lib")
    body = page.body
    assert body is not None
    own = {"h1", "h2", "ol", "ul", "li", "span", "div", "em", "strong", "a", "code", "sup", "sub", "br"}
    assert {tag.name for tag in body.find_all()} <= own | (
        {"header", "nav", "main", "section", "footer", "p"} if standalone else set()
    )
    attributes = {name for tag in body.find_all() for name in tag.attrs}
    assert attributes <= {
        "id",
        "class",
        "style",
        "href",
        "title",
        "role",
        "lang",
        "aria-label",
        "aria-labelledby",
    }
    assert all(re.match(r"https?://|#", str(a["href"])) for a in body.find_all("a"))
    assert [li["id"] for li in body.find_all("li", id=True)].count("hostile0") == 1
    assert all("{" not in str(tag.get("style", "")) for tag in body.find_all())


@pytest.mark.parametrize("name", STYLES)
def test_markdown_has_no_html_and_no_links_but_its_own(name: str) -> None:
    markdown = document(hostile(), name, "markdown", ALL).decode()
    rendered = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown)
    body = BeautifulSoup(rendered, "html5lib").body
    assert body is not None
    own = {"h1", "h2", "ol", "ul", "li", "em", "strong", "a", "code", "sup", "sub", "br", "p"}
    assert {tag.name for tag in body.find_all()} <= own
    assert all(str(a["href"]).startswith("http") for a in body.find_all("a", href=True))
    seen = words(body.get_text())
    assert all(words(visible(f"T{t}")) in seen for t in HOSTILE if "$" not in t)


@pytest.mark.parametrize("name", STYLES)
def test_latex_runs_nothing(name: str) -> None:
    latex = document(hostile(), name, "latex", ALL).decode()
    body = latex.partition("\\begin{thebibliography}")[2]
    commands = set(re.findall(r"\\([A-Za-z]+)", body))
    assert not commands & {
        "input",
        "write",
        "immediate",
        "def",
        "catcode",
        "include",
        "csname",
        "openout",
        "rtf",
        "field",
    }
    depth = 0
    for sign in re.findall(r"\\.|[{}]", latex):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth >= 0
    assert depth == 0
    verbatim = re.sub(r"\\url\{[^{}\\\s]*\}", "", body)
    assert not re.search(r"(?<!\\)[%#]|\^\^", verbatim)
    assert "javascript" not in "".join(re.findall(r"\\(?:href|url)\{[^}]*\}", body))


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "t" in value:
            yield value
        for inner in value.values():
            yield from nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from nodes(inner)


@pytest.mark.parametrize("to", ["typst", "rtf", "docx"])
@pytest.mark.parametrize("name", ["plain", "ieee", "apa"])
def test_another_reader_finds_text_and_web_links_only(to: Target, name: str, tmp_path: Path) -> None:
    made = document(hostile(), name, to, ALL)
    tree = json.loads(read_by_pandoc(made, to, "json", tmp_path))
    found = list(nodes(tree["blocks"]))
    kinds = {node["t"] for node in found}
    assert not kinds & {"RawInline", "RawBlock", "Image", "Math", "Cite", "Note"}
    targets = [node["c"][2][0] for node in found if node["t"] == "Link"]
    assert targets
    assert all(target.startswith(("http", "#")) for target in targets)
    seen = words(read_by_pandoc(made, to, "plain", tmp_path))
    for hostile_text in HOSTILE:
        if "$" not in hostile_text:
            assert words(visible(f"T{hostile_text}")) in seen, hostile_text


def test_docx_parts_are_xml_and_links_are_web_addresses() -> None:
    with zipfile.ZipFile(BytesIO(document(hostile(), "ieee", "docx", ALL))) as archive:
        assert archive.testzip() is None
        parts = {name: ElementTree.fromstring(archive.read(name)) for name in archive.namelist()}
    relations = parts["word/_rels/document.xml.rels"]
    external = [
        relation.get("Target", "") for relation in relations if relation.get("TargetMode") == "External"
    ]
    assert external
    assert all(target.startswith("https://") for target in external)


@pytest.mark.parametrize("bst", ["bst:plainnat", "bst:alpha"])
def test_a_bst_style_prints_hostile_entries_as_text(bst: str, tool: Any) -> None:
    tool("kpsewhich")
    made = words(text(hostile(), bst))
    html = BeautifulSoup(document(hostile(), bst, "html"), "html5lib").body
    assert html is not None
    assert {tag.name for tag in html.find_all()} <= {
        "ul",
        "ol",
        "li",
        "span",
        "em",
        "strong",
        "a",
        "code",
        "sup",
        "sub",
    }
    assert words("Tscript alert 1 script") in made
    assert all(str(a["href"]).startswith("http") for a in html.find_all("a"))
