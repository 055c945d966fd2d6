"""What looking at links tells: dead ones, silent ones, logins; each asked for once, and nobody inside the house."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from curabib.model import Fields, Link, Location, Origin, Record
from curabib.providers.http import Client, Patience
from curabib.sync.links import in_turn, look_at_links
from tests.sync.web import Site, raw, serving

WEB = ("93.184.216.34",)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as found:
        yield found


def client(folder: Path | None = None, *, outside: bool = True, offline: bool = False) -> Client:
    patience = Patience(read=0.5, connect=1, attempts=2, sleep=lambda seconds: None)
    return Client(
        folder,
        patience=patience,
        offline=offline,
        resolve=(lambda host: WEB) if outside else (lambda host: (host,)),
    )


def records(*urls: str) -> list[Record]:
    return [
        Record(
            id=f"list#{number}",
            origin=Origin(kind="list", name="list"),
            location=Location(path="list.md", line=number),
            entry_type="misc",
            fields=Fields({"title": f"Work {number}"}),
            links=(Link("paper", url),),
        )
        for number, url in enumerate(urls, 1)
    ]


def codes(site: Site, *paths: str, outside: bool = True) -> dict[str, str]:
    with client(outside=outside) as asked:
        found = look_at_links(records(*(site.address + path for path in paths)), asked)
    return {url.removeprefix(site.address): problem.code for url, problem in found.items()}


def only_get(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(405 if handler.command == "HEAD" else 200)
    handler.send_header("Content-Length", "0")
    handler.end_headers()


def test_what_is_there_and_what_is_not(site: Site) -> None:
    site.text("/good", b"words")
    site.text("/gone", b"", 410)
    site.text("/odd", b"", 403)
    site.text("/ill", b"", 503)
    site.text("/moved", b"", 301, Location="/good")
    site.text("/astray", b"", 302, Location="/missing")
    site.text("/round", b"", 302, Location="/round")
    site.text("/closed", b"", 302, Location="/sso/login?next=/closed")
    site.text("/sso/login?next=/closed", b"who are you")
    site.text("/login", b"a paper called login")
    site.text("/to-login", b"", 301, Location="/login/")
    site.text("/login/", b"")
    site.pages["/only-get"] = only_get
    site.pages["/torn"] = raw(b"")
    assert codes(
        site, "/good", "/gone", "/missing", "/odd", "/ill", "/moved", "/astray", "/round", "/closed", "/login",
        "/only-get", "/torn",
    ) == {
        "/gone": "CB213",
        "/missing": "CB213",
        "/odd": "CB214",
        "/ill": "CB214",
        "/astray": "CB213",
        "/round": "CB214",
        "/closed": "CB215",
        "/torn": "CB214",
    }  # fmt: skip


def test_a_head_is_enough_where_it_is_answered_and_never_believed_where_it_says_no(site: Site) -> None:
    seen: list[str] = []

    def page(handler: BaseHTTPRequestHandler) -> None:
        seen.append(handler.command)
        handler.send_response(200 if handler.command == "GET" or "both" in handler.path else 404)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    site.pages["/both"] = site.pages["/by-get"] = page
    assert codes(site, "/both") == {}
    assert seen == ["HEAD"]
    assert codes(site, "/by-get") == {}
    assert seen == ["HEAD", "HEAD", "GET"]


def test_no_body_is_read(site: Site) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 900000000000\r\nConnection: close\r\n\r\n"
    site.pages["/endless"] = raw(head, then=b"x" * 1000)
    assert codes(site, "/endless") == {}


def test_each_address_is_asked_for_once_and_kept(site: Site, tmp_path: Path) -> None:
    site.text("/good", b"")
    given = records(*(site.address + path for path in ("/good", "/gone", "/good#part", "/gone")))
    with client(tmp_path) as asked:
        first = look_at_links(given, asked)
    count = len(site.seen)
    assert [problem.location for problem in first.values()] == [Location(path="list.md", line=2)]
    with client(tmp_path) as again:
        assert look_at_links(given, again) == first
    with client(tmp_path, offline=True) as offline:
        assert look_at_links(given, offline) == first
        unasked: list[str] = []
        new = site.address + "/new"
        assert look_at_links([*given, *records(new)], offline, unasked=unasked.append) == first
        assert unasked == [new]
    assert len(site.seen) == count


def test_nobody_in_the_local_network_is_asked(site: Site) -> None:
    site.text("/admin", b"")
    assert codes(site, "/admin", outside=False) == {"/admin": "CB214"}
    assert site.seen == []


def test_what_is_no_address_is_not_asked_for() -> None:
    with client() as asked:
        urls = (
            "ftp://example.org/a",
            "http://",
            "https://me@example.org/",
            "http://[::1",
            "https://exa mple.org/",
        )
        assert look_at_links(records(*urls), asked) == {}


def test_hosts_take_turns() -> None:
    urls = ["https://a.org/1", "https://a.org/2", "https://b.org/1", "https://a.org/3", "https://c.org/1"]
    assert list(in_turn(dict.fromkeys(urls))) == [urls[0], urls[2], urls[4], urls[1], urls[3]]
