"""BibTeX's names: `von Last, Jr, First`, both ways.

The rules are those of "BibTeXing" (Patashnik), section 4, and of `format.name$`: names are separated by the word
`and` outside braces; a name has up to two commas outside braces; the particle is the run of words that begin
in lower case. Braces make a word, or a whole name, opaque.
"""

import re
from functools import lru_cache

from curabib.bibtex.latex.decode import UNSEEN, decode
from curabib.bibtex.latex.encode import encode
from curabib.model import Name, Names
from curabib.model.text import nfc

# Of a word that begins with a command biber makes an initial that is half of it (2.18: `}`, `\`, `$`): text that is not
# a command, and that prints nothing, has to come first.
_SIGN = re.compile(r"(?:(?<=[\s{-])|\A)(?:(?<!\\)\\[&%$#_]|\{\\text[a-z]+\}|\{\$[^$]*\$\})")
_EXTENDED = re.compile(r"\s*(family|given|prefix|suffix)(?:-i)?\s*=\s*(.*)\Z", re.IGNORECASE | re.DOTALL)


def print_names(names: Names, *, ascii: bool = True) -> str:
    """Return the names as a BibTeX name list: `Last, First`, separated by ` and `, `and others` where truncated."""
    printed = [print_name(name, ascii=ascii) for name in names]
    if names.truncated:
        printed.append("others")
    return " and ".join(printed)


@lru_cache(maxsize=20_000)
def print_name(name: Name, *, ascii: bool = True) -> str:
    """Return one name such that BibTeX splits it into the same parts."""
    printed = _printed(name, ascii)
    return printed if ascii or "\\" not in printed else _SIGN.sub(rf"{{\{UNSEEN}\g<0>}}", printed)


def _printed(name: Name, ascii: bool) -> str:
    if name.literal:
        return _braced(encode(name.literal, ascii=ascii, math=False), literal=True)
    family, given, prefix, suffix = (
        _part(text, ascii) for text in (name.family, name.given, name.prefix, name.suffix)
    )
    if not family:
        return _braced(" ".join(part for part in (prefix, given, suffix) if part))
    if prefix and not all(_begins_lower(word) for word in name.prefix.split()):
        family, prefix = f"{{{encode(f'{name.prefix} {name.family}', ascii=ascii, math=False)}}}", ""
    elif not family.startswith("{") or family.startswith("{\\"):
        words = name.family.split()
        if any(_begins_lower(word) for word in words[:-1]) or (prefix and _begins_lower(words[0])):
            family = _braced(family)
    family = f"{prefix} {family}" if prefix else family
    if suffix:
        return f"{family}, {suffix}, {given}" if given else _braced(f"{family} {suffix}")
    if given:
        return f"{family}, {given}"
    if prefix:
        return f"{family}, {{}}"
    return _braced(family) if len(name.family.split()) > 1 or family.lower() == "others" else family


def parse_names(text: str) -> Names:
    """Return the names of a BibTeX name list in LaTeX; never raises.

    A name all in braces is a literal; `others` at the end says that the list is truncated; biblatex's
    `family=..., given=...` is understood.
    """
    people: list[Name] = []
    parts = _split(text)
    truncated = False
    for position, part in enumerate(parts):
        if position == len(parts) - 1 and part.strip().lower() == "others":
            truncated = True
        elif part.strip():
            people.append(parse_name(part.strip()))
    return Names(tuple(people), truncated)


@lru_cache(maxsize=20_000)
def parse_name(text: str) -> Name:
    """Return the name that one name of a list, in LaTeX, stands for."""
    if _is_braced(text):
        return Name(literal=decode(text))
    commas = _words(text)
    if "=" in text:
        extended = _parse_extended(text)
        if extended is not None:
            return extended
    parts = [part for part in commas if part] or [[]]
    if len(parts) == 1:
        given, prefix, family = _first_von_last(parts[0])
        return _name(family, given, prefix, [])
    prefix, family = _von_last(parts[0])
    if len(parts) == 2:
        return _name(family, parts[1], prefix, [])
    return _name(family, [word for part in parts[2:] for word in part], prefix, parts[1])


def _name(family: list[str], given: list[str], prefix: list[str], suffix: list[str]) -> Name:
    words = [decode(" ".join(part)) for part in (family, given, prefix, suffix)]
    return Name(family=words[0], given=words[1], prefix=words[2], suffix=words[3])


