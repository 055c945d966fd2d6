"""Getting a source: from the web, from a file, from a git revision, from standard input."""

import hashlib
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from curabib.model import Snapshot
from curabib.project.paths import check_links
from curabib.project.settings import Source
from curabib.sync.fetch.decode import decode
from curabib.sync.fetch.error import FetchError as FetchError
from curabib.sync.fetch.local import read_file, read_stdin

if TYPE_CHECKING:
    from curabib.sync.fetch.http import Web

DEFAULT_LIMIT = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A source as it is now, or `snapshot=None` where the server says that it has not changed.

    `modified` is the server's Last-Modified; the snapshot's revision its ETag, or the commit of a git source.
    """

    snapshot: Snapshot | None
    modified: str = ""


def fetch(
    place: str,
    *,
    source: str = "",
    etag: str = "",
    modified: str = "",
    limit: int = DEFAULT_LIMIT,
    web: "Web | None" = None,
) -> Fetched:
    """Return the list at `place`: an http(s) address, `-` for standard input, or the path of a file.

    `source` is the id that the snapshot gets; `etag` and `modified` make a request conditional. Raises FetchError
    where the list cannot be had (CB010), is a web page in place of a text file (CB011), or no text (CB012).
    """
    if place.lower().startswith(("http://", "https://")):
        http = import_module("curabib.sync.fetch.http")  # httpx costs five times a bare interpreter
        answer = http.get(place, limit=limit, etag=etag, modified=modified, web=web)
        if answer.body is None:
            return Fetched(snapshot=None, modified=answer.modified)
        return Fetched(
            snapshot=_snapshot(answer.body, place, source, answer.etag, answer.charset),
            modified=answer.modified,
        )
    data = read_stdin(limit) if place == "-" else read_file(Path(place), place, limit)
    return Fetched(snapshot=_snapshot(data, place, source))


def fetch_source(
    source: Source,
    root: Path,
    *,
    etag: str = "",
    modified: str = "",
    limit: int = DEFAULT_LIMIT,
    web: "Web | None" = None,
) -> Fetched:
    """Return a source of the project in the folder `root`; raises FetchError as `fetch` does.

    A file or repository that leads out of the project's folder through a symbolic link is refused.
    """
    if source.url:
        return fetch(source.url, source=source.id, etag=etag, modified=modified, limit=limit, web=web)
    local = root / (source.git.repository if source.git else source.file)
    try:
        check_links(root, local)
    except ValueError as reason:
        raise FetchError("CB010", f"`{source.place}` {reason}") from reason
    if source.git:
        git = import_module("curabib.sync.fetch.git")
        commit, data = git.read_git(local, source.git.revision, source.git.path, limit)
        return Fetched(snapshot=_snapshot(data, source.place, source.id, commit))
    return Fetched(snapshot=_snapshot(read_file(local, source.file, limit), source.file, source.id))


def _snapshot(data: bytes, path: str, source: str, revision: str = "", charset: str = "") -> Snapshot:
    return Snapshot(
        source=source,
        path=path,
        text=decode(data, path, charset),
        sha256=hashlib.sha256(data).hexdigest(),
        revision=revision,
    )
