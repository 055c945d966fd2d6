"""Org mode to blocks: headlines with tags, lists by indentation, links, emphasis, keyword lines and comments left out.

After the Org syntax (orgmode.org/worg/org-syntax.html), as far as lists of papers use it.
"""

import re

from curabib.evidence.regex import regex
from curabib.model import Piece
from curabib.readers.tree import Block, Inline

_HEADLINE = regex(r"(?P<stars>\*+)\s+(?P<text>.*?)(?:\s+(?P<tags>:[\w@#%:]+:))?\s*$")
_ITEM = regex(r"(?P<indent>\s*)(?P<mark>[-+]|(?<=\s)\*|\d{1,4}[.)])\s+(?P<text>.*)$")
_TIGHT = regex(r"(?P<indent>\s*)(?P<mark>-)(?P<text>[^\s\-].*)$")
_KEYWORD = regex(
    r"\s*#\+(?P<key>[A-Za-z_]+)(?:\[.*?\])?:\s*(?P<value>.*)$|\s*#\+(?:begin|end)_", re.IGNORECASE
)
_BEGIN = regex(r"\s*#\+begin_(\w+)", re.IGNORECASE)
_PROPERTY = regex(
    r"\s*:(?P<key>AUTHORS?|YEAR|DATE|VENUE|JOURNAL|BOOKTITLE|DOI|URL|KEYWORDS)(?:_\w+)?:\s+(?P<value>\S.*)$",
    re.IGNORECASE,
)
_TABLE = regex(r"\s*\|")
_TABLE_RULE = regex(r"\s*\|[-+|]*$")
_DRAWER = regex(r"\s*:[A-Z_]+:\s*$")
_PLANNING = regex(r"\s*(?:CLOSED|SCHEDULED|DEADLINE): [\[<]")
_OTHER_PROPERTY = regex(r"\s*:[A-Za-z_][\w\-+]*:(?:\s|$)")
_ENDS = (_HEADLINE, _KEYWORD, _TABLE, _DRAWER, _PLANNING, _PROPERTY)
_COMMENT = regex(r"\s*#(?:\s|$)")
_RULE = regex(r"\s*-{5,}\s*$")
_NOTHING = (_PLANNING, _OTHER_PROPERTY, _KEYWORD, _COMMENT, _RULE, _DRAWER)
_TODO = regex(r"^(?:TODO|DONE|NEXT|WAITING|READ|READING)\s+(?:\[#[A-C]\]\s+)?")
_LINK = r"\[\[(?P<href>[^\[\]]+)\](?:\[(?P<label>(?:[^\[\]]|\[[^\[\]]*\])*)\])?\]"
_INSIDE = r"(?:\[\[[^\[\]]+\](?:\[(?:[^\[\]]|\[[^\[\]]*\])*\])?\]|(?!\n\n|\[\[)[\s\S])"
_EMPHASIS = (
    rf"(?<![\w/*_~=+])(?P<mark>[*/_=~])(?P<inner>(?=\S){_INSIDE}{{1,400}}?(?<=\S))(?P=mark)(?![\w*/_])"
)
_MARKED = regex(_EMPHASIS)
_INLINE = regex(
    rf"{_LINK}"
    rf"|{_EMPHASIS}"
    r"|(?P<address>https?://[^\s\[\]]+)"  # whose slashes set nothing in italics
)
_KINDS = {"*": "strong", "/": "emphasis", "_": "emphasis", "=": "code", "~": "code"}
_VERBATIM = "=~"
_BLANKS = regex(r"\s+")
_MAX_DEPTH = 40


def read_blocks(text: str, path: str) -> tuple[Block, ...]:
    """Return the blocks of an Org document. Tags of a headline follow `tags:` in its label."""
    return _Reader(text.split("\n"), path).blocks()