def _split(text: str) -> list[str]:
    """Return the names of a list: cut at the word `and` outside braces, white space on both sides."""
    if "{" not in text:
        return re.split(r"\s+and(?=\s)", f" {text} ", flags=re.IGNORECASE)
    parts: list[str] = []
    depth = start = 0
    for match in _SEPARATOR.finditer(text):
        sign = match[0]
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth = max(0, depth - 1)
        elif not depth:
            parts.append(text[start : match.start()])
            start = match.end()
    parts.append(text[start:])
    return parts


_SEPARATOR = re.compile(r"[{}]|(?:(?<=\s)|\A)and(?=\s)", re.IGNORECASE)
_WORD_BREAK = re.compile(r"[{},]|[\s~]+|(?<=\w)-(?=\Z)")


def _words(text: str) -> list[list[str]]:
    """Return the words of each comma-separated part of a name; braces keep commas and blanks together."""
    parts: list[list[str]] = [[]]
    depth = start = 0
    for match in _WORD_BREAK.finditer(text):
        sign = match[0]
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth = max(0, depth - 1)
        elif not depth and sign != "-":
            if start < match.start():
                parts[-1].append(text[start : match.start()])
            start = match.end()
            if sign == ",":
                parts.append([])
    if start < len(text):
        parts[-1].append(text[start:])
    return parts


def _first_von_last(words: list[str]) -> tuple[list[str], list[str], list[str]]:
    lower = [position for position, word in enumerate(words[:-1]) if _is_lower(word)]
    if not lower:
        return words[:-1], [], words[-1:]
    return words[: lower[0]], words[lower[0] : lower[-1] + 1], words[lower[-1] + 1 :]


def _von_last(words: list[str]) -> tuple[list[str], list[str]]:
    lower = [position for position, word in enumerate(words[:-1]) if _is_lower(word)]
    if not lower:
        return [], words
    return words[: lower[-1] + 1], words[lower[-1] + 1 :]


def _is_lower(word: str) -> bool:
    r"""Return whether BibTeX takes a word for a particle: its first letter outside braces is in lower case.

    A special character (`{\'e}`) counts by its letter; other groups do not count.
    """
    depth = position = 0
    while position < len(word):
        character = word[position]
        if character == "{":
            if not depth and word.startswith("{\\", position):
                end = word.find("}", position)
                letters = decode(word[position : end + 1 if end > 0 else len(word)])
                return letters[:1].islower()
            depth += 1
        elif character == "}":
            depth -= 1
        elif not depth and character.isalpha():
            return character.islower()
        position += 1
    return False


def _is_braced(text: str) -> bool:
    """Return whether one group, that is no special character, holds the whole text."""
    if not text.startswith("{") or not text.endswith("}") or text.startswith("{\\"):
        return False
    depth = 0
    for position, character in enumerate(text):
        depth += (character == "{") - (character == "}")
        if not depth:
            return position == len(text) - 1
    return False


def _parse_extended(text: str) -> Name | None:
    """Return the name in biblatex's extended format (manual, section 3.1.4.2), or None if it is none."""
    parts: dict[str, str] = {}
    for part in _comma_parts(text):
        match = _EXTENDED.match(part)
        if match is None:
            return None
        parts[match[1].lower()] = decode(match[2].strip().strip('"'))
    if set(parts) == {"family"} and " " in parts["family"]:
        return Name(literal=parts["family"])
    return Name(**parts) if parts else None


def _comma_parts(text: str) -> list[str]:
    parts: list[str] = []
    depth = start = 0
    for match in re.finditer(r"[{},]", text):
        if match[0] == ",":
            if not depth:
                parts.append(text[start : match.start()])
                start = match.end()
        else:
            depth += 1 if match[0] == "{" else -1
    parts.append(text[start:])
    return [part for part in parts if part.strip()]


@lru_cache(maxsize=20_000)
def _part(text: str, ascii: bool) -> str:
    """Return a part of a name in LaTeX, in braces where it would be split or misread."""
    text = " ".join(text.split())  # a tie would separate the words for BibTeX, but not for us
    encoded = encode(text, ascii=ascii, math=False)
    if "," in text or any(word.lower() == "and" for word in text.split()) or "=" in text:
        return f"{{{encoded}}}"
    return encoded


def _braced(text: str, *, literal: bool = False) -> str:
    r"""Return `text` in braces; those of `\\&` at its start would be a special character, so there are two of them."""
    if text.startswith("\\"):
        return f"{{{{{text}}}}}"
    return text if _is_braced(text) and not literal else f"{{{text}}}"


def _begins_lower(word: str) -> bool:
    """Return whether the first letter of a Unicode word is in lower case."""
    return next((c.islower() for c in nfc(word) if c.isalpha()), False)
