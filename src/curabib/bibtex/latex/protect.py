"""Braces around the letters of a title that a style must not lower.

`change.case$` lowers letters outside braces, but for the first one and the first after a colon and a space
(Patashnik, "BibTeXing", section 4, "Designing BibTeX Styles", section 2). So braces go around whole words: those
with inner capitals or with capitals and digits, single capitals, proper nouns, words that begin a new
sentence, mathematics, and accented capitals.
"""

import re
import unicodedata
from collections.abc import Iterator, Set
from functools import lru_cache

from curabib.bibtex.latex.decode import decode
from curabib.bibtex.latex.words import PROPER_NOUNS

_BRACES = re.compile(r"[{}]")
_PIECE = re.compile(r"(\\[A-Za-z]+\s*|\\.|\\)|(\$[^$]*\$)|([^\W_]+(?:['’][^\W_]+)*)|(\s+)|(.)", re.DOTALL)
_PLAIN_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_MARKUP = re.compile(r"[{}\\$]")
_SENTENCE_END = re.compile(r"(?:[?!][\"'”’)]*|[^\W\d_]{4,}\.|--+)\s+\Z|[–—]\s*\Z")
_COLON = re.compile(r":\s+\Z")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_POSSESSIVE = re.compile(r"['’](?:s|S)?\Z")
_NEAR = 40
_FUNCTION_WORDS = frozenset(
    "about across after against along among around before behind being beyond between both does down during each "  # noqa: SIM905
    "ever every from have into just like more most near only onto over same should some such than that their them "
    "then there these they this those through till toward towards under until upon versus very what when where "
    "whether which while will with within without your".split()
)


@lru_cache(maxsize=2_000)
def protect_title(title: str, *, words: frozenset[str] = frozenset()) -> str:
    """Return the LaTeX `title` with braces where a style would lower a capital that must stay.

    `words` are proper nouns beside those of the built-in list, as written without accents. What stands in braces
    already stays as it is, so that protecting twice changes nothing.
    """
    if not title or title.islower():
        return title
    plain = decode(title)
    shouted, sentence = _is_shouted(plain), _is_sentence_case(plain)
    names = words | PROPER_NOUNS if words else PROPER_NOUNS
    if not _MARKUP.search(title):
        return title if shouted and title.isascii() else _protect_plain(title, names, shouted, sentence)
    units = list(_units(title))
    out: list[str] = []
    before = ""
    for position, (kind, unit) in enumerate(units):
        if kind == "math":
            out.append(f"{{{unit}}}")
            before += "$"
        elif kind == "word":
            text = decode(unit) if "{" in unit else unit
            article = text == "A" and _is_article(units, position) and not _ends_sentence(before)
            if not (shouted or article) and _keeps_capital(text, before, names, sentence):
                out.append(f"{{{unit}}}")
            else:
                out.append(_protect_accents(unit))
            before += text
        else:
            out.append(unit)
            before += decode(unit) if kind == "group" else unit
        before = before[-_NEAR:]
    return "".join(out)


def _keeps_capital(text: str, before: str, names: Set[str], sentence: bool) -> bool:
    """Return whether a word has a capital that must stay, given the text before it."""
    if text.islower():
        return False
    if text[1:] != text[1:].lower():
        return True
    if not text[0].isupper():
        return text != text.lower()
    if not text.isalpha() and any(c.isdigit() for c in text):
        return True
    if len(text) == 1:
        return bool(text != "I" or before.strip())
    if _fold(_POSSESSIVE.sub("", text)) in names:
        return True
    if not before.strip():
        return False
    return _ends_sentence(before) or (sentence and not _COLON.search(before))


def _ends_sentence(before: str) -> bool:
    """Return whether a new sentence begins behind `before`; most words follow a letter, which needs no pattern."""
    last = before.rstrip()[-1:]
    return bool(last) and not last.isalnum() and _SENTENCE_END.search(before) is not None


