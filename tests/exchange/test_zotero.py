"""What Zotero exports, in each of its formats, is one statement."""

import json

import pytest

from curabib.model import Record, Snapshot
from curabib.normalise import normalise
from curabib.readers import read

HEAD = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:z="http://www.zotero.org/namespaces/export#"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:bib="http://purl.org/net/biblio#" xmlns:foaf="http://xmlns.com/foaf/0.1/"'
    ' xmlns:link="http://purl.org/rss/1.0/modules/link/" xmlns:so="http://schema.org/">'
)
PERSON = (
    "<rdf:li><foaf:Person><foaf:surname>{}</foaf:surname>"
    "<foaf:givenName>{}</foaf:givenName></foaf:Person></rdf:li>"
)


def records(text: str, path: str) -> tuple[Record, ...]:
    snapshot = Snapshot(source="s", path=path, text=text)
    return normalise(read(snapshot).value, snapshot).value


def rdf(*nodes: str) -> tuple[Record, ...]:
    return records(HEAD + "".join(nodes) + "</rdf:RDF>", "x.rdf")


def item(about: str, type: str, fields: str) -> str:
    return f'<rdf:Description rdf:about="{about}"><z:itemType>{type}</z:itemType>{fields}</rdf:Description>'


def collection(about: str, title: str, *parts: str) -> str:
    held = "".join(f'<dcterms:hasPart rdf:resource="{part}"/>' for part in parts)
    return f'<z:Collection rdf:about="{about}"><dc:title>{title}</dc:title>{held}</z:Collection>'


PREPRINTS = {
    "x.bib": "@misc{engine, title = {{Computable} {Engines} and {The} {Mill}}, author = {Lovelace, Ada}, "
    "publisher = {arXiv}, doi = {10.48550/arXiv.1901.00001}, note = {arXiv:1901.00001 [cs.LG]}, "
    "month = jan, year = {2019}}",
    "b.bib": "@online{engine, title = {{Computable} {Engines} and {{The Mill}}}, author = {Lovelace, Ada}, "
    "date = {2019-01}, eprint = {1901.00001 [cs.LG]}, eprinttype = {arXiv}, "
    "number = {{arXiv}:1901.00001}, publisher = {{arXiv}}}",
    "x.json": json.dumps(
        [
            {
                "id": "engine",
                "type": "article",
                "title": '<span class="nocase">Computable</span> Engines and The Mill',
                "author": [{"family": "Lovelace", "given": "Ada"}],
                "number": "arXiv:1901.00001",
                "publisher": "arXiv",
                "note": "arXiv:1901.00001 [cs.LG]",
                "issued": {"date-parts": [["2019", 1]]},
            }
        ]
    ),
    "x.rdf": HEAD
    + item(
        "#1",
        "preprint",
        "<dc:title>Computable Engines and The Mill</dc:title><z:repository>arXiv</z:repository><z:date>2019-01</z:date>"
        "<z:archiveID>arXiv:1901.00001</z:archiveID><z:extra>arXiv:1901.00001 [cs.LG]</z:extra><bib:authors><rdf:Seq>"
        + PERSON.format("Lovelace", "Ada")
        + "</rdf:Seq></bib:authors>",
    )
    + "</rdf:RDF>",
}


@pytest.mark.parametrize("path", sorted(PREPRINTS))
def test_a_preprint_is_one_in_every_format(path: str) -> None:
    (record,) = records(PREPRINTS[path], path)
    assert record.entry_type == "online"
    assert record.fields.title == "Computable Engines and The Mill"
    assert record.fields.venue is not None
    assert record.fields.venue.kind == "repository"
    assert [str(identifier) for identifier in record.identifiers] == ["arxiv:1901.00001"]
    assert record.fields.text("eprintclass") == "cs.LG"
    assert str(record.fields.date) == "2019-01"
    assert sorted(record.fields) == ["author", "date", "eprintclass", "title", "venue"]


def test_collections_nest_and_an_item_is_in_several() -> None:
    item_1 = item("#1", "book", "<dc:title>A</dc:title>")
    item_2 = item("#2", "book", "<dc:title>B</dc:title>")
    one, two, loose = rdf(
        item_1,
        item_2,
        item("#3", "book", "<dc:title>C</dc:title>"),
        collection("#c2", "Inner; and &amp; more", "#1"),
        collection("#c1", "Outer", "#c2", "#2", "#gone"),
        collection("#c3", "Other", "#1"),
    )
    assert one.topics == ("Outer", "Inner; and & more", "Other")
    assert two.topics == ("Outer",)
    assert loose.topics == ()


