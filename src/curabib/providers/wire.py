"""What every request over HTTP needs: bounded bodies, Retry-After, and redirects that cannot lead inside."""

import ipaddress
import re
import socket
import threading
import weakref
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import httpx

REDIRECTS = frozenset({301, 302, 303, 307, 308})
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses that say nothing about the next request (RFC 9110, sections 15.5 and 15.6; RFC 6585, section 4)."""

Resolve = Callable[[str], tuple[str, ...]]


class TooLarge(Exception):
    """A body longer than was allowed."""


class TooSlow(Exception):
    """A body that had not come when the time was over."""


class Broken(Exception):
    """A body that came in part, or damaged; asking again may help. The argument says what was seen."""


class Unasked(Exception):
    """A body in an encoding that was not asked for; the argument is its name."""


def read_body(response: httpx.Response, limit: int, in_time: Callable[[], bool]) -> bytes:
    """Return the body of a streamed response, unpacked from gzip, at most `limit` bytes; raises as `chunks` does."""
    return b"".join(chunks(response, limit, in_time))


def chunks(response: httpx.Response, limit: int, in_time: Callable[[], bool]) -> Iterator[bytes]:
    """Yield the body of a streamed response, unpacked from gzip, at most `limit` bytes together.

    `in_time` is asked after every chunk. Raises TooLarge, TooSlow, Broken or Unasked.
    """
    packed = response.headers.get("Content-Encoding", "").strip().lower()
    if packed not in ("", "identity", "gzip", "x-gzip"):
        raise Unasked(packed[:40])
    unpack = zlib.decompressobj(wbits=31) if packed in ("gzip", "x-gzip") else None
    size = received = 0
    for chunk in response.iter_raw():  # as they come: to wait for full ones is to wait for ever
        received += len(chunk)
        try:
            # the limit is given to zlib, so that a small chunk cannot unfold into gigabytes
            part = unpack.decompress(chunk, limit - size + 1) if unpack else chunk
        except zlib.error as error:
            raise Broken("the compressed text is damaged") from error
        size += len(part)
        if size > limit or (unpack and unpack.unconsumed_tail):
            raise TooLarge
        if not in_time():
            raise TooSlow
        yield part
    declared = response.headers.get("Content-Length", "")
    if (declared.isdigit() and received != int(declared)) or (unpack and received and not unpack.eof):
        raise Broken("the connection broke after a part of the text")


class Watch:
    """Ends connections whose answers do not begin in time: a time-out between two bytes never ends a drip of them."""

    def __init__(self) -> None:
        """Watch nothing yet."""
        self._sockets: list[weakref.ref[socket.socket]] = []

    @contextmanager
    def asked(self, client: httpx.Client, request: httpx.Request, seconds: float) -> Iterator[httpx.Response]:
        """Give the response to a request, whose headers must have come in so many seconds; its body is not read yet."""
        request.extensions = {**request.extensions, "trace": self._see}
        timer = threading.Timer(seconds, self._cut)
        timer.daemon = True
        timer.start()
        try:
            response = client.send(request, stream=True)
        finally:
            timer.cancel()
        try:
            yield response
        finally:
            response.close()

    def _see(self, event: str, info: Mapping[str, Any]) -> None:
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            found = info["return_value"].get_extra_info("socket")
            self._sockets = [known for known in self._sockets if known() is not None]
            self._sockets.append(weakref.ref(found))

    def _cut(self) -> None:
        for known in self._sockets:
            found = known()
            if found is not None:
                with suppress(OSError):
                    found.shutdown(socket.SHUT_RDWR)


def retry_after(headers: Mapping[str, str], now: Callable[[], float]) -> float:
    """Return the seconds that a server asks to wait (RFC 9110, section 10.2.3), 0 where it does not say."""
    text = headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - now()) if text else 0.0
    except (TypeError, ValueError, OverflowError):
        return 0.0


def plain_reason(error: Exception) -> str:
    """Return in a few words why a connection failed."""
    if isinstance(error, httpx.TimeoutException):
        return "no answer in time"
    text = " ".join(str(error).split())
    if "incomplete" in text or "without sending complete" in text:
        return "the connection broke after a part of the text"
    known = next((words for sign, words in _REASONS if sign in text.casefold()), "")
    plain = known or _NUMBERED.sub("", text)[:120].rstrip(". ").lower()
    return f"no connection: {plain}" if plain else type(error).__name__


_REASONS = (
    ("name or service not known", "nobody has this host name"),
    ("nodename nor servname", "nobody has this host name"),
    ("getaddrinfo failed", "nobody has this host name"),
    ("no address associated with hostname", "nobody has this host name"),
    ("temporary failure in name resolution", "host names cannot be looked up now; is there a network?"),
    ("connection refused", "the server takes no connections there"),
    ("actively refused", "the server takes no connections there"),
    ("connection reset", "the server broke it off"),
    ("unreachable", "the network does not reach the server"),
    ("no route to host", "the network does not reach the server"),
    ("certificate has expired", "the server's certificate has expired"),
    ("certificate verify failed", "the server's certificate cannot be trusted"),
)
"""What systems and libraries say of a connection, folded, and what it means."""

_NUMBERED = re.compile(r"\[(?:errno|winerror|ssl)[^\]]{0,80}\]\s*|\(_ssl\.c:\d+\)", re.IGNORECASE)


def refused_redirect(first: str, target: str, seen: list[str], most: int, resolve: Resolve | None) -> str:
    """Return why a redirect from `first` by way of `seen` to `target` is not followed; empty where it may be.

    Circles, more than `most` steps, other schemes, the step from https to http, and ways from the web into the
    local network are refused.
    """
    if target in seen:
        return f"redirects in a circle, by way of `{target[:120]}`"
    if len(seen) > most:
        return f"redirects more than {most} times"
    start, parts = urlsplit(first), urlsplit(target)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return f"redirects to `{target[:120]}`, which is no web address"
    if start.scheme == "https" and parts.scheme == "http":
        return f"redirects to `{target[:120]}`, which is not encrypted"
    if parts.hostname != start.hostname:
        find = resolve or addresses_of
        if not is_inner(start.hostname or "", find) and is_inner(parts.hostname, find):
            return f"redirects into the local network, to `{target[:120]}`"
    return ""


def is_inner(host: str, resolve: Resolve) -> bool:
    """Return whether a host is this machine or one of its local network."""
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
        return True
    for address in resolve(host):
        try:
            if not ipaddress.ip_address(address.partition("%")[0]).is_global:
                return True
        except ValueError:
            continue
    return False


def addresses_of(host: str) -> tuple[str, ...]:
    """Return the IP addresses of a host, none where it has no name."""
    try:
        return (str(ipaddress.ip_address(host)),)
    except ValueError:
        pass
    try:
        return tuple(str(found[4][0]) for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM))
    except (OSError, UnicodeError):
        return ()
