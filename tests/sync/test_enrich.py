"""What authorities say of the works of a project: what is taken, what is offered, what is reported, what stays."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

import curabib.project
from curabib.diagnostics import CurabibError, Diagnostic, Result
from curabib.model import Entry, Identifier, Names, Record, Venue
from curabib.project import Project
from curabib.providers.authority import Registry
from curabib.sync.enrich import Enriched, Provider, apply, enrich
from curabib.sync.pipeline import build
from curabib.sync.run import Update, synchronise

CONFIG = """\
sources:
  deep: {file: ../deep.md}
outputs:
  - {path: library.bib, format: bibtex}
"""
WHEELS = "Turning wheels"
ADA, CLEO, MAX = "Ada Berg", "Cleo Dorn", "Max van der Noot"


def entry(title: str, authors: str, venue: str = "", link: str = "") -> str:
    page = link or f"https://example.org/{title.casefold().replace(' ', '-')}"
    return f"- {title} [[paper]({page})]\n  - {authors}. {venue}".rstrip() + "\n"


def official(
    title: str, authors: Sequence[str], venue: str = "icml", year: int = 2021, **more: Any
) -> dict[str, Any]:
    kind = "journal" if venue in ("jmlr", "tmlr") else "workshop" if venue.endswith("w") else "conference"
    names = [{"given": name.split(" ", 1)[0], "family": name.split(" ", 1)[1]} for name in authors]
    form = {"title": title, "authors": names, "year": str(year), "venue": venue, "venue_type": kind}
    return form | {"source_id": title.casefold().replace(" ", "-") + venue, "pages": "1-9"} | more


class Bench:
    """A project with one list, and an authority."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "bib").mkdir()
        (root / "bib" / "curabib.yaml").write_text(CONFIG, encoding="utf-8")
        self.registry = Registry(root / "cache")

    def project(self) -> Project:
        return curabib.project.load(self.root).value

    def write(self, *entries: str) -> None:
        (self.root / "deep.md").write_text("# Deep\n\n## Alpha\n\n" + "".join(entries), encoding="utf-8")
        assert not synchronise(self.project()).value.blocked

    def authority(self, *records: Mapping[str, Any], name: str = "machines") -> None:
        path = self.root / f"{name}.jsonl"
        path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
        self.registry.add(path)

    def ask(self, *names: str, keys: Sequence[str] = ()) -> Result[Enriched]:
        indexes = [self.registry.open(name) for name in names or ("machines",)]
        try:
            providers = [Provider(name=index.origin.name, source=index) for index in indexes]
            return enrich(self.project(), providers, keys=keys)
        finally:
            for index in indexes:
                index.connection.close()

    def enrich(self, *names: str) -> Result[Update]:
        found = self.ask(*names)
        update = apply(self.project(), found.value)
        assert not update.value.blocked
        return Result(update.value, found.diagnostics)

    def entries(self) -> list[Entry]:
        return list(build(self.project()).value.library.entries)

    def library(self) -> str:
        return (self.root / "bib" / "library.bib").read_text(encoding="utf-8")

    def findings(self) -> str:
        path = self.root / "bib" / "records" / "findings" / "authority" / "machines.jsonl"
        return path.read_text(encoding="utf-8") if path.exists() else ""


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def codes(problems: Sequence[Diagnostic]) -> list[str]:
    return sorted(problem.code for problem in problems)


def test_a_preprint_becomes_the_published_version_under_its_key(bench: Bench) -> None:
    bench.write(entry("Turning wheels", f"{ADA}, {CLEO}", "", "https://arxiv.org/abs/2005.00001"))
    (before,) = bench.entries()
    bench.authority(
        official(
            "Turning Wheels",
            [ADA, CLEO],
            volume="139",
            venue_url="https://proceedings.mlr.press/v139/berg21a.html",
        )
    )
    said = bench.enrich()
    (after,) = bench.entries()
    assert (after.key, before.key) == ("berg2020turning", "berg2020turning")
    text = bench.library()
    for line in (
        "@inproceedings{berg2020turning,",
        "volume        = {139}",
        "pages         = {1--9}",
        "eprint        = {2005.00001}",
        "year          = {2021}",
        "url           = {https://proceedings.mlr.press/v139/berg21a.html}",
    ):
        assert line in text
    assert codes(said.diagnostics) == ["CB205"]
    (problem,) = said.diagnostics
    assert problem.location is not None
    assert (problem.location.path, problem.location.line, problem.key) == ("deep.md", 5, "berg2020turning")


