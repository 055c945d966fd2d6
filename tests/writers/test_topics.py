"""How topics nest, told from what stands above works in lists and exports."""

from dataclasses import replace

from curabib.model import Entry
from curabib.writers.topics import topic_tree
from tests.library.shelf import entry


def tree(*entries: Entry) -> list[tuple[tuple[str, ...], list[str]]]:
    return [(topic.path, [found.key for found in topic.entries]) for topic in topic_tree(entries)]


def test_topics_stand_in_the_order_of_the_list_whatever_that_of_the_entries() -> None:
    one = entry("z", "Z", topics=("First",), line=1)
    two = entry("a", "A", topics=("Second", "Inner"), line=2)
    three = entry("m", "M", topics=("Second",), line=3)
    assert tree(three, two, one) == [
        (("First",), ["z"]),
        (("Second",), ["m"]),
        (("Second", "Inner"), ["a"]),
    ]


def test_one_name_below_two_topics_is_two_topics() -> None:
    found = tree(
        entry("a", "A", topics=("Vision", "Data"), line=1),
        entry("b", "B", topics=("Language", "Data"), line=2),
    )
    assert [path for path, _ in found] == [
        ("Vision",),
        ("Vision", "Data"),
        ("Language",),
        ("Language", "Data"),
    ]


def test_groups_in_a_row_are_no_path_where_one_is_an_outermost() -> None:
    found = tree(
        entry("a", "A", topics=("Red", "Big"), line=1),
        entry("b", "B", topics=("Big",), line=2),
    )
    assert found == [(("Red",), ["a"]), (("Big",), ["a", "b"])]


def test_topics_that_contain_each_other_end() -> None:
    found = tree(entry("a", "A", topics=("X", "Y"), line=1), entry("b", "B", topics=("Y", "X"), line=2))
    assert found == [(("X",), ["a", "b"]), (("Y",), ["a", "b"])]


def test_of_a_withdrawn_work_those_it_stood_under_last() -> None:
    assert tree(entry("a", "A", topics=("X",), state="withdrawn")) == [(("X",), ["a"])]


def test_a_topic_that_no_record_names_is_an_outermost_one() -> None:
    bare = entry("a", "A", topics=("X",))
    assert tree(replace(bare, work=replace(bare.work, topics=("X", "Added")))) == [
        (("Added",), ["a"]),
        (("X",), ["a"]),
    ]


def test_what_the_curator_does_not_call_a_topic_is_none() -> None:
    bare = entry("a", "A", topics=("Papers", "X"))
    assert tree(replace(bare, work=replace(bare.work, topics=("X",)))) == [(("X",), ["a"])]


def test_a_thousand_groups_are_no_thousand_levels() -> None:
    found = tree(entry("a", "A", topics=tuple(f"t{number}" for number in range(1000))))
    assert max(len(path) for path, _ in found) == 20
    assert len(found) == 1000


def test_without_topics_there_is_no_tree() -> None:
    assert tree(entry("a", "A"), entry("b", "B", topics=("X",), withheld=frozenset({"topics"}))) == []
