import pytest

from curabib.bibtex.layout import print_entry
from curabib.bibtex.mapping import from_bibtex, to_bibtex
from curabib.bibtex.mapping.address import page_of
from curabib.bibtex.parse import parse
from curabib.bibtex.profile import ACM, BIBLATEX, BIBTEX, FIELD_ORDER, PROFILES, Profile
from curabib.model import Date, Entry, Fields, FieldValue, Link, Name, Names, Venue, Work
from tests.bibtex.works import EXAMPLES, entry, people, venue

BY_KEY = {example.key: example for example in EXAMPLES}


def printed(example: Entry, profile: Profile = BIBTEX) -> dict[str, str]:
    result = to_bibtex(example, profile).value
    assert result is not None
    return {"@": result.type, **{name: value.strip("{}") for name, value in result.fields}}


@pytest.mark.parametrize(
    ("key", "bibtex", "biblatex"),
    [
        ("ho2020denoising", "inproceedings", "inproceedings"),
        ("kool2020ancestral", "article", "article"),
        ("stanley2016heat", "misc", "online"),
        ("karpathy2015unreasonable", "misc", "online"),
        ("watkins1989learning", "phdthesis", "thesis"),
        ("novak2011uceni", "mastersthesis", "thesis"),
        ("sutton2018reinforcement", "book", "book"),
        ("diercks2015clinical", "incollection", "incollection"),
        ("wolf2019transformers", "misc", "software"),
        ("krizhevsky2009cifar", "misc", "dataset"),
        ("yuan2023benchmarking", "inproceedings", "inproceedings"),
    ],
)
def test_entry_types(key: str, bibtex: str, biblatex: str) -> None:
    assert printed(BY_KEY[key])["@"] == bibtex
    assert printed(BY_KEY[key], BIBLATEX)["@"] == biblatex


def test_proceedings_come_from_the_venue_table() -> None:
    fields = printed(BY_KEY["maini2023neural"])
    assert fields["booktitle"] == "Proceedings of the 40th International Conference on Machine Learning"
    assert (fields["series"], fields["volume"], fields["publisher"]) == (
        "Proceedings of Machine Learning Research",
        "202",
        "PMLR",
    )
    assert fields["pages"] == "23536--23557"
    neurips = printed(BY_KEY["ho2020denoising"])
    assert (neurips["volume"], neurips["publisher"]) == ("33", "Curran Associates, Inc.")


def test_a_workshop_never_gets_its_conference() -> None:
    fields = printed(BY_KEY["yuan2023benchmarking"])
    assert "Workshop" in fields["booktitle"]
    assert not {"series", "volume", "publisher"} & set(fields)


def test_preprints_show_their_number_in_every_style() -> None:
    heat = BY_KEY["stanley2016heat"]
    classic = printed(heat)
    assert classic["howpublished"] == "arXiv:1605.08386 [math.CO]"
    assert (classic["eprint"], classic["archiveprefix"], classic["primaryclass"]) == (
        "1605.08386",
        "arXiv",
        "math.CO",
    )
    assert (classic["year"], classic["month"]) == ("2016", "may")
    modern = printed(heat, BIBLATEX)
    assert (modern["eprinttype"], modern["eprintclass"], modern["pubstate"], modern["date"]) == (
        "arxiv",
        "math.CO",
        "preprint",
        "2016-05-26",
    )
    assert "howpublished" not in printed(heat, ACM)
    assert printed(heat, ACM)["eprint"] == "1605.08386"


def test_topics_keywords_and_aliases() -> None:
    maini = BY_KEY["maini2023neural"]
    assert printed(maini)["keywords"] == "Memorization Forgetting, Empirical Study, localization"
    assert printed(maini, BIBLATEX)["ids"] == "maini2023can"
    assert "ids" not in printed(maini)


def test_assumed_fields_are_named() -> None:
    sagawa = BY_KEY["sagawa2019distributionally"]
    assert printed(sagawa)["assumed"] == "year"
    assert printed(sagawa, BIBLATEX)["assumed"] == "date"


def test_an_assumed_year_names_no_volume() -> None:
    said: dict[str, FieldValue] = {"title": "T", "venue": venue("JMLR", "journal"), "date": Date(2017)}
    assumed = printed(entry("a", "article", said, assumed=frozenset({"date"})))
    assert (assumed["journal"], assumed["year"]) == ("Journal of Machine Learning Research", "2017")
    assert "volume" not in assumed
    assert printed(entry("a", "article", said))["volume"] == "18"


def test_articles_without_a_venue_are_no_articles() -> None:
    lost = entry("a", "article", {"title": "T"}, links=(Link("", "https://example.org/"),))
    assert printed(lost)["@"] == "misc"
    assert printed(lost, BIBLATEX)["@"] == "online"


def test_the_table_corrects_the_type() -> None:
    fields: dict[str, FieldValue] = {"title": "T", "venue": venue("PNAS", "journal"), "date": Date(2020)}
    assert printed(entry("a", "inproceedings", fields))["@"] == "article"


