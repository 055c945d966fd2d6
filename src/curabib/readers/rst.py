"""reStructuredText to blocks, by docutils, with files, raw content and settings from the document switched off."""

from collections.abc import Mapping
from dataclasses import replace
from textwrap import dedent

from docutils import nodes
from docutils.core import publish_doctree
from docutils.utils import Reporter

from curabib.evidence import labels
from curabib.evidence.regex import regex
from curabib.model import Location, Piece
from curabib.readers import footnotes, wraps
from curabib.readers.tree import UNKNOWN, Block, Inline, TooDeep

_SETTINGS = {
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "halt_level": Reporter.SEVERE_LEVEL + 1,
    "report_level": Reporter.SEVERE_LEVEL + 1,
    "warning_stream": "",
    "_disable_config": True,
    "doctitle_xform": False,
    "sectsubtitle_xform": False,
    "docinfo_xform": False,
    "smart_quotes": False,
    "input_encoding": "unicode",
    "traceback": True,
    "line_length_limit": 100_000,
}
_LISTS = (
    nodes.bullet_list,
    nodes.enumerated_list,
    nodes.definition_list,
    nodes.option_list,
    nodes.field_list,
)
_ITEMS = (nodes.list_item, nodes.definition_list_item, nodes.option_list_item, nodes.field)
_CODE = (nodes.literal_block, nodes.doctest_block, nodes.raw)
_PASSED = (
    nodes.comment,
    nodes.substitution_definition,
    nodes.target,
    nodes.meta,
    nodes.image,
    nodes.transition,
    nodes.pending,
)
_MAX_DEPTH = 60
_MAX_HELD = 6
_MARKUP = frozenset("*`|_\\")  # without which docutils finds nothing in a line of text
_MOST_OF_TITLE = 3
_NARROWEST = 12
_RUNS = (nodes.paragraph, nodes.term)  # docutils takes a line with lines set in below it for a term
# roles that projects define alike for identifiers, and where these are resolved
_RESOLVERS = {
    "doi": "https://doi.org/",
    "arxiv": "https://arxiv.org/abs/",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/",
    "pmcid": "https://www.ncbi.nlm.nih.gov/pmc/articles/",
}
_SUBSTITUTION = regex(r"\|[^|\s]{1,40}\|_{0,2}")
_ROLE = regex(
    rf":(?P<role>{'|'.join(_RESOLVERS)}):`(?:(?P<label>[^`<>]{{1,300}}?)\s*<)?(?P<value>[^\s`<>]{{3,200}})>?`"
)
# directives of Sphinx and its extensions that only hold what lists hold too, and what they hold
_HOLDER = regex(
    r"\.\. (?:only|seealso|dropdown|toggle|tabs?|tab-set|tab-item|grid|grid-item|grid-item-card|card|collapse|details)"
    r"::[^\n]*\n(?:[ \t]+:[\w-]+:[^\n]*\n)*(?P<content>[\s\S]*)"
)
_MARKS = regex(r"([^\w\s])\1*\Z")
_SET_IN = regex(r"(?<=\n\n) {1,3}(?=\S[^\n]*\n([=\-~^\"'`#*+])\1{2,}\n\n)")  # a title with blanks in front
_ROMAN = {1: "I", 5: "V", 10: "X", 50: "L", 100: "C", 500: "D", 1000: "M"}
_BULLETS = regex(r"(?:[*+\-] ){30}")


def read_blocks(text: str, path: str) -> tuple[Block, ...]:
    """Return the blocks of a reStructuredText document; roles and directives nobody defined are left out."""
    _refuse_bombs(text)
    try:
        document = publish_doctree(_SET_IN.sub("", text), source_path=None, settings_overrides=_SETTINGS)
    except RecursionError:
        raise TooDeep(1) from None
    return tuple(_Walker(path, text, footnotes.cited_by_rows(document)).blocks(document, 0, 0))


