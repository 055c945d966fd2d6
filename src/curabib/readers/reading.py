"""Choosing a reader by content, and reading with it."""

import difflib
import re
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from curabib.diagnostics import CurabibError, Diagnostic, Result, diagnose
from curabib.evidence.regex import regex
from curabib.evidence.text import BIDI_CONTROLS
from curabib.model import Location, Reading, Snapshot
from curabib.readers.cut import cut
from curabib.readers.tree import Block, Malformed, TooBig, TooDeep

if TYPE_CHECKING:
    from curabib.project.entry_pattern import EntryPattern

# reader -> module that turns text into blocks
_LANGUAGES = {
    "markdown": "curabib.readers.markdown",
    "html": "curabib.readers.html",
    "rst": "curabib.readers.rst",
    "org": "curabib.readers.org",
    "text": "curabib.readers.plain",
    "asciidoc": "curabib.readers.asciidoc",
    "bibitem": "curabib.readers.bibitem",
    "csv": "curabib.readers.rows",
    "notebook": "curabib.readers.notebook",
}
# reader -> module that turns text into raw entries with named fields
_STATED = {
    "bibtex": "curabib.readers.bibtex:read_entries",
    "csl-json": "curabib.readers.csl_json:read_entries",
    "csl-yaml": "curabib.readers.csl_yaml:read_entries",
    "ris": "curabib.readers.tagged:read_ris",
    "enw": "curabib.readers.tagged:read_enw",
    "zotero-rdf": "curabib.readers.reference_xml:read_zotero_rdf",
    "endnote-xml": "curabib.readers.reference_xml:read_endnote_xml",
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
    ".bib": "bibtex",
    ".json": "csl-json",
    ".jsonl": "csl-json",
    ".yaml": "csl-yaml",
    ".yml": "csl-yaml",
    ".ris": "ris",
    ".enw": "enw",
    ".rdf": "zotero-rdf",
    ".adoc": "asciidoc",
    ".asciidoc": "asciidoc",
    ".bbl": "bibitem",
    ".csv": "csv",
    ".tsv": "csv",
    ".ipynb": "notebook",
}
_LONGEST = 20_000_000
_BINARY = "\x00\x01\x02\x03\x04\x05\x06\x0e\x0f\x10\x11\x12\ufffd"
_BIDI = regex("[" + "".join(sorted(BIDI_CONTROLS - {"\u200e", "\u200f"})) + "]")
# all control characters but tabulators, line feeds and form feeds, which are blanks
_CONTROL = regex(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]")
_HIDDEN = (
    (_BIDI, "invisible characters that change the direction of text"),
    (_CONTROL, "control characters"),
)
_FENCE = regex(r" {0,3}(`{3,}|~{3,})([^`]*)")
_HEAD = 60_000
_MANY = re.MULTILINE
# language -> (pattern, weight of one occurrence, at most so many count)
_MARKS: tuple[tuple[str, re.Pattern[str], float, int], ...] = (
    ("bibtex", regex(r"^\s*@[A-Za-z]+\s*[{(]\s*[^\s,{}()\"]+\s*,", _MANY), 2.5, 20),
    ("bibtex", regex(r"\A\s*(?:%[^\n]*\n\s*)*@[A-Za-z]+\s*[{(]"), 30, 1),
    ("csl-json", regex(r'\A\s*[\[{]\s*(?:\{\s*)?"'), 40, 1),
    ("csl-yaml", regex(r"\A(?:\s*(?:#.*|---)?\n)*references:\s*\n\s*- "), 40, 1),
    ("csl-yaml", regex(r"\A(?:\s*(?:#.*|---)?\n)*- (?:id|type|title|author): "), 40, 1),
    ("ris", regex(r"\A(?:.{0,200}\n){0,5}?[ \t]*TY {1,3}- ?[A-Z]"), 45, 1),
    ("ris", regex(r"^[ \t]*(?:TY|AU|A1|TI|T1|PY|Y1|ER|UR|JO|JF|KW|VL|SP)  - ", _MANY), 0.5, 20),
    ("enw", regex(r"\A(?:.{0,200}\n){0,5}?%0 [A-Z]"), 45, 1),
    ("enw", regex(r"^%[TADJUK] \S", _MANY), 0.5, 20),
    (
        "zotero-rdf",
        regex(r"\A\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,5000}?-->\s*)?<rdf:RDF\b", re.DOTALL),
        90,
        1,
    ),
    ("endnote-xml", regex(r"\A\s*(?:<\?xml[^>]*>\s*)?<xml>\s*<records>", re.IGNORECASE), 90, 1),
    ("endnote-xml", regex(r"\A\s*(?:<\?xml[^>]*>\s*)?<records?>", re.IGNORECASE), 90, 1),
    (
        "html",
        regex(r"\A\s*(?:<!--.*?-->\s*)?<(?:!doctype html|html|\?xml|head|body)\b", re.IGNORECASE | re.DOTALL),
        50,
        1,
    ),
    ("html", regex(r"</(?:li|td|tr|p|div|ul|table|h[1-6])>", re.IGNORECASE), 0.4, 60),
    ("org", regex(r"^#\+[A-Za-z_]+:", _MANY), 8, 4),
    ("org", regex(r"^\*+ \S.*?(?:\s:[\w@:]+:)?$", _MANY), 0.4, 10),
    ("org", regex(r"^\*+ \S.*\s:[\w@:]+:\s*$", _MANY), 2, 20),
    ("org", regex(r"\[\[[^\[\]]+\](?:\[[^\[\]]+\])?\]"), 1, 30),
    ("rst", regex(r"^\.\. [\w\-]+::|^\.\. _[^:]+:", _MANY), 4, 6),
    ("rst", regex(r"`[^`<]+<[^`<>]+>`__?"), 2, 20),
    ("rst", regex(r"^\S.{2,90}\n([=\-~^\"'#*+])\1{3,}\s*$", _MANY), 0.35, 8),
    ("asciidoc", regex(r"^={1,5} \S", _MANY), 1.5, 10),
    ("asciidoc", regex(r"https?://[^\s\[\]]+\[[^\[\]\n]+\]"), 2, 20),
    ("bibitem", regex(r"^\s*\\bibitem\b", _MANY), 8, 5),
    (
        "csv",
        regex(
            r"\A(?:(?:\"?[\w #/().\-]{0,60}\"?[,;\t|]){1,60}\"?(?:paper[ _])?title\"?(?:[,;\t|]|[ \t]*\n)|"
            r"\"?(?:paper[ _])?title\"?[,;\t|])",
            re.IGNORECASE,
        ),
        30,
        1,
    ),
    ("notebook", regex(r'\A\s*\{[^\[]{0,300}"cells"\s*:\s*\['), 60, 1),
    ("markdown", regex(r"\[[^\[\]\n]+\]\([^()\s]+\)"), 2.5, 2),
    ("markdown", regex(r"\]\([^()\s]+"), 1.2, 40),
    ("markdown", regex(r"^#{1,6} \S", _MANY), 1.5, 20),
    ("markdown", regex(r"^\s*\|.*\|\s*$", _MANY), 0.5, 20),
    ("markdown", regex(r"^\s{0,3}(?:[-*+]|\d+\.) \S", _MANY), 0.3, 20),
    ("markdown", regex(r"\*\*[^*\n]+\*\*"), 0.5, 20),
)


