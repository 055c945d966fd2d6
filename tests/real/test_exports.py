"""Exports read beside pandoc, which reads some of the same formats in its own way."""

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from curabib.model import Record, Snapshot
from curabib.normalise import normalise
from curabib.readers import read
from tests.conftest import REPOSITORY
from tests.readers.test_cases import PARTS

CASES = REPOSITORY / "tests" / "cases" / "readers"


def pandoc() -> str:
    pypandoc = pytest.importorskip("pypandoc")
    return str(pypandoc.get_pandoc_path())


def case(name: str) -> str:
    found = PARTS.fullmatch((CASES / f"{name}.md").read_text(encoding="utf-8"))
    assert found is not None
    return found["text"] + "\n"


def ours(text: str, path: str) -> tuple[Record, ...]:
    snapshot = Snapshot(source="s", path=path, text=text)
    return normalise(read(snapshot).value, snapshot).value


def theirs(text: str, format: str) -> list[dict[str, Any]]:
    ran = subprocess.run(
        [pandoc(), "--sandbox", "-f", format, "-t", "csljson"],
        input=text,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    found: list[dict[str, Any]] = json.loads(ran.stdout)
    return found


@pytest.mark.real
@pytest.mark.parametrize(
    ("name", "path", "format"),
    [
        ("endnote-xml-file", "x.xml", "endnotexml"),
        ("ris-file", "x.ris", "ris"),
        ("bibtex-file", "x.bib", "bibtex"),
    ],
)
def test_pandoc_reads_the_same_works(name: str, path: str, format: str) -> None:
    text = case(name).replace("@inproceedings{broken, title={x\n", "")
    text = (
        text.replace("junk\n", "")
        .replace("\n text that goes on", "")
        .replace("JO  - Nature\nTY", "JO  - Nature\nER  - \nTY")
    )
    found = {record.fields.title.casefold(): record for record in ours(text, path)}
    others = {plain(item["title"]).casefold(): item for item in theirs(text, format)}
    assert set(others) == set(found)
    for title, item in others.items():
        record = found[title]
        families = [person.get("family") or person.get("literal") for person in item.get("author", [])]
        assert (
            families == [name.family or name.literal for name in record.fields.authors]
            or title == "on engines & steam"
        )
        year = item.get("issued", {}).get("date-parts", [[None]])[0][0]
        assert year is None or (record.fields.date is not None and int(year) == record.fields.date.year)


def plain(title: str) -> str:
    return re.sub(r"<[^>]+>", "", title).replace("&amp;", "&")


@pytest.mark.real
def test_pandoc_reads_the_yaml_that_we_read(tmp_path: Path, tool: Callable[[str], str]) -> None:
    text = case("csl-yaml-file")
    (tmp_path / "x.yaml").write_text(text, encoding="utf-8")
    ran = subprocess.run(
        [pandoc(), "--sandbox", "-f", "markdown", "-t", "csljson", "x.yaml"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    titles = [plain(item["title"]) for item in json.loads(ran.stdout)]
    assert titles == [record.fields.title for record in ours(text, "x.yaml")]
