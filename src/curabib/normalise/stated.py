"""Entries that name their fields themselves, in the language of the tool that exported them."""

import json
from collections.abc import Callable, Mapping
from importlib import import_module

from curabib.exchange.stated import Stated
from curabib.model import RawEntry

MACRO = "@string "


def read_stated(entry: RawEntry) -> Stated:
    """Return what a raw entry of the form `fields` says; raises KeyError for a language that there is not."""
    return _LANGUAGES[entry.language or "bibtex"](entry)


def _bibtex(entry: RawEntry) -> Stated:
    from_block = import_module("curabib.exchange.bib_entry").statement
    parse = import_module("curabib.bibtex.parse").parse
    macros = {name.removeprefix(MACRO): value for name, value in entry.fields}
    blocks = [
        next(block for block in parse(piece.text).blocks if block.kind == "entry") for piece in entry.pieces
    ]
    said: Stated = from_block(blocks[0], macros, blocks[1:])
    return said


def _csl(entry: RawEntry) -> Stated:
    said: Stated = import_module("curabib.exchange.csl").statement(
        {name: json.loads(text) for name, text in entry.fields}
    )
    return said


def _tagged(entry: RawEntry) -> Stated:
    tagged = import_module("curabib.exchange.tagged")
    said: Stated = tagged.statement(entry.fields, tagged.LANGUAGES[entry.language])
    return said


def _pairs(module: str) -> Callable[[RawEntry], Stated]:
    def read(entry: RawEntry) -> Stated:
        said: Stated = import_module(module).statement(entry.fields)
        return said

    return read


# language -> what reads an entry of it; each format's tables are loaded for its own entries only
_LANGUAGES: Mapping[str, Callable[[RawEntry], Stated]] = {
    "bibtex": _bibtex,
    "csl": _csl,
    "ris": _tagged,
    "enw": _tagged,
    "zotero": _pairs("curabib.exchange.zotero"),
    "endnote": _pairs("curabib.exchange.endnote"),
}
