"""The promises about keys, on lists of every kind: whatever a list does, a key stays what it was."""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curabib.bibtex.parse import parse
from curabib.library.adopt import adopt
from curabib.library.allocate import Allocation
from curabib.library.edit import alias, merge, rename, split
from curabib.library.lock import Lock, parse_lock, print_lock
from curabib.library.pattern import ISSUED, Facts, parse_pattern
from curabib.model import Fields, Name, Names, Record
from tests.match.making import PATTERN, keys, record, reread, sync

TITLES = (
    "", "Steam", "Heat engines", "Heat engines of the north", "Heat engines, Part 1 of the whole",
    "Boilers in the large",
    "Heat engines, Part 2 of the whole", "Learning to vent without any data at all", "Boilers in the larger",
    "蒸気機関",
    "Learning to vent without any data at al", "On the motion of wheels",
)  # fmt: skip
AUTHORS = (
    "",
    "Ada Byron",
    "Ada Byron; James Watt",
    "J. Watt; A. Byron",
    "James Watt; et al.",
    "{Soho Foundry}",
    "張 偉",
)
IDS = ("arxiv:1901.00001", "arxiv:1901.00002", "doi:10.1/a", "doi:10.1/b", "url:https://example.org")
VENUES = ("", "ICML", "JMLR", "Workshop on Boilers")


@st.composite
def statements(draw: st.DrawFn, number: int) -> Record:
    """A record of anything, quite often of the same thing as another."""
    ids = draw(st.lists(st.sampled_from(IDS), max_size=2, unique_by=lambda i: i.partition(":")[0]))
    return record(
        f"list{draw(st.integers(0, 1))}#{number}",
        draw(st.sampled_from(TITLES)),
        draw(st.sampled_from(AUTHORS)),
        draw(st.sampled_from((0, 2015, 2019, 2020))),
        draw(st.sampled_from(VENUES)),
        ids,
        year_source=draw(st.sampled_from(("stated", "heading"))),
        withdrawn=draw(st.integers(0, 4)) == 0,
    )


@st.composite
def lists(draw: st.DrawFn, most: int = 9) -> list[Record]:
    return [draw(statements(number)) for number in range(draw(st.integers(0, most)))]


# what lists say of a work: spellings of its title, authors, identifiers of its own
SUBJECTS = (
    (("Steam",), ("James Watt", "J. Watt"), ("arxiv:1901.00001", "doi:10.1/a")),
    (("Steam",), ("Ada Byron",), ("arxiv:1901.00002",)),
    (("Heat engines, Part 1 of the whole",), ("Ada Byron; James Watt",), ("doi:10.1/b", "arxiv:1901.00003")),
    (("Heat engines, Part 2 of the whole",), ("Ada Byron; James Watt",), ("doi:10.1/c", "arxiv:1901.00004")),
    (
        ("Learning to vent without any data at all", "Learning to vent without any data at al"),
        ("Ada Byron; James Watt; Sadi Carnot", "A. Byron; et al."),
        ("arxiv:1901.00005", "pmlr:v1/vent"),
    ),
    (("Boilers in the large", "Boilers in the large: a survey"), ("{Soho Foundry}",), ("doi:10.1/d",)),
    (("蒸気機関",), ("張 偉",), ("url:https://example.org",)),
)


@st.composite
def mentions(draw: st.DrawFn, number: int) -> Record:
    """A record of one work: any of its titles and authors, with some of its identifiers, and no other's."""
    titles, authors, ids = draw(st.sampled_from(SUBJECTS))
    return record(
        f"list{draw(st.integers(0, 1))}#{number}",
        draw(st.sampled_from(titles)),
        draw(st.sampled_from(authors)),
        draw(st.sampled_from((0, 2019, 2020))),
        draw(st.sampled_from(VENUES)),
        draw(st.lists(st.sampled_from(ids), unique=True)),
        year_source=draw(st.sampled_from(("stated", "heading"))),
        withdrawn=draw(st.integers(0, 4)) == 0,
    )


