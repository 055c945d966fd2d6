"""Runs of names: whether a text is one, and where one name ends and the next begins."""

import re
from dataclasses import dataclass
from functools import lru_cache

from curabib.evidence import affiliations, cjk_names, cutting, joined
from curabib.evidence.data import read
from curabib.evidence.regex import regex
from curabib.evidence.text import is_cjk

PARTICLES = frozenset(read("particles.txt").split())
SUFFIXES = frozenset(["jr", "jr.", "sr", "sr.", "ii", "iii", "iv"])

# Words that stand in titles, venues and prose, and hardly ever in names.
_NOT_IN_NAMES = frozenset(read("not_in_names.txt").split())
_ALSO_NAMES = frozenset(
    ["Or", "Do", "An", "In", "By", "Can", "Low", "Will", "Van", "As", "Is", "Are", "De", "Us"]
)

# a name as most are printed, which needs no closer look but at its words
_PLAIN_WORD = r"[A-Z](?:\.|[a-z]*(?:-[A-Z][a-z]+)?)"
_PLAIN_NAME = regex(rf"{_PLAIN_WORD}(?: {_PLAIN_WORD}){{0,6}}")
# in small letters, words of titles and sentences and of no name
_IN_TITLES = frozenset(read("in_titles.txt").split())
_TELLING_WORDS = _NOT_IN_NAMES | PARTICLES | SUFFIXES
_LONGEST_NAME = 48
_MARK = regex(r"[\d*†‡§¶#∗⋆✉⁎^\\⁰¹²³⁴-⁹˒⁻⁺]")
_MARKS = regex(r"[*†‡§¶#∗⋆✉⁎^]+|[⁰¹²³⁴-⁹˒⁻⁺]+|(?<=[^\W\d_])\d+(?:,\d+)*\b|\\\*")
_TOKEN = regex(r"[^\W\d_][^\W\d]*(?:[.'’‘`´\-‐‑–·][^\W\d]*)*\.?")
_LEAD = regex(
    r"(?:(?:(?:written|edited)\s+)?by|edited\s+by|par(?=\s[A-ZÀ-Þ])|from(?=\s[^,.;:()]{2,40}\bet\.? al\b)|"
    r"authors?(?:\s+list)?|author\(s\)|作者|著者|저자)\b\s*[:：]?\s*",
    re.IGNORECASE,
)
_REMARK = regex(
    r"\(\s*[*†‡§:]*[^()]*\b(?:equal|joint|corresponding|contribut|alphabetical|shared|lead|first author)[^()]*\)",
    re.IGNORECASE,
)
_LEADS = frozenset(("by", "wr", "ed", "pa", "fr", "au", "作者", "著者", "저자"))
# what may separate two names, or say that there are more; an affiliation
_SEPARATORS = regex(r"[,;&·•・|，、(…等외ら他]|ほか|\.\.\.")
_SEVERAL_WORDS = joined.WORDS | {"others", "colleagues"}
_MOST_BLANKS = 3
_MOST_NAME_BLANKS = 6
_MOST_CHUNK_BLANKS = 7
_QUOTES = ('"', "“", "„", "«")
_LEADING_AND = regex(r"^(?:and|&)\s+", re.IGNORECASE)
_BEFORE_REMARKS = ("in ", "with ", "see ", "also ", "for ", "from ")
_FAMILIES = regex(r"^[^\s,&]+(?:, [^\s,&]+)* (?:&|and) [^\s,&]+$")
_ROLE = regex(r"\s*\((?:eds?\.?|editors?|hrsg\.?)\)\s*$|(?<=[^\x00-\x7f])\s*[著编撰]$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class People:
    """Names as printed, in order; "Family, Given" where the list turns names round.

    `truncated` when the text says that there are more. `notes` says in words what was odd about the run.
    """

    names: tuple[str, ...]
    truncated: bool = False
    notes: tuple[str, ...] = ()


@lru_cache(maxsize=32768)
def looks_like_name(text: str) -> bool:
    """Return whether `text` could be one person's name: one to six capitalised words, initials and particles."""
    plain = len(text) <= _LONGEST_NAME and _PLAIN_NAME.fullmatch(text) is not None
    if plain and len(text.strip(" .")) > 1 and _TELLING_WORDS.isdisjoint(text.lower().split()):
        return True
    text = text[:400]
    text = _unmarked(text)
    text, _ = strip_affiliation(text.strip(" .,"))
    if not 2 <= len(text) <= _LONGEST_NAME:
        return False
    if is_cjk(text):
        return cjk_names.is_name(text)
    tokens = text.split()
    if not 1 <= len(tokens) <= 7:
        return False
    solid = 0
    for place, token in enumerate(tokens):
        bare = token.strip("()\"“”'")
        if bare.lower() in _NOT_IN_NAMES and bare not in _ALSO_NAMES and not cutting.are_initials(bare):
            return False
        if bare.lower() in PARTICLES and (place < len(tokens) - 1):
            continue
        if bare.lower() in SUFFIXES and place:
            continue
        if not _TOKEN.fullmatch(bare.replace("_", " ").split(" ")[0] or "-"):
            return False
        first = bare.lstrip("'’`´")[:2]
        if (
            not first[:1].isupper()
            and not (first[:1] in "dDlLoO" and bare[1:2] in "'’")
            and not first[:1].isalpha()
        ):
            return False
        if first[:1].islower() and bare[1:2] not in ("'", "’"):
            return False
        if bare.endswith(".") and len(bare) > 4 and place < len(tokens) - 1 and "." not in bare[:-1]:
            return False
        solid += 1
    return solid > 0


@lru_cache(maxsize=32768)
def evidence(text: str) -> int:
    """Return how sure it is that `text` is a list of people: 0 not at all, 1 perhaps (one name), 2 surely."""
    if len(text) > 6000:
        return 0
    return 2 if affiliations.may_print(text) and affiliated(text) else _evidence(text)


def _evidence(text: str) -> int:
    stripped = text.strip()
    unled = _unled(stripped)
    led = unled != stripped
    if _SEPARATORS.search(unled) is None and _SEVERAL_WORDS.isdisjoint(unled.lower().split()):
        return _evidence_of_one(cutting.trim(unled), led=led)
    first = cutting.trim(cutting.before_separator(unled))
    long = len(unled) > 200 or first.count(" ") > _MOST_BLANKS
    if not _IN_TITLES.isdisjoint(first.split()) or (
        long and not is_cjk(first) and not looks_like_name(first)
    ):
        return 0
    body, truncated = cutting.without_others(without_remarks(unled))
    if not body or body.count(" ") > 1200:
        return 0
    chunks = [chunk for chunk in cutting.cut(body)[0] if chunk]
    if not chunks:
        return 0
    if cutting.is_inverted(chunks) and looks_like_name(chunks[0]):
        return 2
    if (
        cutting.first_is_inverted(chunks, truncated=truncated)
        and len(chunks) > 2
        and all(map(looks_like_name, chunks))
    ):
        return 2
    if cutting.is_bibtex(body) and all(map(_may_be_turned, chunks)):
        return 2
    if any(map(_is_no_name, chunks)):
        return 0
    good = sum(map(looks_like_name, chunks))
    if truncated:
        return 2 if good >= max(1, 0.6 * len(chunks)) else 0
    many = sum(1 for chunk in chunks if " " in chunk or is_cjk(chunk))
    if len(chunks) == 2 and joined.is_unsure(body):
        return 1 if good == many == len(chunks) else 0
    if len(chunks) >= 2:
        share = good / len(chunks)
        if share >= 0.75 and (
            many >= 0.4 * len(chunks)
            or cutting.is_inverted(chunks)
            or (share == 1 and _FAMILIES.search(body) and not body.replace(" and ", "").isupper())
        ):
            return 2
        return 2 if len(chunks) >= 6 and share >= 0.6 and many else 0
    if "(" in body and good and " " in strip_affiliation(chunks[0])[0]:
        return 2 if led or affiliations.is_institution(body[body.index("(") + 1 :].rstrip(")")) else 1
    return _evidence_of_one(chunks[0], led=led)


def _is_no_name(chunk: str) -> bool:
    """Whether a stretch between commas is surely no name: it opens a quotation, or is too long."""
    return chunk.startswith(_QUOTES) or (chunk.count(" ") > _MOST_CHUNK_BLANKS and "(" not in chunk)


def affiliated(text: str) -> tuple[str, ...]:
    """Return the names in a run that prints institutions behind commas ("A and B, MIT; C, Google"), or nothing."""
    found = affiliations.groups(text)
    names = tuple(name for inside, _ in found for name in inside)
    institutions = [where.partition(",")[0] for _, where in found]
    return (
        names if all(map(looks_like_name, names)) and not all(map(cutting.is_initials, institutions)) else ()
    )


def _evidence_of_one(name: str, *, led: bool) -> int:
    """Return the evidence in a text without any sign that separates names; `by` in front makes a name sure."""
    blanks = name.count(" ")
    if blanks > _MOST_NAME_BLANKS or not looks_like_name(name):
        return 0
    return 2 if led else (1 if blanks <= 4 else 0)


@lru_cache(maxsize=8192)
def split(text: str) -> People:
    """Return the names in a text that is known to be a list of people.

    Understands commas, semicolons, middle dots, "and", "&" and CJK commas as separators, the runs
    "Family, Given and Family, Given" and "Family, I., Family, I.", affiliations in brackets (closed or
    not), marks and digits behind names.
    """
    notes: list[str] = []
    body = _ROLE.sub("", text.strip())
    body = without_remarks(_unled(body))
    body, truncated = cutting.without_others(body)
    placed = affiliated(body) if affiliations.may_print(body) else ()
    if placed:
        return People(placed, truncated, ())
    chunks, odd = cutting.cut(body)
    notes += odd
    names: list[str] = []
    if pairs := cutting.paired(body):
        chunks = pairs
    elif cutting.is_bibtex(body):
        chunks = [cutting.trim(part) for part in cutting.joined_parts(body)]
    elif cutting.is_inverted(chunks):
        chunks = cutting.turn(chunks)
    elif cutting.first_is_inverted(chunks, truncated=truncated):
        chunks = [f"{chunks[0]}, {chunks[1]}", *chunks[2:]]
    for chunk in chunks:
        name = chunk.replace("\\", "")
        name, note = strip_affiliation(name)
        if note:
            notes.append(note)
        name = _unmarked(name).strip(" ,;:*")
        name = _LEADING_AND.sub("", name)
        if name.startswith(_BEFORE_REMARKS):
            continue
        if (
            name
            and any(char.isalpha() for char in name)
            and name.lower() not in ("etc", "etc.", "al", "et", "others", "colleagues")
        ):
            names.append(name)
    return People(tuple(names), truncated, tuple(dict.fromkeys(notes)))


def without_remarks(text: str) -> str:
    """Return a text without bracketed remarks on authorship ("(* equal contribution)")."""
    return _REMARK.sub("", text) if "(" in text else text


def led_by(text: str) -> str:
    """Return what follows "by", "edited by" or "Authors:" at the start of a text, or the empty string."""
    rest = _unled(text)
    return rest if rest != text else ""


def _unled(text: str) -> str:
    match = _LEAD.match(text) if text[:2].lower() in _LEADS else None
    return text[match.end() :] if match is not None else text


def strip_affiliation(text: str) -> tuple[str, str]:
    """Return a name without the bracketed affiliation at its end, and a remark when the bracket is never closed.

    A bracket with more of the name behind it ("Rex (Zhitao) Ying") is part of the name and stays.
    """
    start = text.find("(")
    if start <= 0:
        return text, ""
    depth = 0
    for place in range(start, len(text)):
        depth += (text[place] == "(") - (text[place] == ")")
        if depth == 0:
            rest = text[place + 1 :].strip(" ,.;")
            return (text, "") if rest else (text[:start].strip(), "")
    return text[:start].strip(), "bracket never closed"


def _unmarked(text: str) -> str:
    """Return a name without the stars, daggers and digits behind it that lead to a note."""
    return text if _MARK.search(text) is None else _MARKS.sub("", text)


def _may_be_turned(chunk: str) -> bool:
    """Whether a text is one name, as it is spoken or as "Family, Given"."""
    return all(cutting.is_initials(part) or looks_like_name(part) for part in chunk.split(",", 1))
