"""A .bib file as it stands: blocks in order, whose raw texts together are the whole file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from curabib.bibtex.grammar import BARE, BRACES, FIELD, HEAD, JOIN, QUOTES

BlockKind = Literal["entry", "string", "preamble", "comment", "text", "failed"]
PieceKind = Literal["braced", "quoted", "macro", "number"]
Cut = tuple[str, str, int]

MONTH_MACROS: Mapping[str, str] = {
    name[:3].lower(): name
    for name in (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    )
}
"""The macros that every style defines ("BibTeXing", section 2.3), with their usual value."""


@dataclass(frozen=True, slots=True)
class ValuePiece:
    """One operand of `#`: `text` is what stands between the delimiters, or the name or number itself."""

    kind: PieceKind
    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an entry, or the definition in an @string: `name` as written, `line` 1-based in the file."""

    name: str
    pieces: tuple[ValuePiece, ...]
    line: int

    def resolve(self, macros: Mapping[str, str]) -> str:
        """Return the value in LaTeX with macros put in (lower-case names); an unknown one stands for itself."""
        parts = [
            macros.get(piece.text.lower(), piece.text) if piece.kind == "macro" else piece.text
            for piece in self.pieces
        ]
        return " ".join("".join(parts).split())


@dataclass(slots=True, kw_only=True, eq=False)
class Block:
    """A stretch of a .bib file.

    `raw` is its text, `line` and `end_line` are 1-based and inclusive. An entry has a `type` and a `key` as written;
    `fields` are split when first asked for. A `failed` block is text that starts like an entry and is none:
    `error` says why, `error_line` where; its `key` is set when it could be made out. Between blocks there is
    nothing: white space and loose words are blocks of kind `text`.
    """

    kind: BlockKind
    raw: str
    line: int
    type: str = ""
    key: str = ""
    cuts: tuple["Cut", ...] | None = None
    error: str = ""
    error_line: int = 0

    @property
    def end_line(self) -> int:
        """The line of the last character."""
        return self.line + count_lines(self.raw[:-1])

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields of an entry, or the one definition of an @string; nothing for other blocks."""
        found: list[Field] = []
        line, position = self.line, 0
        for name, value, offset in self.cut():
            line += count_lines(self.raw[position:offset])
            position = offset
            found.append(Field(name, cut_value(value), line))
        return tuple(found)

    def cut(self) -> "Sequence[Cut]":
        """Return the fields uncut: name, value as written, and the offset of the name in `raw`."""
        if self.cuts is not None:
            return self.cuts
        if self.kind != "entry":
            return ()
        start = HEAD.match(self.raw)
        position = start.end() if start else 0
        return [(match[1], match[2], match.start(1)) for match in FIELD.finditer(self.raw, position)]

    def pairs(self) -> list[tuple[str, str]]:
        """Return the fields of an entry as (name, value as written): the fast way to all of them."""
        if self.cuts is not None:
            return [cut[:2] for cut in self.cuts]
        start = HEAD.match(self.raw)
        return FIELD.findall(self.raw, start.end() if start else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A parsed .bib file; joined, the `raw` of all blocks is the text that was parsed."""

    path: str
    blocks: tuple[Block, ...]

    @property
    def entries(self) -> tuple[Block, ...]:
        """The entries, in order."""
        return tuple(block for block in self.blocks if block.kind == "entry")

    def macros(self) -> dict[str, str]:
        """Return the value of every macro (lower-case name): those of the file, and the months.

        A macro is known from its definition on, as in BibTeX; a later definition wins. Values are at most 100,000
        characters, so that definitions that double each other end.
        """
        known = dict(MONTH_MACROS)
        for block in self.blocks:
            if block.kind == "string":
                for field in block.fields:
                    known[field.name.lower()] = field.resolve(known)[:100_000]
        return known


def cut_value(value: str) -> tuple[ValuePiece, ...]:
    """Return the operands of a value as written: `{a} # jan # "b"`."""
    if value[0] == "{" and value.find("#") < 0:
        return (ValuePiece("braced", value[1:-1]),)
    pieces: list[ValuePiece] = []
    position = 0
    while position < len(value):
        end = operand_end(value, position)
        text = value[position:end]
        if text[0] in '{"':
            pieces.append(ValuePiece("braced" if text[0] == "{" else "quoted", text[1:-1]))
        else:
            pieces.append(ValuePiece("number" if text.isdecimal() else "macro", text))
        join = JOIN.match(value, end)
        position = join.end() if join else end
    return tuple(pieces)


def operand_end(text: str, position: int, limit: int | None = None) -> int:
    """Return where the operand at `position` ends (exclusive), or -1 where none starts or it never ends."""
    limit = len(text) if limit is None else limit
    character = text[position : position + 1]
    if character not in ("{", '"'):
        bare = BARE.match(text, position, limit)
        return bare.end() if bare else -1
    depth = 0
    for match in (BRACES if character == "{" else QUOTES).finditer(text, position, limit):
        sign = match[0]
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
            if depth < 0:
                return -1
        if not depth and sign != "{" and match.start() > position and (sign == '"' or character == "{"):
            return match.end()
    return -1


def count_lines(text: str) -> int:
    """Return how many line ends there are: LF, CRLF or CR."""
    if "\r" not in text:
        return text.count("\n")
    return text.count("\n") + text.count("\r") - text.count("\r\n")