@st.composite
def consistent_lists(draw: st.DrawFn, most: int = 9) -> list[Record]:
    """Lists in which no identifier is given to two works: what lists have but for their mistakes."""
    return [draw(mentions(number)) for number in range(draw(st.integers(0, most)))]


# papers that are plainly different works, many of which want the same key
_SUBJECTS = (
    "engines",
    "pumps",
    "death",
    "in wheels",
    "and snow",
    "from coal",
    "of the sun",
    "under pressure",
    "by friction",
)
_PEOPLE = ("Ada Byron; James Watt", "Zoe Byron; Sadi Carnot", "Max Byron")
PAPERS = tuple(
    record(
        f"list#{n}",
        f"Heat {subject}",
        _PEOPLE[n % 3],
        2019 + n % 2,
        ids=(f"arxiv:1901.0000{n}",) if n % 3 else (),
    )
    for n, subject in enumerate(_SUBJECTS)
)


def text(allocation: Allocation) -> str:
    return print_lock(allocation.lock)


def names(lock: Lock) -> list[str]:
    """Return every key and alias, once for each living work that has it."""
    living = [line for line in lock.works if line.state != "merged"]
    return [name.casefold() for line in living for name in (line.key, *line.aliases)]


@given(lists(), st.randoms(use_true_random=False))
def test_k1_order_and_topics_change_no_key(records: list[Record], random: object) -> None:
    first = sync(records)
    shuffled = [replace(r, topics=(*r.topics, "Elsewhere")) for r in records]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert keys(sync(shuffled, first.lock)) == keys(first)
    assert {e.work.id for e in sync(shuffled).library.entries} == {e.work.id for e in first.library.entries}


@given(
    st.sampled_from(PAPERS),
    st.lists(
        st.sampled_from(
            [{"title": "Heat engines and wheelss"}, {"year": 2020}, {"venue": "ICML"}, {"ids": ()},
             {"ids": ("doi:10.1/x",)},
             {"authors": "A. Byron; J. Watt"}, {"title": "HEAT ENGINES: and Wheels"}, {"authors": "Ada Byron; et al."}]
        ),
        max_size=5,
    ),
)  # fmt: skip
def test_k2_edits_change_no_key(other: Record, edits: list[dict[str, object]]) -> None:
    entry: dict[str, object] = {
        "title": "Heat engines and wheels",
        "authors": "Ada Byron; James Watt",
        "year": 2019,
    }
    before: list[Record] = [record("list#e0", **entry)]  # type: ignore[arg-type]
    state = sync(before)
    key = state.library.entries[0].key
    for number, edit in enumerate(edits, 1):
        now = [record(f"list#e{number}", **{**entry, **edit})]  # type: ignore[arg-type]
        before = list(reread(now, before))
        state = sync(before, state.lock)
        assert keys(state)[now[0].id] == key
        assert len(state.library.entries) == 1


@given(st.lists(st.frozensets(st.sampled_from(PAPERS), max_size=6), min_size=1, max_size=5))
def test_k3_k4_k8_removal_and_return(history: list[frozenset[Record]]) -> None:
    kept: tuple[Record, ...] = ()
    lock = Lock()
    promised: dict[str, str] = {}
    for state in history:
        now = sorted(state, key=lambda r: r.id)
        kept = reread(now, [replace(r, withdrawn=False) for r in kept])
        allocation = sync(kept, lock)
        lock = allocation.lock
        for id, key in keys(allocation).items():
            assert promised.setdefault(id, key) == key
        assert len(set(names(lock))) == len(names(lock))
        assert all(lock.find(key) is not None for key in promised.values())
        assert all((e.state == "active") == (e.work.records[0] in now) for e in allocation.library.entries)
    assert len(set(promised.values())) == len(promised)


@given(lists())
def test_k4_k5_k6_k11_any_list(records: list[Record]) -> None:
    first = sync(records)
    assert text(sync(records)) == text(first)
    assert text(sync(records, first.lock)) == text(first)
    assert len(set(names(first.lock))) == len(names(first.lock))
    assert all(ISSUED.match(line.key) for line in first.lock.works)
    found = [r.id for e in first.library.entries for r in e.work.records]
    assert sorted(found) == sorted(r.id for r in records)


