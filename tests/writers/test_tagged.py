"""RIS and EndNote's refer form: read back with rispy and with our own readers."""

from typing import Any

import pytest
import rispy  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from curabib.model import Date, Entry, Fields, Link, Name, Names, Record, Snapshot, View
from curabib.normalise import normalise
from curabib.readers import read
from curabib.writers.tagged import ENW_WRITER, RIS_WRITER
from tests.library.shelf import LIBRARY, conference, entry, people

WRITERS = (RIS_WRITER, ENW_WRITER)


def written(*entries: Entry, writer: Any = RIS_WRITER) -> str:
    text: str = writer.write(View(title="", entries=entries)).value
    return text


def again(text: str, writer: Any) -> list[Record]:
    snapshot = Snapshot(source="s", path=f"x.{writer.extension}", text=text)
    return list(normalise(read(snapshot, writer.name).value, snapshot).value)


def test_a_conference_paper() -> None:
    shelf = entry(
        "lovelace2023on",
        "On Engines",
        people("Ada|Lovelace", "Herke|van|Hoof", "The Group, Inc."),
        2023,
        conference("ICML"),
        fields={"pages": "1--12", "eventtitle": "Fortieth ICML", "editor": people("Mary|Somerville")},
        identifiers=("arxiv:2301.00001", "doi:10.1000/x"),
        topics=("Engines",),
        keywords=("steam; water",),
        links=(("code", "https://github.com/a/b"), ("pdf", "https://example.org/p.pdf")),
        aliases=("ada2023",),
    )
    assert written(shelf).split("\n") == [
        "TY  - CPAPER",
        "TI  - On Engines",
        "AU  - Lovelace, Ada",
        "AU  - van Hoof, Herke",
        "AU  - The Group, Inc.,",
        "A2  - Somerville, Mary",
        "C3  - Proceedings of the 40th International Conference on Machine Learning",
        "T2  - Fortieth ICML",
        "T3  - Proceedings of Machine Learning Research",
        "PB  - PMLR",
        "VL  - 202",
        "SN  - 2640-3498",
        "SP  - 1",
        "EP  - 12",
        "PY  - 2023",
        "DO  - 10.1000/x",
        "UR  - https://example.org/p.pdf",
        "L2  - https://github.com/a/b",
        "KW  - Engines",
        "KW  - steam, water",
        "ID  - lovelace2023on",
        "M2  - Citation Key: lovelace2023on",
        "M2  - arXiv:2301.00001",
        "M2  - Citation Key Alias: ada2023",
        "ER  - ",
        "",
    ]


def test_a_preprint_is_one_for_zotero_and_for_us() -> None:
    shelf = entry(
        "key",
        "T",
        people("Ada|Lovelace"),
        type="online",
        identifiers=("arxiv:2101.00001",),
        fields={"date": Date(2021, 1, 3), "eprintclass": "cs.EN"},
    )
    text = written(shelf)
    assert text.startswith("TY  - UNPB\n")
    assert "DA  - 2021/01/03/\n" in text
    assert "M2  - Type: preprint\nM2  - arXiv:2101.00001 [cs.EN]\n" in text
    (record,) = again(text, RIS_WRITER)
    assert (record.entry_type, record.identifier("arxiv")) == ("online", "2101.00001")
    assert record.fields.text("eprintclass") == "cs.EN"


@pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: writer.name)
@pytest.mark.parametrize(
    ("type", "kind", "fields", "expected"),
    [
        (
            "article",
            "paper",
            {"journaltitle": "Acta", "volume": "3", "number": "4"},
            ("JOUR", "Journal Article"),
        ),
        ("book", "book", {"publisher": "Press", "edition": "2", "location": "London"}, ("BOOK", "Book")),
        ("proceedings", "book", {}, ("BOOK", "Book")),
        ("incollection", "paper", {"booktitle": "Works", "publisher": "Press"}, ("CHAP", "Book Section")),
        ("thesis", "thesis", {"institution": "Cambridge", "type": "phdthesis"}, ("THES", "Thesis")),
        ("report", "paper", {"institution": "Lab", "number": "TR-7"}, ("RPRT", "Report")),
        ("dataset", "dataset", {}, ("DATA", "Dataset")),
        ("software", "code", {}, ("COMP", "Computer Program")),
        ("online", "blog", {"url": "https://example.org/"}, ("BLOG", "Blog")),
        ("online", "other", {"url": "https://example.org/"}, ("ELEC", "Web Page")),
        ("misc", "other", {}, ("GEN", "Generic")),
        ("something-new", "other", {}, ("ELEC", "Web Page")),
    ],
)
def test_types_and_what_comes_back(
    writer: Any, type: str, kind: str, fields: dict[str, Any], expected: tuple[str, str]
) -> None:
    shelf = entry("key", "On Engines", people("Ada|Lovelace"), 2021, type=type, kind=kind, fields=fields)
    text = written(shelf, writer=writer)
    name = text.partition("\n")[0].removeprefix("TY  - ").removeprefix("%0 ")
    assert name in (*expected, "GEN", "Generic")
    (record,) = again(text, writer)
    assert record.fields.title == "On Engines"
    assert str(record.fields.authors) == "Ada Lovelace"
    assert str(record.fields.date) == "2021"
    for field in ("volume", "number", "publisher", "edition", "location", "institution"):
        assert record.fields.text(field) == fields.get(field, "")


@pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: writer.name)
def test_no_value_makes_a_line_of_its_own(writer: Any) -> None:
    evil = "x\nTY  - BOOK\r\nER  - \u2028%0 Book\x0b\x85AU  - Mallory\n\n%A Mallory"
    shelf = entry(
        "key", evil, Names((Name(literal=evil),)), keywords=(evil,), fields={"note": evil, "volume": evil}
    )
    text = written(shelf, writer=writer)
    assert len(again(text, writer)) == 1
    assert len([line for line in text.splitlines() if line.startswith(("TY", "%0"))]) == 1
    assert not any(line.startswith(("AU  - Mallory", "%A Mallory")) for line in text.splitlines())


@pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: writer.name)
def test_what_a_person_took_away_stays_away(writer: Any) -> None:
    shelf = entry(
        "key",
        "T",
        identifiers=("doi:10.1000/x", "isbn:9780262035613"),
        keywords=("secret",),
        links=(("pdf", "https://example.org/secret.pdf"),),
        withheld=frozenset({"doi", "isbn", "keywords", "url", "pages"}),
        fields={"pages": "77"},
    )
    text = written(shelf, writer=writer)
    for gone in ("10.1000", "9780262035613", "secret", "77"):
        assert gone not in text


def test_what_is_lost_is_said() -> None:
    shelf = entry("key", "T", people("Ada|Lovelace", truncated=True), type="misc", fields={"version": "2"})
    found = RIS_WRITER.write(View(title="", entries=(shelf, entry("b", "T", keywords=("a;b",))))).diagnostics
    assert [(d.code, d.message) for d in found] == [
        ("CB620", "`key` has more authors than its origins name, which RIS cannot say"),
        ("CB630", "RIS has no place for the field `version` of `key`"),
        ("CB631", "RIS cannot hold a semicolon in a keyword as stated: changed in `b`"),
    ]


def test_a_key_with_a_colon_is_no_line_that_zotero_would_cut() -> None:
    text = written(entry("DBLP:conf/x", "T"))
    assert "ID  - DBLP:conf/x\n" in text
    assert "Citation Key" not in text


def test_rispy_reads_the_same() -> None:
    found = rispy.loads(written(*LIBRARY.entries))
    assert [record["id"] for record in found] == [entry.key for entry in LIBRARY.entries]
    assert [record["title"] for record in found] == [entry.work.fields.title for entry in LIBRARY.entries]
    assert found[0]["authors"] == ["Frankle, Jonathan", "Carbin, Michael"]
    assert found[0]["keywords"] == ["Pruning", "winning tickets"]


WORD = st.text(st.characters(categories=("Lu", "Ll", "Nd")), min_size=2, max_size=8)
PERSON = st.builds(Name, family=WORD, given=WORD, prefix=st.sampled_from(["", "van", "de la"]))


@given(
    st.lists(WORD, min_size=2, max_size=5).map(" ".join),
    st.lists(PERSON, max_size=3),
    st.integers(1900, 2030),
    st.lists(WORD, max_size=3, unique=True),
    st.sampled_from(WRITERS),
)
def test_what_is_written_is_read_again(
    title: str, names: list[Name], year: int, keywords: list[str], writer: Any
) -> None:
    shelf = entry("key", title, Names(tuple(names)), year, type="misc", keywords=tuple(keywords))
    (record,) = again(written(shelf, writer=writer), writer)
    kept = Fields({**shelf.work.fields})
    assert record.fields.title == kept.title
    assert record.fields.authors == kept.authors
    assert record.fields.date == kept.date
    assert list(record.keywords) == keywords


def test_links_come_back_with_what_they_are() -> None:
    shelf = entry(
        "key",
        "T",
        fields={"url": "https://example.org/"},
        type="misc",
        links=(("code", "https://github.com/a/b"), ("pdf", "https://example.org/p.pdf")),
    )
    (record,) = again(written(shelf), RIS_WRITER)
    assert record.links == (
        Link("paper", "https://example.org/"),
        Link("code", "https://github.com/a/b"),
        Link("paper", "https://example.org/p.pdf"),
    )
