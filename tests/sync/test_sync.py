"""Syncing: what a list does is followed, what was promised stays, and nothing is written twice."""

import json
import shutil
from pathlib import Path

import pytest

from curabib.bibtex.entry import BibEntry
from curabib.bibtex.mapping import to_bibtex
from curabib.bibtex.profile import Profile
from curabib.diagnostics import Result
from curabib.model import Entry
from curabib.project import Source
from curabib.sync import run
from curabib.sync.fetch import Fetched, FetchError, fetch_source
from curabib.sync.libraries import load_library
from tests.sync.projects import CONFIG, Box, Paper, codes, kinds


@pytest.fixture
def box(tmp_path: Path) -> Box:
    found = Box(tmp_path / "project")
    assert codes(found.sync()) == []
    return found


def keys(box: Box) -> dict[str, str]:
    """Return the key of every title."""
    return {e.work.fields.title: e.key for e in load_library(box.root).value.entries}


def test_the_first_sync_writes_everything(tmp_path: Path) -> None:
    box = Box(tmp_path)
    result = box.sync()
    assert codes(result) == []
    assert len(kinds(result)["added"]) == 4
    written = set(box.state())
    assert written == {
        "deep.md",
        "bib/curabib.yaml",
        "bib/curabib.lock",
        "bib/records/deep.jsonl",
        "bib/library.bib",
        "bib/topics/alpha.bib",
        "bib/topics/beta.bib",
    }
    assert "frank2019lottery" in box.text("library.bib")
    assert "Żak" in box.text("topics/beta.bib")
    (report,) = result.value.plan.sources
    assert (report.source, report.state, report.entries, report.new) == ("deep", "read", 4, 4)