@given(lists(), lists())
def test_keys_stay_from_any_list_to_any_other(one: list[Record], other: list[Record]) -> None:
    _assert_keys_stay(one, other)


@given(lists(), lists())
def test_k5_a_second_sync_has_nothing_to_do_after_any_change(one: list[Record], other: list[Record]) -> None:
    kept, second = _assert_keys_stay(one, other)
    assert text(sync(kept, second.lock)) == text(second)
    present = {e.work.id for e in second.library.entries if any(not r.withdrawn for r in e.work.records)}
    outdated = {
        r.id for e in second.library.entries if e.work.id in present for r in e.work.records if r.withdrawn
    }
    left = [r for r in kept if r.id not in outdated]
    third = sync(left, second.lock)
    assert keys(third) == {id: key for id, key in keys(second).items() if id not in outdated}
    assert text(sync(left, third.lock)) == text(third)


@given(consistent_lists(), consistent_lists())
def test_k5_even_when_all_is_matched_again_where_lists_are_consistent(
    one: list[Record], other: list[Record]
) -> None:
    kept, second = _assert_keys_stay(one, other)
    again = sync(kept, replace(second.lock, settled=""))
    assert text(again) == text(second)


def _assert_keys_stay(one: list[Record], other: list[Record]) -> tuple[tuple[Record, ...], Allocation]:
    first = sync(one)
    kept = reread([replace(r, id=f"{r.id}b") for r in other], one)
    second = sync(kept, first.lock)
    for line in first.lock.works:
        after = second.lock.by_uid[line.uid]
        assert after.key == line.key
        assert second.lock.find(line.key) == second.lock.root(after)
    assert len(set(names(second.lock))) == len(names(second.lock))
    return kept, second


@given(st.text(max_size=60), st.text(max_size=40), st.text(max_size=20), st.integers(0, 9999))
def test_k11_any_text_gives_keys(title: str, family: str, given_: str, year: int) -> None:
    made = record("a#1", year=year if year > 999 else 0).fields
    fields = Fields({**made, "title": title, "author": Names((Name(family=family, given=given_),))})
    proposals = parse_pattern(PATTERN).proposals(Facts.of(fields))
    seen = [next(proposals) for _ in range(12)]
    assert all(ISSUED.match(key) for key in seen)
    assert len(set(seen[-2:])) == 2


@given(st.sets(st.sampled_from(PAPERS), min_size=2, max_size=4), st.data())
def test_k12_merge_and_split_restore_both_keys(papers: set[Record], data: st.DataObject) -> None:
    records = sorted(papers, key=lambda r: r.id)
    first = sync(records)
    a, b = data.draw(st.permutations([e.key for e in first.library.entries]))[:2]
    merged = sync(records, merge(first.lock, a, (b,)).value)
    together = merged.library.by_key[b.casefold()]
    assert together is merged.library.by_key[a.casefold()]
    assert together.key == a
    assert len(together.work.records) == 2
    assert text(sync(records, merged.lock)) == text(merged)
    parted = sync(records, split(merged.lock, b).value)
    assert keys(parted) == keys(first)
    assert keys(sync(records, parted.lock)) == keys(first)


@given(st.sets(st.sampled_from(PAPERS), min_size=1, max_size=4), st.data())
def test_k8_renamed_keys_still_lead_to_their_works(papers: set[Record], data: st.DataObject) -> None:
    records = sorted(papers, key=lambda r: r.id)
    state = sync(records)
    uids = {name: state.library.by_key[name].work.id for name in names(state.lock)}
    for number in range(3):
        key = data.draw(st.sampled_from([e.key for e in state.library.entries]))
        change = data.draw(st.sampled_from((rename, alias)))
        changed = change(state.lock, key, f"chosen:{number}").value
        state = sync(records, changed)
        uids[f"chosen:{number}"] = state.library.by_key[key.casefold()].work.id
        assert {name: state.library.by_key[name].work.id for name in uids} == uids


