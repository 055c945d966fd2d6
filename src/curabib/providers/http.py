"""The one client for web services: patient, polite, bounded, and silent where it has asked before."""

import os
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext, suppress
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit

import httpx
from filelock import FileLock

from curabib import __version__
from curabib.providers.answer import DAY as DAY
from curabib.providers.answer import Answer as Answer
from curabib.providers.answer import Offline as Offline
from curabib.providers.answer import Patience as Patience
from curabib.providers.answer import ServiceError as ServiceError
from curabib.providers.manners import ELSEWHERE, HOSTS, LOCAL, Manners
from curabib.providers.shelf import Kept, Shelf
from curabib.providers.wire import (
    PASSING,
    REDIRECTS,
    Broken,
    Resolve,
    TooLarge,
    TooSlow,
    Unasked,
    Watch,
    addresses_of,
    chunks,
    is_inner,
    plain_reason,
    read_body,
    refused_redirect,
    retry_after,
)

_HERE = ("all://127.0.0.1", "all://localhost", "all://[::1]")
_SAFE = frozenset({"GET", "HEAD"})
_REPEATABLE = _SAFE | {"PUT", "DELETE"}
_REFUSED = frozenset({429, 503})
_KEPT = frozenset({200, 404, 410})


Store = Callable[[httpx.Response], bytes]
"""Takes the body of a response; returns it where it is to be in the answer."""


class _Again(Exception):
    """A failure that may pass; `wait` is what the server asked for, in seconds, `status` what it answered."""

    def __init__(self, reason: str, wait: float = 0.0, status: int = 0) -> None:
        super().__init__(reason)
        self.wait, self.status = wait, status


