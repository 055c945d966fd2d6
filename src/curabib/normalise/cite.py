"""Stretches of plain text that hold several fields: people, title, venue and date, in the ways people cite."""

import re
from dataclasses import dataclass, field

from curabib.evidence import affiliations, cutting, dates, people
from curabib.evidence.families import are_families, is_institution
from curabib.evidence.regex import regex
from curabib.evidence.text import halve, word_count
from curabib.model import Venue
from curabib.normalise import remarks
from curabib.normalise.chunks import commas, leading_names, split_where
from curabib.normalise.journals import journal_reference
from curabib.normalise.sentences import sentences
from curabib.normalise.where import Where, read_where

_HAN_OR_KANA = regex("[\u2e80-\u9fff]")
DASH = regex(r"\s+[-–—]+\s+|\s+—|—\s+")
_GROUP = regex(r"[(（\[]([^()（）\[\]]{2,160})[)）\]]")
# volume, issue and year as the ACM prints them behind a journal
_ACM = regex(
    r"[^\W\d_][^,()\x00]{2,120} \d{1,4}, \d{1,4}(?:[-–]\d{1,4})? \([^()]{0,12}(?:19|20)\d\d\)(?:, [\d:–-]{1,20})?"
)
_BY = regex(
    r"[,;.)]?\s+(?=(?:(?:edited|written)\s+)?by\s+[A-Z]|par\s+[A-ZÀ-Þ]|from\s+[A-Z][^\s,;]{1,30}\s+et\.?\s*al\b)"
)
# "proposed by Brewer" says nothing of who wrote, "a book by Bailis about …" does, up to the word that goes on
DONE_BY = regex(
    r"(?<!edited)(?<!written)(?<!authored)(?:(?<=\w\wed)|(?<=\w\wen)|(?<=\wade)|(?<=\wwn)|(?<=uilt))\Z",
    re.IGNORECASE,
)
# "N Engl J Med. 2001 Nov 8;345(19):1368-77", unmistakable whatever the journal
_YEAR_VOLUME = regex(
    r"(?:(?:(?<=[.?!] )|^|(?<=\x00))(?P<name>[^\W\d_a-z][\w&:,\-() ]{1,80})\.? +)?"
    r"\b(?P<year>(?:19|20)\d\d)(?: [A-Z][a-z]{2}(?: \d{1,2})?)?; ?\d{1,4}(?: ?\(\w[\w \-–]{0,15}\))?"
    r"(?:: ?\w{1,8}(?:[-–]\w{1,8})?)?\.?"
)
_FAMILIES_AND_YEAR = regex(r"[a-z]\.? (?:19|20)\d\d\Z")
_LONGEST_RUN = 6000  # of names, which no longer text is taken for
_NEXT = regex(r"\s+(?:[A-Z]|(?:19|20)\d\d\b)")
_YEAR_BEHIND = regex(r"(?<=[^\W\d_]) (?:19|20)\d\d\Z")
# a whole name with initials in it, which no journal in abbreviated words looks like
_WITH_INITIALS = regex(r"[^\W\d_]{3,20}(?: [^\W\d_]\.){1,3} [^\W\d_][\w'’\-]{2,30}")
_GOES_ON = regex(
    r"\s+(?:about|on|for|at|from|in|that|which|who|where|covering|describing|explaining|showing|is|are|was|to|as|using|via|of)\s"
)
_FARTHEST_BY = 9
_YEAR_FIRST = regex(r"((?:19|20)\d\d)[,.:;]\s+(?=[^\W\d_])")
_NAMES = regex(r"\S\s+\S|[^\W\d_]{3}-[^\W\d_]{3}|[\u2e80-\u9fff\uac00-\ud7af]{2}")
_SIGNS = " ,;:.-–—|/"
_DOT = regex(r"\s+[·•|:]\s+")
_AMONG_NAMES = regex(r"\s*(?:[,;]\s*(?:and\s+|&\s*)?|(?:and|&)\s+)[^\W\d_]")
_LEADING_SIGNS = regex(r"^[\s,;:.\-–—|/·•\])】]+")
_OPENING, _CLOSING = frozenset('"“„«'), frozenset('"”»')
_TRAILING_AND = regex(r"[\s,;)]*\b(?:and|&)\s*(?:[Tt]he)?\s*$|(?<=[.,])\s+[Ii]n$")
_AND_ENDS = ("and", "&", "the", "The", ". In", ", in")
_DIGIT = regex(r"\d")
_ET_AL = regex(r"\bet al\b")
_CUT = "\x00"
_SENTENCE_WORDS = 12
_DIGEST, _DIGEST_WORDS = 90, 45
_SMALL_SHARE = 0.6
# what may be a venue before a comma: a year, an acronym
_VENUE_HEAD = regex(r"(?=[^,]{0,40},)[^,]*?(?:\d|[A-Z]{2}|rxiv)")
_YEAR_BEFORE = regex(r"[\s,](?:19|20)\d\d\s*\Z")