def names() -> tuple[str, ...]:
    """Return the names of the readers, sorted."""
    return tuple(sorted((*_LANGUAGES, *_STATED)))


def read(
    snapshot: Snapshot, reader: str | None = None, patterns: "Sequence[EntryPattern]" = ()
) -> Result[Reading]:
    """Return the entries of a snapshot, cut but not yet understood, and what was passed over.

    The reader is chosen by the content, or forced by its name. With `patterns`, the entries of a list are the
    lines that look as one of them says; exports, which name their fields themselves, need none. Raises
    CurabibError for an unknown name. A text that is empty, binary or longer than 20 million characters has no
    entries and is reported.
    """
    if reader is not None and reader not in names():
        near = difflib.get_close_matches(reader, names(), n=3, cutoff=0.5)
        raise CurabibError(
            f"unknown reader `{reader}`", hint=f"try {' or '.join(f'`{name}`' for name in near or names())}"
        )
    refused = _refuse(snapshot)
    if refused is not None:
        return Result(Reading(reader=reader or "text", entries=()), (refused,))
    name = reader or detect(snapshot)
    if name in _STATED:
        module, _, function = _STATED[name].partition(":")
        found: Result[Reading] = getattr(import_module(module), function)(snapshot)
    else:
        found = _read_blocks(name, snapshot, patterns)
    return found.adding(_about(snapshot, found.value, name))


