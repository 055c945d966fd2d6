"""Entries that name their fields themselves: BibTeX and CSL-JSON."""

import json

from curabib.bibtex.mapping import from_bibtex
from curabib.bibtex.parse import parse
from curabib.evidence import links
from curabib.evidence.csl import Stated, read_csl
from curabib.model import Link, RawEntry

_MACRO = "@string "


def read_stated(entry: RawEntry) -> Stated:
    """Return the fields of a raw entry of the form `fields`."""
    if entry.pieces:
        return _bibtex(entry)
    return read_csl({name: json.loads(text) for name, text in entry.fields})


def _bibtex(entry: RawEntry) -> Stated:
    macros = {name.removeprefix(_MACRO): value for name, value in entry.fields}
    blocks = [block for block in parse(entry.pieces[0].text).blocks if block.kind == "entry"]
    if not blocks:
        return Stated()
    said = from_bibtex(blocks[0], macros)
    fields = dict(said.fields)
    url = fields.pop("url", "")
    result = Stated(
        entry_type=said.entry_type,
        fields=fields,
        identifiers=list(said.identifiers),
        keywords=said.keywords,
        kind=said.kind,
    )
    if isinstance(url, str) and links.is_web(url):
        result.links.append(Link("paper", url))
    return result
