"""A run of names cut at what separates them, and the ways in which names are turned round."""

from curabib.evidence import joined
from curabib.evidence.regex import regex
from curabib.evidence.text import is_cjk

_INITIALS = regex(r"(?:[^\W\d_a-z]\.?-?){1,4}")
_BARS_APART = regex(r"\s+[·•・|]\s+")
_BARS = "·•・|"
_BRACKETS = regex(r"([()\[\]])")
_WITH_INITIALS = regex(r"[^\W\d_][\w'’\- ]{1,40} [A-Z]{1,3}")
FIRST = regex(r"[,;(·•|&\n]")
_LAST_PAIR = regex(r",?\s+(?:and|&)\s+(?P<name>[^,;&]{2,40},\s[^,;&]{2,40})\Z")
_FEWEST_PIECES = 4
_LONGEST_NAME = 50
_OPENING, _CLOSING = ("(", "["), (")", "]")


def is_initials(text: str) -> bool:
    """Return whether `text` is nothing but initials ("J.", "J.-P.", "CC")."""
    if "a" <= text[1:2] <= "z":
        return False
    compact = text.replace(" ", "")
    return bool(compact) and are_initials(compact) and len(compact.replace(".", "").replace("-", "")) <= 4


def are_initials(text: str) -> bool:
    """Return whether `text` is one to four capitals or letters without case, each perhaps with a stop or hyphen."""
    return _INITIALS.fullmatch(text) is not None


def ends_with_initial(text: str) -> bool:
    """Return whether a text ends in one letter and a full stop, or in "Jr." or "Sr."."""
    text = text.rstrip()
    if not text.endswith(".") or len(text) < 2 or not text[-2].isalpha():
        return False
    return len(text) == 2 or not text[-3].isalpha() or text.endswith((" Jr.", " Sr."))


def trim(text: str) -> str:
    """Return a text without the signs around it, but with the full stop of an initial at its end."""
    text = text.strip(" ,;")
    return text if ends_with_initial(text) else text.rstrip(" ,;.")


def without_others(text: str) -> tuple[str, bool]:
    """Return a run of names without "et al." and its like, and whether it had that."""
    match = joined.find_others(text)
    if match is None:
        return trim(text), False
    rest = trim(text[match.end() :])
    body = trim(trim(text[: match.start()]).removesuffix("&").removesuffix(" and"))
    return (f"{body}, {rest}" if rest and body else body or rest), True


def split_outside(text: str, separator: str) -> list[str]:
    """Return the stretches of a text between the separators that stand outside brackets."""
    if "(" not in text and "[" not in text:
        return text.split(separator)
    parts, depth, start, place = [], 0, 0, 0
    for run in _BRACKETS.split(text):
        # brackets stand between runs of other signs
        if run in _OPENING:
            depth += 1
        elif run in _CLOSING:
            depth = max(0, depth - 1)
        elif depth == 0:
            while (found := text.find(separator, max(start, place), place + len(run))) >= 0:
                parts.append(text[start:found])
                start = found + 1
        place += len(run)
    parts.append(text[start:])
    return parts


def _are_turned(parts: list[str]) -> bool:
    """Return whether the parts between semicolons are `Family, Given`, single words, or say that there are others.

    Two words on both sides of most commas are rather two people each.
    """
    parts = [part.strip(" .") for part in parts]
    doubtful = sum(all(" " in side.strip() for side in part.split(",")) for part in parts if "," in part)
    return 2 * doubtful < len(parts) and all(
        part.count(",") == 1 or " " not in part or part.lower() in ("et al", "and others") for part in parts
    )


def cut(text: str) -> tuple[list[str], list[str]]:
    """Return a run of names cut at its separators, brackets left whole, and in words what was odd about it."""
    notes: list[str] = []
    if any(bar in text for bar in _BARS) and _BARS_APART.search(text):
        parts = _BARS_APART.split(text)
        return [
            part.strip(" ,;.") if part.count("(") == part.count(")") else part.strip()
            for part in parts
            if part.strip()
        ], notes
    parts = split_outside(text, ";")
    if len(parts) > 1:
        if not _are_turned(parts):
            notes.append("semicolons between names")
        if any("," in part for part in parts) and not _hold_initials(parts):
            told = [part.strip(" .") for part in parts if part.strip()]
            return [*told[:-1], joined.without_first(told[-1])], notes
    chunks: list[str] = []
    joins = joined.may_join(text)
    pieces = [piece for part in parts for piece in split_outside(part, ",")]
    for place, piece in enumerate(pieces, 1):
        split_names = joins and joined.may_join(piece)
        for name in joined.split(piece, last=place == len(pieces)) if split_names else (piece,):
            name = name.strip(" ;," if "." in name and ends_with_initial(name) else " .;,")
            if name:
                chunks.append(joined.without_first(name) if joins else name)
    return chunks, notes