@dataclass(slots=True)
class Cited:
    """What a stretch states; `people` is still one string. `rest` is what it left over.

    `turned` is what was taken for one name turned round ("Pinto, Gupta"), as printed, where it may be two families.
    """

    title: str = ""
    people: str = ""
    turned: str = ""
    wheres: list[Where] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)


def read_tail(text: str) -> Cited:
    """Return people, venue and date from text that holds no title: what stands beside a title in markup."""
    cited = Cited()
    text = _outer(text)
    led = _YEAR_FIRST.match(text)
    if led is not None and people.evidence(text[led.end() :].strip(_SIGNS)):
        cited.wheres.append(Where(date=dates.find_date(led[1])))
        text = text[led.end() :]
    text = _without_institutions(_take_volume(_cut_at(_cut_by(text)), cited))
    named = people.evidence(text) == 2
    by = _CUT in text or people.led_by(text) != ""
    for sentence in (text, *sentences(text)) if "(" in text else ():
        acm = _ACM.match(sentence)
        volume = acm.group() if acm is not None else journal_reference(sentence)
        where = read_where(volume) if volume else None
        if where is not None and where.sure:
            cited.wheres.append(where)
            text = text.replace(volume, _CUT, 1)
    text = _read_brackets(text, cited, named=named, by=by)
    dots = _DOT.split(text)
    if len(dots) > 1 and people.evidence(text) < 2:
        text = _CUT.join(dots)
    for stretch in text.split(_CUT):
        for sentence in sentences(stretch.strip(" ,;:|-–—")):
            whole = not cited.people and people.evidence(sentence) == 2
            for segment in [sentence] if whole else DASH.split(sentence):
                _segment(segment.strip(" ,;:|"), cited)
    return cited


def _read_brackets(text: str, cited: Cited, *, named: bool, by: bool) -> str:
    """Read what stands in brackets, and return the text without it; people stand outside if `named`, behind a `by`."""
    for match in [group for group in _GROUP.finditer(text) if not remarks.says_nothing(group[1])]:
        if remarks.names_formats(match[1]):
            text = text.replace(match.group(), "", 1)
            continue
        if named and _AMONG_NAMES.match(text, match.end()) and dates.find_year(match[1]) is None:
            continue  # an affiliation, though there may be a venue of its name
        where = read_where(match[1])
        who = None if cited.people or named else remarks.people_and_where(match[1])
        if who is not None and not (by and remarks.is_one(who[0])):
            cited.people = who[0]
            cited.wheres += who[1]
            text = text.replace(match.group(), _CUT, 1)
        elif where is not None and (where.sure or where.date):
            cited.wheres.append(where)
            text = text.replace(match.group(), _CUT, 1)
            cited.rest += remarks.family_before(match[1], where)
        elif (
            where is None
            and (inner := remarks.venue_at_end(match[1]) or remarks.dated_remark(match[1])) is not None
        ):
            cited.wheres.append(inner)
            text = text.replace(match.group(), _CUT, 1)
            cited.rest += remarks.family_before(match[1], inner)
        elif (
            not cited.people
            and not named
            and (
                people.evidence(match[1]) == 2
                or (
                    people.evidence(match[1]) == 1
                    and _NAMES.search(match[1])
                    and not text[: match.start()].strip(_SIGNS)
                )
            )
        ):
            cited.people = match[1]
            text = text.replace(match.group(), _CUT, 1)
        elif _YEAR_BEFORE.search(text, max(0, match.start() - 8), match.start()) and not any(
            map(str.isdigit, match[1])
        ):
            cited.rest += [match[1]] if remarks.is_one(match[1]) else []  # else where they work
            text = text.replace(match.group(), _CUT, 1)
    return text


