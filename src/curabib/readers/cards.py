"""Items of a page that are made of blocks: one work, its title, people and venue in blocks of their own."""

import re
from collections.abc import Sequence
from dataclasses import replace

from curabib.evidence import dates, labels, links, people
from curabib.evidence.regex import regex
from curabib.model import Location, Piece
from curabib.readers.above import TOPIC_LEVEL
from curabib.readers.signs import look
from curabib.readers.tree import Block

_LONGEST_LINE = 60
_LONGEST_PEOPLE = 3000
_MOST_ABOVE = 4
_LABEL_WORDS = 4
_TAIL = 8
# what sort of contribution something is, on a line of its own
SORT = regex(
    r"\s*(?:(?:full|long|short|regular|contributed|invited|research|review|industry|technical|conference|journal|workshop|demo)[\s-])*"
    r"(?:orals?|posters?|spotlights?|talks?|papers?|articles?|demos?|presentations?|tracks?|tutorials?|keynotes?|preprints?)",
    re.IGNORECASE,
)
_SENTENCE = regex(r"[a-z)]{2}[.!?]\s+[A-Z]")
_OF_CARDS = frozenset(("paragraph", "heading", "quote", "code", "fold", "end"))
_KEY = regex(r"\W*(?:\[[^\[\]]{1,20}\]|\d{1,4})\W*")


def lined(blocks: Sequence[Block], *, sure: bool = False) -> list[Block]:
    """Return the blocks of an item, those that are the lines of one work as one paragraph of lines.

    They are when one of them is nothing but people, or a class says which the title is: then the title comes first,
    the people behind it, and what stood above (a badge, the kind of talk) behind these. Long text ends the lines. A
    title below the people has to be marked as one where one must be `sure`.
    """
    if len(blocks) > 1 and _KEY.fullmatch(blocks[0].text):
        blocks = blocks[1:]
    count = next((at for at, block in enumerate(blocks) if not _is_line(block, first=not at)), len(blocks))
    named = next((at for at in range(min(count, _MOST_ABOVE)) if _names_people(blocks[at])), -1)
    if count < 2 or named < 0:
        return list(blocks)
    title = _title_of(blocks[:count], named, sure=sure)
    if title < 0:
        return list(blocks)
    order = [title, named] if title < named else [named, title]
    order += [at for at in range(count) if at > max(title, named)]
    order += [at for at in range(count) if at not in order and not SORT.fullmatch(blocks[at].text)]
    lines = [
        _bold(blocks[at]) if at == title else flat(blocks[at]) if at == named else blocks[at] for at in order
    ]
    return [joined(lines), *blocks[count:]]


