"""Cutting a block tree into entries: the one understanding that all document languages share.

A document is a sequence of sections. In each, list items, table rows, blocks of lines, headings with text below them
or slots of a schedule are weighed by the signs they show (`signs`), and by what their neighbours are.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from curabib.diagnostics import Diagnostic, diagnose
from curabib.evidence import dates, labels, links, people
from curabib.model import Location, Piece, RawEntry, RawForm, Skipped, Snapshot
from curabib.readers import papers, schedule
from curabib.readers.signs import Signs, look, split_lines
from curabib.readers.tree import Block, plain

_ENOUGH = 2
_TOPIC_LEVEL = 80
_FOLD_LEVEL = 90
_TENTATIVE = 50
_MAX_TOPIC = 100
_SIDE_BY_SIDE = re.compile(
    r"[\s,;]*(?:by [^.;]{3,80}?\s*)?(?:\([^()]{4,80}\))?[\s,;]*\b(?:and|&)(?:\s+(?:[Tt]he|[Aa]n?))?\s*"
)


@dataclass(frozen=True, slots=True)
class _Heading:
    level: int
    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Cut:
    """What was cut out of a document, in its order."""

    entries: tuple[RawEntry, ...]
    skipped: tuple[Skipped, ...]
    diagnostics: tuple[Diagnostic, ...]


def cut(blocks: Sequence[Block], snapshot: Snapshot) -> Cut:
    """Return the entries of a document, the lines passed over with the reason, and what was odd."""
    cutter = _Cutter(snapshot)
    if schedule.is_schedule(blocks):
        blocks = schedule.gather(blocks)
    cutter.paper_levels = papers.paper_levels(blocks)
    cutter.count_titles(blocks)
    cutter.sections(blocks)
    return cutter.result()


class _Cutter:
    """The state of one pass over a document: the headings above, the entries so far."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._stack: list[_Heading] = []
        self._entries: list[RawEntry] = []
        self._skipped: list[Skipped] = []
        self._diagnostics: list[Diagnostic] = []
        self.paper_levels: frozenset[int] = frozenset()
        self._title: _Heading | None = None
        self._only_title = False
        self._signs: dict[int, Signs] = {}

    def count_titles(self, blocks: Sequence[Block]) -> None:
        """Learn whether the document has one heading of the first level: only then it is surely its title."""
        self._only_title = sum(block.kind == "heading" and block.level == 1 for block in blocks) == 1

    # --- what is above

    def headings(self) -> tuple[str, ...]:
        """Return the topics above the present place, without the document's title and the furniture."""
        found: list[str] = []
        for heading in self._stack:
            title = heading is self._title and (self._only_title or heading is not self._stack[-1])
            if heading.kind in ("", "no works") and heading.text and not title:
                found.append(heading.text)
        return tuple(found)

    def _push(self, level: int, text: str, *, may_be_title: bool = True) -> None:
        text = labels.heading_text(text)
        while self._stack and self._stack[-1].level >= level:
            self._stack.pop()
        heading = _Heading(level, text[: _MAX_TOPIC * 2], labels.heading_kind(text))
        if (
            may_be_title
            and self._title is None
            and level == 1
            and not self._entries
            and level not in self.paper_levels
        ):
            self._title = heading
        self._stack.append(heading)

    def _push_tentative(self, text: str) -> None:
        """Push a line that stands alone: it replaces the one before, or stands below it where it repeats its words."""
        text = labels.heading_text(text)
        while (
            self._stack
            and self._stack[-1].level >= _TENTATIVE
            and not (self._stack[-1].text and text.startswith(self._stack[-1].text + ":"))
        ):
            self._stack.pop()
        self._stack.append(_Heading(_TENTATIVE, text, labels.heading_kind(text)))

    def _furniture(self) -> str:
        """Why nothing here can be an entry, or the empty string."""
        for place, heading in enumerate(reversed(self._stack)):
            if heading.kind == "contents":
                return "table of contents" if place == 0 else ""
            if heading.kind:
                return heading.kind
        return ""

    # --- the walk

    def sections(self, blocks: Sequence[Block]) -> None:
        """Cut the blocks of one container, headings and all."""
        run: list[Block] = []
        for place, block in enumerate(blocks):
            if block.kind == "paragraph":
                run.append(block)
                continue
            self._paragraphs(run)
            run = []
            if block.kind == "heading":
                self._heading(block, blocks, place)
            elif block.kind == "fold":
                self._push(_FOLD_LEVEL, block.text)
            elif block.kind == "end":
                while self._stack and self._stack[-1].level >= _FOLD_LEVEL:
                    self._stack.pop()
            elif self._in_paper():
                continue
            elif block.kind == "list":
                self._list(block)
            elif block.kind == "table":
                self._table(block)
            elif block.kind == "item" and block.label == "slot":
                self._emit("slot", self._item_pieces(block), block)
            elif block.kind in ("quote", "code"):
                self._skip(block, "quotation" if block.kind == "quote" else "code")
            elif block.children:
                self.sections(block.children)
        self._paragraphs(run)

    def _in_paper(self) -> bool:
        return bool(self._stack) and self._stack[-1].kind == "paper"

    def _heading(self, block: Block, blocks: Sequence[Block], place: int) -> None:
        if block.level == 0:
            self._push_tentative(block.text)
            return
        below = papers.content(blocks, place)
        if self._in_paper() and block.level > self._stack[-1].level and block.level not in self.paper_levels:
            self._skip(block, "heading inside an entry")
            return
        self._push(block.level, block.text, may_be_title=not block.label.startswith("tags:"))
        top = self._stack[-1]
        if (
            block.level in self.paper_levels
            and not top.kind
            and top is not self._title
            and papers.is_paper(block, below)
        ):
            self._stack.pop()
            mentions = tuple(papers.mentions(below, self._snapshot))
            named = {id(mention[-1]) for mention in mentions}
            pieces = list(block.pieces)
            end = block.end_line
            for child in below:
                pieces.append(_break("block", child.line, self._snapshot.path))
                pieces += (
                    _text(piece.text, piece.location.line, self._snapshot.path)
                    if id(piece) in named
                    else piece
                    for piece in self._flat(child)
                )
                end = max(end, child.end_line)
            if block.label.startswith("tags:") and block.label != "tags:":
                pieces.append(_break("item", block.line, self._snapshot.path))
                tags = "; ".join(block.label.removeprefix("tags:").split(":"))
                pieces.append(_text(f"Tags: {tags}", block.line, self._snapshot.path))
            self._emit("heading", pieces, block, end)
            for mention in mentions:
                self._entries.append(
                    RawEntry(
                        source=self._snapshot.source,
                        headings=self.headings(),
                        pieces=mention,
                        location=Location(
                            path=self._snapshot.path,
                            line=mention[0].location.line,
                            end_line=mention[-1].location.line,
                        ),
                        form="mention",
                    )
                )
            self._stack.append(_Heading(block.level, "", "paper"))

    # --- lists

    def _list(self, block: Block, depth: int = 0) -> None:
        why = self._furniture()
        if why in ("table of contents", "about the list", "no works"):
            self._skip(block, why)
            return
        looks = [(item, self._look(item)) for item in block.children]
        kinds = [self._classify(item, signs, depth) for item, signs in looks]
        works = self._anchored_works
        kinds = [("entry" if works else "table of contents") if kind == "anchor" else kind for kind in kinds]
        entries = kinds.count("entry")
        weak = kinds.count("weak")
        keep_weak = entries >= 1 and entries >= weak
        for (item, _), kind in zip(looks, kinds, strict=True):
            while (
                self._stack
                and self._stack[-1].level > _TOPIC_LEVEL + depth
                and self._stack[-1].level < _FOLD_LEVEL
            ):
                self._stack.pop()
            if kind == "entry" or (kind == "weak" and keep_weak):
                self._item(item, depth)
            elif kind == "group":
                self._group(item, depth)
            else:
                self._skip(item, {"weak": "no sign of a work", "": "no sign of a work"}.get(kind, kind))

    @property
    def _anchored_works(self) -> bool:
        """Whether links inside the document lead to works here: below a group of works, not in a table of contents."""
        return (
            bool(self._stack)
            and self._stack[-1].level >= _TOPIC_LEVEL
            and dates.find_year(self._stack[-1].text) is not None
        )

    def _look(self, item: Block) -> Signs:
        """Return the signs of an item's head, worked out once."""
        pieces = self._head(item).pieces
        found = self._signs.get(id(pieces))
        if found is None:
            found = self._signs[id(pieces)] = look(pieces)
        return found

    @staticmethod
    def _head(item: Block) -> Block:
        return next((child for child in item.children if child.kind in ("paragraph", "heading")), item)

    def _classify(self, item: Block, signs: Signs, depth: int) -> str:
        """Return what an item is: `entry`, `group` (the topic of what is in it), `weak`, or why it is none."""
        head = self._head(item)
        rest = [child for child in item.children if child is not head]
        if signs.template:
            return "template"
        if head.kind == "heading":
            return "group"
        if not signs.words and not signs.web:
            return "group" if rest else "empty"
        if signs.anchors and not signs.web and not signs.documents:
            return "anchor" if signs.leading_anchor else "table of contents"
        inner = [self._look(child) for child in _items(rest)]
        if self._is_group(head, signs, rest, inner):
            return "group"
        score = signs.score
        if not signs.web and any(self._tells(child) for child in _items(rest)):
            score += 2
        if not signs.web and any(sub.web and sub.label_links for sub in inner):
            score += 1
        if signs.words > 60 and not signs.leading_link and not signs.label_links and not signs.marked_title:
            return "prose"
        if score >= _ENOUGH and not (
            score == _ENOUGH and signs.web and not signs.leading_link and signs.sentence
        ):
            return "entry"
        return "weak" if signs.words >= 3 or signs.web else ""

    def _tells(self, item: Block) -> bool:
        """Whether a sub-item states a field: a labelled line, or a list of names."""
        text = self._head(item).text
        return labels.line_label(text) is not None or people.evidence(text[:3000]) == 2

    def _is_group(self, head: Block, signs: Signs, rest: Sequence[Block], inner: Sequence[Signs]) -> bool:
        """Whether an item only names the topic of the entries inside it."""
        if signs.web or signs.documents or signs.bracket_labels or signs.words > 14:
            return False
        strong = sum(1 for sub in inner if sub.leading_link or (sub.web and sub.score > _ENOUGH))
        if (
            inner
            and strong >= 0.5 * len(inner)
            and not any(labels.line_label(self._head(i).text) for i in _items(rest))
        ):
            return True
        anchored = sum(1 for sub in inner if sub.anchors or sub.leading_link)
        if inner and anchored >= 0.5 * len(inner):
            return True
        blocks = [child for child in rest if child.kind == "paragraph"]
        return bool(blocks) and sum(papers.is_block(split_lines(child.pieces)) for child in blocks) >= max(
            1, 0.5 * len(blocks)
        )

    def _group(self, item: Block, depth: int) -> None:
        head = self._head(item)
        if head.kind == "heading":
            self._push(head.level, head.text)
        else:
            self._push(_TOPIC_LEVEL + depth, head.text)
        for child in item.children:
            if child is head:
                continue
            if child.kind == "list":
                self._list(child, depth + 1)
            else:
                self.sections((child,))

    def _item(self, item: Block, depth: int) -> None:
        """Emit an item; sub-items that are works of their own (their text is a title link) become entries too."""
        head = self._head(item)
        signs = self._look(item)
        own: list[Block] = []
        for child in item.children:
            if child.kind == "list" and signs.leading_link and self._nested_works(child):
                continue
            own.append(child)
        end = max([head.end_line, *(child.end_line for child in own)])
        pieces = self._item_pieces(item, own)
        for work in split_works(pieces):
            self._emit("item", work, item, end)
        for child in item.children:
            if child not in own:
                self._list(child, depth + 1)

    def _nested_works(self, block: Block) -> bool:
        found = [self._look(child) for child in block.children]
        whole = sum(
            1
            for child, signs in zip(block.children, found, strict=True)
            if signs.leading_link and _starts_with_link(self._head(child))
        )
        return len(found) > 0 and whole == len(found)

    def _item_pieces(self, item: Block, children: Sequence[Block] | None = None) -> list[Piece]:
        pieces: list[Piece] = list(item.pieces)
        fold = False
        for child in item.children if children is None else children:
            if pieces and not fold:
                pieces.append(
                    _break("block" if child.kind == "paragraph" else "item", child.line, self._snapshot.path)
                )
            pieces += self._flat(child)
            fold = child.kind == "fold"
            if fold:
                pieces.append(_text(" ", child.line, self._snapshot.path))
        return pieces

    def _flat(self, block: Block) -> list[Piece]:
        """Return everything inside a block as pieces, with breaks between its parts."""
        pieces: list[Piece] = list(block.pieces)
        if block.kind == "code":
            return []
        stack = [iter(block.children)]
        fold = False
        while stack:
            child = next(stack[-1], None)
            if child is None:
                stack.pop()
                continue
            if child.kind == "code":
                continue
            if child.pieces:
                if pieces and not fold:
                    pieces.append(_break("item", child.line, self._snapshot.path))
                pieces += child.pieces
                fold = child.kind == "fold"
                if fold:
                    pieces.append(_text(" ", child.line, self._snapshot.path))
            if child.children:
                stack.append(iter(child.children))
        return pieces

    # --- tables

    def _table(self, block: Block) -> None:
        why = self._furniture()
        if why:
            self._skip(block, why)
            return
        rows = [child for child in block.children if child.kind == "row"]
        header = next((row for row in rows if row.label == "head"), None)
        columns = tuple(plain(cell) for cell in cells(header.pieces)) if header else ()
        for row in rows:
            if row is header:
                continue
            signs = look(row.pieces)
            texts = [plain(cell) for cell in cells(row.pieces)]
            if (
                any(len(text.split()) >= 3 or (signs.web and text) for text in texts)
                and signs.score >= _ENOUGH
                and not signs.template
            ):
                self._emit("row", row.pieces, row, columns=columns)
            elif row.children:
                self.sections(row.children)
            else:
                self._skip(row, "row without a sign of a work")

    # --- blocks of lines

    def _paragraphs(self, run: Sequence[Block]) -> None:
        if not run:
            return
        why = self._furniture()
        if self._in_paper():
            return
        if not why:
            run = papers.gather(run)
        accepted = papers.one_liners(run) if not why else frozenset()
        for block in run:
            if why:
                self._skip(block, why)
                continue
            found = False
            for lines in papers.block_runs(block):
                if papers.is_block(lines) or id(block) in accepted:
                    pieces = _join(lines, self._snapshot.path)
                    first, last = lines[0][0].location.line, lines[-1][-1].location.line
                    signs = look(pieces)
                    if signs.template:
                        continue
                    found = True
                    self._emit("block", pieces, block, last, line=first)
            if not found and dates.is_slot(block.text):
                place = Location(path=self._snapshot.path, line=block.line)
                self._diagnostics.append(
                    diagnose("CB118", f"the time slot `{block.text}` has no entry", place)
                )
            if not found:
                self._skip(block, "text")

    # --- results

    def _emit(
        self,
        form: RawForm,
        pieces: Iterable[Piece],
        block: Block,
        end_line: int = 0,
        *,
        line: int = 0,
        columns: tuple[str, ...] = (),
    ) -> None:
        self._entries.append(
            RawEntry(
                source=self._snapshot.source,
                headings=self.headings(),
                pieces=tuple(pieces),
                location=Location(
                    path=self._snapshot.path, line=line or block.line, end_line=end_line or block.end_line
                ),
                form=form,
                columns=columns,
            )
        )

    def _skip(self, block: Block, reason: str) -> None:
        self._skipped.append(
            Skipped(line=block.line, end_line=max(block.line, block.end_line), reason=reason)
        )

    def result(self) -> Cut:
        """Return everything found."""
        return Cut(tuple(self._entries), tuple(self._skipped), tuple(self._diagnostics))


