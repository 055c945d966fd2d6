"""What people say of works: decisions and corrections that are stale, contradictory, or name nothing."""

import pytest

from curabib.diagnostics import Result
from curabib.match import match
from curabib.model import Decisions, Location, Work
from tests.match.making import correction, keys, record, sync

HEAT = record("list#1", "Heat engines of the north", "Ada Byron", 2019, ids=("arxiv:1901.00001",))
STEAM = record("list#2", "Steam in the large", "James Watt", 2020, ids=("arxiv:1901.00002",))
HEAT_AGAIN = record("other#1", "Heat engines of the north", "A. Byron", 2019)
PLACE = Location(path="bib/overrides.yaml", line=3)


def codes(found: Result[tuple[Work, ...]]) -> list[str]:
    return [d.code for d in found.diagnostics]


def groups(found: Result[tuple[Work, ...]]) -> list[list[str]]:
    return sorted(sorted(r.id for r in work.records) for work in found.value)


@pytest.mark.parametrize("section", ["same", "different"])
def test_a_decision_that_names_nothing_is_reported_where_it_stands(section: str) -> None:
    lock = sync([HEAT, STEAM]).lock
    group = ("byron2019heet", "list#2")
    decisions = Decisions(**{section: (group,), f"{section}_locations": (PLACE,)})  # type: ignore[arg-type]
    found = match([HEAT, STEAM], lock.works, decisions)
    stale = next(d for d in found.diagnostics if d.code == "CB305")
    assert stale.location == PLACE
    assert "`byron2019heet`" in stale.message
    assert "`byron2019heat`" in stale.help
    assert groups(found) == [["list#1"], ["list#2"]]


def test_same_and_different_of_one_pair_contradict_and_stay_apart() -> None:
    pair = ("list#1", "list#2")
    found = match([HEAT, STEAM], (), Decisions(same=(pair,), different=(pair,), same_locations=(PLACE,)))
    assert "CB306" in codes(found)
    assert next(d for d in found.diagnostics if d.code == "CB306").location == PLACE
    assert groups(found) == [["list#1"], ["list#2"]]


def test_one_work_called_different_from_itself_is_a_contradiction() -> None:
    lock = sync([HEAT]).lock
    found = match([HEAT], lock.works, Decisions(different=(("byron2019heat", "BYRON2019heat"),)))
    assert codes(found)[:1] == ["CB306"]


@pytest.mark.parametrize(
    ("decisions", "records"),
    [
        (Decisions(same=(("list#1", "other#1"),), same_locations=(PLACE,)), (HEAT, HEAT_AGAIN)),
        (Decisions(different=(("list#1", "list#2"),), different_locations=(PLACE,)), (HEAT, STEAM)),
    ],
)
def test_a_decision_that_changes_nothing_is_reported(
    decisions: Decisions, records: tuple[object, ...]
) -> None:
    found = match(records, (), decisions)  # type: ignore[arg-type]
    assert codes(found) == ["CB307"]
    assert found.diagnostics[0].location == PLACE


def test_decisions_win_over_titles_and_identifiers() -> None:
    assert groups(match([HEAT, STEAM], (), Decisions(same=(("list#1", "arxiv:1901.00002"),)))) == [
        ["list#1", "list#2"]
    ]
    apart = match([HEAT, HEAT_AGAIN], (), Decisions(different=(("list#1", "other#1"),)))
    assert groups(apart) == [["list#1"], ["other#1"]]
    assert codes(apart) == []


def test_decisions_by_key_keep_working_after_the_merge() -> None:
    first = sync([HEAT, STEAM])
    decisions = Decisions(same=((keys(first)["list#1"], keys(first)["list#2"]),))
    merged = sync([HEAT, STEAM], first.lock, decisions)
    assert len(merged.library.entries) == 1
    assert sync([HEAT, STEAM], merged.lock, decisions).lock == merged.lock
    assert codes(match([HEAT, STEAM], merged.lock.works, decisions)) == []


def test_a_correction_that_reaches_nothing_is_reported() -> None:
    lock = sync([HEAT]).lock
    lost = correction("byron2019haet", title="Heat")
    found = match([HEAT], lock.works, corrections=[lost])
    assert codes(found) == ["CB308"]
    assert found.diagnostics[0].location == lost.record.location
    assert "`byron2019heat`" in found.diagnostics[0].help
    assert found.value[0].fields.title == "Heat engines of the north"


@pytest.mark.parametrize("target", ["byron2019heat", "BYRON2019HEAT", "arxiv:1901.00001", "list#1"])
def test_a_correction_reaches_its_work_by_key_identifier_or_record(target: str) -> None:
    first = sync([HEAT, STEAM])
    said = correction(target, title="Heat engines of the far north")
    after = sync([HEAT, STEAM], first.lock, corrections=[said])
    entry = after.library.by_key["byron2019heat"]
    assert entry.work.fields.title == "Heat engines of the far north"
    assert entry.work.chosen["title"] == f"override#{target}"
    assert entry.work.chosen["author"] == "list#1"
    assert keys(after).items() >= keys(first).items()
    assert sync([HEAT, STEAM], after.lock, corrections=[said]) == after


def test_a_correction_of_an_identifier_parts_what_the_wrong_one_joined() -> None:
    wrong = record("list#2", "Steam in the large", ids=("arxiv:1901.00001",))
    assert len(match([HEAT, wrong]).value) == 1
    said = correction("list#2", ids=("arxiv:1901.00002",))
    found = match([HEAT, wrong], corrections=[said])
    assert groups(found) == [["list#1"], ["list#2", "override#list#2"]]


def test_a_correction_removes_a_field() -> None:
    found = match([HEAT], corrections=[correction("list#1", removed=("date",))])
    assert "date" not in found.value[0].fields
    assert "date" in found.value[0].withheld
