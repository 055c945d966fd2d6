"""Entries that are no list items: headings with text below them, and blocks of lines."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from curabib.evidence import dates, labels, links, people, turned
from curabib.model import Location, Piece
from curabib.readers.signs import Signs, look, split_lines
from curabib.readers.tree import Block, plain, walk

_FEWEST = 3
_STATING = 2
_FEWEST_QUOTED = 2
_FEWEST_WORDS = 6
_TITLE_WORDS = 3
_LONGEST_REFERENCE = 90
_GROUP_WORDS = 4
_LONGEST_SURE = 60
_NUMBERED = re.compile(r"^\s*(?:\[[\w\-+]{1,12}\]\s+|\(?\d{1,3}[.)]\s+)")
_NAMES_END = re.compile(r"[\"“(]|(?<=[^\W\d_]{2})[.:]\s|\s\d")
_NEAR = 6
_LONGEST_PEOPLE = 1000
_LABELLED = 160
VENUE_YEAR_END = re.compile(
    r"[(\[][^()\[\]]*(?:(?:19|20)\d\d|['’]\d\d)[^()\[\]]{0,20}[)\]]\s*$|\s(?:19|20)\d\d\s*$"
)
_YEAR_END = re.compile(r"[\s:,(\[–—-]{0,8}(?:19|20)\d\d[)\]]?\s*$")
# what ends the names in a line of facts, and what parts the facts behind them
_FACTS = re.compile(r"\s[-–—|·•]+(?:\s|$)|(?<=[^\W\d_]{2})[.:](?:\s|$)|[()\[\]]|;\s")
_AFFILIATION = re.compile(r"\s\(|, ")
_RIGHTS = re.compile(r"(?:copyright|all rights reserved|last (?:updated?|modified))\b", re.IGNORECASE)
_FACTS_LENGTH = 400
_VENUE_WORDS = 10
_STATED = frozenset(("authors", "venue", "title"))


def content(blocks: Sequence[Block], place: int) -> list[Block]:
    """Return the blocks between the heading at `place` and the next heading."""
    end = place + 1
    while end < len(blocks) and blocks[end].kind != "heading":
        end += 1
    return list(blocks[place + 1 : end])


def paper_levels(blocks: Sequence[Block]) -> frozenset[int]:
    """Return the heading levels at which headings are titles of works: at least half of them, and three, show it.

    A heading shows it by a year or venue at its end, by tags, by being a link, or by a link to a paper (a bare URL, a
    preview card, a label such as "Paper") or its authors standing alone right below it. Sections of one topic by year
    show nothing. Two are enough where most of their level state their authors, or labelled fields, right below.
    """
    seen: Counter[int] = Counter()
    shown: Counter[int] = Counter()
    stated: Counter[int] = Counter()
    sections = _sections_by_year(blocks)
    for place, block in enumerate(blocks):
        if block.kind == "heading" and block.level:
            below = content(blocks, place)
            if labels.heading_kind(block.text) or (not below and not _says(block)):
                continue
            seen[block.level] += 1
            is_section = place in sections or lists_works(below)
            shown[block.level] += (_says(block) or _linked(below)) and not is_section
            stated[block.level] += not is_section and _states_fields(below)
    levels = {
        level
        for level in seen
        if (shown[level] >= _FEWEST and shown[level] >= 0.5 * seen[level])
        or (stated[level] >= _STATING and stated[level] >= 0.6 * seen[level])
    }
    if levels:
        levels |= {
            level
            for level in seen
            if level > min(levels) and shown[level] and shown[level] >= 0.4 * seen[level]
        }
    return frozenset(levels)


def _sections_by_year(blocks: Sequence[Block]) -> set[int]:
    """Return the places of headings that differ from another of their level, or from one above, by their year only."""
    above: dict[int, str] = {}
    stems: dict[tuple[int, str], list[int]] = {}
    found = set[int]()
    for place, block in enumerate(blocks):
        if block.kind != "heading" or not block.level:
            continue
        above = {level: text for level, text in above.items() if level < block.level}
        stem = _YEAR_END.sub("", block.text).strip().casefold()
        if stem != block.text.strip().casefold():
            stems.setdefault((block.level, stem), []).append(place)
            if not stem or stem in above.values():
                found.add(place)
        above[block.level] = block.text.strip().casefold()
    return found.union(*(places for places in stems.values() if len(places) > 1))


def is_paper(heading: Block, below: Sequence[Block]) -> bool:
    """Return whether one heading at such a level is a title: it has text below it, or says so itself."""
    text = heading.text
    if lists_works(below) or _is_form(below):
        return False
    if len(text.split()) < 2 and not _says(heading) and not _linked(below):
        return False
    return bool(below) or _says(heading)


def _is_form(below: Sequence[Block]) -> bool:
    """Whether the text below a heading is nothing but labels with nothing behind them, to be filled in."""
    texts = [
        plain(line)
        for block in below[:_NEAR]
        for inside in ([_head(item) for item in block.children] if block.kind == "list" else [block])
        for line in split_lines(inside.pieces)
    ]
    said = [labels.line_label(text[:_LABELLED]) for text in texts]
    return len(said) > 1 and all(label is not None and not label[2] for label in said)


def _says(heading: Block) -> bool:
    text = heading.text
    if len(text.split()) < 3:
        return "tags:" in heading.label and dates.find_year(text) is not None
    if heading.label.startswith("tags:") and heading.label != "tags:":
        return True
    return VENUE_YEAR_END.search(text) is not None or any(
        piece.kind == "link" and links.host_kind(piece.href) == "paper" for piece in heading.pieces
    )


def _linked(below: Sequence[Block]) -> bool:
    """Whether the first blocks name authors, or a link to a paper or a bar of labelled links stands alone there."""
    for block in below[:_NEAR]:
        label = labels.line_label(block.text[:_LABELLED]) if block.kind == "paragraph" else None
        if label is not None and label[0] == "authors":
            return True
        if block.kind == "list":
            items = [_head(item) for item in block.children]
            return any(only_labels(item.pieces) for item in items[:3]) or _states_fields((block,))
        if block.kind == "paragraph" and (
            only_link(block.pieces) or _cites(block) or only_labels(block.pieces) or names_authors(block)
        ):
            return True
    return False


def _states_fields(below: Sequence[Block]) -> bool:
    """Whether the first block states authors, or two fields of a work, in labelled items or lines."""
    if not below:
        return False
    first = below[0]
    if first.kind == "paragraph":
        texts = [plain(line) for line in split_lines(first.pieces)[:_NEAR]]
        if names_authors(first):
            return True
    elif first.kind == "list":
        texts = [_head(item).text for item in first.children[:_NEAR]]
    else:
        return False
    said = {label[0] for text in texts if (label := labels.line_label(text[:_LABELLED])) is not None}
    return "authors" in said or (len(said) >= 2 and bool(said & _STATED))


def names_authors(block: Block) -> bool:
    """Return whether a paragraph opens with a line of people and at most a venue, a date and labelled links.

    A line that holds a title besides is a reference, and says nothing of the heading above it.
    """
    lines = split_lines(block.pieces)
    if not lines:
        return False
    linked = False
    text = ""
    for piece in lines[0]:
        if piece.kind == "link":
            if not (labels.link_label(piece.text) or "://" in piece.text):
                return False
            linked = True
        elif piece.kind != "image":
            text += piece.text
    if len(text) > _FACTS_LENGTH:
        return False
    first, *rest = (part.strip(" ,.*") for part in _FACTS.split(text.strip()))
    facts = [part for part in rest if any(map(str.isalnum, part))]
    dated = [part for part in facts if dates.find_year(part) is not None]
    if dated != facts or len(facts) > 2 or any(len(part.split()) > _VENUE_WORDS for part in facts):
        return False
    return people.evidence(first) == 2 and bool(dated or linked)


def states_where(block: Block) -> bool:
    """Return whether a paragraph is a few words with a date, and all its links carry labels: "VLDB 2009. [pdf]"."""
    found = [piece for piece in block.pieces if piece.kind == "link"]
    return (
        len(block.text.split()) <= _VENUE_WORDS
        and all(labels.link_label(piece.text) for piece in found)
        and dates.find_year(block.text) is not None
    )


def opens_with_people(block: Block) -> bool:
    """Return whether a paragraph opens with people, up to a stop, and shows a date or a link to the web besides."""
    text = block.text[:_FACTS_LENGTH]
    shown = dates.find_year(text) is not None or any(
        piece.kind == "link" and links.is_web(piece.href) for piece in block.pieces
    )
    return shown and people.evidence(_FACTS.split(text, maxsplit=1)[0].strip(" ,.")) == 2


def _head(item: Block) -> Block:
    """Return the first paragraph of an item, or the item itself."""
    return next((child for child in item.children if child.kind == "paragraph"), item)


def _cites(block: Block) -> bool:
    """Whether a short paragraph begins with a link that identifies a paper, bare or behind a label such as "Link:"."""
    first = next((piece for piece in block.pieces if piece.text.strip()), None)
    if first is None or len(block.text.split()) > 40:
        return False
    if first.kind == "text" and labels.line_label(block.text) is not None:
        first = next((piece for piece in block.pieces if piece.kind == "link"), first)
    return first.kind == "link" and links.host_kind(first.href) == "paper"


def lists_works(below: Sequence[Block]) -> bool:
    """Return whether two items of the lists, or rows of the tables, are works of their own, no labels or notes."""
    works = 0
    said = set[str]()
    for block in below:
        if block.kind in ("list", "table"):
            for item in block.children:
                head = _head(item)
                label = labels.line_label(head.text[:_LABELLED]) if head.pieces else None
                if label is not None and label[1].casefold() not in said:
                    said.add(label[1].casefold())
                    continue
                signs = look(head.pieces)
                works += (
                    signs.reaches(2)
                    and (signs.leading_link or signs.marked_title or signs.words >= 5)
                    and not only_labels(head.pieces)
                )
                if works >= 2:
                    return True
    return False


def only_labels(pieces: Sequence[Piece]) -> bool:
    """Return whether pieces are links that carry labels, and hardly a word besides."""
    found = [piece for piece in pieces if piece.kind == "link"]
    rest = "".join(piece.text for piece in pieces if piece.kind in ("text", "strong", "emphasis")).strip(
        " -|:[]()*,"
    )
    return bool(found) and all(labels.link_label(piece.text) for piece in found) and len(rest) <= 20


def only_link(pieces: Sequence[Piece]) -> bool:
    """Return whether the first line of some pieces is nothing but a link to the web."""
    lines = split_lines(pieces)
    if not lines:
        return False
    first = [piece for piece in lines[0] if piece.kind != "image" and (piece.text.strip() or piece.href)]
    return bool(first) and all(piece.kind == "link" for piece in first) and links.is_web(first[0].href)


def is_group_line(block: Block) -> bool:
    """Return whether a paragraph in front of a list names its topic: a few words in bold, or "See also"."""
    if (
        len(block.pieces) == 1
        and len(block.text.split()) <= _GROUP_WORDS
        and labels.points_elsewhere(block.text)
    ):
        return True
    return (
        all(piece.kind == "strong" or not piece.text.strip(" :：") for piece in block.pieces)
        and 1 <= len(block.text.split()) <= _GROUP_WORDS
        and labels.line_label(f"{block.text.rstrip(' :：')}: x") is None
    )


def is_remark_line(block: Block) -> bool:
    """Return whether a paragraph in front of a list says that it holds remarks: `Note:` and nothing else."""
    label = labels.line_label(block.text[:_LABELLED])
    return label is not None and label[0] == "notes" and not label[2]


def names_no_paper(block: Block) -> bool:
    """Return whether none of the links in a list leads to a host of papers."""
    return not any(
        piece.kind == "link" and links.host_kind(piece.href) == "paper"
        for inside in walk((block,))
        for piece in inside.pieces
    )


def block_runs(block: Block) -> Iterator[list[tuple[Piece, ...]]]:
    """Return the runs of lines of a paragraph that may be entries of their own.

    They stand between clock times that stand alone on a line, or repeat a title line above a line of people.
    """
    for run in _between_times(block):
        yield from _repeated(run)


def _repeated(lines: list[tuple[Piece, ...]]) -> Iterator[list[tuple[Piece, ...]]]:
    """Cut lines before each title where titles, lines of people and lines of facts follow each other, as copied."""
    texts = [plain(line).strip() for line in lines]
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
    if len(starts) < 2 or starts[0] != 0 or not titled or min(gaps) < _FEWEST or not all(facts):
        yield lines
        return
    for begin, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield lines[begin:end]


def _between_times(block: Block) -> Iterator[list[tuple[Piece, ...]]]:
    run: list[tuple[Piece, ...]] = []
    for line in split_lines(block.pieces):
        text = plain(line).strip()
        if dates.is_clock(text):
            if run:
                yield run
            run = []
        else:
            run.append(line)
    if run:
        yield run


def is_block(lines: Sequence[Sequence[Piece]]) -> bool:
    """Return whether lines that stand together are one entry: a title, and names, or a venue, or links below it."""
    if len(lines) < 2 or len(lines) > 60:
        return False
    texts = [plain(line).strip() for line in lines]
    first = [piece for piece in lines[0] if piece.text.strip()]
    if (
        not first
        or not any(char.isalpha() for char in texts[0])
        or "://" in texts[0][:8]
        or len(texts[0]) > 400
    ):
        return False
    named = [people.evidence(text.split(". ")[0] if len(text) > 300 else text) for text in texts[:6]]
    whole = (
        first[0].kind in ("strong", "link", "emphasis")
        and len(first[0].text.split()) >= 2
        and len(first[0].text) >= 0.6 * len(texts[0])
    )
    rest = lines[1:]
    if (
        len(texts[0].split()) >= 2
        and max(named[1:], default=0) == 2
        and (len(lines) > 2 or not texts[0].endswith(","))
    ):
        return True
    if named[0] == 2 and len(lines) >= 3 and any(map(_is_venue_line, texts[1:])):
        return True
    if named[0] == 2 and (
        any(piece.kind in ("link", "strong", "emphasis") for line in rest for piece in line)
    ):
        return True
    facts = any(
        (_is_venue_line(text) or (line[0].kind == "link" and links.is_web(line[0].href)))
        for line, text in zip(rest, texts[1:], strict=True)
    )
    if whole and (facts or max(named[1:], default=0) or any(map(_in_markup, rest[:2]))):
        return True
    return (
        facts
        and named[0] == 0
        and 2 <= len(texts[0].split()) <= 40
        and texts[0][-1] not in ".:;"
        and len(lines) <= 6
    )


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
    if len(starts) < 2 or any(is_block(split_lines(block.pieces)) for block in run):
        return list(run)
    groups = [run[begin:end] for begin, end in zip(starts, [*starts[1:], len(run)], strict=True)]
    if sum(len(group) > 1 and _names_below(group[1:3]) for group in groups) < 0.6 * len(groups):
        return list(run)
    return [*run[: starts[0]], *(_together(group) for group in groups)]


def _is_title(block: Block) -> bool:
    lines = split_lines(block.pieces)
    if len(lines) != 1:
        return False
    first = next((piece for piece in lines[0] if piece.text.strip()), None)
    if first is None or first.kind not in ("strong", "link", "emphasis") or labels.link_label(first.text):
        return False
    return len(first.text.split()) >= 2 and len(first.text) >= 0.7 * len(block.text)


def _names_below(blocks: Sequence[Block]) -> bool:
    return any(
        people.evidence(block.text) or _in_markup(block.pieces) for block in blocks if len(block.text) < 3000
    )


def _together(group: Sequence[Block]) -> Block:
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

    Each begins with a title in markup or a number, and shows a link, a year or names besides.
    """
    found = []
    for block in run:
        signs = look(block.pieces)
        lines = split_lines(block.pieces)
        if len(lines) > 6 or not lines:
            continue
        first = next((piece for piece in lines[0] if piece.text.strip()), None)
        titled = (
            first is not None
            and first.kind in ("strong", "link", "emphasis")
            and len(first.text.split()) >= 3
        )
        if signs.reaches(3) and (
            _opens_reference(block, signs) if not titled else signs.year or signs.label_links or signs.people
        ):
            found.append(block)
    pairs = _pairs(run)
    if pairs:
        return frozenset(map(id, (*found, *pairs)))
    blocks = sum(is_block(split_lines(block.pieces)) for block in run)
    if blocks >= 1:
        found += [block for block in run if block not in found and _is_reference(block)]
        return frozenset(map(id, found))
    if len(found) < _FEWEST or len(found) < 0.5 * len(run):
        found = [block for block in found if _is_sure(block)]
        found += [block for block in run if block not in found and _leads_with_people(block)]
    return frozenset(map(id, found))


