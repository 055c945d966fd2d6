"""A page of COinS, read back by an HTML parser and the rules of query strings."""

from urllib.parse import parse_qsl

from bs4 import BeautifulSoup

from curabib.model import Entry, View
from curabib.writers.coins_page import WRITER
from tests.library.shelf import LIBRARY, entry, people


def spans(*entries: Entry, title: str = "") -> list[list[tuple[str, str]]]:
    page = BeautifulSoup(WRITER.write(View(title=title, entries=entries)).value, "html5lib")
    assert not page.find("script")
    return [parse_qsl(str(span["title"]), strict_parsing=True) for span in page.select("li > span.Z3988")]


def test_one_span_for_each_entry() -> None:
    found = spans(*LIBRARY.entries, title="Shelf")
    titles = [dict(pairs)["rft.title"] for pairs in found]
    assert titles == [entry.work.fields.title for entry in LIBRARY.entries]
    assert all(dict(pairs)["rft_val_fmt"] == "info:ofi/fmt:kev:mtx:dc" for pairs in found)
    assert [value for name, value in found[0] if name == "rft.creator"] == [
        "Frankle, Jonathan",
        "Carbin, Michael",
    ]
    assert dict(found[4])["rft.type"] == "preprint"


def test_markup_is_text() -> None:
    evil = '"><script>alert(1)</script>&amp;'
    page = WRITER.write(View(title=evil, entries=(entry("a", evil, people(evil), keywords=(evil,)),))).value
    assert "<script" not in page
    (pairs,) = spans(entry("a", evil, people(evil)))
    assert dict(pairs)["rft.title"] == evil


def test_what_a_person_took_away_stays_away() -> None:
    shelf = entry("a", "T", keywords=("secret",), topics=("hidden",), withheld=frozenset({"keywords"}))
    assert "secret" not in str(spans(shelf))


def test_what_is_lost_is_said() -> None:
    found = WRITER.write(View(title="", entries=(entry("a", "T", people("Ada|Lovelace", truncated=True)),)))
    assert [d.code for d in found.diagnostics] == ["CB620"]
    assert "<ol>\n</ol>" in WRITER.write(View(title="", entries=())).value


def test_what_coins_cannot_say_is_said() -> None:
    one = entry("a", "T", people("A|B"), fields={"editor": people("E|F"), "series": "S", "pages": "1"})
    edited = entry("b", "T", fields={"editor": people("E|F")})
    found = WRITER.write(View(title="", entries=(one, edited)))
    assert [d.message for d in found.diagnostics] == [
        "COinS has no place for the field `editor` of `a`",
        "COinS has no place for the field `series` of `a`",
    ]
