"""Entries that need not be printed again, because the file that was written last shows them already."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from curabib.bibtex.entry import BibEntry
from curabib.bibtex.layout import print_entry, print_file
from curabib.bibtex.mapping import to_bibtex
from curabib.bibtex.parse import parse
from curabib.bibtex.profile import PROFILES
from curabib.diagnostics import Diagnostic, Result
from curabib.model import Entry, Library, View
from curabib.sync.files import read_if_there
from curabib.sync.seal import with_body


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A .bib text, and of it the entries that were printed anew: as they were meant, and their text."""

    text: str
    meant: Mapping[str, BibEntry]
    fresh: str


class Former:
    """A library and the .bib files that show it, byte for byte as this curabib writes them.

    Whoever makes one has made sure of that (the cache knows it); texts are then taken from the files.
    """

    def __init__(self, root: Path, library: Library) -> None:
        """Take the files below `root` for those of `library`."""
        self._root = root
        self._entries = {entry.work.id: entry for entry in library.entries}

    def print(self, path: str, format: str, view: View) -> Result[Printed]:
        """Return the file at `path` for `view` in one of the BibTeX formats, printing only what has changed."""
        shown = self._shown(path)
        texts: dict[str, str] = {}
        meant: dict[str, BibEntry] = {}
        problems: list[Diagnostic] = []
        for entry in view.entries:
            before = self._entries.get(entry.work.id)
            if before is not None and entry.key in shown and _shows_same(before, entry):
                texts[entry.key] = shown[entry.key]
                continue
            printed = to_bibtex(entry, PROFILES[format])
            problems += printed.diagnostics
            if printed.value is not None:
                meant[entry.key] = printed.value
                texts[entry.key] = print_entry(printed.value)
        text = with_body(print_file(()), _joined(texts, texts))
        return Result(Printed(text=text, meant=meant, fresh=_joined(texts, meant)), tuple(problems))

    def _shown(self, path: str) -> dict[str, str]:
        data = read_if_there(self._root, path)
        text = data.decode("utf-8", "replace").replace("\r\n", "\n") if data else ""
        return {block.key: f"{block.raw}\n" for block in parse(text, path).blocks if block.kind == "entry"}


def _joined(texts: Mapping[str, str], keys: Iterable[str]) -> str:
    return "\n".join(texts[key] for key in sorted(keys, key=str.encode))


def _shows_same(one: Entry, other: Entry) -> bool:
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
