"""Titles in two kinds of stretches: those whose case a style may change, and those it must leave."""

import re

from curabib.bibtex.latex import protect_title

_FORMULA = re.compile(r"\$(?=[^\s$])[^$]{1,200}(?<=\S)\$")
_SYMBOL = re.compile(r"\$(?=[^\s$])[^$]{1,200}(?<=\S)\$|(?<![^\W_])[α-ωϑϕϖϱϵ](?![^\W_])")
_SPECIAL = "\\{}$%~"
_STAND_INS = "".join(chr(0xE000 + index) for index in range(len(_SPECIAL)))
_HIDE = str.maketrans(_SPECIAL, _STAND_INS, _STAND_INS)
_SHOW = str.maketrans(_STAND_INS, _SPECIAL)
_BRACE = re.compile(r"[{}]")


def stretches(title: str) -> tuple[tuple[str, bool], ...]:
    """Return the title cut into (text, kept): what is `kept` must not change its case.

    The stretches joined are the title. Kept are the words that BibTeX would need braces for, and formulas. Signs that
    mean something to TeX are text here: they are hidden from the rules that look for TeX.
    """
    if not title:
        return ()
    cut: list[tuple[str, bool]] = []
    end = 0
    for formula in _FORMULA.finditer(title):
        cut += _words(title[end : formula.start()])
        cut.append((formula[0], True))
        end = formula.end()
    cut += _words(title[end:])
    return tuple(_joined(cut))


def symbols(text: str) -> tuple[tuple[str, bool], ...]:
    """Return the title of a journal or a volume cut likewise; only formulas and single Greek letters are kept."""
    cut: list[tuple[str, bool]] = []
    end = 0
    for symbol in _SYMBOL.finditer(text):
        cut += [(text[end : symbol.start()], False), (symbol[0], True)]
        end = symbol.end()
    return tuple((part, kept) for part, kept in (*cut, (text[end:], False)) if part)


def _words(text: str) -> list[tuple[str, bool]]:
    if not text:
        return []
    marked = protect_title(text.translate(_HIDE))
    cut: list[tuple[str, bool]] = []
    depth = start = 0
    for brace in _BRACE.finditer(marked):
        opens = brace[0] == "{"
        if depth == (0 if opens else 1):
            part = marked[start : brace.start()]
            kept = not opens and not _is_part_of_word(part, marked, start, brace.end())
            cut.append((_shown(part), kept))
            start = brace.end()
        depth += 1 if opens else -1
    cut.append((_shown(marked[start:]), False))
    return cut


def _is_part_of_word(part: str, marked: str, start: int, end: int) -> bool:
    """Return whether a group is one accented letter of a word, which only 8-bit BibTeX needs to keep."""
    before, after = marked[start - 2 : start - 1], marked[end : end + 1]
    return len(part) == 1 and not part.isascii() and (before.isalnum() or after.isalnum())


def _shown(marked: str) -> str:
    return _BRACE.sub("", marked).translate(_SHOW)


def _joined(cut: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Return the stretches with neighbours of the same kind made one, and no empty one."""
    joined: list[tuple[str, bool]] = []
    for text, kept in cut:
        if joined and joined[-1][1] == kept:
            joined[-1] = (joined[-1][0] + text, kept)
        elif text:
            joined.append((text, kept))
    return joined