def test_a_fresh_checkout_builds_the_same_without_the_authority(bench: Bench) -> None:
    bench.write(entry("Turning wheels", f"{ADA}, {CLEO}"), entry("Gears", ADA))
    bench.authority(official("Turning Wheels", [ADA, CLEO]))
    bench.enrich()
    text = bench.library()
    form = json.loads(bench.findings().splitlines()[1])
    assert (form["about"], form["found"], form["id"]) == (
        "berg2021turning" if "berg2021turning" in text else form["about"],
        "title",
        "authority:machines#icml2021/turning-wheelsicml",
    )
    bench.registry.remove("machines")
    (bench.root / "bib" / "library.bib").unlink()
    import shutil

    shutil.rmtree(bench.root / "bib" / ".curabib")
    synchronise(bench.project())
    assert bench.library() == text
    assert synchronise(bench.project()).value.plan.empty


def test_asking_again_changes_nothing(bench: Bench) -> None:
    bench.write(entry("Turning wheels", f"{ADA}, {CLEO}"))
    bench.authority(official("Turning Wheels", [ADA, CLEO]))
    bench.enrich()
    assert bench.enrich().value.plan.empty


def test_what_is_not_asked_about_stays_and_what_is_gone_goes(bench: Bench) -> None:
    bench.write(
        entry("Turning wheels", f"{ADA}, {CLEO}"), entry("Gears and belts in motion", f"{ADA}, {MAX}")
    )
    bench.authority(
        official("Turning Wheels", [ADA, CLEO]), official("Gears and Belts in Motion", [ADA, MAX])
    )
    bench.enrich()
    assert len(bench.findings().splitlines()) == 3
    one = bench.entries()[0].key
    found = bench.ask(keys=[one]).value
    assert (found.asked, found.found) == (1, 1)
    assert len(found.findings["findings/authority/machines"].records) == 2
    bench.authority(official("Turning Wheels", [ADA, CLEO]))
    bench.enrich()
    assert len(bench.findings().splitlines()) == 2
    assert "pages" not in next(e for e in bench.entries() if "Gears" in e.work.fields.title).work.fields


def test_an_unknown_key(bench: Bench) -> None:
    bench.write(entry("Turning wheels", ADA))
    bench.authority(official("Wheels", [ADA]))
    with pytest.raises(CurabibError, match="there is no entry `nobody`"):
        bench.ask(keys=["nobody"])


