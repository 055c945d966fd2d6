"""Titles with facts and links behind them and no other word, in paragraphs of their own among prose."""

from collections.abc import Sequence
from itertools import takewhile

from curabib.evidence import dates, labels, links, people
from curabib.evidence.regex import regex
from curabib.model import Piece
from curabib.readers.tree import Block, PieceLine, walk
from curabib.venues import find

_FEWEST = 3
_MOST_LINES = 3
_VENUE_WORDS = 4
TITLE_WORDS = 3
_LABEL_WORDS = 4
_FACTS = 200
_FEWEST_ATTRIBUTED = 2
# a venue and a year, and what stands behind them
_HELD = regex(r"([^\W\d_][^\d]{1,40}?),? ?(?:19|20)\d\d\b(.*)")
_REMARK_WORDS, _PART_WORDS, _LONG_WORD = 2, 9, 4  # "oral", or the workshop at which it was
_NAMES_END = regex(r":\s|\s[-–—(]")
_OPENING = frozenset("[(")
# what is no word of a sentence: a capital, an initial or a particle
_NAME_BEHIND = regex(r",\s+(?:[^\W\d_a-z]|[a-z]{1,3}\s+[A-Z])")
_FEWEST_COMMAS = 2
_YEAR_AT_END = 12
_LONGEST_CITED = 60
LEADS = ("strong", "link")
_MARKED = ("strong", "emphasis")
SIGNS = " .,;:-–—|/·[](){}"


def is_titled(block: Block) -> bool:
    """Return whether a paragraph is a title in bold, or on a link, and links with labels: "**T** (2019) [[pdf](…)]".

    People, venue or date may stand between them, and no other word; or venue and year behind a title on a link. Emoji
    may stand before it, and remarks on lines below it.
    """
    if not 0 < len(block.lines) <= _MOST_LINES:
        return False
    pieces = block.lines[0]
    if pieces[0].kind == "text" and not labels.EMOJI_CODE.sub("", pieces[0].text).strip():
        pieces = PieceLine(pieces[1:])
    if len(pieces) < 2 or pieces[0].kind not in LEADS:
        return False
    title = pieces[0].text.strip()
    lead = len(tuple(takewhile(lambda piece: piece.kind in _MARKED, pieces))) or 1
    if pieces[0].kind == "link" and len(title.split()) < TITLE_WORDS:
        return False
    if title.endswith((":", "：")) or not any(map(str.isalpha, title)) or labels.link_label(title):
        return False
    behind = pieces[lead:]
    if labels.line_label(f"{title}: x") is not None:
        return False
    return _ends_in_links(behind, bare=pieces[0].kind == "strong") or _is_dated(pieces[0], behind)


def is_linked(block: Block) -> bool:
    """Return whether a paragraph is a title on a link, and nothing or facts and links behind it."""
    return (
        bool(block.pieces)
        and block.pieces[0].kind == "link"
        and (_is_linked_title(block) or is_titled(block))
    )


def _is_dated(lead: Piece, behind: Sequence[Piece]) -> bool:
    """Whether a link to the web is followed by nothing but a comma or bracket, a venue of few words, and its year."""
    if lead.kind != "link" or not links.is_web(lead.href) or any(piece.kind != "text" for piece in behind):
        return False
    said = "".join(piece.text for piece in behind).strip()
    facts = said.strip(SIGNS)
    if said[:1] not in (",", "(", "[") or not (facts[:1].isupper() or facts[1:5] == "rXiv"):
        return False
    if len(facts.split()) <= _VENUE_WORDS:
        return dates.find_year(facts[-5:]) is not None
    held = _HELD.match(facts) if len(facts) < _FACTS else None
    if held is None or find(held[1]) is None:
        return False
    words = held[2].split()
    named = all(word[0].isupper() for word in words if len(word) >= _LONG_WORD)
    return len(words) <= _REMARK_WORDS or (named and len(words) <= _PART_WORDS)


