"""What a project is: the frozen values that `curabib.yaml` is read into."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from curabib.model import Fields, Location

if TYPE_CHECKING:
    from curabib.project.entry_pattern import EntryPattern

CONFIG_NAME = "curabib.yaml"
OVERRIDES_NAME = "overrides.yaml"
LOCK_NAME = "curabib.lock"
RECORDS_FOLDER = "records"
CACHE_FOLDER = ".curabib"

LIST_TARGETS = ("text", "markdown", "html", "latex", "bbl", "rtf", "docx", "typst")
"""The languages that formatted lists are printed in."""
LIST_SUFFIXES: Mapping[str, str] = {
    "txt": "text", "text": "text", "md": "markdown", "markdown": "markdown", "html": "html", "htm": "html",
    "tex": "latex", "bbl": "bbl", "rtf": "rtf", "docx": "docx", "typ": "typst",
}  # fmt: skip
"""What a file's suffix says about the language in it."""

DEFAULT_KEY_PATTERN = "[family][year][word]"


@dataclass(frozen=True, slots=True, kw_only=True)
class GitPlace:
    """A file at a revision of a local git repository; `repository` is a folder, relative to the project's root."""

    repository: str
    revision: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A list that the project reads; exactly one of `url`, `file` (relative to the root) and `git` is set.

    `states` holds what the curator states about every entry of the list because the list itself does not
    (venue, date), `topic` where the curator files the entries that the list files nowhere. `reader` forces a
    reader; empty means to choose by content. `entry` says what the entries look like, where the rules do not
    see it. An `archived` source is not looked at any more: what it said last is what it says.
    """

    id: str
    url: str = ""
    file: str = ""
    git: GitPlace | None = None
    reader: str = ""
    states: Fields = field(default_factory=Fields)
    topic: str = ""
    archived: bool = False
    entry: "tuple[EntryPattern, ...]" = ()
    location: Location

    @property
    def place(self) -> str:
        """What a person recognises: the URL, the path as configured, or `path@revision`."""
        if self.git:
            return f"{self.git.path}@{self.git.revision}"
        return self.url or self.file


@dataclass(frozen=True, slots=True, kw_only=True)
class ListLook:
    """How a formatted reference list looks, beside its style: see the options of `curabib refs` of the same names."""

    locale: str = ""
    group_by: Literal["", "topic", "year", "venue", "type"] = ""
    extras: tuple[Literal["keywords", "links", "key"], ...] = ()
    highlight: tuple[str, ...] = ()
    standalone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """A file to write: a query, and a format (`format`) or a formatted reference list (`style`, `to`).

    `path` is relative to the project's root, with `/`; with `split_by` it holds `{topic}` and stands for one file a
    topic. `look` says how a formatted list looks, beside its style.
    """

    path: str
    format: str = ""
    style: str = ""
    to: str = ""
    query: str = ""
    title: str = ""
    split_by: Literal["", "topic"] = ""
    look: ListLook = field(default_factory=ListLook)
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A project as its people configured it.

    `root` is the folder that no path may leave, `home` the folder of `curabib.yaml` (the root, or its `bib/`), where
    records, overrides, lock and cache live. `topic_names` maps a heading as printed to the topic's name. `providers`
    are asked by `enrich` where it is not told whom to ask, `precedence` is whose word counts more (both may be empty).
    """

    root: Path
    home: Path
    title: str = ""
    sources: tuple[Source, ...] = ()
    topic_names: Mapping[str, str] = field(default_factory=dict)
    outputs: tuple[Output, ...] = ()
    key_pattern: str = DEFAULT_KEY_PATTERN
    ignore: tuple[str, ...] = ()
    providers: tuple[str, ...] = ()
    precedence: tuple[str, ...] = ()

    @property
    def config_path(self) -> Path:
        """The file that these settings come from."""
        return self.home / CONFIG_NAME

    @property
    def overrides_path(self) -> Path:
        """The file of corrections and decisions; need not exist."""
        return self.home / OVERRIDES_NAME

    @property
    def lock_path(self) -> Path:
        """The file of identities and promised keys; need not exist before the first sync."""
        return self.home / LOCK_NAME

    @property
    def cache_folder(self) -> Path:
        """The folder that may be deleted at any time; not kept in version control."""
        return self.home / CACHE_FOLDER

    def records_path(self, source: str) -> Path:
        """Return the file that keeps what the source `source` said."""
        return self.home / RECORDS_FOLDER / f"{source}.jsonl"

    def source(self, id: str) -> Source | None:
        """Return the source of that id, or None."""
        return next((source for source in self.sources if source.id == id), None)

    def shown(self, path: Path) -> str:
        """Return `path` as diagnostics print it: relative to the root, with `/`, where it is inside."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else path.as_posix()