def _pairs(run: Sequence[Block]) -> list[Block]:
    """Return the paragraphs that are a title over one line of people, where most of a run are, as in programmes.

    One name alone may be anything else: it counts where another line of the run surely names people.
    """
    found: list[Block] = []
    sure = 0
    for block in run:
        lines = split_lines(block.pieces)
        if len(lines) != 2:
            continue
        title, names = plain(lines[0]).strip(), plain(lines[1]).strip()
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
    whole = signs.web and signs.year and signs.words <= _LONGEST_SURE and signs.people == 2
    return bool(whole) and (signs.leading_link or _NUMBERED.match(block.text) is not None)


def quoted_entries(blocks: Sequence[Block]) -> frozenset[int]:
    """Return the ids of the quotations that are entries: two or more of one line each, with people, a date and a link.

    They are most of the quotations of their container: what lists quote besides is said about entries.
    """
    quotes = [block for block in blocks if block.kind == "quote"]
    if len(quotes) < _FEWEST_QUOTED:
        return frozenset()
    found = [quote for quote in quotes if quote.children and all(map(_is_quoted_entry, quote.children))]
    enough = len(found) >= _FEWEST_QUOTED and len(found) >= 0.6 * len(quotes)
    return frozenset(map(id, found)) if enough else frozenset()