class Client:
    """A client for all services, to be closed after use, best with `with`."""

    def __init__(
        self,
        folder: Path | None = None,
        *,
        contact: str = "",
        offline: bool = False,
        refresh: bool = False,
        patience: Patience | None = None,
        manners: Mapping[str, Manners] | None = None,
        resolve: Resolve | None = None,
    ) -> None:
        """Take the folder where answers are kept and processes agree on whose turn it is (None: nothing is kept).

        `contact` is a mail address that is told to the services; `offline` forbids the network: only kept answers are
        given, of any age; `refresh` asks anew even for what is kept; `manners` overrides the table of hosts.
        """
        self.folder = folder
        self.contact = contact
        self.offline = offline
        self.refresh = refresh
        self.patience = patience or Patience()
        self._manners = manners or {}
        self._resolve = resolve
        self._http: httpx.Client | None = None
        self._watch = Watch()
        self._last: dict[str, float] = {}

    def __enter__(self) -> "Client":
        """Return the client itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connections."""
        self.close()

    def close(self) -> None:
        """Close the connections."""
        if self._http is not None:
            self._http.close()
            self._http = None

    def get(
        self,
        url: str,
        parameters: Mapping[str, str] | None = None,
        *,
        question: bytes = b"",
        headers: Mapping[str, str] | None = None,
        secret: Mapping[str, str] | None = None,
        keep: bool = True,
        limit: int = 16 << 20,
        check: Callable[[Answer], object] = lambda answer: None,
    ) -> Answer:
        """Return the answer to a GET: a kept one where there is a fresh one, else the service's, kept from then on.

        A `question` goes as the body of a POST that changes nothing. What is kept is found by the address with its
        `parameters`, and the question; `headers` and the parameters in `secret`, where keys of services belong, are not
        part of it. 404 and 410 are answers too; every other status from 400 is returned and not kept, and neither is
        one of which `check` raises ServiceError, such as the page of a hotel's network: asking again may bring another.
        With `keep` false nothing is read from the shelf or put there. Raises ServiceError where no answer of at most
        `limit` bytes can be had, Offline where that is forbidden.
        """
        address = _address(url, parameters)
        shelf = Shelf(self.folder / "answers") if keep and self.folder else None
        place = f"{address}#{sha256(question).hexdigest()}" if question else address
        kept = shelf.take(place) if shelf else None
        if kept is not None and (self.offline or (not self.refresh and self._is_fresh(kept))):
            answer = Answer(status=kept.status, headers=kept.headers, body=kept.body, url=address, kept=True)
            with suppress(ServiceError):
                if answer.ok:
                    check(answer)
                return answer
            kept = None
        conditional = {**(headers or {})}
        if kept is not None and kept.status == 200 and kept.headers.get("etag"):
            conditional["If-None-Match"] = kept.headers["etag"]
        method = "POST" if question else "GET"
        answer = self._request(method, _address(address, secret), question, conditional, limit, asks=True)
        if answer.status == 304 and kept is not None:
            answer = Answer(status=kept.status, headers=kept.headers, body=kept.body, url=address)
        if answer.ok:
            check(answer)
        if shelf and answer.status in _KEPT:
            now = self.patience.now()
            shelf.put(place, Kept(status=answer.status, headers=answer.headers, body=answer.body, at=now))
        return answer

    def look(self, url: str) -> Answer:
        """Return what an address of the web answers, without its body: to a HEAD, and to a GET where that fails.

        The answer's `url` is where redirects lead. What is found or missing is kept as that of `get` is. Raises
        ServiceError where nothing is answered, where redirects are refused, and for hosts of the local network, which
        no stranger's list has any business with; Offline where the answer is not kept and the network is forbidden.
        """
        address = url.partition("#")[0]
        shelf = Shelf(self.folder / "links") if self.folder else None
        kept = shelf.take(address) if shelf else None
        if kept is not None and (self.offline or (not self.refresh and self._is_fresh(kept))):
            return Answer(
                status=kept.status,
                headers=kept.headers,
                body=b"",
                url=kept.body.decode("utf-8", "replace"),
                kept=True,
            )
        if not self.offline and is_inner(_host_of(address).partition(":")[0], self._resolve or addresses_of):
            raise ServiceError(f"`{_host_of(address)}` is in the local network, and is not asked")
        try:
            answer = self._request("HEAD", address, b"", {}, 0, lambda response: b"")
        except Offline:
            raise
        except ServiceError:
            answer = None  # some servers break off where they should answer a HEAD
        if answer is None or not answer.ok:
            answer = self._request("GET", address, b"", {}, 0, lambda response: b"")
        if shelf and answer.status in _KEPT:
            now = self.patience.now()
            shelf.put(address, Kept(status=answer.status, headers={}, body=answer.url.encode(), at=now))
        return answer

    def download(
        self,
        url: str,
        path: Path,
        *,
        limit: int,
        etag: str = "",
        tell: Callable[[int], None] = lambda size: None,
    ) -> Answer:
        """Write what a GET answers to a file, at most `limit` bytes, however long it takes while bytes come.

        With the `etag` of an earlier answer nothing is written where the service still has that: the status is 304
        then. `tell` is told how many bytes have come. Raises ServiceError where the file cannot be had, also where
        anything else is answered, and Offline.
        """

        def store(response: httpx.Response) -> bytes:
            if response.status_code != 200:
                return b""
            size = 0
            with path.open("wb") as stream:
                for chunk in chunks(response, limit, lambda: True):
                    size += stream.write(chunk)
                    tell(size)
            return b""

        answer = self._request("GET", url, b"", {"If-None-Match": etag} if etag else {}, limit, store)
        if answer.status != 200 and not (etag and answer.status == 304):
            raise ServiceError(
                f"`{url[:200]}` cannot be had: it answers {answer.status}", status=answer.status
            )
        return answer

    def send(
        self,
        method: str,
        url: str,
        parameters: Mapping[str, str] | None = None,
        *,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        limit: int = 16 << 20,
    ) -> Answer:
        """Return the answer to a request of any method; nothing is kept.

        A POST or PATCH is sent again only where the service says that it did not look at it (429, 503); a PUT or
        DELETE also where the connection broke. Every other status is returned. Raises ServiceError and Offline.
        """
        return self._request(method.upper(), _address(url, parameters), body, headers or {}, limit)

    def _is_fresh(self, kept: Kept) -> bool:
        most = self.patience.fresh if kept.status == 200 else self.patience.missing
        return 0 <= self.patience.now() - kept.at <= most

    def _request(
        self,
        method: str,
        address: str,
        body: bytes,
        headers: Mapping[str, str],
        limit: int,
        store: Store | None = None,
        *,
        asks: bool = False,
    ) -> Answer:
        host = _host_of(address)
        if self.offline:
            raise Offline(
                f"`{host}` may not be asked: the network is not to be used", hint="without --offline"
            )
        deadline = self.patience.clock() + self.patience.total
        reason, status = "", 0
        for attempt in range(self.patience.attempts):
            try:
                take = store or (lambda response: self._body(response, limit, deadline))
                return self._follow(method, address, body, headers, take)
            except _Again as again:
                reason, status = str(again), again.status
                wait = max(again.wait, self.patience.backoff * 2**attempt)
                if wait > self.patience.longest:
                    reason += f", and asks to wait {wait:.0f} seconds"
                    break
                if not asks and method not in _REPEATABLE and again.status not in _REFUSED:
                    reason += "; perhaps the request was carried out"
                    break
                if attempt + 1 == self.patience.attempts or self.patience.clock() + wait > deadline:
                    break
                self.patience.sleep(wait)
        raise ServiceError(
            f"`{host}` cannot be asked: {reason}", hint="try later; what is known is kept", status=status
        )

    def _follow(
        self, method: str, address: str, body: bytes, headers: Mapping[str, str], take: Store
    ) -> Answer:
        seen = [address]
        sent = {**self._common(), **headers}
        while True:
            host = _host_of(seen[-1])
            try:
                client = self._client()
                request = client.build_request(method, seen[-1], content=body or None, headers=sent)
                with self._turn(host), self._watch.asked(client, request, self.patience.total) as response:
                    if response.status_code not in REDIRECTS or method not in _SAFE:
                        return self._answer(response, host, take)
                    target = urljoin(seen[-1], response.headers.get("Location", ""))
            except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
                raise ServiceError(f"`{address[:120]}` is no address that can be asked: {error}") from error
            except httpx.TransportError as error:
                raise _Again(plain_reason(error)) from error
            refused = refused_redirect(address, target, seen, self.patience.redirects, self._resolve)
            if refused:
                raise ServiceError(f"`{host}` {refused}")
            if _host_of(target) != host:  # what is meant for one service is not told to another
                sent = self._common()
            seen.append(target)

    def _body(self, response: httpx.Response, limit: int, deadline: float) -> bytes:
        return read_body(response, limit, lambda: self.patience.clock() <= deadline)

    def _answer(self, response: httpx.Response, host: str, take: Store) -> Answer:
        status = response.status_code
        if status in PASSING:
            raise _Again(f"it answers {status}", retry_after(response.headers, self.patience.now), status)
        try:
            body = take(response)
        except TooLarge as error:
            raise ServiceError(f"`{host}` answers more bytes than are allowed", status=status) from error
        except TooSlow as error:
            raise ServiceError(
                f"`{host}` took longer than {self.patience.total:.0f} seconds", status=status
            ) from error
        except Unasked as error:
            message = f"`{host}` answers in the encoding `{error}`, which was not asked for"
            raise ServiceError(message, status=status) from error
        except Broken as error:
            raise _Again(str(error)) from error
        headers = {name.lower(): value for name, value in response.headers.items()}
        self._heed(host, headers)
        return Answer(status=status, headers=headers, body=body, url=str(response.url))

    def _heed(self, host: str, headers: Mapping[str, str]) -> None:
        """Put off the next request where the service asks for it though it answered (`Backoff`, as Zotero does)."""
        text = headers.get("backoff", "").strip()
        if text.isascii() and text.isdigit():
            self._last[host] = self.patience.now() + min(float(text[:9]), self.patience.longest)

    def _common(self) -> dict[str, str]:
        contact = f" (mailto:{self.contact})" if self.contact else ""
        return {"User-Agent": f"curabib/{__version__}{contact}", "Accept-Encoding": "gzip"}

    def _client(self) -> httpx.Client:
        if self._http is None:
            timeout = httpx.Timeout(self.patience.read, connect=self.patience.connect)
            direct = dict.fromkeys(_HERE)  # what is said to this machine is no business of a proxy's
            self._http = httpx.Client(timeout=timeout, follow_redirects=False, mounts=direct)
        return self._http

    def _turn(self, host: str) -> AbstractContextManager[object]:
        """Wait until it is our turn to ask a host; no other process on this machine asks it meanwhile."""
        manners = self._manners.get(host) or HOSTS.get(host) or (LOCAL if _is_here(host) else ELSEWHERE)
        interval = manners.wait(bool(self.contact))
        if self.folder is None or interval == 0:
            self._pause(self._last.get(host, 0.0) + interval)
            self._last[host] = self.patience.now()
            return nullcontext()
        folder = self.folder / "hosts"
        folder.mkdir(parents=True, exist_ok=True)
        stamp = folder / f"{host.replace(':', '_')}.last"
        lock = FileLock(f"{stamp}.lock")
        with lock:
            with suppress(OSError):
                last = stamp.stat().st_mtime
                if last <= self.patience.now() + interval:  # a clock that was set back must not hold us up
                    self._last[host] = max(self._last.get(host, 0.0), last)
            self._pause(self._last.get(host, 0.0) + interval)
            now = self._last[host] = self.patience.now()
            with suppress(OSError):
                stamp.touch()
                os.utime(stamp, (now, now))
        return lock

    def _pause(self, until: float) -> None:
        wait = until - self.patience.now()
        if 0 < wait <= self.patience.longest:
            self.patience.sleep(wait)


def _address(url: str, parameters: Mapping[str, str] | None) -> str:
    if not parameters:
        return url
    return f"{url}{'&' if '?' in url else '?'}{urlencode(parameters)}"


def _host_of(address: str) -> str:
    try:
        parts = urlsplit(address)
        port = f":{parts.port}" if parts.port else ""
        return f"{parts.hostname or ''}{port}"
    except ValueError as error:
        raise ServiceError(f"`{address[:120]}` is no address") from error


def _is_here(host: str) -> bool:
    return host.partition(":")[0] in ("127.0.0.1", "localhost") or host.startswith("::1")
