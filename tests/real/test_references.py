"""Formatted lists in the programs that people open them with: LibreOffice, Chromium, and citeproc-js beside pandoc."""

import importlib.util
import json
import os
import re
import subprocess
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from docs.style_samples import entries as samples

from curabib.writers.csl_json import entry_to_csl
from curabib.writers.references import Options, Target
from curabib.writers.references import style as find_style
from tests.conftest import REPOSITORY
from tests.library.shelf import entry, people
from tests.writers.references.lists import document, hostile, of_every_type, text

pytestmark = pytest.mark.real
Tool = Callable[[str], str]
NODE = REPOSITORY / "tests" / "real" / "node"
LISTS = Options(group_by="type", extras=("keywords", "links"), highlight=("Ann Byron",))


def run(*command: str | Path, folder: Path, timeout: float = 180) -> str:
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        capture_output=True,
        timeout=timeout,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, (done.stderr or done.stdout).decode("utf-8", "replace")[-2000:]
    return done.stdout.decode("utf-8", "replace")


def package(name: str) -> None:
    """Skip the test where the npm package is not installed; fail where everything must be."""
    if not (NODE / "node_modules" / name).is_dir():
        if os.environ.get("CURABIB_REQUIRE_REAL"):
            pytest.fail(f"the npm package {name} is not installed: npm ci --prefix tests/real/node")
        pytest.skip(f"the npm package {name} is not installed")


def words(text: str) -> str:
    return "".join(re.findall(r"\w+", text))


