"""Which form of each name in a list of authors is the best: official records err too, and drop accents."""

import re
from collections.abc import Iterable, Sequence

from curabib.model import Name, Names, family_key, fold

# Among the signs is e with cedilla: TeX writes it where a Polish ogonek is meant.
_FOREIGN = re.compile(r"[\d_@{}\\$?<>\ufffd\u0228\u0229]")
_DOUBLED = re.compile(r"(?:^|\s)([a-z])\1\b")
_INITIAL = re.compile(r"\b[^\W\d_]\.")
_BARE_INITIAL = re.compile(r"\b[A-Z](?![\w.'’-])")
_SPELLED_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "å": "aa", "Å": "Aa"}
)


def best_formed(names: Names, others: Iterable[Names]) -> Names:
    """Return `names` with the better form of each, where others who name the same people have one.

    Who is named, and in which order, stays. A name that is not formed as names are (see `_is_odd`) gives way to any
    form that is; one of the same words gives way to the form that has its accents, its capitals, and the full stops
    behind its initials.
    """
    people = list(names)
    for other in others:
        if other.people != names.people:
            for place, theirs in _alignment(people, other):
                people[place] = _better(people[place], theirs)
    return names if people == list(names) else Names(tuple(people), truncated=names.truncated)


def _alignment(people: Sequence[Name], others: Names) -> Iterable[tuple[int, Name]]:
    """Yield the place of each of `people` with the same person of `others`: by words, or by place and family name."""
    by_words = {words: other for other in reversed(others.people) for words in _words(other)}
    alike = len(people) == len(others) and not others.truncated
    for place, name in enumerate(people):
        same = next((by_words[words] for words in _words(name) if words in by_words), None)
        if same is None and alike and family_key(name) == family_key(others.people[place]):
            same = others.people[place]
        if same is not None:
            yield place, same


def _better(mine: Name, theirs: Name) -> Name:
    if mine == theirs or mine.literal or theirs.literal:
        return mine
    if _is_odd(mine) or _is_odd(theirs):
        return theirs if _is_odd(mine) and not _is_odd(theirs) else mine
    if not set(_words(mine)) & set(_words(theirs)):
        return mine
    return theirs if _roughness(theirs) < _roughness(mine) else mine


def _roughness(name: Name) -> tuple[bool, int, int]:
    """Return what a form lacks beside others of the same words: capitals and small letters, accents, full stops."""
    plain = sum(1 if c.isascii() else -1 for c in str(name) if c.isalpha())
    return (_is_shouted(name), plain, len(_BARE_INITIAL.findall(name.given)))


def _words(name: Name) -> tuple[str, ...]:
    """Return the folded words of a name in one order, as they stand and with umlauts spelled out."""
    text = str(name)
    forms = dict.fromkeys((text, text.translate(_SPELLED_OUT)))
    return tuple(" ".join(sorted(fold(form).split())) for form in forms)


def _is_odd(name: Name) -> bool:
    """Return whether a name is not formed as names are.

    That is where a family name or a first given name begins with a small letter (particles stand apart in `prefix`),
    where there is a digit or a sign that no name has, where an initial stands in the family name or among the
    particles, and where a small word ends the given names.
    """
    if name.literal:
        return False
    if _FOREIGN.search(name.family) or _FOREIGN.search(name.given) or not name.family:
        return True
    if _INITIAL.search(name.family) or _INITIAL.search(name.prefix):
        return True
    last = name.given.rpartition(" ")[2]
    small = (
        _begins_small(name.family)
        or _begins_small(name.given)
        or (last != name.given and _begins_small(last))
    )
    return small or _DOUBLED.search(name.given) is not None


def _begins_small(text: str) -> bool:
    """Return whether a name begins with a small letter that has a capital, and holds no capital at all."""
    first = text[:1]
    return first.islower() and first.upper() != first and text == text.lower()


def _is_shouted(name: Name) -> bool:
    letters = [c for c in name.family if c.isalpha()]
    return len(letters) > 1 and all(c.isupper() for c in letters)
