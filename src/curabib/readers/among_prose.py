"""Titles with facts and links behind them and no other word, in paragraphs of their own among prose."""

from collections.abc import Sequence
from itertools import takewhile

from curabib.evidence import dates, labels, links, people
from curabib.model import Piece
from curabib.readers.tree import Block, PieceLine, walk

_FEWEST = 3
_MOST_LINES = 3
_VENUE_WORDS = 4
_TITLE_WORDS = 3
_LABEL_WORDS = 4
_FACTS = 200
_LEADS = ("strong", "link")
_MARKED = ("strong", "emphasis")
_SIGNS = " .,;:-–—|/·[](){}"


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
    if len(pieces) < 2 or pieces[0].kind not in _LEADS:
        return False
    title = pieces[0].text.strip()
    lead = len(tuple(takewhile(lambda piece: piece.kind in _MARKED, pieces))) or 1
    if pieces[0].kind == "link" and len(title.split()) < _TITLE_WORDS:
        return False
    if title.endswith((":", "：")) or not any(map(str.isalpha, title)) or labels.link_label(title):
        return False
    behind = pieces[lead:]
    if labels.line_label(f"{title}: x") is not None:
        return False
    return _ends_in_links(behind, bare=pieces[0].kind == "strong") or _is_dated(pieces[0], behind)


def _is_dated(lead: Piece, behind: Sequence[Piece]) -> bool:
    """Whether a link to the web is followed by nothing but a comma or bracket, a venue of few words, and its year."""
    if lead.kind != "link" or not links.is_web(lead.href) or any(piece.kind != "text" for piece in behind):
        return False
    said = "".join(piece.text for piece in behind).strip()
    facts = said.strip(_SIGNS)
    short = said[:1] in (",", "(", "[") and 0 < len(facts.split()) <= _VENUE_WORDS
    return short and facts[0].isupper() and dates.find_year(facts[-5:]) is not None


def _ends_in_links(pieces: Sequence[Piece], *, bare: bool) -> bool:
    """Whether pieces are facts and links to the web behind these, in brackets or, if `bare`, with labels."""
    said, before, linked = "", "", False
    for piece in pieces:
        if piece.kind == "link":
            label = piece.text.strip("[]() ")
            named = (before[-1:] or piece.text[:1]) in ("[", "(") or (bare and labels.link_label(label))
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
    said = said.strip(_SIGNS)
    return linked and (not said or (len(said) < _FACTS and _states_facts(said)))


def _states_facts(text: str) -> bool:
    """Whether a text says who, or ends in a year."""
    return people.evidence(text) == 2 or dates.find_year(text[-8:]) is not None


def lists_titles(blocks: Sequence[Block]) -> bool:
    """Return whether a document has three such paragraphs or more, half of them with the words of titles."""
    titles = [block.text for block in walk(blocks) if block.kind == "paragraph" and is_titled(block)]
    long = sum(len(title.split()) >= _TITLE_WORDS for title in titles)
    return len(titles) >= _FEWEST and 2 * long >= len(titles)
