"""Headings that are titles of works: at which levels they are, and what stands below them."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from curabib.evidence import dates, labels, links, people
from curabib.evidence.regex import regex
from curabib.model import Piece
from curabib.readers import among_prose, lone_titles
from curabib.readers.signs import look
from curabib.readers.tree import Block

_FEWEST = 3
_STATING = 2
_NEAR = 6
_LABELLED = 160
VENUE_YEAR_END = regex(
    r"[(\[（【][^()\[\]（）]*(?:(?:19|20)\d\d|['’]\d\d)[^()\[\]（）]{0,20}[)\]）】]\s*$|\s(?:19|20)\d\d\s*$"
)
_YEAR_END = regex(r"[\s:,(\[–—-]{0,8}(?:19|20)\d\d[)\]]?\s*$")
# what ends the names in a line of facts, and what parts the facts behind them
_FACTS = regex(r"\s[-–—|·•]+(?:\s|$)|(?<=[^\W\d_]{2})[.:](?:\s|$)|[()\[\]]|;\s")
# what stands behind a label: a number, or whom it is from
_WHOSE = regex(r"\s+(?=(?:\d{1,2}|(?:from|by)\s+\S+(?:\s+\S+)?)\Z)", re.IGNORECASE)
_LABEL_LENGTH = 60
_FACTS_LENGTH = 400
_MOST_PEOPLE = 3000
_TITLE_WORDS = 3
_VENUE_WORDS = 10
_AROUND_WORDS = " .,:;&/()[]-–—"
_KIND_WORDS = """
resources websites sites software implementations implementation code codes tools links datasets data blogs blog posts
talks videos lectures tutorials courses books projects repositories repos libraries frameworks slides papers surveys
reviews theses benchmarks demos podcasts articles packages presentations webinars
"""
_KINDS = frozenset(_KIND_WORDS.split())
_SAID_OF_KINDS = frozenset(
    (
        "other",
        "official",
        "unofficial",
        "open",
        "source",
        "related",
        "more",
        "additional",
        "useful",
        "external",
    )
) | {"online", "and", "or", "misc", "further"}
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
            if labels.heading_kind(block.text) or names_kinds(block) or (not below and not _says(block)):
                continue
            seen[block.level] += 1
            shows, states = _says(block) or _linked(below), _states_fields(below)
            topic = place in sections or lists_works(below) or _stands_over_titles(block, below)
            if (shows or states) and not topic:
                shown[block.level] += shows
                stated[block.level] += states
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


def people_levels(blocks: Sequence[Block]) -> frozenset[int]:
    """Return the levels at which headings are titles because a line of people, and nothing but people, stands below.

    Three show it, and half of their level; most of them have the words of a title, and none says what people do.
    """
    seen: Counter[int] = Counter()
    shown: Counter[int] = Counter()
    titled: Counter[int] = Counter()
    for place, block in enumerate(blocks):
        if block.kind == "heading" and block.level:
            below = content(blocks, place)
            if labels.heading_kind(block.text) or not below:
                continue
            seen[block.level] += 1
            if stands_over_people(block, below):
                shown[block.level] += 1
                titled[block.level] += len(block.text.split()) >= _TITLE_WORDS
    return frozenset(
        level
        for level, count in shown.items()
        if count >= _FEWEST and count >= 0.5 * seen[level] and titled[level] >= 0.6 * count
    )


def stands_over_people(heading: Block, below: Sequence[Block]) -> bool:
    """Return whether the first line below a heading is nothing but people, and the heading names no role of theirs."""
    if not below or below[0].kind != "paragraph" or labels.names_role(heading.text):
        return False
    lines = below[0].lines
    first = lines[0].text if lines else ""
    return 0 < len(first) <= _MOST_PEOPLE and people.evidence(first.rstrip(".")) == 2


def _sections_by_year(blocks: Sequence[Block]) -> set[int]:
    """Return the places of headings that differ from another of their level, or from one above, by their year only."""
    above: dict[int, str] = {}
    stems: dict[tuple[int, str], list[int]] = {}
    found = set[int]()
    for place, block in enumerate(blocks):
        if block.kind != "heading" or not block.level:
            continue
        above = {level: text for level, text in above.items() if level < block.level}
        text = block.text.strip().casefold()
        stem = _YEAR_END.sub("", text).strip() if text.rstrip(")]")[-1:].isdigit() else text
        if stem != text:
            stems.setdefault((block.level, stem), []).append(place)
            if not stem or stem in above.values():
                found.add(place)
        above[block.level] = text
    return found.union(*(places for places in stems.values() if len(places) > 1))


def is_paper(heading: Block, below: Sequence[Block]) -> bool:
    """Return whether one heading at such a level is a title: it has text below it, or says so itself."""
    text = heading.text
    if names_kinds(heading) or lists_works(below) or _is_form(below) or _stands_over_titles(heading, below):
        return False
    if len(text.split()) < 2 and not _says(heading) and not _linked(below):
        return False
    return bool(below) or _says(heading)


def names_kinds(heading: Block) -> bool:
    """Return whether a heading only says of what kind the works below it are: "Unofficial implementations"."""
    said = [word.strip(_AROUND_WORDS).casefold() for word in heading.text.split()]
    return not _KINDS.isdisjoint(said) and all(
        word in _KINDS or word in _SAID_OF_KINDS for word in said if word
    )


def _is_form(below: Sequence[Block]) -> bool:
    """Whether the text below a heading is nothing but labels with nothing behind them, to be filled in."""
    texts = [
        line.text
        for block in below[:_NEAR]
        for inside in ([_head(item) for item in block.children] if block.kind == "list" else [block])
        for line in inside.lines
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
        links.leads_to_paper(link.href) for link in heading.links
    )


def _linked(below: Sequence[Block]) -> bool:
    """Whether the first blocks name authors, or a link to a paper or a bar of labelled links stands alone there."""
    for block in _unquoted(below[:_NEAR]):
        label = labels.line_label(block.text[:_LABELLED]) if block.kind == "paragraph" else None
        if label is not None and label[0] == "authors":
            return True
        if block.kind == "list":
            items = [_head(item) for item in block.children]
            return any(only_labels(item.pieces) for item in items[:3]) or _states_fields((block,))
        shows = only_link(block) and not _is_titled_over_people(block)
        if block.kind == "paragraph" and (
            shows or _cites(block) or only_labels(block.pieces) or names_authors(block)
        ):
            return True
    return False


def _is_titled_over_people(block: Block) -> bool:
    """Whether a paragraph is a work by itself: a link with the words of a title, and below it nothing but people."""
    lines = block.lines[:2]
    return (
        len(lines) > 1
        and len(lines[0].text.split()) >= _TITLE_WORDS
        and "://" not in lines[0].text
        and not labels.link_label(lines[0].text)
        and " " in lines[1].text
        and people.evidence(lines[1].text[:_MOST_PEOPLE]) > 0
    )


def _unquoted(below: Sequence[Block]) -> list[Block]:
    """Return blocks, and of the first that is a quotation what it holds."""
    if below and below[0].kind == "quote":
        return [*below[0].children[:_NEAR], *below[1:]]
    return list(below)


def _states_fields(below: Sequence[Block]) -> bool:
    """Whether the first block states authors, or two fields of a work, in labelled items or lines."""
    if not below:
        return False
    first = below[0]
    if first.kind == "paragraph":
        texts = [line.text for line in first.lines[:_NEAR]]
        if names_authors(first):
            return True
    elif first.kind in ("list", "quote"):
        texts = [_head(item).text for item in first.children[:_NEAR]]
    else:
        return False
    said = {label[0] for text in texts if (label := labels.line_label(text[:_LABELLED])) is not None}
    return "authors" in said or (len(said) >= 2 and bool(said & _STATED))


def names_authors(block: Block) -> bool:
    """Return whether a paragraph opens with a line of people and at most a venue, a date and labelled links.

    A line that holds a title besides is a reference, and says nothing of the heading above it.
    """
    lines = block.lines
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
    first, *rest = (part.strip(" ,.*") for part in _FACTS.split(text.strip(" [")))
    facts = [part for part in rest if any(map(str.isalnum, part))]
    if not facts:
        first, facts = _venue_behind(first)
    dated = [part for part in facts if dates.find_year(part) is not None]
    if dated != facts or len(facts) > 2 or any(len(part.split()) > _VENUE_WORDS for part in facts):
        return False
    return people.evidence(first) == 2 and bool(dated or linked)


def _venue_behind(text: str) -> tuple[str, list[str]]:
    """Return a line without what its last comma parts off, and that, if it is a dated venue: "Jane Doe, ICML 2010"."""
    before, comma, last = text.rpartition(",")
    dated = comma and dates.find_year(last) is not None and not dates.is_date(last.strip())
    return (before, [last]) if dated else (text, [])


def states_where(block: Block) -> bool:
    """Return whether a paragraph is a few words with a date, and all its links carry labels: "VLDB 2009. [pdf]"."""
    found = block.links
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


def _stands_over_titles(heading: Block, below: Sequence[Block]) -> bool:
    """Return whether titles of works stand below a heading: wholly in markup, each over a list of labels.

    Two are enough; one must have the words of a title, more than the heading, and none of people or dates. Or a
    paragraph with such a title is a work by itself.
    """
    words = len(heading.text.split())
    if below and below[0].kind == "paragraph" and len(below[0].text.split()) > words:
        lead = lone_titles.title_of(below[0])
        if len(lead.split()) > words:
            return True
    found = [
        line
        for line, fields in pairwise(below)
        if fields.kind == "list" and line.kind == "paragraph" and is_marked(line) and _carries_label(fields)
    ]
    if len(found) != 1:
        return len(found) > 1
    text = found[0].text
    count = len(text.split())
    return max(_TITLE_WORDS, words) < count and dates.find_year(text) is None and not people.evidence(text)


def is_marked(line: Block) -> bool:
    """Return whether a paragraph is one line of some words, all of it in bold or a link, and no label."""
    said = [piece for piece in line.pieces if piece.text.strip()]
    marked = bool(said) and all(piece.kind in ("strong", "link") for piece in said)
    return (
        marked and len(line.lines) == 1 and not only_labels(said) and len(line.text.split()) >= _TITLE_WORDS
    )


def _carries_label(fields: Block) -> bool:
    """Whether a list begins with a label: a labelled line, or a link with one."""
    first = _head(fields.children[0]) if fields.children else fields
    return labels.line_label(first.text[:_LABELLED]) is not None or only_labels(first.pieces)


def lists_works(below: Sequence[Block]) -> bool:
    """Return whether two items of the lists, or rows of the tables, are works of their own, no labels or notes.

    Or two paragraphs are titles on links, before facts or alone.
    """
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
                    and not _is_numbered_or_signed(head)
                )
                if works >= 2:
                    return True
    return sum(among_prose.is_linked(block) for block in below if block.kind == "paragraph") >= _STATING


def _is_numbered_or_signed(head: Block) -> bool:
    """Whether an item is one link, a label with its number or whom it is from: "Notes 2", "Reading note from Jane"."""
    text = head.text.strip()
    found = head.links
    label = _WHOSE.split(text, maxsplit=1)[0]
    return (
        len(text) <= _LABEL_LENGTH
        and label != text
        and len(found) == 1
        and found[0].text.strip() == text
        and bool(labels.link_label(label))
    )


def only_labels(pieces: Sequence[Piece]) -> bool:
    """Return whether pieces are links that carry labels, and hardly a word besides."""
    found = [piece for piece in pieces if piece.kind == "link"]
    rest = "".join(piece.text for piece in pieces if piece.kind in ("text", "strong", "emphasis")).strip(
        " -|:[]()*,"
    )
    return bool(found) and all(labels.link_label(piece.text) for piece in found) and len(rest) <= 20


def only_link(block: Block) -> bool:
    """Return whether the first line of a block is nothing but a link to the web."""
    if not block.lines:
        return False
    first = [
        piece for piece in block.lines[0] if piece.kind != "image" and (piece.text.strip() or piece.href)
    ]
    return bool(first) and all(piece.kind == "link" for piece in first) and links.is_web(first[0].href)
