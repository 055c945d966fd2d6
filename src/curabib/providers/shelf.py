"""Answers kept on disk by request, so that nothing is asked twice.

One file an answer: a line of JSON that says what was asked and what came, then the body as it came. Neither the
headers of a request nor an API key are part of it. The folder may be deleted at any time.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_SCHEMA = 1
_KEPT_HEADERS = ("content-type", "etag", "last-modified")
_LONGEST_HEAD = 65536


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An answer as it was kept: its status, a few headers (lower case), the body, and when it came (Unix time)."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    at: float


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder of kept answers."""

    folder: Path

    def take(self, request: str) -> Kept | None:
        """Return the answer kept for a request, or None; a damaged file counts as none."""
        try:
            with self._path(request).open("rb") as stream:
                head: Any = json.loads(stream.readline(_LONGEST_HEAD))
                body = stream.read()
            if head["schema"] != _SCHEMA or head["request"] != request or len(body) != head["length"]:
                return None
            headers = {str(name): str(value) for name, value in head["headers"].items()}
            return Kept(status=int(head["status"]), headers=headers, body=body, at=float(head["at"]))
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None

    def put(self, request: str, kept: Kept) -> None:
        """Keep an answer; failing to is no error, as everything works without."""
        path = self._path(request)
        head = {
            "schema": _SCHEMA,
            "request": request,
            "status": kept.status,
            "headers": {name: kept.headers[name] for name in _KEPT_HEADERS if name in kept.headers},
            "at": kept.at,
            "length": len(kept.body),
        }
        temporary = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(json.dumps(head).encode() + b"\n" + kept.body)
            temporary.replace(path)
        except OSError:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)

    def _path(self, request: str) -> Path:
        digest = hashlib.sha256(request.encode()).hexdigest()
        return self.folder / digest[:2] / digest[2:]
