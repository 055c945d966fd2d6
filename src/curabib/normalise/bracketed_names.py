"""Names in brackets that only look like those of venues: of methods ("[FlexGen] A title"), and tags behind titles."""

from collections.abc import Iterator, Sequence

from curabib.normalise.parts import Parts
from curabib.normalise.understood import Understood, add_keyword
from curabib.normalise.where import Where, read_where


def drop_names(taken: Sequence[Parts], understood: Sequence[Understood]) -> None:
    """Take back the venues that nothing but brackets speak for, where fewer brackets of the list name known ones.

    Only what has no date counts, on either side. A name behind other words is a tag.
    """
    doubtful = [
        (parts, found, where)
        for parts, found in zip(taken, understood, strict=True)
        for where in found.wheres
        if not where.sure and where.date is None and _is_doubtful(where)
    ]
    if not doubtful:
        return
    held = [where for parts in taken for _, where in _in_brackets(parts)]
    known = sum(where.sure and where.date is None for where in held)
    if known >= sum(map(_is_doubtful, held)):
        return
    for parts, found, where in doubtful:
        place = next((place for place, other in _in_brackets(parts) if other == where), -1)
        if place >= 0:
            found.wheres.remove(where)
        if any(any(map(str.isalpha, part.text)) for part in parts.parts[: max(place, 0)]):
            add_keyword(found, parts.parts[place].text)


def _is_doubtful(where: Where) -> bool:
    """Whether nobody knows a venue of one word, and it has no date."""
    venue = where.venue
    if venue is None or where.sure or where.date is not None:
        return False
    return not (venue.abbreviation or venue.kind or " " in venue.name)


def _in_brackets(parts: Parts) -> Iterator[tuple[int, Where]]:
    """Return the places of the parts in brackets that were read as venues, and what they say."""
    for place, part in enumerate(parts.parts):
        where = read_where(part.text) if part.markup == "where" else None
        if where is not None and where.venue is not None:
            yield place, where
