"""Text to blocks. Never raises, loses no character, and takes time proportional to the text.

An entry without mistakes is recognised by one pattern. Everything else is read token by token, which finds out what is
wrong; a block that is no entry ends where its braces close, else before an empty line or the next `@type{` at the
start of a line. What follows the first half million blocks stays one block that is not read, so that memory is bounded.
"""

from collections import deque
from dataclasses import dataclass, field

from curabib.bibtex.document import Block, Cut, Document, count_lines, operand_end
from curabib.bibtex.grammar import BLANK_LINE, ENTRY, KEY, LINE_END, NEXT_START, SPACE, START, WORD

MOST_BLOCKS = 500_000
_FAR = 20
_CLOSING = {"{": "}", "(": ")"}


def parse(text: str, path: str = "") -> Document:
    """Return the blocks of a .bib file; `path` is the name that locations will carry."""
    return Document(path=path, blocks=tuple(_Parser(text).run()))


class _Mistake(Exception):
    """What is wrong with a block, and where; `unclosed` when more text might mend it. Stays in this module."""

    def __init__(self, message: str, position: int, *, unclosed: bool = False) -> None:
        super().__init__(message)
        self.position = position
        self.unclosed = unclosed


@dataclass(slots=True)
class _Parser:
    """Reads blocks from left to right; `line` is the line of `position`, the end of what was read."""

    text: str
    position: int = 0
    line: int = 1
    blocks: list[Block] = field(default_factory=list)
    count: int = 0
    starts: deque[int] = field(default_factory=deque)

    def run(self) -> list[Block]:
        text = self.text
        while True:
            start = self._next_start()
            if start < 0:
                self._take_text(len(text))
                return self.blocks
            self._take_text(start)
            self.count += 1
            if self.count > MOST_BLOCKS:
                self._add(self._unread())
                continue
            match = ENTRY.match(text, start)
            if match is not None and match[1].lower() not in _SPECIAL:
                self._add(Block(kind="entry", raw=match[0], line=self.line, type=match[1], key=match[2]))
            else:
                self._add(self._read(start))

    def _next_start(self) -> int:
        """Return where the next block starts, or -1: at `@type{`, but not on a line that starts with `%`."""
        position = self.position
        while True:
            match = START.search(self.text, position)
            if match is None:
                return -1
            start = match.start()
            line = max(self.text.rfind("\n", position, start) + 1, position)
            if not self.text[line : line + 200].lstrip(" \t").startswith("%"):
                return start
            end = self.text.find("\n", start)
            if end < 0:
                return -1
            position = end + 1

    def _unread(self) -> Block:
        error = f"{MOST_BLOCKS:,} blocks stand before it; from here on nothing is read"
        return Block(kind="failed", raw=self.text[self.position :].rstrip(), line=self.line, error=error)

    def _take_text(self, end: int) -> None:
        if end > self.position:
            self._add(Block(kind="text", raw=self.text[self.position : end], line=self.line))

    def _add(self, block: Block) -> None:
        self.blocks.append(block)
        self.position += len(block.raw)
        self.line += count_lines(block.raw)

    def _read(self, start: int) -> Block:
        """Return the block at `start`, which is not a plain entry."""
        head = START.match(self.text, start)
        assert head is not None  # noqa: S101
        reader = _SPECIAL.get(head[1].lower(), _read_entry)
        near = self._limit(head.end(), 1)
        for limit in (near, 0):
            try:
                block = reader(self.text, start, limit or self._limit(head.end(), _FAR))
            except _Mistake as found:
                mistake = found
                if not found.unclosed:
                    break
            else:
                block.line = self.line
                block.type = head[1]
                return block
        return self._failed(start, near, mistake)

    def _limit(self, position: int, count: int) -> int:
        """Return where the `count`-th block from `position` on starts at the start of a line, else the end."""
        starts = self.starts
        while starts and starts[0] < position:
            starts.popleft()
        while len(starts) < count:
            match = NEXT_START.search(self.text, max(starts[-1], position) if starts else position)
            if match is None:
                return len(self.text)
            starts.append(match.start() + 1)
        return starts[count - 1]

    def _failed(self, start: int, limit: int, mistake: _Mistake) -> Block:
        opening = START.match(self.text, start)
        assert opening is not None  # noqa: S101
        end = operand_end(self.text, opening.end() - 1, limit) if opening[2] == "{" else -1
        if end < 0:
            blank = BLANK_LINE.search(self.text, start, limit)
            end = blank.start() if blank else limit
        raw = self.text[start:end].rstrip()
        key = KEY.match(self.text, opening.end(), limit)
        return Block(
            kind="failed",
            raw=raw,
            line=self.line,
            type=opening[1],
            key=key[1].strip() if key and self.text[key.end() : key.end() + 1] in (",", "}") else "",
            error=str(mistake),
            error_line=self.line + count_lines(self.text[start : min(mistake.position, start + len(raw))]),
        )


