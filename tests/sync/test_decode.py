"""The encoding of a page that is not UTF-8: what it declares of itself is believed, nothing is guessed."""

import pytest

from curabib.sync.fetch import FetchError
from curabib.sync.fetch.decode import decode

NAME = "Jürgen Groß – Émile"


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("<html><head><meta charset=windows-1252>", "cp1252"),
        ('<META http-equiv="Content-Type" content="text/html; charset=ISO-8859-1">', "cp1252"),
        ('<?xml version="1.0" encoding="iso-8859-1"?>', "cp1252"),
    ],
)
def test_a_page_declares_its_encoding(head: str, encoding: str) -> None:
    assert decode(f"{head}<p>{NAME}</p>\r\n".encode(encoding), "page.html") == f"{head}<p>{NAME}</p>\n"


def test_utf8_is_tried_before_what_a_page_declares() -> None:
    page = f"<meta charset='iso-8859-1'><p>{NAME}</p>"
    assert decode(page.encode(), "page.html") == page


@pytest.mark.parametrize(
    "head",
    [
        "",
        "<meta charset=utf-8>",
        "<meta charset=rot13>",
        "<p>charset=latin1</p>",
        " " * 2000 + "<meta charset=latin1>",
    ],
)
def test_nothing_is_guessed(head: str) -> None:
    with pytest.raises(FetchError, match="is not UTF-8"):
        decode(f"{head}<p>{NAME}</p>".encode("cp1252"), "page.html")


def test_the_server_is_believed_before_the_page() -> None:
    page = "<meta charset=iso-8859-1><p>Łukasz</p>"
    assert decode(page.encode("iso-8859-2"), "page.html", "iso-8859-2") == page
