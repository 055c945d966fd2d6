"""Untrusted text made fit for a terminal: what would act on it is shown as an escape instead."""

import re
from unicodedata import east_asian_width

# C0 and C1 controls, line and paragraph separators, bidirectional controls, invisible format characters, the
# tag block and lone surrogates: each can move the cursor, reorder what is read, hide text or break encoding.
_ACTING = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_ACTING_IN_LINES = re.compile(_ACTING.pattern.replace("\x00-\x1f", "\x00-\x08\x0b-\x1f"))
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def visible(text: str) -> str:
    """Return `text` as one line; what acts on a terminal becomes an escape such as Python would write."""
    return _ACTING.sub(_escape, text)


def visible_lines(text: str) -> str:
    """Return `text` likewise, but with its line feeds and tabs left as they are."""
    return _ACTING_IN_LINES.sub(_escape, text)


def width(text: str) -> int:
    """Return how many terminal cells visible text takes; East Asian wide characters take two."""
    return len(text) if text.isascii() else sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    code = ord(character)
    if character in _SHORT:
        return _SHORT[character]
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def visible_json(document: str) -> str:
    """Return a JSON document with acting characters inside its strings as JSON escapes; its meaning stays."""
    return _ACTING_IN_LINES.sub(_escape_json, document)


def _escape_json(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x10000:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
