"""LaTeX source in other letters: commands for Unicode, Unicode for commands, all else untouched."""

import re

from curabib.bibtex.latex.decode import decode
from curabib.bibtex.latex.encode import encode, unencodable
from curabib.bibtex.latex.symbols import GREEK, LETTERS, MATH
from curabib.model.text import nfc

_MATH = re.compile(r"(\$(?:[^$\\]|\\.)*\$)", re.DOTALL)
_FOREIGN = re.compile(r"[A-Za-z]?[\u0300-\u036f]+|[^\x00-\x7f][^\x00-\x7f]*")
_LETTER_COMMANDS = "|".join(sorted(LETTERS.values(), key=lambda name: (-len(name), name)))
_BASE = r"(?:[A-Za-z]|\\[ij](?![A-Za-z])|\\(?:ae|AE|oe|OE|o|O)(?![A-Za-z]))"
_SIMPLE = (
    rf"\\(?:[`'^~=.\"]\s*(?:\{{\s*{_BASE}\s*\}}|{_BASE})"
    rf"|(?:[uvHcdbkr]|textcommabelow)(?:\s*\{{\s*{_BASE}\s*\}}|\s+{_BASE}))"
)
_STACKED = rf"\\[`'^~=.\"hdu]\s*\{{\s*(?:{_SIMPLE}|\{{{_SIMPLE}\}})\s*\}}"
_LETTER = rf"\\(?:{_LETTER_COMMANDS})(?:\{{\}}|(?![A-Za-z])\s*)"
_COMMAND = re.compile(
    rf"\{{(?:{_STACKED}|{_SIMPLE}|\\(?:{_LETTER_COMMANDS})\s*)\}}|(?<!\\)(?:\\\\)*(?:{_STACKED}|{_SIMPLE}|{_LETTER})"
)


def to_ascii(source: str) -> str:
    """Return LaTeX `source` with the characters that are not ASCII written as commands, as far as they have one."""
    if source.isascii():
        return source
    parts = _MATH.split(source)
    for position, part in enumerate(parts):
        if part.isascii():
            continue
        if position % 2:
            parts[position] = "".join(_math_sign(character) for character in part)
        else:
            parts[position] = _FOREIGN.sub(_commands, part)
    return "".join(parts)


def to_unicode(source: str) -> str:
    """Return LaTeX `source` with accent and letter commands written as letters; everything else is kept."""
    if "\\" not in source:
        return nfc(source)
    parts = _MATH.split(source)
    for position in range(0, len(parts), 2):
        parts[position] = _COMMAND.sub(_letter, parts[position])
    return nfc("".join(parts))


def _commands(match: re.Match[str]) -> str:
    text = nfc(match[0])
    if not unencodable(text):
        return encode(text) or text
    return "".join(c if unencodable(c) else encode(c) or c for c in text)


def _letter(match: re.Match[str]) -> str:
    source = match[0]
    escaped = (len(source) - len(source.lstrip("\\"))) // 2 * 2  # pairs of backslashes before the command
    letter = decode(source[escaped:])
    if len(letter) != 1 or letter.isascii():
        return source
    return source[:escaped] + letter


def _math_sign(character: str) -> str:
    form = MATH.get(character) or GREEK.get(character)
    return f"{form} " if form and form[0] == "\\" else form or character
