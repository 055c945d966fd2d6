"""What other programs read in the files for reference managers."""

import json
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from curabib.model import Entry, Name, Names, View
from curabib.sync.libraries import load_library
from curabib.writers.endnote_xml import WRITER as ENDNOTE_XML
from curabib.writers.grouped_bib import BETTER_BIBTEX_BIB, JABREF, ZOTERO_BIB
from curabib.writers.tagged import ENW_WRITER, RIS_WRITER
from tests.conftest import REPOSITORY
from tests.library.shelf import LIBRARY, conference, entry, people

pytestmark = pytest.mark.real

NODE = REPOSITORY / "tests" / "real" / "node"
_SPAN = re.compile(r"</?span[^>]*>")
HARD = (
    entry(
        "percent",
        "50% of #1 cost $5 & more_or_less ~x^2 {y} a<b>c \\alpha",
        people("Ada|Lovelace"),
        2021,
        type="misc",
    ),
    entry("braces", "The } lone { brace", people("Ada|Lovelace"), 2021, type="misc"),
    entry("formula", "Why $\\ell_2$ beats $n^2$", people("Łukasz|Święty", "Paul|Erdős"), 2021, type="misc"),
    entry(
        "names",
        "Names",
        Names(
            (
                Name(family="Neumann", given="John", prefix="von"),
                Name(family="King", given="Martin Luther", suffix="Jr."),
                Name(literal="Barnes and Noble"),
                Name(family="Müller", given="Ü."),
            ),
            truncated=True,
        ),
        1945,
        conference("ICML"),
        identifiers=("doi:10.1000/a_b%c", "arxiv:2101.00001"),
        keywords=("steam", "50% {x} a & b_c"),
        topics=("Vision", "Data; more"),
        line=2,
    ),
    entry(
        "data",
        "A Set",
        people("Ada|Lovelace"),
        2021,
        type="dataset",
        kind="dataset",
        topics=("Vision",),
        line=1,
    ),
    entry(
        "blog",
        "Post",
        people("Ada|Lovelace"),
        2021,
        type="online",
        links=(("", "https://example.org/a_b?c=d%20e#f"),),
    ),
)


