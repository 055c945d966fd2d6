"""Titles in paragraphs that are works even where none stands beside them: facts, links to papers, and no other word."""

from collections.abc import Sequence
from functools import lru_cache

from curabib.evidence import dates, labels, links, people
from curabib.model import Piece
from curabib.readers import papers
from curabib.readers.among_prose import LEADS, SIGNS, TITLE_WORDS
from curabib.readers.tree import Block
from curabib.venues import find

_REMEMBERED = 4096
_MOST_LINES = 6
_LABEL_WORDS = 4
_FACT_WORDS = 4
_VENUE_WORDS = 12
_LONGEST_FACTS = 200
_LONGEST_PEOPLE = 1000
_FEWEST_BESIDE = 2
_BESIDE = SIGNS + "0123456789（）【】，"
_STAYS = frozenset(("link", "image", "break"))


def gather(run: Sequence[Block]) -> list[Block]:
    """Return the paragraphs of a run, and the people who alone stand below such a title with it."""
    found: list[Block] = []
    for block in run:
        bare = bool(found) and not block.links
        below = bare and 0 < len(block.text) < _LONGEST_PEOPLE and is_work(found[-1])
        if below and people.evidence(block.text) == 2 and not is_work(block):
            found[-1] = papers.together([found[-1], block])
        else:
            found.append(block)
    return found


def works(run: Sequence[Block], *, single: bool) -> frozenset[int]:
    """Return the ids of the paragraphs of a run that are such works; one alone is none unless it may be `single`.

    Beside two of them, a title in bold before a venue and its year is one, too.
    """
    found = [id(block) for block in run if not papers.is_paper(block) and is_work(block)]
    if len(found) < _FEWEST_BESIDE:
        return frozenset(found if single else ())
    return frozenset((*found, *(id(block) for block in run if _is_dated(block))))


def is_work(block: Block) -> bool:
    """Return whether a paragraph is such a work."""
    return bool(title_of(block))


@lru_cache(maxsize=_REMEMBERED)
def title_of(block: Block) -> str:
    """Return the title of a paragraph that is one in bold or on a link, with a date or links in brackets, to a paper.

    Else nothing. Emoji may stand before it; venue and people behind it, and no other word.
    """
    pieces = _without_emoji(block.pieces)
    if not pieces or not _is_title(pieces[0]) or len(block.lines) > _MOST_LINES:
        return ""
    others = [piece for piece in pieces[1:] if piece.kind == "link"]
    said = "".join(piece.text if piece.kind not in _STAYS else " " for piece in pieces[1:]).strip()
    leading = pieces[:1] if pieces[0].kind == "link" else ()
    if not (any(map(_leads_to_paper, leading)) or any(map(_is_of_paper, others))):
        return ""
    dated, facts = _facts(said)
    whole = (
        (dated or "[" in said or any(piece.text[:1] == "[" for piece in others))
        and all(map(_is_label, others))
        and _are_facts(facts, dated=dated)
    )
    return pieces[0].text if whole else ""


def _leads_to_paper(link: Piece) -> bool:
    return links.host_kind(link.href) == "paper"


def _is_of_paper(link: Piece) -> bool:
    """Whether a link leads to a paper or says so, or has venue and year for a label."""
    if not links.is_web(link.href):
        return False
    text = link.text.strip("[]() ")
    return (
        _leads_to_paper(link)
        or labels.link_label(text) == "paper"
        or (dates.find_year(text) is not None and find(_facts(text)[1]) is not None)
    )


def _facts(text: str) -> tuple[bool, str]:
    """Return whether a short text states a date, and what it says besides."""
    if len(text) >= _LONGEST_FACTS:
        return False, text
    return dates.find_date(text) is not None, dates.strip_dates(text).strip(_BESIDE)


def _is_title(lead: Piece) -> bool:
    title = lead.text.strip()
    return (
        lead.kind in LEADS
        and len(title.split()) >= TITLE_WORDS
        and title[-1] not in ":："
        and "://" not in title
        and not labels.link_label(title)
        and people.evidence(title) != 2
        and (len(title.split()) > _VENUE_WORDS or find(_facts(title)[1]) is None)
    )


def _without_emoji(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """Return pieces without the emoji that they begin with."""
    first = pieces[0].text if pieces else ""
    emoji = labels.is_emoji(first[:1]) or first[:1] == ":"
    if emoji and not any(map(str.isalnum, labels.EMOJI_CODE.sub("", first))):
        return pieces[1:]
    return pieces


def _is_label(link: Piece) -> bool:
    """Whether a link behind a title is none itself: few words that are a label, or a venue and its year."""
    text = link.text.strip("[]() ")
    few = len(text.split()) < TITLE_WORDS
    return few or (
        len(text.split()) <= _LABEL_WORDS
        and bool(labels.link_label(text) or dates.find_year(text) is not None)
    )


def _are_facts(text: str, *, dated: bool) -> bool:
    """Whether what stands beside links and dates is nothing, people, or a venue."""
    if not text:
        return True
    if len(text) >= _LONGEST_FACTS or not text[0].isalpha():
        return False
    short = dated and text[0].isupper() and len(text.split()) <= _FACT_WORDS
    return short or find(text) is not None or people.evidence(text) == 2


def _is_dated(block: Block) -> bool:
    """Whether a paragraph is a title in bold and behind it a venue and its year, and no link."""
    pieces = _without_emoji(block.pieces)
    if len(pieces) != 2 or pieces[0].kind != "strong" or pieces[1].kind != "text" or not _is_title(pieces[0]):
        return False
    dated, facts = _facts(pieces[1].text.strip())
    return dated and facts[:1].isupper() and len(facts.split()) <= _FACT_WORDS
