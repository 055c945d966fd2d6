"""A hand-kept .bib file beside the library: its entries as they stand there, and what they say."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from curabib.bibtex.document import Block, cut_value
from curabib.bibtex.entry import BibEntry
from curabib.bibtex.layout.printing import is_preamble
from curabib.bibtex.mapping.parsed import from_bibtex
from curabib.bibtex.parse import parse
from curabib.diagnostics import Diagnostic, Result, diagnose
from curabib.model import Entry, Location, Work

_MONTHS = frozenset("jan feb mar apr may jun jul aug sep oct nov dec".split())  # noqa: SIM905
_BLANKS = re.compile(r"\s+")
_OPENING = re.compile(r"[{(]\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnEntry:
    """An entry of a hand-kept file: as it is to be printed, macros put in, and as an entry of ours.

    `preambles` holds each `@preamble` of that file, in which commands are defined that its entries may use.
    """

    printed: BibEntry
    entry: Entry
    location: Location
    preambles: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The citation key, as written."""
        return self.printed.key


def read_own(text: str, path: str) -> Result[tuple[OwnEntry, ...]]:
    """Return the entries of a .bib file in its order, the first of those with one key, and what is wrong with others.

    Values stay as they are written, but for the file's own macros, which are put in, and runs of blanks.
    """
    document = parse(text.replace("\r\n", "\n").replace("\r", "\n"), path)
    macros = document.macros()
    preambles = tuple(
        _preamble(block.raw, macros)
        for block in document.blocks
        if block.kind == "preamble" and not is_preamble(block.raw)
    )
    entries: dict[str, OwnEntry] = {}
    found: list[Diagnostic] = []
    for block in document.blocks:
        where = Location(path=path, line=block.line)
        if block.kind == "failed":
            at = Location(path=path, line=block.error_line or block.line)
            found.append(diagnose("CB500", f"entry `{block.key[:60]}` cannot be read: {block.error}", at))
        elif block.kind == "entry" and block.key:
            if block.key in entries:
                found.append(diagnose("CB501", f"key `{block.key[:60]}` is used twice", where, key=block.key))
            else:
                entries[block.key] = replace(_own(block, macros, where), preambles=preambles)
    return Result(tuple(entries.values()), tuple(found))


def _own(block: Block, macros: Mapping[str, str], where: Location) -> OwnEntry:
    said = from_bibtex(block, macros)
    work = Work(
        id="",
        entry_type=said.entry_type,
        kind=said.kind,
        fields=said.fields,
        records=(),
        keywords=said.keywords,
        identifiers=said.identifiers,
        assumed=said.assumed,
    )
    fields: dict[str, str] = {}
    for name, value in block.pairs():
        fields.setdefault(name.lower(), _printed(value, macros))
    printed = BibEntry(type=block.type.lower(), key=block.key, fields=tuple(fields.items()))
    return OwnEntry(
        printed=printed, entry=Entry(key=block.key, aliases=said.aliases, work=work), location=where
    )


def _preamble(raw: str, macros: Mapping[str, str]) -> str:
    """Return an `@preamble` as written, or in one piece where it is made of several, with macros put in."""
    pieces = cut_value(raw[_OPENING.search(raw).end() : -1].strip())  # type: ignore[union-attr]
    if len(pieces) == 1 and pieces[0].kind != "macro":
        return raw
    texts = (macros.get(p.text.lower(), "") if p.kind == "macro" else p.text for p in pieces)
    return f"@preamble{{{{{''.join(texts)}}}}}"


def _printed(value: str, macros: Mapping[str, str]) -> str:
    """Return a value as written in braces, with macros put in; a month alone stays the macro that styles know."""
    pieces = cut_value(value)
    if len(pieces) == 1 and pieces[0].kind == "macro" and pieces[0].text.lower() in _MONTHS:
        return pieces[0].text.lower()
    texts = (macros.get(p.text.lower(), p.text) if p.kind == "macro" else p.text for p in pieces)
    return f"{{{_BLANKS.sub(' ', ''.join(texts)).strip()}}}"