BOTH = f"{ADA}, {CLEO}"
LONG = "The turning of wheels in large machines"
THREE = [ADA, CLEO, "Max Fell"]
WRONG = {
    "venue": ((WHEELS, BOTH, "ICLR 2021"), (WHEELS, [ADA, CLEO]), "CB201", "`authority:machines` says `ICML 2021`"),
    "year": ((WHEELS, BOTH, "ICML 2020"), (WHEELS, [ADA, CLEO]), "CB202", "`authority:machines` says `ICML 2021`"),
    "title": ((LONG, BOTH, "ICML 2021"), (LONG.replace("ls", "l"), [ADA, CLEO]), "CB203", "The turning of wheel in"),
    "misspelt": ((WHEELS, "Ada Berg, Cleo Dorm, Max Fell", "ICML 2021"), (WHEELS, THREE), "CB204", "`Cleo Dorm` is"),
    "missing": ((WHEELS, BOTH, "ICML 2021"), (WHEELS, THREE), "CB204", "`Max Fell` is missing"),
    "order": ((WHEELS, f"{CLEO}, {ADA}", "ICML 2021"), (WHEELS, [ADA, CLEO]), "CB204", "another order"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_a_list_has_wrong(bench: Bench, case: str) -> None:
    listed, record, expected, words = WRONG[case]
    bench.write(entry(*listed))
    bench.authority(official(*record))
    found = bench.ask()
    assert found.value.found == 1
    assert codes(found.diagnostics) == [expected]
    assert words in found.diagnostics[0].message
    assert found.diagnostics[0].location is not None


def test_a_year_of_a_heading_is_the_lists_word_too(bench: Bench) -> None:
    bench.write("### Alpha: 2020\n\n", entry(WHEELS, BOTH, "ICML"), entry("Turning belts", BOTH, "JMLR"))
    bench.authority(official(WHEELS, [ADA, CLEO]), official("Turning belts", [ADA, CLEO], "jmlr", 2020))
    (problem,) = bench.ask().diagnostics
    assert (problem.code, problem.message) == (
        "CB202",
        "the list has it under `2020`, `authority:machines` says `ICML 2021`",
    )


def test_decisions_about_offers_are_remembered_in_silence(bench: Bench) -> None:
    bench.write(entry("Turning wheels", BOTH, "ICML 2021"), entry("Turning belts", BOTH, "ICML 2021"))
    bench.authority(official("Turning wheels", [ADA, CLEO], "icmlw"), official("Turning tables", [ADA, CLEO]))
    waiting = {item.entry.work.fields.title: item for item in bench.ask().value.waiting}
    wheels, mine = waiting["Turning wheels"].entry.key, waiting["Turning wheels"].offers[0].record.id
    belts, theirs = waiting["Turning belts"].entry.key, waiting["Turning belts"].offers[0].record.id
    text = f"same:\n  - [{wheels}, '{mine}']\ndifferent:\n  - [{belts}, '{theirs}']\n"
    (bench.root / "bib" / "overrides.yaml").write_text(text, encoding="utf-8")
    assert codes(bench.enrich().diagnostics) == ["CB201"]
    assert "icmlw" in bench.findings()
    assert codes(build(bench.project(), thorough=True).diagnostics) == ["CB301"], "of the two entries"
    text = text.replace("turning-tables", "turning-tabels").replace(belts, "nobody2021")
    (bench.root / "bib" / "overrides.yaml").write_text(text + f"  - [{wheels}, 'deep#0']\n", encoding="utf-8")
    assert codes(build(bench.project(), thorough=True).diagnostics) == ["CB301", "CB305", "CB305"]


def test_what_was_retracted(bench: Bench) -> None:
    bench.write(entry(WHEELS, BOTH, "ICML 2021"))
    bench.authority(official(WHEELS, [ADA, CLEO], retracted=True))
    assert codes(bench.enrich().diagnostics) == ["CB206"]
    assert bench.entries()[0].work.fields.text("pubstate") == "retracted"


def test_initials_accents_and_et_al_are_no_differences(bench: Bench) -> None:
    bench.write(entry("Turning wheels", "A. Berg, Åsa Dörn, et al", "ICML 2021"))
    bench.authority(official("Turning wheels", [ADA, "Asa Dorn", "Max Fell"]))
    assert bench.ask().diagnostics == ()


def test_an_identifier_of_another_work_is_not_followed(bench: Bench) -> None:
    bench.write(
        entry(
            "Turning wheels slowly",
            f"{ADA}, {CLEO}",
            "ICML 2021",
            "https://proceedings.mlr.press/v139/fell21a.html",
        )
    )
    other = official(
        "Something else altogether",
        ["Max Fell", "Eva Gard"],
        venue_url="https://proceedings.mlr.press/v139/fell21a.html",
    )
    bench.authority(other)
    found = bench.ask()
    assert found.value.found == 0
    assert codes(found.diagnostics) == ["CB207"]
    assert "`pmlr:v139/fell21a` is `Something else altogether`" in found.diagnostics[0].message


def test_the_version_that_the_list_names_is_taken(bench: Bench) -> None:
    versions = [
        official("Turning wheels", [ADA, CLEO], venue, year)
        for venue, year in (("icmlw", 2019), ("iclr", 2020), ("jmlr", 2021))
    ]
    bench.authority(*versions)
    for stated, taken in (("ICLR 2020", "ICLR"), ("JMLR", "JMLR"), ("", "JMLR")):
        bench.write(entry("Turning wheels", f"{ADA}, {CLEO}", stated))
        found = bench.ask()
        (record,) = found.value.findings["findings/authority/machines"].records
        assert str(record.fields.venue) == taken
        assert "CB209" in codes(found.diagnostics)


def test_what_is_only_alike_waits_for_a_person(bench: Bench) -> None:
    bench.write(entry("Phases of early training of turning wheels", f"{ADA}, {CLEO}", "ICML 2021"))
    bench.authority(official("Phases of the training of turning wheels", [ADA, CLEO]))
    found = bench.ask()
    (waiting,) = found.value.waiting
    assert waiting.offers[0].record.fields.title == "Phases of the training of turning wheels"
    assert codes(found.diagnostics) == ["CB210"]
    key, record = waiting.entry.key, waiting.offers[0].record.id
    overrides = bench.root / "bib" / "overrides.yaml"
    overrides.write_text(f"different:\n  - [{key}, '{record}']\n", encoding="utf-8")
    assert (bench.ask().value.waiting, bench.ask().value.found) == ((), 0)
    overrides.write_text(f"same:\n  - [{key}, '{record}']\n", encoding="utf-8")
    found = bench.ask()
    assert (found.value.found, dict(found.value.by_how)) == (1, {"person": 1})
    bench.enrich()
    assert bench.entries()[0].work.fields.text("pages") == "1–9"


def test_a_label_before_the_title_is_no_other_title(bench: Bench) -> None:
    bench.write(entry("Wheels should turn", f"{ADA}, {CLEO}"))
    bench.authority(official("Position: Wheels Should Turn", [ADA, CLEO]))
    assert bench.ask().value.found == 1


def test_two_entries_do_not_become_one_by_a_record(bench: Bench) -> None:
    title = "The turning of large wheels in the engines of fast machines"
    links = [f"https://arxiv.org/abs/200{n}.00001" for n in (5, 6)]
    bench.write(
        entry(title, f"{ADA}, {CLEO}", "ICML 2021", links[0]),
        entry(title.replace("fast", "faster"), f"{ADA}, {CLEO}", "ICML 2021", links[1]),
    )
    (bench.root / "bib" / "overrides.yaml").write_text(
        "different:\n  - ['arxiv:2005.00001', 'arxiv:2006.00001']\n"
    )
    synchronise(bench.project())
    assert len(bench.entries()) == 2
    bench.authority(official(title, [ADA, CLEO]))
    said = bench.enrich()
    assert "CB211" in codes(said.diagnostics)
    assert [("pages" in e.work.fields) for e in bench.entries()].count(True) == 1


def test_missing_titles_are_found_by_all_authors_in_order(bench: Bench) -> None:
    config = CONFIG.replace("{file: ../deep.md}", "{file: ../deep.txt, states: {venue: ICML, year: 2021}}")
    (bench.root / "bib" / "curabib.yaml").write_text(config, encoding="utf-8")
    people = f"{ADA} · {CLEO} · {MAX}"
    slot = "Wed 20 July {} - {} PDT\n\nSpotlight\n\n{}\n\nOf no matter here.\n\n"
    crews = (people, f"{ADA} · Eva Gard")
    slots = [slot.format(f"7:3{n}", f"7:3{n + 1}", crew) for n, crew in enumerate(crews)]
    text = "Moderator: Eva Gard\n\n" + "".join(slots)
    (bench.root / "deep.txt").write_text(text, encoding="utf-8")
    synchronise(bench.project())
    assert all(not e.work.fields.title for e in bench.entries())
    bench.authority(
        official("Turning wheels", [ADA, CLEO, MAX]),
        official("Turning belts", [ADA, CLEO, MAX], year=2020),
        official("Turning gears", [CLEO, ADA, MAX]),
        official("Cranks", [ADA, "Eva Gard"]),
        official("Cams", [ADA, "Eva Gard"]),
    )
    keys = [e.key for e in bench.entries()]
    found = bench.ask().value
    assert dict(found.by_how) == {"people": 1}
    assert [len(item.offers) for item in found.waiting] == [2]
    bench.enrich()
    assert [e.key for e in bench.entries()] == keys
    assert sorted(e.work.fields.title for e in bench.entries()) == ["", "Turning wheels"]
    assert '"found": "people"' in bench.findings()


def test_the_better_formed_name_wins(bench: Bench) -> None:
    bench.write(
        entry("Turning wheels", "Il Memming Park, Richard Baraniuk, Ada Berg", "ICML 2021"),
        entry("Turning belts and gears", "A. Berg, C. Dorn", "ICML 2021"),
        entry("TBG: turning belts in general", BOTH, "ICML 2021"),
    )
    bench.authority(
        official("Turning wheels", ["ll Memming Park", "richard baraniuk", "Ada Berg"]),
        official("Turning belts and gears", [ADA, CLEO]),
        official("TBG : Turning Belts in General", [ADA, CLEO]),
    )
    bench.enrich()
    authors = {e.work.fields.title: str(e.work.fields.authors) for e in bench.entries()}
    assert authors == {
        "Turning wheels": "Il Memming Park, Richard Baraniuk, Ada Berg",
        "Turning belts and gears": "Ada Berg, Cleo Dorn",
        "TBG: turning belts in general": "Ada Berg, Cleo Dorn",
    }


@pytest.mark.parametrize(
    ("precedence", "title"),
    [
        ("", "Turning Wheels"),
        ("[list, authority]", "Turning wheels"),
        ("['authority:other', list]", "TURNING wheels"),
    ],
)
def test_whose_word_counts_is_configured(bench: Bench, precedence: str, title: str) -> None:
    settings = f"enrich:\n  precedence: {precedence}\n" if precedence else ""
    (bench.root / "bib" / "curabib.yaml").write_text(CONFIG + settings, encoding="utf-8")
    bench.write(entry("Turning wheels", f"{ADA}, {CLEO}"))
    bench.authority(official("Turning Wheels", [ADA, CLEO]))
    bench.authority(official("TURNING wheels", [ADA, CLEO]), name="other")
    bench.enrich("machines", "other")
    (found,) = bench.entries()
    assert found.work.fields.title == title
    said = {record.fields.title for record in found.work.records}
    assert said == {"Turning Wheels", "TURNING wheels", "Turning wheels"}, (
        "the losers are there to be explained"
    )


def test_what_is_said_of_a_preprint_counts_less_than_the_list(bench: Bench) -> None:
    bench.write(entry("Turning wheels", f"{ADA}, {CLEO}", "ICLR 2021", "https://arxiv.org/abs/2005.00001"))
    preprint = {"title": "Turning Wheels", "authors": [ADA, CLEO], "year": "2020", "arxiv": "2005.00001"}
    bench.authority(preprint)
    assert bench.enrich().diagnostics == ()
    (found,) = bench.entries()
    assert (str(found.work.fields.venue), str(found.work.fields.date), found.work.fields.title) == (
        "ICLR",
        "2021",
        "Turning wheels",
    )


def test_a_finding_does_not_keep_a_work_in_the_list(bench: Bench) -> None:
    bench.write(entry("Turning wheels", f"{ADA}, {CLEO}"), entry("Gears", ADA))
    bench.authority(official("Turning Wheels", [ADA, CLEO]))
    bench.enrich()
    (bench.root / "deep.md").write_text(f"# Deep\n\n## Alpha\n\n{entry('Gears', ADA)}", encoding="utf-8")
    synchronise(bench.project())
    states = {e.work.fields.title: e.state for e in bench.entries()}
    assert states == {"Turning Wheels": "withdrawn", "Gears": "active"}


def test_a_work_that_is_not_in_the_volume_the_list_names(bench: Bench) -> None:
    bench.write(entry(WHEELS, BOTH, "ICML 2021"), entry("Other gears", f"{ADA}, {MAX}", "ICML 2020"))
    bench.authority(*(official(f"Paper number {n} about things", ["Max Fell"]) for n in range(100)))
    (problem,) = bench.ask().diagnostics
    assert problem.code == "CB212"
    assert "`ICML 2021`, and none of its 100 records" in problem.message


def test_another_kind_of_version_is_offered_only(bench: Bench) -> None:
    bench.write(entry(WHEELS, BOTH, "ICML 2021"))
    workshop = official(WHEELS, [ADA, CLEO], "iclrw")
    bench.authority(workshop, official("Else", ["Max Fell"]))
    (waiting,) = bench.ask().value.waiting
    assert "not of `ICML`" in waiting.offers[0].reason
    bench.authority(workshop, *(official(f"Paper number {n} about things", ["Max Fell"]) for n in range(100)))
    assert codes(bench.ask().diagnostics) == ["CB201"], "it is known not to be in the proceedings"


class Silent:
    """A provider that answers the first questions only."""

    complete = frozenset({"arxiv"})
    thrifty = True

    def __init__(self, answers: int) -> None:
        self.answers = answers

    def expect(self, identifiers: Sequence[Identifier]) -> None:
        raise CurabibError("not now")

    def by_identifier(self, identifier: Identifier) -> Sequence[Record]:
        return self._answer()

    def by_title(self, title: str) -> Sequence[Record]:
        return self._answer()

    def near(self, title: str, names: Names) -> Sequence[Record]:
        return ()

    def by_people(self, names: Names) -> Sequence[Record]:
        return ()

    def size_of(self, venue: Venue, year: int) -> int:
        return 0

    def knows_word(self, word: str) -> bool:
        return True

    def _answer(self) -> Sequence[Record]:
        self.answers -= 1
        if self.answers < 0:
            raise CurabibError("it answers 503")
        return ()


def test_a_provider_that_falls_silent_loses_nothing(bench: Bench) -> None:
    bench.write(*(entry(f"Turning wheels number {n}", f"{ADA}, {CLEO}") for n in range(9)))
    bench.authority(*(official(f"Turning wheels number {n}", [ADA, CLEO]) for n in range(9)))
    bench.enrich()
    found = enrich(bench.project(), [Provider(name="authority:machines", source=Silent(2))])
    assert codes(found.diagnostics) == ["CB220"]
    assert "no answer about 7 of 9 works: it answers 503" in found.diagnostics[0].message
    assert len(found.value.findings["findings/authority/machines"].records) == 7


def test_an_identifier_that_does_not_exist(bench: Bench) -> None:
    bench.write(entry("Turning wheels", f"{ADA}, {CLEO}", "", "https://arxiv.org/abs/2005.99999"))
    found = enrich(bench.project(), [Provider(name="arxiv", source=Silent(99))])
    assert codes(found.diagnostics) == ["CB208"]
    assert "`arxiv` knows no `arxiv:2005.99999`" in found.diagnostics[0].message


def test_a_changed_list_keeps_what_was_found(bench: Bench) -> None:
    entries = [entry(f"Turning wheels number {n}", BOTH, "ICML 2021") for n in range(30)]
    bench.write(*entries)
    bench.authority(*(official(f"Turning wheels number {n}", [ADA, CLEO], volume=str(n)) for n in range(30)))
    bench.enrich()
    synchronise(bench.project())
    entries[3] = entry("Turning wheels number 3", f"{BOTH}, {MAX}", "ICML 2021")
    bench.write(*entries, entry("Something new", MAX))
    text = bench.library()
    assert text.count("pages ") == 30
    (bench.root / "bib" / ".curabib" / "library.sqlite").unlink(missing_ok=True)
    assert synchronise(bench.project()).value.plan.empty
    assert bench.library() == text
