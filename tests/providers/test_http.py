"""The client for services: what it keeps, how long it waits, and what it does when a service misbehaves."""

import gzip
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from curabib.providers.http import DAY, Answer, Client, Offline, Patience, ServiceError
from curabib.providers.manners import HOSTS, Manners
from curabib.providers.wire import plain_reason, refused_redirect
from tests.providers.clock import Clock
from tests.sync.web import Site, bomb, raw, serving

Page = Callable[[BaseHTTPRequestHandler], None]


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as found:
        yield found


@pytest.fixture
def clock() -> Clock:
    return Clock()


def in_turn(site: Site, path: str, pages: Sequence[Page]) -> str:
    """Answer `path` with one page after the other, the last one for ever."""
    waiting = list(pages)
    site.pages[path] = lambda handler: (waiting.pop(0) if len(waiting) > 1 else waiting[0])(handler)
    return site.address + path


def page(site: Site, body: bytes = b"", status: int = 200, **headers: str) -> Page:
    site.text("/made", body, status, **headers)
    return site.pages.pop("/made")


def test_an_answer_is_asked_for_once(site: Site, clock: Clock, tmp_path: Path) -> None:
    site.text("/works?q=a+b%26c", b'{"n": 1}', Content_Type="application/json")
    with clock.client(tmp_path) as client:
        first = client.get(site.address + "/works", {"q": "a b&c"})
        again = client.get(site.address + "/works", {"q": "a b&c"})
    assert (first.json(), first.kept, again.json(), again.kept) == ({"n": 1}, False, {"n": 1}, True)
    assert again.headers == {"content-type": "application/json"}
    with clock.client(tmp_path) as other:
        assert other.get(site.address + "/works", {"q": "a b&c"}).kept
    assert len(site.seen) == 1


def test_what_is_missing_is_kept_too_but_not_as_long(site: Site, clock: Clock, tmp_path: Path) -> None:
    url = site.address + "/unknown"
    with clock.client(tmp_path) as client:
        assert client.get(url).status == 404
        assert client.get(url).kept
        clock.now += 8 * DAY
        assert not client.get(url).kept
    assert len(site.seen) == 2


def test_an_old_answer_is_asked_for_anew_on_condition(site: Site, clock: Clock, tmp_path: Path) -> None:
    url = in_turn(
        site, "/w", [page(site, b"one", ETag='"1"'), page(site, b"", 304), page(site, b"two", ETag='"2"')]
    )
    with clock.client(tmp_path) as client:
        assert client.get(url).body == b"one"
        clock.now += 31 * DAY
        assert client.get(url).body == b"one"
        assert site.seen[1][1]["if-none-match"] == '"1"'
        assert client.get(url).kept
        assert len(site.seen) == 2
    with clock.client(tmp_path, refresh=True) as client:
        assert client.get(url).body == b"two"


def test_offline_serves_what_is_kept_of_any_age_and_nothing_else(
    site: Site, clock: Clock, tmp_path: Path
) -> None:
    url = site.text("/w", b"one")
    with clock.client(tmp_path) as client:
        client.get(url)
    clock.now += 1000 * DAY
    with clock.client(tmp_path, offline=True) as client:
        assert client.get(url).body == b"one"
        with pytest.raises(Offline, match="may not be asked"):
            client.get(url + "?other")
        with pytest.raises(Offline):
            client.send("POST", url, body=b"{}")
        with pytest.raises(Offline):
            client.get(url, keep=False)
    assert len(site.seen) == 1


def test_keys_of_services_are_sent_but_not_kept(site: Site, clock: Clock, tmp_path: Path) -> None:
    site.text("/w?id=1&api_key=hush", b"one")
    with clock.client(tmp_path) as client:
        client.get(
            site.address + "/w", {"id": "1"}, secret={"api_key": "hush"}, headers={"Authorization": "hush"}
        )
        assert client.get(site.address + "/w", {"id": "1"}, secret={"api_key": "other"}).kept
    assert site.seen[0][1]["authorization"] == "hush"
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert kept
    assert not any(b"hush" in path.read_bytes() for path in kept)


@pytest.mark.parametrize("damage", [b"", b"{", b'{"schema": 1}\nx', b"[]\n", b"\xff\xfe\n"])
def test_a_damaged_shelf_is_as_an_empty_one(site: Site, clock: Clock, tmp_path: Path, damage: bytes) -> None:
    url = site.text("/w", b"one")
    with clock.client(tmp_path) as client:
        client.get(url)
        for path in (tmp_path / "answers").rglob("*"):
            if path.is_file():
                path.write_bytes(damage)
        found = client.get(url)
    assert (found.body, found.kept) == (b"one", False)


