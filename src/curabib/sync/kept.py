"""Which state of a library was loaded, and where the entries printed of it are kept."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Kept:
    """The cache folder of a project, and a digest that names the state of the library loaded from it."""

    folder: Path
    state: str


def state_of(meta: Mapping[str, Any]) -> str:
    """Return what names the library of a cache: a digest of the curabib that made it and of all that it was made from.

    Of the stamps only paths and digests count, as the library follows from what is in the files.
    """
    inputs = [(stamp[0], stamp[-1]) for stamp in meta["inputs"]]
    return hashlib.sha256(json.dumps([meta["maker"], inputs]).encode()).hexdigest()
