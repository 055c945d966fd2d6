"""The clients of the services, against recorded answers played by a server on this machine, and against nonsense."""

import json
from collections.abc import Callable, Iterator
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curabib.model import Date, Identifier, Names, Record
from curabib.project import plugins
from curabib.providers import crossref, datacite, dblp, openalex, openreview, pubmed, semantic_scholar
from curabib.providers.http import ServiceError
from curabib.providers.service import Factory, Service
from tests.conftest import REPOSITORY
from tests.providers.clock import Clock
from tests.sync.web import Site, serving

RECORDED = REPOSITORY / "tests" / "recorded"
Make = Callable[[str], Service]


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as found:
        yield found


@pytest.fixture
def service(site: Site) -> Iterator[Make]:
    """Return what makes the client of a service that asks the local server."""
    with Clock().client(attempts=2) as client:
        yield lambda name: cast("Factory", plugins.load("providers", name))(client, base=site.address)


def play(site: Site, path: str, name: str, status: int = 200) -> None:
    site.text(path, (RECORDED / name).read_bytes(), status)


def one(found: object) -> Record:
    (record,) = cast("tuple[Record, ...]", tuple(found))  # type: ignore[arg-type]
    return record


def test_arxiv_by_number(site: Site, service: Make) -> None:
    play(site, "/api/query?id_list=astro-ph%2F0601001&max_results=100", "arxiv-old-number.xml")
    record = one(service("arxiv").by_identifier(Identifier("arxiv", "astro-ph/0601001")))
    assert record.fields.title.startswith("Frequency of Hot Jupiters and Very Hot Jupiters from the OGLE-III")
    assert str(record.fields.authors) == "Andrew Gould, Susan Dorsher, B. Scott Gaudi, Andrzej Udalski"
    assert record.fields.venue is not None
    assert (record.fields.venue.kind, record.fields.date, record.entry_type) == (
        "repository",
        Date(2006, 1, 2),
        "online",
    )
    assert record.fields.text("eprintclass") == "astro-ph"
    assert record.identifiers == (Identifier("arxiv", "astro-ph/0601001"),)
    assert record.id == "arxiv#astro-ph/0601001"


def test_arxiv_in_one_request(site: Site, service: Make) -> None:
    play(site, "/api/query?id_list=astro-ph%2F0601001%2C0000.0000&max_results=100", "arxiv-old-number.xml")
    arxiv = service("arxiv")
    numbers = [Identifier("arxiv", "astro-ph/0601001"), Identifier("arxiv", "0000.0000")]
    arxiv.expect([*numbers, Identifier("doi", "10.1000/x"), numbers[0]])
    assert [len(arxiv.by_identifier(number)) for number in numbers] == [1, 0]
    assert arxiv.by_identifier(Identifier("doi", "10.1000/x")) == ()
    assert len(site.seen) == 1


def test_arxiv_knows_what_does_not_exist(site: Site, service: Make) -> None:
    play(site, "/api/query?id_list=0000.0000&max_results=100", "arxiv-unknown.xml")
    arxiv = service("arxiv")
    assert arxiv.by_identifier(Identifier("arxiv", "0000.0000")) == ()
    assert "arxiv" in arxiv.complete


BOMB = b"""<?xml version="1.0"?><!DOCTYPE feed [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/abs/1234.5678</id><title>&b;</title></entry></feed>"""


def test_arxiv_with_a_bomb_of_entities(site: Site, service: Make) -> None:
    client = service("arxiv")
    query = f"/api/query?id_list=1234.5678&max_results={client.batch}"
    site.text(query, BOMB)
    with pytest.raises(ServiceError, match="declares the entity"):
        client.by_identifier(Identifier("arxiv", "1234.5678"))


def test_crossref_by_doi(site: Site, service: Make) -> None:
    play(site, "/works/10.1371%2Fjournal.pone.0033693", "crossref-work.json")
    record = one(service("crossref").by_identifier(Identifier("doi", "10.1371/journal.pone.0033693")))
    assert record.fields.title.startswith("Methylphenidate Exposure Induces Dopamine Neuron Loss")
    assert str(record.fields.authors).startswith("Shankar Sadasivan, Brooks B. Pond, Amar K. Pani")
    assert (record.fields.text("volume"), record.fields.text("number"), record.fields.text("pages")) == (
        "7",
        "3",
        "e33693",
    )
    assert (str(record.fields.venue), record.fields.date) == ("PLOS ONE", Date(2012, 3, 21))
    assert record.entry_type == "article"
    assert "pubstate" not in record.fields, "it was corrected, not retracted"
    assert record.identifiers == (Identifier("doi", "10.1371/journal.pone.0033693"),)