def _is_quoted_entry(block: Block) -> bool:
    if block.kind != "paragraph":
        return False
    signs = look(block.pieces)
    whole = signs.web and signs.year and _FEWEST_WORDS <= signs.words <= _LONGEST_SURE
    if not whole or not (signs.label_links or signs.leading_link):
        return False
    in_italics = (piece.text for piece in block.pieces if piece.kind == "emphasis")
    return signs.people == 2 or any(people.evidence(text) == 2 for text in in_italics)


def stacked(block: Block) -> list[list[tuple[Piece, ...]]]:
    """Return the lines of a paragraph, each by itself, where every one is a whole entry, or nothing.

    Each shows a title in bold or as a link, a date, and a link to the web.
    """
    lines = split_lines(block.pieces)
    return [[line] for line in lines] if len(lines) > 1 and all(map(_is_whole, lines)) else []


def _is_whole(line: Sequence[Piece]) -> bool:
    titled = any(
        piece.kind == "strong" or (piece.kind == "link" and not labels.link_label(piece.text))
        for piece in line
        if len(piece.text.split()) >= _TITLE_WORDS
    )
    if not titled:
        return False
    signs = look(line)
    return bool(signs.web and signs.year and signs.words > _TITLE_WORDS)


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


def _opens_reference(block: Block, signs: Signs) -> bool:
    """Whether a paragraph begins as a reference does: with a number or names, and people and a date are in it."""
    text = block.text
    head = _NUMBERED.sub("", text[:200])
    if signs.words > _LONGEST_REFERENCE or not (signs.year or signs.locator):
        return False
    if signs.people < (1 if head != text[:200] else 2):
        return False
    first = _NAMES_END.split(head, maxsplit=1)[0]
    return head != text[:200] or people.evidence(first) > 0


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
