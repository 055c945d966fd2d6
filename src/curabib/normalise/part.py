"""The runs of an entry, cleaned and put together."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from curabib.evidence import affiliations, dates, people
from curabib.evidence.regex import regex
from curabib.evidence.text import clean
from curabib.normalise.titles import EMOJI_CODE
from curabib.normalise.where import read_where

_SEPARATOR = regex(r"\s*[,;:，；：]\s*\Z")
_RUNNING = ("text", "strong", "emphasis")
_ONLY_SIGNS = regex(r"[\W_]*\Z")
_HOLLOW = regex(r"[\[(【]\s*(?:[,;/|&+:]\s*|and\s*)*[\])】]")
# a function is named with its brackets, which a word joiner keeps: "LLM.int8()"
_CALL = regex(r"(?<=\w)\(\)")
_CALLED = "(\u2060)"
_OPENING = {")": "(", "]": "[", "】": "【", "）": "（"}
_SETTING = frozenset(("strong", "emphasis", "code"))
_SCATTERED = 6
_SEVERAL = 2
_BRACKETED_WORDS, _WHERE_THEY_WORK = 4, 16
_YEAR_BEFORE = regex(r"(?:19|20)\d\d\s*[(（]\s*\Z")
_TITLE_WORDS = 3
_DATED = 40
_TITLES = frozenset(("strong", "emphasis", "link"))
# what stands beside a name among others, and what shows that a title stands elsewhere in a line
_NAME_LENGTH = regex(r"\s*[^\W\d_][^\d,;:!?()]{1,60} [^\d,;:!?()]{1,40}\s*[*†]?")
_GOES_ON = regex(r"\s*[*†]?\s*(?:[,;]\s*(?:and\s+|&\s*)?[^\W\d_]|(?:and|&)\s)")
_CAME_BEFORE = regex(r"(?:[,;]|\band|&)\s*\Z")
# up to where a bracket closes that was opened before, perhaps behind the number of an issue
_CLOSING = regex(r"([^()]{0,80}(?:\([^()]{0,20}\)[^()]{0,40}){0,2})\)")
QUOTED = regex(r"[“\"«][^“”\"«»]{12,300}[”\"»]|„[^“”\"„]{12,300}[“”\"]")
# the number of a volume, which journals set in bold behind their name
_VOLUME = regex(r"\s*[A-Z]?\d{1,4}[a-z]?(?:\s*\(\d{1,4}\))?\s*[,:.]?\s*")
# words that are set in italics for their language or their place: "et al.", "in", "vs."
_SMALL = regex(r"[\s(]*(?:et\.? al\.?|and others|in|vs\.?|and|eds?\.?)[\s,.)]*", re.IGNORECASE)
# a day without a year, and what stands behind a family name that is written like one
_DAY = regex(
    r"\s*(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b[.,]?\s*)?"
    r"(?:(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?\s+\d{1,2}(?:st|nd|rd|th)?|"
    r"\d{1,2}(?:st|nd|rd|th)?\.?\s+(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?)?\s*:?\s*",
    re.IGNORECASE,
)
_OF_NAMES = regex(r"\s*(?:[,;.&'’]|and\b|et\.? al)")
_NAME_AND_YEAR = regex(r"\s*(?P<name>[^\W\d_][^\d()]{2,40}? [^\d()]{2,40}?)\s*\((?:19|20)\d\d\)[.:]?\s*")
_DASH = regex(r"\s*[-–—|:]+\s")
_TAG = regex(r"\s*(?:\[[^\[\]]{1,30}\]|\([^\s()]{1,20}[A-Z0-9][^\s()]{0,20}\))\s*")
_WORDS = regex(r"\s*[^\W_][\w\-]* +[^\W_]")
_ONLY_DASH = regex(r"\s*[-–—|:]+\s*")


@dataclass(slots=True)
class Part:
    """A run of an entry with one kind of markup (text, link, strong, emphasis, code, quote, where, tag)."""

    markup: str
    text: str
    line: int
    cell: int
    number: int
    href: str = ""


def _stays(parts: list[Part], place: int) -> bool:
    """Whether a part says something; signs alone do where they separate two runs of words."""
    part = parts[place]
    if part.markup == "gap" or part.text.isspace() or not _ONLY_SIGNS.match(part.text):
        return True
    beside = parts[max(0, place - 1) : place] + parts[place + 1 : place + 2]
    return (
        len(beside) == 2
        and _SEPARATOR.match(part.text) is not None
        and all(
            other.markup in _RUNNING and (other.line, other.cell) == (part.line, part.cell)
            for other in beside
        )
    )


def _names_in_markup(parts: Sequence[Part]) -> None:
    """Take the markup off names that stand in a run of others, as the owner of a page marks the own one.

    Only in lines that show another title: in quotation marks, or in markup of three words or more.
    """
    for place, part in enumerate(parts):
        if part.markup not in ("strong", "emphasis") or not _NAME_LENGTH.fullmatch(part.text):
            continue
        beside = [one for one in parts if one.line == part.line and one is not part]
        titled = any(
            QUOTED.search(one.text) or (one.markup in _TITLES and len(one.text.split()) >= _TITLE_WORDS)
            for one in beside
        )
        after = parts[place + 1].text if place + 1 < len(parts) and parts[place + 1] in beside else ""
        before = parts[place - 1].text if place and parts[place - 1] in beside else ""
        among = _GOES_ON.match(after) or _CAME_BEFORE.search(before) or (after[:1] == "." and not before)
        if titled and among and people.looks_like_name(clean(part.text)):
            part.markup = "text"


def _unbracket(parts: Sequence[Part]) -> None:
    """Read a few words in markup inside brackets as such: "(*ICLR'23*) …" is a venue, "[**BERT**] …" a name."""
    for before, part, behind in zip(parts, parts[1:], parts[2:], strict=False):
        if (
            part.markup not in ("strong", "emphasis", "code")
            or before.markup != "text"
            or behind.markup != "text"
        ):
            continue
        opened = before.text.rstrip()[-1:]
        closed = {"(": ")", "[": "]", "（": "）", "【": "】"}.get(opened)
        if closed is None and part.markup == "emphasis" and before.text.lstrip()[:1] == "(":
            _open_citation(before, part, behind)
        if closed is None or not behind.text.startswith(closed):
            continue
        if part.markup == "strong" and _are_alone(parts, (before, part, behind)):
            before.text = behind.text = ""
            continue
        most = _WHERE_THEY_WORK if _YEAR_BEFORE.search(before.text[-8:]) else _BRACKETED_WORDS
        if len(part.text.split()) > most:
            continue
        where = read_where(part.text)
        if where is not None and (where.sure or where.date):
            part.markup = "where"
            before.text = before.text.rstrip()[:-1]
            behind.text = behind.text[1:]
        elif part.markup == "strong" and _is_name_behind_title(before.text, part.text, behind.text):
            part.markup = "gap"
            before.text, behind.text = before.text.rstrip()[:-1], behind.text[1:]
        else:
            part.markup = "text"


def _is_name_behind_title(before: str, name: str, behind: str) -> bool:
    """Whether one word in bold, in brackets, ends a line of words: "Words with Images at Scale (**WIS**) [pdf](…)"."""
    return " " not in name.strip() and not behind[1:].strip(" .[(") and len(before.split()) > _TITLE_WORDS


def _open_citation(before: Part, part: Part, behind: Part) -> None:
    """Take away the brackets around people, a venue in italics and a date: "(V. Roe, et al., *ICDE*, 2013)"."""
    run = before.text.strip(" (,;").removesuffix(" in").rstrip(" ,;.")
    closing = _CLOSING.match(behind.text)
    if closing is None or dates.find_year(closing[1] or part.text) is None:
        return
    if people.evidence(run) and people.evidence(part.text) < _SEVERAL:
        before.text = f" {before.text.lstrip()[1:]}"
        behind.text = f"{closing[1]}.{behind.text[closing.end() :]}"


def _tags(parts: Sequence[Part]) -> None:
    """Read several words in code that fill a bracket as tags, or venues: "A title. [`pruning` `vision`]"."""
    opened = 0
    for place, part in enumerate(parts):
        if part.markup == "code":
            continue
        run = [one for one in parts[opened + 1 : place] if one.markup == "code"]
        if len(run) > 1 and parts[opened].text.rstrip()[-1:] == "[" and part.text[:1] == "]":
            parts[opened].text = parts[opened].text.rstrip()[:-1]
            part.text = part.text[1:]
            for one in run:
                where = read_where(one.text)
                one.markup = "where" if where is not None and where.sure else "tag"
        if not run or part.text.strip(" ,;/|"):
            opened = place


def _are_alone(parts: Sequence[Part], run: Sequence[Part]) -> bool:
    """Whether words in bold inside brackets are a line above others, with no words beside: "[**A title**]"."""
    before, part, behind = run
    if behind.text.strip(" .]）】)") or EMOJI_CODE.sub("", before.text).strip(" [(（【"):
        return False
    return part.line == 0 and parts[-1].line > 0 and sum(not one.line for one in parts) == len(run)


def _trailing_remark(parts: Sequence[Part]) -> None:
    """Pass over small words in markup behind a date and a dash, at the end: "… (PLDI 2005) -- *must read*"."""
    last = next((part for part in reversed(parts) if part.text.strip(" .!")), None)
    if last is None or last.markup not in ("emphasis", "strong"):
        return
    shown = [part for part in parts if part.text.strip(" .!")][-2:]
    if len(shown) < 2 or not last.text[:1].islower():
        return
    before, remark = shown
    said = before.text.rstrip(" -–—")
    dashed = before.markup == "text" and len(before.text.rstrip()) > len(said) and before.line == remark.line
    if dashed and dates.find_year(said[-_DATED:]) is not None:
        before.text, remark.markup = said, "gap"


def _leading_code(parts: Sequence[Part]) -> None:
    """Read a known venue that is set as code in front of what an entry says as such: "`EMNLP` A title"."""
    lead = next((part for part in parts if part.text.strip()), None)
    if lead is None or lead.markup != "code":
        return
    where = read_where(lead.text)
    if where is not None and where.sure and where.venue is not None and where.venue.abbreviation:
        lead.markup = "where"


def _leading_day(parts: Sequence[Part]) -> None:
    """Pass over the day in markup that an entry begins with, and who presents it then: "**Jan 9** — *Ann* — …"."""
    place = next((place for place, part in enumerate(parts) if part.text.strip()), -1)
    if place < 0 or parts[place].markup not in ("strong", "emphasis"):
        return
    if place + 1 == len(parts) or not _DAY.fullmatch(parts[place].text):
        return
    behind = parts[place + 1]
    if behind.markup == "text" and _OF_NAMES.match(behind.text):
        return
    parts[place].markup = "gap"
    if len(parts) < place + 4 or not _ONLY_DASH.fullmatch(behind.text):
        return
    who, rest = parts[place + 2 : place + 4]
    if (
        who.markup in ("strong", "emphasis")
        and len(who.text.split()) < _TITLE_WORDS
        and _DASH.match(rest.text)
    ):
        who.markup = "gap"


def _institutions(parts: Sequence[Part]) -> None:
    """Take the markup off institutions in italics, in lines that are names with institutions and nothing besides."""
    if all(part.markup != "emphasis" for part in parts):
        return
    lines: dict[tuple[int, int], list[Part]] = {}
    for part in parts:
        lines.setdefault((part.line, part.cell), []).append(part)
    for inside in lines.values():
        if len(inside) < 2 or any(part.markup not in ("text", "emphasis") for part in inside):
            continue
        text = "".join(part.text for part in inside)
        if affiliations.may_print(text) and people.affiliated(text):
            for part in inside:
                part.markup = "text"


def _name_and_year(parts: Sequence[Part]) -> None:
    """Take the markup off one whole name with a year in brackets: "*Ann B. Lee (1991)*"."""
    for part in parts:
        if part.markup not in ("strong", "emphasis") or not part.text.rstrip(" .:").endswith(")"):
            continue
        dated = _NAME_AND_YEAR.fullmatch(part.text)
        if dated is not None and people.evidence(dated["name"]) == 1:
            part.markup = "text"


def _unset(parts: Sequence[Part]) -> None:
    """Take the markup off what it does not set apart, and what it sets apart that is no title."""
    _name_and_year(parts)
    if any(part.markup == "code" for part in parts):
        _tags(parts)
    _unbracket(parts)
    _leading_code(parts)
    _leading_tag(parts)
    _leading_day(parts)
    _leading_name(parts)
    _trailing_remark(parts)
    _names_in_markup(parts)
    _institutions(parts)
    scattered = Counter((part.line, part.cell) for part in parts if part.markup == "emphasis")
    for part in parts:
        many = part.markup == "emphasis" and scattered[part.line, part.cell] > _SCATTERED
        if (
            many
            or (part.markup == "emphasis" and _SMALL.fullmatch(part.text))
            or (part.markup == "strong" and _VOLUME.fullmatch(part.text))
        ):
            part.markup = "text"


def _leading_tag(parts: Sequence[Part]) -> None:
    """Take the bold off a name in brackets that words follow: "**[Fast R-CNN]** Fast R-CNN | …", "**(ViT)** An …"."""
    lead = next((place for place, part in enumerate(parts) if part.text.strip()), len(parts))
    if lead + 1 >= len(parts) or parts[lead].markup != "strong" or not _TAG.fullmatch(parts[lead].text):
        return
    behind = parts[lead + 1]
    if behind.markup == "text" and behind.line == parts[lead].line and _WORDS.match(behind.text):
        parts[lead].markup = "gap" if parts[lead].text.lstrip().startswith("(") else "text"


def _leading_name(parts: Sequence[Part]) -> None:
    """Pass over the name in bold, a colon behind it, that people follow: "**DVS:** Ann Lee, Bo Chen. “A title.” …".

    Only where an entry shows another title, as the name may be one.
    """
    lead = 0 if parts[0].text.strip() else 1
    if lead + 1 >= len(parts) or parts[lead].markup != "strong":
        return
    part, behind = parts[lead : lead + 2]
    inside, begins = part.text.rstrip().endswith((":", "：")), behind.text.lstrip()[:1] in (":", "：")
    if behind.markup != "text" or behind.line != part.line or not (inside or begins):
        return
    run = QUOTED.split(behind.text, maxsplit=1)[0].strip(" :：,.")
    others = parts[lead + 1 :]
    titled = any(
        QUOTED.search(one.text) or (one.markup in _TITLES and len(one.text.split()) >= _TITLE_WORDS)
        for one in others
    )
    if titled and people.evidence(run) == 2:
        part.markup = "gap"
        behind.text = behind.text.lstrip(" :：")


def _named_again(parts: Sequence[Part]) -> None:
    """Pass over a name in brackets that no table has for a venue, where the title begins with it: "[BEVT] BEVT: …"."""
    for part, behind in pairwise([part for part in parts if part.text.strip()]):
        if part.markup == "where" and behind.text.lstrip().startswith(f"{part.text}:"):
            where = read_where(part.text)
            if where is None or not (where.sure or where.date):
                part.markup = "gap"


def _closes(part: Part, before: Part) -> bool:
    """Whether a part begins with the bracket that nothing but signs opens before another: "[[ICML](…)] A title"."""
    opened = before.text.rstrip()[-1:] == _OPENING[part.text[0]] and part.markup == "text"
    return opened and _ONLY_SIGNS.match(before.text) is not None and before.line == part.line


def merge(parts: list[Part]) -> list[Part]:
    """Return parts cleaned: hollow brackets out, equal neighbours joined, parts of signs only dropped."""
    markups = [part.markup for part in parts]
    if not _SETTING.isdisjoint(markups):
        _unset(parts)
    if "where" in markups:
        _named_again(parts)
    merged: list[Part] = []
    for part in parts:
        if "()" in part.text:
            part.text = _CALL.sub(_CALLED, part.text)
        last = merged[-1] if merged else None
        if (
            last is not None
            and last.markup == part.markup
            and (last.line, last.cell) == (part.line, part.cell)
            and part.markup in ("text", "strong", "emphasis")
        ):
            last.text += part.text
        else:
            merged.append(part)
    for place, part in enumerate(merged):
        if ")" in part.text or "]" in part.text or "】" in part.text:
            part.text = _HOLLOW.sub(" ", part.text)
            if place > 1 and part.text[:1] in _OPENING and _closes(part, merged[place - 2]):
                part.text = part.text[1:]
    kept = [part for place, part in enumerate(merged) if _stays(merged, place)]
    for part in kept:
        before, behind = (" " if part.text[:1].isspace() else ""), (" " if part.text[-1:].isspace() else "")
        part.text = before + clean(part.text) + behind
    return kept