def test_crossref_says_what_was_retracted() -> None:
    form = json.loads((RECORDED / "crossref-work.json").read_text(encoding="utf-8"))["message"]
    form["updated-by"] = [{"type": "retraction", "DOI": "10.1000/x"}]
    record = crossref.read_work(form, service_origin("crossref"))
    assert record is not None
    assert record.fields.text("pubstate") == "retracted"


def test_crossref_names_the_server_of_a_preprint() -> None:
    form = {
        "type": "posted-content", "subtype": "preprint", "DOI": "10.1101/2020.01.01.1", "publisher": "The Press",
        "institution": [{"name": "bioRxiv"}], "title": ["Gears of <i>E. coli</i>"],
        "author": [{"family": "Berg", "given": "Ada"}], "issued": {"date-parts": [[2020, 1]]},
    }  # fmt: skip
    record = crossref.read_work(form, service_origin("crossref"))
    assert record is not None
    assert (record.entry_type, record.fields.title) == ("online", "Gears of E. coli")
    assert (str(record.fields.venue), record.fields.venue and record.fields.venue.kind) == (
        "bioRxiv",
        "repository",
    )
    assert (
        crossref.read_work({"type": "journal-article", "DOI": "10.1000/a"}, service_origin("crossref"))
        is None
    )


def test_crossref_search(site: Site, service: Make) -> None:
    site.pages["/works"] = lambda handler: None
    client = service("crossref")
    path = "/works?query.bibliographic=Chemical+"
    body = (RECORDED / "crossref-search.json").read_bytes()

    class Pages(dict[str, object]):
        def get(self, key: str, default: object = None) -> object:
            return self["search"] if key.startswith(path) else default

    site.text("search", body)
    site.pages = Pages(site.pages)  # type: ignore[assignment]
    assert one(client.by_title("Chemical ecology!")).id == "crossref#10.1093/obo/9780199830060-0023"
    assert [r.fields.title for r in client.near("Chemical Ecology", Names())] == [
        "Communicating Ecology",
        "Chemical Ecology",
    ]


def test_crossref_does_not_know_everything(site: Site, service: Make) -> None:
    site.text("/works/10.1371%2Fnotarealdoi", b"Resource not found.", 404)
    client = service("crossref")
    assert client.by_identifier(Identifier("doi", "10.1371/notarealdoi")) == ()
    assert client.complete == frozenset()


def test_datacite_has_the_dois_of_arxiv(site: Site, service: Make) -> None:
    play(site, "/dois/10.48550%2Farxiv.2311.16162", "datacite-arxiv.json")
    record = one(service("datacite").by_identifier(Identifier("arxiv", "2311.16162")))
    assert record.fields.title.startswith(
        "Leveraging Artificial Intelligence Technology for Mapping Research"
    )
    assert len(record.fields.authors) == 10
    assert record.identifiers == (Identifier("arxiv", "2311.16162"),)
    assert record.fields.venue is not None
    assert record.fields.venue.kind == "repository"


def test_datacite_papers_and_software(site: Site, service: Make) -> None:
    play(site, "/dois/10.4230%2Flipics.tqc.2013.93", "datacite-paper.json")
    play(site, "/dois/10.5281%2Fzenodo.48440", "datacite-software.json")
    client = service("datacite")
    paper = one(client.by_identifier(Identifier("doi", "10.4230/lipics.tqc.2013.93")))
    assert (paper.entry_type, paper.fields.text("pages"), paper.fields.text("volume")) == (
        "inproceedings",
        "93–105",
        "22",
    )
    software = one(client.by_identifier(Identifier("doi", "10.5281/zenodo.48440")))
    assert (software.entry_type, software.kind) == ("software", "code")


