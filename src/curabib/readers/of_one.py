"""Items nested in a line that say of one work alone: its links, its people, its address, or its title."""

from collections.abc import Sequence
from itertools import takewhile

from curabib.evidence import dates, labels, people
from curabib.readers import headings
from curabib.readers.tree import Block, head_of
from curabib.venues import find

_FEWEST = 2
_SHORTEST_TITLE = 3
_BRACKETED_WORDS = 4
_LONGEST_NAMES = 3000


def are_links_of_one(items: Sequence[Block]) -> bool:
    """Return whether items are each a link with a label and nothing else, two or more, and no label stands twice."""
    heads = [head_of(item).pieces for item in items]
    if len(heads) < _FEWEST or not all(map(headings.only_labels, heads)):
        return False
    said = [labels.link_label(piece.text) for head in heads for piece in head if piece.kind == "link"]
    return len(set(said)) == len(said)


def are_facts_of_one(items: Sequence[Block]) -> bool:
    """Return whether items are the people of one work, and links in brackets or with labels, one at most to its paper.

    One item holds people, links, and perhaps venue and date.
    """
    if len(items) < _FEWEST:
        return len(items) == 1 and headings.names_authors(head_of(items[0]))
    first, *rest = map(head_of, items)
    if first.links:
        return False
    if not all(map(_is_bare_link, rest)) or not people.evidence(first.text[:_LONGEST_NAMES]):
        return False
    said = [labels.link_label(piece.text) for head in rest for piece in head.links]
    return said.count("paper") <= 1


def announces_title(head: Block, items: Sequence[Block]) -> bool:
    """Return whether a colon ends a line, and one item of names, a title between commas and a date stands below it."""
    if len(items) != 1 or head.text[-1:] not in (":", "："):
        return False
    chunks = [chunk.strip() for chunk in head_of(items[0]).text.split(",")]
    named = sum(1 for _ in takewhile(people.looks_like_name, chunks))
    title, *rest = chunks[named:] or ("",)
    return (
        named > 0
        and len(title.split()) >= _SHORTEST_TITLE
        and dates.find_year(title) is None
        and find(title) is None
        and any(dates.find_year(chunk) is not None for chunk in rest)
    )


def is_only_link(head: Block, items: Sequence[Block]) -> bool:
    """Return whether the only item nested in what has the words of a title, all in bold, is a link with a label."""
    return len(items) == 1 and headings.is_marked(head) and headings.only_labels(head_of(items[0]).pieces)


def is_only_address(items: Sequence[Block]) -> bool:
    """Return whether the only nested item is a bare address: that of the work above it."""
    found = head_of(items[0]).links if len(items) == 1 else ()
    return (
        len(found) == 1 and "://" in found[0].text and head_of(items[0]).text.strip() == found[0].text.strip()
    )


def _is_bare_link(head: Block) -> bool:
    """Whether a block is nothing but links with labels, or one link whose few words stand in brackets."""
    if headings.only_labels(head.pieces):
        return True
    text = head.text.strip()
    return (
        len(head.links) == 1
        and text == head.links[0].text.strip()
        and text[:1] + text[-1:] == "[]"
        and len(text.split()) <= _BRACKETED_WORDS
    )
