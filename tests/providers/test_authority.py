"""Official records in local files: every form, bad input, and what is found again."""

import gzip
import json
from pathlib import Path

import pytest

from curabib.diagnostics import CurabibError
from curabib.model import Date, Identifier, Name, Names, Origin, Record
from curabib.model.json_form import record_to_json
from curabib.providers.authority import Authority, Registry
from curabib.providers.authority.forms import Unread, form_of, read_records
from curabib.providers.authority.registry import name_of

ORIGIN = Origin(kind="provider", name="authority:test")

LINES = [
    {
        "title": "Turning of Wheels \\& Gears", "year": "2021", "venue": "icml", "venue_type": "conference",
        "venue_name": "Proceedings of the 38th International Conference on Machine Learning", "volume": "139",
        "pages": "101-112", "venue_url": "https://proceedings.mlr.press/v139/berg21a.html", "doi": "10.1000/journal.1",
        "source_id": "v139/berg21a",
        "authors": [{"family": "Berg 0001", "given": "Ada"}, {"family": "van der Noot", "given": "Max*"}],
    },
    {
        "title": "Belts", "year": 2019, "venue": "icmlw", "venue_type": "workshop",
        "venue_name": "ICML 2019 Workshops: Machines", "authors": ["Cleo Dorn", {"literal": "The Belt Group"}],
        "openreview_url": "https://openreview.net/forum?id=bElT", "retracted": True,
    },
    {"title": "A Theory of Pulleys", "year": "2020-05-01", "authors": [], "arxiv": "2005.00001"},
]  # fmt: skip

BIB = """\
@string{jmlr = "Journal of Machine Learning Research"}
@article{berg:2021, title = {On {G}ears and {\\"U}bersetzung}, author = {Berg, Ada and Dorn, Cleo}, journal = jmlr,
  year = 2021, volume = 22, pages = {1--30}, url = {https://jmlr.org/papers/v22/20-001.html}, abstract = {Not kept.}}
@inproceedings{broken, title = {No end
"""

CSL = [
    {
        "id": "x", "type": "paper-conference", "title": "Cranks", "author": [{"family": "Fell", "given": "Eva"}],
        "issued": {"date-parts": [[2018, 7]]}, "container-title": "NeurIPS", "DOI": "10.1000/X.1",
    },
    {"id": "y", "title": ""},
    "no object",
]  # fmt: skip

DBLP = b"""<?xml version="1.0" encoding="ISO-8859-1"?>
<!DOCTYPE dblp SYSTEM "dblp-2026-01-01.dtd">
<dblp>
<inproceedings mdate="2024-01-01" key="conf/icml/MuellerB20">
<author>J&uuml;rgen M&uuml;ller 0002</author><author>Ada Berg</author>
<title>Levers &amp; <i>Loads</i> in O(n<sup>2</sup>).</title><pages>3-14</pages><year>2020</year>
<booktitle>ICML</booktitle><ee>http://proceedings.mlr.press/v119/mueller20a.html</ee>
</inproceedings>
<article key="journals/corr/abs-2001-00001"><author>Ada Berg</author><title>Levers.</title>
<journal>CoRR</journal><volume>abs/2001.00001</volume><year>2020</year>
<ee>https://arxiv.org/abs/2001.00001</ee></article>
<www key="homepages/b/AdaBerg"><author>Ada Berg</author><title>Home Page</title></www>
<phdthesis key="phd/Berg"><author>Ada Berg</author><title>Machines.</title>
<year>2022</year><school>Uni</school></phdthesis>
</dblp>
"""


def lines(path: Path, items: object = None) -> Path:
    forms = LINES if items is None else items
    assert isinstance(forms, list)
    path.write_text("".join(json.dumps(form) + "\n" for form in forms), encoding="utf-8")
    return path


def read(path: Path) -> list[Record]:
    return [item for item in read_records(path, form_of(path), ORIGIN) if isinstance(item, Record)]


