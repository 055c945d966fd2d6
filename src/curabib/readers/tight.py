"""Paragraphs that are lists without bullets: each of their lines reads as a whole reference by itself."""

from collections.abc import Sequence
from dataclasses import replace

from curabib.evidence import labels, people, turned
from curabib.evidence.regex import regex
from curabib.model import Piece
from curabib.readers import people_lines
from curabib.readers.signs import look
from curabib.readers.tree import Block, PieceLine, split_lines

_FEWEST = 3
_MOSTLY = 0.75
_SHORTEST = 6
_LONGEST = 90
_HEADING_WORDS = 4
_TITLE_WORDS = 3
_NUMBER = regex(r"\s*(?:\[\d{1,3}\]|\(?\d{1,3}[.)]|#\d{1,5}:?)\s+")
_PEOPLE_AND_YEAR = regex(r"(?P<people>[^\d\"“]{3,300}?)[.,]?\s+[(]?(?:19|20)\d\d[a-z]?[)]?[.,:]?\s+[\"“]")
_YEAR = regex(r"(?:19|20)(?<!\d\d\d)\d\d(?!\d)")


def gather(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return blocks with a list for each paragraph whose lines are whole references; a title above them is a heading.

    One work is not cited several times in a paragraph: three lines or more, nearly all of them with people, a title
    and a date, or all of them with people and as long as references are, are works of their own.
    """
    return tuple(one for block in blocks for one in (_listed(block) if _may_be(block) else (block,)))


def stacked(block: Block) -> list[list[PieceLine]]:
    """Return the lines of a paragraph, each by itself, where every one is a whole entry, or nothing.

    Each shows a title in bold or as a link, a date, and a link to the web.
    """
    lines = block.lines
    whole = len(lines) > 1 and all(map(_is_titled, lines)) and all(map(_is_whole, lines))
    return [[line] for line in lines] if whole else []


def _is_titled(line: PieceLine) -> bool:
    return any(
        piece.kind == "strong" or (piece.kind == "link" and not labels.link_label(piece.text))
        for piece in line
        if len(piece.text.split()) >= _TITLE_WORDS
    )


def _is_whole(line: PieceLine) -> bool:
    signs = look(line)
    return bool(signs.web and signs.year and signs.words > _TITLE_WORDS)


def references(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Return the pieces of each reference of an item whose lines are whole references, or all of them as one.

    Each line begins with people and the year, and goes on with a title in quotation marks.
    """
    lines = (
        split_lines(pieces) if any(piece.kind == "break" and piece.text == "line" for piece in pieces) else []
    )
    whole = len(lines) > 1 and all(map(_is_reference, lines))
    return [list(line) for line in lines] if whole else [list(pieces)]


def _is_reference(line: PieceLine) -> bool:
    start = _PEOPLE_AND_YEAR.match(line.text)
    return start is not None and (people.evidence(start["people"]) == 2 or turned.is_turned(start["people"]))


def _may_be(block: Block) -> bool:
    """Whether a paragraph has enough lines to be a list: cheap, as most have one line."""
    return block.kind == "paragraph" and sum(piece.kind == "break" for piece in block.pieces) >= _FEWEST - 1


def _listed(block: Block) -> tuple[Block, ...]:
    led = people_lines.cut(block)
    if led:
        return led
    lines = block.lines
    head = bool(lines) and _names_topic(lines[0].text)
    told = [_without_number(line) for line in (lines[1:] if head else lines)]
    if len(told) < _FEWEST or not _are_references(told):
        return (block,)
    items = tuple(map(_item, told))
    listed = Block(kind="list", line=items[0].line, end_line=items[-1].end_line, children=items)
    if not head:
        return (listed,)
    line = lines[0][0].location.line
    return (Block(kind="heading", line=line, end_line=line, pieces=tuple(lines[0])), listed)


def _names_topic(text: str) -> bool:
    """Whether the first line of a paragraph names what follows ("Works Cited"): a few words and no more."""
    return (
        len(text.split()) <= _HEADING_WORDS
        and text[:1].isalpha()
        and text[-1].isalnum()
        and people.evidence(text) != 2
    )


def _without_number(line: PieceLine) -> PieceLine:
    """Return a line without the number in front of it."""
    number = _NUMBER.match(line[0].text) if line[0].kind == "text" else None
    if number is None:
        return line
    return PieceLine((replace(line[0], text=line[0].text[number.end() :]), *line[1:]))


def _are_references(lines: Sequence[PieceLine]) -> bool:
    texts = [line.text for line in lines]
    counts = [len(text.split()) for text in texts]
    if min(counts) < _FEWEST or sum(_SHORTEST <= count <= _LONGEST for count in counts) < _MOSTLY * len(
        lines
    ):
        return False
    if any(labels.line_label(text) is not None for text in texts):
        return False
    begun = sum(not text[:1].islower() for text in texts)
    dated = sum(_YEAR.search(text) is not None for text in texts) >= _MOSTLY * len(lines)
    if begun < _MOSTLY * len(lines) or not (dated or all("," in text for text in texts)):
        return False
    if dated:
        signs = list(map(look, lines))
        sure = sum(sign.people == 2 for sign in signs)
        told = sum(
            sign.people == 2 or sign.marked_title or (sign.people == 1 and _leads_with_name(line.text))
            for sign, line in zip(signs, lines, strict=True)
        )
        return sure > 0 and told >= _MOSTLY * len(lines)
    # without a date, people alone are a committee
    return not any(map(_only_names, texts)) and all(look(line).people == 2 for line in lines)


def _leads_with_name(text: str) -> bool:
    """Whether a line begins with one whole name and a colon: "Ann Lee: Lonely Gears. 2019"."""
    name, _, rest = text.partition(": ")
    return rest != "" and " " in name and people.looks_like_name(name)


def _only_names(text: str) -> bool:
    return all(people.looks_like_name(name.strip()) for name in text.split(","))


def _item(line: PieceLine) -> Block:
    first, last = line[0].location.line, line[-1].location.line
    head = Block(kind="paragraph", line=first, end_line=last, pieces=line)
    return Block(kind="item", line=first, end_line=last, children=(head,))
