"""`curabib add` on the command line."""

from pathlib import Path

import pytest

import curabib.project
from tests.cli.running import Runner
from tests.sync.projects import markdown, papers
from tests.sync.web import serving


@pytest.fixture
def root(curabib: Runner, tmp_path: Path) -> Path:
    (tmp_path / "list.md").write_text(markdown(papers()), encoding="utf-8")
    assert curabib("init").status == 0
    return tmp_path


def test_a_file_is_read_counted_and_added_below_the_comments(curabib: Runner, root: Path) -> None:
    before = (root / "bib" / "curabib.yaml").read_text(encoding="utf-8")
    ran = curabib("add", "list.md", "--venue", "ICML", "--year", "2021")
    assert ran.status == 0, ran.err
    assert "4 entries under 2 topics, read as `markdown`" in ran.err
    after = (root / "bib" / "curabib.yaml").read_text(encoding="utf-8")
    for line in before.splitlines():
        if not line.startswith("sources:"):
            assert line in after.splitlines()
    (source,) = curabib_sources(root)
    assert (source.id, source.file) == ("list", "list.md")
    assert source.states.venue is not None and str(source.states.date) == "2021"
    assert curabib("sync").status == 0
    assert (root / "bib" / "topics" / "alpha.bib").exists()


def curabib_sources(root: Path) -> tuple[curabib.project.Source, ...]:
    loaded = curabib.project.load(root)
    assert loaded.diagnostics == ()
    return loaded.value.sources


def test_several_sources(curabib: Runner, root: Path) -> None:
    (root / "bib" / "more.md").write_text(markdown(papers()), encoding="utf-8")
    assert curabib("add", "one", "list.md").status == 0
    assert curabib("add", "two", "bib/more.md", "--reader", "markdown").status == 0
    with serving() as site:
        url = site.text("/papers.md", markdown(papers()).encode())
        assert curabib("add", url).status == 0
    assert [(s.id, s.place, s.reader) for s in curabib_sources(root)] == [
        ("one", "list.md", ""),
        ("two", "bib/more.md", "markdown"),
        ("papers", url, ""),
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("none.md",), "no file `none.md`"),
        (("../outside.md",), "outside the project"),
        (("empty.md",), "no entries"),
        (("Bad Name", "list.md"), "cannot name a source"),
        (("list.md", "--year", "soon"), "no date"),
    ],
)
def test_what_cannot_be_added_changes_nothing(
    curabib: Runner, root: Path, arguments: tuple[str, ...], message: str
) -> None:
    (root.parent / "outside.md").write_text(markdown(papers()), encoding="utf-8")
    (root / "empty.md").write_text("", encoding="utf-8")
    before = (root / "bib" / "curabib.yaml").read_bytes()
    ran = curabib("add", *arguments)
    assert ran.status == 2
    assert message in ran.err
    assert (root / "bib" / "curabib.yaml").read_bytes() == before


def test_a_source_is_not_added_twice(curabib: Runner, root: Path) -> None:
    assert curabib("add", "list.md").status == 0
    ran = curabib("add", "list.md")
    assert ran.status == 2
    assert "a source `list` already" in ran.err


RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:z="http://www.zotero.org/namespaces/export#"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">
<rdf:Description rdf:about="#1"><z:itemType>book</z:itemType><dc:title>On Mills</dc:title><dc:date>1780</dc:date></rdf:Description>
<z:Collection rdf:about="#c"><dc:title>Water</dc:title><dcterms:hasPart rdf:resource="#1"/></z:Collection>
</rdf:RDF>
"""  # noqa: E501


def test_an_export_of_zotero_brings_its_collections(curabib: Runner, root: Path) -> None:
    (root / "My Library.rdf").write_text(RDF, encoding="utf-8")
    ran = curabib("add", "zotero:My Library.rdf")
    assert ran.status == 0, ran.err
    assert "my-library: 1 entry under 1 topic, read as `zotero-rdf`" in ran.err
    (source,) = curabib_sources(root)
    assert (source.id, source.file, source.reader) == ("my-library", "My Library.rdf", "zotero-rdf")
    assert curabib("sync").status == 0
    assert "On Mills" in (root / "bib" / "topics" / "water.bib").read_text(encoding="utf-8")


def test_what_zotero_cannot_have_exported_is_refused(curabib: Runner, root: Path) -> None:
    before = (root / "bib" / "curabib.yaml").read_text(encoding="utf-8")
    ran = curabib("add", "zotero:list.md")
    assert ran.status == 2
    assert "which Zotero does not export" in ran.err
    assert "Export Library" in ran.err
    assert (root / "bib" / "curabib.yaml").read_text(encoding="utf-8") == before


def test_a_pattern_in_the_settings_reads_the_list_again_when_it_changes(curabib: Runner, root: Path) -> None:
    (root / "notes.md").write_text(
        "# N\n\n- Watt :: On Mills :: 1780\n- Ada :: On Engines :: 1843\n", encoding="utf-8"
    )
    config = root / "bib" / "curabib.yaml"
    config.write_text(
        'sources:\n  notes:\n    file: ../notes.md\n    entry: "{authors} :: {title} :: {year}"\n'
        "outputs:\n  - {path: library.bib, format: bibtex}\n",
        encoding="utf-8",
    )
    assert curabib("sync").status == 0
    library = root / "bib" / "library.bib"
    assert "title  = {On Mills}" in library.read_text(encoding="utf-8")
    assert curabib("sync", "--locked").status == 0
    text = config.read_text(encoding="utf-8").replace("{title} ::", "On {title} ::")
    config.write_text(text, encoding="utf-8")
    assert curabib("sync", "--locked").status == 1
    assert curabib("sync", "--accept-removals").status == 0
    assert "title  = {Mills}" in library.read_text(encoding="utf-8")
    config.write_text(text.replace("{authors}", "{authros}"), encoding="utf-8")
    ran = curabib("sync")
    assert ran.status == 2
    assert "did you mean `authors`?" in ran.err


def test_a_pattern_is_written_into_the_settings(curabib: Runner, root: Path) -> None:
    (root / "notes.md").write_text(
        '- Watt :: On "Mills" :: 1780\n- Ada :: On Engines :: 1843\n', encoding="utf-8"
    )
    (root / "entry.yaml").write_text("entry: |\n  {authors} :: {title} :: {year}\n", encoding="utf-8")
    assert curabib("add", "notes.md", "--pattern", "entry.yaml").status == 0
    (source,) = curabib_sources(root)
    assert [pattern.text for pattern in source.entry] == ["{authors} :: {title} :: {year}"]
    ran = curabib("--output-format", "concise", "check", "notes.md", "--pattern", "entry.yaml")
    assert "CB101" not in ran.out
    (root / "entry.yaml").write_text("entry: '{titel}'\n", encoding="utf-8")
    for command in (["add", "more", "notes.md"], ["check", "notes.md"], ["read", "notes.md"]):
        ran = curabib(*command, "--pattern", "entry.yaml")
        assert ran.status == 2
        assert "entry.yaml:1:10: error CB140" in ran.err


def test_line_ends_of_windows_stay_in_the_settings(curabib: Runner, project: Path) -> None:
    config = project / "bib" / "curabib.yaml"
    (project / "more.md").write_text("- [A wholly new work](https://arxiv.org/abs/2301.00001)\n")
    before = b"\xef\xbb\xbf" + config.read_bytes().replace(b"\n", b"\r\n")
    config.write_bytes(before)
    assert curabib("add", "more", "more.md").status == 0
    after = config.read_bytes()
    assert b"  more:\r\n" in after
    assert after.startswith(before[:20])
    assert after.count(b"\r\n") == after.count(b"\n")
