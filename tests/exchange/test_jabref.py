"""Groups of JabRef libraries."""

import time

from curabib.exchange.jabref import Grouping, read_groups
from curabib.model import RawEntry, Snapshot
from curabib.readers import read

NEW = r"""@Comment{jabref-meta: grouping:
0 AllEntriesGroup:;
1 StaticGroup:Learning\;0\;1\;0x8a8a8aff\;ICON\;about learning\;;
2 StaticGroup:Deep \\& wide\;2\;1\;\;\;\;;
3 StaticGroup:Semi\\\;colon: and \\\\ sign\;2\;1\;\;\;\;;
1 KeywordGroup:Steam\;0\;keywords\;steam\;0\;0\;1\;\;\;\;;
1 KeywordGroup:Pattern\;0\;title\;a.*b\;0\;1\;1\;\;\;\;;
1 AutomaticKeywordGroup:Auto\;0\;keywords\;,\;>\;1\;\;\;\;;
}"""
OLD = (
    "@comment{jabref-meta: groupstree:\r\n0 AllEntriesGroup:;\r\n1 ExplicitGroup:A very long na\r\nme\\;0\\;a\\;b c\\;;"
    "\r\n2 ExplicitGroup:Inner\\;2\\;b c\\;;\r\n}"
)


def test_groups_have_paths_and_names_without_escapes() -> None:
    groups = read_groups(NEW)
    assert [group.path for group in groups] == [
        ("Learning",),
        ("Learning", r"Deep & wide"),
        ("Learning", "Deep & wide", r"Semi;colon: and \ sign"),
        ("Steam",),
        ("Pattern",),
        ("Auto",),
    ]
    assert [group.search for group in groups] == [False, False, False, False, True, True]


def test_groups_of_version_3_name_their_entries_across_wrapped_lines() -> None:
    groups = read_groups(OLD)
    assert [(group.path, sorted(group.keys)) for group in groups] == [
        (("A very long name",), ["a", "b c"]),
        (("A very long name", "Inner"), ["b c"]),
    ]


def test_other_comments_hold_no_groups() -> None:
    assert read_groups("@comment{grouping: 1 StaticGroup:A;}") == ()
    assert read_groups("@comment{jabref-meta: databaseType:bibtex;}") == ()
    assert read_groups("@comment{jabref-meta: grouping:}") == ()
    assert read_groups("@comment{jabref-meta: grouping: nonsense;; 1 ;2 X;99999 StaticGroup:A;}") == ()


def test_an_entry_is_in_groups_that_it_names_or_whose_word_it_holds() -> None:
    grouping = Grouping(read_groups(NEW))
    assert grouping.topics("x", {}, [("Deep & wide",)]) == ("Learning", "Deep & wide")
    assert grouping.topics("x", {}, [("Not there",), ("A", "B")]) == ("Not there", "A", "B")
    assert grouping.topics("x", {"keywords": "water, Steam engines"}, []) == ("Steam",)
    assert grouping.topics("x", {"keywords": "steamers, bloodsteam"}, []) == ()


def entries(text: str) -> tuple[RawEntry, ...]:
    return read(Snapshot(source="s", path="x.bib", text=text)).value.entries


def test_groups_of_a_library_become_headings() -> None:
    text = "@article{a, title={X}}\n@article{b c, title={Y}}\n@article{d, title={Z}, groups={Inner}}\n" + OLD
    found = [entry.headings for entry in entries(text)]
    assert found[0] == ("A very long name",)
    assert found[-1] == ("A very long name", "Inner")


def test_many_groups_take_linear_time() -> None:
    lines = "".join(
        f"{level} StaticGroup:G{n}\\;0\\;1\\;;\n" for n in range(40_000) for level in (1 + n % 60,)
    )
    began = time.process_time()
    groups = read_groups("@comment{jabref-meta: grouping:\n" + lines + "}")
    assert time.process_time() - began < 5
    assert len(groups) == 20_000
    assert max(len(group.path) for group in groups) <= 40
