"""Stretches between commas: which of them are people, and where a venue begins among them."""

from curabib.evidence import cutting, joined, people
from curabib.evidence.regex import regex
from curabib.normalise.where import Where, known_venue, read_where

_TITLE_CASE = regex(r"(?:(?:[A-Z][\w.'’&\-]*|of|and|the|in|for|on|&|de|der|für|et)(?:\s|$)){1,7}$")
_OTHERS = ("et al", "et al.")
_INITIAL = regex(r"(?:^|\s)[A-Z]\.")
_MOST = 8


def commas(text: str) -> list[str]:
    """Return the stretches between the commas that stand outside brackets."""
    return [chunk.strip() for chunk in cutting.split_outside(text, ",") if chunk.strip()]


def split_where(text: str) -> tuple[str, Where | None]:
    """Return a text cut into what comes first and the venue or date at its end.

    The end is the longest run of comma-separated chunks that reads as a venue or date, else the last words of
    the last chunk
    ("Michael Carbin ICLR 2019") when the venue table knows them.
    """
    chunks = commas(text)
    if not chunks or _ends_in_people(chunks):
        return text, None
    doubtful: tuple[str, Where] | None = None
    for start in range(max(0 if len(chunks) == 1 else 1, len(chunks) - _MOST), len(chunks)):
        tail = ", ".join(chunks[start:])
        where = read_where(tail)
        if where is None or people.evidence(tail) == 2:
            continue
        if (
            where.venue is not None
            and not where.venue.abbreviation
            and people.looks_like_name(joined.without_first(chunks[start]))
        ):
            continue
        if where.sure and _begins_too_early(chunks[start:], where):
            continue
        before = ", ".join(chunks[:start])
        if where.sure or (where.venue is None and doubtful is None):
            return before, where
        if where.venue is None and doubtful is not None:
            break
        if (
            doubtful is None
            and where.date is not None
            and start
            and where.venue is not None
            and _TITLE_CASE.match(where.venue.name)
        ):
            doubtful = before, where
    words = chunks[-1].split()
    for start in range(1, min(len(words), 8)):
        name = " ".join(words[:start])
        where = read_where(" ".join(words[start:])) if people.looks_like_name(name) else None
        if where is not None and where.venue is not None and where.venue.abbreviation and _glued(where):
            return ", ".join([*chunks[:-1], name]), where
    return doubtful or (text, None)


def _begins_too_early(chunks: list[str], where: Where) -> bool:
    """Whether the end of a title stands before a venue: "…, and Beyond, ACM Queue 2013"."""
    if len(chunks) < 2 or (where.venue is not None and where.venue.abbreviation):
        return False
    first, rest = read_where(chunks[0]), read_where(", ".join(chunks[1:]))
    return (first is None or not first.sure) and rest is not None and rest.venue is not None and rest.sure


def _ends_in_people(chunks: list[str]) -> bool:
    """Whether the last chunk is a name of several words that no venue has, so that none can stand behind the people."""
    last = chunks[-1]
    if len(chunks) < 2 or " " not in last or any(char.isdigit() for char in last):
        return False
    names = [name for name in joined.split(joined.without_first(last), last=True) if name]
    words = names[-1].split()
    return (
        len(words) > 1
        and all(map(people.looks_like_name, names))
        and not any(known_venue(" ".join(words[start:])) for start in range(len(words)))
    )


def _glued(where: Where) -> bool:
    """Return whether a venue behind other words of a chunk is one: dated, or an acronym.

    "Trainable Neural Networks" ends in the name of a journal too.
    """
    name = where.venue.name if where.venue else ""
    return where.date is not None or (" " not in name and sum(char.isupper() for char in name) > 1)


def leading_names(chunks: list[str], *, habit: bool) -> int:
    """Return how many chunks at the start are names, when they are sure to be a list of people.

    A single name is believed where it is the `habit` of the references around to begin with people.
    """
    count = 0
    for place, chunk in enumerate(chunks[:-1]):
        head = joined.without_first(chunk.strip())
        pieces = joined.names_of(head)
        if not all(people.looks_like_name(piece) or piece in _OTHERS for piece in pieces):
            if head.endswith(_OTHERS) and people.evidence(head) == 2:
                count = place + 1
            break
        count = place + 1
    run = ", ".join(chunks[:count])
    if count >= 1 and people.evidence(run) == 2:
        return count
    if count == 1 and " " in run and (habit or _INITIAL.search(run)):
        return count
    return 0
