"""What the checks find in a library, and what they leave alone."""

from typing import Any

import pytest

from curabib.checks import identity_years, keywords, links, names, titles
from curabib.checks.place import called
from curabib.checks.proceedings import at_address, published
from curabib.evidence.brackets import partnerless
from curabib.model import Fields, Identifier, Library, Link, Location, Name, Origin, Record, Venue
from tests.checks.building import checked, codes, entry, people, record

ARXIV = Venue(name="arXiv", abbreviation="arXiv", kind="repository")


def test_a_complete_entry_is_left_alone() -> None:
    assert codes(entry(identifiers=("arxiv:1901.00001",), keywords=("Engines",), topics=("Engines",))) == []


def test_an_empty_library_is_left_alone() -> None:
    assert codes() == []


class TestMissing:
    """What a reference needs."""

    def test_title(self) -> None:
        (found,) = checked(entry(title=""))
        assert (found.code, found.message) == ("CB560", "no title is stated in an entry by `Ada Lovelace`")
        assert found.location == Location(path="README.md", line=1)

    def test_authors(self) -> None:
        assert codes(entry(authors=people())) == ["CB561"]
        assert codes(entry(authors=people(), fields={"editor": people("Mary|Somerville")})) == []
        assert codes(entry(authors=people("The Engine Group"))) == []

    def test_year(self) -> None:
        assert codes(entry(year=None)) == ["CB562"]

    def test_year_of_a_heading(self) -> None:
        (found,) = checked(entry(assumed=frozenset({"date"})))
        assert (found.code, found.severity) == ("CB563", "info")
        assert "`2019`" in found.message

    def test_venue(self) -> None:
        (found,) = checked(entry(venue=None))
        assert (found.code, found.severity) == ("CB564", "info")
        (found,) = checked(entry(venue=None, identifiers=("arxiv:1901.00001",)))
        assert found.message == "no venue is stated; known only as preprint `arxiv:1901.00001`"

    @pytest.mark.parametrize("kind", ["blog", "video", "code", "dataset", "course", "other"])
    def test_a_page_needs_a_title_only(self, kind: str) -> None:
        assert codes(entry(authors=people(), year=None, venue=None, kind=kind)) == []
        assert codes(entry(title="", authors=people(), year=None, venue=None, kind=kind)) == ["CB560"]

    def test_a_page_that_looks_like_no_publication_is_not_asked_for_more(self) -> None:
        site: Any = {"authors": people(), "year": None, "venue": None}
        assert codes(entry(**site, links=("https://engines.example.org/",))) == []
        assert codes(entry(**site, links=("https://engines.example.org/a.pdf",))) == [
            "CB561",
            "CB562",
            "CB564",
        ]
        assert codes(entry(year=None, venue=None, links=("https://engines.example.org/",))) == [
            "CB562",
            "CB564",
        ]

    def test_what_only_a_bibliography_wants_to_know(self) -> None:
        assert codes(entry("", assumed=frozenset({"date"}))) == []
        preprint = entry("", venue=None, identifiers=("arxiv:1901.00001",))
        assert codes(preprint, entry(""), entry("", title="On Other Engines")) == []
        assert codes(preprint) == ["CB564"]
        shop = entry("", venue=None, links=("https://www.amazon.com/dp/0262029251",))
        assert codes(shop, entry(""), entry("", title="On Other Engines")) == []

    def test_a_withdrawn_entry_is_not_asked_for_more(self) -> None:
        assert codes(entry(title="", year=None, state="withdrawn")) == ["CB576"]


