"""The forms in which authorities publish their records, read as streams: a million records need no more memory."""

import gzip
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from curabib.bibtex.parse import parse
from curabib.diagnostics import CurabibError
from curabib.exchange import bib_entry, csl
from curabib.model import Origin, Record
from curabib.providers.authority.dblp import read_element
from curabib.providers.authority.json_lines import read_line
from curabib.providers.statement import stated_record
from curabib.providers.trees import BadXml, elements

_CHUNK = 1 << 20
_LONGEST_LINE = 4 << 20
_LARGEST_TEXT = 1 << 30
_START = 65536


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A part of a file that is no record: its line or number, and why."""

    place: int
    reason: str


Found = Iterator[Record | Unread]


def form_of(path: Path) -> str:
    """Return the form of a file by its content: `bibtex`, `csl-json`, `dblp-xml` or `json-lines`.

    Raises CurabibError where it is none of these, or cannot be read.
    """
    with opened(path) as stream:
        start = _guarded(stream, path, lambda: stream.read(_START)).removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"<") and b"<dblp" in start:
        return "dblp-xml"
    if start.startswith(b"["):
        return "csl-json"
    if start.startswith(b"{"):
        line = start.partition(b"\n")[0]
        try:
            json.loads(line)
        except (ValueError, RecursionError):
            return "csl-json" if b'"items"' in start else "json-lines"
        return "json-lines"
    if b"@" in start:
        return "bibtex"
    raise CurabibError(
        f"`{path}` is no file of records that curabib knows",
        hint="give a .bib file, CSL-JSON, the XML of DBLP, or JSON lines (docs/authorities.md); all may be gzipped",
    )


def read_records(path: Path, form: str, origin: Origin) -> Found:
    """Yield the records of a file in the given form, and what of it is none; raises CurabibError for a broken file."""
    reader = _READERS[form]
    with opened(path) as stream:
        found = reader(stream, origin)
        while True:
            item = _guarded(stream, path, lambda: next(found, None))
            if item is None:
                return
            yield item


def opened(path: Path) -> IO[bytes]:
    """Return a binary stream of the content of a file, unpacked where it is gzipped; raises CurabibError."""
    try:
        stream = path.open("rb")
        packed = stream.read(2) == b"\x1f\x8b"
        stream.seek(0)
    except OSError as error:
        raise CurabibError(f"`{path}` cannot be read: {(error.strerror or str(error)).lower()}") from error
    if packed:
        stream.close()
        return cast("IO[bytes]", gzip.open(path))
    return stream


def _guarded(stream: IO[bytes], path: Path, act: Callable[[], Any]) -> Any:
    try:
        return act()
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise CurabibError(f"`{path}` is a damaged gzip file: {error}") from error
    except BadXml as error:
        raise CurabibError(f"`{path}`: {error}") from error
    except OSError as error:
        raise CurabibError(f"`{path}` cannot be read: {(error.strerror or str(error)).lower()}") from error


def _json_lines(stream: IO[bytes], origin: Origin) -> Found:
    number = 0
    while line := stream.readline(_LONGEST_LINE):
        number += 1
        if not line.strip():
            continue
        try:
            form = json.loads(line)
            if not isinstance(form, dict):
                raise TypeError("it is no JSON object")
            if number == 1 and "schema" in form and "title" not in form:
                continue
            record = read_line(form, origin, number)
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            yield Unread(place=number, reason=" ".join(str(error).split())[:120])
            continue
        yield record if record is not None else Unread(place=number, reason="no title")


def _dblp_xml(stream: IO[bytes], origin: Origin) -> Found:
    for element in elements(iter(lambda: stream.read(_CHUNK), b"")):
        record = read_element(element, origin)
        if record is not None:
            yield record


def _bibtex(stream: IO[bytes], origin: Origin) -> Found:
    document = parse(_whole(stream), "")
    macros = document.macros()
    for block in document.blocks:
        if block.kind == "failed":
            yield Unread(place=block.line, reason=block.error)
        elif block.kind == "entry":
            said = bib_entry.statement(block, macros)
            yield stated_record(said, block.key, origin) or Unread(place=block.line, reason="no title")


def _csl_json(stream: IO[bytes], origin: Origin) -> Found:
    try:
        data = json.loads(_whole(stream))
    except (ValueError, RecursionError) as error:
        raise CurabibError(f"the file is no JSON: {' '.join(str(error).split())[:120]}") from error
    items = data.get("items", [data]) if isinstance(data, dict) else data
    for number, item in enumerate(items if isinstance(items, list) else [], 1):
        if not isinstance(item, dict):
            yield Unread(place=number, reason="it is no JSON object")
            continue
        record = stated_record(csl.statement(item), str(item.get("id", number))[:200], origin)
        yield record or Unread(place=number, reason="no title")


def _whole(stream: IO[bytes]) -> str:
    data = stream.read(_LARGEST_TEXT + 1)
    if len(data) > _LARGEST_TEXT:
        raise CurabibError(
            f"the file holds more than {_LARGEST_TEXT} bytes", hint="split it, or use JSON lines"
        )
    return data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")


_READERS: Mapping[str, Callable[[IO[bytes], Origin], Found]] = {
    "json-lines": _json_lines,
    "dblp-xml": _dblp_xml,
    "bibtex": _bibtex,
    "csl-json": _csl_json,
}
FORMS = tuple(_READERS)
"""The names of the forms."""