def test_json_lines(tmp_path: Path) -> None:
    wheels, belts, pulleys = read(lines(tmp_path / "a.jsonl"))
    assert wheels.id == "authority:test#icml2021/v139/berg21a"
    assert wheels.fields.title == "Turning of Wheels & Gears"
    assert wheels.fields.authors == Names(
        (Name(family="Berg", given="Ada"), Name(family="Noot", given="Max", prefix="van der"))
    )
    assert str(wheels.fields.venue) == "ICML"
    assert (wheels.fields.text("volume"), wheels.fields.text("pages")) == ("139", "101–112")
    assert wheels.fields.text("url") == "https://proceedings.mlr.press/v139/berg21a.html"
    assert wheels.identifiers == (Identifier("pmlr", "v139/berg21a"),), (
        "PMLR registers no DOIs: this one is another's"
    )
    assert (wheels.entry_type, wheels.year_source) == ("inproceedings", "stated")
    assert belts.fields.venue is not None
    assert (belts.fields.venue.kind, belts.fields.venue.abbreviation) == ("workshop", "")
    assert belts.fields.authors.people[1] == Name(literal="The Belt Group")
    assert belts.fields.text("pubstate") == "retracted"
    assert pulleys.fields.date == Date(2020, 5, 1)
    assert (pulleys.entry_type, pulleys.identifiers) == ("online", (Identifier("arxiv", "2005.00001"),))


def test_bibtex_gzipped_or_not(tmp_path: Path) -> None:
    plain, packed = tmp_path / "a.bib", tmp_path / "b.bib.gz"
    plain.write_text(BIB.replace("\n", "\r\n"), encoding="utf-8", newline="")
    packed.write_bytes(gzip.compress(BIB.encode()))
    for path in (plain, packed):
        found = list(read_records(path, form_of(path), ORIGIN))
        record = found[0]
        assert isinstance(record, Record)
        assert record.fields.title == "On Gears and Übersetzung"
        assert record.identifiers == (Identifier("jmlr", "v22/20-001"),)
        assert "abstract" not in record.fields
        assert isinstance(found[1], Unread)
        assert found[1].place == 4


def test_csl_json(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(CSL, indent=1), encoding="utf-8")
    found = list(read_records(path, form_of(path), ORIGIN))
    record = found[0]
    assert isinstance(record, Record)
    assert (record.fields.title, record.fields.date) == ("Cranks", Date(2018, 7))
    assert record.identifiers == (Identifier("doi", "10.1000/x.1"),)
    assert [item.reason for item in found[1:] if isinstance(item, Unread)] == [
        "no title",
        "it is no JSON object",
    ]


def test_csl_json_as_other_programs_write_it(tmp_path: Path) -> None:
    item = {
        "id": "z", "type": "article", "title": "Cams, <i>briefly</i>", "number": "arXiv:2001.00001",
        "publisher": "arXiv",
        "author": [{"family": "Fell", "given": "Eva"}, {"family": "others"}], "issued": {"literal": "May 2018"},
        "page": "1-9",
    }  # fmt: skip
    path = tmp_path / "a.json"
    path.write_text(json.dumps([item]), encoding="utf-8")
    (record,) = read_records(path, "csl-json", ORIGIN)
    assert isinstance(record, Record)
    assert (record.fields.title, str(record.fields.date)) == ("Cams, briefly", "2018-05")
    assert (record.fields.authors.truncated, record.fields.text("pages")) == (True, "1–9")
    assert [str(identifier) for identifier in record.identifiers] == ["arxiv:2001.00001"]


def test_dblp_without_its_dtd(tmp_path: Path) -> None:
    path = tmp_path / "dblp.xml"
    path.write_bytes(DBLP)
    assert form_of(path) == "dblp-xml"
    paper, preprint, thesis = read(path)
    assert paper.fields.title == "Levers & Loads in O(n2)"
    assert str(paper.fields.authors) == "Jürgen Müller, Ada Berg"
    assert str(paper.fields.venue) == "ICML"
    assert paper.fields.text("pages") == "3–14"
    assert paper.identifiers == (Identifier("pmlr", "v119/mueller20a"),)
    assert preprint.fields.venue is not None
    assert (preprint.entry_type, preprint.fields.venue.kind) == ("online", "repository")
    assert preprint.identifiers == (Identifier("arxiv", "2001.00001"),)
    assert (thesis.kind, thesis.fields.text("institution")) == ("thesis", "Uni")