class TestTitles:
    """Doubtful titles."""

    @pytest.mark.parametrize(
        "title",
        [
            "paper",
            "[PDF]",
            "Paper link",
            "lovelace19a.pdf",
            "https://example.org/x",
            "On Computable…",
            "On Engines...",
            "ON COMPUTABLE ENGINES AND THEIR LIMITS",
        ],
    )
    def test_doubtful(self, title: str) -> None:
        assert codes(entry(title=title)) == ["CB580"]

    @pytest.mark.parametrize(
        "title",
        [
            "BERT",
            "GPT-3",
            "Code",
            "Node.js",
            "深度学习",
            "A PDF of Engines",
            "VICReg: V I C R",
            "IS AI NP",
            "What? ..?",
        ],
    )
    def test_plausible(self, title: str) -> None:
        expected = "is the label of a link" if title == "Code" else ""
        assert titles.doubt(title) == expected

    @pytest.mark.parametrize(
        ("title", "sign"),
        [
            ("On (Computable) [Engines]", ""),
            ("On (Computable Engines", "("),
            ("On Computable) Engines", ")"),
            ("Crossed (one [two) three]", ")"),
            ("Either 1) this or 2) that, a) or b)", ""),
            ("(" * 50_000, "("),
            ("Learning on (0,1] Intervals", ""),
            ("Boilers $[0,1)$ Under [0, \\infty) Pressure", ""),
            ("Engines in ]a, b[", ""),
            ("Math $\\{x : x > 0$ in Titles", ""),
            ("Smile :( for Trains :-)", ""),
            ("See :(too", "("),
            ("Costs (a lot]", "]"),
        ],
    )
    def test_brackets(self, title: str, sign: str) -> None:
        assert "".join(title[at] for at in partnerless(title)[:1]) == sign
        assert ("CB581" in codes(entry(title=title))) == bool(sign)


class TestNames:
    """Doubtful names."""

    @pytest.mark.parametrize(
        ("name", "reason"),
        [
            (Name(given="Laurent", family="Viennot_"), "holds an underscore"),
            (Name(given="Ada", family="Lovelace1"), "holds a digit"),
            (Name(given="Ada", family="Lovelace; Babbage"), "holds a separator of names"),
            (Name(given="Ada", family="(Lovelace"), "has an open bracket"),
            (Name(given="Ada", family="l@example.org"), "holds an address"),
            (Name(family="Adalovelacecharlesbabbagemarysomerville"), "has too long a word"),
            (
                Name(given="Jeffrey", family="BowersGauravMalhotra"),
                "looks like several names without separators",
            ),
            (Name(given="Ada", family="LOVELACE"), "is in capitals"),
            (Name(given="ada", family="lovelace"), "has a family name in lower case"),
        ],
    )
    def test_doubtful(self, name: Name, reason: str) -> None:
        assert names.doubt(name) == reason
        (found,) = checked(entry(authors=type(people())((name,))))
        assert (found.code, reason in found.message) == ("CB569", True)

    @pytest.mark.parametrize(
        "name",
        [
            Name(given="Alexander G. de G.", family="Matthews"),
            Name(given="Ludwig", prefix="van", family="Beethoven"),
            Name(given="X. Y.", family="Han"),
            Name(given="Ian", family="MacDonald"),
            Name(given="Anthony Man-Cho", family="So"),
            Name(given="Stéphane", family="d'Ascoli"),
            Name(family="王小明"),
            Name(given="Weinan", family="E"),
            Name(given="Q.", family="LE"),
            Name(literal="Team 42; et_al"),
        ],
    )
    def test_plausible(self, name: Name) -> None:
        assert names.doubt(name) == ""

    def test_turned_round(self) -> None:
        found = checked(
            entry("a", authors=people("Lovelace|Ada")),
            entry("b", authors=people("Ada|Lovelace")),
            entry("c", authors=people("Ada|Lovelace")),
        )
        assert [(d.code, d.key) for d in found] == [("CB570", "a")]
        assert found[0].message == "name `Lovelace Ada` is `Ada Lovelace` in 2 other entries"
        even = (entry("a", authors=people("Lovelace|Ada")), entry("b", authors=people("Ada|Lovelace")))
        assert codes(*even) == []

    def test_twice_in_one_list(self) -> None:
        (found,) = checked(entry(authors=people("Laurent|Viennot", "Ada|Lovelace", "Laurent|Viennöt")))
        assert found.code == "CB572"
        assert codes(entry(authors=people("|Kim", "|Lee", "|Kim"))) == []


