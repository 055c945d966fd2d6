"""What a sync says of the changes it makes."""

import json

from curabib.model import (
    Date,
    Entry,
    Fields,
    FieldValue,
    Fingerprint,
    Identifier,
    Library,
    LockedWork,
    Name,
    Names,
    Venue,
    Work,
)
from curabib.sync.plan import (
    FieldChange,
    Item,
    Plan,
    Side,
    SourceReport,
    compare,
    field_changes,
    plan_text,
    plan_to_json,
)


def work(id: str, title: str = "A title", topics: tuple[str, ...] = ("One",), **fields: FieldValue) -> Work:
    return Work(
        id=id,
        entry_type="misc",
        fields=Fields({"title": title, **fields}),
        records=(),
        topics=topics,
        identifiers=(Identifier("arxiv", "1803.00001"),),
    )


def side(*entries: Entry, locked: tuple[LockedWork, ...] = ()) -> Side:
    return Side(library=Library.of(entries), locked={line.uid: line for line in locked})


def line(uid: str, key: str, state: str = "active", into: str = "") -> LockedWork:
    fingerprint = Fingerprint(title="", authors=(), year=0)
    return LockedWork(uid=uid, key=key, fingerprint=fingerprint, state=state, into=into)  # type: ignore[arg-type]


def test_nothing_changed() -> None:
    one = Entry(key="a", work=work("1"))
    assert compare(side(one), side(Entry(key="a", work=work("1")))) == ()


def test_every_kind_of_change_is_told_apart() -> None:
    old = side(
        Entry(key="edited", work=work("1", date=Date(2019))),
        Entry(key="moved", work=work("2")),
        Entry(key="gone", work=work("3")),
        Entry(key="back", state="withdrawn", work=work("4")),
        Entry(key="before", work=work("5")),
        Entry(key="into", work=work("6")),
        Entry(key="swallowed", work=work("7")),
        locked=(line("7", "swallowed"), line("8", "parted", "merged", "6")),
    )
    new = side(
        Entry(key="edited", work=work("1", "Another title", venue=Venue(name="ICLR"))),
        Entry(key="moved", work=work("2", topics=("Two", "Three"))),
        Entry(key="gone", state="withdrawn", work=work("3")),
        Entry(key="back", work=work("4")),
        Entry(key="after", aliases=("before",), work=work("5")),
        Entry(key="into", aliases=("swallowed",), work=work("6")),
        Entry(key="parted", work=work("8")),
        Entry(key="new", work=work("9")),
        locked=(line("7", "swallowed", "merged", "6"), line("8", "parted", "split", "6")),
    )
    items = compare(old, new)
    assert [(item.kind, item.key) for item in items] == [
        ("added", "new"),
        ("updated", "edited"),
        ("moved", "moved"),
        ("merged", "into"),
        ("split", "parted"),
        ("withdrawn", "gone"),
        ("returned", "back"),
        ("renamed", "after"),
    ]
    (updated,) = [item for item in items if item.kind == "updated"]
    assert [(c.field, c.old, c.new) for c in updated.changes] == [
        ("date", "2019", ""),
        ("title", "A title", "Another title"),
        ("venue", "", "ICLR"),
    ]
    (moved,) = [item for item in items if item.kind == "moved"]
    assert (moved.changes[0].old, moved.changes[0].new) == ("One", "Two, Three")


PLAN = Plan(
    items=compare(
        side(Entry(key="a", work=work("1", date=Date(2019)))),
        side(Entry(key="a", work=work("1", date=Date(2020))), Entry(key="b", work=work("2", "New one"))),
    ),
    sources=(SourceReport(source="deep", state="read", entries=2, new=1),),
    files=(("bib/library.bib", "changed"),),
)


def test_the_text_reads_like_a_review() -> None:
    assert plan_text(PLAN) == (
        "deep: read, 2 entries (1 new, 0 gone)\n"
        "added: 1\n"
        "  + b  New one  [One]\n"
        "updated: 1\n"
        "  ~ a  A title\n"
        "      date: 2019 -> 2020\n"
        "changed: bib/library.bib\n"
    )
    assert plan_text(Plan()) == "nothing to do: everything is up to date\n"


def test_long_lists_and_values_are_cut_in_the_text_only() -> None:
    items = tuple(Item(kind="added", key=f"k{n:03}", title="x" * 300) for n in range(100))
    text = plan_text(Plan(items=items), limit=3)
    assert "... and 97 more" in text
    assert max(map(len, text.splitlines())) < 120
    assert len(plan_to_json(Plan(items=items))["items"]["added"]) == 100


def test_values_that_print_alike_are_told_apart() -> None:
    short, full = (
        Venue(name=n, abbreviation="ICML", kind="conference") for n in ("ICML", "Conference on Learning")
    )
    changes = field_changes(work("w", venue=short), work("w", venue=full))
    assert [(c.old, c.new) for c in changes] == [("ICML (conference)", "Conference on Learning (conference)")]
    one, other = (
        Names((Name(given="Ana de la", family="Cruz"),)),
        Names((Name(given="Ana", family="de la Cruz"),)),
    )
    (change,) = field_changes(work("w", author=one), work("w", author=other))
    assert (change.old, change.new) == ("Cruz, Ana de la", "de la Cruz, Ana")


def test_what_changes_behind_the_cut_is_shown() -> None:
    people = ", ".join(f"Person Number{n}" for n in range(30))
    change = FieldChange(field="author", old=f"{people}, Ada Berg", new=f"{people}, Ada Bergh, Max Fell")
    text = plan_text(Plan(items=(Item(kind="updated", key="k", title="t", changes=(change,)),)))
    assert "Ada Berg -> " in text
    assert text.rstrip().endswith("Ada Bergh, Max Fell")
    assert max(map(len, text.splitlines())) < 240


def test_the_json_form_holds_everything() -> None:
    form = json.loads(json.dumps(plan_to_json(PLAN)))
    assert form["schema"] == "curabib.plan/1"
    assert form["counts"]["added"] == form["counts"]["updated"] == 1
    assert form["items"]["updated"] == [
        {"key": "a", "title": "A title", "changes": [{"field": "date", "old": "2019", "new": "2020"}]}
    ]
    assert form["files"] == [{"path": "bib/library.bib", "state": "changed"}]
    assert form["empty"] is False
