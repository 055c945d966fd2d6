"""A source at one moment, and its entries cut but not yet understood."""

from dataclasses import dataclass
from typing import Literal

from curabib.model.location import Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One source at one moment: decoded text with LF line ends, without a byte order mark.

    `source` is the source's id in the project (empty outside one), `path` what a person recognises
    (a path, a URL or `-`), `sha256` the hex digest of the bytes as fetched, `revision` what the origin
    calls this state (ETag, git commit; may be empty).
    """

    source: str
    path: str
    text: str
    sha256: str = ""
    revision: str = ""


PieceKind = Literal["text", "link", "image", "code", "emphasis", "strong", "break"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of an entry with one kind of markup; `href` is set for links and images only.

    A `break` separates lines, cells, sub-items or blocks of the entry; its text says which (`line`, `cell`,
    `item`, `block`).
    """

    kind: PieceKind
    text: str
    href: str = ""
    location: Location


RawForm = Literal["item", "row", "block", "heading", "slot", "mention", "fields"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RawEntry:
    """One entry as the list has it: the headings above it, outermost first, and its pieces in order.

    `form` says what stood in the document: a list `item`, a table `row`, a `block` of lines, a `heading` with the
    text below it, a `slot` of a schedule, a `mention` in running text, or named `fields`, which are then in `fields` as
    (name, value) pairs, `language` saying whose names these are (`bibtex`, `csl`, `ris`, …). `columns` are the column
    headings of a row, one for each cell.
    """

    source: str
    headings: tuple[str, ...]
    pieces: tuple[Piece, ...]
    location: Location
    form: RawForm = "item"
    columns: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A run of lines (1-based, inclusive) that a reader did not take for entries, and why, in a few words."""

    line: int
    end_line: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a reader made of a snapshot: its name, the entries in order, and the lines it passed over.

    `title` is the title of the document, where it surely has one: no topic of any entry. `page` is what the document
    calls itself apart from its text, as HTML's `title` does, or else in its first line.
    """

    reader: str
    entries: tuple[RawEntry, ...]
    skipped: tuple[Skipped, ...] = ()
    title: str = ""
    page: str = ""
