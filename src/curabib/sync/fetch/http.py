"""Sources on the web, fetched with limits on time, size, redirects and trust."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import httpx

from curabib import __version__
from curabib.providers.wire import (
    PASSING,
    REDIRECTS,
    Broken,
    TooLarge,
    TooSlow,
    Unasked,
    Watch,
    plain_reason,
    read_body,
    refused_redirect,
    retry_after,
)
from curabib.sync.fetch.addresses import raw_addresses
from curabib.sync.fetch.error import FetchError

_TEXT_SUFFIXES = (".md", ".markdown", ".rst", ".org", ".txt", ".bib", ".json", ".ris", ".tex", "/readme")
_LONGEST_WAIT = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """How patient a fetch is, and its clock.

    Times are seconds: to connect, to wait for the next bytes, for everything together. `attempts` counts the first
    one; between them the wait doubles from `backoff`. `sleep`, `clock` (monotonic) and `now` (Unix time, for the
    dates of Retry-After) are arguments, so that tests need not wait.
    """

    connect_timeout: float = 10.0
    read_timeout: float = 20.0
    total_timeout: float = 120.0
    attempts: int = 3
    backoff: float = 1.0
    redirects: int = 6
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], float] = time.time
    resolve: Callable[[str], tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server answered: the body (None: not modified), and what makes the next request conditional."""

    body: bytes | None
    charset: str = ""
    etag: str = ""
    modified: str = ""


class _Again(Exception):
    """A failure that may pass; `wait` is what the server asked for, in seconds."""

    def __init__(self, reason: str, wait: float = 0.0) -> None:
        super().__init__(reason)
        self.wait = wait


class _Missing(Exception):
    """404 or 410: the next address may have it."""


def get(url: str, *, limit: int, etag: str = "", modified: str = "", web: Web | None = None) -> Answer:
    """Return what `url` answers, at most `limit` bytes after decompression.

    Pages of code hosts are taken for the files they show. With `etag` or `modified` of an earlier answer the request
    is conditional. Status 408, 425, 429 and 5xx, broken connections and half bodies are tried again, after the time
    that Retry-After asks for (up to a minute) or after a doubling wait. Raises FetchError: CB010 where nothing can be
    had, CB011 where a page came instead of a text file.
    """
    web = web or Web()
    deadline = web.clock() + web.total_timeout
    timeout = httpx.Timeout(web.read_timeout, connect=web.connect_timeout)
    addresses = raw_addresses(url)
    headers = {
        "User-Agent": f"curabib/{__version__}",
        "Accept-Encoding": "gzip",
        "Accept": "text/*, */*;q=0.5",
    }
    if etag:
        headers["If-None-Match"] = etag
    if modified:
        headers["If-Modified-Since"] = modified
    with httpx.Client(timeout=timeout, follow_redirects=False, headers=headers) as client:
        for address in addresses:
            try:
                return _patiently(client, address, url, limit, deadline, web)
            except _Missing:
                continue
    tried = f" (tried {len(addresses)} names of a README)" if len(addresses) > 1 else ""
    raise FetchError(
        "CB010", f"`{url}` does not exist: the server answers 404{tried}", hint="check the address"
    )


def _patiently(client: httpx.Client, address: str, url: str, limit: int, deadline: float, web: Web) -> Answer:
    reason = ""
    for attempt in range(web.attempts):
        try:
            return _follow(client, address, url, limit, deadline, web)
        except _Again as again:
            reason = str(again)
            wait = again.wait or web.backoff * 2**attempt
            if wait > _LONGEST_WAIT:
                reason += f", and asks to wait {wait:.0f} seconds"
                break
            if attempt + 1 == web.attempts or web.clock() + wait > deadline:
                break
            web.sleep(wait)
    raise FetchError("CB010", f"`{url}` cannot be fetched: {reason}", hint="try later, or use --offline")


def _follow(client: httpx.Client, address: str, url: str, limit: int, deadline: float, web: Web) -> Answer:
    seen = [address]
    while True:
        try:
            request = client.build_request("GET", seen[-1])
            with Watch().asked(client, request, web.total_timeout) as response:
                if response.status_code not in REDIRECTS:
                    return _answer(response, url, limit, deadline, web)
                target = urljoin(seen[-1], response.headers.get("Location", ""))
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise FetchError("CB010", f"`{url}` cannot be fetched: {error}") from error
        except httpx.TransportError as error:
            raise _Again(plain_reason(error)) from error
        _check_redirect(url, target, seen, web)
        seen.append(target)


def _check_redirect(url: str, target: str, seen: list[str], web: Web) -> None:
    refused = refused_redirect(url, target, seen, web.redirects, web.resolve)
    if refused:
        raise FetchError("CB010", f"`{url}` {refused}")


def _answer(response: httpx.Response, url: str, limit: int, deadline: float, web: Web) -> Answer:
    status, headers = response.status_code, response.headers
    if status == 304:
        return Answer(body=None, etag=headers.get("ETag", ""), modified=headers.get("Last-Modified", ""))
    if status in (404, 410):
        raise _Missing
    if status in PASSING:
        raise _Again(f"the server answers {status}", retry_after(headers, web.now))
    if status != 200:
        raise FetchError("CB010", f"`{url}` cannot be fetched: the server answers {status}")
    body = _body(response, url, limit, deadline, web)
    kind, _, parameters = headers.get("Content-Type", "").partition(";")
    path = urlsplit(str(response.url)).path.lower()
    if path.endswith(_TEXT_SUFFIXES) and _is_page(kind, body):
        hint = "give the address of the file itself (on a code host: the one behind `Raw`)"
        raise FetchError("CB011", f"`{url}` answers with a web page instead of the text file", hint=hint)
    _, _, charset = parameters.lower().partition("charset=")
    return Answer(
        body=body,
        charset=charset.partition(";")[0],
        etag=headers.get("ETag", ""),
        modified=headers.get("Last-Modified", ""),
    )


def _is_page(kind: str, body: bytes) -> bool:
    start = body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html")) or (
        kind.strip().lower() == "text/html" and start.startswith(b"<")
    )


def _body(response: httpx.Response, url: str, limit: int, deadline: float, web: Web) -> bytes:
    try:
        return read_body(response, limit, lambda: web.clock() <= deadline)
    except TooLarge as error:
        raise FetchError(
            "CB010", f"`{url}` is larger than {limit} bytes", hint="is it the list that you mean?"
        ) from error
    except TooSlow as error:
        raise FetchError("CB010", f"`{url}` took longer than {web.total_timeout:.0f} seconds") from error
    except Unasked as error:
        message = f"`{url}` answers in the encoding `{error}`, which was not asked for"
        raise FetchError("CB010", message) from error
    except Broken as error:
        raise _Again(str(error)) from error
