"""Titles: the fewest edits that turn the words of a list into those of a record."""

from collections.abc import Iterator
from difflib import SequenceMatcher

from curabib.sync.suggest.stretch import Edit, Stretch, folded, words_of, written

_POINTS = ".?!,:;"


def reworded(stretch: Stretch, first: int, last: int, value: str, *, cell: bool) -> tuple[Edit, ...] | None:
    """Return what turns the words from position `first` up to `last` into those of `value`, word by word.

    What stands between words that stay, stays. None where words would have to change across marks or lines.
    """
    old = [word.folded for word in stretch.words[first:last]]
    new = words_of(value)
    names = [word.folded for word in new]
    edits: list[Edit] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, names, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        if kind == "replace" and b - a == d - c:
            pairs = [(first + a + n, first + a + n + 1, c + n, c + n + 1) for n in range(b - a)]
        else:
            pairs = [(first + a, first + b, c, d)]
        for begin, end, one, other in pairs:
            edit = _edit(stretch, (begin, end), (first, last), value, (one, other), cell=cell)
            if edit is None:
                return None
            edits.append(edit)
    return tuple(edits)


def _edit(
    stretch: Stretch,
    old: tuple[int, int],
    whole: tuple[int, int],
    value: str,
    new: tuple[int, int],
    *,
    cell: bool,
) -> Edit | None:
    """Return the edit that puts some words of `value` in the place of some words of the stretch."""
    words, said = stretch.words, words_of(value)
    (a, b), (c, d) = old, new
    if a < b and c < d:
        start, end, text = words[a].start, words[b - 1].end, value[said[c].start : said[d - 1].end]
    elif a < b:  # what separates them from the word before goes too, at the beginning from the word behind
        start, end = (
            (words[a - 1].end, words[b - 1].end) if a > whole[0] else (words[a].start, words[b].start)
        )
        text = ""
    elif a > whole[0]:
        start = end = words[a - 1].end
        text = value[said[c - 1].end : said[d - 1].end]
        while text and start < stretch.end and text[0] == stretch.text[start] and text[0] in _POINTS:
            start, end, text = start + 1, end + 1, text[1:]
    else:
        start = end = words[a].start
        text = value[said[c].start : said[d].start]
    if text and d == len(
        said
    ):  # brackets and quotation marks that close with the last word, and its question mark
        closing = value[said[-1].end :].rstrip(" .")
        text += "" if stretch.text.startswith(closing, end) else closing
    if b - a > 1 and not _plain(stretch.text[start:end]):
        return None
    if all(stretch.text[word.start : word.end].isupper() for word in words[whole[0] : whole[1]]):
        text = text.upper()
    shown = written(text, stretch.language, cell=cell)
    return None if shown is None else Edit(start, end, shown)


def _plain(text: str) -> bool:
    """Return whether a text has no marks of any language in it, and is of one line."""
    return not any(sign in text for sign in "\n*_`[]<>{}|\\&")


def places(stretch: Stretch, value: str, begin: int = 0) -> Iterator[tuple[int, int]]:
    """Yield where the words of a value stand in a row, as positions of words."""
    wanted = folded(value)
    for at in stretch.find(wanted, begin):
        yield at, at + len(wanted)
