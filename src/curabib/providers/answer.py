"""What services answer, what it is when they do not, and how long one waits for either."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from curabib.diagnostics import CurabibError

DAY = 86_400.0


class ServiceError(CurabibError):
    """A service that did not answer a request; `status` is what it said last, 0 where it said nothing."""

    def __init__(self, message: str, *, hint: str = "", status: int = 0) -> None:
        """Keep the message, the hint and the status."""
        super().__init__(message, hint=hint)
        self.status = status


class Offline(ServiceError):
    """A request that is not on the shelf, while the network must not be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to wait for what, and the clocks; times are seconds.

    `connect`, `read`: for a connection, and for the next bytes; `total`: for one request with all its attempts;
    `attempts` counts the first; between them the wait doubles from `backoff`, unless the server asks for more, up to
    `longest`. `fresh` is how old a kept answer may be, `missing` how old one that says "there is no such thing".
    `clock` is monotonic, `now` Unix time; they and `sleep` are arguments so that tests need not wait.
    """

    connect: float = 10.0
    read: float = 30.0
    total: float = 180.0
    attempts: int = 4
    backoff: float = 2.0
    longest: float = 90.0
    redirects: int = 5
    fresh: float = 30 * DAY
    missing: float = 7 * DAY
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], float] = time.time


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a service answered: status, headers (names in lower case), body; `kept` where it came from the shelf."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str = ""
    kept: bool = False

    @property
    def ok(self) -> bool:
        """Whether the request was successful."""
        return 200 <= self.status < 300

    def text(self) -> str:
        """Return the body as text; bytes that are no UTF-8 are replaced."""
        return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        """Return the body as a JSON value; raises ServiceError where it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as error:
            host = urlsplit(self.url).hostname or "the service"
            raise ServiceError(f"`{host}` answers something that is no JSON", status=self.status) from error
