from curabib.bibtex.layout import read_header
from curabib.bibtex.parse import parse
from curabib.model import View
from curabib.project import plugins
from curabib.writers.bibtex import ACM, BIBLATEX, BIBTEX, BibtexWriter
from tests.bibtex.works import EXAMPLES, entry

VIEW = View(title="All", entries=EXAMPLES)


def test_each_format_is_found_by_name() -> None:
    for writer in (BIBTEX, BIBLATEX, ACM):
        found = plugins.load("writers", writer.name)
        assert isinstance(found, BibtexWriter)
        assert (found.name, found.extension) == (writer.name, "bib")


def test_every_entry_is_there_once_in_key_order() -> None:
    for writer in (BIBTEX, BIBLATEX, ACM):
        result = writer.write(VIEW)
        keys = [block.key for block in parse(result.value).entries]
        assert keys == sorted(example.key for example in EXAMPLES)
        assert result.diagnostics == ()
        header = read_header(result.value)
        assert header is not None
        assert header.intact


def test_parents_come_behind_their_children() -> None:
    people = [
        entry("a", "proceedings", {"title": "A", "crossref": "b"}),
        entry("b", "proceedings", {"title": "B", "crossref": "C"}),
        entry("c", "proceedings", {"title": "C"}),
        entry("d", "inproceedings", {"title": "D", "crossref": "a"}),
        entry("e", "misc", {"title": "E"}),
    ]
    for writer in (BIBTEX, BIBLATEX, ACM):
        text = writer.write(View(title="", entries=tuple(people))).value
        assert [block.key for block in parse(text).entries] == ["d", "e", "a", "b", "c"]


def test_a_circle_of_parents_ends() -> None:
    circle = [entry(key, "misc", {"title": "T", "crossref": parent}) for key, parent in ("ab", "bc", "ca")]
    text = BIBTEX.write(View(title="", entries=tuple(circle))).value
    assert [block.key for block in parse(text).entries] == ["a", "b", "c"]


def test_what_pdflatex_lacks_is_declared_in_the_file() -> None:
    view = View(title="", entries=(entry("a", "misc", {"title": "Ж"}),))
    for writer in (BIBTEX, BIBLATEX, ACM):
        text = writer.write(view).value
        assert "\\curabibcyrillic{Ж}{\\CYRZH}{198}{{\\v Z}}" in text
        header = read_header(text)
        assert header is not None
        assert header.intact
    assert "curabib" not in plugins.load("writers", "jabref").write(view).value.partition("@")[2]  # type: ignore[attr-defined]


def test_the_order_of_the_view_does_not_matter() -> None:
    turned = View(title="Other", entries=tuple(reversed(EXAMPLES)))
    assert BIBTEX.write(turned) == BIBTEX.write(VIEW)


def test_classic_formats_are_ascii() -> None:
    assert BIBTEX.write(VIEW).value.isascii()
    assert ACM.write(VIEW).value.isascii()
    assert "Žídek" in BIBLATEX.write(VIEW).value


def test_an_entry_that_cannot_be_written_is_reported_and_the_rest_is_written() -> None:
    view = View(title="", entries=(entry("bad key", "misc", {"title": "T"}), *EXAMPLES[:1]))
    result = BIBTEX.write(view)
    assert [(d.code, d.key) for d in result.diagnostics] == [("CB602", "bad key")]
    assert len(parse(result.value).entries) == 1


def test_an_empty_view_is_a_valid_file() -> None:
    result = BIBTEX.write(View(title="", entries=()))
    assert parse(result.value).entries == ()
    header = read_header(result.value)
    assert header is not None
    assert header.intact
