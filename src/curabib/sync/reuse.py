"""Printing .bib files, each entry once, and not at all where the file that was written last shows it already."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from curabib.bibtex.entry import BibEntry
from curabib.bibtex.layout import in_order, print_entry, print_texts
from curabib.bibtex.mapping import to_bibtex
from curabib.bibtex.parse import parse
from curabib.bibtex.profile import PROFILES
from curabib.diagnostics import Diagnostic, Result
from curabib.model import Entry, Library, View
from curabib.sync.files import read_if_there


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A .bib text, and of it the entries that stand in no text printed before: as they were meant, and their text.

    `fresh` is None where all of the text is new.
    """

    text: str
    meant: Mapping[str, BibEntry]
    fresh: str | None


@dataclass(frozen=True, slots=True)
class _Piece:
    """An entry as a dialect prints it: what was meant and its text, None and empty where it cannot be printed."""

    meant: BibEntry | None
    text: str
    problems: tuple[Diagnostic, ...]


class Printer:
    """Prints the .bib files of one library below `root`.

    `former` is a library that these files show, byte for byte as this curabib writes them, if there is one: whoever
    gives it has made sure of that (the cache knows it). What has not changed since is then taken from the files.
    """

    def __init__(self, root: Path, former: Library | None = None) -> None:
        """Begin with nothing printed."""
        self._root = root
        self._former = {entry.work.id: entry for entry in former.entries} if former is not None else {}
        self._pieces: dict[tuple[str, str], _Piece] = {}

    def print(self, path: str, format: str, view: View) -> Result[Printed]:
        """Return the file at `path` for `view` in one of the BibTeX formats, printing only what has changed."""
        shown = self._shown(path) if self._former else {}
        texts: dict[str, str] = {}
        meant: dict[str, BibEntry] = {}
        problems: list[Diagnostic] = []
        for entry in view.entries:
            before = self._former.get(entry.work.id)
            if before is not None and entry.key in shown and shows_same(before, entry):
                texts[entry.key] = shown[entry.key]
                continue
            known = (format, entry.key) in self._pieces
            piece = self._piece(entry, format)
            problems += piece.problems
            if piece.meant is not None:
                texts[entry.key] = piece.text
                if not known:
                    meant[entry.key] = piece.meant
        text = print_texts(in_order(texts.items()))
        fresh = _joined(texts, meant) if len(meant) < len(texts) else None
        return Result(Printed(text=text, meant=meant, fresh=fresh), tuple(problems))

    def _piece(self, entry: Entry, format: str) -> _Piece:
        piece = self._pieces.get((format, entry.key))
        if piece is None:
            printed = to_bibtex(entry, PROFILES[format])
            text = print_entry(printed.value) if printed.value is not None else ""
            piece = self._pieces[format, entry.key] = _Piece(printed.value, text, printed.diagnostics)
        return piece

    def _shown(self, path: str) -> dict[str, str]:
        data = read_if_there(self._root, path)
        text = data.decode("utf-8", "replace").replace("\r\n", "\n") if data else ""
        return {block.key: f"{block.raw}\n" for block in parse(text, path).blocks if block.kind == "entry"}


def _joined(texts: Mapping[str, str], keys: Iterable[str]) -> str:
    return "\n".join(texts[key] for key in sorted(keys, key=str.encode))


def shows_same(one: Entry, other: Entry) -> bool:
    """Return whether two states of an entry are printed the same; who stated what, and where, does not show."""
    if one.key != other.key or one.aliases != other.aliases:
        return False
    return all(getattr(one.work, part) == getattr(other.work, part) for part in _PRINTED_PARTS)


_PRINTED_PARTS = (
    "entry_type",
    "kind",
    "fields",
    "assumed",
    "topics",
    "keywords",
    "links",
    "identifiers",
    "withheld",
)