def split_works(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Return the pieces of each work of an item: several where "[A](…) (1981) and [B](…) (1990)" names them.

    What follows the last one in the item goes with it.
    """
    cuts: list[int] = []
    opened = False
    between = ""
    for place, piece in enumerate(pieces):
        if piece.kind == "break":
            break
        if piece.kind == "link" and _is_title_link(piece):
            if opened and _SIDE_BY_SIDE.fullmatch(between):
                cuts.append(place)
            elif (opened and len(between) > 200) or (not opened and between.strip()):
                break
            opened, between = True, ""
        elif piece.kind in ("text", "emphasis", "strong"):
            between += piece.text
    parts = []
    start = 0
    for cut in cuts:
        parts.append([*pieces[start:cut]])
        start = cut
    return [*parts, [*pieces[start:]]]


def _is_title_link(piece: Piece) -> bool:
    return (
        len(piece.text.split()) >= 2
        and not labels.link_label(piece.text)
        and not piece.href.startswith("#")
        and not people.evidence(piece.text)
    )


def cells(pieces: Sequence[Piece]) -> list[tuple[Piece, ...]]:
    """Return the pieces of each cell of a row, empty cells included."""
    found: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.kind == "break" and piece.text == "cell":
            found.append([])
        else:
            found[-1].append(piece)
    return [tuple(cell) for cell in found]


def _items(blocks: Iterable[Block]) -> list[Block]:
    return [item for block in blocks if block.kind == "list" for item in block.children]


def _starts_with_link(block: Block) -> bool:
    first = next((piece for piece in block.pieces if piece.kind == "link" or piece.text.strip()), None)
    return first is not None and first.kind == "link" and links.is_web(first.href)


def _break(what: str, line: int, path: str) -> Piece:
    return Piece(kind="break", text=what, location=Location(path=path, line=line))


def _text(text: str, line: int, path: str) -> Piece:
    return Piece(kind="text", text=text, location=Location(path=path, line=line))


def _join(lines: Sequence[Sequence[Piece]], path: str) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for line in lines:
        if pieces:
            pieces.append(_break("line", line[0].location.line, path))
        pieces += line
    return tuple(pieces)
