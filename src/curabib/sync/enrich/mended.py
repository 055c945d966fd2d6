"""Titles that lists misspell or cut short, and that are an official title all the same.

What matching must ask about can be sure where one side is official: a word that no official title has is a slip of the
pen, and a title without its subtitle is no other title, as long as only one record of these people can be meant.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from curabib.match.profile import Profile
from curabib.match.score import extends, marks, overlap, years_fit
from curabib.model import Record, fold

_MOST_EDITS = 2
_MOST_CHANGED = 3
_LEAST_WORD = 4
_LONG_WORD = 6
_LEAST_INFLECTED = 4
_LEAST_WORDS = 3
_LEAST_WHOLE = 5
_ENDS_OF_TITLES = (":", "?", "!", ".", " - ", " – ", " — ")


def is_meant(asked: Profile, candidate: Profile, record: Record, known: Callable[[str], bool]) -> bool:
    """Return whether a title is an official one, misspelt and cut short at once: `is_misspelt` of what is left."""
    words = candidate.title.split(" ")
    shorter = {" ".join(words[:-1])} | set(_starts(record, candidate))
    return any(
        is_cut_short(replace(asked, title=title), candidate, record)
        and is_misspelt(asked, replace(candidate, title=title), known)
        for title in sorted(shorter)
        if title
    )


def is_misspelt(asked: Profile, candidate: Profile, known: Callable[[str], bool]) -> bool:
    """Return whether a title is an official one but for slips of the pen: words that no official title has.

    `known` says whether any official title has a word. At least half of the authors must agree, and the years fit. A
    single letter makes no other title either where the authors are just the same, at least two of them.
    """
    authors = overlap(asked, candidate)
    if authors is None or authors < 0.5 or not years_fit(asked, candidate):
        return False
    if marks(asked.title) != marks(candidate.title):
        return False
    mine, theirs = asked.title.split(" "), candidate.title.split(" ")
    changed = 0
    same_crew = _same_crew(asked, candidate)
    for kind, a, b, c, d in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        one, other = "".join(mine[a:b]), "".join(theirs[c:d])
        changed += 1
        if one == other:
            continue  # a blank or hyphen more or less
        edits = _edits(one, other)
        length = max(len(one), len(other))
        if length < _LEAST_WORD or edits > (1 if length < _LONG_WORD else _MOST_EDITS):
            return False
        # a plural for a singular, by just the same people
        inflected = edits == 1 and min(len(one), len(other)) >= _LEAST_INFLECTED and same_crew
        if all(map(known, mine[a:b])) and not inflected:
            return False
    return 0 < changed <= _MOST_CHANGED and changed < len(theirs)


def is_cut_short(asked: Profile, candidate: Profile, record: Record) -> bool:
    """Return whether a title is an official one without its subtitle, or without its last word, by the same people."""
    if not extends(candidate.title, asked.title) or not years_fit(asked, candidate):
        return False
    authors = overlap(asked, candidate)
    if authors is None or authors < 0.5 or marks(asked.title) != marks(candidate.title):
        return False
    words = asked.title.count(" ") + 1
    rest = candidate.title[len(asked.title) + 1 :].count(" ") + 1
    if rest == 1:
        return words >= (_LEAST_WORDS if _same_crew(asked, candidate) else _LEAST_WHOLE)
    return words >= _LEAST_WORDS and asked.title in _starts(record, candidate)


def _same_crew(asked: Profile, candidate: Profile) -> bool:
    """Return whether the same people stand in the same order, at least two of them."""
    return len(asked.authors) > 1 and asked.authors == candidate.authors and not asked.truncated


def alone(candidates: Sequence[Profile]) -> bool:
    """Return whether candidates are all of one title: versions of one work."""
    return len({candidate.title for candidate in candidates}) == 1


def _starts(record: Record, candidate: Profile) -> list[str]:
    """Return what stands before each subtitle of a title, as profiles have it."""
    found: list[str] = []
    for sign in _ENDS_OF_TITLES:
        head, sep, _ = record.fields.title.partition(sign)
        words = " ".join(word for word in fold(head).split(" ") if word != "and")
        if sep and words and candidate.title.startswith(words + " "):
            found.append(words)
    return found


def _edits(one: str, other: str) -> int:
    """Return the number of letters to change, drop, add or swap (Damerau), or more than is looked at."""
    if abs(len(one) - len(other)) > _MOST_EDITS:
        return _MOST_EDITS + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]
