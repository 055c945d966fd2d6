"""XML of strangers."""

import pytest

from curabib.exchange import xml
from curabib.exchange.xml import XmlRefused, parse


def test_the_tree_has_names_lines_and_text() -> None:
    root = parse(
        '<?xml version="1.0" encoding="utf-16"?>\n<a xmlns="urn:x">one<b\n k="v">two</b>\n three</a>'
    )
    assert (root.name, root.local, root.line, root.end_line) == ("urn:x a", "a", 2, 4)
    assert root.text() == "onetwo\n three"
    inner = root.first("b")
    assert inner is not None
    assert (inner.attributes, inner.line, inner.end_line) == ({"k": "v"}, 2, 3)
    assert root.first("b", "c") is None


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("<a>\n<b></a>", "the XML is broken: mismatched tag", 2),
        ("", "the XML is broken: no element found", 1),
        ("<a/>\n<b/>", "the XML is broken: junk after document element", 2),
        ("<a>&nbsp;</a>", "the XML is broken: undefined entity", 1),
        ("<a>\n\x01</a>", "the XML is broken: not well-formed (invalid token)", 2),
        ('\n<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "the XML declares a document type", 2),
        ('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "the XML declares a document type", 1),
    ],
)
def test_what_is_broken_or_dangerous_is_refused(text: str, message: str, line: int) -> None:
    with pytest.raises(XmlRefused, match="XML") as caught:
        parse(text)
    assert caught.value.message.startswith(message)
    assert caught.value.line == line


def test_depth_and_number_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(XmlRefused) as caught:
        parse("<a>" * 65 + "</a>" * 65)
    assert caught.value.big
    parse("<a>" * 64 + "</a>" * 64)
    monkeypatch.setattr(xml, "MOST_ELEMENTS", 3)
    with pytest.raises(XmlRefused, match="more than 3 elements"):
        parse("<a><b/><b/><b/></a>")