@pytest.fixture
def node(tool: Callable[[str], str]) -> Callable[..., Any]:
    """Return what runs a script of tests/real/node and reads the JSON that it prints."""
    program = tool("node")

    def run(package: str, script: str, *arguments: object) -> Any:
        if not (NODE / "node_modules" / package).is_dir():
            if os.environ.get("CURABIB_REQUIRE_REAL"):
                pytest.fail(f"the npm package {package} is not installed: npm ci --prefix tests/real/node")
            pytest.skip(f"the npm package {package} is not installed: npm ci --prefix tests/real/node")
        command = [program, script, *map(str, arguments)]
        done = subprocess.run(command, cwd=NODE, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
        return json.loads(done.stdout)

    return run


@pytest.fixture(scope="module")
def shipped() -> tuple[Entry, ...]:
    return load_library(REPOSITORY).value.entries


def _groups(
    groups: list[dict[str, Any]], above: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    for group in groups:
        path = (*above, group["name"])
        yield path, group["entries"]
        yield from _groups(group.get("groups") or [], path)


@pytest.mark.parametrize("writer", [ZOTERO_BIB, BETTER_BIBTEX_BIB], ids=lambda writer: writer.name)
def test_the_parser_of_better_bibtex_reads_every_entry(writer: Any, node: Any, tmp_path: Path) -> None:
    path = tmp_path / "library.bib"
    path.write_text(writer.write(View(title="", entries=(*LIBRARY.entries, *HARD))).value, encoding="utf-8")
    read = node("@retorquere/bibtex-parser", "bibtex-parser.mjs", path)
    assert read["errors"] == []
    found = {entry["key"]: entry for entry in read["entries"]}
    assert found.keys() == {entry.key for entry in (*LIBRARY.entries, *HARD)}
    title = {key: _SPAN.sub("", entry["fields"]["title"]) for key, entry in found.items()}
    assert title["percent"].lower() == "50% of #1 cost $5 & more_or_less ~x^2 {y} a<b>c \\alpha"
    assert title["braces"] == "The } lone { brace"
    assert title["formula"] == "Why ℓ2 beats n2"
    assert found["formula"]["fields"]["author"] == [
        {"lastName": "Święty", "firstName": "Łukasz"},
        {"lastName": "Erdős", "firstName": "Paul"},
    ]
    assert found["names"]["fields"]["author"] == [
        {"lastName": "Neumann", "firstName": "John", "prefix": "von"},
        {"lastName": "King", "firstName": "Martin Luther", "suffix": "Jr."},
        {"name": "Barnes and Noble"},
        {"lastName": "Müller", "firstName": "Ü."},
    ]
    assert found["names"]["fields"]["doi"] == "10.1000/a_b%c"
    if writer is BETTER_BIBTEX_BIB:  # Zotero's own importer decodes what this parser takes verbatim
        assert sorted(found["names"]["fields"]["keywords"]) == ["50% (x) a & b_c", "steam"]
    assert found["blog"]["fields"]["url"] == "https://example.org/a_b?c=d%20e#f"
    groups = dict(_groups(read["groups"]))
    assert groups[("Vision",)] == ["data"]
    assert groups[("Vision", "Data; more")] == ["names"]


@pytest.mark.parametrize("writer", [ZOTERO_BIB, BETTER_BIBTEX_BIB], ids=lambda writer: writer.name)
def test_it_reads_the_shipped_library(
    writer: Any, node: Any, tmp_path: Path, shipped: tuple[Entry, ...]
) -> None:
    path = tmp_path / "library.bib"
    path.write_text(writer.write(View(title="", entries=shipped)).value, encoding="utf-8")
    read = node("@retorquere/bibtex-parser", "bibtex-parser.mjs", path)
    assert read["errors"] == []
    found = {entry["key"]: entry["fields"] for entry in read["entries"]}
    assert found.keys() == {entry.key for entry in shipped}
    for one in shipped:
        names = [str(name) for name in one.work.fields.authors]
        assert [_reading(name) for name in found[one.key].get("author", [])] == names
        if "$" not in one.work.fields.title:
            title = _SPAN.sub("", found[one.key].get("title", ""))
            assert _plain(title) == _plain(one.work.fields.title)
    members = {key for _, keys in _groups(read["groups"]) for key in keys}
    assert members == {entry.key for entry in shipped if entry.work.topics}


def test_it_reads_the_groups_of_jabref(node: Any, tmp_path: Path) -> None:
    path = tmp_path / "library.bib"
    path.write_text(JABREF.write(View(title="", entries=HARD)).value, encoding="utf-8")
    read = node("@retorquere/bibtex-parser", "bibtex-parser.mjs", path)
    assert read["errors"] == []
    assert [name for name, _ in _groups(read["groups"])] == [("Vision",), ("Vision", "Data more")]
    found = {entry["key"]: entry["fields"].get("groups") for entry in read["entries"]}
    assert found == dict.fromkeys(found) | {"data": "Vision", "names": "Data more"}


def test_citation_js_reads_ris(node: Any, tmp_path: Path) -> None:
    path = tmp_path / "library.ris"
    path.write_text(
        RIS_WRITER.write(View(title="", entries=(*LIBRARY.entries, *HARD))).value, encoding="utf-8"
    )
    found = {item["id"]: item for item in node("@citation-js/core", "citation-js.cjs", "ris", path)}
    assert list(found) == [entry.key for entry in (*LIBRARY.entries, *HARD)]
    titles = [item["title"].replace("\u2060", "") for item in found.values()]
    assert titles == [one.work.fields.title for one in (*LIBRARY.entries, *HARD)]
    del found["godel1931ueber"][
        "page-first"
    ]  # what only Zotero reads stands in a tag that others take for a page
    assert found["godel1931ueber"] | {"keyword": ""} == {
        "id": "godel1931ueber",
        "type": "article-journal",
        "title": "Über formal unentscheidbare Sätze",
        "author": [{"family": "Gödel", "given": "Kurt"}],
        "container-title": "Monatshefte für Mathematik",
        "issued": {"date-parts": [[1931]]},
        "volume": "38",
        "page": "173-198",
        "language": "german",
        "keyword": "",
    }
    assert found["names"]["author"][:2] == [
        {"family": "von Neumann", "given": "John"},
        {"family": "King", "given": "Martin Luther", "suffix": "Jr."},
    ]


@pytest.mark.parametrize("writer", [RIS_WRITER, ENW_WRITER, ENDNOTE_XML], ids=lambda writer: writer.name)
def test_bibutils_reads_every_record(writer: Any, tool: Callable[[str], str], tmp_path: Path) -> None:
    program = tool({"ris": "ris2xml", "enw": "end2xml", "endnote-xml": "endx2xml"}[writer.name])
    path = tmp_path / f"library.{writer.extension}"
    entries = (*LIBRARY.entries, *HARD)
    path.write_text(writer.write(View(title="", entries=entries)).value, encoding="utf-8")
    done = subprocess.run([program, "-i", "utf8", str(path)], capture_output=True, timeout=60, check=True)
    root = ElementTree.fromstring(done.stdout.decode("utf-8-sig"))
    space = "{http://www.loc.gov/mods/v3}"
    found = {record.get("ID"): record for record in root.iter(f"{space}mods")}
    assert list(found) == [entry.key for entry in entries]
    for one in entries:
        said = "".join(found[one.key].itertext())
        assert [name for name in one.work.fields.authors if name.family not in said] == []


def _plain(title: str) -> str:
    """Return a title without its case and what TeX makes typographic."""
    for typed, shown in (
        ("---", "—"),
        ("--", "–"),
        ("``", "“"),
        ("''", "”"),
        ("\u00a0", " "),
        ("`", "‘"),
        ("'", "’"),
    ):
        title = title.replace(typed, shown)
    return title.casefold()


def _reading(name: dict[str, str]) -> str:
    parts = (name.get(part, "") for part in ("firstName", "prefix", "lastName", "suffix"))
    return name.get("name") or " ".join(filter(None, parts))