def test_a_shelf_that_cannot_be_written_is_no_error(site: Site, clock: Clock, tmp_path: Path) -> None:
    (tmp_path / "answers").write_text("a file in the way")
    with clock.client(tmp_path) as client:
        assert client.get(site.text("/w", b"one")).body == b"one"


def test_who_asks_is_said(site: Site, clock: Clock) -> None:
    url = site.text("/w", b"one")
    with clock.client() as client:
        client.get(url)
    with clock.client(contact="curator@example.org") as client:
        client.get(url)
    assert site.seen[0][1]["user-agent"].startswith("curabib/")
    assert "mailto" not in site.seen[0][1]["user-agent"]
    assert site.seen[1][1]["user-agent"].endswith(" (mailto:curator@example.org)")


def test_each_host_is_asked_as_often_as_it_likes(site: Site, clock: Clock, tmp_path: Path) -> None:
    host = urlsplit(site.address).netloc
    slow = {host: Manners(interval=3.0, polite=1.0)}
    with clock.client(tmp_path, manners=slow) as client:
        for n in range(3):
            client.get(site.text(f"/{n}", b""))
        client.get(site.address + "/1")
    assert clock.slept == [3.0, 3.0]
    with clock.client(tmp_path, manners=slow, contact="a@example.org") as other:
        other.get(site.text("/3", b""))
    assert clock.slept == [3.0, 3.0, 1.0], "another process waits for its turn too"


def test_the_table_of_hosts_keeps_to_what_they_ask() -> None:
    assert HOSTS["export.arxiv.org"].wait(True) >= 3.0
    assert HOSTS["dblp.org"].wait(True) >= 1.0
    assert HOSTS["api.semanticscholar.org"].wait(True) >= 1.0
    assert all(m.wait(True) <= m.wait(False) for m in HOSTS.values())


def test_a_passing_failure_is_tried_again(site: Site, clock: Clock) -> None:
    url = in_turn(
        site, "/w", [page(site, b"", 500), page(site, b"", 429, Retry_After="7"), page(site, b"one")]
    )
    with clock.client() as client:
        assert client.get(url).body == b"one"
    assert clock.slept == [2.0, 7.0]


def test_a_failure_that_stays_is_an_error_with_its_status(site: Site, clock: Clock) -> None:
    with clock.client(attempts=2) as client, pytest.raises(ServiceError, match="answers 502") as caught:
        client.get(site.text("/w", b"", 502))
    assert caught.value.status == 502
    assert len(site.seen) == 2


def test_nobody_waits_a_day(site: Site, clock: Clock) -> None:
    with clock.client() as client, pytest.raises(ServiceError, match="asks to wait 86400 seconds"):
        client.get(site.text("/w", b"", 429, Retry_After="86400"))
    assert clock.slept == []


@pytest.mark.parametrize("status", [400, 401, 403, 412, 428])
def test_other_refusals_are_answers_that_are_not_kept(
    site: Site, clock: Clock, tmp_path: Path, status: int
) -> None:
    url = site.text("/w", b"no", status)
    with clock.client(tmp_path) as client:
        assert (client.get(url).status, client.get(url).ok) == (status, False)
    assert len(site.seen) == 2


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", "broke after a part"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n\x1f\x8bnonsense", "damaged"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\nabc", "not asked for"),
        (b"", "no connection"),
        (b"not http at all", "no connection"),
    ],
)
def test_what_is_no_answer_is_refused(site: Site, clock: Clock, answer: bytes, reason: str) -> None:
    site.pages["/w"] = raw(answer)
    with clock.client(attempts=2) as client, pytest.raises(ServiceError, match=reason):
        client.get(site.address + "/w")


def test_silence_ends(site: Site, clock: Clock) -> None:
    site.pages["/w"] = raw(b"", pause=0.6)
    with clock.client(attempts=2, read=0.1) as client, pytest.raises(ServiceError, match="no answer in time"):
        client.get(site.address + "/w")


