"""The language in which a curator describes what an entry looks like: the setting `entry:` (docs/patterns.md).

A pattern has one line for each line of an entry. Text stands for itself, `{title}` for a field, `{}` for whatever is of
no interest, `{? … }` for what may be missing; `**…**`, `*…*`, `` `…` `` and `[…](label)` ask for bold text, italics,
code and links, however the document's own language writes them; a backslash takes a sign literally.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from curabib.model.nearest import nearest

LONGEST = 2_000
MOST_LINES = 20

Markup = Literal["strong", "emphasis", "code", "link"]

TEXT_FIELDS: tuple[str, ...] = (
    "title",
    "authors",
    "editors",
    "venue",
    "publisher",
    "keywords",
    "note",
    "topic",
    "type",
)
"""Fields that may hold any text of a line."""

TYPED_FIELDS: Mapping[str, str] = {
    "year": r"(?:1[5-9]|20)\d\d(?!\d)|\d\d(?!\d)",
    "date": r"(?:1[5-9]|20)\d\d(?:[-/.]\d{1,2}(?:[-/.]\d{1,2})?)?(?!\d)",
    "volume": r"\w[\w.-]{0,30}",
    "number": r"\w[\w./-]{0,30}",
    "pages": r"[A-Za-z]{0,3}\d[\w.:]{0,20}(?:\s?[-–—]+\s?[A-Za-z]{0,3}\d[\w.:]{0,20})?",
    "doi": r"10\.\d{4,9}/\S{0,200}[^\s.,;:)\]}>]",
    "arxiv": r"(?:arXiv:)?(?:\d{4}\.\d{4,5}|[a-z-]{2,20}(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?",
    "isbn": r"\d[\d -]{8,20}[\dXx]",
    "word": r"\S{1,2000}",
    "url": r"https?://\S{0,2000}[^\s.,;:)\]}>]",
}
"""Fields whose text has a form of its own, as a regular expression without nested repetition; a word is passed over."""

FIELDS: tuple[str, ...] = (*TEXT_FIELDS, *TYPED_FIELDS)
_MARKUPS: tuple[tuple[str, Markup], ...] = (("**", "strong"), ("*", "emphasis"), ("`", "code"))
_SEPARATED = frozenset({"authors", "editors", "keywords"})
_REPEATABLE = frozenset({"", "word", "url", "note", "keywords", "topic"})
_DEEPEST = 4
_LABEL = re.compile(r"\(([\w -]{0,40})\)")
# what a document language has in front of a line: the line itself does not
_LEAD = re.compile(r"\s*(?:# |[-*+] |\d{1,3}[.)] |\|)?\s*")


@dataclass(frozen=True, slots=True)
class Text:
    """Signs that stand for themselves; a blank is a run of blanks."""

    text: str


@dataclass(frozen=True, slots=True)
class Hole:
    """Where a field stands; an empty name skips text. `detail` is what separates several values, or a link's label."""

    field: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """The beginning or the end of a run with markup; at the beginning of a link, `label` names it."""

    kind: Markup
    opens: bool
    label: str = ""


@dataclass(frozen=True, slots=True)
class Maybe:
    """The beginning or the end of what may be missing."""

    opens: bool


Node = Text | Hole | Mark | Maybe


@dataclass(frozen=True, slots=True, kw_only=True)
class PatternLine:
    """One line of a pattern; `heading` where it begins with `# ` and describes a heading."""

    nodes: tuple[Node, ...]
    heading: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPattern:
    """What an entry looks like: its lines in order, and the text that says so."""

    text: str
    lines: tuple[PatternLine, ...]


def reader_name(reader: str, patterns: Sequence[EntryPattern]) -> str:
    """Return what records say they were read by: the reader, and a digest of the patterns where there are any."""
    if not patterns:
        return reader
    digest = sha256("\0".join(pattern.text for pattern in patterns).encode()).hexdigest()
    return f"{reader} with pattern {digest[:8]}"


class PatternError(Exception):
    """A pattern that cannot be used: `message` says why, `line` and `column` where (1-based, in the pattern)."""

    def __init__(self, message: str, line: int, column: int, *, help: str = "") -> None:
        """Keep the message, the place and what to do about it."""
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column
        self.help = help


def parse_pattern(text: str) -> EntryPattern:
    """Return the pattern that a text describes; raises PatternError."""
    if len(text) > LONGEST:
        raise PatternError(f"the pattern has {len(text)} characters, more than {LONGEST}", 1, 1)
    rows = text.rstrip().split("\n")
    if len(rows) > MOST_LINES:
        raise PatternError(f"the pattern has {len(rows)} lines, more than {MOST_LINES}", 1, 1)
    seen: dict[str, int] = {}
    lines: list[PatternLine] = []
    for number, row in enumerate(rows, 1):
        lead = _LEAD.match(row)
        end = len(row.rstrip())
        if row.lstrip().startswith("|") and row.endswith("|") and end > 1:
            row = row[: end - 1]
        nodes = _Line(row, number, seen, start=lead.end() if lead else 0).parse()
        if not any(isinstance(node, Text | Hole) for node in nodes):
            raise PatternError("the line describes nothing", number, 1, help="leave it away, or write `{}`")
        lines.append(PatternLine(nodes=nodes, heading=row.startswith("# ")))
    if "title" not in seen:
        raise PatternError("the pattern has no `{title}`", 1, 1, help="say where the title stands")
    return EntryPattern(text=text, lines=tuple(lines))


