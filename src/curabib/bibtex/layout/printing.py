"""The canonical print of entries and files (docs/canonical-bibtex.md)."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module

from curabib import __version__
from curabib.bibtex.entry import BibEntry

SCHEMA = 1

_CROSSREF = re.compile(r"^  crossref += \{([^{}\n]+)\},$", re.MULTILINE)
# all that pdfLaTeX may know nothing of, and a little more
_RARE = (
    "[\x80-\x9f\u0126\u0127\u0138\u013f\u0140\u0149\u0166\u0167\u017f-\u200f"
    "\u2017\u201b\u201f\u2023-\u2025\u2027-\U0010ffff]"
)
_GENERATIONS = 4  # of parents that have parents; more than that only a circle has

_HEADER = re.compile(
    r"% curabib bibliography, schema (\d{1,6})\n% written by curabib (\S{1,60})\n% sha256 ([0-9a-f]{64})\n"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The header of a generated file; `intact` when the text below it is still what was written."""

    schema: int
    version: str
    sha256: str
    intact: bool


def print_entry(entry: BibEntry) -> str:
    """Return an entry in canonical form, with its last line feed: two blanks, aligned `=`, trailing commas."""
    width = max((len(name) for name, _ in entry.fields), default=0)
    lines = [f"  {name:<{width}} = {value},\n" for name, value in entry.fields]
    return f"@{entry.type}{{{entry.key},\n{''.join(lines)}}}\n"


def print_file(entries: Iterable[BibEntry], preambles: Iterable[str] = ()) -> str:
    """Return a file of these entries, in order, below a header and these `@preamble`s.

    The header names the schema of this layout, the version of the tool and the SHA-256 of all that follows the
    empty line below it, so that the same entries always give the same bytes.
    """
    ordered = in_order((entry.key, print_entry(entry)) for entry in entries)
    return print_texts([*(f"{preamble}\n" for preamble in preambles), *ordered])


def in_order(entries: Iterable[tuple[str, str]]) -> list[str]:
    """Return printed entries, given with their keys, sorted by key in byte order, but parents behind their children.

    BibTeX finds what `crossref` names only if it stands behind all that name it ("BibTeXing", section 4).
    """
    ordered = sorted(entries, key=lambda entry: entry[0].encode())
    naming = (entry for entry in ordered if "crossref" in entry[1])
    named = [(key.lower(), match[1].lower()) for key, text in naming for match in _CROSSREF.finditer(text)]
    rank: dict[str, int] = {}
    for _ in range(_GENERATIONS if named else 0):
        for child, parent in named:
            rank[parent] = max(rank.get(parent, 0), rank.get(child, 0) + 1)
    if rank:
        ordered.sort(key=lambda entry: min(rank.get(entry[0].lower(), 0), _GENERATIONS))
    return [text for _, text in ordered]


def print_texts(texts: Iterable[str], *, for_tex: bool = True) -> str:
    """Return the file of these entries, printed already and in order, as `print_file` does.

    Without `for_tex` it is for other programs, which need no definitions for pdfLaTeX.
    """
    body = body_of(texts) if for_tex else "\n".join(texts)
    return (
        f"% curabib bibliography, schema {SCHEMA}\n% written by curabib {__version__}\n"
        f"% sha256 {_sha256(body)}\n\n{body}"
    )


def body_of(texts: Iterable[str]) -> str:
    """Return what stands below the header: definitions for characters that pdfLaTeX lacks, if any, and the entries."""
    entries = "\n".join(texts)
    if entries.isascii() or not re.search(_RARE, entries):
        return entries
    rare = import_module("curabib.bibtex.latex.undefined")  # as costly as printing a small file
    return f"{rare.preamble(entries)}{entries}"


def is_preamble(raw: str) -> bool:
    """Return whether a block, or a file's text below its header, begins with the definitions of `body_of`."""
    return raw.startswith("@preamble{") and "curabib@stop" in raw[:400]


def read_header(text: str) -> Header | None:
    """Return the header of a generated file, or None for any other text. Line endings do not matter."""
    start = _HEADER.match(text[:400].replace("\r\n", "\n").removeprefix("\ufeff"))
    if start is None:
        return None
    unix = text.replace("\r\n", "\n").removeprefix("\ufeff")
    body = unix[start.end() :].removeprefix("\n")
    return Header(schema=int(start[1]), version=start[2], sha256=start[3], intact=_sha256(body) == start[3])


def _sha256(body: str) -> str:
    return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()
