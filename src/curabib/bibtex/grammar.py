"""The grammar of .bib files, as patterns that run in time proportional to the text.

After "BibTeXing" (Patashnik), section 2, and bibtex.web, sections 218 to 280. Braces count even behind a backslash.
All repetitions are possessive: nothing is ever tried twice.
"""

import re

_DEPTH = 4


def _balanced(depth: int) -> str:
    if not depth:
        return r"[^{}]*+"
    return rf"[^{{}}]*+(?:\{{{_balanced(depth - 1)}\}}[^{{}}]*+)*+"


_WORD = r"[^\s\"#%'(),={}@0-9][^\s\"#%'(),={}@]*+"
_QUOTED = rf'"[^"{{}}]*+(?:\{{{_balanced(_DEPTH - 1)}\}}[^"{{}}]*+)*+"'
_PIECE = rf"(?:\{{{_balanced(_DEPTH)}\}}|{_QUOTED}|[^\s\"#%'(),={{}}]++)"
_VALUE = rf"{_PIECE}(?:\s*+\#\s*+{_PIECE})*+"
_END = r"\s*+(?:,|(?=\}))"

START = re.compile(rf"@\s*+({_WORD})\s*+([{{(])")
"""The start of a block: `@type{` or `@type(`."""

ENTRY = re.compile(
    rf"@\s*+({_WORD})\s*+\{{\s*+([^\s,{{}}()=\"#%]*+){_END}(?:\s*+{_WORD}\s*+=\s*+{_VALUE}{_END})*+\s*+\}}"
)
"""A whole entry in braces that has no mistake and is not nested deeply."""

FIELD = re.compile(rf"\s*+({_WORD})\s*+=\s*+({_VALUE}){_END}")
"""A field, with the comma behind it: name, value."""

HEAD = re.compile(r"[^{]*+\{[^,}]*+,?+")
"""The head of an entry, up to its first field."""

JOIN = re.compile(r"\s*+\#?+\s*+")
"""What stands between two operands of a value."""

WORD = re.compile(rf"\s*+({_WORD})\s*+=\s*+")
"""The name of a field up to its value."""

BARE = re.compile(r"[^\s\"#%'(),={}]++")
"""A macro's name or a number."""

BRACES = re.compile(r"[{}]")
QUOTES = re.compile(r"[{}\"]")
BLANK_LINE = re.compile(r"\r?\n[ \t]*+\r?\n|\r[ \t]*+\r")
LINE_END = re.compile(r"[\r\n]")
SPACE = re.compile(r"\s*+")
KEY = re.compile(r"\s*+([^,{}=\"#%]*)")
NEXT_START = re.compile(rf"\n[ \t]*+@\s*+{_WORD}\s*+[{{(]")
"""A block at the start of a line, where reading goes on after a mistake."""