class _Reader:
    def __init__(self, lines: list[str], path: str) -> None:
        self._lines = lines
        self._path = path
        self._at = 0

    def blocks(self) -> tuple[Block, ...]:
        out: list[Block] = []
        while self._at < len(self._lines):
            headline = _HEADLINE.match(self._lines[self._at])
            block = self._headline(headline) if headline is not None else self._next()
            if block is not None:
                out.append(block)
        return tuple(out)

    def _next(self, depth: int = 0, inside: int = -1) -> Block | None:
        """Read the block that begins at the present line, no headline; pass over a line that is none.

        It stands in `depth` items, and in the innermost the lines are set in by more than `inside` blanks.
        """
        line = self._lines[self._at]
        if _BEGIN.match(line):
            return self._verbatim()
        if _PROPERTY.match(line):
            return self._properties()
        if _TABLE.match(line):
            return self._table()
        if not line.strip() or any(pattern.match(line) for pattern in _NOTHING):
            self._at += 1
            return None
        if depth <= _MAX_DEPTH and self._item(line) is not None:
            return self._list(depth)
        return self._paragraph(inside)

    @staticmethod
    def _item(line: str) -> re.Match[str] | None:
        return _ITEM.match(line) or _TIGHT.match(line)

    def _ends(self, line: str) -> bool:
        return not line.strip() or any(pattern.match(line) for pattern in _ENDS)

    def _headline(self, match: re.Match[str]) -> Block:
        self._at += 1
        text = _TODO.sub("", match["text"])
        return Block(
            kind="heading",
            line=self._at,
            end_line=self._at,
            pieces=self._inline([(self._at, text)]),
            level=len(match["stars"]),
            label="tags:" + (match["tags"] or "").strip(":"),
        )

    def _properties(self) -> Block:
        """Read the properties of a drawer that state fields, as labelled lines."""
        begin = self._at
        lines: list[tuple[int, str]] = []
        while self._at < len(self._lines):
            match = _PROPERTY.match(self._lines[self._at])
            if match is None:
                break
            lines.append((self._at + 1, f"{match['key'].capitalize()}: {match['value']}"))
            self._at += 1
        return Block(kind="paragraph", line=begin + 1, end_line=self._at, pieces=self._inline(lines))

    def _table(self) -> Block:
        begin = self._at
        rows: list[Block] = []
        head = 0
        while self._at < len(self._lines) and _TABLE.match(self._lines[self._at]):
            line = self._lines[self._at].strip().strip("|")
            self._at += 1
            if _TABLE_RULE.match(self._lines[self._at - 1]):
                head = head or len(rows)
                continue
            row = Inline(self._path)
            for place, cell in enumerate(line.split("|")):
                if place:
                    row.cell_break(self._at)
                row.extend(self._inline([(self._at, cell.strip())]))
            rows.append(Block(kind="row", line=self._at, end_line=self._at, pieces=row.pieces()))
        if head == 1:
            first = rows[0]
            rows[0] = Block(
                kind="row", line=first.line, end_line=first.line, pieces=first.pieces, label="head"
            )
        return Block(kind="table", line=begin + 1, end_line=self._at, children=tuple(rows))

    def _verbatim(self) -> Block:
        begin = self._at + 1
        kind = (_BEGIN.match(self._lines[self._at]) or [""])[1]
        end = regex(rf"\s*#\+end_{re.escape(kind)}", re.IGNORECASE)
        self._at += 1
        inside: list[str] = []
        while self._at < len(self._lines) and not end.match(self._lines[self._at]):
            inside.append(self._lines[self._at])
            self._at += 1
        self._at += 1
        out = Inline(self._path)
        out.verbatim("\n".join(inside), begin + 1)
        return Block(
            kind="quote" if kind.lower() == "quote" else "code",
            line=begin,
            end_line=min(self._at, len(self._lines)),
            pieces=out.pieces(),
            label=kind.lower(),
        )

    def _paragraph(self, inside: int) -> Block:
        begin = self._at
        lines = []
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if (
                self._ends(line)
                or (self._at > begin and (self._item(line) is not None or _depth(line) <= inside))
                or _COMMENT.match(line)
            ):
                break
            lines.append((self._at + 1, line.strip()))
            self._at += 1
        if not lines:
            self._at += 1
        return Block(
            kind="paragraph", line=begin + 1, end_line=max(self._at, begin + 1), pieces=self._inline(lines)
        )

    def _list(self, depth: int) -> Block:
        """Read the items that stand at the present indentation, with what is nested in them."""
        begin = self._at
        first = self._item(self._lines[begin])
        indent = len(first["indent"]) if first is not None else 0
        items: list[Block] = []
        while self._at < len(self._lines):
            match = self._item(self._lines[self._at])
            if match is None or len(match["indent"]) != indent or _HEADLINE.match(self._lines[self._at]):
                break
            items.append(self._one(match, indent, depth))
            self._blanks(indent)
        return Block(kind="list", line=begin + 1, end_line=items[-1].end_line, children=tuple(items))

    def _blanks(self, indent: int) -> None:
        """Skip one or two blank lines where the list goes on behind them."""
        ahead = self._at
        while ahead < len(self._lines) and not self._lines[ahead].strip() and ahead - self._at < 2:
            ahead += 1
        if ahead < len(self._lines):
            match = self._item(self._lines[ahead])
            if (
                match is not None
                and len(match["indent"]) == indent
                and not _HEADLINE.match(self._lines[ahead])
            ):
                self._at = ahead

    def _one(self, match: re.Match[str], indent: int, depth: int) -> Block:
        """Read an item: its own lines, and the blocks set in below them, one blank line between them at most."""
        begin = self._at
        lines = [(begin + 1, match["text"])]
        self._at += 1
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if self._ends(line) or self._item(line) is not None or _depth(line) < indent:
                break
            lines.append((self._at + 1, line.strip()))
            self._at += 1
        head = Block(kind="paragraph", line=begin + 1, end_line=lines[-1][0], pieces=self._inline(lines))
        children = [head]
        while self._goes_on(indent):
            block = self._next(depth + 1, indent)
            if block is not None:
                children.append(block)
        end = max(child.end_line for child in children)
        return Block(kind="item", line=begin + 1, end_line=end, children=tuple(children), label=match["mark"])

    def _goes_on(self, indent: int) -> bool:
        """Whether the next line, behind a blank one at most, belongs to the item whose mark is set in by `indent`."""
        ahead = self._at
        if ahead < len(self._lines) and not self._lines[ahead].strip():
            ahead += 1
        line = self._lines[ahead] if ahead < len(self._lines) else ""
        if not line.strip() or _depth(line) <= indent:
            return False
        self._at = ahead
        return True

    def _inline(self, lines: list[tuple[int, str]]) -> tuple[Piece, ...]:
        out = Inline(self._path)
        text = "\n".join(line.removesuffix("\\\\") for _, line in lines)
        self._run(out, text, [number for number, _ in lines], "text")
        return out.pieces()

    def _run(self, out: Inline, text: str, starts: list[int], kind: str) -> None:
        """Write a run whose text outside links and markup is of one kind; `starts` are the numbers of its lines."""
        position = row = 0
        for match in _INLINE.finditer(text):
            if match["address"]:
                continue
            row = self._write(out, kind, text[position : match.start()], starts, row)
            if match["href"]:
                href = match["href"].replace("\n", " ").strip()
                label = _MARKED.sub(r"\g<inner>", match["label"]) if match["label"] else href
                out.add("link", " ".join(label.split()), starts[min(row, len(starts) - 1)], href=href)
            elif kind == "text" and match["mark"] not in _VERBATIM and "[[" in match["inner"]:
                self._run(out, match["inner"], starts[row:] or starts[-1:], _KINDS[match["mark"]])
            else:
                row = self._write(out, _KINDS[match["mark"]], match["inner"], starts, row)
            position = match.end()
            row = text.count("\n", 0, position)
        self._write(out, kind, text[position:], starts, row)

    @staticmethod
    def _write(out: Inline, kind: str, text: str, starts: list[int], row: int) -> int:
        """Write a run that may go over lines: breaks between lines of text, blanks inside markup."""
        if kind != "text":
            out.add(kind, _BLANKS.sub(" ", text), starts[min(row, len(starts) - 1)])  # type: ignore[arg-type]
            return row + text.count("\n")
        for place, part in enumerate(text.split("\n")):
            if place:
                row += 1
                out.line_break(starts[min(row, len(starts) - 1)])
            if part:
                out.add("text", part, starts[min(row, len(starts) - 1)])
        return row


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())
