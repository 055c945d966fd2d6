"""Choosing a reader by content, and reading with it."""

import difflib
import re
from collections.abc import Callable, Sequence
from importlib import import_module

from curabib.diagnostics import CurabibError, Diagnostic, Result, diagnose
from curabib.evidence.text import BIDI_CONTROLS
from curabib.model import Location, Reading, Snapshot
from curabib.readers.cut import cut
from curabib.readers.tree import Block

# reader -> module that turns text into blocks
_LANGUAGES = {
    "markdown": "curabib.readers.markdown",
    "html": "curabib.readers.html",
    "rst": "curabib.readers.rst",
    "org": "curabib.readers.org",
    "text": "curabib.readers.plain",
}
_SUFFIXES = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".rst": "rst",
    ".rest": "rst",
    ".org": "org",
}
_HEAD = 60_000
_MANY = re.MULTILINE
# language -> (pattern, weight of one occurrence, at most so many count)
_MARKS: tuple[tuple[str, re.Pattern[str], float, int], ...] = (
    (
        "html",
        re.compile(
            r"\A\s*(?:<!--.*?-->\s*)?<(?:!doctype html|html|\?xml|head|body)\b", re.IGNORECASE | re.DOTALL
        ),
        50,
        1,
    ),
    ("html", re.compile(r"</(?:li|td|tr|p|div|ul|table|h[1-6])>", re.IGNORECASE), 0.4, 60),
    ("org", re.compile(r"^#\+[A-Za-z_]+:", _MANY), 8, 4),
    ("org", re.compile(r"^\*+ \S.*?(?:\s:[\w@:]+:)?$", _MANY), 0.4, 10),
    ("org", re.compile(r"^\*+ \S.*\s:[\w@:]+:\s*$", _MANY), 2, 20),
    ("org", re.compile(r"\[\[[^\[\]]+\](?:\[[^\[\]]+\])?\]"), 1, 30),
    ("rst", re.compile(r"^\.\. [\w\-]+::|^\.\. _[^:]+:", _MANY), 4, 6),
    ("rst", re.compile(r"`[^`<]+<[^`<>]+>`__?"), 2, 20),
    ("rst", re.compile(r"^\S.{2,90}\n([=\-~^\"'#*+])\1{3,}\s*$", _MANY), 1.5, 8),
    ("markdown", re.compile(r"\]\([^()\s]+"), 1.2, 40),
    ("markdown", re.compile(r"^#{1,6} \S", _MANY), 1.5, 20),
    ("markdown", re.compile(r"^\s*\|.*\|\s*$", _MANY), 0.5, 20),
    ("markdown", re.compile(r"^\s{0,3}(?:[-*+]|\d+\.) \S", _MANY), 0.3, 20),
    ("markdown", re.compile(r"\*\*[^*\n]+\*\*"), 0.5, 20),
)


def names() -> tuple[str, ...]:
    """Return the names of the readers, sorted."""
    return tuple(sorted(_LANGUAGES))


def read(snapshot: Snapshot, reader: str | None = None) -> Result[Reading]:
    """Return the entries of a snapshot, cut but not yet understood, and what was passed over.

    The reader is chosen by the content, or forced by its name. Raises CurabibError for an unknown name.
    """
    if reader is not None and reader not in _LANGUAGES:
        near = difflib.get_close_matches(reader, names(), n=3, cutoff=0.5)
        raise CurabibError(
            f"unknown reader `{reader}`", hint=f"try {' or '.join(f'`{name}`' for name in near or names())}"
        )
    name = reader or detect(snapshot)
    read_blocks: Callable[[str, str], Sequence[Block]] = import_module(_LANGUAGES[name]).read_blocks
    found = cut(read_blocks(snapshot.text, snapshot.path), snapshot)
    diagnostics = (*_about_text(snapshot), *found.diagnostics)
    return Result(Reading(reader=name, entries=found.entries, skipped=found.skipped), diagnostics)


def detect(snapshot: Snapshot) -> str:
    """Return the name of the reader that fits the content best; the file name only tips a balance."""
    head = snapshot.text[:_HEAD]
    scores: dict[str, float] = dict.fromkeys(_LANGUAGES, 0.0)
    scores["text"] = 3.0
    for language, pattern, weight, most in _MARKS:
        count = 0
        for _ in pattern.finditer(head):
            count += 1
            if count == most:
                break
        scores[language] += weight * count
    path = snapshot.path.lower().partition("?")[0]
    for suffix, language in _SUFFIXES.items():
        if path.endswith(suffix):
            scores[language] += 12
    return max(scores, key=lambda language: (scores[language], language))


def _about_text(snapshot: Snapshot) -> list[Diagnostic]:
    """Report characters that can make a text read otherwise than it is written."""
    return []
