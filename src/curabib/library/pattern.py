"""Proposals for citation keys, from a pattern and what is known of a work at first sight."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from curabib.diagnostics import CurabibError
from curabib.library.folding import key_words
from curabib.model import Fields, Fingerprint, Name

LONGEST = 40
ISSUED = re.compile(r"[a-z][a-z0-9-]{0,39}\Z", re.ASCII)
"""What every key that curabib makes looks like."""

_LEGAL = re.compile(r"[^\s{}(),=\\\"#%'~]{1,200}\Z")

_STOP_WORDS = """
a an and are as at be by can do does for from how in into is it its not of on onto or our over that
the their there this to under upon via was we what when where which who why will with without you
your
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())


def is_legal(key: str) -> bool:
    """Return whether a person may choose `key`: signs that every BibTeX program takes for part of a key."""
    return bool(_LEGAL.match(key)) and key.isprintable() and unicodedata.is_normalized("NFC", key)


_LONGEST_FAMILY = 20
_FIELD = re.compile(r"\[([a-z]+)(?::([1-9]\d?))?\]|([a-z0-9-]+)|(.)", re.ASCII | re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a key is made of: the words for the authors, the year (0: none) and the words of the title."""

    families: tuple[str, ...]
    year: int
    words: tuple[str, ...]

    @classmethod
    def of(cls, fields: Fields) -> "Facts":
        """Return the facts of a work's fields: its authors, else its editors; its date; its title."""
        people = fields.authors.people or fields.editors.people
        date = fields.date
        return cls._from([_family(name) for name in people], date.year if date else 0, fields.title)

    @classmethod
    def of_fingerprint(cls, fingerprint: Fingerprint) -> "Facts":
        """Return the facts that a line of the lock still knows."""
        families = ["".join(key_words(author)) for author in fingerprint.authors]
        return cls._from(families, fingerprint.year, fingerprint.title)

    @classmethod
    def _from(cls, families: list[str], year: int, title: str) -> "Facts":
        words = _telling(key_words(title[:1000]))
        if not families or not families[0]:
            # an authorless work goes by its title: the first word stands for the family, the second is the word
            named = [word for word in words if word[0].isalpha()]
            families = [named[0] if named else "anon"]
            words = tuple(word for word in words if word != families[0])
        return cls(families=tuple(f[:_LONGEST_FAMILY] for f in families if f), year=year, words=words)


def _family(name: Name) -> str:
    if name.literal:
        words = [word for word in key_words(name.literal) if word not in STOP_WORDS]
        return _from_letter(words[0]) if words else ""
    return _from_letter("".join(key_words(name.family or name.given)))


def _from_letter(word: str) -> str:
    return word.lstrip("0123456789")


def _telling(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words that tell works apart: no stop words, numbers and single letters only if there is no other."""
    content = [word for word in words if word not in STOP_WORDS] or list(words)
    longer = [word for word in content if len(word) > 1 and not word.isdecimal()]
    return tuple(dict.fromkeys(longer or content))


_Part = Callable[[Facts], str]

FIELDS: Mapping[str, tuple[_Part, str]] = {
    "family": (lambda facts: facts.families[0], "family name of the first author"),
    "families": (lambda facts: "".join(facts.families[:3]), "family names of the first three authors"),
    "year": (lambda facts: str(facts.year) if facts.year else "", "year, four digits"),
    "shortyear": (lambda facts: f"{facts.year % 100:02d}" if facts.year else "", "year, two digits"),
    "word": (lambda facts: "".join(facts.words[:1]), "first word of the title that is no stop word"),
    "words": (lambda facts: "".join(facts.words[:3]), "first three such words"),
}
_WORDS_USED = {"word": 1, "words": 3}


@dataclass(frozen=True, slots=True)
class Pattern:
    """A key pattern that has been read: its parts in order, and how many title words they use."""

    parts: tuple[_Part, ...]
    words_used: int

    def proposals(self, facts: Facts, refused: dict[str, int] | None = None) -> Iterator[str]:
        """Yield keys for a work, best first, without end.

        First the pattern's own, then with one, two, … more words of the title, then with `-2`, `-3`, …. The numbers up
        to those that `refused` holds by the beginning are passed over, and what is asked for beyond them is noted
        there: for works that all begin alike, while no key is given back.

        Every one matches `^[a-z][a-z0-9-]{0,39}$`.
        """
        base = _legal("".join(part(facts) for part in self.parts))
        yield base
        longer = base
        for word in facts.words[self.words_used :]:
            if len(longer) + len(word) > LONGEST:
                break
            longer += word
            yield longer
        refused = {} if refused is None else refused
        number = refused.get(base, 2)
        while True:
            refused[base] = number
            tail = f"-{number}"
            yield base[: LONGEST - len(tail)].rstrip("-") + tail
            number += 1


def _legal(text: str) -> str:
    text = text[:LONGEST].strip("-")
    return text if text and text[0].isalpha() else f"anon{text}"[:LONGEST]


def parse_pattern(text: str) -> Pattern:
    """Return the pattern written as `[family][year][word]`: fields in brackets, and `a-z`, `0-9`, `-` as they are.

    `FIELDS` lists the fields; `[family:3]` takes at most three characters of one. Raises CurabibError, naming the
    column, for anything else, and for a pattern that holds no field.
    """
    parts: list[_Part] = []
    used = 0
    for found in _FIELD.finditer(text[:200]):
        name, size, literal, _ = found.groups()
        if literal is not None:
            parts.append(_constant(literal))
        elif name in FIELDS:
            parts.append(_cut(FIELDS[name][0], int(size or LONGEST)))
            used = max(used, _WORDS_USED.get(name, 0))
        else:
            what = f"no field `{found.group()}`" if name else f"`{found.group()}` has no place in a key"
            fields = ", ".join(f"[{field}]" for field in FIELDS)
            raise CurabibError(
                f"key pattern `{text[:60]}`, column {found.start() + 1}: {what}",
                hint=f"the fields are {fields}; beside them a-z, 0-9 and -",
            )
    if "[" not in text:
        raise CurabibError(
            f"key pattern `{text[:60]}` names no field", hint="the default is [family][year][word]"
        )
    return Pattern(tuple(parts), used)


def _constant(text: str) -> _Part:
    return lambda facts: text


def _cut(part: _Part, size: int) -> _Part:
    return lambda facts: part(facts)[:size]
