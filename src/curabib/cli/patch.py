"""Patches that people can look at and apply."""

import difflib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from curabib.model import Snapshot


def original(place: str, snapshot: Snapshot) -> str:
    """Return the text of a list with the line ends it really has; of one that is no UTF-8 file, as it was read."""
    with suppress(OSError, ValueError):
        text = Path(place).read_bytes().decode("utf-8")
        if text.removeprefix("\ufeff").replace("\r\n", "\n") == snapshot.text and not text.startswith(
            "\ufeff"
        ):
            return text
    return snapshot.text


def patch(before: str, after: str, path: str) -> str:
    """Return the unified diff of two texts, such that `git apply` and `patch -p1` take it."""
    name = path.lstrip("/")
    return "".join(_whole(difflib.unified_diff(_lines(before), _lines(after), f"a/{name}", f"b/{name}")))


def _lines(text: str) -> list[str]:
    """Return the lines with their line feeds; only these end a line for git."""
    parts = text.split("\n")
    return [f"{part}\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def _whole(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