def test_unknown_venues_keep_their_name() -> None:
    known = entry("a", "article", {"title": "T", "venue": Venue(name="Obscure Letters", kind="journal")})
    assert printed(known)["journal"] == "Obscure Letters"
    vague = entry("a", "misc", {"title": "T", "venue": Venue(name="Obscure Meeting")})
    assert printed(vague)["howpublished"] == "Obscure Meeting"


def test_numbers_that_styles_cannot_take_stay_out_of_classic_entries() -> None:
    fields: dict[str, FieldValue] = {"title": "T", "venue": venue("ICML"), "date": Date(2023), "number": "7"}
    both = entry("a", "inproceedings", fields)
    assert "number" not in printed(both)
    assert printed(both, BIBLATEX)["number"] == "7"


@pytest.mark.parametrize(
    ("pages", "expected"),
    [("1-9", "1--9"), ("1–9, 11—12", "1--9, 11--12"), ("A-12", "A-12"), ("47:1 - 47:36", "47:1--47:36"),
     ("xii-xv", "xii--xv"), ("e1234", "e1234"), ("5--6", "5--6")],
)  # fmt: skip
def test_pages(pages: str, expected: str) -> None:
    assert printed(entry("a", "misc", {"title": "T", "pages": pages}))["pages"] == expected


def test_works_without_people_sort_by_their_title() -> None:
    assert printed(BY_KEY["untitled2020"])["key"] == "Awesome"
    assert "key" not in printed(BY_KEY["untitled2020"], BIBLATEX)


def test_addresses_by_preference() -> None:
    def address(links: tuple[str, ...], **identifiers: str) -> str:
        example = entry(
            "a",
            "misc",
            {"title": "T"},
            identifiers=identifiers,
            links=tuple(Link("", url) for url in links),
        )
        return page_of(example.work, preprint=False)

    code, page, preprint = (
        "https://github.com/a/b",
        "https://proc.example.org/1",
        "https://arxiv.org/pdf/2001.00001",
    )
    assert address((code, preprint, page)) == page
    assert address((code, preprint), arxiv="2001.00001") == "https://arxiv.org/abs/2001.00001"
    assert address((code,), openreview="abc") == "https://openreview.net/forum?id=abc"
    assert address(("javascript:alert(1)", "file:///etc/passwd")) == ""


def test_a_doi_needs_no_address() -> None:
    assert "url" not in printed(BY_KEY["jumper2021highly"])


def test_fields_of_people_pass_through_and_cannot_break_out() -> None:
    odd = entry(
        "a", "misc", {"title": "T", "x-note": "a}, evil = {b", "file": "a{b}\\c", "abstract": "50% \\x"}
    )
    fields = dict(to_bibtex(odd, BIBTEX).value.fields)  # type: ignore[union-attr]
    assert fields["x-note"] == "{a{\\textbraceright}, evil = {\\textbraceleft}b}"
    assert fields["file"] == "{a%7Bb%7D%5Cc}"
    text = print_entry(to_bibtex(odd, BIBTEX).value)  # type: ignore[arg-type]
    assert [len(block.fields) for block in parse(text).entries] == [5]


def codes(example: Entry, profile: Profile = BIBTEX) -> list[tuple[str, str]]:
    return [(d.code, d.message) for d in to_bibtex(example, profile).diagnostics]


def test_characters_without_latex_are_reported() -> None:
    cjk = entry("a", "misc", {"author": people("王, 伟"), "title": "T"})
    assert codes(cjk) == [("CB600", "`伟`, `王` in field `author` cannot be written in ASCII LaTeX")]
    assert codes(cjk, BIBLATEX) == []


def test_field_names_that_cannot_be_printed_are_left_out() -> None:
    odd = entry("a", "misc", {"title": "T", "my note, 2": "x"})
    assert codes(odd) == [("CB601", "field name `my note, 2` cannot stand in a .bib file")]
    assert set(printed(odd)) == {"@", "title", "key"}


@pytest.mark.parametrize(
    "key", ["a b", "a,b", "a{b", "a}b", "a%b", 'a"b', "a\\b", "a#b", "a~b", "", "a\nb", "x" * 201]
)
def test_keys_that_cannot_be_printed_are_refused(key: str) -> None:
    result = to_bibtex(entry(key, "misc", {"title": "T"}), BIBTEX)
    assert result.value is None
    assert [d.code for d in result.diagnostics] == ["CB602"]


@pytest.mark.parametrize(
    "key", ["o'brien2020", "Smith(2020)", "DBLP:conf/nips/X-20+a", "müller2020", "a.b_c@d!"]
)
def test_odd_keys_of_people_are_printed_and_read_back(key: str) -> None:
    text = print_entry(to_bibtex(entry(key, "misc", {"title": "T"}), BIBTEX).value)  # type: ignore[arg-type]
    assert [block.key for block in parse(text).entries] == [key]