def _is_article(units: "list[tuple[str, str]]", position: int) -> bool:
    """Return whether the word "A" at `position` stands before another word."""
    following = units[position + 1 : position + 3]
    return len(following) == 2 and following[0][0] == "space" and following[1][0] in ("word", "group")


def _protect_plain(title: str, names: Set[str], shouted: bool, sentence: bool) -> str:
    """Return a title without braces, commands and mathematics protected; most of its words need no look."""
    out: list[str] = []
    done = 0
    for match in _PLAIN_WORD.finditer(title):
        word = match[0]
        if word.islower():
            continue
        start, end = match.span()
        before = title[max(0, start - _NEAR) : start]
        behind = title[end : end + _NEAR]
        article = word == "A" and behind[:1].isspace() and behind.lstrip()[:1].isalnum()
        if shouted or (article and not _ends_sentence(before)):
            word = _protect_accents(word)
        elif _keeps_capital(word, before, names, sentence):
            word = f"{{{word}}}"
        else:
            word = _protect_accents(word)
        out += (title[done:start], word)
        done = end
    return "".join([*out, title[done:]])


def _units(title: str) -> Iterator[tuple[str, str]]:
    """Yield the words, groups, formulas, spaces and other parts of a title, in order, nothing left out."""
    position = 0
    word = ""
    while position < len(title):
        if title[position] == "{":
            unit = _group(title, position)
            if unit.startswith("{\\") and len(decode(unit)) == 1 and decode(unit).isalpha():
                word += unit
                position += len(unit)
                continue
            kind = "group"
        else:
            match = _PIECE.match(title, position)
            assert match is not None  # noqa: S101  (the last branch takes any character)
            command, math, letters, space, _ = match.groups()
            unit = match[0]
            if letters:
                word += unit
                position += len(unit)
                continue
            if math and not _is_balanced(math):
                unit, math = "$", ""
            kind = "command" if command else "math" if math else "space" if space else "other"
        if word:
            yield "word", word
            word = ""
        yield kind, unit
        position += len(unit)
    if word:
        yield "word", word


def _group(title: str, start: int) -> str:
    """Return the brace group that opens at `start`, or the rest of the title where it never closes."""
    depth = 0
    for match in _BRACES.finditer(title, start):
        depth += 1 if match[0] == "{" else -1
        if not depth:
            return title[start : match.end()]
    return title[start:]


def _is_balanced(text: str) -> bool:
    depth = 0
    for match in _BRACES.finditer(text):
        depth += 1 if match[0] == "{" else -1
        if depth < 0:
            return False
    return not depth


def _protect_accents(unit: str) -> str:
    """Return a word with its accented capitals, which styles lower even inside special characters, in braces."""
    if "{" not in unit:
        return unit if unit.isascii() else "".join(f"{{{c}}}" if _is_foreign_capital(c) else c for c in unit)
    out: list[str] = []
    position = 0
    while position < len(unit):
        part = _group(unit, position) if unit[position] == "{" else unit[position]
        capital = decode(part).isupper() if part[0] == "{" else _is_foreign_capital(part)
        out.append(f"{{{part}}}" if capital else part)
        position += len(part)
    return "".join(out)


def _is_foreign_capital(character: str) -> bool:
    return not character.isascii() and character.isupper()


def _is_shouted(plain: str) -> bool:
    """Return whether a title is in capitals throughout, which then mean nothing."""
    return plain.isupper() and len(_LONG_WORD.findall(plain)) > 1


def _is_sentence_case(plain: str) -> bool:
    """Return whether a title writes ordinary words in lower case, so that its capitals are names."""
    lower = upper = 0
    for match in _LONG_WORD.finditer(plain):
        word = match[0]
        if match.start() == 0 or word.lower() in _FUNCTION_WORDS:
            continue
        lower += word[0].islower()
        upper += word[0].isupper()
    return lower > 2 and upper * 2 <= lower


def _fold(word: str) -> str:
    if word.isascii():
        return word
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c)).translate(
        _FOLD
    )


_FOLD = str.maketrans("łŁøØđĐ", "lLoOdD")