def test_dblp_search(site: Site, service: Make) -> None:
    title = "Deep reinforcement learning from human preferences"
    play(site, f"/search/publ/api?q={title.replace(' ', '+')}&format=json&h=10", "dblp-search.json")
    published, preprint = service("dblp").by_title(title)
    assert (str(published.fields.venue), published.fields.text("pages")) == ("NIPS", "4299–4307") or str(
        published.fields.venue
    ) == "NeurIPS"
    assert published.identifiers == (Identifier("neurips", "2017/d5e2c0adad503c91f91df240d0cd4e49"),)
    assert preprint.fields.venue is not None
    assert (preprint.fields.venue.kind, preprint.entry_type) == ("repository", "online")
    assert "volume" not in preprint.fields


def test_dblp_writes_one_author_without_a_list() -> None:
    hits = json.loads((RECORDED / "dblp-one-author.json").read_text(encoding="utf-8"))["result"]["hits"][
        "hit"
    ]
    records = [dblp.read_hit(hit, service_origin("dblp")) for hit in hits]
    assert [str(r.fields.authors) for r in records[:2] if r] == ["Peter Hall", "Wenceslao González-Manteiga"]
    assert records[1] is not None
    assert '"Nonparametric functional data analysis' in records[1].fields.title, (
        "character references are decoded"
    )


def test_openreview_notes(site: Site, service: Make) -> None:
    play(site, "/notes?id=JFY9MZtWTu", "openreview-note-1.json")
    record = one(service("openreview").by_identifier(Identifier("openreview", "JFY9MZtWTu")))
    assert record.fields.title == "T-TAMER: Provably Taming Trade-offs in ML Serving"
    assert (str(record.fields.venue), record.fields.date, record.entry_type) == (
        "ICLR",
        Date(2026),
        "inproceedings",
    )
    assert record.fields.text("url") == "https://openreview.net/forum?id=JFY9MZtWTu"


@pytest.mark.parametrize(
    ("id", "name", "venue", "kind"),
    [
        ("ICLR.cc/2024/Conference", "ICLR 2024 spotlight", "ICLR", "conference"),
        ("NeurIPS.cc/2023/Workshop/M3L", "M3L 2023 Poster", "NeurIPS.cc Workshop M3L", "workshop"),
        ("TMLR", "Accepted by TMLR", "TMLR", "journal"),
        ("ICLR.cc/2024/Conference/Rejected_Submission", "Submitted to ICLR 2024", "", ""),
        ("ICLR.cc/2024/Conference", "Submitted to ICLR 2024", "", ""),
        ("ICLR.cc/2024/Conference/Withdrawn_Submission", "ICLR 2024 Conference Withdrawn Submission", "", ""),
        ("", "", "", ""),
        ("dblp.org/conf/ICLR/2019", "ICLR 2019", "", ""),
    ],
)
def test_what_openreview_calls_a_venue(id: str, name: str, venue: str, kind: str) -> None:
    content = {"title": "A title", "authors": ["Ada Berg"], "venue": name, "venueid": id}
    record = openreview.read_note({"id": "x1", "content": content}, service_origin("openreview"))
    assert record is not None
    found = record.fields.venue
    assert (found.kind if found else "") == kind
    assert (str(found) if found else "") == venue.replace(".cc", "")


def test_openalex(site: Site, service: Make) -> None:
    play(site, "/works/https://doi.org/10.1145/3448016.3452841", "openalex-paper.json")
    play(site, "/works/https://doi.org/10.7600/jspfsm.56.60", "openalex-article.json")
    play(site, "/works/https://doi.org/10.1101/097196", "openalex-preprint.json")
    client = service("openalex")
    paper = one(client.by_identifier(Identifier("doi", "10.1145/3448016.3452841")))
    assert (paper.entry_type, paper.fields.text("pages")) == ("inproceedings", "1386–1399")
    assert client.by_identifier(Identifier("doi", "10.7600/jspfsm.56.60")) == (), "it has no title"
    preprint = one(client.by_identifier(Identifier("doi", "10.1101/097196")))
    assert preprint.fields.venue is not None
    assert (preprint.entry_type, preprint.fields.venue.kind) == ("online", "repository")