class TestDates:
    """Years and identifiers."""

    @pytest.mark.parametrize(
        ("identifier", "month"),
        [
            ("1901.00001", (2019, 1)),
            ("math.GT/0309136", (2003, 9)),
            ("hep-th/9711200", (1997, 11)),
            ("2112.00001", (2021, 12)),
            ("1399.00001", None),
            ("x", None),
        ],
    )
    def test_arxiv_numbers_hold_their_month(self, identifier: str, month: tuple[int, int] | None) -> None:
        assert identity_years.submitted(Identifier("arxiv", identifier)) == month

    @pytest.mark.parametrize(
        ("identifier", "venue", "year"),
        [
            ("neurips:2020/1c336b8080f82bcc2cd2499b4c57261d", "NeurIPS", 2020),
            ("acl:2020.emnlp-main.1", "EMNLP", 2020),
            ("acl:2020.findings-emnlp.1", "", 2020),
            ("acl:P19-1001", "ACL", 2019),
            ("acl:D19-5001", "", 2019),
            ("acl:J93-2004", "", 1993),
            ("jmlr:v21/19-985", "JMLR", 2020),
            ("pmlr:v119/lovelace20a", "ICML", 2020),
            ("cvf:Doe_On_Engines_CVPR_2019", "CVPR", 2019),
            ("cvf:Doe_On_Engines_2015_ICCV", "ICCV", 2015),
            ("cvf:Doe_On_Engines_CVPRW_2021", "", 2021),
            ("nature:s41586-021-03819-2", "Nature", 2021),
            ("doi:10.1038/nature14539", "Nature", 0),
            ("doi:10.18653/v1/p18-1001", "ACL", 2018),
            ("doi:10.18653/v1/2021.acl-long.5", "ACL", 2021),
            ("doi:10.1109/iccv48922.2021.00001", "ICCV", 2021),
            ("doi:10.1109/tpami.2017.2712608", "TPAMI", 0),
            ("doi:10.1126/science.abc1234", "Science", 0),
            ("doi:10.24963/ijcai.2019/123", "IJCAI", 2019),
            ("doi:10.1609/aaai.v33i01.33013", "AAAI", 2019),
        ],
    )
    def test_proceedings_hold_their_venue_and_year(self, identifier: str, venue: str, year: int) -> None:
        parsed = Identifier.parse(identifier)
        assert parsed is not None
        said = published(parsed)
        assert said is not None
        assert (said.venue, said.year) == (venue, year)

    @pytest.mark.parametrize(
        "identifier",
        [
            "doi:10.1000/2019",
            "doi:10.1287/opre.2017.1680",
            "pmlr:v99999/x",
            "arxiv:1901.00001",
            "url:https://a.org",
        ],
    )
    def test_most_identifiers_say_nothing(self, identifier: str) -> None:
        parsed = Identifier.parse(identifier)
        assert parsed is not None
        assert published(parsed) is None

    @pytest.mark.parametrize(
        ("url", "venue", "year"),
        [
            ("https://papers.nips.cc/paper/5423-generative-adversarial-nets", "NeurIPS", 0),
            ("https://proceedings.neurips.cc/paper/2020/hash/abc-Abstract.html", "NeurIPS", 2020),
            ("https://www.usenix.org/conference/nsdi19/presentation/tesla", "NSDI", 2019),
            ("https://www.usenix.org/conference/usenixsecurity21/presentation/a", "USENIX Security", 2021),
            ("https://www.ecva.net/papers/eccv_2020/papers_ECCV/html/1.php", "ECCV", 2020),
            ("https://www.ijcai.org/proceedings/2021/0123", "IJCAI", 2021),
            ("https://www.ijcai.org/Proceedings/15/Papers/123.pdf", "IJCAI", 2015),
            ("https://ojs.aaai.org/index.php/AAAI/article/view/1234", "AAAI", 0),
            ("http://www.roboticsproceedings.org/rss14/p01.html", "RSS", 2018),
        ],
    )
    def test_addresses_hold_venue_and_year(self, url: str, venue: str, year: int) -> None:
        said = at_address(url)
        assert said is not None
        assert (said.venue, said.year) == (venue, year)

    def test_published_before_the_preprint(self) -> None:
        (found,) = checked(entry(year=2018, identifiers=("arxiv:1901.00001",)))
        assert (found.code, "2018" in found.message, "2019" in found.message) == ("CB567", True, True)

    @pytest.mark.parametrize(
        ("venue", "year", "number", "expected"),
        [
            ("NeurIPS", 2022, "2301.00012", []),  # of December
            ("NeurIPS", 2022, "2303.00012", []),
            ("NeurIPS", 2022, "2304.00012", ["CB567"]),
            ("ICML", 2022, "2301.00012", ["CB567"]),  # of July
            ("UAI", 2007, "1206.5248", []),  # taken in by arXiv years after
            ("UAI", 2012, "1301.5248", []),
            ("NeurIPS", 2012, "2112.00001", ["CB567"]),
            ("NeurIPS", 1998, "2012.00001", []),
        ],
    )
    def test_papers_are_put_up_after_their_conference_too(
        self, venue: str, year: int, number: str, expected: list[str]
    ) -> None:
        place = Venue(name=venue, abbreviation=venue, kind="conference")
        assert codes(entry(venue=place, year=year, identifiers=(f"arxiv:{number}",))) == expected

    def test_proceedings_may_be_before_the_preprint_where_their_record_says_so(self) -> None:
        official = record(origin=Origin(kind="provider", name="authority:x"))
        listed = entry(year=2018, identifiers=("arxiv:1901.00001",)).work.records
        chosen = {"date": official.id}
        assert codes(entry(year=2018, records=(official, *listed), chosen=chosen)) == []

    def test_published_long_after_the_preprint(self) -> None:
        assert codes(entry(year=2024, identifiers=("arxiv:1901.00001",))) == ["CB566"]
        assert codes(entry(year=2023, identifiers=("arxiv:1901.00001",))) == []
        journal = Venue(name="JMLR", abbreviation="JMLR", kind="journal")
        assert codes(entry(year=2025, venue=journal, identifiers=("arxiv:1901.00001",))) == []
        assert codes(entry(year=2026, venue=journal, identifiers=("arxiv:1901.00001",))) == ["CB566"]

    def test_no_preprint_is_older_than_its_number(self) -> None:
        for venue in (ARXIV, None):
            said = [
                c
                for c in codes(entry(year=2019, venue=venue, identifiers=("arxiv:2301.00001",)))
                if c != "CB564"
            ]
            assert said == ["CB567"]
        assert codes(entry(year=2018, venue=ARXIV, identifiers=("arxiv:1901.00001",))) == []  # of 31 December
        assert codes(entry(year=2018, venue=ARXIV, identifiers=("arxiv:1902.00001",))) == ["CB567"]
        assert codes(entry(year=2021, venue=ARXIV, identifiers=("arxiv:1901.00001",))) == []
        assert codes(entry(year=2025, venue=ARXIV, identifiers=("arxiv:1901.00001",))) == ["CB566"]

    def test_a_heading_with_a_year_before_the_preprint(self) -> None:
        under = entry(
            year=2023,
            venue=ARXIV,
            identifiers=("arxiv:2301.00001",),
            year_source="identifier",
            topics=("2019",),
        )
        (found,) = [d for d in checked(under) if d.code != "CB564"]
        assert (found.code, found.message[:25]) == ("CB567", "the heading's year `2019`")

    def test_another_volume(self) -> None:
        neurips = Venue(name="NeurIPS", abbreviation="NeurIPS", kind="conference")
        assert codes(entry(venue=neurips, identifiers=("neurips:2020/abc",))) == ["CB568"]
        assert codes(entry(venue=neurips, year=2020, identifiers=("neurips:2020/abc",))) == []

    def test_another_volume_of_pmlr(self) -> None:
        assert codes(entry(identifiers=("pmlr:v97/lovelace19a",))) == []
        assert codes(entry(year=2018, identifiers=("pmlr:v97/lovelace19a",))) == ["CB568"]

    def test_a_statement_that_another_has_overruled_is_not_judged(self) -> None:
        listed = entry(year=2018, identifiers=("neurips:2019/abc",)).work.records
        assert codes(entry(year=2020, venue=ARXIV, records=listed)) == []

    def test_a_workshop_is_no_volume(self) -> None:
        place = Venue(name="Workshop on Engines at ICML", kind="workshop")
        assert codes(entry(venue=place, identifiers=("neurips:2020/abc",))) == []


