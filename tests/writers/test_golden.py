"""One shelf in every format for reference managers, byte for byte.

With CURABIB_UPDATE_GOLDEN=1 it writes down what is written now; look at the difference before you keep it.
"""

import os
import re
from pathlib import Path
from typing import cast

import pytest

from curabib.model import Date, Name, Names, View
from curabib.project import plugins
from curabib.writers import Writer
from tests.library.shelf import LIBRARY, conference, entry, people

GOLDEN = Path(__file__).parents[1] / "cases" / "writers"
FORMATS = (
    "zotero-rdf",
    "zotero",
    "better-bibtex",
    "jabref",
    "ris",
    "enw",
    "endnote-xml",
    "csv",
    "awesome-list",
    "coins",
)
# the version of the tool and what follows from it
_CHANGING = re.compile(r"% (?:written by curabib|sha256) .*\n")
SHELF = (
    *LIBRARY.entries,
    entry(
        "lovelace1843notes",
        "Notes on <i>50%</i> of A&B: {braces}, $n^2$ & “quotes”",
        Names(
            (
                Name(family="Lovelace", given="Ada", prefix="de"),
                Name(family="King", given="Martin Luther", suffix="Jr."),
                Name(literal="Engine Group, Inc."),
            )
        ),
        1843,
        conference("ICML"),
        fields={
            "pages": "1--9",
            "note": "a < b",
            "eventtitle": "The Event",
            "editor": people("Mary|Somerville"),
        },
        identifiers=("doi:10.1000/a_b", "arxiv:2301.00001"),
        topics=("Logic", "Steam; water"),
        keywords=("steam, water", "=1+1"),
        links=(("code", "https://github.com/a/b?c=1&d=2"), ("pdf", "https://example.org/p.pdf")),
        aliases=("ada1843",),
        line=60,
    ),
    entry(
        "menabrea1842sketch",
        "Sketch of the Engine",
        people("Luigi|Menabrea"),
        type="online",
        fields={"date": Date(1842, 10, 3), "eprintclass": "cs.EN"},
        identifiers=("arxiv:2101.00002",),
        topics=("Logic",),
        line=61,
    ),
)


@pytest.mark.parametrize("format", FORMATS)
def test_the_bytes_of_a_shelf(format: str) -> None:
    writer = cast(Writer, plugins.load("writers", format))
    text = _CHANGING.sub("", writer.write(View(title="Shelf", entries=SHELF)).value)
    path = GOLDEN / f"{format}.{writer.extension}"
    if os.environ.get("CURABIB_UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    assert path.read_bytes().decode() == text