def test_curabibs_own_records_are_json_lines_too(tmp_path: Path) -> None:
    (record, *_) = read(lines(tmp_path / "a.jsonl"))
    head = {"schema": "curabib.records/1", "source": "x"}
    again = read(lines(tmp_path / "b.jsonl", [head, record_to_json(record)]))
    assert again == [record]


CSL_LINE = '{"id": "x", "title": "Cranks", "author": [{"family": "Fell", "given": "Eva"}]}'


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ('{"items":[' + CSL_LINE + "]}", "csl-json"),
        ('{"items":[' + CSL_LINE + "]}\n", "csl-json"),
        ('{"items": [\n' + CSL_LINE + "\n]}", "csl-json"),
        (CSL_LINE, "json-lines"),
        (CSL_LINE.replace(", ", ",\r\n "), "csl-json"),
        (f"[{CSL_LINE}]", "csl-json"),
        (CSL_LINE + "\n" + '{"title": "Cams", "items": []}', "json-lines"),
    ],
)
def test_an_object_is_csl_json_however_it_is_spread(tmp_path: Path, text: str, form: str) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(text.encode())
    assert form_of(path) == form
    first = read(path)[0]
    assert (first.fields.title, str(first.fields.authors)) == ("Cranks", "Eva Fell")
    assert first.id.endswith("#x")


WIDE = ["utf-16", "utf-16-be", "utf-32"]


@pytest.mark.parametrize("encoding", WIDE)
@pytest.mark.parametrize("packed", [False, True])
def test_a_byte_order_mark_tells_the_encoding(tmp_path: Path, encoding: str, packed: bool) -> None:
    mark = "\ufeff" if encoding.endswith("be") else ""
    pack = gzip.compress if packed else bytes
    bib = "@book{a,\r\n title = {Über \u2028 𝔸 Räder}, author = {Žák, Łukasz}}\r\n"
    line = json.dumps({"title": "Über \u2028 𝔸 Räder", "authors": ["Łukasz Žák"]}, ensure_ascii=False)
    for text in (bib, line, f'{{"items":[{line}]}}'):
        path = tmp_path / "a"
        path.write_bytes(pack((mark + text).encode(encoding)))
        (record,) = read(path)
        assert record.fields.title == "Über 𝔸 Räder"


