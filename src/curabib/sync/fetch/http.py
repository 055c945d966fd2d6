"""Sources on the web, fetched with limits on time, size, redirects and trust."""

import ipaddress
import socket
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

import httpx

from curabib import __version__
from curabib.sync.fetch.addresses import raw_addresses
from curabib.sync.fetch.error import FetchError

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
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
            with client.stream("GET", seen[-1]) as response:
                if response.status_code not in _REDIRECTS:
                    return _answer(response, url, limit, deadline, web)
                target = urljoin(seen[-1], response.headers.get("Location", ""))
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise FetchError("CB010", f"`{url}` cannot be fetched: {error}") from error
        except httpx.TimeoutException as error:
            raise _Again("no answer in time") from error
        except httpx.TransportError as error:
            raise _Again(_plain(error)) from error
        _check_redirect(url, target, seen, web)
        seen.append(target)


def _plain(error: Exception) -> str:
    text = " ".join(str(error).split())
    if "incomplete" in text or "without sending complete" in text:
        return "the connection broke after a part of the text"
    return f"no connection ({text[:120].lower()})" if text else type(error).__name__


def _check_redirect(url: str, target: str, seen: list[str], web: Web) -> None:
    if target in seen:
        raise FetchError("CB010", f"`{url}` redirects in a circle, by way of `{target[:120]}`")
    if len(seen) > web.redirects:
        raise FetchError("CB010", f"`{url}` redirects more than {web.redirects} times")
    first, parts = urlsplit(url), urlsplit(target)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise FetchError("CB010", f"`{url}` redirects to `{target[:120]}`, which is no web address")
    if first.scheme == "https" and parts.scheme == "http":
        raise FetchError("CB010", f"`{url}` redirects to `{target[:120]}`, which is not encrypted")
    if (
        parts.hostname != first.hostname
        and not _is_inner(first.hostname or "", web)
        and _is_inner(parts.hostname, web)
    ):
        raise FetchError("CB010", f"`{url}` redirects into the local network, to `{target[:120]}`")


def _is_inner(host: str, web: Web) -> bool:
    """Return whether a host is this machine or one of its local network."""
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
        return True
    for address in (web.resolve or _resolve)(host):
        try:
            if not ipaddress.ip_address(address.partition("%")[0]).is_global:
                return True
        except ValueError:
            continue
    return False


def _resolve(host: str) -> tuple[str, ...]:
    try:
        return (str(ipaddress.ip_address(host)),)
    except ValueError:
        pass
    try:
        return tuple(str(found[4][0]) for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM))
    except (OSError, UnicodeError):
        return ()


def _answer(response: httpx.Response, url: str, limit: int, deadline: float, web: Web) -> Answer:
    status, headers = response.status_code, response.headers
    if status == 304:
        return Answer(body=None, etag=headers.get("ETag", ""), modified=headers.get("Last-Modified", ""))
    if status in (404, 410):
        raise _Missing
    if status in _PASSING:
        raise _Again(f"the server answers {status}", _retry_after(headers, web))
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


def _retry_after(headers: Mapping[str, str], web: Web) -> float:
    text = headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - web.now()) if text else 0.0
    except (TypeError, ValueError, OverflowError):
        return 0.0


def _body(response: httpx.Response, url: str, limit: int, deadline: float, web: Web) -> bytes:
    packed = response.headers.get("Content-Encoding", "").strip().lower()
    if packed not in ("", "identity", "gzip", "x-gzip"):
        raise FetchError("CB010", f"`{url}` answers in the encoding `{packed[:40]}`, which was not asked for")
    unpack = zlib.decompressobj(wbits=31) if packed in ("gzip", "x-gzip") else None
    parts: list[bytes] = []
    size = received = 0
    for chunk in response.iter_raw(65536):
        received += len(chunk)
        try:
            # the limit is given to zlib, so that a small chunk cannot unfold into gigabytes
            part = unpack.decompress(chunk, limit - size + 1) if unpack else chunk
        except zlib.error as error:
            raise _Again("the compressed text is damaged") from error
        size += len(part)
        if size > limit or (unpack and unpack.unconsumed_tail):
            raise FetchError(
                "CB010", f"`{url}` is larger than {limit} bytes", hint="is it the list that you mean?"
            )
        if web.clock() > deadline:
            raise FetchError("CB010", f"`{url}` took longer than {web.total_timeout:.0f} seconds")
        parts.append(part)
    declared = response.headers.get("Content-Length", "")
    if (declared.isdigit() and received != int(declared)) or (unpack and not unpack.eof):
        raise _Again("the connection broke after a part of the text")
    return b"".join(parts)
