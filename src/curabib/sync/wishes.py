"""What a person asks of a sync, and what it comes to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from curabib.project import Source
from curabib.project.records import SourceRecords
from curabib.sync.fetch import Fetched, fetch_source
from curabib.sync.plan import Plan

if TYPE_CHECKING:
    from curabib.sync.apply import FileChange
    from curabib.sync.pipeline import Build
    from curabib.sync.storing import Replaced


class Fetch(Protocol):
    """What gets a source; `curabib.sync.fetch.fetch_source` is one."""

    def __call__(self, source: Source, root: Path, *, etag: str, modified: str) -> Fetched:
        """Return the source as it is now; raises FetchError."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Refresh:
    """Which sources to look at, and how: `only` (empty: all), `offline`, `reread` even an unchanged list.

    `instead` maps a source id to a file to read in place of the source, this once.
    """

    only: frozenset[str] = frozenset()
    offline: bool = False
    reread: bool = False
    instead: Mapping[str, Path] = field(default_factory=dict)
    fetch: Fetch = fetch_source


def _silent(step: str) -> None:
    """Say nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """How to look at the sources, what to allow, and whom to tell (in a few words) what happens.

    `findings` are what providers say from now on, by their sources; None leaves what they said.
    """

    refresh: Refresh = field(default_factory=Refresh)
    accept_removals: bool = False
    rebuild: bool = False
    findings: Mapping[str, SourceRecords] | None = None
    progress: Callable[[str], None] = _silent


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """A sync that has been thought through.

    `before` and `after` hold the texts of the files that change, by path (absent where there is none); `sources` the
    texts of the lists that were read, by path; `blocked` says that an error forbids to write. `build` is the state
    that is reached, None where it is the present one or where `replaced` says what has changed of it.
    """

    plan: Plan
    build: "Build | None" = None
    replaced: "Replaced | None" = None
    changes: "tuple[FileChange, ...]" = ()
    before: Mapping[str, str] = field(default_factory=dict)
    after: Mapping[str, str] = field(default_factory=dict)
    outputs: tuple[str, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    blocked: bool = False