def test_semantic_scholar_walks_between_identifiers(site: Site, service: Make) -> None:
    fields = semantic_scholar._FIELDS.replace(",", "%2C")
    play(site, f"/graph/v1/paper/ARXIV:1709.00103?fields={fields}", "semantic-scholar-paper.json")
    record = one(service("semantic-scholar").by_identifier(Identifier("arxiv", "1709.00103")))
    assert record.fields.title.startswith("Seq2SQL: Generating Structured Queries")
    assert record.identifiers == (Identifier("arxiv", "1709.00103"),)
    paper = (RECORDED / "semantic-scholar-paper.json").read_bytes()
    site.text(f"/graph/v1/paper/batch?fields={fields}", b"[null, " + paper + b"]")
    many = service("semantic-scholar")
    many.expect([Identifier("arxiv", "1709.99999"), Identifier("arxiv", "1709.00103")])
    assert many.by_identifier(Identifier("arxiv", "1709.99999")) == ()
    assert one(many.by_identifier(Identifier("arxiv", "1709.00103"))).fields.date == Date(2017)


def test_pubmed(site: Site, service: Make) -> None:
    play(
        site,
        "/entrez/eutils/esummary.fcgi?db=pubmed&id=12345678&retmode=json&tool=curabib",
        "pubmed-summary.json",
    )
    search = "/entrez/eutils/esearch.fcgi?db=pubmed&term=Wheels+that+turn%5BTitle%5D&retmode=json&retmax=5&tool=curabib"
    play(site, search, "pubmed-search.json")
    client = service("pubmed")
    for record in (
        one(client.by_identifier(Identifier("pmid", "12345678"))),
        one(client.by_title("Wheels that turn")),
    ):
        assert str(record.fields.authors) == "A. B. Berg, M. van der Noot, Wheel Group"
        assert (record.fields.title, record.fields.date) == ("Wheels that turn", Date(2012))
        assert record.fields.text("pubstate") == "retracted"
        assert record.identifiers == (Identifier("doi", "10.1000/wheels.7"), Identifier("pmid", "12345678"))


NAMES = ("arxiv", "crossref", "datacite", "dblp", "openalex", "openreview", "pubmed", "semantic-scholar")


def test_all_services_are_built_in() -> None:
    assert plugins.names("providers") == NAMES


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("body", "status", "works"),
    [
        (b"", 500, False),
        (b"", 403, False),
        (b"<html>", 200, False),
        (b'{"title": "\xff"}', 200, False),
        (b"", 200, False),
        (
            b'{"message": [], "data": 3, "result": {"hits": "no"}, "notes": {"a": 1}, "results": null}',
            200,
            True,
        ),
        (b"null", 200, True),
        (b"[]", 200, True),
    ],
)
def test_services_that_misbehave(
    site: Site, service: Make, name: str, body: bytes, status: int, works: bool
) -> None:
    class Everything(dict[str, object]):
        def get(self, key: str, default: object = None) -> object:
            return self["all"]

    site.text("all", body, status)
    site.pages = Everything(site.pages)  # type: ignore[assignment]
    client = service(name)
    for identifier in (Identifier(scheme, "1234") for scheme in sorted(client.schemes)):
        if works and name != "arxiv":
            assert client.by_identifier(identifier) == ()
        else:
            with pytest.raises(ServiceError):
                client.by_identifier(identifier)
    if works and name != "arxiv":
        assert client.by_title("Turning wheels") == ()


def service_origin(name: str):  # type: ignore[no-untyped-def]
    from curabib.model import Origin

    return Origin(kind="provider", name=name)


WORDS = """
title authors author content value venue venueid info type DOI name family given issued date-parts biblio ids
externalIds creators titles attributes articleids authorships primary_location key ee
"""
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS.split()), inner, max_size=6)
    ),
    max_leaves=25,
)


@given(st.dictionaries(st.sampled_from(WORDS.split()), JSON))
@settings(max_examples=150)
def test_any_json_is_read_without_a_crash(form: dict[str, object]) -> None:
    form = {"title": "A title", **form}
    origin = service_origin("x")
    crossref.read_work(form, origin)
    datacite.read_doi({"attributes": form}, origin)
    dblp.read_hit({"info": form}, origin)
    openalex.read_work(form, origin)
    openreview.read_note({"id": "1", "content": form}, origin)
    pubmed.read_summary(form, origin)
    semantic_scholar.read_paper(form, origin)