def card(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks of what a page repeats as a list of one item, if they are the lines of one work.

    They are where a title, which may be a heading, stands beside one line of people, and no list or table besides.
    """
    kinds = {block.kind for block in blocks}
    if len(blocks) < 2 or not kinds <= _OF_CARDS:
        return list(blocks)
    if sum(map(_names_people, blocks)) == 0 and _leads_to_paper(blocks):
        blocks = [_signed(block) for block in blocks]
    if sum(map(_names_people, blocks)) != 1:
        return list(blocks)
    lines = lined(blocks, sure=True)
    first = lines[0]
    if len(lines) == len(blocks) or any(block.kind == "heading" for block in lines):
        return list(blocks)
    if labels.names_role(first.lines[0].text):
        return list(blocks)
    end = max(block.end_line for block in blocks)
    item = Block(kind="item", line=first.line, end_line=end, children=tuple(lines), label="card")
    return [Block(kind="list", line=first.line, end_line=end, children=(item,), label="card")]


def _leads_to_paper(blocks: Sequence[Block]) -> bool:
    found = [link.href for block in blocks for link in block.links]
    return any(map(links.leads_to_paper, found))


def _signed(block: Block) -> Block:
    """Return a paragraph that is one whole name in italics, as a line of people is marked."""
    named = block.kind == "paragraph" and len(block.pieces) == 1 and block.pieces[0].kind == "text"
    if not named or " " not in block.text or people.evidence(block.text) != 1:
        return block
    return replace(block, pieces=(replace(block.pieces[0], kind="emphasis"),))


def together(blocks: Sequence[Block]) -> list[Block]:
    """Return blocks with the cards that follow each other as one list."""
    out: list[Block] = []
    for block in blocks:
        if (
            block.label == "card"
            and block.kind == "list"
            and out
            and out[-1].label == "card"
            and out[-1].kind == "list"
        ):
            before = out[-1]
            out[-1] = replace(before, end_line=block.end_line, children=(*before.children, *block.children))
        else:
            out.append(block)
    return out


def joined(lines: Sequence[Block]) -> Block:
    """Return paragraphs as one, a line each."""
    pieces: list[Piece] = []
    for block in lines:
        if pieces:
            place = Location(path=pieces[0].location.path, line=block.line)
            pieces.append(Piece(kind="break", text="line", location=place))
        pieces += block.pieces
    begin, end = min(block.line for block in lines), max(block.end_line for block in lines)
    return Block(kind="paragraph", line=begin, end_line=end, pieces=tuple(pieces))


def _is_line(block: Block, *, first: bool) -> bool:
    """Whether a block may be one line of a work: a paragraph that is no long text, or the heading that comes first."""
    return (
        (block.kind == "paragraph" and len(block.text.split()) <= _LONGEST_LINE)
        or (block.kind == "heading" and first)
        or _names_people(block)
    )


def _names_people(block: Block) -> bool:
    """Whether a paragraph is nothing but people, or a class said so (`emphasis` is all that it holds)."""
    if block.kind != "paragraph" or len(block.text) > _LONGEST_PEOPLE or "\n" in block.text:
        return False
    if any(piece.kind == "break" for piece in block.pieces):
        return False
    return people.evidence(block.text) == 2 or (
        len(block.pieces) == 1 and block.pieces[0].kind == "emphasis" and people.evidence(block.text) == 1
    )


def _title_of(blocks: Sequence[Block], named: int, *, sure: bool) -> int:
    """Return which of the blocks of a work is its title, or -1: one in bold or linked, or the one above the people."""
    above = [at for at in range(named) if _may_be_title(blocks[at])]
    for at in above:
        first = next((piece for piece in blocks[at].pieces if piece.text.strip()), None)
        if blocks[at].kind == "heading" or (first is not None and first.kind in ("strong", "link")):
            return at
    if above:
        return above[-1]
    at = (
        next((at for at in range(1, len(blocks)) if not dates.is_date(blocks[at].text)), 0)
        if not named
        else 0
    )
    return at if at and _follows_people(blocks[at], sure=sure) else -1


def _follows_people(block: Block, *, sure: bool) -> bool:
    """Whether a line below people is a title: marked as one, or, in an item of a list, no sentences and no venue."""
    first = next((piece for piece in block.pieces if piece.text.strip()), None)
    marked = first is not None and first.kind in ("strong", "link")
    if marked or sure or not _may_be_title(block):
        return marked and _may_be_title(block)
    return _SENTENCE.search(block.text) is None and dates.find_year(block.text[-_TAIL:]) is None


def _may_be_title(block: Block) -> bool:
    text = block.text
    return (
        len(text.split()) >= 1
        and not dates.is_slot(text)
        and not dates.is_date(text)
        and not labels.link_label(text)
        and labels.line_label(text[:200]) is None
    )


def flat(block: Block) -> Block:
    """Return a line that is nothing but people without its markup: italics are of one name or an institution."""
    kinds = {piece.kind for piece in block.pieces}
    if kinds <= {"emphasis"} or not kinds <= {"text", "emphasis", "strong"}:
        return block
    return replace(block, pieces=(replace(block.pieces[0], kind="text", text=block.text),))


def _bold(block: Block) -> Block:
    """Return a line that is a title in bold, links as they are."""
    pieces = tuple(
        replace(piece, kind="strong") if piece.kind in ("text", "emphasis") and piece.text.strip() else piece
        for piece in block.pieces
    )
    return replace(block, pieces=pieces)


def defined(blocks: Sequence[Block]) -> list[Block]:
    """Return the items of a definition list, each `dt` with the `dd`s behind it, as one work or as works of a topic.

    Where most of the terms only number or date what is defined ("[4]", "Week 1"), each definition stands for itself
    below its term.
    """
    groups: list[list[Block]] = []
    for block in blocks:
        if block.kind == "item" and block.label == "dd" and groups and groups[-1][0].kind == "item":
            groups[-1].append(block)
        else:
            groups.append([block])
    defining = [group for group in groups if len(group) > 1]
    topics = bool(defining) and sum(map(_is_topic, defining)) > 0.5 * len(defining)
    made = (_topic(group) if topics and len(group) > 1 else [_work(group)] for group in groups)
    return [block for blocks in made for block in blocks]


def _is_topic(group: Sequence[Block]) -> bool:
    """Whether a term is no title: a few words without a link, and what it defines are whole entries."""
    term = group[0].children[0]
    if len(term.text.split()) > _LABEL_WORDS or any(piece.kind == "link" for piece in term.pieces):
        return False
    return all(_is_whole(block) for block in group[1:])


def _is_whole(definition: Block) -> bool:
    signs = look(definition.children[0].pieces)
    return (signs.leading_link or signs.marked_title or signs.words > 3 * _LABEL_WORDS) and signs.reaches(3)


def _topic(group: Sequence[Block]) -> list[Block]:
    """Return definitions as items of a list, below their term as a topic, unless that is only a number or a date."""
    term = group[0].children[0]
    if _KEY.fullmatch(term.text) or dates.is_slot(term.text) or dates.find_date(term.text) is not None:
        return list(group[1:])
    heading = replace(term, kind="heading", level=TOPIC_LEVEL)
    end = group[-1].end_line
    nested = Block(kind="list", line=group[1].line, end_line=end, children=tuple(group[1:]))
    return [replace(group[0], end_line=end, children=(heading, nested))]


def _work(group: Sequence[Block]) -> Block:
    """Return a term and its definitions as one item, their paragraphs as its lines."""
    term = group[0]
    if len(group) == 1:
        return term
    inside = [child for block in group for child in block.children]
    return replace(term, end_line=max(block.end_line for block in group), children=tuple(lined(inside)))