def _refuse_bombs(text: str) -> None:
    """Raise TooDeep where indentation or bullets nest so deeply that docutils would take quadratic time and memory."""
    levels: list[int] = []
    for number, line in enumerate(text.split("\n"), start=1):
        bare = line.lstrip(" ")
        if not bare:
            continue
        indent = len(line) - len(bare)
        while levels and levels[-1] >= indent:
            levels.pop()
        levels.append(indent)
        if len(levels) > _MAX_DEPTH or _BULLETS.match(bare):
            raise TooDeep(number)


class _Walker:
    def __init__(self, path: str, text: str, cited: Mapping[nodes.Node, nodes.Element]) -> None:
        """Start; `cited` are references that stand for the whole footnotes they lead to, which are passed over."""
        self._path = path
        self._lines = text.split("\n")
        self._levels: dict[str, int] = {}  # of the sections, by what their titles are underlined with
        self._cited = cited
        self._told = frozenset(map(id, cited.values()))

    def blocks(self, parent: nodes.Element, level: int, depth: int) -> list[Block]:
        out: list[Block] = []
        for node in parent.children:
            if not isinstance(node, nodes.Element) or isinstance(node, _PASSED) or depth > _MAX_DEPTH:
                continue
            if id(node) in self._told:
                continue
            out += self._block(node, level, depth)
        return out

    def _block(self, node: nodes.Element, level: int, depth: int) -> list[Block]:
        line = self._line(node)
        if isinstance(node, nodes.section):
            return self.blocks(node, level + 1, depth + 1)
        if isinstance(node, (nodes.title, nodes.subtitle, nodes.rubric)):
            if isinstance(node.parent, nodes.section):
                self._levels.setdefault(self._underline(line), level)
            return [self._heading(node, line, level)]
        if isinstance(node, nodes.system_message):
            return self._lost(node, depth)
        if isinstance(node, (nodes.paragraph, nodes.line, nodes.term, nodes.attribution)):
            pieces = self._inline(node, line)
            return (
                [Block(kind="paragraph", line=line, end_line=self._end(pieces, line), pieces=pieces)]
                if pieces
                else []
            )
        if isinstance(node, nodes.line_block):
            return self._line_block(node, line)
        if isinstance(node, _CODE):
            out = Inline(self._path)
            out.verbatim(node.astext(), line)
            return [
                Block(kind="code", line=line, end_line=line + node.astext().count("\n"), pieces=out.pieces())
            ]
        inner = self.blocks(node, level, depth + 1)
        if isinstance(node, nodes.row):
            return self._row(node)
        if isinstance(node, nodes.field):
            inner = _labelled(node, inner)
        if _is_initials(node):
            return [block for item in inner for block in item.children]
        return _contain(node, inner) if inner else []

    def _heading(self, node: nodes.Element, line: int, level: int) -> Block:
        return Block(
            kind="heading",
            line=max(1, line),
            end_line=line + 1,
            pieces=self._inline(node, line),
            level=max(1, level),
        )

    def _underline(self, line: int) -> str:
        """Return the mark that the title at a line is underlined with."""
        return self._lines[line][:1] if 0 < line < len(self._lines) else ""

    def _lost(self, message: nodes.system_message, depth: int) -> list[Block]:
        """Return the blocks of what docutils shows in a message since it has no place for it.

        That are titles whose level it did not expect, the content of directives it does not know, and broken tables.
        """
        shown = next((child for child in message.children if isinstance(child, nodes.literal_block)), None)
        if shown is None:
            return []
        line, text = int(message.get("line", 1)), shown.astext()
        said = [row.strip() for row in text.split("\n")]
        titles = [place for place, row in enumerate(said) if row and not _MARKS.match(row)]
        if len(titles) == 1 and len(said) <= _MOST_OF_TITLE and _MARKS.match(said[-1]):
            title = _parsed(said[titles[0]])
            level = self._levels.get(said[-1][0], len(self._levels) + 1)
            return [self._heading(title, line + titles[0], level)] if title is not None else []
        holder = _HOLDER.match(text) if depth < _MAX_HELD else None
        if holder is not None:
            begin = line - 1 + text.count("\n", 0, holder.start("content"))
            held = publish_doctree("\n" * begin + dedent(holder["content"]), settings_overrides=_SETTINGS)
            return self.blocks(held, 0, depth + 1)
        return [Block(kind="code", line=line, end_line=line + text.count("\n"), label=UNKNOWN)]

    def _line_block(self, node: nodes.Element, line: int) -> list[Block]:
        out = Inline(self._path)
        for place, child in enumerate(node.findall(nodes.line)):
            if place:
                out.line_break(line + place)
            out.extend(self._inline(child, line + place))
        pieces = out.pieces()
        return (
            [Block(kind="paragraph", line=line, end_line=self._end(pieces, line), pieces=pieces)]
            if pieces
            else []
        )

    def _row(self, node: nodes.Element) -> list[Block]:
        row = Inline(self._path)
        line = next((self._line(child) for child in node.findall(nodes.paragraph)), self._line(node))
        columns = list(node.parent.parent.findall(nodes.colspec))
        for place, entry in enumerate(child for child in node.children if isinstance(child, nodes.entry)):
            if place:
                row.cell_break(line)
            said = [
                one
                for one in entry.findall(nodes.Element)
                if isinstance(one, _RUNS) and not isinstance(one.parent, nodes.system_message)
            ]
            for number, paragraph in enumerate(said):
                if number:
                    row.line_break(self._line(paragraph))
                footnote = self._cited.get(paragraph)
                said_here = (
                    self._inline(paragraph, self._line(paragraph))
                    if footnote is None
                    else self._citation(footnote, line)
                )
                # the cells of a grid are as wide as its rule, but for a blank on both sides
                width = int(columns[place].get("colwidth", 0)) - 2 if place < len(columns) else 0
                row.extend(wraps.unwrap_cell(said_here, width) if width > _NARROWEST else said_here)
        pieces = row.pieces()
        head = isinstance(node.parent, nodes.thead)
        return [
            Block(
                kind="row",
                line=line,
                end_line=self._end(pieces, line),
                pieces=pieces,
                label="head" if head else "",
            )
        ]

    def _citation(self, footnote: nodes.Element, line: int) -> tuple[Piece, ...]:
        """Return what a footnote says, in one line."""
        place = Location(path=self._path, line=line)
        out: list[Piece] = []
        for piece in (
            piece for child in footnotes.paragraphs(footnote) for piece in self._inline(child, line)
        ):
            blank = piece.kind == "break"
            kind = out[-1].kind if blank and out else "text"
            out.append(
                Piece(kind=kind, text=" ", location=place) if blank else replace(piece, location=place)
            )
        return tuple(out)

    def _line(self, node: nodes.Node) -> int:
        """Return the line a node begins at: docutils knows it for some, else it is that of its parent."""
        current: nodes.Node | None = node
        while current is not None:
            line = getattr(current, "line", None)
            if line:
                if isinstance(current, nodes.title):
                    return self._title_line(current, int(line))
                return int(line)
            current = current.parent
        return 1

    def _title_line(self, node: nodes.title, line: int) -> int:
        text = node.rawsource.strip()
        for candidate in (line, line - 1, line - 2, line + 1):
            if 1 <= candidate <= len(self._lines) and text and self._lines[candidate - 1].strip() == text:
                return candidate
        return line

    @staticmethod
    def _end(pieces: tuple[Piece, ...], line: int) -> int:
        return max([line, *(piece.location.line for piece in pieces)])

    def _inline(self, node: nodes.Element, line: int) -> tuple[Piece, ...]:
        out = Inline(self._path)
        stack: list[tuple[nodes.Node, str, str]] = [(child, "text", "") for child in reversed(node.children)]
        at = line
        out.add("text", _initials(node), line)
        while stack:
            current, kind, href = stack.pop()
            if isinstance(current, nodes.Text):
                for place, part in enumerate(current.astext().split("\n")):
                    if place:
                        at += 1
                        if href:
                            out.add("text", " ", at)
                        else:
                            out.line_break(at)
                    if part:
                        out.add("text" if kind == "text" else kind, part, at)  # type: ignore[arg-type]
                continue
            if not isinstance(current, nodes.Element) or isinstance(
                current, (nodes.target, nodes.problematic, nodes.image, nodes.system_message)
            ):
                if isinstance(current, nodes.problematic):
                    _add_unknown(out, current.astext(), at)
                continue
            if isinstance(current, nodes.reference):
                url = str(current.get("refuri") or ("#" + str(current.get("refid") or "")))
                text = current.astext()
                out.add("link", " ".join(text.split()), at, href=url)
                at += text.count("\n")
                continue
            inner = (
                "strong"
                if isinstance(current, nodes.strong)
                else "emphasis"
                if isinstance(current, (nodes.emphasis, nodes.title_reference))
                else "code"
                if isinstance(current, nodes.literal)
                else kind
            )
            stack.extend((child, inner, href) for child in reversed(current.children))
        return out.pieces()


