"""EndNote's XML: well formed whatever a list holds, and read back by our own reader."""

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from curabib.model import Date, Entry, Record, Snapshot, View
from curabib.normalise import normalise
from curabib.readers import read
from curabib.writers.endnote_xml import WRITER
from tests.library.shelf import LIBRARY, conference, entry, people


def written(*entries: Entry) -> str:
    return WRITER.write(View(title="", entries=entries)).value


def again(text: str) -> list[Record]:
    snapshot = Snapshot(source="s", path="x.xml", text=text)
    return list(normalise(read(snapshot).value, snapshot).value)


PAPER = entry(
    "lovelace2023on",
    "On <i>Engines</i> & more",
    people("Ada|Lovelace", "Herke|van|Hoof", "The Group, Inc."),
    venue=conference("ICML"),
    fields={"pages": "1--12", "editor": people("Mary|Somerville"), "note": "a < b", "date": Date(2023, 7, 3)},
    identifiers=("doi:10.1000/x", "pmid:12345"),
    topics=("Engines",),
    keywords=("steam; water",),
    links=(("paper", "https://example.org/a?b=1&c=2"), ("pdf", "https://example.org/p.pdf")),
)


def test_the_elements_of_a_paper_stand_in_endnotes_order() -> None:
    record = ElementTree.fromstring(written(PAPER)).find("records/record")
    assert record is not None
    assert [part.tag for part in record] == [
        *(
            "rec-number",
            "ref-type",
            "contributors",
            "titles",
            "pages",
            "volume",
            "keywords",
            "dates",
            "publisher",
        ),
        *("isbn", "accession-num", "electronic-resource-num", "label", "notes", "urls"),
    ]
    kind = record.find("ref-type")
    assert kind is not None
    assert (kind.get("name"), kind.text) == ("Conference Paper", "47")
    authors = ["".join(author.itertext()) for author in record.findall("contributors/authors/author")]
    assert authors == ["Lovelace, Ada", "van Hoof, Herke", "The Group, Inc.,"]
    assert "".join(record.findtext("urls/pdf-urls/url/style") or "") == "https://example.org/p.pdf"


def test_it_reads_back() -> None:
    (record,) = again(written(PAPER))
    assert record.fields.authors == PAPER.work.fields.authors
    assert record.fields.editors == people("Mary|Somerville")
    assert record.fields.date == Date(2023, 7, 3)
    assert record.fields.text("pages") == "1-12"
    assert {str(i) for i in record.identifiers} >= {"doi:10.1000/x", "pmid:12345"}
    assert record.keywords == ("Engines", "steam, water")
    assert str(record.fields.venue) == "ICML"
    assert {link.url for link in record.links} == {link.url for link in PAPER.work.links}


def test_the_whole_shelf_reads_back() -> None:
    records = {record.fields.title: record for record in again(written(*LIBRARY.entries))}
    for one in LIBRARY.entries:
        record = records[one.work.fields.title]
        assert record.fields.authors.people == one.work.fields.authors.people
        assert record.fields.date == one.work.fields.date


def test_an_article_names_its_journal_twice() -> None:
    root = ElementTree.fromstring(written(*(e for e in LIBRARY.entries if e.key == "godel1931ueber")))
    titles = [root.findtext(f".//{path}/style") for path in ("secondary-title", "periodical/full-title")]
    assert titles == ["Monatshefte für Mathematik"] * 2


def test_what_it_has_no_place_for_is_said() -> None:
    found = WRITER.write(
        View(title="", entries=(entry("a", "T", people("A|B", truncated=True), fields={"x": "y"}),))
    )
    assert [d.code for d in found.diagnostics] == ["CB620", "CB630"]
    assert "EndNote XML has no place for the field `x`" in found.diagnostics[1].message


def test_nothing_is_a_document_too() -> None:
    assert list(ElementTree.fromstring(written()).iter("record")) == []


@given(st.text(max_size=60), st.text(max_size=40), st.text(max_size=40))
def test_no_text_breaks_the_document(title: str, keyword: str, note: str) -> None:
    shelf = entry("a", title, people("Ada|Lovelace"), fields={"note": note}, keywords=(keyword,))
    root = ElementTree.fromstring(written(shelf))
    assert len(list(root.iter("record"))) == 1
    assert {node.tag for node in root.iter()} <= {
        *("xml", "records", "record", "rec-number", "ref-type", "contributors", "authors", "author", "style"),
        *("titles", "title", "keywords", "keyword", "label", "notes"),
    }
