"""CSL-JSON for Zotero: what its importer was seen to refuse or drop is not there."""

import json
from typing import Any

from curabib.model import Date, Entry, Name, Names, View
from curabib.writers.zotero_csl import WRITER
from tests.library.shelf import LIBRARY, entry, people


def items(*entries: Entry) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(WRITER.write(View(title="", entries=entries)).value)
    return found


def test_a_preprint_has_its_key_and_a_raw_date() -> None:
    shelf = entry(
        "lovelace2021on",
        "On Engines",
        people("Ada|Lovelace"),
        type="online",
        identifiers=("arxiv:2101.00001",),
        fields={"date": Date(2021, 1, 3)},
        aliases=("old",),
    )
    (item,) = items(shelf)
    assert item == {
        "id": "lovelace2021on",
        "citation-key": "lovelace2021on",
        "type": "article",
        "title": "On Engines",
        "author": [{"family": "Lovelace", "given": "Ada"}],
        "issued": {"raw": "2021-01-03"},
        "number": "arXiv:2101.00001",
        "publisher": "arXiv",
        "URL": "https://arxiv.org/abs/2101.00001",
        "note": "Citation Key Alias: old",
    }


def test_no_program_spoils_the_file() -> None:
    found = items(
        entry("a", "T", type="software", kind="code", fields={"version": "2"}),
        entry("b", "T", type="software"),
    )
    assert [(item["type"], item.get("version"), item.get("note")) for item in found] == [
        ("book", "2", None),
        ("book", None, "Type: computerProgram"),
    ]


def test_names_have_two_parts() -> None:
    names = Names(
        (
            Name(family="Neumann", given="John", prefix="von"),
            Name(family="King", given="Martin Luther", suffix="Jr."),
            Name(literal="The Group"),
        )
    )
    assert items(entry("a", "T", names))[0]["author"] == [
        {"family": "von Neumann", "given": "John"},
        {"family": "King", "given": "Martin Luther, Jr."},
        {"literal": "The Group"},
    ]


def test_what_zotero_drops_is_said() -> None:
    shelf = entry("a", "T", people("Ada|Lovelace", truncated=True), topics=("X",), keywords=("k",))
    found = WRITER.write(View(title="", entries=(shelf,))).diagnostics
    assert [(d.code, d.message) for d in found] == [
        ("CB620", "`a` has more authors than its origins name, which CSL-JSON for Zotero cannot say"),
        ("CB630", "CSL-JSON for Zotero has no place for the field `keywords` of `a`"),
        ("CB630", "CSL-JSON for Zotero has no place for the field `topics` of `a`"),
    ]
    assert [item["citation-key"] for item in items(*LIBRARY.entries)] == [one.key for one in LIBRARY.entries]