class TestVenues:
    """The venue table."""

    def test_an_unknown_venue_is_reported_once(self) -> None:
        venue = Venue(name="Journal of Engines", kind="journal")
        (found,) = checked(entry("a", venue=venue), entry("b", venue=venue))
        assert (found.code, found.key) == ("CB565", "a")
        assert "2 entries" in found.message

    def test_what_the_table_lacks_is_no_fault_of_a_list(self) -> None:
        venue = Venue(name="Journal of Engines", kind="journal")
        assert codes(entry("", venue=venue)) == []

    def test_a_misspelt_venue(self) -> None:
        (found,) = checked(entry("", venue=Venue(name="NeruIPS")))
        assert (found.code, found.help) == ("CB565", "did you mean `NeurIPS`?")
        assert found.message == "venue `NeruIPS` is hardly one"
        turned = entry("", venue=Venue(name="IMCL"), title="On Other Engines")
        assert codes(turned) == []  # which may be another acronym
        assert codes(turned, entry("")) == ["CB565"]

    def test_workshops_and_theses_are_no_venues_of_the_table(self) -> None:
        assert codes(entry(venue=Venue(name="Workshop on Engines", kind="workshop"))) == []
        assert codes(entry(venue=Venue(name="University of Engines"), kind="thesis")) == []

    @pytest.mark.parametrize(
        ("identifier", "expected"),
        [
            ("neurips:2019/0123456789abcdef0123456789abcdef", "NeurIPS"),
            ("cvf:Doe_On_Engines_CVPR_2019", "CVPR"),
            ("jmlr:v20/19-985", "JMLR"),
            ("acl:2019.emnlp-main.12", "EMNLP"),
        ],
    )
    def test_an_identifier_of_another_venue(self, identifier: str, expected: str) -> None:
        messages = [d.message for d in checked(entry(identifiers=(identifier,))) if d.code == "CB568"]
        assert messages == [f"venue `ICML` is not that of `{identifier}`, which is `{expected}`"]
        right = Venue(name=expected, abbreviation=expected, kind="conference")
        assert "is not that of" not in str(checked(entry(venue=right, identifiers=(identifier,), year=2019)))