def _read_blocks(name: str, snapshot: Snapshot, patterns: "Sequence[EntryPattern]") -> Result[Reading]:
    read_blocks: Callable[[str, str], Sequence[Block]] = import_module(_LANGUAGES[name]).read_blocks
    diagnostics: list[Diagnostic] = []
    try:
        blocks = read_blocks(snapshot.text, snapshot.path)
    except TooBig as big:
        refused = diagnose("CB114", big.message, Location(path=snapshot.path, line=1))
        return Result(Reading(reader=name, entries=()), (refused,))
    except Malformed as odd:
        refused = diagnose("CB113", odd.message, Location(path=snapshot.path, line=odd.line))
        return Result(Reading(reader=name, entries=()), (refused,))
    except TooDeep as deep:
        how = "with what is too deep at the deepest level there is" if deep.blocks else "as plain text"
        place = Location(path=snapshot.path, line=deep.line)
        diagnostics.append(diagnose("CB116", f"the {name} nests too deeply, and is read {how}", place))
        plain = import_module(_LANGUAGES["text"])
        blocks = deep.blocks or plain.read_blocks(snapshot.text, snapshot.path)
    if patterns:
        described: Result[Reading] = import_module("curabib.readers.pattern").read_patterns(
            blocks, snapshot, patterns, name
        )
        return described.adding(diagnostics)
    found = cut(blocks, snapshot)
    reading = Reading(
        reader=name, entries=found.entries, skipped=found.skipped, title=found.title, page=found.page
    )
    return Result(reading, (*diagnostics, *found.diagnostics))


def _refuse(snapshot: Snapshot) -> Diagnostic | None:
    """Return why a text is not read at all, or None."""
    start = Location(path=snapshot.path, line=1)
    text = snapshot.text
    if not text.strip():
        return diagnose("CB111", "the text is empty", start)
    if len(text) > _LONGEST:
        return diagnose(
            "CB114", f"the text has {len(text)} characters, more than the {_LONGEST} that are read", start
        )
    odd = sum(text.count(char, 0, _HEAD) for char in _BINARY)
    if odd > 0.02 * min(len(text), _HEAD):
        return diagnose("CB113", "the text holds control characters as binary files do", start)
    return None


def detect(snapshot: Snapshot) -> str:
    """Return the name of the reader that fits the content best; the file name only tips a balance."""
    head = snapshot.text[:_HEAD]
    scores: dict[str, float] = dict.fromkeys(names(), 0.0)
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


def _about(snapshot: Snapshot, reading: Reading, name: str) -> list[Diagnostic]:
    """Report what is odd about a text as a whole."""
    said: list[Diagnostic] = []
    if not reading.entries:
        said.append(diagnose("CB112", "no entries were found", Location(path=snapshot.path, line=1)))
    said += filter(None, (_hidden(snapshot, pattern, what) for pattern, what in _HIDDEN))
    if name == "markdown":
        line = _unclosed_fence(snapshot.text)
        if line:
            message = "a code fence is never closed: everything behind it is code and was not read"
            said.append(diagnose("CB115", message, Location(path=snapshot.path, line=line)))
    return said


def _hidden(snapshot: Snapshot, pattern: re.Pattern[str], what: str) -> Diagnostic | None:
    """Report the characters of one kind that nobody sees, at the first of them."""
    first = pattern.search(snapshot.text)
    if first is None:
        return None
    line = snapshot.text.count("\n", 0, first.start()) + 1
    column = first.start() - (snapshot.text.rfind("\n", 0, first.start()) + 1) + 1
    count = len(pattern.findall(snapshot.text))
    named = f"{count} {what}, such as" if count > 1 else f"one of the {what},"
    message = f"{named} `U+{ord(first.group()):04X}`, left out of records"
    return diagnose("CB110", message, Location(path=snapshot.path, line=line, column=column))


def _unclosed_fence(text: str) -> int:
    """Return the line of a code fence that nothing closes (CommonMark 0.31 §4.5), or 0."""
    opened = ""
    at = 0
    if "```" not in text and "~~~" not in text:
        return 0
    for number, line in enumerate(text.split("\n"), start=1):
        match = _FENCE.match(line[:200])
        if match is None:
            continue
        if not opened:
            opened, at = match[1], number
        elif match[1][0] == opened[0] and len(match[1]) >= len(opened) and not match[2].strip():
            opened = ""
    return at if opened else 0