def _take_volume(text: str, cited: Cited) -> str:
    """Read year, volume and page in the manner of Vancouver, and the journal before them, whoever knows it."""
    match = _YEAR_VOLUME.search(text) if ";" in text else None
    if match is None:
        return text
    name = (match["name"] or "").strip(_SIGNS)
    known = read_where(name) if name else None
    venue = known.venue if known is not None and known.venue is not None else None
    if venue is None and name and people.evidence(name) != 2:
        venue = Venue(name=name, kind="journal")
    cited.wheres.append(Where(venue=venue, date=dates.find_date(match["year"]), sure=venue is not None))
    return f"{text[: match.start()]}{_CUT}{text[match.end() :]}"


def _without_institutions(text: str) -> str:
    """Return a text without the places of work in brackets behind people.

    A comma parts these from what stands behind the bracket: "Ann Lee (MIT) 2013".
    """
    kept, end = "", 0
    for match in _GROUP.finditer(text) if "(" in text else ():
        if match.start() > _LONGEST_RUN:
            break
        before = kept + text[end : match.start()]
        if remarks.are_institutions(match[1]) and _behind_names(before):
            kept = before.rstrip() + ("," if _NEXT.match(text, match.end()) else "")
            end = match.end()
    return kept + text[end:] if end else text


def _behind_names(text: str) -> bool:
    """Whether a text ends in people, perhaps in a sentence of their own."""
    run = text.rpartition(_CUT)[2].strip(_SIGNS)
    return people.evidence(run) == 2 or remarks.is_one(run)


def _cut_by(text: str) -> str:
    """Return a text cut before each "by" that names who wrote, and behind these names where a sentence goes on."""
    if "by " not in text and "from " not in text and "par " not in text:
        return text
    begin, parts = 0, []
    for match in _BY.finditer(text):
        before = text[begin : match.start()]
        if DONE_BY.search(before) or len(DASH.split(before)[-1].rpartition(". ")[2].split()) > _FARTHEST_BY:
            continue
        parts.append(before)
        begin = match.end()
        on = _GOES_ON.search(text, begin)
        if on is not None and before and people.evidence(text[begin : on.start()]) == 2:
            parts.append(text[begin : on.start()])
            begin = on.end()
    return _CUT.join([*parts, text[begin:]])


def _cut_at(text: str) -> str:
    """Return a text cut before the "@" that stands between people and a venue: "by Ann Lee @ PLDI '05"."""
    head, at, behind = text.partition(" @ ")
    named = at and people.evidence(head.rpartition(_CUT)[2].strip(_SIGNS))
    if not at or not (named or ((where := read_where(behind)) is not None and where.sure and where.date)):
        return text
    return text.replace(at, _CUT, 1)


def _segment_of_people(text: str, cited: Cited) -> bool:
    """Read people, perhaps with venue and date behind them, and return whether a segment is that."""
    who = remarks.people_and_where(text) if ";" in text or remarks.ends_in_others(text) else None
    if who is not None:
        cited.people = who[0]
        cited.wheres += who[1]
        return True
    if text[-4:].isdigit() and _names_and_year(text, cited):
        return True
    if people.evidence(text) < 2:
        return False
    cited.people, where = split_where(text)
    cited.wheres += [where] if where is not None else []
    return True


