"""Names that do not look like the names of people, as typing mistakes leave them."""

import re
from collections.abc import Iterator

from curabib.checks.place import of_field
from curabib.diagnostics.diagnostic import Diagnostic, diagnose
from curabib.model import Entry, Library, Name
from curabib.model.fold import fold

_LONGEST_WORD = 28
_GLUED = re.compile(
    r"[^\W\d_][a-zß-öø-ÿ]{2,}[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]{2,}[A-ZÀ-ÖØ-Þ]"
)  # three capitals in one word
_SEPARATOR = re.compile(r"[;&|/]|\band\b")
_FIELDS = ("author", "editor")


def check(library: Library) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each doubtful name, each name twice in one list, and each name that is turned round.

    A name counts as turned round where another entry has the same two words the other way, more often.
    """
    spellings: dict[tuple[str, str], int] = {}
    for entry in library.entries:
        for person in entry.work.fields.authors:
            pair = (fold(person.given), fold(person.family))
            if all(pair) and not person.literal:
                spellings[pair] = spellings.get(pair, 0) + 1
    for entry in library.entries:
        if entry.state == "active":
            yield from _names(entry, spellings)


def _names(entry: Entry, spellings: dict[tuple[str, str], int]) -> Iterator[Diagnostic]:
    fields = entry.work.fields
    for role, names in zip(_FIELDS, (fields.authors, fields.editors), strict=True):
        seen: dict[str, Name] = {}
        for person in names:
            at = of_field(entry, role)
            reason = doubt(person)
            if reason:
                yield diagnose("CB569", f"name `{str(person)[:80]}` {reason}", at, key=entry.key)
            folded = fold(str(person))
            if " " in folded and folded in seen:  # two people may share a family name
                message = f"`{person}` and `{seen[folded]}` are in one list of {role}s"
                yield diagnose("CB572", message, at, key=entry.key)
            seen.setdefault(folded, person)
            pair = (fold(person.given), fold(person.family))
            turned = spellings.get((pair[1], pair[0]), 0)
            if pair[0] != pair[1] and turned > spellings.get(pair, 0):
                other = f"{person.family} {person.given}"
                message = (
                    f"name `{person}` is `{other}` in {turned} other {'entry' if turned == 1 else 'entries'}"
                )
                yield diagnose("CB570", message, at, key=entry.key)


def doubt(person: Name) -> str:
    """Return why a name is no likely name, as the end of a sentence, or the empty string."""
    if person.literal:
        return ""
    text = str(person)
    tests = (
        ("_" in text, "holds an underscore"),
        (any(character.isdigit() for character in text), "holds a digit"),
        (_SEPARATOR.search(text) is not None, "holds a separator of names"),
        (text.count("(") != text.count(")"), "has an open bracket"),
        ("@" in text or "://" in text, "holds an address"),
        (max(map(len, text.split()), default=0) > _LONGEST_WORD, "has too long a word"),
        (_GLUED.search(text) is not None, "looks like several names without separators"),
        (_capitals(person), "is in capitals"),
        (len(person.family) > 1 and person.family == person.family.lower() and _cased(person.family[0]),
         "has a family name in lower case"),
    )  # fmt: skip
    return next((reason for wrong, reason in tests if wrong), "")


def _capitals(person: Name) -> bool:
    letters = [c for c in person.family if c.isalpha()]
    return len(letters) > 3 and all(c != c.lower() and c == c.upper() for c in letters)


def _cased(character: str) -> bool:
    return character.upper() != character.lower()