def _read_entry(text: str, start: int, limit: int) -> Block:
    head = START.match(text, start)
    assert head is not None  # noqa: S101
    closing = _CLOSING[head[2]]
    match = KEY.match(text, head.end(), limit)
    assert match is not None  # noqa: S101
    key = match[1].strip()
    position = match.end()
    sign = text[position : position + 1] if position < limit else ""
    if closing == ")" and ")" in key and sign != ",":
        position = text.index(")", head.end())
        key, sign = text[head.end() : position].strip(), ")"
    if sign == "=":
        raise _Mistake("it has no citation key", position)
    if not sign:
        raise _Mistake("it is never closed", position, unclosed=True)
    if sign not in (",", closing):
        raise _Mistake(f"no comma stands after the key `{_short(key)}`", position)
    cuts, end = _read_fields(text, start, position + (sign == ","), limit, closing)
    return Block(kind="entry", raw=text[start:end], line=0, key=key, cuts=cuts)


def _read_fields(
    text: str, start: int, position: int, limit: int, closing: str
) -> tuple[tuple[Cut, ...], int]:
    """Return the fields from `position` on, and the end of the block behind its closing sign."""
    cuts: list[Cut] = []
    while True:
        position = _skip(text, position, limit)
        if text[position : position + 1] == closing:
            return tuple(cuts), position + 1
        match = WORD.match(text, position, limit)
        if match is None:
            if position >= limit:
                raise _Mistake("it is never closed", position, unclosed=True)
            raise _Mistake(f"no field starts at `{_short(text[position : position + 20])}`", position)
        end = _read_value(text, match.end(), limit, match[1])
        cuts.append((match[1], text[match.end() : end], match.start(1) - start))
        position = _skip(text, end, limit)
        sign = text[position : position + 1] if position < limit else ""
        if sign == ",":
            position += 1
        elif sign != closing:
            if not sign:
                raise _Mistake("it is never closed", position, unclosed=True)
            raise _Mistake(f"no comma stands after the field `{_short(match[1])}`", end)


def _read_value(text: str, position: int, limit: int, name: str) -> int:
    """Return the end of the value at `position`."""
    while True:
        end = operand_end(text, position, limit)
        if end < 0:
            unclosed = text[position : position + 1] in ("{", '"') and position < limit
            what = "has a value that is never closed" if unclosed else "has no value"
            raise _Mistake(f"the field `{_short(name)}` {what}", position, unclosed=unclosed)
        following = _skip(text, end, limit)
        if text[following : following + 1] != "#" or following >= limit:
            return end
        position = _skip(text, following + 1, limit)


def _read_string(text: str, start: int, limit: int) -> Block:
    head = START.match(text, start)
    assert head is not None  # noqa: S101
    cuts, end = _read_fields(text, start, head.end(), limit, _CLOSING[head[2]])
    return Block(kind="string", raw=text[start:end], line=0, cuts=cuts)


def _read_preamble(text: str, start: int, limit: int) -> Block:
    head = START.match(text, start)
    assert head is not None  # noqa: S101
    end = _skip(text, _read_value(text, _skip(text, head.end(), limit), limit, "preamble"), limit)
    if end >= limit or text[end] != _CLOSING[head[2]]:
        raise _Mistake("it is never closed", end, unclosed=end >= limit)
    return Block(kind="preamble", raw=text[start : end + 1], line=0)


def _read_comment(text: str, start: int, limit: int) -> Block:
    """Return a comment: up to its closing brace; where there is none, to the end of the line."""
    head = START.match(text, start)
    assert head is not None  # noqa: S101
    end = (
        operand_end(text, head.end() - 1, limit) if head[2] == "{" else text.find(")", head.end(), limit) + 1
    )
    if end <= 0:
        line = LINE_END.search(text, head.end(), limit)
        end = line.start() if line else limit
    return Block(kind="comment", raw=text[start:end], line=0)


def _skip(text: str, position: int, limit: int) -> int:
    match = SPACE.match(text, position, limit)
    return match.end() if match else position


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else line[:39] + "…"


_SPECIAL = {"string": _read_string, "preamble": _read_preamble, "comment": _read_comment}