class TestLinks:
    """Links."""

    def test_links_of_one_entry_that_lead_to_two_works(self) -> None:
        urls = ("https://arxiv.org/abs/1901.00001", "https://arxiv.org/pdf/1901.00002.pdf")
        (found,) = (d for d in checked(entry(links=urls)) if d.code == "CB590")
        assert found.message == "one entry links to `arxiv:1901.00001` and to `arxiv:1901.00002`"
        same = ("https://arxiv.org/abs/1901.00001", "https://arxiv.org/pdf/1901.00001v2")
        assert "CB590" not in codes(entry(links=same))

    @pytest.mark.parametrize(
        "url",
        [
            "https://arxiv.org/abs/1901.00001https://github.com/ada",
            "ftp://example.org/x",
            "https://localhost/x",
            "https:///x",
            "https://user:secret@example.org/",
            "https://example..org/x",
            "https://example.org/a b",
            "https://example.org:99999/",
            "https://[::1/x",
            "javascript:alert(1)",
            "https://example.org/a|b",
        ],
    )
    def test_doubtful(self, url: str) -> None:
        assert links.doubt(url)
        assert codes(entry(links=(url,))) == ["CB578"]

    @pytest.mark.parametrize(
        "url",
        [
            "https://web.archive.org/web/2019/https://example.org/",
            "https://example.org/login?next=https://example.org/x",
            "https://dl.acm.org/doi/10.1145/3292500.3330701",
            "http://proceedings.mlr.press/v97/lovelace19a/lovelace19a.pdf#page=2",
            "https://bücher.example/ü",
            "https://example.org:8080/~ada/(x)",
        ],
    )
    def test_plausible(self, url: str) -> None:
        assert links.doubt(url) == ""

    def test_none_at_all(self) -> None:
        assert codes(entry(links=())) == ["CB577"]
        assert codes(entry(links=(), identifiers=("doi:10.1000/x",))) == []
        assert codes(entry(links=(), records=(record(role="mention"),))) == []