def _names_and_year(text: str, cited: Cited) -> bool:
    """Read whole names with a bare year behind them ("Ann Lee and Bo Chen 2004"), and return whether a text is that.

    One name without initials may be that of an event ("Strange Loop 2013"): it is left to the neighbours.
    """
    year = _YEAR_BEHIND.search(text)
    names = text[: year.start()] if year is not None else ""
    evidence = people.evidence(names)
    where = split_where(text)[1] if evidence == 2 else None
    if where is not None and where.venue is not None:
        return False
    whole = evidence == 2 and all(" " in name for name in people.split(names).names)
    if whole or (evidence and _WITH_INITIALS.fullmatch(names)):
        cited.people = names
    elif evidence == 1 and " " in names and people.looks_like_name(names) and read_where(text) is None:
        cited.rest.append(names)
    else:
        return False
    cited.wheres.append(Where(date=dates.find_date(text[-4:])))
    return True


def _venue_first(text: str) -> tuple[Where, str] | None:
    """Return the venue that the table knows before people, and them: "PLDI 2005, Ann Lee, Bo Chen".

    One without a date is an acronym ("TSE, Lee, Ann, et al."), for that is no name of a person.
    """
    head, _, rest = text.partition(",")
    rest = " ".join(rest.replace(",", ", ").split())
    if not _names_several(rest):
        return None
    where = read_where(head)
    if where is None or where.venue is None or not where.venue.abbreviation:
        return None
    return (where, rest) if where.date is not None or " " not in head else None


def _names_several(text: str) -> bool:
    """Whether a text is people and no places: two whole names, or "et al."."""
    if people.evidence(text) < 2:
        return False
    return all(" " in chunk for chunk in commas(text)) or remarks.ends_in_others(text) is not None


def _unquoted(text: str) -> str:
    """Return a text without the quotation marks that open or close a title beside it: "Lee, “" and "” in ICML"."""
    last, first = text[-1:], text[:1]
    if last in _OPENING and (last != '"' or text.count(last) % 2):
        text = text[:-1].rstrip()
    if first in _CLOSING and (first != '"' or text.count(first) % 2):
        text = text[1:].lstrip(" ,.;:")
    return text


def _outer(text: str) -> str:
    """Return a text without signs and remarks around it, and of a digest the first sentence and the last.

    No sentence between them says who wrote, where or when.
    """
    text = people.without_remarks(_LEADING_SIGNS.sub("", halve(text)).rstrip(" [(【"))
    text = _unquoted(text) if text[-1:] in _OPENING or text[:1] in _CLOSING else text
    text = text.replace(" et. al", " et al") if " et. al" in text else text
    text = _TRAILING_AND.sub("", text) if text.endswith(_AND_ENDS) else text
    parts = sentences(text) if len(text) > _DIGEST else ()
    if len(parts) <= 2 or word_count(text) <= _DIGEST_WORDS or people.evidence(parts[0]) == 2:
        return text
    return f"{parts[0]}{_CUT}{parts[-1]}"


def _cut_digest(text: str) -> tuple[str, str]:
    """Return prose apart from what else there is: what is cited in Latin letters behind Chinese or Japanese.

    A sentence is prose that goes on and on without a number, most of its words in small letters.
    """
    words = text.split()
    long = len(words) > _SENTENCE_WORDS and _DIGIT.search(text) is None
    if long and sum(map(str.islower, words)) > _SMALL_SHARE * len(words):
        return text, ""
    if text.isascii():
        return "", text
    runs = _HAN_OR_KANA.split(text)
    end = runs[-1] if runs[-1][:1].isspace() or runs[-1][:1] in _SIGNS else ""
    digest = text.removesuffix(end)
    if len(runs) <= 2 * _SENTENCE_WORDS or people.evidence(digest) == 2:
        return "", text
    return digest, end.strip(_SIGNS)