@pytest.mark.parametrize(
    "start", [b"HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\n", b"HTTP/1.1 200 OK\r\nX-Slow: "]
)
def test_a_drip_ends(site: Site, start: bytes) -> None:
    over = threading.Event()

    def drip(handler: BaseHTTPRequestHandler) -> None:
        with suppress(OSError):
            handler.wfile.write(start)
            while not over.wait(0.05):
                handler.wfile.write(b"x")

    site.pages["/drip"] = drip
    started = time.monotonic()
    with Client(patience=Patience(total=0.6, read=5, attempts=1)) as client, pytest.raises(ServiceError):
        client.get(site.address + "/drip")
    assert time.monotonic() - started < 4
    over.set()


def test_nobody_listens(clock: Clock) -> None:
    with clock.client(attempts=1) as client, pytest.raises(ServiceError, match="no connection"):
        client.get("http://127.0.0.1:9/")


def test_an_answer_is_bounded(site: Site, clock: Clock) -> None:
    with clock.client() as client:
        with pytest.raises(ServiceError, match="more bytes than are allowed"):
            client.get(site.text("/long", b"x" * 1001), limit=1000)
        packed = site.text("/bomb", bomb(20_000_000), Content_Encoding="gzip")
        with pytest.raises(ServiceError, match="more bytes than are allowed"):
            client.get(packed, limit=1000)
        small = site.text("/packed", gzip.compress(b"one"), Content_Encoding="gzip")
        assert client.get(small, limit=1000).body == b"one"


def test_what_is_no_json_is_an_error(site: Site, clock: Clock) -> None:
    with clock.client() as client:
        for body in (b"<html>", b"", b"[" * 100_000):
            with pytest.raises(ServiceError, match="no JSON"):
                client.get(site.text("/w", body)).json()


def test_what_does_not_pass_the_check_is_not_kept(site: Site, clock: Clock, tmp_path: Path) -> None:
    pages = [
        page(site, b"<html>log in to our network"),
        page(site, b"\xff\xfe"),
        page(site, b"[1]"),
        page(site, b"", 500),
    ]
    url = in_turn(site, "/w", pages)
    with clock.client(tmp_path, attempts=1) as client:
        for _ in range(2):
            with pytest.raises(ServiceError, match="no JSON"):
                client.get(url, check=Answer.json)
        assert client.get(url, check=Answer.json).json() == [1]
        assert client.get(url, check=Answer.json).kept
        missing = site.text("/none", b"no such thing, in plain words", 404)
        assert [client.get(missing, check=Answer.json).kept for _ in range(2)] == [False, True]


def test_what_was_kept_without_a_check_is_asked_for_anew(site: Site, clock: Clock, tmp_path: Path) -> None:
    url = in_turn(site, "/w", [page(site, b"<html>"), page(site, b"[1]")])
    with clock.client(tmp_path) as client:
        client.get(url)
        assert client.get(url, check=Answer.json).body == b"[1]"
    site.text("/w", b"<html>")
    with clock.client(tmp_path, offline=True) as client:
        assert client.get(url, check=Answer.json).body == b"[1]"


def test_a_question_is_asked_once_and_as_often_as_it_takes(site: Site, clock: Clock, tmp_path: Path) -> None:
    asked: list[bytes] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        asked.append(handler.rfile.read(int(handler.headers["Content-Length"])))
        (page(site, b"", 502) if len(asked) == 1 else page(site, b"about " + asked[-1]))(handler)

    site.pages["/q"] = answer
    with clock.client(tmp_path) as client:
        for question in (b"one", b"one", b"two"):
            assert client.get(site.address + "/q", question=question).body == b"about " + question
    assert asked == [b"one", b"one", b"two"]


def test_retry_after_may_be_a_date(site: Site, clock: Clock) -> None:
    when = format_datetime(datetime.fromtimestamp(clock.now + 11, UTC), usegmt=True)
    url = in_turn(site, "/w", [page(site, b"", 429, Retry_After=when), page(site, b"one")])
    with clock.client() as client:
        assert client.get(url).body == b"one"
    assert clock.slept == [11.0]


def test_redirects_are_followed_without_the_keys(site: Site, clock: Clock) -> None:
    with serving() as elsewhere:
        moved = elsewhere.text("/new", b"one")
        url = site.text("/old", b"", 302, Location=moved)
        with clock.client() as client:
            assert client.get(url, headers={"Authorization": "hush"}).body == b"one"
        assert site.seen[0][1]["authorization"] == "hush"
        assert "authorization" not in elsewhere.seen[0][1]


def test_redirects_end(site: Site, clock: Clock) -> None:
    with clock.client() as client:
        with pytest.raises(ServiceError, match="circle"):
            client.get(site.text("/a", b"", 301, Location="/a"))
        with pytest.raises(ServiceError, match="no web address"):
            client.get(site.text("/b", b"", 301, Location="file:///etc/passwd"))