def _parsed(title: str) -> nodes.Element | None:
    """Return the node of the text of a title, or None where it is no text."""
    if _MARKUP.isdisjoint(title):
        return nodes.paragraph(title, title)
    document = publish_doctree(title, settings_overrides=_SETTINGS)
    return next(iter(document.findall(nodes.paragraph)), None)


def _add_unknown(out: Inline, text: str, line: int) -> None:
    """Write what docutils does not know: a role for identifiers (Sphinx's extlinks) as a link, else the text.

    A substitution that nothing readable stands for (`|br|` for a line break of HTML) is left out.
    """
    if _SUBSTITUTION.fullmatch(text):
        return
    role = _ROLE.fullmatch(text) if text.startswith(":") else None
    if role is None:
        out.add("text", text, line)
    else:
        out.add("link", role["label"] or role["value"], line, href=_RESOLVERS[role["role"]] + role["value"])


def _is_initials(node: nodes.Node | None) -> bool:
    """Whether docutils took initials for the letters of a list: `A. Einstein` is item A of one (enumerated lists).

    A list of one item, or one that does not begin with A, is none.
    """
    return (
        isinstance(node, nodes.enumerated_list)
        and node.get("enumtype") in ("upperalpha", "upperroman")
        and node.get("suffix") == "."
        and (len(node.children) == 1 or int(node.get("start", 1)) > 1)
    )