def _hold_initials(parts: list[str]) -> bool:
    """Whether the commas between semicolons part names with initials: "Widget Investigators; Doe J, Roe KL"."""
    return all(
        _WITH_INITIALS.fullmatch(name.strip()) is not None
        for part in parts
        if "," in part
        for name in part.strip(" .,").split(",")
    )


def joined_parts(text: str) -> list[str]:
    """Return what "and", ampersands and semicolons part."""
    return text.replace(" and ", "&").replace(";", "&").split("&")


def before_separator(text: str) -> str:
    """Return what stands before the first sign or word that may separate names."""
    sign = FIRST.search(text)
    head = text if sign is None else text[: sign.start()]
    return joined.names_of(head)[0]


def is_bibtex(text: str) -> bool:
    """Return whether names are joined by "and" or ";" alone, each "Family, Given"."""
    if "and" not in text and ";" not in text and "&" not in text:
        return False
    if text.count(",") < 2:
        return False
    parts = [part for part in joined_parts(text) if part.strip()]
    if len(parts) < 2:
        return False
    with_comma = [part for part in parts if part.count(",") == 1]
    return (
        len(with_comma) >= max(2, 0.7 * len(parts))
        and sum(
            1
            for part in with_comma
            if len(part.partition(",")[0].split()) <= 3 and len(part.partition(",")[2].split()) <= 4
        )
        == len(with_comma)
        and not all(" " in part.partition(",")[0].strip() for part in with_comma)
    )


def paired(text: str) -> list[str]:
    """Return names that are turned round between commas alone, the last behind "and", or nothing.

    "Doe, Jane, Roe, John, Li, Wei A, and de Boer, Ann": what "and" joins has a comma of its own, and so has each pair.
    """
    last = (
        _LAST_PAIR.search(text, max(0, len(text) - 2 * _LONGEST_NAME))
        if text.count(",") > _FEWEST_PIECES
        else None
    )
    if last is None:
        return []
    pieces = [piece.strip() for piece in text[: last.start()].split(",")]
    names = [f"{family}, {given}" for family, given in zip(pieces[::2], pieces[1::2], strict=False)]
    names.append(last["name"])
    whole = len(pieces) >= _FEWEST_PIECES and len(pieces) % 2 == 0 and all(map(_is_pair, names))
    return names if whole else []


def _is_pair(name: str) -> bool:
    """Whether a name is a family, perhaps with a particle, a comma, and a given name, perhaps with initials."""
    family, _, given = name.partition(",")
    *particles, last = family.split() or [""]
    first, *initials = given.split() or [""]
    return (
        all(map(str.islower, particles))
        and last[:1].isupper()
        and first[:1].isupper()
        and not is_initials(first)
        and all(map(is_initials, initials))
    )


def is_inverted(chunks: list[str]) -> bool:
    """Return whether every second chunk is nothing but initials: "Barto, A. G., Sutton, R."."""
    if len(chunks) < 2:
        return False
    odd, even = chunks[1::2], chunks[0::2]
    return (
        sum(map(is_initials, odd)) >= max(1, 0.7 * len(odd))
        and not any(map(is_initials, even))
        and len(even) - len(odd) in (0, 1)
    )


def first_is_inverted(chunks: list[str], *, truncated: bool) -> bool:
    """Return whether the first name alone is turned round, as in MLA: "Ito, Yuki, Ann Lee, and Jo Roe"."""
    if len(chunks) < 2 or " " in chunks[0] or is_cjk(chunks[0]):
        return False
    given = chunks[1].split()
    if truncated and len(chunks) == 2:
        return len(given) <= 2 and not is_initials(chunks[0])
    rest = chunks[2:]
    return all(map(is_initials, given[1:])) and bool(rest) and all(" " in name for name in rest)


def turn(chunks: list[str]) -> list[str]:
    """Return names, each with the initials in the chunk behind it."""
    names: list[str] = []
    for chunk in chunks:
        if is_initials(chunk) and names and "," not in names[-1]:
            names[-1] = f"{names[-1]}, {chunk}"
        else:
            names.append(chunk)
    return names