def _dated_families(text: str, cited: Cited) -> bool:
    """Read families with a year behind them, and return whether a segment is that."""
    if _FAMILIES_AND_YEAR.search(text) and are_families(run := text[:-4]):
        cited.rest.append(run)
        cited.wheres.append(Where(date=dates.find_date(text[-4:])))
        return True
    return False


def _led(text: str, cited: Cited) -> bool:
    """Read what stands behind "by": names and what follows, one whose sentence goes on, or where people work."""
    on = _GOES_ON.search(text)
    if on is not None and (remarks.is_one(text[: on.start()]) or are_families(text[: on.start()])):
        cited.people = text[: on.start()].rstrip(",")
        _segment(text[on.start() :], cited)
        return True
    chunks = commas(text)
    if len(chunks) == 1 and (is_institution(text) or affiliations.is_institution(text)):
        cited.people = text.removeprefix("the ")
        return True
    names = leading_names(chunks, habit=True)
    if names:
        cited.people = ", ".join(chunks[:names])
        _segment(", ".join(chunks[names:]), cited)
    return names > 0


def _led_to_colon(text: str, cited: Cited) -> bool:
    """Read the people between "by" and a colon, and return whether there are any; what follows is said of the work."""
    before, _, said = text.partition(": ")
    run = people.led_by(before)
    named = run and (people.evidence(run) == 2 or remarks.is_one(run) or are_families(run))
    if cited.people or not named:
        return False
    cited.people = run
    cited.rest.append(said)
    return True


def _names_one(text: str) -> bool:
    """Whether a text is one name of several words, perhaps with where they work, and not that of an institution."""
    named = people.evidence(text) == 1 and " " in people.strip_affiliation(text)[0].strip()
    return named and not is_institution(text)


def _leave(text: str, cited: Cited) -> None:
    """Keep what stands before a venue: a date ("2023-06, NeurIPS"), or what nobody can tell."""
    date = dates.find_date(text) if dates.is_date(text) else None
    if date is not None:
        cited.wheres.append(Where(date=date))
    else:
        cited.rest.append(text)


def _segment(text: str, cited: Cited) -> None:
    text = text.strip(" .,;:") if not cutting.ends_with_initial(text) else text.strip(" ,;:")
    if ": " in text and _led_to_colon(text, cited):
        return
    digest, text = _cut_digest(text)
    cited.rest += [digest] if digest else []
    if not text:
        return
    led = _venue_first(text) if _VENUE_HEAD.match(text) is not None else None
    if led is not None:
        cited.wheres.append(led[0])
        text = led[1]
    if not cited.people and (_segment_of_people(text, cited) or _dated_families(text, cited)):
        return
    run = "" if cited.people else people.led_by(text)
    if run and _led(run, cited):
        return
    whole = read_where(text) if len(text.split()) <= 30 else None
    if whole is not None and whole.sure and _ET_AL.search(text) is None:
        cited.wheres.append(whole)
        behind = text.partition(", ")[2]
        cited.rest += [behind] if whole.date is not None and remarks.is_one(behind) else []
        return
    if whole is not None and whole.venue is None and whole.date is not None:
        cited.wheres.append(whole)
        return
    before, where = split_where(text)
    if (
        where is not None
        and whole is not None
        and whole.venue is not None
        and whole.date is not None
        and not people.evidence(before)
    ):
        cited.wheres.append(whole)
        return
    if where is not None:
        cited.wheres.append(where)
        if before and not cited.people and (people.evidence(before) or are_families(before)):
            cited.people = before
            return
        if before:
            _leave(before, cited)
        return
    if not cited.people and _names_one(text):
        cited.people = text
        return
    if whole is not None and whole.venue is not None and whole.date is not None and len(text.split()) <= 8:
        cited.wheres.append(whole)
        return
    cited.rest.append(text)
