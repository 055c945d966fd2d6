"""BibTeX inside a list of another language: code blocks, or text, that hold whole entries."""

import re
from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module

from curabib.diagnostics import Diagnostic
from curabib.evidence.regex import regex
from curabib.evidence.text import squash
from curabib.model import Location, RawEntry, Reading, Snapshot
from curabib.readers.tree import Block

_ENTRY = regex(
    r"^\s*@(?!string|preamble|comment)[A-Za-z]{2,20}\s*[{(]\s*[^\s,{}()\"]{1,200}\s*,", re.IGNORECASE
)
_TITLE = regex(r"\btitle\s*=\s*[{\"]+([^\n]{1,300})", re.IGNORECASE)
_ASKS = regex(r"\b(?:cite|citing|citation|bibtex|acknowledge)\b|引用|인용", re.IGNORECASE)
_NEAR = 300
_FEW = 40


def is_bibtex(block: Block) -> bool:
    """Return whether a block of code, or a paragraph, is BibTeX: it begins with an entry."""
    return (
        bool(block.pieces)
        and "@" in block.pieces[0].text[:_NEAR]
        and _ENTRY.match(_text(block)[:_NEAR]) is not None
    )


def _text(block: Block) -> str:
    return "".join("\n" if piece.kind == "break" else piece.text for piece in block.pieces)


def asks_to_cite(text: str) -> bool:
    """Return whether the text before a BibTeX entry asks to cite it, so that it is the list's own and not listed."""
    return len(text.split()) <= _FEW and _ASKS.search(text) is not None


def repeats(block: Block, entry: RawEntry | None) -> bool:
    """Return whether BibTeX only repeats the entry that stands before it: the title is the same."""
    if entry is None:
        return False
    title = _TITLE.search(_text(block))
    said = squash(" ".join(piece.text for piece in entry.pieces))
    return title is not None and squash(title[1].rstrip('}," ')) in said


def read(
    block: Block, snapshot: Snapshot, headings: tuple[str, ...]
) -> tuple[list[RawEntry], Sequence[Diagnostic]]:
    """Return the entries of a block of BibTeX, with the list's own lines and headings, and what was odd about them."""
    inner = Snapshot(source=snapshot.source, path=snapshot.path, text=_text(block))
    found = import_module("curabib.readers.bibtex").read_entries(inner)
    reading: Reading = found.value
    offset = block.pieces[0].location.line - 1
    entries = [
        replace(
            entry,
            headings=(*headings, *entry.headings),
            location=_moved(entry.location, offset),
            pieces=tuple(replace(piece, location=_moved(piece.location, offset)) for piece in entry.pieces),
        )
        for entry in reading.entries
    ]
    said = [
        replace(one, location=_moved(one.location, offset) if one.location else None)
        for one in found.diagnostics
    ]
    return entries, said


def _moved(place: Location, lines: int) -> Location:
    return replace(place, line=place.line + lines, end_line=place.end_line + lines if place.end_line else 0)
