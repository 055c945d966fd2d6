"""From the bytes of a source to its text."""

import codecs
import re

from curabib.sync.fetch.error import FetchError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# what a server or a page may declare; a closed list, because Python knows codecs that are no encodings of text
_DECLARED = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "utf-8",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "windows-1252": "cp1252",
    "iso-8859-2": "iso-8859-2",
    "iso-8859-15": "iso-8859-15",
    "windows-1250": "cp1250",
    "windows-1251": "cp1251",
    "utf-16": "utf-16-le",
    "shift_jis": "shift_jis",
    "euc-jp": "euc-jp",
    "gb18030": "gb18030",
    "gbk": "gb18030",
    "big5": "big5",
    "euc-kr": "euc-kr",
}
# where a page declares it, and how near to its start (HTML Standard, 4.2.5.4)
_CHARSET = re.compile(
    rb"<meta\s[^<>]{0,300}?\bcharset\s*=\s*[\"']?\s*([\w\-]{1,40})|\A\s*<\?xml\s[^<>]{0,100}?\bencoding\s*=\s*[\"']([\w\-]{1,40})",
    re.IGNORECASE,
)
_NEAR = 1024
_HEAD = 60_000
_CONTROLS = tuple(bytes((value,)) for value in (*range(1, 7), *range(14, 27), *range(28, 32), 127))


def decode(data: bytes, path: str, declared: str = "") -> str:
    """Return the text of a source with LF line ends and no byte order mark.

    A byte order mark decides, then UTF-8, then the encoding that the server `declared`, then the one that a page
    declares itself. Raises FetchError (CB012) naming byte offset and line where the bytes are no text: an invalid
    sequence, or a NUL.
    """
    encoding, body, skipped = "utf-8", data, 0
    for mark, name in _MARKS:
        if data.startswith(mark):
            encoding, body, skipped = name, data[len(mark) :], len(mark)
            break
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        told = declared.strip().strip("\"'").lower() or _declared_inside(data)
        other = _DECLARED.get(told, encoding)
        if skipped or other == encoding:
            raise _invalid(data, error.start + skipped, encoding, path) from error
        try:
            text = body.decode(other)
        except UnicodeDecodeError as second:
            raise _invalid(data, second.start, other, path) from second
    nul = text.find("\0")
    if nul >= 0:
        line = _line(text[:nul])
        message = f"`{path}` is no text: a NUL character in line {line} (character {nul})"
        raise FetchError("CB012", message, hint="give a text file, not a binary one", path=path, line=line)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _declared_inside(data: bytes) -> str:
    """Return the encoding that a page or an XML file declares at its start, in lower case, or the empty string."""
    match = _CHARSET.search(data, 0, _NEAR)
    return (match[1] or match[2]).decode("ascii", "replace").lower() if match is not None else ""


def _invalid(data: bytes, offset: int, encoding: str, path: str) -> FetchError:
    if _is_binary(data):
        message = f"`{path}` is no text: it holds bytes as binary files do"
        return FetchError("CB012", message, hint="give a text file, not a binary one", path=path, line=1)
    line = data.count(b"\n", 0, offset) + 1
    shown = f"0x{data[offset]:02x}" if offset < len(data) else "the end"
    message = f"`{path}` is not {encoding.upper()}: byte {offset} in line {line} is {shown}"
    return FetchError("CB012", message, hint="save the list in the encoding UTF-8", path=path, line=line)


def _is_binary(data: bytes) -> bool:
    """Whether bytes are no text in any encoding of single bytes: a NUL, or many control characters, at their start."""
    head = data[:_HEAD]
    controls = sum(head.count(byte) for byte in _CONTROLS)
    return b"\0" in head or controls > 0.02 * len(head)


def _line(before: str) -> int:
    return before.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