class TestKeywords:
    """Keywords."""

    def test_spellings(self) -> None:
        found = checked(
            entry("a", keywords=("Neural Tangent Kernel",)),
            entry("b", keywords=("Neural Tangent Kernel", "Class")),
            entry("c", keywords=("neural-tangent kernels", "Clas")),
        )
        assert [(d.code, d.key) for d in found] == [("CB574", "c")]
        assert found[0].message == "keyword `neural-tangent kernels` is elsewhere `Neural Tangent Kernel`"

    @pytest.mark.parametrize(("one", "other"), [("Gas", "Ga"), ("Loss", "Los"), ("Bias", "Biasing")])
    def test_other_words_stay_apart(self, one: str, other: str) -> None:
        assert keywords.stem(one) != keywords.stem(other)


class TestListing:
    """How often a list lists a work."""

    def test_twice_under_two_topics(self) -> None:
        url = (Link("", "https://example.org/x"),)
        held = (record(9, topics=("Steam",), links=url), record(4, topics=("Parts", "Engines"), links=url))
        (found,) = checked(entry(records=held, topics=("Steam", "Engines")))
        assert found.code == "CB575"
        assert found.message == "`lovelace2019engines` is listed twice under `Engines`, `Steam`"
        assert found.location == Location(path="README.md", line=9)
        assert [related.location.line for related in found.related] == [4]

    def test_two_works_under_one_link_are_not_one_work_twice(self) -> None:
        def titled(number: int, title: str, **rest: Any) -> Record:
            return record(number, fields=Fields({"title": title, **rest}), topics=(str(number),))

        def twice(one: str, other: str, **rest: Any) -> list[str]:
            return codes(entry(records=(titled(1, one, **rest), titled(2, other, **rest))))

        assert twice("On Engines That Learn", "A Theory of Boilers") == []
        assert twice("On Engines That Learn", "On Engines That Learns") == ["CB575"]
        assert twice("On Engines", "On Engines: Part One") == ["CB575"]
        assert twice("On Engines That Learn", "A Theory of Boilers", author=people("Ada|Lovelace")) == [
            "CB575"
        ]

    def test_under_two_topics_of_a_list_is_a_note(self) -> None:
        apart = entry("", records=(record(1, topics=("Steam",)), record(2, topics=("Rails",))))
        together = entry("", records=(record(1, topics=("Steam",)), record(2, topics=("Steam",))))
        assert [found.severity for one in (apart, together) for found in checked(one)] == ["info", "warning"]

    def test_once_in_each_of_two_lists_or_once_and_mentioned_is_fine(self) -> None:
        assert codes(entry(records=(record(1, source="a"), record(2, source="b")))) == []
        assert codes(entry(records=(record(1), record(2, role="mention")))) == []
        assert codes(entry(records=(record(1), record(2, withdrawn=True)))) == []

    def test_no_more(self) -> None:
        (found,) = checked(entry(state="withdrawn"))
        assert (found.code, found.severity) == ("CB576", "info")


class TestAliases:
    """Keys that stand for two entries."""

    def test_clash(self) -> None:
        (found,) = checked(entry("a", aliases=("old",)), entry("b", aliases=("OLD",)))
        assert (found.code, found.severity) == ("CB579", "error")
        assert found.message == "`OLD` stands for `a` and `b`"
        assert codes(entry("a"), entry("b", aliases=("A",))) == ["CB579"]
        assert codes(entry("a", aliases=("b",))) == []

    def test_entries_of_a_list_without_a_project_have_no_key(self) -> None:
        assert codes(entry("", title="One"), entry("", title="Two")) == []


def test_an_entry_is_called_by_its_key_else_its_title() -> None:
    assert called(entry("k")) == "k"
    assert called(entry("", title="x" * 90)) == "x" * 59 + "…"
    assert called(entry("", title="")) == "Ada Lovelace"
    assert called(entry("", title="", authors=people())) == "an entry without title"


def test_diagnostics_do_not_depend_on_the_order_of_entries() -> None:
    entries = [
        entry(f"k{n}", authors=people("A|B", "A|B"), keywords=("Engine" + "s" * (n % 2),)) for n in range(6)
    ]
    assert checked(*entries) == checked(*reversed(entries))
    assert Library.of(tuple(entries)).entries[0].key == "k0"