@given(st.sets(st.sampled_from(PAPERS), min_size=1, max_size=5))
def test_k9_adopted_keys_stay(papers: set[Record]) -> None:
    records = sorted(papers, key=lambda r: r.id)
    first = sync(records)
    entries = [
        f"@misc{{Old:{n}, title = {{{r.fields.title}}}, author = {{{' and '.join(map(str, r.fields.authors))}}}}}\n"
        for n, r in enumerate(records)
    ]
    adopted = adopt(parse("".join(entries), "old.bib"), first.library, first.lock, "old.bib")
    assert not adopted.diagnostics
    after = sync(records, adopted.value.lock)
    assert keys(after) == {r.id: f"Old:{n}" for n, r in enumerate(records)}
    assert {a for e in after.library.entries for a in e.aliases} == set(keys(first).values())


def _union(base: Lock, one: Lock, other: Lock) -> str:
    """Return what `merge=union` makes of two branches: the lines of both, those that neither changed once."""
    before, mine, theirs = (print_lock(lock).splitlines() for lock in (base, one, other))
    gone = (set(before) - set(mine)) | (set(before) - set(theirs))
    kept = [line for line in before if line not in gone]
    added = [line for line in (*mine, *theirs) if line not in before]
    return "\n".join([*kept, *added]) + "\n"


@given(lists(4), lists(4), lists(4))
def test_k7_branches_merge_either_way_and_lose_no_key(
    base: list[Record], ours: list[Record], theirs: list[Record]
) -> None:
    ours = [replace(r, id=f"{r.id}o") for r in ours]
    theirs = [replace(r, id=f"{r.id}t") for r in theirs]
    start = sync(base)
    one, other = sync([*base, *ours], start.lock), sync([*base, *theirs], start.lock)
    merged = parse_lock(_union(start.lock, one.lock, other.lock), "lock")
    assert merged.value == parse_lock(_union(start.lock, other.lock, one.lock), "lock").value
    lock = merged.value
    assert {d.code for d in merged.diagnostics} <= {"CB403", "CB404"}
    for line in start.lock.works:
        assert lock.by_uid[line.uid].key == line.key
    for branch in (one.lock, other.lock):
        assert all(lock.find(name) is not None for name in names(branch))
    assert len(set(names(lock))) == len(names(lock))
    together = sync([*base, *ours, *theirs], lock)
    assert len(set(names(together.lock))) == len(names(together.lock))
    assert all(together.lock.find(name) is not None for name in names(lock))


@pytest.mark.real
def test_k7_with_git(tmp_path: Path) -> None:
    git_program = shutil.which("git")
    if git_program is None:
        pytest.skip("git is not installed")

    def git(*arguments: str) -> None:
        settings = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(
            [git_program or "git", *settings, *arguments], cwd=tmp_path, check=True, capture_output=True
        )

    def commit(records: list[Record], message: str) -> Allocation:
        path = tmp_path / "curabib.lock"
        lock = parse_lock(path.read_text(), "lock").value if path.exists() else Lock()
        made = sync(records, lock)
        path.write_text(text(made))
        git("add", "-A")
        git("commit", "-qm", message)
        return made

    git("init", "-q", "-b", "main")
    (tmp_path / ".gitattributes").write_text("curabib.lock merge=union\n")
    base = list(PAPERS[:3])
    start = commit(base, "base")
    merges = []
    for order in ((0, 1), (1, 0)):
        branches = [f"{name}{order[0]}" for name in ("ours", "theirs")]
        for branch, records in zip(branches, ([*base, *PAPERS[3:6]], [*base[1:], *PAPERS[5:9]]), strict=True):
            git("checkout", "-q", "-b", branch, "main")
            commit(records, branch)
        git("checkout", "-q", branches[order[0]])
        git("merge", "-q", "-m", "merge", branches[order[1]])
        merges.append((tmp_path / "curabib.lock").read_text())
        assert "<<<<" not in merges[-1]
    locks = [parse_lock(merged, "lock") for merged in merges]
    assert locks[0].value == locks[1].value
    final = sync(PAPERS, locks[0].value)
    assert len({*keys(final).values()}) == len(PAPERS)
    assert {id: key for id, key in keys(final).items() if id in keys(start)} == keys(start)
