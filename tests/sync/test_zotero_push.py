"""Pushing to Zotero: what is made, found, sent and left alone, against a server that behaves like Zotero's."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from curabib.diagnostics import CurabibError
from curabib.model import Entry
from curabib.providers.http import Client
from curabib.providers.zotero import web_library
from curabib.sync.zotero.find import own_key
from curabib.sync.zotero.plan import Wishes
from curabib.sync.zotero.push import Pushing, preview, push, tally
from tests.library.shelf import conference, entry, people
from tests.providers.zotero_server import KEY, Library, Server

NAME = "users/1"
FRANKLE = people("Jonathan|Frankle", "Michael|Carbin")


def lottery(**changes: Any) -> Entry:
    values: dict[str, Any] = {
        "key": "frankle2019lottery",
        "title": "The Lottery Ticket Hypothesis",
        "authors": FRANKLE,
        "year": 2019,
        "venue": conference("ICLR"),
        "identifiers": ("arxiv:1803.03635",),
        "links": (("code", "https://github.com/o/lottery"),),
        "topics": ("Pruning",),
        "keywords": ("sparsity", "tickets, winning"),
        **changes,
    }
    return entry(**values)


def rewind(**changes: Any) -> Entry:
    values: dict[str, Any] = {
        "key": "renda2020comparing",
        "title": "Comparing Rewinding and Fine-tuning",
        "authors": people("Alex|Renda"),
        "year": 2020,
        "identifiers": ("doi:10.1000/renda",),
        "topics": ("Pruning", "Training"),
        **changes,
    }
    return entry(**values)


class Pushes:
    """Pushes from one folder to one server."""

    def __init__(self, server: Server, folder: Path, client: Client) -> None:
        self.server, self.path, self.client = server, folder / "zotero" / "users-1.jsonl", client

    def __call__(
        self, *entries: Entry, living: Sequence[Entry] | None = None, write: bool = True, **wishes: Any
    ) -> Pushing:
        stay = frozenset(each.work.id for each in (entries if living is None else living))
        wanted = Wishes(**{"collection": "Papers", **wishes})
        library = web_library(self.client, KEY, address=self.server.address)
        return (push if write else preview)(library, entries, stay, self.path, NAME, wanted)

    def codes(self, pushing: Pushing) -> list[str]:
        return sorted(problem.code for problem in pushing.diagnostics)


@pytest.fixture
def pushes(server: Server, tmp_path: Path, client: Client) -> Pushes:
    return Pushes(server, tmp_path, client)


def item(library: Library, entry: Entry) -> dict[str, Any]:
    return library.items[own_key(entry.work.id)]


def children(library: Library, key: str) -> list[dict[str, Any]]:
    return [data for data in library.items.values() if data.get("parentItem") == key]


def filed(library: Library, data: dict[str, Any]) -> list[str]:
    """Return the paths of the collections that an item is in."""
    paths = []
    for key in data["collections"]:
        names: list[str] = []
        while key:
            names.insert(0, library.collections[key]["name"])
            key = library.collections[key]["parentCollection"]
        paths.append("/".join(names))
    return sorted(paths)


def test_a_first_push_makes_items_collections_tags_and_links(pushes: Pushes, server: Server) -> None:
    done = pushes(lottery(), rewind())
    assert tally(done.done) == {"attach": 1, "collection": 3, "create": 2}
    made = item(server.library, lottery())
    assert made["itemType"] == "conferencePaper"
    assert made["citationKey"] == "frankle2019lottery"
    assert made["title"] == "The Lottery Ticket Hypothesis"
    assert made["creators"][0] == {"creatorType": "author", "firstName": "Jonathan", "lastName": "Frankle"}
    assert made["tags"] == [{"tag": "sparsity"}, {"tag": "tickets, winning"}]
    assert made["extra"] == "arXiv:1803.03635"
    assert filed(server.library, made) == ["Papers/Pruning"]
    assert filed(server.library, item(server.library, rewind())) == ["Papers/Pruning/Training"]
    assert [child["url"] for child in children(server.library, made["key"])] == [
        "https://github.com/o/lottery"
    ]


def test_a_push_repeated_writes_nothing(pushes: Pushes, server: Server) -> None:
    pushes(lottery(), rewind())
    before, writes, state = server.library.version, len(server.writes()), pushes.path.read_bytes()
    again = pushes(lottery(), rewind())
    assert (again.done, again.plan.unchanged) == ((), 2)
    assert (server.library.version, len(server.writes())) == (before, writes)
    assert pushes.path.read_bytes() == state


def test_without_its_state_a_push_repeated_writes_nothing_either(pushes: Pushes, server: Server) -> None:
    pushes(lottery(), rewind())
    state = pushes.path.read_bytes()
    pushes.path.unlink()
    before = server.library.version
    assert pushes(lottery(), rewind()).done == ()
    assert server.library.version == before
    assert pushes.path.read_bytes() == state


def test_a_preview_writes_nothing_at_all(pushes: Pushes, server: Server) -> None:
    shown = pushes(lottery(), rewind(), write=False)
    assert tally(shown.plan.steps) == {"attach": 1, "collection": 3, "create": 2}
    assert server.writes() == []
    assert not pushes.path.exists()


def test_only_what_changed_here_is_sent(pushes: Pushes, server: Server) -> None:
    pushes(lottery(), rewind())
    done = pushes(
        lottery(title="The Lottery Ticket Hypothesis Again", keywords=("sparsity", "new")), rewind()
    )
    (step,) = done.done
    assert set(step.body) == {"key", "version", "title", "tags"}
    assert [(c.field, c.before, c.after) for c in step.changes] == [
        ("title", "The Lottery Ticket Hypothesis", "The Lottery Ticket Hypothesis Again"),
        ("tags", "", "+ new, - tickets, winning"),
    ]
    assert item(server.library, lottery())["tags"] == [{"tag": "sparsity"}, {"tag": "new"}]


def test_what_the_person_adds_and_edits_stays(pushes: Pushes, server: Server) -> None:
    pushes(lottery())
    made = item(server.library, lottery())
    server.library.collections["MYREADIN"] = {
        "key": "MYREADIN",
        "version": 1,
        "name": "Mine",
        "parentCollection": False,
    }
    server.library.edit(
        made["key"],
        abstractNote="what it says",
        proceedingsTitle="ICLR 2019",
        extra="my own line\narXiv:1803.03635",
        tags=[{"tag": "read"}, {"tag": "auto", "type": 1}, {"tag": "sparsity"}],
        collections=["MYREADIN"],
    )
    server.library.add("MYNOTE22", itemType="note", parentItem=made["key"], note="<p>good</p>")
    before = dict(made)
    done = pushes(lottery(year=2018, keywords=("sparsity", "tickets, winning", "new"), aliases=("lth",)))
    after = item(server.library, lottery())
    assert tally(done.done) == {"update": 1}
    assert after["date"] == "2018"
    assert after["extra"] == "my own line\narXiv:1803.03635\nCitation Key Alias: lth"
    # "tickets, winning" was ours and was taken away by the person, as was the collection: neither comes back
    assert after["tags"] == [{"tag": "read"}, {"tag": "auto", "type": 1}, {"tag": "sparsity"}, {"tag": "new"}]
    assert after["collections"] == ["MYREADIN"]
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {"date", "extra", "tags", "version"}


def test_a_field_that_both_sides_changed_stays_and_is_reported_until_they_agree(
    pushes: Pushes, server: Server
) -> None:
    pushes(lottery())
    key = item(server.library, lottery())["key"]
    server.library.edit(key, title="Lottery tickets", date="2019-05")
    changed = lottery(title="The Lottery Ticket Hypothesis Revisited")
    for _ in range(2):
        done = pushes(changed)
        (problem,) = done.diagnostics
        assert (problem.code, problem.key, done.done) == ("CB650", "frankle2019lottery", ())
        assert "`title`" in problem.message
        assert "`Lottery tickets`" in problem.message
    assert server.library.items[key]["title"] == "Lottery tickets"
    server.library.edit(key, title="The Lottery Ticket Hypothesis Revisited")
    assert pushes(changed).diagnostics == ()
    pushes(lottery(title="And once more"))
    assert server.library.items[key]["title"] == "And once more"
    assert server.library.items[key]["date"] == "2019-05"


def test_a_value_that_is_gone_here_goes_there_unless_it_was_edited(pushes: Pushes, server: Server) -> None:
    pushes(
        rewind(fields={"pages": "1–9", "edition": "2"}, type="incollection", venue=conference("Book", "book"))
    )
    key = own_key(rewind().work.id)
    server.library.edit(key, edition="3")
    done = pushes(rewind(type="incollection", venue=conference("Book", "book")))
    assert [(c.field, c.after) for step in done.done for c in step.changes] == [("pages", "")]
    assert "pages" not in server.library.items[key]
    assert server.library.items[key]["edition"] == "3"


def test_a_preprint_that_is_published_changes_its_type(pushes: Pushes, server: Server) -> None:
    pushes(lottery(type="online", venue=None))
    key = own_key(lottery().work.id)
    assert server.library.items[key]["itemType"] == "preprint"
    assert server.library.items[key]["archiveID"] == "arXiv:1803.03635"
    server.library.edit(key, abstractNote="mine")
    done = pushes(lottery())
    assert done.diagnostics == ()
    after = server.library.items[key]
    assert after["itemType"] == "conferencePaper"
    assert after["proceedingsTitle"] == "International Conference on Learning Representations"
    assert after["abstractNote"] == "mine"
    assert "archiveID" not in after
    before = server.library.version
    assert pushes(lottery()).done == ()
    assert server.library.version == before


def test_a_type_stays_where_the_person_has_a_value_that_another_type_has_no_place_for(
    pushes: Pushes, server: Server
) -> None:
    pushes(lottery(type="online", venue=None))
    key = own_key(lottery().work.id)
    server.library.edit(key, archiveID="arXiv:1803.03635v5")
    done = pushes(lottery(year=2020))
    assert "CB650" in pushes.codes(done)
    assert server.library.items[key]["itemType"] == "preprint"
    assert server.library.items[key]["archiveID"] == "arXiv:1803.03635v5"
    assert server.library.items[key]["date"] == "2020"


@pytest.mark.parametrize(
    ("there", "how"),
    [
        ({"citationKey": "frankle2019lottery", "title": "The lottery ticket hypothesis"}, "citation key"),
        (
            {"extra": "Citation Key: frankle2019lottery", "title": "The Lottery Ticket Hypothesis"},
            "citation key",
        ),
        ({"DOI": "https://doi.org/10.1000/LTH", "title": "Lottery"}, "doi"),
        ({"title": "Lottery", "extra": "DOI: 10.1000/lth"}, "doi"),
        ({"title": "Tickets", "itemType": "preprint", "archiveID": "arXiv:1803.03635"}, "arxiv"),
        ({"title": "Tickets", "extra": "arXiv:1803.03635 [cs.LG]"}, "arxiv"),
        ({"title": "Tickets", "url": "https://arxiv.org/abs/1803.03635v2"}, "arxiv"),
        (
            {
                "title": "The <i>Lottery</i> Ticket Hypothesis",
                "date": "March 2018",
                "creators": [{"creatorType": "author", "firstName": "J.", "lastName": "Frankle"}],
            },
            "title, author and year",
        ),
    ],
)
def test_an_item_that_was_there_is_found_and_filled_in(
    pushes: Pushes, server: Server, there: dict[str, Any], how: str
) -> None:
    server.library.add("MYITEM22", **there)
    ours = lottery(identifiers=("arxiv:1803.03635", "doi:10.1000/lth"))
    done = pushes(ours)
    assert tally(done.done) == {"adopt": 1, "attach": 1, "collection": 2}
    after = server.library.items["MYITEM22"]
    assert after["title"] == there["title"]
    assert after["itemType"] == there.get("itemType", "journalArticle")
    assert {tag["tag"] for tag in after["tags"]} == {"sparsity", "tickets, winning"}
    assert filed(server.library, after) == ["Papers/Pruning"]
    assert after["citationKey"] == "frankle2019lottery"
    assert own_key(ours.work.id) not in server.library.items
    before = server.library.version
    assert pushes(ours).done == ()
    assert server.library.version == before
    assert how


@pytest.mark.parametrize(
    "there",
    [
        {"title": "The Lottery Ticket Hypothesis"},
        {"title": "The Lottery Ticket Hypothesis", "date": "2019"},
        {
            "title": "The Lottery Ticket Hypothesis",
            "date": "2019",
            "creators": [{"creatorType": "author", "firstName": "A.", "lastName": "Other"}],
        },
        {
            "title": "The Lottery Ticket Hypothesis",
            "date": "2011",
            "creators": [{"creatorType": "author", "firstName": "J.", "lastName": "Frankle"}],
        },
        {"title": "The Lottery Ticket Hypothesis", "deleted": 1, "citationKey": "frankle2019lottery"},
        {
            "itemType": "attachment",
            "title": "The Lottery Ticket Hypothesis",
            "url": "https://arxiv.org/abs/1803.03635",
        },
    ],
)
def test_an_item_is_not_taken_by_its_title_alone(
    pushes: Pushes, server: Server, there: dict[str, Any]
) -> None:
    before = dict(server.library.add("MYITEM22", **there))
    assert tally(pushes(lottery()).done)["create"] == 1
    assert server.library.items["MYITEM22"] == before


def test_what_an_adopted_item_says_stays_and_is_reported_once(pushes: Pushes, server: Server) -> None:
    server.library.add("MYITEM22", DOI="10.1000/renda", title="Rewinding", date="2019")
    first, second = pushes(rewind()), pushes(rewind())
    (problem,) = first.diagnostics
    assert (problem.code, problem.key) == ("CB657", "renda2020comparing")
    assert problem.message.endswith("and 2 more fields")  # type, title, date
    assert second.diagnostics == ()
    assert server.library.items["MYITEM22"]["title"] == "Rewinding"
    third = pushes(rewind(title="Comparing Rewinding"))
    assert pushes.codes(third) == ["CB650"]


def test_of_several_items_the_one_added_first_is_taken(pushes: Pushes, server: Server) -> None:
    server.library.add("AAAAAAAA", DOI="10.1000/renda", title="One", dateAdded="2022-01-01T00:00:00Z")
    server.library.add("ZZZZZZZZ", DOI="10.1000/renda", title="Two", dateAdded="2021-01-01T00:00:00Z")
    done = pushes(rewind())
    assert "CB654" in pushes.codes(done)
    assert server.library.items["ZZZZZZZZ"]["collections"]
    assert not server.library.items["AAAAAAAA"]["collections"]


def test_a_citation_key_of_another_work_is_no_ground(pushes: Pushes, server: Server) -> None:
    other = [{"creatorType": "author", "firstName": "M.", "lastName": "Frankle"}]
    server.library.add("MYITEM22", citationKey="frankle2019lottery", title="State gambling", creators=other)
    done = pushes(lottery())
    assert pushes.codes(done) == ["CB653"]
    assert tally(done.done)["create"] == 1
    assert server.library.items["MYITEM22"]["tags"] == []


def test_a_merge_in_zotero_is_followed(pushes: Pushes, server: Server) -> None:
    pushes(lottery())
    ours = own_key(lottery().work.id)
    mine = [{"creatorType": "author", "firstName": "Jonathan", "lastName": "Frankle"}]
    server.library.add(
        "MYITEM22", itemType="conferencePaper", title="The Lottery Ticket Hypothesis", creators=mine
    )
    server.library.merge("MYITEM22", ours)
    server.library.add(
        "LATER222", itemType="conferencePaper", title="The Lottery Ticket Hypothesis", creators=mine
    )
    server.library.merge("LATER222", "MYITEM22")
    done = pushes(lottery(keywords=("sparsity", "tickets, winning", "new")))
    assert {"tag": "new"} in server.library.items["LATER222"]["tags"]
    assert "attach" not in tally(done.done)  # the link came along
    assert server.library.items[ours]["deleted"] == 1
    before = server.library.version
    assert pushes(lottery(keywords=("sparsity", "tickets, winning", "new"))).done == ()
    assert server.library.version == before
    pushes.path.unlink()
    assert pushes(lottery(keywords=("sparsity", "tickets, winning", "new"))).done == ()


def test_two_works_that_the_person_has_merged_are_one_item(pushes: Pushes, server: Server) -> None:
    pushes(lottery(), rewind())
    server.library.merge(own_key(rewind().work.id), own_key(lottery().work.id))
    done = pushes(lottery(keywords=("new",)), rewind())
    assert pushes.codes(done) == ["CB652"]
    assert done.done == ()
    assert "curabib key merge renda2020comparing frankle2019lottery" in done.diagnostics[0].help


def test_works_that_were_merged_here_keep_the_item_that_there_is(pushes: Pushes, server: Server) -> None:
    pushes(lottery(), rewind())
    gone, kept = lottery().work.id, rewind().work.id
    former = {kept: (gone,)}
    server.library.items.pop(own_key(kept))
    state = pushes.path.read_text(encoding="utf-8").splitlines(keepends=True)
    pushes.path.write_text(
        "".join(line for line in state if f'"uid": "{kept}"' not in line), encoding="utf-8"
    )
    done = pushes(rewind(), former=former, living=[rewind()])
    assert "create" not in tally(done.done)
    assert server.library.items[own_key(gone)]["citationKey"] == "renda2020comparing"


def test_what_the_person_took_out_stays_out(pushes: Pushes, server: Server) -> None:
    pushes(lottery(), rewind())
    trashed, purged = own_key(lottery().work.id), own_key(rewind().work.id)
    server.library.edit(trashed, deleted=1)
    del server.library.items[purged]
    before = server.library.version
    done = pushes(lottery(keywords=()), rewind())
    assert pushes.codes(done) == ["CB651", "CB651"]
    assert server.library.version == before
    again = pushes(lottery(), rewind(), again=True)
    assert tally(again.done)["restore"] == 1
    assert tally(again.done)["create"] == 1
    assert not server.library.items[trashed].get("deleted")
    assert purged in server.library.items
    server.library.items = {}
    afresh = pushes(lottery(), rewind(), again=True)
    assert tally(afresh.done) == {"attach": 1, "create": 2}


def test_a_collection_or_link_that_was_taken_out_stays_out(pushes: Pushes, server: Server) -> None:
    pushes(lottery())
    library = server.library
    (link,) = children(library, own_key(lottery().work.id))
    del library.items[link["key"]]
    (pruning,) = [key for key, data in library.collections.items() if data["name"] == "Pruning"]
    del library.collections[pruning]
    library.edit(own_key(lottery().work.id), collections=[])
    done = pushes(lottery(keywords=("new",)))
    assert pushes.codes(done) == ["CB651"]
    assert tally(done.done) == {"update": 1}
    assert item(library, lottery())["collections"] == []


def test_collections_of_the_same_names_are_used_and_moved_or_renamed_ones_followed(
    pushes: Pushes, server: Server
) -> None:
    library = server.library
    library.collections["MYPAPERS"] = {
        "key": "MYPAPERS",
        "version": 1,
        "name": "Papers",
        "parentCollection": False,
    }
    pushes(lottery())
    assert sorted(data["name"] for data in library.collections.values()) == ["Papers", "Pruning"]
    library.collections["MYPAPERS"]["name"] = "Reading"
    pushes(lottery(), rewind(topics=()))
    assert filed(library, item(library, rewind())) == ["Reading"]


def test_nothing_is_deleted_without_being_asked_for(pushes: Pushes, server: Server) -> None:
    pushes(lottery(), rewind())
    done = pushes(lottery())
    assert (done.done, done.plan.leftover) == ((), ("Comparing Rewinding and Fine-tuning",))
    deleted = pushes(lottery(), delete=True)
    assert tally(deleted.done) == {"emptied": 1, "trash": 1}
    assert server.library.items[own_key(rewind().work.id)]["deleted"] is True
    assert pushes(lottery(), delete=True).done == ()
    back = pushes(lottery(), rewind())
    assert tally(back.done) == {"collection": 1, "restore": 1}
    assert filed(server.library, item(server.library, rewind())) == ["Papers/Pruning/Training"]
    assert pushes(lottery(), rewind()).done == ()


def in_use(server: Server) -> list[str]:
    return sorted(data["name"] for data in server.library.collections.values() if not data.get("deleted"))


def test_collections_left_empty_go_with_their_items_and_only_then(pushes: Pushes, server: Server) -> None:
    deep = rewind(topics=("Training", "Fine-tuning"))
    pushes(lottery(), deep)
    assert in_use(server) == ["Fine-tuning", "Papers", "Pruning", "Training"]
    moved = rewind(topics=("Pruning",))
    pushes(lottery(), moved)
    assert in_use(server) == ["Fine-tuning", "Papers", "Pruning", "Training"]
    done = pushes(lottery(), moved, delete=True)
    assert [(step.kind, step.action, step.title) for step in done.done] == [
        ("collections", "trash", "Fine-tuning"),
        ("collections", "trash", "Training"),
    ]
    assert in_use(server) == ["Papers", "Pruning"]
    assert pushes(lottery(), moved, delete=True).done == ()


def test_a_collection_that_holds_something_of_the_persons_stays(pushes: Pushes, server: Server) -> None:
    pushes(lottery(), rewind())
    training = next(k for k, data in server.library.collections.items() if data["name"] == "Training")
    server.library.add("MYITEM22", title="Mine", collections=[training])
    assert tally(pushes(lottery(), delete=True).done) == {"trash": 1}
    server.library.edit("MYITEM22", deleted=1)  # it may come out of the trash again
    assert pushes(lottery(), delete=True).done == ()
    server.library.edit("MYITEM22", collections=[])
    server.library.collections["MYFOLDER"] = {
        "key": "MYFOLDER", "version": 1, "name": "Mine", "parentCollection": training,
    }  # fmt: skip
    assert pushes(lottery(), delete=True).done == ()
    del server.library.collections["MYFOLDER"]
    assert tally(pushes(lottery(), delete=True).done) == {"emptied": 1}


def test_a_collection_that_was_there_before_stays(pushes: Pushes, server: Server) -> None:
    server.library.collections["MYPAPERS"] = {
        "key": "MYPAPERS", "version": 1, "name": "Papers", "parentCollection": False,
    }  # fmt: skip
    server.library.collections["MYTRAINS"] = {
        "key": "MYTRAINS", "version": 1, "name": "Training", "parentCollection": "MYPAPERS",
    }  # fmt: skip
    pushes(lottery(), rewind(topics=("Training",)))
    assert tally(pushes(lottery(), delete=True).done) == {"trash": 1}
    assert "Training" in in_use(server)


def test_a_selection_takes_no_collection_of_the_rest(pushes: Pushes, server: Server) -> None:
    whole = (lottery(), rewind())
    pushes(*whole, whole=whole)
    assert pushes(lottery(), living=whole, whole=whole, delete=True).done == ()


@pytest.mark.parametrize("fault", ["drop-after", "502-after", "half", "drop"])
def test_an_interrupted_emptying_ends_the_same(pushes: Pushes, server: Server, fault: str) -> None:
    pushes(lottery(), rewind())
    before = len(server.seen)
    server.faults = {before + number: fault for number in range(3, 9)}
    with suppress(CurabibError):
        pushes(lottery(), delete=True)
    server.faults = {}
    pushes(lottery(), delete=True)
    assert in_use(server) == ["Papers", "Pruning"]
    assert pushes.codes(pushes(lottery(), rewind())) == []
    assert filed(server.library, item(server.library, rewind())) == ["Papers/Pruning/Training"]


def test_what_was_there_before_or_holds_something_of_the_persons_is_never_deleted(
    pushes: Pushes, server: Server
) -> None:
    server.library.add("MYITEM22", DOI="10.1000/renda", title="Comparing Rewinding and Fine-tuning")
    pushes(lottery(), rewind())
    server.library.add("MYNOTE22", itemType="note", parentItem=own_key(lottery().work.id), note="<p>good</p>")
    done = pushes(delete=True)
    assert pushes.codes(done) == ["CB658"]
    assert done.done == ()


def test_an_object_that_is_refused_does_not_stop_the_others(pushes: Pushes, server: Server) -> None:
    long = lottery(authors=people("x" * 300), keywords=("k" * 300, "short"))
    done = pushes(long, rewind())
    assert pushes.codes(done) == ["CB655", "CB656"]
    assert done.refused == 1
    assert tally(done.done) == {"collection": 3, "create": 1}  # its link needs the item
    assert "Creator name is too long" in next(p.message for p in done.diagnostics if p.code == "CB655")
    assert tally(pushes(lottery(), rewind()).done) == {"attach": 1, "create": 1}


def test_a_large_library_is_written_in_parts_of_fifty_and_read_in_pages(
    pushes: Pushes, server: Server
) -> None:
    many = [
        entry(
            f"k{number}", f"Title {number}", people("A|B"), 2000, links=(("code", f"https://x.org/{number}"),)
        )
        for number in range(120)
    ]
    done = pushes(*many)
    assert tally(done.done) == {"attach": 120, "collection": 1, "create": 120}
    assert len(server.writes()) == 1 + 3 + 3
    before = server.library.version
    assert pushes(*many).plan.unchanged == 120
    assert server.library.version == before
    reads = [path for method, path in server.seen if method == "GET" and path.endswith("/items")]
    assert len(reads) == 1 + 3


def test_a_key_that_may_not_write_and_one_that_is_none(pushes: Pushes, server: Server) -> None:
    server.rights = {"user": {"library": True}}
    with pytest.raises(CurabibError, match="does not allow writing"):
        pushes(lottery())
    with pytest.raises(CurabibError) as caught:
        web_library(pushes.client, "WRONG", address=server.address)
    assert "WRONG" not in f"{caught.value} {caught.value.hint}"
    assert server.writes() == []


def test_a_work_without_people_and_a_page_leaves_the_state_as_it_is(pushes: Pushes, server: Server) -> None:
    bare = entry("anonymous", "A title", type="misc", topics=())
    pushes(bare)
    state = pushes.path.read_bytes()
    assert pushes(bare).done == ()
    assert pushes.path.read_bytes() == state


def test_an_item_of_a_work_that_is_gone_may_stand_for_another(pushes: Pushes, server: Server) -> None:
    server.library.add("MYITEM22", DOI="10.1000/renda", title="Comparing Rewinding and Fine-tuning")
    pushes(rewind())
    other = rewind(key="renda2020rewinding")
    assert other.work.id != rewind().work.id
    done = pushes(other, delete=True)
    assert "create" not in tally(done.done)
    assert not server.library.items["MYITEM22"].get("deleted")


def test_topics_of_a_selection_nest_as_in_the_whole_library(pushes: Pushes, server: Server) -> None:
    whole = (lottery(), rewind(topics=("Training", "Pruning")), entry("p", "P", topics=("Pruning",)))
    pushes(*whole)
    inside = item(server.library, whole[1])["collections"]
    before = server.library.version
    assert pushes(whole[1], living=whole, whole=whole).done == ()
    assert server.library.version == before
    assert item(server.library, whole[1])["collections"] == inside
    assert len(inside) == 2
