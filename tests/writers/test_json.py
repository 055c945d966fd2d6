import json

from curabib.model import View
from curabib.writers.json import SCHEMA, WRITER, entry_to_json
from tests.library.shelf import LIBRARY, entry, people


def test_the_document_has_its_schema_title_and_entries_in_order() -> None:
    text = WRITER.write(View(title="All", entries=tuple(reversed(LIBRARY.entries)))).value
    form = json.loads(text)
    assert (form["schema"], form["title"]) == (SCHEMA, "All")
    assert [item["key"] for item in form["entries"]] == [e.key for e in reversed(LIBRARY.entries)]
    assert text.endswith("}\n")


def test_the_same_view_gives_the_same_bytes() -> None:
    view = View(title="All", entries=LIBRARY.entries)
    assert WRITER.write(view) == WRITER.write(view)


def test_what_is_known_of_an_entry_is_there() -> None:
    form = entry_to_json(LIBRARY.by_key["frankle2020linear"])
    assert form["aliases"] == ["frankle2020mode"]
    assert form["identifiers"] == {"doi": ["10.1000/Linear.20"]}
    assert form["authors"] == [{"family": "Frankle", "given": "Jonathan", "prefix": "", "suffix": ""}]
    assert form["venue"] == {"name": "ICML", "id": "ICML", "kind": "conference"}
    assert form["topics"] == ["Pruning", "Loss Landscape & Geometry"]
    assert [record["line"] for record in form["records"]] == [4]


def test_what_is_not_known_is_null_and_not_invented() -> None:
    form = entry_to_json(entry("nobody", ""))
    assert (form["title"], form["venue"], form["year"], form["authors"]) == (None, None, None, [])
    assert "fields" not in form
    assert "date" not in form


def test_authors_cut_short_and_particles_are_told() -> None:
    form = entry_to_json(LIBRARY.by_key["hoof2021networks"])
    assert form["authors_truncated"] is True
    assert form["authors"][0] == {"family": "Hoof", "given": "Herke", "prefix": "van", "suffix": ""}


def test_control_characters_are_escaped() -> None:
    text = WRITER.write(View(title="", entries=(entry("a", "\x1b[31mred\x00", people("A|B")),))).value
    assert "\x1b" not in text
    assert "\x00" not in text


def test_what_a_person_took_away_is_named_and_not_there() -> None:
    taken = entry(
        "key",
        "T",
        identifiers=("doi:10.1/x", "arxiv:2001.00001"),
        keywords=("a", "b"),
        withheld=frozenset({"keywords", "doi", "publisher"}),
    )
    form = entry_to_json(taken)
    assert form["withheld"] == ["doi", "keywords", "publisher"]
    assert (form["keywords"], form["identifiers"]) == ([], {"arxiv": ["2001.00001"]})
    assert "withheld" not in entry_to_json(entry("key", "T"))
