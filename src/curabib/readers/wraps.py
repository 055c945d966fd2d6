"""Lines that only wrap: breaks of lists and paragraphs that were filled up to a margin, made blanks.

Whoever fills lines, editor or person, breaks one where the next word would not fit. Whoever gives each fact a line of
its own breaks lines of any length. So the widths of the broken lines tell, in the source, one list against another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from curabib.evidence import labels, people
from curabib.evidence.regex import regex
from curabib.model import Piece
from curabib.readers.tree import Block, plain, walk

_FEWEST = 3
_NARROWEST = 50
_MOSTLY = 0.9
_NEARLY = 0.8
_WITHIN = 0.1
_LABELLED = 160
_PROBE = 8
_ADDRESS = ("http://", "https://", "www.", "doi:")
_HARD_ENDS = ("  ", "\\", "<br>", "<br/>", "<br />")
_GOES_ON = (",", "&", "-", "–", "(")
_JOINING = frozenset(
    (
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "of",
        "on",
        "or",
        "the",
        "to",
        "under",
        "via",
        "with",
    )
)
_MARKUP = ("emphasis", "strong")
_QUOTES = frozenset('"“')
_QUOTED = regex(r"[\"“][^\"“”]{12,300}[\"”][^\w\"“]*\w")
_LONGEST_QUOTED = 400
_LONGEST_PEOPLE = 1000
_SUSPENDED = ("and ", "or ", "to ", "und ")
# what stands before the first word of a line: indentation, markup, quotation marks
_MARKS = " \t*_`/=~[(“\"'"


@dataclass(frozen=True, slots=True)
class _Break:
    """One break within a paragraph: where its piece stands, whether the line before is full, or goes on."""

    place: int
    width: int = 0
    next_word: int = 0
    goes_on: bool = False


def unwrap(blocks: Sequence[Block], text: str) -> tuple[Block, ...]:
    """Return blocks in which the breaks between lines that only wrap are blanks; `text` is the document they are of.

    All lists of a document are judged together, and all its paragraphs; where they differ among themselves, each list,
    and the paragraphs between two headings.
    """
    lists, paragraphs = _broken(blocks)
    if not lists and not paragraphs:
        return tuple(blocks)
    source = text.split("\n")
    found: dict[int, list[_Break]] = {}
    cited = {id(block): _before_quotes(block) for group in (*lists, *paragraphs) for block in group}
    for groups in (lists, paragraphs):
        seen = [[(id(block), _breaks(block, source)) for block in group] for group in groups]
        whole = [pair for group in seen for pair in group]
        for group in [whole] if _fills(whole) else filter(_fills, seen):
            found.update(group)
    for block_id, breaks in cited.items():
        if breaks:
            found[block_id] = [*found.get(block_id, ()), *breaks]
    return tuple(_joined(block, found) for block in blocks) if found else tuple(blocks)


def unwrap_cell(pieces: Sequence[Piece], width: int) -> list[Piece]:
    """Return the pieces of a cell of `width` characters with blanks for the breaks where the next word did not fit."""
    found: list[Piece] = []
    line = 0
    for place, piece in enumerate(pieces):
        following = pieces[place + 1].text.split(None, 1)[:1] if place + 1 < len(pieces) else []
        if piece.kind != "break":
            line += len(piece.text)
        elif following and line + len(following[0]) >= width and not following[0].startswith(_ADDRESS):
            found.append(Piece(kind="text", text=" ", location=piece.location))
            line = 0
            continue
        else:
            line = 0
        found.append(piece)
    return found


def _broken(blocks: Sequence[Block]) -> tuple[list[list[Block]], list[list[Block]]]:
    """Return the paragraphs that have breaks: those of each list, and those outside of lists between two headings."""
    lists: list[list[Block]] = []
    paragraphs: list[list[Block]] = [[]]
    for block in blocks:
        if block.kind == "list":
            lists.append([inner for inner in walk((block,)) if _has_breaks(inner)])
        elif block.kind in ("heading", "fold", "end"):
            paragraphs.append([])
        elif block.kind not in ("table", "code"):
            paragraphs[-1] += [inner for inner in walk((block,)) if _has_breaks(inner)]
    return list(filter(None, lists)), list(filter(None, paragraphs))


def _has_breaks(block: Block) -> bool:
    return (
        block.kind == "paragraph"
        and block.end_line > block.line
        and any(piece.kind == "break" for piece in block.pieces)
    )


def _breaks(block: Block, source: Sequence[str]) -> list[_Break]:
    """Return the breaks of a paragraph that may be wraps: the source shows them, and nothing else explains them."""
    found = []
    for place, piece in enumerate(block.pieces[:-1]):
        at = piece.location.line - 1
        if piece.kind != "break" or piece.text != "line" or not 0 < at < len(source):
            continue
        before, after = source[at - 1], source[at].lstrip(_MARKS)
        following = block.pieces[place + 1].text.lstrip(_MARKS)
        if (
            _stands_alone(source[at].strip())
            or before.endswith(_HARD_ENDS)
            or not after.startswith(following[:_PROBE] or "\n")
        ):
            continue
        words = before.split()
        last = words[-1] if words else ""
        within = (
            after[:1].islower() or last.endswith(_GOES_ON) or last.lower() in _JOINING or _is_open(before)
        )
        found.append(_Break(place, len(before.rstrip()), len(source[at].split(None, 1)[0]), within))
    return found


def _before_quotes(block: Block) -> list[_Break]:
    """Return the first break of a paragraph if people alone stand before it, and a title in quotation marks behind.

    A name in bold and a colon may stand before the people; facts follow the title in its line.
    """
    pieces = block.pieces
    place = next((place for place, piece in enumerate(pieces) if piece.kind == "break"), len(pieces))
    if not 0 < place < len(pieces) - 1 or pieces[place + 1].text[:1] not in _QUOTES:
        return []
    named = pieces[0].kind in _MARKUP and pieces[0].text.rstrip().endswith(":")
    said = plain(pieces[named:place]).rstrip(".,:")
    alone = len(said) <= _LONGEST_PEOPLE and people.evidence(said) == 2
    return [_Break(place)] if alone and _is_quoted(pieces[place + 1 :]) else []


def _is_quoted(pieces: Sequence[Piece]) -> bool:
    """Whether a line is a title in quotation marks and something behind it."""
    line = plain(takewhile(lambda piece: piece.kind != "break", pieces))
    return _QUOTED.match(line[:_LONGEST_QUOTED]) is not None


def _stands_alone(line: str) -> bool:
    """Whether a line begins with an address or a label, as what is said on a line of its own."""
    if line.startswith("["):
        return labels.link_label(line[:_LABELLED].partition("]")[0].strip("[ ")) != ""
    return line.startswith(_ADDRESS) or labels.line_label(line[:_LABELLED]) is not None


def _is_open(line: str) -> bool:
    """Whether a quotation that is opened in a line is not closed in it."""
    return line.count("“") > line.count("”") or line.count('"') % 2 == 1


def _fills(group: Sequence[tuple[int, Sequence[_Break]]]) -> bool:
    """Whether nearly all broken lines of some paragraphs are full, and enough of them end within a sentence."""
    breaks = [one for _, found in group for one in found]
    if len(breaks) < _FEWEST:
        return False
    margin = max(one.width for one in breaks)
    full = sum(one.width >= _NEARLY * margin or one.width + one.next_word >= margin for one in breaks)
    within = sum(one.goes_on for one in breaks)
    return margin >= _NARROWEST and full >= _MOSTLY * len(breaks) and within >= _WITHIN * len(breaks)


def _joined(block: Block, found: Mapping[int, Sequence[_Break]]) -> Block:
    """Return a block, and all in it, with blanks for the breaks that wrap; nothing stands for one within a word."""
    children = tuple(_joined(child, found) for child in block.children)
    breaks = {one.place for one in found.get(id(block), ())}
    if not breaks:
        return replace(block, children=children) if children else block
    pieces: list[Piece] = []
    for place, piece in enumerate(block.pieces):
        before = pieces[-1] if pieces else None
        if place in breaks and before is not None:
            between = "" if _is_cut(before.text, block.pieces[place + 1].text) else " "
            pieces.append(Piece(kind="text", text=between, location=piece.location))
        elif place - 1 in breaks and len(pieces) > 1 and pieces[-2].kind == piece.kind in _MARKUP:
            # one run of markup that the margin cut in two
            blank = pieces.pop().text
            pieces[-1] = replace(pieces[-1], text=f"{pieces[-1].text.rstrip()}{blank}{piece.text.lstrip()}")
        else:
            pieces.append(piece)
    return replace(block, pieces=tuple(pieces), children=children)


def _is_cut(before: str, after: str) -> bool:
    """Whether a word with a hyphen was cut behind it: "Model-" before "Agnostic"; not "pre-" before "and"."""
    return before[-2:-1].isalpha() and before.endswith("-") and not after.startswith(_SUSPENDED)
