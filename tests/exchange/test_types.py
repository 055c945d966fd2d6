"""The table of types."""

import pytest

from curabib.exchange.types import TYPES, read_as, written_as

FORMATS = ("csl", "ris", "zotero", "endnote")


@pytest.mark.parametrize("format", FORMATS)
def test_a_name_is_read_as_one_type(format: str) -> None:
    named = [name for row in TYPES if (name := getattr(row, format))]
    assert sorted(named) == sorted(set(named))
    assert set(read_as(format)) == set(named)


@pytest.mark.parametrize("format", FORMATS)
def test_what_is_written_is_read_as_the_same_type(format: str) -> None:
    for (entry_type, kind), name in written_as(format).items():
        row = read_as(format)[name]
        assert row.entry_type == entry_type
        assert kind in ("", row.kind)


def test_all_item_types_of_zotero_are_known() -> None:
    types = """
        artwork audioRecording bill blogPost book bookSection case
        computerProgram conferencePaper dataset dictionaryEntry document email encyclopediaArticle
        film forumPost hearing instantMessage interview journalArticle letter
        magazineArticle manuscript map newspaperArticle patent podcast preprint
        presentation radioBroadcast report standard statute thesis tvBroadcast
        videoRecording webpage
    """
    assert sorted(read_as("zotero")) == sorted(types.split())