@pytest.mark.parametrize("to", ["docx", "rtf"])
def test_libreoffice_prints_the_whole_list(to: Target, tmp_path: Path, tool: Tool) -> None:
    office, pdftotext = tool("soffice"), tool("pdftotext")
    entries = (*of_every_type(), *hostile())
    names = {"ieee": (tmp_path / f"ieee.{to}"), "apa": (tmp_path / f"apa.{to}")}
    for name, path in names.items():
        path.write_bytes(document(entries, name, to, LISTS, title="A list: Über α"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    run(
        office,
        "--headless",
        profile,
        "--convert-to",
        "pdf",
        "--outdir",
        tmp_path,
        *names.values(),
        folder=tmp_path,
    )
    for name in names:
        printed = words(run(pdftotext, "-layout", tmp_path / f"{name}.pdf", "-", folder=tmp_path))
        assert "AlistÜberα" in printed
        assert "Conferencepapers" in printed
        for one in of_every_type():
            assert words(f"A Title for {one.work.entry_type}").casefold() in printed.casefold()
        numbers = re.findall(
            r"(?m)^[\f ]*\[(\d+)\]", run(pdftotext, "-layout", tmp_path / f"{name}.pdf", "-", folder=tmp_path)
        )
        assert numbers == ([str(number) for number in range(1, len(entries) + 1)] if name == "ieee" else [])


@pytest.mark.parametrize("package_", ["", "\\usepackage{url}", "\\usepackage{hyperref}"])
def test_an_address_prints_as_it_is_in_latex(package_: str, tmp_path: Path, tool: Tool) -> None:
    pdflatex, pdftotext = tool("pdflatex"), tool("pdftotext")
    address = "https://x.org/a%20b?x=1%2F2&y_z~#f"
    shelf = (
        entry(
            "k", "Addresses", people("Dejan|Štepec"), 2020, type="misc", kind="blog", fields={"url": address}
        ),
    )
    (tmp_path / "list.tex").write_bytes(document(shelf, "plain", "latex", title="50% & more"))
    source = f"\\documentclass{{article}}{package_}\\begin{{document}}\\input{{list}}\\end{{document}}"
    (tmp_path / "paper.tex").write_text(source)
    run(pdflatex, "-interaction=nonstopmode", "-halt-on-error", "paper.tex", folder=tmp_path)
    printed = run(pdftotext, "-layout", "paper.pdf", "-", folder=tmp_path)
    assert address in "".join(printed.split())
    assert "50% & more" in printed


@pytest.mark.parametrize("name", ["ieee", "apa"])
def test_the_page_in_a_browser(name: str, tmp_path: Path, tool: Tool) -> None:
    """Readable at every width, in light and dark, accessible, without scripts or requests, and with COinS for all."""
    node, chromium = tool("node"), tool("chromium")
    package("playwright-core")
    package("axe-core")
    entries = (*of_every_type(), *hostile(), *samples())
    options = Options(
        group_by="type", extras=("keywords", "links", "key"), highlight=("Ann Byron",), standalone=True
    )
    page = tmp_path / "page.html"
    page.write_bytes(document(entries, name, "html", options, title="Everything <b>at once</b>"))
    looks = json.loads(run(node, NODE / "page.js", chromium, page.as_uri(), tmp_path, folder=NODE))
    assert {(look["width"], look["colorScheme"]) for look in looks} == {
        (width, scheme) for width in (360, 1280) for scheme in ("light", "dark")
    }
    for look in looks:
        assert look["violations"] == []
        assert look["scrollWidth"] == look["clientWidth"] == look["width"]
        assert look["wide"] == 0
        assert look["scripts"] == 0
        assert look["requests"] == [page.as_uri()]
        assert sorted(item["id"] for item in look["items"]) == sorted(entry.key for entry in entries)
        assert all(item["text"].strip() for item in look["items"])
        assert all(link.startswith(("http", "file:///")) for link in look["links"])
        assert (tmp_path / f"{look['width']}-{look['colorScheme']}.png").stat().st_size > 10_000
    light, dark = (
        next(look for look in looks if look["colorScheme"] == scheme) for scheme in ("light", "dark")
    )
    assert brightness(light["background"]) > 200 > brightness(light["colour"])
    assert brightness(dark["background"]) < 60 < brightness(dark["colour"])
    read = [dict(pairs) for pairs in looks[0]["coins"]]
    assert len(read) == len(entries)
    by_title = {pairs["rft.title"]: pairs for pairs in read}
    paper = by_title["Learning to Forget: Sparse BERT Models in $O(n \\log n)$ Steps"]
    assert paper["rft.type"] == "conferencePaper"
    assert paper["rft.creator"] == "Lindqvist, Åsa"
    assert paper["rft_id"] == "https://proceedings.example.org/v139/okafor21a.html"


def brightness(colour: str) -> float:
    return sum(map(int, re.findall(r"\d+", colour)[:3])) / 3


# Where our list differs from that of citeproc-js: what it says (without blanks), and the verdict.
GROUP = "a person before a group: the comma that the style asks for, which citeproc-js leaves out before a literal name"
DIFFERENT: Mapping[str, tuple[tuple[str, str], ...]] = {
    "apa": (("Hale,R.,&TheExampleCollective", GROUP),),
    "ieee": (
        ("2021,arXiv:2101.00001", "the archive is said once, not twice"),
        ("2023,arXiv:2301.00001", "the archive is said once, not twice"),
        ("Agree?”in", "no comma behind a question mark, as IEEE asks"),
    ),
    "chicago-author-date": (("Hale,Ruth,andTheExampleCollective", GROUP),),
    "nature": (),
    "modern-language-association": (("Hale,Ruth,andTheExampleCollective", GROUP),),
    "springer-lecture-notes-in-computer-science": (),
    "nlm-citation-sequence": (),
}


@pytest.mark.parametrize("name", DIFFERENT)
def test_citeproc_js_prints_the_same(name: str, tmp_path: Path, tool: Tool) -> None:
    node = tool("node")
    package("citeproc")
    entries = tuple(entry for entry in (*of_every_type(), *samples()) if "$" not in entry.work.fields.title)
    items: list[dict[str, Any]] = [entry_to_csl(entry) for entry in entries]
    (tmp_path / "items.json").write_text(json.dumps(items), encoding="utf-8")
    citeproc = importlib.util.find_spec("citeproc")
    assert citeproc is not None
    assert citeproc.submodule_search_locations is not None
    locale = Path(citeproc.submodule_search_locations[0]) / "data" / "locales" / "locales-en-US.xml"
    path = find_style(name).found.path
    made = json.loads(
        run(node, NODE / "citeproc.js", str(path), locale, tmp_path / "items.json", folder=NODE)
    )
    theirs = Counter(seen(entry) for entry in made["entries"])
    ours = Counter(map(squeezed, text(entries, name).splitlines()))
    differing = sorted((ours - theirs).elements())
    known = DIFFERENT[name]
    assert len(differing) == len(known), differing
    for one, (part, _) in zip(differing, known, strict=True):
        assert part in one


def seen(html: str) -> str:
    return squeezed(BeautifulSoup(html, "html5lib").get_text(" "))


def squeezed(text: str) -> str:
    """Return a reference without its number and blanks, which the engines set otherwise."""
    return re.sub(r"\s+", "", re.sub(r"^\s*[\[(]?\d+[\]).]\s*", "", text))