def test_a_long_file_in_utf_16(tmp_path: Path) -> None:
    text = "".join(f'{{"title": "Räder {"𝔸" * 97} {number}"}}\n' for number in range(12_000))
    path = tmp_path / "a.jsonl"
    path.write_bytes(text.encode("utf-16"))
    assert [record.fields.title.rpartition(" ")[2] for record in read(path)] == [*map(str, range(12_000))]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.bib", "@book{a, title = {Räder}}".encode("utf-16-le"), "no text in UTF-8: it holds NUL"),
        (
            "a.xml",
            b'<!DOCTYPE dblp [<!ENTITY a "lol">]><dblp><article><title>&a;</title></article></dblp>',
            "entity",
        ),
        ("a.xml", b"<dblp>" + b"<a>" * 100, "nests deeper"),
        (
            "a.xml",
            b"<dblp><article><title>" + b"x" * 1_100_000 + b"</title></article></dblp>",
            "a million|1000000",
        ),
        ("a.xml", b"<dblp><article></dblp>", "no XML"),
        ("a.xml", b"<dblp><article>", "no XML"),
        ("a.gz", gzip.compress(DBLP)[:-20], "damaged gzip"),
        ("a.json", b"[{", "no JSON"),
        ("a.txt", b"nothing to see", "no file of records"),
        ("a.txt", b"", "no file of records"),
        ("a.jsonl", b'{"title": ""}\n', "no record that has a title"),
    ],
)
def test_what_is_no_file_of_records(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    registry = Registry(tmp_path / "cache")
    with pytest.raises(CurabibError, match=message):
        registry.add(path)
    assert registry.list() == ()


def test_bad_lines_stop_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    good = json.dumps(LINES[0]).encode()
    path.write_bytes(
        b"\xef\xbb\xbf" + good + b"\r\n\n[1]\n{\n" + b"[" * 5000 + b'\n{"title": 5}\n' + good[:-1]
    )
    added = Registry(tmp_path / "cache").add(path, "mine")
    assert (added.records, added.skipped) == (1, 5)
    assert [item.place for item in added.unread] == [3, 4, 5, 6, 7]


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    found = Registry(tmp_path / "cache")
    found.add(lines(tmp_path / "machines.jsonl"))
    return found


def titles(found: tuple[Record, ...]) -> list[str]:
    return [record.fields.title for record in found]


def test_looking_up(registry: Registry) -> None:
    with registry.open("machines") as authority:
        assert authority.size == 3
        assert titles(authority.by_identifier(Identifier("pmlr", "v139/berg21a"))) == [
            "Turning of Wheels & Gears"
        ]
        assert authority.by_identifier(Identifier("pmlr", "v139/berg21b")) == ()
        for title in (
            "turning of wheels and gears",
            "Turning of Wheels & Gears!",
            "Turning-of Wheels, Gears",
        ):
            assert titles(authority.by_title(title)) == ["Turning of Wheels & Gears"]
        assert authority.by_title("") == authority.by_title("?") == ()
        people = Names((Name(family="Berg", given="A."), Name(family="Noot")))
        assert titles(authority.by_people(people)) == ["Turning of Wheels & Gears"]
        assert authority.by_people(Names(people.people[::-1])) == ()
        assert authority.by_people(Names(people.people, truncated=True)) == ()
        assert titles(authority.near("Turning of Wheel and Gears", people)) == ["Turning of Wheels & Gears"]
        assert authority.near("Turning of Wheels", Names()) == ()
        assert authority.by_title("Belts")[0].id == "authority:machines#2"
        assert authority.by_title("Belts")[0].origin == Origin(kind="provider", name="authority:machines")


def test_the_same_content_is_indexed_once(registry: Registry, tmp_path: Path) -> None:
    registry.add(lines(tmp_path / "copy.jsonl"), "copy")
    assert [added.name for added in registry.list()] == ["copy", "machines"]
    assert len(list((tmp_path / "cache").glob("*.sqlite"))) == 1
    registry.remove("machines")
    with registry.open("copy") as authority:
        assert authority.by_title("Belts")[0].id == "authority:copy#2"
    registry.remove("copy")
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_new_file_takes_the_place_of_the_old(registry: Registry, tmp_path: Path) -> None:
    registry.add(lines(tmp_path / "machines.jsonl", LINES[:1]))
    assert [added.records for added in registry.list()] == [1]
    assert len(list((tmp_path / "cache").glob("*.sqlite"))) == 1


def test_unknown_names_and_damaged_indexes(registry: Registry, tmp_path: Path) -> None:
    with pytest.raises(CurabibError, match="there is no authority `machine`") as caught:
        registry.open("machine")
    assert caught.value.hint == "did you mean `machines`?"
    for bad in ("../etc", "A", "", "x" * 65):
        with pytest.raises(CurabibError, match="there is no authority"):
            registry.open(bad)
    with pytest.raises(CurabibError, match="cannot name an authority"):
        registry.add(tmp_path / "machines.jsonl", "Über alles")
    (index,) = (tmp_path / "cache").glob("*.sqlite")
    index.write_bytes(b"no database")
    with pytest.raises(CurabibError, match="damaged"):
        registry.open("machines")
    (tmp_path / "cache" / "odd.json").write_text("[]")
    assert [added.name for added in registry.list()] == ["machines"]


def test_an_index_of_another_schema_is_refused(tmp_path: Path) -> None:
    import sqlite3

    path = tmp_path / "other.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE meta (name, value)")
        connection.execute("INSERT INTO meta VALUES ('schema', '99')")
    connection.close()
    with pytest.raises(CurabibError, match="of another curabib"):
        Authority.open(path, ORIGIN)


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("https://aclanthology.org/anthology+abstracts.bib.gz", "anthology-abstracts"),
        ("C:\\lists\\My Papers.BIB", "my-papers"),
        ("https://x.org/export?format=bib", "export"),
        ("/", "authority"),
        ("日本.jsonl", "authority"),
    ],
)
def test_authorities_are_called_after_their_files(place: str, name: str) -> None:
    assert name_of(place) == name
