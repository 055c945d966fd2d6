"""The forms in which authorities publish their records, read as streams: a million records need no more memory."""

import codecs
import gzip
import io
import json
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from curabib.bibtex.parse import parse
from curabib.diagnostics import CurabibError
from curabib.exchange import bib_entry, csl
from curabib.model import Origin, Record
from curabib.providers.authority.dblp import read_element
from curabib.providers.authority.json_lines import read_line
from curabib.providers.statement import stated_record
from curabib.providers.trees import BadXml, elements

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_CHUNK = 1 << 20
_LONGEST_LINE = 4 << 20
_LARGEST_TEXT = 1 << 30
_START = 65536
_ITEMS = re.compile(rb'"items"\s*:\s*\[')
_CSL_NAMES = frozenset({"author", "issued", "container-title"})
"""What an object of CSL-JSON has and the documented schema of JSON lines has not."""
_WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks of the encodings that are no UTF-8; the longer ones begin with shorter ones."""


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
        return _form_of_objects(start)
    if b"\0" in start:
        raise CurabibError(
            f"`{path}` is no text in UTF-8: it holds NUL bytes",
            hint="save it as UTF-8, or with the byte order mark of its encoding (UTF-16, UTF-32)",
        )
    if b"@" in start:
        return "bibtex"
    raise CurabibError(
        f"`{path}` is no file of records that curabib knows",
        hint="give a .bib file, CSL-JSON, the XML of DBLP, or JSON lines (docs/authorities.md); all may be gzipped",
    )


def _form_of_objects(start: bytes) -> str:
    """Return the form of a file that begins with a JSON object: one of CSL-JSON, or the first of many lines.

    An object that ends in a later line than it begins is no line of JSON lines.
    """
    line, more, _ = start.partition(b"\n")
    try:
        form = json.loads(line)
    except (ValueError, RecursionError):
        spread = bool(more) and not line.rstrip().endswith(b"}")
        return "csl-json" if spread or _ITEMS.search(start) else "json-lines"
    return "csl-json" if "title" not in form and isinstance(form.get("items"), list) else "json-lines"


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
    """Return a binary stream of the content of a file, unpacked where it is gzipped; raises CurabibError.

    What a byte order mark says to be UTF-16 or UTF-32 comes as UTF-8.
    """
    packed = is_packed(path)
    stream = cast("IO[bytes]", gzip.open(path)) if packed else path.open("rb")  # noqa: SIM115 - returned
    try:
        start = _guarded(stream, path, lambda: stream.read(4))
    except CurabibError:
        stream.close()
        raise
    encoding = next((name for mark, name in _WIDE if start.startswith(mark)), "")
    stream.seek(0)
    return io.BufferedReader(_Recoded(stream, encoding), _CHUNK) if encoding else stream


def is_packed(path: Path) -> bool:
    """Return whether a file is gzipped; raises CurabibError where it cannot be read."""
    try:
        with path.open("rb") as stream:
            return stream.read(2) == b"\x1f\x8b"
    except OSError as error:
        raise CurabibError(f"`{path}` cannot be read: {(error.strerror or str(error)).lower()}") from error


class _Recoded(io.RawIOBase):
    """A stream of text in another encoding, as UTF-8, a chunk at a time."""

    def __init__(self, stream: IO[bytes], encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        view = memoryview(buffer)
        while not self._ready:
            data = self._stream.read(_CHUNK)
            self._ready = self._decoder.decode(data, final=not data).encode("utf-8", "replace")
            if not data:
                break
        part, self._ready = self._ready[: len(view)], self._ready[len(view) :]
        view[: len(part)] = part
        return len(part)

    def close(self) -> None:
        self._stream.close()
        super().close()


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
            record = _read_object(form, origin, number)
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            yield Unread(place=number, reason=" ".join(str(error).split())[:120])
            continue
        yield record if record is not None else Unread(place=number, reason="no title")


def _read_object(form: dict[str, Any], origin: Origin, number: int) -> Record | None:
    if "authors" not in form and not _CSL_NAMES.isdisjoint(form):
        return stated_record(csl.statement(form), str(form.get("id", number))[:200], origin)
    return read_line(form, origin, number)


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
