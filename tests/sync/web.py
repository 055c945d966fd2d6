"""A server on this machine that answers as badly as the test asks for."""

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Site:
    """What the server does: path to a function of the handler; `seen` lists the requests as (path, headers)."""

    address: str = ""
    pages: dict[str, Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    seen: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def text(self, path: str, body: bytes, status: int = 200, **headers: str) -> str:
        """Answer `path` with a body; underscores in header names stand for hyphens. Returns its address."""

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            handler.send_header("Content-Length", str(len(body)))
            for name, value in headers.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.end_headers()
            if handler.command != "HEAD":
                handler.wfile.write(body)

        self.pages[path] = answer
        return self.address + path


@contextmanager
def serving() -> Iterator[Site]:
    site = Site()
    stop = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.seen.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
            self.close_connection = True
            page = site.pages.get(self.path)
            if page is None:
                self.send_error(404)
            else:
                page(self)

        do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_GET

        def end_headers(self) -> None:
            self.send_header("Connection", "close")
            super().end_headers()

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    site.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield site
    finally:
        stop.set()
        server.shutdown()
        server.server_close()


def raw(data: bytes, *, pause: float = 0.0, then: bytes = b"") -> Callable[[BaseHTTPRequestHandler], None]:
    """Return a page that sends these bytes as they are, waits, and perhaps sends more."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        try:
            handler.wfile.write(data)
            handler.wfile.flush()
            time.sleep(pause)
            handler.wfile.write(then)
        except OSError:
            pass

    return answer


def bomb(size: int) -> bytes:
    """Return a gzip stream that unfolds into `size` zero bytes."""
    return gzip.compress(b"\0" * size, mtime=0)
