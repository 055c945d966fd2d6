"""The words of a list as they stand in its source, between marks of its language, and edits of them.

A word is a run of letters or a run of digits that a reader of the page sees; tags, addresses and comments hold none.
Offsets count characters of the text of the whole list.
"""

import html
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from curabib.model import fold

_LONGEST = 200_000
_ADDRESS = r"(?P<hidden>https?://[^\s()<>\[\]\"']{1,2000}"
_TAG = r"|<!--.{0,5000}?-->|</?[A-Za-z][^<>]{0,2000}>|<https?://[^\s<>]{1,2000}>"
_ENTITY = r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});)"
_ESCAPE = r"|\\(?P<escaped>[!-/:-@\[-`{-~])"
_SIGNS = {
    "markdown": re.compile(f"{_ADDRESS}{_TAG}){_ENTITY}{_ESCAPE}", re.DOTALL),
    "html": re.compile(f"{_ADDRESS}{_TAG}){_ENTITY}", re.DOTALL),
    "rst": re.compile(f"{_ADDRESS}){_ESCAPE}"),
    "org": re.compile(f"{_ADDRESS})"),
    "text": re.compile(f"{_ADDRESS})"),
}
LANGUAGES = frozenset(_SIGNS)


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the text from `start` up to `end` by `text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is compared, and where it stands."""

    folded: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Some lines of a list: the text of the whole list, where they begin and end, and their words in order."""

    text: str
    start: int
    end: int
    words: tuple[Word, ...]
    language: str

    @classmethod
    def of(cls, text: str, start: int, end: int, language: str) -> "Stretch":
        """Return the stretch from `start` up to `end` of a list in a language of `LANGUAGES`; cut if it is long."""
        end = min(end, start + _LONGEST)
        return cls(
            text=text,
            start=start,
            end=end,
            words=tuple(_words(text, start, end, language)),
            language=language,
        )

    def find(self, wanted: Sequence[str], begin: int = 0) -> Iterator[int]:
        """Yield the positions of words at which the `wanted` ones stand in a row, from `begin` on."""
        for at in range(begin, len(self.words) - len(wanted) + 1) if wanted else ():
            if self.stands(wanted, at):
                yield at

    def stands(self, wanted: Sequence[str], at: int) -> bool:
        """Return whether the `wanted` words stand at a position, one behind the other."""
        if at + len(wanted) > len(self.words):
            return False
        return all(self.words[at + step].folded == word for step, word in enumerate(wanted))

    def between(self, one: int, other: int) -> str:
        """Return what stands between the words at two positions."""
        return self.text[self.words[one].end : self.words[other].start]

    def end_of_line(self, at: int) -> int:
        """Return where the line ends in which the offset `at` is."""
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end

    def last_sign(self, at: int) -> int:
        """Return where what is printed on the line ends in which the offset `at` is: blanks behind it left out."""
        end = self.end_of_line(at)
        while end > at and self.text[end - 1].isspace():
            end -= 1
        return end

    def seen(self, start: int, end: int) -> list[Word]:
        """Return the words that stand between two offsets."""
        first = bisect_left(self.words, start, key=lambda word: word.start)
        last = bisect_left(self.words, end, key=lambda word: word.start)
        return list(self.words[first:last])


def _words(text: str, start: int, end: int, language: str) -> Iterator[Word]:
    """Yield the words of a stretch: letters and digits that stand side by side once marks are read."""
    run: list[tuple[str, int, int]] = []
    kind = ""
    at = start
    for sign in (*_SIGNS[language].finditer(text, start, end), None):
        until = sign.start() if sign else end
        signs = [(text[i], i, i + 1) for i in range(at, until)]
        if sign is not None:
            signs += _read(sign)
            at = sign.end()
        for char, begin, stop in signs:
            now = _kind(char, kind)
            if run and now != kind:
                yield _word(run)
                run = []
            kind = now
            if now:
                run.append((char, begin, stop))
    if run:
        yield _word(run)


def _read(sign: re.Match[str]) -> list[tuple[str, int, int]]:
    groups = sign.groupdict()
    if groups["hidden"]:
        return [("\0", sign.start(), sign.end())]
    shown = html.unescape(groups["entity"]) if groups.get("entity") else groups.get("escaped") or ""
    return [(char, sign.start(), sign.end()) for char in shown]


def _kind(char: str, before: str) -> str:
    if char.isalpha():
        return "letters"
    if char.isdigit():
        return "digits"
    return before if before and unicodedata.category(char)[0] == "M" else ""


def _word(run: list[tuple[str, int, int]]) -> Word:
    shown = "".join(char for char, _, _ in run)
    return Word(fold(shown) or shown, run[0][1], run[-1][2])


@lru_cache(maxsize=4096)
def words_of(value: str) -> tuple[Word, ...]:
    """Return the words of a value without marks of any language."""
    return tuple(_words(value, 0, len(value), "org"))


def folded(value: str) -> list[str]:
    """Return the words of a value as they are compared."""
    return [word.folded for word in words_of(value)]


_BLANKS = re.compile(r"\s+")
_IN_MARKDOWN = re.compile(r"[\\`*\[\]<>]|(?<!\w)_|_(?!\w)|&(?=#?\w{1,31};)|(?<=!)(?=\[)")
_IN_RST = re.compile(r"[\\`*|<>]|_(?!\w)")
_ODD_IN_ORG = re.compile(r"[\[\]|{}\\^]|(?<!\w)[*/_=~+]|[*/_=~+](?!\w)")


def _markdown(text: str, cell: bool) -> str:
    escaped = _IN_MARKDOWN.sub(lambda match: f"\\{match[0]}", text)
    return escaped.replace("|", "\\|") if cell else escaped


def _rst(text: str, cell: bool) -> str | None:
    return None if cell else _IN_RST.sub(lambda match: f"\\{match[0]}", text)


def _org(text: str, cell: bool) -> str | None:
    return None if _ODD_IN_ORG.search(text) else text


_ESCAPES: dict[str, Callable[[str, bool], str | None]] = {
    "markdown": _markdown,
    "html": lambda text, cell: html.escape(text, quote=False),
    "rst": _rst,
    "org": _org,
    "text": lambda text, cell: text,
}


def written(value: str, language: str, *, cell: bool = False) -> str | None:
    """Return a value as the source of a language says it (in a table's cell), None where it has no way to."""
    if any(
        unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Cn") and not char.isspace() for char in value
    ):
        return None
    return _ESCAPES[language](_BLANKS.sub(" ", value), cell)
