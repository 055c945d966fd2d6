"""Items of lists that are no works: tasks of a course, what asks, points elsewhere or only says who."""

import re

from curabib.evidence import labels, links, people
from curabib.evidence.regex import regex
from curabib.readers.signs import Signs
from curabib.readers.tree import Block

_TASK = regex(
    r"^\W*(?:homework|assignment|problem set|pset|quiz|midterm|final exam|exam|"
    r"(?:guest|invited) (?:lecture|talk|speaker|seminar)r?s?)\b|\b(?:is|are)? ?due\b[^.]{0,20}[!.]?$",
    re.IGNORECASE,
)
_GUEST = regex(r"\W*(?:guest|invited)\b", re.IGNORECASE)
_BESIDE = frozenset(("video", "notes", "code", "link", "dataset"))
_PLEASE = "please "
_PLEASE_LENGTH = len(_PLEASE)
# what stands between a person and the name of an account
_HANDLE = regex(r"[@(,:（，：-]")
_LONG_TASK = 14
_LONGEST_LABELLED = 200
_LABEL_WORDS = 3
_BARE_WORDS = 3


def names_repository(head: Block) -> bool:
    """Return whether an item is nothing but the name of a repository, linked to it: a pointer to what others collect.

    Or a bare address of no paper, with a word or two in front ("slides at https://…").
    """
    found = head.links
    if len(found) == 1 and "://" in found[0].text and links.host_kind(found[0].href) != "paper":
        return len(head.text.split()) <= _BARE_WORDS
    if (
        len(found) != 1
        or head.text.strip() != found[0].text.strip()
        or links.host_kind(found[0].href) != "code"
    ):
        return False
    return found[0].href.rstrip("/").rpartition("/")[2].casefold() == found[0].text.strip().casefold()


def is_task(head: Block, signs: Signs) -> bool:
    """Return whether an item is what a course sets and marks, with documents of its own at most."""
    return not signs.web and _TASK.search(head.text) is not None and signs.words <= _LONG_TASK


def is_guest(head: Block) -> bool:
    """Return whether an item begins with a word for a guest."""
    return _GUEST.match(head.text) is not None


def only_asks(head: Block, signs: Signs) -> bool:
    """Return whether an item asks for something ("Please read [NOTES](…)"), or its links lead to no work.

    But to where one applies, registers or asks, or to a person behind a name or label: "Ann Lee ([@ann](…))".
    """
    found = head.links
    if found and all(labels.link_label(piece.text) == "apply" for piece in found):
        return True
    if signs.leading_link or signs.marked_title:
        return False
    text = head.text
    if text[:_PLEASE_LENGTH].lower() == _PLEASE:
        return True
    if not found or not all(piece.text.lstrip().startswith("@") for piece in found):
        return False
    named = _HANDLE.split(text, maxsplit=1)[0].strip()
    return people.looks_like_name(named) or labels.is_label(named)


def only_says(head: Block, signs: Signs) -> bool:
    """Return whether an item is a label before people, or before links that name no work: "Slides: [week1.pdf](…)"."""
    if signs.year or signs.leading_link:
        return False
    before, colon, behind = head.text[:_LONGEST_LABELLED].partition(":")
    if not colon or len(before.split()) > _LABEL_WORDS:
        return False
    if not (signs.web or signs.documents):
        named = behind.strip().rstrip(".")
        return not signs.marked_title and before[:1].isupper() and _are_people(named)
    label = labels.line_label(head.text[:_LONGEST_LABELLED])
    return (
        label is not None
        and label[0] in _BESIDE
        and all(
            links.is_document(piece.text.strip()) or labels.link_label(piece.text) for piece in head.links
        )
    )


def _are_people(text: str) -> bool:
    """Whether a text is two people or more and nothing besides, none of them a word of titles."""
    return "," in text and people.evidence(text) == 2
