"""What a written file says of itself: whose it is, and which keys it holds."""

import re
from collections.abc import Mapping

from curabib.bibtex.layout.printing import read_header
from curabib.bibtex.profile import PROFILES
from curabib.model import Location
from curabib.writers.yaml_form import HEADER

_KEYS: Mapping[str, re.Pattern[str]] = {
    **dict.fromkeys(
        PROFILES,
        re.compile(r"^[ \t]*@(?!comment\b|string\b|preamble\b)\w+\s*[{(]\s*([^\s,{}()]+)\s*,", re.M | re.I),
    ),
    "csl-json": re.compile(r'^[ \t]*"id":[ \t]*"((?:[^"\\\n]|\\.)*)"', re.M),
    "csl-yaml": re.compile(r'^[ \t]*-[ \t]+id:[ \t]*"?([^"\r\n]+?)"?[ \t]*$', re.M),
    "hayagriva": re.compile(r'^"?([^\s"#:][^"\r\n]*?)"?:[ \t]*$', re.M),
}


def keys_in(text: str, format: str, path: str) -> dict[str, Location]:
    """Return the citation keys in a file of that format with their places; none for a format that is not known here."""
    pattern = _KEYS.get(format)
    found: dict[str, Location] = {}
    line, position = 1, 0
    for match in pattern.finditer(text) if pattern else ():
        start = match.start(1)
        line += text.count("\n", position, start)
        position = start
        column = start - text.rfind("\n", 0, start)
        place = Location(
            path=path, line=line, column=column, end_line=line, end_column=column + len(match[1])
        )
        found.setdefault(match[1], place)
    return found


def unlike_ours(text: str, format: str) -> str:
    """Return why a file is not just what was once written in that format, or nothing where it is, or cannot be told."""
    if format in PROFILES:
        header = read_header(text)
        if header is None:
            return "was not written by curabib" if text.strip() else ""
        return "" if header.intact else "has been changed by hand since it was written"
    if format in ("hayagriva", "csl-yaml"):
        return "" if not text.strip() or text.startswith(HEADER) else "was not written by curabib"
    return ""
