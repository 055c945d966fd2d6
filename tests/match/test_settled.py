"""Records that were matched before stay where they are; newcomers find them all the same."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curabib.library.lock import Lock, parse_lock, print_lock
from curabib.match import match
from curabib.match.profile import Profile
from curabib.model import Decisions, Record
from tests.match.making import correction, keys, record, sync
from tests.properties.test_keys import consistent_lists

HEAT = record("list#1", "Heat engines without any wheels", "Ada Byron; James Watt", 2019)
STEAM = record("list#2", "Steam in the large", "Sadi Carnot", 2020, ids=("doi:10.1/steam",))


def groups(records: Sequence[Record], lock: Lock) -> set[frozenset[str]]:
    works = match(records, lock.works, settled=True).value
    return {frozenset(r.id for r in work.records) for work in works}


def test_a_newcomer_finds_a_settled_work_by_identifier_title_start_and_rare_word() -> None:
    lock = sync([HEAT, STEAM]).lock
    for new, home in (
        (record("b#1", "Anything at all", "Sadi Carnot", ids=("doi:10.1/steam",)), "list#2"),
        (record("b#1", "Heat Engines without Any Wheels", "A. Byron; J. Watt"), "list#1"),
        (record("b#1", "Heat engines without any wheel", "Ada Byron; James Watt", 2019), "list#1"),
    ):
        assert frozenset({"b#1", home}) in groups([HEAT, STEAM, new], lock), new


def test_a_newcomer_finds_what_only_another_record_of_a_work_looks_like() -> None:
    other = record("b#1", "On vapour, or the great treatise", "Sadi Carnot", ids=("doi:10.1/steam",))
    lock = sync([STEAM, other]).lock
    new = record("c#1", "On vapour, or the great treatise", "Sadi Carnot")
    assert groups([STEAM, other, new], lock) == {frozenset({"list#2", "b#1", "c#1"})}


def test_a_newcomer_finds_what_a_person_corrected() -> None:
    untitled = record("list#9", "", "Sadi Carnot")
    said = (correction("list#9", title="Boilers of the whole north"),)
    lock = sync([untitled], corrections=said).lock
    new = record("b#1", "Boilers of the whole north", "Sadi Carnot")
    works = match([untitled, new], lock.works, corrections=said, settled=True).value
    assert [len(work.records) for work in works] == [3]  # with the correction


def test_settled_records_are_not_compared_again_but_for_what_there_is_to_report() -> None:
    twin = replace(STEAM, id="b#1", identifiers=())
    alone = sync([STEAM])
    line = alone.lock.works[0]
    apart = [line, replace(line, uid="a" * 16, key="other", identifiers=(), records=("b#1",))]
    quiet = match([STEAM, twin], apart, settled=True)
    assert len(quiet.value) == 2
    assert not quiet.diagnostics
    assert len(match([STEAM, twin], apart).value) == 1


def test_thorough_reports_what_a_sync_reported_when_it_was_new() -> None:
    near = record("b#1", "Heat engines without any wheels", "James Watt; Max Planck; Lise Meitner", 2019)
    first = match([HEAT, near])
    lock = sync([HEAT, near]).lock
    assert [d.code for d in first.diagnostics] == ["CB301"]
    assert not match([HEAT, near], lock.works, settled=True).diagnostics
    again = match([HEAT, near], lock.works, settled=True, thorough=True)
    assert [(d.code, d.message) for d in again.diagnostics] == [
        (d.code, d.message) for d in first.diagnostics
    ]
    assert again.value == match([HEAT, near], lock.works, settled=True).value


def test_a_new_decision_is_heard_by_all() -> None:
    lock = sync([HEAT, STEAM]).lock
    together = sync([HEAT, STEAM], lock, Decisions(same=(("list#1", "list#2"),)))
    assert len(together.library.entries) == 1
    assert (
        len(sync([HEAT, STEAM], together.lock, Decisions(same=(("list#1", "list#2"),))).library.entries) == 1
    )


def test_a_record_that_two_branches_gave_to_two_works_is_compared_again() -> None:
    one, other = sync([STEAM]).lock, sync([replace(STEAM, id="b#1", identifiers=())]).lock
    text = "\n".join(sorted({*print_lock(one).splitlines(), *print_lock(other).splitlines()}))
    merged = parse_lock(text, "lock").value
    assert not merged.settled
    assert len(sync([STEAM, replace(STEAM, id="b#1", identifiers=())], merged).library.entries) == 1


@given(consistent_lists(6), consistent_lists(4), st.booleans())
def test_newcomers_come_to_the_works_that_a_full_matching_finds(
    known: list[Record], new: list[Record], swap: bool
) -> None:
    known, new = (new, known) if swap else (known, new)
    lock = sync(known).lock
    both = [*known, *(replace(r, id=f"{r.id}n") for r in new)]
    full, quick = sync(both, replace(lock, settled="")), sync(both, lock)
    assert keys(quick) == keys(full)


def test_works_of_equal_looks_keep_their_own_records_when_all_is_compared_again() -> None:
    ada = record("list#1", "Steam in the large", "Ada Byron", 2019)
    max_ = record("list#2", "Steam in the large", "Max Byron", 2019)
    first = sync([ada, max_])
    assert len(first.library.entries) == 2
    again = sync([max_, ada], replace(first.lock, settled=""))
    assert keys(again) == keys(first)


def test_a_newcomer_with_a_number_of_its_own_is_no_known_work_for_its_title() -> None:
    title = "Learning on the rails of the whole north with labels"
    old = record("list#1", title, "Ada Byron; James Watt", 2019, ids=("arxiv:1901.00001",))
    lock = sync([old]).lock
    for words in (title.replace("labels", "label"), title.replace("with", "without")):
        for source in ("list", "other"):
            new = record(f"{source}#2", words, "Ada Byron; James Watt", 2019, ids=("arxiv:1901.00002",))
            for settled in (True, False):
                works = match([old, new], lock.works, settled=settled).value
                assert len(works) == 2, (words, source, settled)


def test_two_numbers_are_not_joined_through_a_record_that_has_none() -> None:
    title = "Robust behaviour of very large steam engines"
    one = record("list#1", title, "Ada Byron; James Watt", ids=("arxiv:1901.00001",))
    bare = record("list#2", title, "Ada Byron; James Watt")
    other = record("list#3", f"{title}s", "Ada Byron; James Watt", ids=("arxiv:1901.00002",))
    assert groups([one, bare, other], Lock()) == {frozenset({"list#1", "list#2"}), frozenset({"list#3"})}


def test_what_a_work_looks_like_is_not_gathered_again_with_each_record(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = 0
    looks = Profile.looks

    def counted(profile: Profile) -> tuple[object, ...]:
        nonlocal asked
        asked += 1
        asked_for: tuple[object, ...] = looks.__get__(profile)
        return asked_for

    monkeypatch.setattr(Profile, "looks", property(counted))
    many = [record(f"list#{n}", "Steam in the large", "Sadi Carnot", 2020) for n in range(1, 301)]
    (work,) = match(many).value
    assert len(work.records) == len(many)
    assert asked < 20 * len(many)