def test_a_service_cannot_lead_into_the_local_network() -> None:
    hosts = {"public.example": "93.184.216.34", "inner.example": "10.0.0.1"}
    url = "https://public.example/"
    for target, found in (
        ("https://inner.example/x", "local network"),
        ("http://public.example/", "not encrypted"),
    ):
        assert found in refused_redirect(url, target, [url], 5, lambda host: (hosts[host],))
    assert not refused_redirect(url, "https://public.example/x", [url], 5, lambda host: (hosts[host],))


def test_a_download_goes_to_a_file(site: Site, clock: Clock, tmp_path: Path) -> None:
    path = tmp_path / "got"
    with clock.client() as client:
        client.download(site.text("/file", b"x" * 200_000), path, limit=1_000_000)
        assert path.read_bytes() == b"x" * 200_000
        with pytest.raises(ServiceError, match="answers 404"):
            client.download(site.address + "/gone", path, limit=10)
        with pytest.raises(ServiceError, match="more bytes"):
            client.download(site.address + "/file", path, limit=10)


def test_a_download_is_not_repeated_where_nothing_is_new(site: Site, clock: Clock, tmp_path: Path) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        same = handler.headers.get("If-None-Match") == '"1"'
        handler.send_response(304 if same else 200)
        handler.send_header("ETag", '"1"')
        handler.send_header("Content-Length", "0" if same else "3")
        handler.end_headers()
        if not same:
            handler.wfile.write(b"one")

    site.pages["/f"] = answer
    come: list[int] = []
    with clock.client(tmp_path) as client:
        first = client.download(site.address + "/f", tmp_path / "a", limit=10, tell=come.append)
        again = client.download(site.address + "/f", tmp_path / "b", limit=10, etag=first.headers["etag"])
    assert (first.status, again.status, come[-1]) == (200, 304, 3)
    assert (tmp_path / "a").read_bytes() == b"one"
    assert not (tmp_path / "b").exists()


def body_of(handler: BaseHTTPRequestHandler) -> bytes:
    return handler.rfile.read(int(handler.headers.get("Content-Length", "0")))


@pytest.mark.parametrize("method", ["POST", "PATCH", "PUT", "DELETE"])
def test_requests_that_change_something(site: Site, clock: Clock, tmp_path: Path, method: str) -> None:
    got: list[tuple[str, bytes, str]] = []

    def take(handler: BaseHTTPRequestHandler) -> None:
        got.append((handler.command, body_of(handler), handler.headers["If-Unmodified-Since-Version"]))
        page(site, b'{"success": {}}', 200, Last_Modified_Version="7")(handler)

    site.pages["/items"] = take
    with clock.client(tmp_path) as client:
        for _ in range(2):
            found = client.send(
                method, site.address + "/items", body=b"[1]", headers={"If-Unmodified-Since-Version": "6"}
            )
    assert found.headers["last-modified-version"] == "7"
    assert got == [(method, b"[1]", "6")] * 2
    assert not (tmp_path / "answers").exists()


def test_a_post_that_may_have_been_carried_out_is_not_repeated(site: Site, clock: Clock) -> None:
    url = site.text("/items", b"", 500)
    with clock.client() as client:
        with pytest.raises(ServiceError, match="perhaps the request was carried out"):
            client.send("POST", url, body=b"1")
        assert len(site.seen) == 1
        again = in_turn(site, "/busy", [page(site, b"", 429, Retry_After="3"), page(site, b"done")])
        assert client.send("POST", again, body=b"1").body == b"done"
        with pytest.raises(ServiceError):
            client.send("PUT", url, body=b"1")
    assert len(site.seen) == 1 + 2 + 4


def test_a_service_that_asks_for_a_pause_gets_it(site: Site, clock: Clock) -> None:
    with clock.client() as client:
        client.get(site.text("/a", b"", Backoff="10"))
        client.get(site.text("/b", b""))
    assert clock.slept == [10.0]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("[Errno -2] Name or service not known", "no connection: nobody has this host name"),
        ("[Errno 111] Connection refused", "no connection: the server takes no connections there"),
        ("[Errno 99] Something New", "no connection: something new"),
        (
            "[SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1007)",
            "no connection: wrong version number",
        ),
    ],
)
def test_why_there_is_no_connection_is_said_in_words(said: str, meant: str) -> None:
    assert plain_reason(httpx.ConnectError(said)) == meant