def _ends_in_links(pieces: Sequence[Piece], *, bare: bool) -> bool:
    """Whether pieces are facts and links to the web behind these, in brackets or, if `bare`, with labels."""
    said, before, linked = "", "", False
    for piece in pieces:
        if piece.kind == "link":
            label = piece.text.strip("[]() ")
            named = _OPENING.intersection((before[-1:], piece.text[:1])) or (
                bare and labels.link_label(label)
            )
            if not (links.is_web(piece.href) and named and len(label.split()) <= _LABEL_WORDS):
                return False
            linked = True
        elif piece.kind in ("text", "emphasis"):
            said += piece.text
            if linked and any(map(str.isalnum, piece.text)):
                return False
        elif piece.kind != "image":
            return False
        before = piece.text.rstrip()
    said = said.strip(SIGNS)
    return linked and (not said or (len(said) < _FACTS and _states_facts(said)))


def _states_facts(text: str) -> bool:
    """Whether a text says who, or ends in a year."""
    return people.evidence(text) == 2 or dates.find_year(text[-8:]) is not None


def titled(run: Sequence[Block]) -> frozenset[int]:
    """Return the ids of the paragraphs of a run that are titles, and of titles on links and nothing else among them.

    The latter only where no other paragraph stands in the run, and to papers where facts stand behind the others.
    """
    found = [block for block in run if is_titled(block)]
    alone = [block for block in run if _is_linked_title(block)]
    if len(found) + len(alone) == len(run):
        found += [one for one in alone if not found or links.host_kind(one.pieces[0].href) == "paper"]
    return frozenset(map(id, found))


def _is_linked_title(block: Block) -> bool:
    """Whether a paragraph is a link to the web and nothing else, with the words of a title on it."""
    if len(block.pieces) != 1 or block.pieces[0].kind != "link" or not links.is_web(block.pieces[0].href):
        return False
    text = block.text
    return len(text.split()) >= TITLE_WORDS and "://" not in text and not labels.link_label(text)


def attributed(run: Sequence[Block]) -> frozenset[int]:
    """Return the ids of the paragraphs that are titles on links and cited behind these, or "by" people.

    The latter, with perhaps what is said behind a colon, only where two stand in a run.
    """
    found = [id(block) for block in run if _is_attributed(block)]
    cited = frozenset(id(block) for block in run if is_cited(block))
    return cited.union(found) if len(found) >= _FEWEST_ATTRIBUTED else cited


def _is_attributed(block: Block) -> bool:
    shown = [piece for piece in block.pieces if piece.text.strip() and piece.kind != "break"][:2]
    if len(shown) < 2 or shown[0].kind != "link" or not shown[1].text.lstrip().startswith("by "):
        return False
    names = people.led_by(_NAMES_END.split(shown[1].text.strip(), maxsplit=1)[0])
    if not links.is_web(shown[0].href) or labels.link_label(shown[0].text) or len(names) > _FACTS:
        return False
    return people.evidence(names) == 2 or (" " in names and people.looks_like_name(names))


def is_cited(block: Block) -> bool:
    """Return whether a paragraph is a title on a link and the rest of a reference behind it, in commas up to a year.

    "[Title](…), A Lee, B Chen, In Proc. of IJCAI-09, Pasadena, 2009."
    """
    if len(block.pieces) < 2 or block.pieces[0].kind != "link" or not links.is_web(block.pieces[0].href):
        return False
    title, rest = block.pieces[0].text, block.text[len(block.pieces[0].text) :]
    return (
        len(title.split()) >= TITLE_WORDS
        and _NAME_BEHIND.match(rest) is not None
        and rest.count(",") >= _FEWEST_COMMAS
        and dates.find_year(rest[-_YEAR_AT_END:]) is not None
        and len(rest.split()) <= _LONGEST_CITED
    )


def lists_titles(blocks: Sequence[Block]) -> bool:
    """Return whether a document has three such paragraphs or more, half of them with the words of titles."""
    titles = [block.text for block in walk(blocks) if block.kind == "paragraph" and is_titled(block)]
    long = sum(len(title.split()) >= TITLE_WORDS for title in titles)
    return len(titles) >= _FEWEST and 2 * long >= len(titles)