def test_names_that_bibtex_cannot_take_are_cut() -> None:
    text = "Department of Everything " * 20
    long = entry("a", "misc", {"title": "T", "author": Names((Name(literal=text),))})
    assert codes(long)[0][0] == "CB603"
    assert len(printed(long)["author"]) < 210
    assert codes(long, BIBLATEX) == []


def test_subtitles_follow_a_colon_in_classic_entries() -> None:
    sutton = BY_KEY["sutton2018reinforcement"]
    assert printed(sutton)["title"] == "Reinforcement Learning: An Introduction"
    assert printed(sutton, BIBLATEX)["subtitle"] == "An Introduction"


@pytest.mark.parametrize("name", PROFILES)
@pytest.mark.parametrize("key", BY_KEY)
def test_there_and_back_prints_the_same(name: str, key: str) -> None:
    text = print_entry(to_bibtex(BY_KEY[key], PROFILES[name]).value)  # type: ignore[arg-type]
    document = parse(text)
    said = from_bibtex(document.entries[0], document.macros())
    work = Work(
        id=key,
        entry_type=said.entry_type,
        kind=said.kind,
        fields=said.fields,
        records=(),
        identifiers=said.identifiers,
        keywords=said.keywords,
        assumed=said.assumed,
    )
    again = to_bibtex(Entry(key=said.key, aliases=said.aliases, work=work), PROFILES[name]).value
    assert again is not None
    assert print_entry(again) == text


def read(text: str) -> dict[str, object]:
    document = parse(text)
    said = from_bibtex(document.entries[0], document.macros())
    return {
        "type": said.entry_type,
        "ids": {i.scheme: i.value for i in said.identifiers},
        "keywords": said.keywords,
        **dict(said.fields),
    }


def test_reading_what_others_write() -> None:
    scholar = read(
        "@article{you2020, title={Drawing {Early-Bird} Tickets}, author={You, Haoran and Li, Chaojian},"
        " journal={arXiv preprint arXiv:1909.11957v2}, year=2020}"
    )
    assert scholar["ids"] == {"arxiv": "1909.11957"}
    assert scholar["title"] == "Drawing Early-Bird Tickets"
    assert isinstance(scholar["venue"], Venue)
    assert scholar["venue"].kind == "repository"
    export = read(
        "@misc{x, eprint={2001.00001}, archivePrefix={arXiv}, primaryClass={cs.LG},"
        " url={https://arxiv.org/abs/2001.00001}}"
    )
    assert (export["type"], export["ids"], export["eprintclass"]) == (
        "online",
        {"arxiv": "2001.00001"},
        "cs.LG",
    )
    acl = read(
        '@inproceedings{a, month = nov, year = "2020", doi = "https://doi.org/10.18653/V1/X\\_1", pages = "1--2",'
        ' address = "Online", keywords = "a; b, c"}'
    )
    assert acl["ids"] == {"doi": "10.18653/v1/x_1"}
    assert (acl["date"], acl["pages"], acl["location"], acl["keywords"]) == (
        Date(2020, 11),
        "1–2",
        "Online",
        ("a", "b", "c"),
    )


@pytest.mark.parametrize(
    ("text", "date"),
    [("year=2020", Date(2020)), ("year={in press}", None), ("date={2020-05-01/2021}", Date(2020, 5, 1)),
     ("year={c2019}, month={3}", Date(2019, 3)), ("year=2020, month={September}", Date(2020, 9)),
     ("date={2020-99-99}", Date(2020)), ("month=jan", None)],
)  # fmt: skip
def test_dates(text: str, date: Date | None) -> None:
    assert read(f"@misc{{k, {text}}}").get("date") == date


def test_addresses_that_are_none_are_no_addresses() -> None:
    assert "url" not in read("@misc{k, url={javascript:alert(1)}}")


def test_fields_have_one_place_each() -> None:
    assert len(set(FIELD_ORDER)) == len(FIELD_ORDER)
    assert isinstance(Fields({}), Fields)


def test_a_retraction_shows_in_every_dialect() -> None:
    said: dict[str, FieldValue] = {"title": "T", "pubstate": "retracted"}
    assert (
        printed(entry("a", "article", said))["note"],
        "pubstate" in printed(entry("a", "article", said)),
    ) == (
        "Retracted",
        False,
    )
    assert printed(entry("a", "article", said), ACM)["note"] == "Retracted"
    modern = printed(entry("a", "article", said), BIBLATEX)
    assert (modern["pubstate"], "note" in modern) == ("retracted", False)
    own = said | {"note": "Withdrawn by the authors, see the erratum"}
    assert printed(entry("a", "article", own))["note"] == own["note"]
    assert "note" not in printed(entry("a", "article", {"title": "T", "pubstate": "preprint"}))
    page: dict[str, FieldValue] = said | {"urldate": Date(2020, 1, 2)}
    seen = entry("a", "online", page, kind="blog", links=(Link("", "https://example.org/"),))
    assert printed(seen)["note"] == "Accessed 2020-01-02. Retracted"