def test_a_second_sync_changes_nothing_and_loads_nothing_heavy(
    box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = box.state()

    def never(name: str) -> None:
        raise AssertionError(f"{name} was loaded for a sync with nothing to do")

    monkeypatch.setattr(run, "import_module", never)
    result = box.sync()
    assert result.value.plan.empty
    assert box.state() == before
    (report,) = result.value.plan.sources
    assert (report.state, report.entries) == ("unchanged", 4)


def test_without_the_cache_nothing_changes_either(box: Box) -> None:
    before = box.state()
    shutil.rmtree(box.home / ".curabib")
    result = box.sync()
    assert result.value.plan.empty and result.diagnostics == ()
    assert box.state() == before


def test_a_fresh_checkout_builds_the_same_bytes_offline(box: Box) -> None:
    before = box.state()
    shutil.rmtree(box.home / ".curabib")
    for path in ("library.bib", "topics/alpha.bib", "topics/beta.bib"):
        (box.home / path).unlink()
    (box.root / "deep.md").rename(box.root / "away.md")
    result = box.sync(offline=True)
    assert sorted(result.value.plan.files) == [
        ("bib/library.bib", "new"),
        ("bib/topics/alpha.bib", "new"),
        ("bib/topics/beta.bib", "new"),
    ]
    (box.root / "away.md").rename(box.root / "deep.md")
    assert box.state() == before


def test_an_edited_entry_is_updated_field_by_field_under_its_key(box: Box) -> None:
    before = keys(box)
    box.papers[1] = Paper(
        "Double descent in plain view", "Preetum Nakk, Gal Kapl", "ICML 2021", box.papers[1].link
    )
    box.write_list()
    result = box.sync()
    assert kinds(result) == {"updated": [before["Double descent in plain sight"]]}
    (item,) = result.value.plan.of("updated")
    changes = {change.field: (change.old, change.new) for change in item.changes}
    assert changes["title"] == ("Double descent in plain sight", "Double descent in plain view")
    assert changes["venue"] == ("ICLR", "ICML")
    assert changes["date"][1].startswith("2021")
    assert keys(box)["Double descent in plain view"] == before["Double descent in plain sight"]
    assert "plain sight" not in box.text("records/deep.jsonl")
    assert box.sync().value.plan.empty


def test_moving_between_topics(box: Box) -> None:
    box.papers[0].topic = "Beta"
    box.write_list()
    result = box.sync()
    assert list(kinds(result)) == ["moved"]
    (change,) = result.value.plan.of("moved")[0].changes
    assert (change.old, change.new) == ("Alpha", "Beta")
    assert "frank2019lottery" in box.text("topics/beta.bib")
    assert "frank2019lottery" not in box.text("topics/alpha.bib")


def test_a_topic_that_vanishes_takes_its_file_along_unless_it_was_edited(box: Box) -> None:
    for paper in box.papers:
        paper.topic = "Beta"
    box.write_list()
    result = box.sync()
    assert ("bib/topics/alpha.bib", "removed") in result.value.plan.files
    assert not (box.home / "topics/alpha.bib").exists()


def test_reordering_changes_no_key_and_no_bibliography(box: Box) -> None:
    before = box.state()
    box.papers.reverse()
    box.write_list()
    box.sync()
    after = box.state()
    for path in ("bib/library.bib", "bib/topics/alpha.bib", "bib/topics/beta.bib", "bib/curabib.lock"):
        assert after[path] == before[path]


def test_withdrawn_works_stay_in_the_library_and_return_under_their_key(box: Box) -> None:
    before, paper = keys(box), box.papers.pop(1)
    box.write_list()
    result = box.sync()
    key = before[paper.title]
    assert kinds(result) == {"withdrawn": [key]}
    assert key in box.text("library.bib")
    assert key not in box.text("topics/alpha.bib")
    assert '"withdrawn": true' in box.text("records/deep.jsonl")
    assert box.sync().value.plan.empty
    box.papers.append(paper)
    box.write_list()
    result = box.sync()
    assert kinds(result) == {"returned": [key]}
    assert '"withdrawn"' not in box.text("records/deep.jsonl")
    assert key in box.text("topics/alpha.bib")


def many(count: int) -> list[Paper]:
    return [
        Paper(
            f"Study number {n} of {chr(97 + n % 26) * 4} networks",
            f"Anna Nameof{chr(97 + n // 26)}{chr(97 + n % 26)}",
            "ICLR 2020",
            f"https://arxiv.org/abs/20{n // 12 % 10 + 10}.{n + 10000:05d}",
        )
        for n in range(count)
    ]


def test_a_mass_removal_stops_with_an_explanation(tmp_path: Path) -> None:
    box = Box(tmp_path, papers=many(30))
    box.sync()
    before, everything = box.state(), box.papers
    box.papers = everything[:15]
    box.write_list()
    result = box.sync()
    assert codes(result) == ["CB030"]
    (found,) = [d for d in result.diagnostics if d.code == "CB030"]
    assert "15 of 30 entries" in found.message
    assert result.value.blocked
    after = box.state()
    assert {p: after[p] for p in after if p != "deep.md"} == {p: before[p] for p in before if p != "deep.md"}
    result = box.sync(accept_removals=True)
    assert len(kinds(result)["withdrawn"]) == 15
    assert box.sync().value.plan.empty


def test_a_small_removal_does_not_stop(tmp_path: Path) -> None:
    box = Box(tmp_path, papers=many(30))
    box.sync()
    box.papers = box.papers[:20]
    box.write_list()
    assert codes(box.sync()) == []


def test_edited_entries_are_no_removal(tmp_path: Path) -> None:
    box = Box(tmp_path, papers=many(30))
    box.sync()
    for paper in box.papers:
        paper.title, paper.venue = paper.title + " and beyond", "ICML 2021"
    box.write_list()
    result = box.sync()
    assert codes(result) == []
    assert len(kinds(result)["updated"]) == 30


def test_a_source_that_fails_keeps_what_it_said(tmp_path: Path) -> None:
    config = CONFIG.replace("sources:\n", "sources:\n  other: {url: 'https://example.org/list.md'}\n")
    box = Box(tmp_path, config=config)

    def fetch(source: Source, root: Path, *, etag: str, modified: str) -> Fetched:
        if source.id == "other":
            raise FetchError(
                "CB010", "`https://example.org/list.md` cannot be fetched: the server answers 503"
            )
        return fetch_source(source, root, etag=etag, modified=modified)

    result = box.sync(fetch=fetch)
    assert codes(result) == ["CB010"]
    (found,) = [d for d in result.diagnostics if d.code == "CB010"]
    assert found.location is not None and found.location.path == "bib/curabib.yaml"
    assert len(kinds(result)["added"]) == 4
    assert not (box.home / "records/other.jsonl").exists()


def test_an_unchanged_source_is_asked_once_with_its_etag(tmp_path: Path) -> None:
    config = CONFIG.replace("{file: ../deep.md}", "{url: 'https://example.org/list.md'}")
    box = Box(tmp_path, config=config)
    asked: list[tuple[str, str]] = []

    def fetch(source: object, root: Path, *, etag: str, modified: str) -> Fetched:
        asked.append((etag, modified))
        if etag:
            return Fetched(snapshot=None, modified=modified)
        from curabib.sync.fetch import _snapshot

        data = (box.root / "deep.md").read_bytes()
        return Fetched(
            snapshot=_snapshot(data, "https://example.org/list.md", "deep", '"v1"'), modified="yesterday"
        )

    box.sync(fetch=fetch)
    assert asked == [("", "")]
    header = json.loads(box.text("records/deep.jsonl").splitlines()[0])
    assert (header["revision"], header["modified"], header["path"]) == (
        '"v1"',
        "yesterday",
        "https://example.org/list.md",
    )
    assert box.sync(fetch=fetch).value.plan.empty
    shutil.rmtree(box.home / ".curabib")
    assert box.sync(fetch=fetch).value.plan.empty
    assert asked[1:] == [('"v1"', "yesterday")] * 2


def test_what_the_curator_states_for_a_source_fills_what_is_missing(tmp_path: Path) -> None:
    config = CONFIG.replace("{file: ../deep.md}", "{file: ../deep.md, states: {venue: ICML, year: 2022}}")
    box = Box(tmp_path, config=config)
    box.sync()
    library = load_library(box.root).value
    stated = {e.work.fields.title: (str(e.work.fields.venue), e.work.fields.date) for e in library.entries}
    assert str(stated["Łatwe sieci: an easy view of networks"][0]) == "ICML"
    assert str(stated["Łatwe sieci: an easy view of networks"][1]) == "2022"
    assert str(stated["Lottery tickets in small networks"][0]) == "ICLR"
    assert str(stated["Lottery tickets in small networks"][1]).startswith("2019")
    entry = next(e for e in library.entries if e.work.fields.title.startswith("Łatwe"))
    winner = {r.id: r for r in entry.work.records}[entry.work.chosen["venue"]]
    assert (winner.origin.kind, winner.origin.name) == ("override", "bib/curabib.yaml")


def test_topics_are_renamed(tmp_path: Path) -> None:
    box = Box(tmp_path, config=CONFIG + "topics:\n  rename: {Alpha: First things}\n")
    box.sync()
    assert (box.home / "topics/first-things.bib").exists()
    assert not (box.home / "topics/alpha.bib").exists()


def test_a_copy_stands_in_for_a_source_once(box: Box, tmp_path: Path) -> None:
    copy = tmp_path / "saved.md"
    box.papers.append(Paper("A further study of everything", "Zoe Newman", "ICLR 2021"))
    box.write_list()
    shutil.move(box.root / "deep.md", copy)
    box.papers.pop()
    box.write_list()
    result = box.sync(instead={"deep": copy})
    assert len(kinds(result)["added"]) == 1
    header = json.loads(box.text("records/deep.jsonl").splitlines()[0])
    assert header["path"] == "deep.md"


def test_only_the_named_source_is_looked_at(box: Box) -> None:
    (box.root / "deep.md").unlink()
    assert codes(box.sync(only=frozenset({"none"}))) == []
    assert codes(box.sync()) == ["CB010"]


def test_an_unknown_query_of_an_output_is_reported_where_it_stands(tmp_path: Path) -> None:
    box = Box(tmp_path, config=CONFIG + "  - {path: odd.bib, format: bibtex, query: 'yaer:2020'}\n")
    result = box.sync()
    assert codes(result) == ["CB042"]
    assert result.diagnostics[-1].location is not None
    assert (box.home / "library.bib").exists()


def test_a_file_of_somebody_else_is_not_overwritten(tmp_path: Path) -> None:
    box = Box(tmp_path)
    (box.home / "library.bib").write_text("@misc{mine, title = {Mine}}\n")
    before = box.state()
    result = box.sync()
    assert codes(result) == ["CB039"]
    assert box.state() == before


STRANGERS = {
    "formatted list": ("  - {path: refs.md, style: plain, to: markdown}\n", "refs.md", "# My own list\n"),
    "list of a topic": (
        "  - {path: 'lists/{topic}.html', style: plain, to: html, split-by: topic}\n",
        "lists/alpha.html",
        "<p>Mine</p>",
    ),
    "bib of a topic": ("", "topics/beta.bib", "@misc{mine, title = {Mine}}\n"),
    "json": ("  - {path: all.json, format: json}\n", "all.json", '{"schema": "mine"}\n'),
    "csl-json": ("  - {path: all.json, format: csl-json}\n", "all.json", '[{"id": "mine"}]\n'),
}


@pytest.mark.parametrize("name", STRANGERS)
def test_no_output_of_any_format_replaces_a_strangers_file(tmp_path: Path, name: str) -> None:
    setting, path, text = STRANGERS[name]
    box = Box(tmp_path, config=CONFIG + setting)
    (box.home / path).parent.mkdir(exist_ok=True)
    (box.home / path).write_text(text)
    before = box.state()
    result = box.sync()
    assert codes(result) == ["CB039"]
    assert [d.location.path for d in result.diagnostics if d.code == "CB039" and d.location] == [
        f"bib/{path}"
    ]
    assert box.state() == before
    (box.home / path).write_text(" \r\n")
    assert codes(box.sync()) == []


@pytest.mark.parametrize("name", STRANGERS)
def test_our_own_files_of_any_format_are_known_again(tmp_path: Path, name: str) -> None:
    setting, path, _ = STRANGERS[name]
    box = Box(tmp_path, config=CONFIG + setting)
    assert codes(box.sync()) == []
    for cache in (True, False):
        if not cache:
            shutil.rmtree(box.home / ".curabib")
        before = box.text(path)
        box.papers.append(
            Paper(
                f"A new paper on nets {cache}",
                "Ada Green",
                "ICLR 2021",
                "",
                "Beta" if "beta" in path else "Alpha",
            )
        )
        box.write_list()
        assert codes(box.sync()) == []
        assert "A new paper on nets" in box.text(path).replace("{", "").replace("}", "")
        assert box.text(path) != before
    (box.home / path).write_text(box.text(path).replace("\n", "\r\n"), newline="")
    assert codes(box.sync()) == []


def test_a_topic_that_appears_does_not_replace_a_strangers_file(box: Box) -> None:
    (box.home / "topics/gamma.bib").write_text("@misc{mine, title = {Mine}}\n")
    assert codes(box.sync()) == []
    box.papers[0].topic = "Gamma"
    box.write_list()
    before = box.state()
    assert codes(box.sync()) == ["CB039"]
    assert box.state() == before


def test_damaged_records_stop_before_anything_is_lost(box: Box) -> None:
    path = box.home / "records/deep.jsonl"
    path.write_text(path.read_text().replace('{"id"', "<<<<<<< HEAD\n{", 1))
    before = box.state()
    result = box.sync(offline=True)
    assert "CB020" in codes(result)
    assert box.state() == before


def test_a_lost_lock_is_noticed_and_rebuilt_from_the_bib(box: Box) -> None:
    box.papers[0].title = "Retitled altogether after the key was made"
    box.write_list()
    box.sync()
    before = keys(box)
    (box.home / "curabib.lock").unlink()
    state = box.state()
    result = box.sync()
    assert codes(result) == ["CB040"]
    assert box.state() == state
    result = box.sync(rebuild=True)
    assert codes(result) == []
    assert keys(box) == before
    assert (box.home / "curabib.lock").exists()
    assert box.sync().value.plan.empty


def test_crlf_checkouts_are_no_change(box: Box) -> None:
    for path in ("library.bib", "topics/alpha.bib"):
        data = (box.home / path).read_bytes()
        (box.home / path).write_bytes(data.replace(b"\n", b"\r\n"))
    result = box.sync()
    assert result.value.plan.empty
    assert codes(result) == []


def test_only_what_changed_is_printed_again_and_the_bytes_are_those_of_a_full_print(
    box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    from curabib.sync import partial

    printed: list[str] = []
    real = to_bibtex

    def counting(entry: Entry, profile: Profile) -> Result[BibEntry | None]:
        printed.append(entry.key)
        return real(entry, profile)

    monkeypatch.setattr(partial, "to_bibtex", counting)
    box.papers[0].venue = "ICML 2020"
    box.papers.insert(0, Paper("An entry above all the others", "Zora Hale", "ICLR 2022"))
    box.write_list()
    box.sync()
    assert set(printed) == {"frank2019lottery", "hale2022entry"}
    state = box.state()
    shutil.rmtree(box.home / ".curabib")
    for path in ("library.bib", "topics/alpha.bib", "topics/beta.bib"):
        (box.home / path).unlink()
    box.sync()
    assert box.state() == state


def test_a_key_whose_work_is_gone_stays_reserved_in_a_rebuilt_lock(box: Box) -> None:
    lost = box.papers.pop(0)
    box.write_list()
    records = box.home / "records/deep.jsonl"
    lines = records.read_text(encoding="utf-8").splitlines(keepends=True)
    records.write_text("".join(line for line in lines if lost.link not in line), encoding="utf-8")
    (box.home / "curabib.lock").unlink()
    result = box.sync(rebuild=True)
    assert codes(result) == ["CB043"]
    assert "frank2019lottery" in box.text("curabib.lock")
    box.papers.append(lost)
    box.write_list()
    box.sync()
    assert "frank2019lottery" in keys(box).values()
