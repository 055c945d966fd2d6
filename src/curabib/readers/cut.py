"""Cutting a block tree into entries: the one understanding that all document languages share.

A document is a sequence of sections. In each, list items, table rows, blocks of lines, headings with text below them
or slots of a schedule are weighed by the signs they show (`signs`), and by what their neighbours are.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from curabib.diagnostics import Diagnostic, diagnose
from curabib.evidence import dates, labels, links
from curabib.evidence.regex import regex
from curabib.model import Location, Piece, RawEntry, RawForm, Skipped, Snapshot
from curabib.readers import (
    among_prose,
    folds,
    hanging,
    headings,
    labelled,
    lone_titles,
    mail,
    mentions,
    numbered,
    ornaments,
    papers,
    runs,
    schedule,
    snippets,
    tables,
    tight,
    wraps,
)
from curabib.readers.above import FOLD_LEVEL, TOPIC_LEVEL, Above
from curabib.readers.items import Items
from curabib.readers.of_one import are_links_of_one
from curabib.readers.signs import ENOUGH, look, shows_template
from curabib.readers.tree import UNKNOWN, Block, head_of, plain

_FEWEST_OVER_FIELDS = 3
_LONGEST_NAME = 200
_ANNOUNCES = regex(r"\b(?:papers|proceedings|publications)\b|论文", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cut:
    """What was cut out of a document, in its order."""

    entries: tuple[RawEntry, ...]
    skipped: tuple[Skipped, ...]
    diagnostics: tuple[Diagnostic, ...]
    title: str = ""
    page: str = ""


def cut(blocks: Sequence[Block], snapshot: Snapshot) -> Cut:
    """Return the entries of a document, the lines passed over with the reason, and what was odd."""
    first = blocks[0] if blocks else None
    if first is not None and first.kind == "page":
        blocks = blocks[1:]
    blocks = wraps.unwrap(tight.gather(hanging.join(blocks, snapshot.text)), snapshot.text)
    if schedule.is_schedule(blocks):
        blocks = schedule.gather(blocks)
    stated, named = headings.paper_levels(blocks), headings.people_levels(blocks)
    cutter = _Cutter(snapshot, Above(blocks, stated | named), named - stated, blocks)
    cutter.sections(blocks)
    return replace(cutter.result(), page=_page(first, cutter.first_line))


def _page(first: Block | None, entered: int) -> str:
    """Return what a document is called apart from its text, or in the first line if that announces papers."""
    if first is None or not first.lines:
        return ""
    text = first.lines[0].text[:_LONGEST_NAME]
    stands = first.kind in ("heading", "paragraph") and not first.level and first.end_line < entered
    return text if first.kind == "page" or (stands and _ANNOUNCES.search(text) is not None) else ""


class _Cutter:
    """The state of one pass over a document: the headings above, the entries so far."""

    def __init__(
        self, snapshot: Snapshot, above: Above, people_levels: frozenset[int], blocks: Sequence[Block]
    ) -> None:
        self._snapshot = snapshot
        self._blocks = blocks
        self._above = above
        self._people_levels = people_levels
        self._items = Items()
        self._entries: list[RawEntry] = []
        self._skipped: list[Skipped] = []
        self._diagnostics: list[Diagnostic] = []
        self._quoted: frozenset[int] = frozenset()  # quotations that are entries
        self._opening: list[Block] = []  # BibTeX before the first section
        self._titles_over_fields: bool | None = None
        self._lists_titles: bool | None = None  # whether titles in bold stand among prose

    def sections(self, blocks: Sequence[Block]) -> None:
        """Cut the blocks of one container, headings and all."""
        run: list[Block] = []
        said = ""
        blocks = folds.gather(ornaments.gather(blocks))
        self._quoted = papers.quoted_entries(blocks)
        named = labelled.people_below(blocks)
        for place, block in enumerate(blocks):
            if block.kind == "paragraph" and not snippets.is_bibtex(block):
                run.append(block)
                said = block.text
                continue
            listing = bool(run) and block.kind in ("list", "table")
            if listing and (id(block) in named or self._titles(run[-1], block)):
                block, listing = labelled.join(run.pop(), block), False
            group = run.pop() if listing and labelled.is_group_line(run[-1]) else None
            why = labelled.why_no_works(run[-1], block) if run and listing and not group else ""
            self._paragraphs(run)
            run = []
            if why:
                self._skip(block, why)
                continue
            self._group_line(group)
            if block.kind == "heading":
                self._heading(block, blocks, place)
            elif block.kind in ("fold", "end"):
                self._fold(block)
            elif self._above.in_paper:
                continue
            elif block.kind == "list":
                self._list(block, elsewhere=labels.points_elsewhere(said))
            elif block.kind == "table":
                self._table(block)
            elif block.kind == "item" and block.label in ("fold", "slot"):
                form: RawForm = "slot" if block.label == "slot" else "item"
                self._emit(form, runs.of_item(block, block.children, self._snapshot.path), block)
            elif snippets.is_bibtex(block):
                self._bibtex(block, said)
            elif block.kind in ("quote", "code"):
                self._apart(block)
            elif block.children:
                self.sections(tight.gather(block.children))
            said = ""
        self._paragraphs(run)

    def _titles(self, line: Block, block: Block) -> bool:
        """Whether a paragraph is the title of the work whose fields the list below it holds."""
        return not self._above.in_paper and labelled.belongs(block, line)

    def _group_line(self, line: Block | None) -> None:
        """Put a paragraph that names the topic of a list over it."""
        if line is not None and not self._above.in_paper:
            self._above.push_tentative(line.text)

    def _apart(self, block: Block) -> None:
        """Pass over a quotation or code, but for quotations that are references."""
        if block.kind == "quote" and (id(block) in self._quoted or papers.reads_as_references(block)):
            self._paragraphs(block.children, references=True)
        elif block.kind == "quote" and labelled.states_work(block):
            self._paragraphs(block.children)
        elif block.label == UNKNOWN:
            self._skip(block, "unknown markup")
        else:
            self._skip(block, "quotation" if block.kind == "quote" else "code")

    def _fold(self, block: Block) -> None:
        if block.kind == "fold":
            self._above.push(FOLD_LEVEL, block.text)
        else:
            self._above.end_folds()

    # --- headings

    def _heading(self, block: Block, blocks: Sequence[Block], place: int) -> None:
        above = self._above
        if block.level == 0:
            above.push_tentative(block.text)
            return
        if above.in_paper and block.level > above.level and block.level not in above.paper_levels:
            self._skip(block, "heading inside an entry")
            return
        may_be_title = not block.label.startswith("tags:") and not self._entries
        above.push(block.level, block.text, may_be_title=may_be_title)
        if block.level in above.paper_levels and above.may_title:
            below = headings.content(blocks, place)
            shown = block.level not in self._people_levels or (
                not above.furniture() and headings.stands_over_people(block, below)
            )
            if shown and headings.is_paper(block, below):
                above.pop()
                self._paper(block, below)
                above.push_paper(block.level)

    def _paper(self, heading: Block, below: Sequence[Block]) -> None:
        """Emit a heading that is a title, with the text below it, and the works that this text mentions."""
        path = self._snapshot.path
        named_besides = tuple(mentions.mentions(below, self._snapshot))
        named = {id(mention[-1]) for mention in named_besides}
        pieces = list(heading.pieces)
        for block in below:
            pieces.append(runs.line_break("block", block.line, path))
            pieces += (
                runs.text_piece(piece.text, piece.location.line, path) if id(piece) in named else piece
                for piece in runs.of_block(block, path)
            )
        tags = heading.label.removeprefix("tags:") if heading.label.startswith("tags:") else ""
        if tags:
            pieces.append(runs.line_break("item", heading.line, path))
            pieces.append(runs.text_piece(f"Tags: {'; '.join(tags.split(':'))}", heading.line, path))
        self._emit("heading", pieces, heading, max([heading.end_line, *(block.end_line for block in below)]))
        for mention in named_besides:
            first, last = mention[0].location.line, mention[-1].location.line
            self._emit("mention", mention, heading, last, line=first)

    # --- lists

    def _list(self, block: Block, depth: int = 0, *, elsewhere: bool = False) -> None:
        why = self._above.furniture()
        if (
            (why == "table of contents" and not self._items.lead_to_papers(block))
            or why == "about the list"
            or (why == "no works" and not self._items.are_references(block))
        ):
            self._skip(block, why)
            return
        if are_links_of_one(block.children):
            self._skip(block, "remarks")
            return
        block = self._items.with_links(block)
        kinds = self._items.kinds(block, elsewhere=elsewhere or self._above.elsewhere)
        works = self._above.anchored_works
        kinds = [("entry" if works else "table of contents") if kind == "anchor" else kind for kind in kinds]
        believed = ("entry", "weak") if 1 <= kinds.count("entry") >= kinds.count("weak") else ("entry",)
        for item, kind in zip(block.children, kinds, strict=True):
            self._above.end_topics(depth)
            if kind in believed:
                self._item(item, depth)
            elif kind == "group":
                self._group(item, depth)
            else:
                self._skip(item, "no sign of a work" if kind == "weak" else kind)

    def _group(self, item: Block, depth: int) -> None:
        """Cut what is nested in an item that names its topic."""
        head = head_of(item)
        self._above.push(head.level if head.kind == "heading" else TOPIC_LEVEL + depth, head.text)
        rest = [child for child in item.children if child is not head]
        loose: list[Block] = []
        for child in rest:
            if child.kind == "list":
                self.sections(loose)
                loose = []
                self._list(child, depth + 1)
            else:
                loose.append(child)
        self.sections(loose)

    def _item(self, item: Block, depth: int) -> None:
        """Emit an item; sub-items that are works of their own (their text is a title link) become entries too."""
        leads = self._items.signs(item).leading_link
        works = [
            child
            for child in item.children
            if child.kind == "list" and leads and self._items.are_works(child)
        ]
        own = [child for child in item.children if child not in works]
        end = max([head_of(item).end_line, *(child.end_line for child in own)])
        nests = any(child.kind == "list" for child in own)
        if nests and (leads or self._items.cites_by_link(item)):
            own, likes = self._items.apart(item, own)
            works += likes
            end = min([end, *(child.line - 1 for child in likes)])
        pieces = runs.of_item(item, own, self._snapshot.path)
        cited = tight.references(pieces)
        for work in cited if len(cited) > 1 else runs.split_works(pieces):
            line = work[0].location.line if len(cited) > 1 else 0
            self._emit("item", work, item, line or end, line=line)
        for child in works:
            self._list(child, depth + 1)

    # --- tables

    def _table(self, block: Block) -> None:
        why = self._above.furniture()
        if why:
            self._skip(block, why)
            return
        rows = [child for child in block.children if child.kind == "row"]
        header = next((row for row in rows if row.label == "head"), None)
        columns = tuple(plain(cell) for cell in runs.cells(header.pieces)) if header else ()
        below = [row for row in rows if row is not header]
        if tables.is_benchmark(below):
            self._skip(block, "benchmark table")
            return
        if columns and tables.lists_people(columns, below):
            self._skip(block, "no works")
            return
        titles, linked = tables.roles(columns), tables.linked_columns(below)
        for row in below:
            signs = look(row.pieces)
            texts = [plain(cell) for cell in runs.cells(row.pieces)]
            telling = any(len(text.split()) >= 3 or (signs.web and text) for text in texts)
            telling = telling and not (tables.only_slides(row.pieces) or tables.introduces(row.pieces))
            telling = (telling and signs.reaches(ENOUGH)) or tables.is_titled(texts, titles)
            telling = telling and not (linked and not signs.web and tables.is_empty_in(texts, linked))
            if telling and not signs.template:
                for work in runs.works_of_row(row.pieces):
                    self._emit("row", work, row, columns=columns)
            elif row.children:
                self.sections(row.children)
                self._above.end_rows()
            else:
                self._skip(row, "row without a sign of a work")

    # --- blocks of lines, and of BibTeX

    def _paragraphs(self, run: Sequence[Block], *, references: bool = False) -> None:
        if not run or self._above.in_paper:
            return
        why = self._above.furniture()
        if why:
            for block in run:
                self._skip(block, why)
            return
        run = [block for block in run if not self._mail(block)]
        run = papers.gather(labelled.over_addresses(run, self._over_fields))
        run = lone_titles.gather(run)
        alike = frozenset(map(id, run)) if references else papers.one_liners(run) | self._titled(run)
        accepted = numbered.with_siblings(run, alike)
        for block in run:
            if not self._block(block, whole=id(block) in accepted):
                named = any(links.host_kind(link.href) == "paper" for link in block.links)
                self._skip(block, "text with a link to a paper" if named else "text")

    def _over_fields(self) -> bool:
        """Whether titles in bold stand over the fields of their work in the document; looked for once."""
        if self._titles_over_fields is None:
            self._titles_over_fields = labelled.lists_titles(self._blocks)
        return self._titles_over_fields

    def _titled(self, run: Sequence[Block]) -> frozenset[int]:
        """Return the ids of the paragraphs that are titles with links, where the document has several of these.

        And of titles on links "by" people.
        """
        found, attributed = among_prose.titled(run), among_prose.attributed(run)
        if found and self._lists_titles is None:
            self._lists_titles = among_prose.lists_titles(self._blocks)
        alone = lone_titles.works(run, single=bool(self._above.topics()))
        return found | attributed | alone if self._lists_titles else attributed | alone

    def _mail(self, block: Block) -> bool:
        """Pass over the head of a mail, and return whether a paragraph is one."""
        found = mail.is_head(block)
        if found:
            self._skip(block, "about the list")
        return found

    def _block(self, block: Block, *, whole: bool) -> bool:
        """Emit the entries of a paragraph, and return whether there are any."""
        found = False
        stacked = tight.stacked(block)
        for lines in stacked or papers.block_runs(block):
            pieces = runs.join(lines)
            if (whole or stacked or papers.is_block(lines)) and not shows_template(pieces):
                found = True
                first, last = lines[0][0].location.line, lines[-1][-1].location.line
                self._emit("block", pieces, block, last, line=first)
        if not found and dates.is_slot(block.text):
            place = Location(path=self._snapshot.path, line=block.line)
            self._diagnostics.append(diagnose("CB118", f"the time slot `{block.text}` has no entry", place))
        return found

    def _bibtex(self, block: Block, said: str) -> None:
        why = self._above.furniture()
        if not why and snippets.asks_to_cite(said):
            why = "about the list"
        if not why and snippets.repeats(block, self._entries[-1] if self._entries else None):
            why = "BibTeX of the entry before"
        if why:
            self._skip(block, why)
        elif self._above.topics() or self._above.level > 1:
            self._read_bibtex(block)
        else:
            self._opening.append(block)

    def _read_bibtex(self, block: Block) -> None:
        entries, diagnostics = snippets.read(block, self._snapshot, self._above.topics())
        self._entries += entries
        self._diagnostics += diagnostics

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
                headings=self._above.topics(),
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

    @property
    def first_line(self) -> int:
        """The line of the first entry found, or 0."""
        return self._entries[0].location.line if self._entries else 0

    def result(self) -> Cut:
        """Return everything found; BibTeX that opens a list of other entries is that of the list itself."""
        listed = bool(self._entries)
        for block in self._opening:
            if listed:
                self._skip(block, "about the list")
            else:
                self._read_bibtex(block)
        title = self._above.document_title(self.first_line)
        return Cut(tuple(self._entries), tuple(self._skipped), tuple(self._diagnostics), title)