def test_collections_that_hold_each_other_end() -> None:
    (record,) = rdf(
        item("#1", "book", "<dc:title>A</dc:title>"),
        collection("#a", "A", "#b", "#1"),
        collection("#b", "B", "#a", "#b", "#1"),
    )
    assert record.topics == ("A", "B")


def test_creators_of_every_kind() -> None:
    seq = "<{0}><rdf:Seq>" + PERSON.format("Watt", "James") + "</rdf:Seq></{0}>"
    program, talk, paper = rdf(
        item("#1", "computerProgram", "<dc:title>P</dc:title>" + seq.format("so:author")),
        item("#2", "presentation", "<dc:title>T</dc:title>" + seq.format("z:presenters")),
        item(
            "#3",
            "conferencePaper",
            "<dc:title>C</dc:title>" + seq.format("bib:editors") + seq.format("bib:contributors"),
        ),
    )
    assert (program.kind, str(program.fields.authors)) == ("code", "James Watt")
    assert str(talk.fields.authors) == "James Watt"
    assert (str(paper.fields.editors), str(paper.fields.authors)) == ("James Watt", "")


def test_linked_addresses_and_commas_in_tags() -> None:
    attachment = (
        '<z:Attachment rdf:about="#a"><z:itemType>attachment</z:itemType><dc:title>Code</dc:title><dc:identifier>'
        "<dcterms:URI><rdf:value>https://github.com/a/b</rdf:value></dcterms:URI></dc:identifier>"
        "<z:linkMode>3</z:linkMode><link:type>text/html</link:type></z:Attachment>"
    )
    own = '<dc:title>A</dc:title><link:link rdf:resource="#a"/><dc:subject>a, b; c</dc:subject><z:url>https://arxiv.org/abs/1901.00001</z:url>'
    (record,) = rdf(item("#1", "preprint", own), attachment)
    assert [(link.label, link.url) for link in record.links] == [
        ("paper", "https://arxiv.org/abs/1901.00001"),
        ("code", "https://github.com/a/b"),
    ]
    assert record.keywords == ("a, b; c",)
    assert record.identifier("arxiv") == "1901.00001"


def test_markup_in_titles_is_taken_out_and_signs_stay() -> None:
    titles = [
        "The &lt;i&gt;E. coli&lt;/i&gt; of H&lt;sub&gt;2&lt;/sub&gt;O",
        "If a &lt;b and c&gt; d",
        "a &amp;lt; b",
    ]
    found = rdf(*(item(f"#{n}", "book", f"<dc:title>{title}</dc:title>") for n, title in enumerate(titles)))
    assert [record.fields.title for record in found] == ["The E. coli of H2O", "If a <b and c> d", "a < b"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (HEAD + "<z:Collection></rdf:RDF>", "CB113"),
        ('<!DOCTYPE rdf:RDF [<!ENTITY a "b">]>' + HEAD + "</rdf:RDF>", "CB113"),
        (HEAD + "<a>" * 70 + "</a>" * 70 + "</rdf:RDF>", "CB114"),
    ],
)
def test_what_cannot_be_read_is_refused_as_a_whole(text: str, code: str) -> None:
    found = read(Snapshot(source="s", path="x.rdf", text=text), "zotero-rdf")
    assert found.value.entries == ()
    assert code in [diagnostic.code for diagnostic in found.diagnostics]


def test_a_journal_may_stand_beside_its_articles() -> None:
    journal = (
        '<bib:Journal rdf:about="urn:issn:0028-0836"><dc:title>Nature</dc:title><prism:volume>12</prism:volume>'
        "<dc:identifier>ISSN 0028-0836</dc:identifier></bib:Journal>"
    ).replace("prism:", "bib:")
    articles = "".join(
        f'<bib:Article rdf:about="#{n}"><dc:title>{title}</dc:title>'
        '<dcterms:isPartOf rdf:resource="urn:issn:0028-0836"/></bib:Article>'
        for n, title in enumerate(("A", "B"))
    )
    found = rdf(articles, journal)
    assert [record.fields.title for record in found] == ["A", "B"]
    assert {str(record.fields.venue) for record in found} == {"Nature"}
    assert {record.fields.text("volume") for record in found} == {"12"}
    assert {record.entry_type for record in found} == {"article"}


def test_items_without_a_title_are_reported() -> None:
    text = HEAD + item("#1", "book", "<z:date>1780</z:date>") + "</rdf:RDF>"
    snapshot = Snapshot(source="s", path="x.rdf", text=text)
    assert [d.code for d in normalise(read(snapshot).value, snapshot).diagnostics] == ["CB101"]
