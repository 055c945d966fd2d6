"""The canonical print of any .bib file: every value, comment, macro and broken entry is still there, in its place."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from curabib.bibtex.document import MONTH_MACROS, Block, Document, ValuePiece, cut_value
from curabib.bibtex.latex.encode import unencodable
from curabib.bibtex.latex.source import to_ascii, to_unicode
from curabib.bibtex.parse import parse
from curabib.bibtex.profile import FIELD_RANK, VERBATIM
from curabib.diagnostics import CODES, Diagnostic, Related, Result, diagnose
from curabib.model import Location

_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
_ASCII_SPACE = " \t\f\v"
_BLANK = f"{_ASCII_SPACE}\r\n"
_MANY_LINES = frozenset({"abstract", "annotation", "annote", "comment", "comments", "review", "file"})
_STYLE_MACROS = frozenset(
    "acmcs acta cacm ibmjrd ibmsj ieeese ieeetc ieeetcad ipl jacm jcss scp sicomp tocs tods tog toms toois toplas "  # noqa: SIM905
    "tcs".split()
)
_PASSES = 3
_MOST_PROBLEMS = 10_000  # of each severity
_LAST = len(FIELD_RANK)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatOptions:
    """How `format_document` prints; the defaults are the canonical form.

    `sort` orders entries by key, within stretches without comments between them; `sort_fields` orders the fields
    of each; `lowercase` is for entry types and field names. `encoding` writes letters as LaTeX commands (`ascii`),
    as letters (`unicode`), or as they are. `omit` names fields to leave out, and `remove_empty` those without
    a value: only these two lose anything.
    """

    sort: bool = True
    sort_fields: bool = True
    lowercase: bool = True
    encoding: Literal["keep", "ascii", "unicode"] = "keep"
    indent: int = 2
    align: bool = True
    trailing_comma: bool = True
    blank_lines: bool = True
    omit: frozenset[str] = frozenset()
    remove_empty: bool = False


CANONICAL = FormatOptions()


def format_document(document: Document, options: FormatOptions = CANONICAL) -> Result[str]:
    """Return the text of `document` in canonical form, and what is wrong with it.

    No value changes its meaning: delimiters, white space and order change, keys and macros do not. What cannot be
    understood is printed as it was. Formatting the result again gives the same text.
    """
    formatter = _Formatter(document.path, options)
    text = formatter.run(document)
    if any(block.kind in ("failed", "comment") for block in document.blocks):
        # an open brace may meet another closing one now that entries have moved: repeat until nothing does
        for _ in range(_PASSES):
            again = _Formatter(document.path, options).run(parse(text))
            if again == text:
                break
            text = again
    return Result(text, formatter.problems.listed(document.path))


@dataclass(slots=True)
class _Problems:
    """What is wrong with a document: of very many problems the first of each severity, and how many more there are."""

    found: dict[str, list[Diagnostic]] = field(default_factory=dict)
    more: Counter[str] = field(default_factory=Counter)

    def add(self, code: str, message: str, location: Location | None = None, **more: Any) -> None:
        """Take in what `diagnose` would say."""
        severity = CODES[code].severity
        alike = self.found.setdefault(severity, [])
        if len(alike) < _MOST_PROBLEMS:
            alike.append(diagnose(code, message, location, **more))
        else:
            self.more[severity] += 1

    def listed(self, path: str) -> tuple[Diagnostic, ...]:
        """Return the problems, those of one severity after another."""
        problems = [problem for alike in self.found.values() for problem in alike]
        if self.more:
            counts = " and ".join(f"{count:,} more {name}s" for name, count in sorted(self.more.items()))
            problems.append(diagnose("CB506", f"{counts} are not listed", Location(path=path, line=1)))
        return tuple(problems)


@dataclass(slots=True)
class _Item:
    """A block as it will be printed, with the comment lines directly above it and the text behind it."""

    kind: str
    text: str
    key: str = ""
    lead: str = ""


class _Formatter:
    """Gathers printed blocks, then orders and joins them."""

    def __init__(self, path: str, options: FormatOptions) -> None:
        self.path = path
        self.options = options
        self.problems = _Problems()
        self.items: list[_Item] = []
        self.lead = ""
        self.macros = {*MONTH_MACROS, *_STYLE_MACROS}
        self.keys: dict[str, Block] = {}
        self.parents: set[str] = set()
        self.place: tuple[Block, Location] | None = None  # of the block that reports were last about
        self.printers = {
            "entry": self._entry,
            "string": self._string,
            "failed": self._failed,
        }

    def run(self, document: Document) -> str:
        """Return the text of the document in canonical form."""
        last = len(document.blocks) - 1
        for position, block in enumerate(document.blocks):
            self.add(block, last=position == last)
        return self.text()

    def add(self, block: Block, *, last: bool) -> None:
        """Take in the next block of the document."""
        if block.kind == "text":
            self._text(block.raw, last=last)
            return
        printer = self.printers.get(block.kind)
        text = printer(block) if printer else _unix(block.raw)
        self.items.append(_Item(block.kind, text, block.key, self.lead))
        self.lead = ""

    def text(self) -> str:
        """Return the whole text."""
        items = self._sorted() if self.options.sort else self.items
        if not items:
            return ""
        out: list[str] = []
        before = ""
        for item in items:
            if before:
                near = before == item.kind == "string" and not item.lead
                near = near or not (self.options.blank_lines or "text" in (before, item.kind))
                out.append("\n" if near else "\n\n")
            if item.lead:
                out.append(item.lead)
            out.append(item.text)
            before = item.kind
        out.append("\n")
        return "".join(out).lstrip("\ufeff\n")

    def _sorted(self) -> Iterable[_Item]:
        """Yield the items, each run of entries by key; BibTeX wants entries named by `crossref` after the others."""
        items, start = self.items, 0
        parents = self.parents
        ordered: list[_Item] = []
        while start < len(items):
            end = start
            while end < len(items) and items[end].kind == "entry":
                end += 1
            if end == start:
                ordered.append(items[start])
                start += 1
                continue
            ordered += sorted(items[start:end], key=lambda item: (item.key.lower() in parents, item.key))
            start = end
        return ordered

    def _text(self, raw: str, *, last: bool) -> None:
        """Cut the text between blocks: behind the block before, on its own, directly above the block that follows."""
        if not raw.strip(_BLANK):
            return
        if not self.items:
            raw = raw.lstrip("\ufeff")
        lines = [line.rstrip(_ASCII_SPACE) for line in _unix(raw).split("\n")]
        if self.items and lines[0]:
            self.items[-1].text += f" {lines[0].lstrip(_ASCII_SPACE)}" if raw[0] in _ASCII_SPACE else lines[0]
            lines[0] = ""
        above: list[str] = []
        if not last:
            if not lines[-1]:  # what stands before the block on its own line
                lines.pop()
            while lines and lines[-1]:
                above.append(lines.pop())
        paragraphs = "\n".join(_without_repeated_blanks(lines))
        if paragraphs:
            self.items.append(_Item("text", paragraphs))
        self.lead = "".join(f"{line}\n" for line in reversed(above))

    def _failed(self, block: Block) -> str:
        where = Location(path=self.path, line=block.error_line or block.line)
        named = f"block `@{block.type[:40]}`" if block.type else "the rest of the file"
        named = f"entry `{block.key[:60]}`" if block.key else named
        self.problems.add("CB500", f"{named} cannot be read: {block.error}", where, key=block.key)
        return _unix(block.raw)

    def _string(self, block: Block) -> str:
        cuts = block.cut()
        for name, value, _ in cuts:
            self._check_macros(block, name, value)
            self.macros.add(name.lower())
        if len(cuts) != 1:
            return _unix(block.raw)
        name, value, _ = cuts[0]
        return f"@string{{{name} = {self._value(name.lower(), value)}}}"

    def _entry(self, block: Block) -> str:
        options = self.options
        self._check_key(block)
        raw = block.raw
        careful = options.encoding != "keep" or "\t" in raw or "\r" in raw or "\f" in raw or "\v" in raw
        rows: list[tuple[int, str, int, str, str]] = []
        for position, (name, value) in enumerate(block.pairs()):
            low = name.lower()
            if (
                careful
                or value[0] != "{"
                or "\n" in value
                or "  " in value
                or "#" in value
                or value[1] == " "
                or value[-2] == " "
            ):
                value = self._value(low, value)
                if value[0] != "{" or "#" in value:
                    self._check_macros(block, low, value)
            rank = FIELD_RANK.get(low, _LAST)
            rows.append((rank, low if rank == _LAST else "", position, name, value))
            if low == "crossref":
                self.parents.add(value.strip('{}"').lower())
        if len({row[3].lower() for row in rows}) != len(rows):
            self._report_repeated(block, [row[3].lower() for row in rows])
        if options.sort_fields:
            rows.sort()
        if options.omit or options.remove_empty:
            rows = [
                row
                for row in rows
                if row[3].lower() not in options.omit and not (options.remove_empty and row[4] == "{}")
            ]
        return _print(block, rows, options)

    def _value(self, name: str, value: str) -> str:
        pieces = cut_value(value)
        single = len(pieces) == 1
        many = name in _MANY_LINES
        return " # ".join([self._piece(piece, name, single=single, many=many) for piece in pieces])

    def _piece(self, piece: ValuePiece, name: str, *, single: bool, many: bool) -> str:
        text = piece.text
        if piece.kind == "macro" or (piece.kind == "number" and not single):
            return text
        if many and "\n" in text:
            text = _unix(text)
        else:
            text = _BLANKS.sub(" ", text)
            if single:
                text = text.strip(" ")
        if self.options.encoding != "keep" and name not in VERBATIM:
            text = self._encoded(text, name)
        return f"{{{text}}}"

    def _encoded(self, text: str, name: str) -> str:
        if self.options.encoding == "unicode":
            return to_unicode(text)
        missing = unencodable(text)
        if missing:
            shown = ", ".join(f"`{character}`" for character in missing[:5])
            self.problems.add("CB600", f"{shown} in field `{name}` cannot be written in ASCII LaTeX")
        return to_ascii(text)

    def _check_key(self, block: Block) -> None:
        key = block.key
        if not key:
            self._report("CB504", f"an entry `@{block.type[:40]}` has no citation key", block)
            return
        first = self.keys.setdefault(key.lower(), block)
        if first is not block:
            where = Related(location=Location(path=self.path, line=first.line), message="the first one")
            self._report("CB501", f"citation key `{key[:60]}` is used again", block, related=(where,))
        if " " in key or not key.isprintable():
            self._report("CB505", f"citation key `{key[:60]}` holds white space", block)

    def _check_macros(self, block: Block, name: str, value: str) -> None:
        for piece in cut_value(value):
            if piece.kind == "macro" and piece.text.lower() not in self.macros:
                message = f"macro `{piece.text[:60]}` in field `{name}` is not defined above it"
                self._report("CB503", message, block)

    def _report_repeated(self, block: Block, names: Sequence[str]) -> None:
        for name, times in sorted(Counter(names).items()):
            if times > 1:
                self._report("CB502", f"field `{name[:60]}` stands {times} times in one entry", block)

    def _report(self, code: str, message: str, block: Block, related: tuple[Related, ...] = ()) -> None:
        if self.place is None or self.place[0] is not block:
            self.place = (block, Location(path=self.path, line=block.line, end_line=block.end_line))
        self.problems.add(code, message, self.place[1], related=related, key=block.key)


def _print(block: Block, rows: Sequence[tuple[int, str, int, str, str]], options: FormatOptions) -> str:
    kind, names = block.type, [row[3] for row in rows]
    if options.lowercase:
        kind, names = kind.lower(), [name.lower() for name in names]
    if not names:
        return f"@{kind}{{{block.key},\n}}"
    width = max(map(len, names)) if options.align else 0
    indent = " " * options.indent
    lines = [f"{indent}{name.ljust(width)} = {row[4]}" for name, row in zip(names, rows, strict=True)]
    body = ",\n".join(lines)
    return f"@{kind}{{{block.key},\n{body}{',' if options.trailing_comma else ''}\n}}"


def _without_repeated_blanks(lines: Sequence[str]) -> list[str]:
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    while kept and not kept[-1]:
        kept.pop()
    return kept


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
