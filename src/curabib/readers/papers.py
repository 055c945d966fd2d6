"""Entries that are no list items: blocks of lines, paragraphs, quotations."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from curabib.evidence import dates, labels, links, people, turned
from curabib.evidence.regex import regex
from curabib.evidence.rhythm import end_of_people
from curabib.model import Location, Piece
from curabib.readers.numbered import MOST_LINES, NUMBERED
from curabib.readers.signs import Signs, look
from curabib.readers.tree import Block, PieceLine, walk

_REMEMBERED = 4096
_FEWEST = 3
_FEWEST_QUOTED = 2
_FEWEST_REPEATED = 2 + _FEWEST  # a title, people, facts, and the next title and people
_FEWEST_WORDS = 6
_TITLE_WORDS = 3
_LONGEST_REFERENCE = 90
_LONGEST_SURE = 60
_LONGEST_GROUP = 80
_GROUP = regex(
    r"[A-Z][^\s().,;]*(?: [^\s().,;]+){0,6}[.,]? \((?:19|20)\d\d[a-z]?\)[.,:]?(?:\s*\Z|\s+[‘'“\"A-Z])"
)
_NAMES_END = regex(r"[\"“(]|(?<=[^\W\d_]{2})[.:]\s|\s\d")
_LONGEST_PEOPLE = 1000
_LONG = 300
_BESIDE_DATE = " -–—,.0123456789"
_AFFILIATION = regex(r"\s\(|, ")
_PLACE = regex(r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+)?(?:, [A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+)?){1,2}")
_DAY_NAME = regex(r"\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*", re.IGNORECASE)
_RIGHTS = regex(r"(?:copyright|all rights reserved|last (?:updated?|modified))\b", re.IGNORECASE)


def names_no_paper(block: Block) -> bool:
    """Return whether none of the links in a list leads to a host of papers."""
    return not any(
        piece.kind == "link" and links.host_kind(piece.href) == "paper"
        for inside in walk((block,))
        for piece in inside.pieces
    )


def block_runs(block: Block) -> Iterator[list[PieceLine]]:
    """Return the runs of lines of a paragraph that may be entries of their own.

    They stand between clock times that stand alone on a line, or repeat a title line above a line of people.
    """
    for run in _between_times(block):
        yield from _repeated(run)


def _repeated(lines: list[PieceLine]) -> Iterator[list[PieceLine]]:
    """Cut lines before each title where titles, lines of people and lines of facts follow each other, as copied."""
    if len(lines) < _FEWEST_REPEATED:
        yield lines
        return
    texts = [line.text for line in lines]
    named = [
        place
        for place, text in enumerate(texts)
        if len(text) <= _LONGEST_PEOPLE and people.evidence(text) == 2 and not _is_venue_line(text)
    ]
    starts = [place - 1 for place in named]
    gaps = [after - before for before, after in pairwise(starts)]
    titled = all(
        place >= 0
        and len(texts[place].split()) >= 2
        and place not in named
        and not dates.is_date(texts[place])
        for place in starts
    )
    facts = [
        any(map(_is_venue_line, texts[place + 2 : place + gap]))
        for place, gap in zip(starts, gaps, strict=False)
    ]
    # what stands above the first title is the head of a page where more than two follow it
    begun = len(starts) > 1 and (starts[0] == 0 or len(starts) >= _FEWEST)
    if not begun or not titled or min(gaps) < _FEWEST or not all(facts):
        yield lines
        return
    step = min(gaps)
    if gaps.count(step) >= len(gaps) / 2 and not any(gap % step for gap in gaps):
        starts = list(range(starts[0], len(lines), step))  # one that a single person wrote has its lines too
    for begin, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield lines[begin:end]


def _between_times(block: Block) -> Iterator[list[PieceLine]]:
    run: list[PieceLine] = []
    for line in block.lines:
        text = line.text
        if dates.is_clock(text):
            if run:
                yield run
            run = []
        else:
            run.append(line)
    if run:
        yield run


@lru_cache(maxsize=_REMEMBERED)
def is_paper(block: Block) -> bool:
    """Return whether all lines of a paragraph together are one entry, as `is_block` says."""
    return is_block(block.lines)


def is_block(lines: Sequence[PieceLine]) -> bool:
    """Return whether lines that stand together are one entry: a title, and names, or a venue, or links below it."""
    if len(lines) < 2 or len(lines) > 60:
        return False
    texts = [line.text for line in lines]
    first = [piece for piece in lines[0] if piece.text.strip()]
    if (
        not first
        or not any(char.isalpha() for char in texts[0])
        or "://" in texts[0][:8]
        or len(texts[0]) > 400
        or _is_committee(texts)
        or _is_volume(texts)
    ):
        return False
    below = map(_people_of, texts[1:6])
    if (
        len(texts[0].split()) >= 2
        and (len(lines) > 2 or not texts[0].endswith(","))
        and any(found == 2 for found in below)
    ):
        return True
    named = _people_of(texts[0])
    whole = (
        first[0].kind in ("strong", "link", "emphasis")
        and len(first[0].text.split()) >= 2
        and len(first[0].text) >= 0.6 * len(texts[0])
    )
    rest = lines[1:]
    if named == 2 and len(lines) >= 3 and any(map(_is_venue_line, texts[1:])):
        return True
    if named == 2 and (any(piece.kind in ("link", "strong", "emphasis") for line in rest for piece in line)):
        return True
    facts = any(
        (_is_venue_line(text) or (line[0].kind == "link" and links.is_web(line[0].href)))
        for line, text in zip(rest, texts[1:], strict=True)
    )
    if whole and (facts or any(map(_people_of, texts[1:6])) or any(map(_in_markup, rest[:2]))):
        return True
    return (
        facts
        and not _tells_when(texts)
        and named == 0
        and 2 <= len(texts[0].split()) <= 40
        and texts[0][-1] not in ".:;"
        and len(lines) <= 6
    )


def _tells_when(texts: Sequence[str]) -> bool:
    """Whether lines say when something was, and no more: several days, or "Shanghai, China" over its days."""
    days = sum(map(_is_day, texts[1:]))
    return days > 1 or (days > 0 and len(texts) == 2 and _PLACE.fullmatch(texts[0]) is not None)


def _is_day(text: str) -> bool:
    return not _DAY_NAME.sub("", dates.strip_dates(text)).strip(_BESIDE_DATE)


def _people_of(text: str) -> int:
    """Return the evidence of people in a line, of a long one in its first sentence."""
    return people.evidence(text.split(". ")[0] if len(text) > _LONG else text)


def _is_committee(texts: Sequence[str]) -> bool:
    """Whether lines are a role ("Programme committee") and one person on each, perhaps with where that works."""
    return (
        len(texts) >= _FEWEST
        and labels.names_role(texts[0])
        and all(_is_name(_AFFILIATION.split(text, maxsplit=1)[0]) for text in texts[1:])
    )


def _is_volume(texts: Sequence[str]) -> bool:
    """Whether lines are the head of a page about proceedings, with the number that books have."""
    return "roceedings" in texts[0] and any(text.startswith(("ISBN", "ISSN")) for text in texts[1:])


def _in_markup(line: Sequence[Piece]) -> bool:
    """Whether a line opens with people in italics."""
    first = next((piece for piece in line if piece.text.strip()), None)
    return first is not None and first.kind == "emphasis" and people.evidence(first.text) == 2


def _is_venue_line(text: str) -> bool:
    return (
        len(text.split()) <= 14
        and text[:1].isalnum()
        and dates.find_year(text[-30:]) is not None
        and _RIGHTS.match(text) is None
    )


def gather(run: Sequence[Block]) -> list[Block]:
    """Return the paragraphs with title, names and links in paragraphs of their own put together, where that repeats."""
    starts = [place for place, block in enumerate(run) if _is_title(block)]
    if len(starts) < 2 or any(map(is_paper, run)):
        return list(run)
    groups = [run[begin:end] for begin, end in zip(starts, [*starts[1:], len(run)], strict=True)]
    if sum(len(group) > 1 and _names_below(group[1:3]) for group in groups) < 0.6 * len(groups):
        return list(run)
    return [*run[: starts[0]], *(together(group) for group in groups)]


def _is_title(block: Block) -> bool:
    lines = block.lines
    if len(lines) != 1:
        return False
    first = next((piece for piece in lines[0] if piece.text.strip()), None)
    if first is None or first.kind not in ("strong", "link", "emphasis") or labels.link_label(first.text):
        return False
    if first.kind == "emphasis" and people.evidence(first.text):
        return False
    return len(first.text.split()) >= 2 and len(first.text) >= 0.7 * len(block.text)


def _names_below(blocks: Sequence[Block]) -> bool:
    return any(
        people.evidence(block.text) or _in_markup(block.pieces) for block in blocks if len(block.text) < 3000
    )


def together(group: Sequence[Block]) -> Block:
    """Return paragraphs put together to one, each on lines of its own."""
    pieces: list[Piece] = []
    for block in group:
        if pieces:
            line = (
                Location(path=block.pieces[0].location.path, line=block.line)
                if block.pieces
                else pieces[-1].location
            )
            pieces.append(Piece(kind="break", text="line", location=line))
        pieces += block.pieces
    return Block(kind="paragraph", line=group[0].line, end_line=group[-1].end_line, pieces=tuple(pieces))


def one_liners(run: Sequence[Block]) -> frozenset[int]:
    """Return the ids of the paragraphs of a run that are entries because three or more of them look alike.

    Each begins with a title in markup or a number, and shows a link, a year or names besides. Two words in bold, names
    and a year are one among them.
    """
    found = []
    short = []
    for block in run:
        lines = block.lines
        if len(lines) > MOST_LINES or not lines:
            continue
        signs = look(block.pieces)
        shown = [piece for piece in lines[0] if piece.text.strip()]
        numbered = len(shown) > 1 and NUMBERED.fullmatch(shown[0].text) is not None
        first = shown[numbered] if shown else None
        titled = (
            first is not None
            and first.kind in ("strong", "link", "emphasis")
            and len(first.text.split()) >= 3
        )
        if signs.reaches(3) and (
            _opens_reference(block, signs) if not titled else signs.year or signs.label_links or signs.people
        ):
            found.append(block)
        elif (
            (signs.year and _opens_reference(block, signs))
            or (_leads_with_group(block, dated=signs.year))
            or (
                first is not None
                and first.kind == "strong"
                and signs.year
                and " " in first.text
                and signs.people
            )
        ):
            short.append(block)
    pairs = _pairs(run)
    if pairs:
        return frozenset(map(id, (*found, *pairs)))
    blocks = sum(map(is_paper, run))
    if blocks >= 1:
        known = frozenset(map(id, found))
        return known | {id(block) for block in run if id(block) not in known and _is_reference(block)}
    if len(found) < _FEWEST or len(found) < 0.5 * len(run):
        found = [block for block in found if _is_sure(block)]
        known = frozenset(map(id, found))
        return known | {id(block) for block in run if id(block) not in known and _leads_with_people(block)}
    return frozenset(map(id, (*found, *short)))


def _pairs(run: Sequence[Block]) -> list[Block]:
    """Return the paragraphs that are a title over one line of people, where most of a run are, as in programmes.

    One name alone may be anything else: it counts where another line of the run surely names people.
    """
    found: list[Block] = []
    sure = 0
    for block in run:
        lines = block.lines
        if len(lines) != 2:
            continue
        title, names = lines[0].text, lines[1].text
        named = people.evidence(names) if len(names) <= _LONGEST_PEOPLE else 0
        named = named or _is_name(_AFFILIATION.split(names, maxsplit=1)[0])
        if named and len(title.split()) >= 2 and title[-1] not in ".,;:" and people.evidence(title) != 2:
            found.append(block)
            sure += named == 2
    return found if len(found) >= _FEWEST and sure and len(found) >= 0.6 * len(run) else []


def _is_name(text: str) -> bool:
    return " " in text and people.looks_like_name(text)


def _is_sure(block: Block) -> bool:
    """Whether a paragraph is an entry whatever stands beside it: it shows a link, people, a date, and little else."""
    signs = look(block.pieces)
    whole = signs.web and _is_placed(signs) and signs.words <= _LONGEST_SURE and signs.people == 2
    return bool(whole) and (signs.leading_link or NUMBERED.match(block.text) is not None)


def quoted_entries(blocks: Sequence[Block]) -> frozenset[int]:
    """Return the ids of the quotations that are entries: two or more of one line each, with people, a date and a link.

    They are most of the quotations of their container: what lists quote besides is said about entries.
    """
    quotes = [block for block in blocks if block.kind == "quote"]
    if len(quotes) < _FEWEST_QUOTED:
        return frozenset()
    named = {id(quote): min(map(_people_of_quoted, quote.children), default=0) for quote in quotes}
    sure = sum(found == 2 for found in named.values())
    found = frozenset(quote for quote, people_in_it in named.items() if people_in_it)
    enough = sure >= _FEWEST_QUOTED and 2 * sure >= len(found) and len(found) >= 0.6 * len(quotes)
    return found if enough else frozenset()


def _people_of_quoted(block: Block) -> int:
    """Return the evidence for people in a paragraph that shows the rest of an entry: 1 for a line of one name."""
    if block.kind != "paragraph":
        return 0
    signs = look(block.pieces)
    whole = signs.web and signs.year and _FEWEST_WORDS <= signs.words <= _LONGEST_SURE
    if not whole or not (signs.label_links or signs.leading_link):
        return 0
    in_italics = [piece.text for piece in block.pieces if piece.kind == "emphasis"]
    if signs.people == 2 or any(people.evidence(text) == 2 for text in in_italics):
        return 2
    return int(any(" " in text and people.evidence(text) for text in (*signs.lines, *in_italics)))


def reads_as_references(quote: Block) -> bool:
    """Return whether a quotation is nothing but whole references, people first."""
    return bool(quote.children) and all(
        child.kind == "paragraph" and _leads_with_people(child) for child in quote.children
    )


def _leads_with_people(block: Block) -> bool:
    """Whether a paragraph begins with people, up to a stop, and a title in markup or quotes, and a date, follow."""
    signs = look(block.pieces)
    if not signs.year or signs.words > _LONGEST_REFERENCE:
        return False
    lead = block.pieces[0]
    if lead.kind == "text" and len(block.pieces) > 1 and turned.is_turned(lead.text.strip(" ,")):
        return signs.marked_title
    first = _NAMES_END.split(block.text[:_LONGEST_PEOPLE], maxsplit=1)[0].strip(" ,.")
    named = people.evidence(first)
    return (named == 2 or (named == 1 and " " in first)) and (signs.marked_title or signs.locator)


def _leads_with_group(block: Block, *, dated: bool) -> bool:
    """Whether a paragraph begins with a group and a year in brackets, and a title in italics or quotes stands next."""
    if not block.pieces or not dated or block.pieces[0].kind != "text":
        return False
    text = block.pieces[0].text
    if "(" not in text[:_LONGEST_GROUP] or _GROUP.match(text) is None:
        return False
    return len(block.pieces) == 1 or block.pieces[1].kind in ("emphasis", "link")


def _is_placed(signs: Signs) -> bool:
    """Whether a date stands in a paragraph, or else a title in markup beside a link with a label, as in "[[pdf]]"."""
    return signs.year or (signs.marked_title and signs.label_links > 0)


def _opens_reference(block: Block, signs: Signs) -> bool:
    """Whether a paragraph begins as a reference does: with a number or names, and people and a date are in it."""
    text = block.text
    head = NUMBERED.sub("", text[:200])
    if signs.words > _LONGEST_REFERENCE or not (_is_placed(signs) or signs.locator):
        return False
    if signs.people < (1 if head != text[:200] else 2):
        return False
    first = _NAMES_END.split(head, maxsplit=1)[0]
    return head != text[:200] or people.evidence(first) > 0 or end_of_people(text) > 0


def _is_reference(block: Block) -> bool:
    """Whether one line is a whole reference: commas, names in it, and a year at its end."""
    text = block.text
    chunks = [chunk.strip() for chunk in text.split(",")]
    named = max(
        (people.evidence(", ".join(chunks[place : place + 2])) for place in range(min(4, len(chunks)))),
        default=0,
    )
    return (
        len(chunks) >= 3
        and len(text.split()) <= 80
        and named == 2
        and dates.find_year(text[-40:]) is not None
    )
