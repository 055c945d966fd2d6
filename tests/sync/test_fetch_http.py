"""Fetching from the web: every way in which a server can fail."""

import gzip
import tracemalloc
from collections.abc import Iterator

import pytest

from curabib.sync.fetch import FetchError, fetch
from curabib.sync.fetch.addresses import raw_addresses
from curabib.sync.fetch.http import Web
from tests.sync.web import Site, bomb, raw, serving

LIST = "# List\n\n- [A title](https://arxiv.org/abs/1803.03635) Å\n".encode()


class Clock:
    """Time that passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def web(self, **settings: float | int) -> Web:
        return Web(
            sleep=self.sleep,
            clock=lambda: self.now,
            now=lambda: self.now,
            connect_timeout=2,
            read_timeout=0.3,
            **settings,  # type: ignore[arg-type]
        )


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as found:
        yield found


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_text_with_its_etag(site: Site, clock: Clock) -> None:
    url = site.text("/list.md", LIST, ETag='"v1"', Last_Modified="Tue, 01 Jan 2019 00:00:00 GMT")
    found = fetch(url, source="deep", web=clock.web())
    assert found.snapshot is not None
    assert found.snapshot.text == LIST.decode()
    assert (found.snapshot.revision, found.snapshot.source, found.snapshot.path) == ('"v1"', "deep", url)
    assert found.modified == "Tue, 01 Jan 2019 00:00:00 GMT"
    assert len(found.snapshot.sha256) == 64


def test_not_modified(site: Site, clock: Clock) -> None:
    url = site.text("/list.md", b"", status=304)
    found = fetch(url, etag='"v1"', modified="Tue, 01 Jan 2019 00:00:00 GMT", web=clock.web())
    assert found.snapshot is None
    headers = site.seen[0][1]
    assert headers["if-none-match"] == '"v1"'
    assert headers["if-modified-since"] == "Tue, 01 Jan 2019 00:00:00 GMT"


def test_a_passing_failure_is_tried_again(site: Site, clock: Clock) -> None:
    url = site.text("/list.md", LIST)
    good, answers = site.pages["/list.md"], iter([500, 503])

    def page(handler: object) -> None:
        status = next(answers, 0)
        if status:
            handler.send_error(status)  # type: ignore[attr-defined]
        else:
            good(handler)  # type: ignore[arg-type]

    site.pages["/list.md"] = page
    assert fetch(url, web=clock.web()).snapshot is not None
    assert clock.slept == [1.0, 2.0]


def test_retry_after_is_obeyed_and_bounded(site: Site, clock: Clock) -> None:
    url = site.text("/busy.md", b"", status=429, Retry_After="7")
    with pytest.raises(FetchError, match="answers 429"):
        fetch(url, web=clock.web(attempts=3))
    assert clock.slept == [7.0, 7.0]
    clock.slept.clear()
    date = site.text("/date.md", b"", status=503, Retry_After="Thu, 01 Jan 1970 00:17:20 GMT")
    clock.now = 1_000.0
    with pytest.raises(FetchError):
        fetch(date, web=clock.web(attempts=2))
    assert clock.slept == [40.0]
    clock.slept.clear()
    long = site.text("/long.md", b"", status=429, Retry_After="86400")
    with pytest.raises(FetchError, match="asks to wait 86400 seconds"):
        fetch(long, web=clock.web())
    assert clock.slept == []


@pytest.mark.parametrize("status", [401, 403, 418])
def test_other_refusals_are_final(site: Site, clock: Clock, status: int) -> None:
    with pytest.raises(FetchError, match=str(status)):
        fetch(site.text("/list.md", b"no", status=status), web=clock.web())
    assert len(site.seen) == 1


def test_a_missing_page(site: Site, clock: Clock) -> None:
    with pytest.raises(FetchError, match="404") as caught:
        fetch(site.address + "/gone.md", web=clock.web())
    assert caught.value.code == "CB010"
    assert clock.slept == []


def test_a_redirect_is_followed(site: Site, clock: Clock) -> None:
    site.text("/new.md", LIST)
    url = site.text("/old.md", b"", status=301, Location="/new.md")
    found = fetch(url, web=clock.web())
    assert found.snapshot is not None and found.snapshot.path == url


def test_a_redirect_loop_ends(site: Site, clock: Clock) -> None:
    url = site.text("/a", b"", status=302, Location="/b")
    site.text("/b", b"", status=302, Location="/a")
    with pytest.raises(FetchError, match="circle"):
        fetch(url, web=clock.web())
    assert len(site.seen) == 2


def test_endless_redirects_end(site: Site, clock: Clock) -> None:
    for number in range(20):
        site.text(f"/{number}", b"", status=307, Location=f"/{number + 1}")
    with pytest.raises(FetchError, match="more than 6 times"):
        fetch(site.address + "/0", web=clock.web())
    assert len(site.seen) == 7


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://example.org/x", "javascript:alert(1)", "gopher://x"]
)
def test_a_redirect_leads_to_the_web_only(site: Site, clock: Clock, target: str) -> None:
    url = site.text("/a", b"", status=302, Location=target)
    with pytest.raises(FetchError, match=r"no web address|cannot be fetched"):
        fetch(url, web=clock.web())


@pytest.mark.parametrize("inner", ["127.0.0.1", "10.0.0.8", "169.254.169.254", "::1", "fd00::1"])
def test_a_redirect_does_not_lead_into_the_local_network(inner: str, clock: Clock) -> None:
    from curabib.sync.fetch import http

    hosts = {"public.example": ("93.184.216.34",), "sneaky.example": (inner,)}
    web = Web(resolve=lambda host: hosts[host])
    url = "https://public.example/list.md"
    with pytest.raises(FetchError, match="local network"):
        http._check_redirect(url, "https://sneaky.example/x", [url], web)
    http._check_redirect(url, "https://public.example/y", [url], web)


def test_a_redirect_stays_encrypted() -> None:
    from curabib.sync.fetch import http

    url = "https://public.example/list.md"
    with pytest.raises(FetchError, match="not encrypted"):
        http._check_redirect(url, "http://public.example/x", [url], Web(resolve=lambda host: ()))


def test_a_server_that_never_answers(site: Site, clock: Clock) -> None:
    site.pages["/slow.md"] = raw(b"", pause=0.8)
    with pytest.raises(FetchError, match="no answer in time"):
        fetch(site.address + "/slow.md", web=clock.web(attempts=2))
    assert clock.slept == [1.0]


def test_a_server_that_drips_is_left_after_the_total_time(site: Site) -> None:
    ticks = iter(range(0, 10_000, 130))
    web = Web(clock=lambda: float(next(ticks)), total_timeout=120, read_timeout=2)
    site.pages["/drip.md"] = raw(b"HTTP/1.1 200 OK\r\n\r\nab", pause=0.05, then=b"cd")
    with pytest.raises(FetchError, match="longer than 120 seconds"):
        fetch(site.address + "/drip.md", web=web)


def test_half_a_body_is_refused(site: Site, clock: Clock) -> None:
    site.pages["/half.md"] = raw(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n# List\n")
    with pytest.raises(FetchError, match="broke after a part"):
        fetch(site.address + "/half.md", web=clock.web(attempts=2))
    packed = gzip.compress(LIST * 50, mtime=0)[:-12]
    site.text("/cut.md", packed, Content_Encoding="gzip")
    with pytest.raises(FetchError, match="broke after a part"):
        fetch(site.address + "/cut.md", web=clock.web(attempts=1))


def test_a_compressed_text_is_unpacked_and_a_damaged_one_refused(site: Site, clock: Clock) -> None:
    found = fetch(site.text("/l.md", gzip.compress(LIST, mtime=0), Content_Encoding="gzip"), web=clock.web())
    assert found.snapshot is not None and found.snapshot.text == LIST.decode()
    with pytest.raises(FetchError, match="damaged"):
        fetch(site.text("/d.md", b"no gzip at all", Content_Encoding="gzip"), web=clock.web(attempts=1))
    with pytest.raises(FetchError, match="not asked for"):
        fetch(site.text("/b.md", b"x", Content_Encoding="br"), web=clock.web())


def test_a_text_above_the_limit_is_refused(site: Site, clock: Clock) -> None:
    with pytest.raises(FetchError, match="larger than 1000 bytes"):
        fetch(site.text("/l.md", b"x" * 1001), limit=1000, web=clock.web())
    assert fetch(site.text("/k.md", b"x" * 1000), limit=1000, web=clock.web()).snapshot is not None


def test_a_gzip_bomb_costs_no_memory(site: Site, clock: Clock) -> None:
    url = site.text("/bomb.md", bomb(200_000_000), Content_Encoding="gzip")
    tracemalloc.start()
    try:
        with pytest.raises(FetchError, match="larger than"):
            fetch(url, limit=1_000_000, web=clock.web())
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_a_page_in_place_of_a_text_file(site: Site, clock: Clock) -> None:
    page = b"<!DOCTYPE html>\n<html><body>Please log in</body></html>"
    with pytest.raises(FetchError) as caught:
        fetch(site.text("/list.md", page, Content_Type="text/html; charset=utf-8"), web=clock.web())
    assert caught.value.code == "CB011"
    assert (
        fetch(site.text("/list.html", page, Content_Type="text/html"), web=clock.web()).snapshot is not None
    )
    assert fetch(
        site.text("/x.md", b"<p align=center>\n\n# List", Content_Type="text/plain"), web=clock.web()
    ).snapshot


def test_a_declared_encoding_counts_where_the_text_is_no_utf8(site: Site, clock: Clock) -> None:
    body = "Müller".encode("latin-1")
    found = fetch(site.text("/l.txt", body, Content_Type="text/plain; charset=ISO-8859-1"), web=clock.web())
    assert found.snapshot is not None and found.snapshot.text == "Müller"
    with pytest.raises(FetchError) as caught:
        fetch(site.text("/m.txt", body, Content_Type="text/plain"), web=clock.web())
    assert caught.value.code == "CB012"


def test_nobody_listens(clock: Clock) -> None:
    with pytest.raises(FetchError, match="no connection"):
        fetch("http://127.0.0.1:9/list.md", web=clock.web(attempts=1))


RAW = "https://raw.githubusercontent.com"


@pytest.mark.parametrize(
    ("page", "first"),
    [
        ("https://github.com/o/r", f"{RAW}/o/r/HEAD/README.md"),
        ("https://github.com/o/r.git", f"{RAW}/o/r/HEAD/README.md"),
        ("https://www.github.com/o/r/", f"{RAW}/o/r/HEAD/README.md"),
        ("https://github.com/o/r#readme", f"{RAW}/o/r/HEAD/README.md"),
        ("https://github.com/o/r/blob/main/docs/list.md?plain=1#L3", f"{RAW}/o/r/main/docs/list.md"),
        ("https://github.com/o/r/tree/dev/sub", f"{RAW}/o/r/dev/sub/README.md"),
        ("https://gist.github.com/u/0123abc", "https://gist.githubusercontent.com/u/0123abc/raw"),
        ("https://gitlab.com/g/s/r/-/blob/main/x.md", "https://gitlab.com/g/s/r/-/raw/main/x.md"),
        ("https://codeberg.org/o/r/src/branch/main/x.md", "https://codeberg.org/o/r/raw/branch/main/x.md"),
        ("https://bitbucket.org/o/r/src/main/x.md", "https://bitbucket.org/o/r/raw/main/x.md"),
        ("https://github.com/o/r/issues/3", "https://github.com/o/r/issues/3"),
        ("https://example.org/o/r", "https://example.org/o/r"),
        ("https://github.com.example.org/o/r", "https://github.com.example.org/o/r"),
    ],
)
def test_pages_of_code_hosts_stand_for_their_files(page: str, first: str) -> None:
    assert raw_addresses(page)[0] == first


def test_the_names_of_a_readme_are_tried_in_order(
    site: Site, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    from curabib.sync.fetch import http

    site.text("/README.rst", LIST)
    monkeypatch.setattr(http, "raw_addresses", lambda url: (f"{url}/README.md", f"{url}/README.rst"))
    assert fetch(site.address, web=clock.web()).snapshot is not None
    assert [path for path, _ in site.seen] == ["/README.md", "/README.rst"]