def _initials(node: nodes.Element) -> str:
    """Return the initials that were taken off a paragraph, each with its full stop and a blank."""
    found = ""
    current: nodes.Element = node
    while (
        isinstance(current.parent, nodes.list_item)
        and current.parent.children[0] is current
        and _is_initials(current.parent.parent)
    ):
        item, listed = current.parent, current.parent.parent
        number = int(listed.get("start", 1)) + listed.children.index(item)
        letter = _ROMAN.get(number, "") if listed["enumtype"] == "upperroman" else chr(64 + number)
        found = f"{letter}. {found}"
        current = listed
    return found


def _labelled(field: nodes.field, inner: list[Block]) -> list[Block]:
    """Return the blocks of a field with its name in front, where that is a label: `:Authors: Jane Doe`."""
    name = field.children[0].astext() if field.children else ""
    if not inner or inner[0].kind != "paragraph" or labels.line_label(f"{name}: x") is None:
        return inner
    first = inner[0]
    place = first.pieces[0].location
    label = Piece(kind="text", text=f"{name}: ", location=place)
    return [replace(first, pieces=(label, *first.pieces)), *inner[1:]]


def _contain(node: nodes.Element, inner: list[Block]) -> list[Block]:
    """Return the blocks inside a node, put together as the item, list or table that it is."""
    begin, end = inner[0].line, max(block.end_line for block in inner)
    if isinstance(node, _ITEMS):
        return [Block(kind="item", line=begin, end_line=end, children=tuple(inner))]
    if isinstance(node, _LISTS):
        return [
            Block(
                kind="list",
                line=begin,
                end_line=end,
                children=tuple(b for b in inner if b.kind == "item"),
            )
        ]
    if isinstance(node, nodes.table):
        rows = tuple(block for block in inner if block.kind == "row")
        return [Block(kind="table", line=begin, end_line=end, children=rows)]
    if isinstance(node, nodes.block_quote):
        return inner
    if isinstance(node, (nodes.footnote, nodes.citation)):
        return [
            Block(
                kind="list",
                line=begin,
                end_line=end,
                children=(Block(kind="item", line=begin, end_line=end, children=tuple(inner)),),
            )
        ]
    return inner
