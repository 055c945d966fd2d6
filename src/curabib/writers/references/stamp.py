"""A line at the end of a formatted list that is kept: what made it, so that a later run can say what is different.

Engines print otherwise in every version. The line names the engine with its version, and holds a digest of everything
else that the list depends on: the entries, the style, the options and the version of curabib.
"""

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

from curabib import __version__
from curabib.model import Entry, View
from curabib.project.style_files import read_style_file
from curabib.writers.references import Style, Target

_FORMS: Mapping[Target, str] = {
    "text": "\n[{}]\n",
    "markdown": "\n<!-- {} -->\n",
    "html": "<!-- {} -->\n",
    "latex": "% {}\n",
    "bbl": "% {}\n",
    "typst": "// {}\n",
}
_STAMP = re.compile(r"curabib list ([0-9a-f]{16}) in the style (\S{1,200}) by (\S{1,40} \S{1,40})")
_TAIL = 2_000
_ZIP = b"PK\x03\x04"
_LARGEST_PROPERTIES = 2_000
_PROPERTIES = "docProps/core.xml"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What made a list: the digest of all but the engine, the style, and the engine with its version."""

    digest: str
    style: str
    maker: str


def stamp(view: View, style: Style, to: Target) -> Stamp:
    """Return the stamp of a list that is about to be printed."""
    options = style.options
    parts = [
        __version__,
        to,
        view.title,
        options.locale,
        options.group_by,
        *options.extras,
        *options.highlight,
    ]
    digest = hashlib.sha256(json.dumps([*parts, options.standalone, style.found.locale]).encode())
    digest.update(read_style_file(style.found.path) if style.found.path else style.found.name.encode())
    for entry in view.entries:
        digest.update(said_of(entry).encode("utf-8", "surrogatepass"))
    name = re.sub(r"[^A-Za-z0-9._-]", "-", style.found.name)[:200]
    return Stamp(digest.hexdigest()[:16], name, style.maker)


def said_of(entry: Entry) -> str:
    """Return everything that a list may print of an entry; how that is told to an engine is curabib's version."""
    work = entry.work
    fields = [f"{name}={value!r}" for name, value in sorted(work.fields.items())]
    links = [f"{link.label}={link.url}" for link in work.links]
    rest = [
        *map(str, work.identifiers),
        *work.topics,
        *work.keywords,
        *sorted(work.assumed),
        *sorted(work.withheld),
    ]
    return "\0".join([entry.key, work.entry_type, work.kind, *fields, *links, *rest, "\n"])


def stamp_text(stamp: Stamp) -> str:
    """Return the words of a stamp."""
    return f"curabib list {stamp.digest} in the style {stamp.style} by {stamp.maker}"


def stamped(document: str, stamp: Stamp, to: Target) -> str:
    """Return a document with the stamp at its end, where its language has a way to say so."""
    text = stamp_text(stamp)
    if to == "rtf":
        head, end, tail = document.rpartition("}")
        return f"{head}{{\\*\\curabib {text}}}{end}{tail}"
    return document + _FORMS[to].format(text)


def read_stamp(document: bytes) -> Stamp | None:
    """Return the stamp at the end of a document, or in the properties of a docx, or None where there is none."""
    if document.startswith(_ZIP):
        document = _properties(document)
    found = list(_STAMP.finditer(document[-_TAIL:].decode("utf-8", "replace")))
    return Stamp(found[-1][1], found[-1][2], found[-1][3].rstrip("]})")) if found else None


def _properties(docx: bytes) -> bytes:
    """Return the end of what a docx says of itself, however it was made."""
    try:
        with zipfile.ZipFile(BytesIO(docx)) as archive, archive.open(_PROPERTIES) as properties:
            return properties.read(_LARGEST_PROPERTIES)
    except (KeyError, OSError, RuntimeError, ValueError, NotImplementedError, zipfile.BadZipFile, zlib.error):
        return b""