class _Line:
    """One pass over a line of a pattern."""

    def __init__(self, row: str, number: int, seen: dict[str, int], *, start: int) -> None:
        self.row = row.rstrip()
        self.number = number
        self.seen = seen
        self.at = start
        self.nodes: list[Node] = []
        self.open: list[tuple[str, int]] = []
        self.links = _links(self.row)

    def fail(self, message: str, at: int, *, help: str = "") -> PatternError:
        return PatternError(message, self.number, at + 1, help=help)

    def parse(self) -> tuple[Node, ...]:
        while self.at < len(self.row):
            self._step()
        if self.open:
            sign, at = self.open[-1]
            raise self.fail(f"`{sign}` is never closed", at, help="close it, or write `\\` in front of it")
        self._check_neighbours()
        return tuple(self.nodes)

    def _step(self) -> None:
        row, at = self.row, self.at
        sign = row[at]
        if sign == "\\" and at + 1 < len(row):
            self._text(row[at + 1], 2)
        elif row.startswith("{?", at):
            self._begin_maybe(at)
        elif sign == "{":
            self._hole(at)
        elif sign == "}":
            if not self.open or self.open[-1][0] != "{?":
                raise self.fail("`}` closes nothing", at, help="write `\\}` for the sign itself")
            self.open.pop()
            self.nodes.append(Maybe(opens=False))
            self.at += 1
        elif at in self.links or (sign == "]" and self.open and self.open[-1][0] == "["):
            self._link(at)
        else:
            self._markup_or_text(at)

    def _begin_maybe(self, at: int) -> None:
        if sum(sign == "{?" for sign, _ in self.open) >= _DEEPEST:
            raise self.fail(f"`{{?` stands inside more than {_DEEPEST} others", at)
        self.open.append(("{?", at))
        self.nodes.append(Maybe(opens=True))
        self.at += 2

    def _hole(self, at: int) -> None:
        end = self.row.find("}", at)
        if end < 0:
            raise self.fail("`{` is never closed", at, help="write `\\{` for the sign itself")
        inner = self.row[at + 1 : end]
        name, sign, detail = inner.strip(), "", ""
        for separator in ("|", ":"):
            if separator in inner:
                name, sign, detail = (part.strip() for part in inner.partition(separator))
                break
        if name and name not in FIELDS:
            near = nearest(name, FIELDS, 1)
            known = ", ".join(f"`{field}`" for field in FIELDS)
            help = f"did you mean `{near[0]}`?" if near else f"fields are {known}"
            raise self.fail(f"there is no field `{name[:40]}`", at + 1, help=help)
        allowed = name in _SEPARATED if sign == "|" else name == "url"
        if sign and not (allowed and detail):
            help = "`{authors|;}` says what separates names, `{url:code}` what an address leads to"
            raise self.fail(f"`{sign}` means nothing in `{{{inner[:40]}}}`", at, help=help)
        if name in self.seen and name not in _REPEATABLE:
            raise self.fail(
                f"`{{{name}}}` stands twice", at, help="write `{word}` or `{}` for what is of no interest"
            )
        self.seen[name] = self.number
        self.nodes.append(Hole(name, detail))
        self.at = end + 1

    def _link(self, at: int) -> None:
        if self.row[at] == "[":
            self.open.append(("[", at))
            self.nodes.append(Mark("link", opens=True, label=self.links[at]))
            self.at += 1
            return
        self.open.pop()
        self.nodes.append(Mark("link", opens=False))
        self.at = self.row.index(")", at) + 1

    def _markup_or_text(self, at: int) -> None:
        for sign, kind in _MARKUPS:
            if not self.row.startswith(sign, at):
                continue
            closing = bool(self.open) and self.open[-1][0] == sign
            if not closing and any(opened == sign for opened, _ in self.open):
                raise self.fail(f"`{sign}` closes before `{self.open[-1][0]}` does", at)
            if closing:
                self.open.pop()
            else:
                self.open.append((sign, at))
            self.nodes.append(Mark(kind, opens=not closing))
            self.at += len(sign)
            return
        self._text(self.row[at], 1)

    def _text(self, sign: str, length: int) -> None:
        sign = " " if sign.isspace() else sign
        last = self.nodes[-1] if self.nodes else None
        if isinstance(last, Text):
            if not (sign == " " and last.text.endswith(" ")):
                self.nodes[-1] = Text(last.text + sign)
        else:
            self.nodes.append(Text(sign))
        self.at += length

    def _check_neighbours(self) -> None:
        """Refuse two fields of any text with nothing between them that says where the first one ends."""
        open_field = ""
        for node in self.nodes:
            if isinstance(node, Hole):
                free = node.field in TEXT_FIELDS or not node.field
                if open_field and free:
                    shown = f"{{{node.field}}}"
                    at = self.row.find(shown) if shown in self.row else 0
                    message = f"nothing says where `{open_field}` ends and `{shown}` begins"
                    raise self.fail(message, max(at, 0), help="put the signs between them into the pattern")
                open_field = f"{{{node.field}}}" if free else ""
            elif isinstance(node, Mark) or (isinstance(node, Text) and node.text.strip()):
                open_field = ""


def _links(row: str) -> dict[int, str]:
    """Return where the brackets of links open -> their label, which stands in round brackets behind them."""
    opened: list[int] = []
    found: dict[int, str] = {}
    at = 0
    while at < len(row):
        if row[at] == "\\":
            at += 1
        elif row[at] == "[":
            opened.append(at)
        elif row[at] == "]" and opened:
            start = opened.pop()
            match = _LABEL.match(row, at + 1)
            if match is not None:
                found[start] = match[1].strip()
        at += 1
    return found
