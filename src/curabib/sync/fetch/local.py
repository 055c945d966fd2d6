"""Sources on this machine: files and standard input."""

import sys
from pathlib import Path
from typing import IO

from curabib.sync.fetch.error import FetchError


def read_file(path: Path, shown: str, limit: int) -> bytes:
    """Return the bytes of a file (or a named pipe); raises FetchError (CB010) where there is none to read."""
    try:
        if path.is_dir():
            raise FetchError(
                "CB010", f"`{shown}` is a folder", hint="name the list itself, such as its README.md"
            )
        with path.open("rb") as stream:
            return limited(stream, shown, limit)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise FetchError("CB010", f"`{shown}` cannot be read: {reason}") from error
    except ValueError as error:
        raise FetchError("CB010", f"`{shown}` cannot be read: {error}") from error


def read_stdin(limit: int) -> bytes:
    """Return the bytes of standard input."""
    return limited(sys.stdin.buffer, "-", limit)


def limited(stream: IO[bytes], shown: str, limit: int) -> bytes:
    """Return all bytes of a stream; raises FetchError (CB010) where they are more than `limit`."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise FetchError(
            "CB010", f"`{shown}` is larger than {limit} bytes", hint="split the list, or name a smaller one"
        )
    return data
