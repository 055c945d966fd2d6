"""Phrases that say where and when a work appeared."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from curabib.evidence import cutting, dates, joined, people
from curabib.evidence.regex import regex
from curabib.evidence.text import clean, is_cjk, letters, squash, word_count
from curabib.model import Date, Venue
from curabib.normalise.dated_venues import apart_from_date, without_short_year
from curabib.normalise.journals import find_reference, journal_reference
from curabib.normalise.no_venue import is_no_venue, is_publisher, names_venue, tells_of_venue
from curabib.venues import find, may_find

_LEAD = regex(
    r"^\s*(?:published (?:in|at)|accepted (?:to|at|by|for)|to appear (?:in|at)|appears? in|presented at|"
    r"appeared in|submitted to|under review at|in submission to|"
    r"in proc\.? (?:of )?(?:the )?|in\s*:?\s+(?=\S)|proc\.? (?:of )?(?:the )?(?=\S)|at\s+(?=[A-Z])|@\s*|"
    r"venue\s*:\s*|from\s+(?=[A-Z]))",
    re.IGNORECASE,
)
_IN_PROC = regex(r"^\s*(?:in\s*:?\s+)?(?:proc\.?|proceedings)(?:\s+of)?(?:\s+the)?\s+", re.IGNORECASE)
_REMARK = regex(
    r"\(?\s*\b(?:orals?|spotlight|poster|best (?:student )?paper(?: award)?(?: (?:nominee|finalist|"
    r"candidate|runner[- ]up|honou?rable mention))?|"
    r"highlight|notable(?: top[- ]\d+%)?|honou?rable mention|outstanding(?: paper)?(?: award)?|"
    r"extended abstract|short paper|long paper|full paper|"
    r"regular paper|demo(?: track)?|main conference|main track|datasets? and benchmarks?(?: track)?|"
    r"in press|to appear|forthcoming|accepted|submitted|(?:first )?posted(?: online)?|(?:first )?published online|"
    r"under review|early access|invited|award|best paper|tutorial paper|industry track|openreview)\b\s*\)?",
    re.IGNORECASE,
)
_REMARK_LENGTH = 7
# a piece of each of them, in lower case
_REMARK_WORDS = (
    *(
        "oral",
        "spotlight",
        "poster",
        "paper",
        "highlight",
        "notable",
        "mention",
        "outstanding",
        "abstract",
        "demo",
    ),
    *("main", "dataset", "press", "appear", "accepted", "submitted", "review", "access", "invited", "award"),
    *("track", "posted", "published", "forthcoming"),
)
_DIGIT = regex(r"[0-9]")
_EMOJI = regex("[\U0001f000-\U0001faff\u2600-\u27bf\u2b50]")
_LOCATOR = regex(
    r"(?:,?\s*\b(?:LNCS|LNAI|LNICST|CCIS|CEUR|PMLR)\s+\d+(?:\s*:\s*[\d\-–]+)?)|"
    r"(?:,?\s*\b(?:vol(?:ume)?\.?|no\.?|number|issue|pp?\.?|pages?|"
    r"art(?:icle)?\.?(?: no\.?)?)\s*[:.]?\s*[\w:.\-–—/]*\d[\w:.\-–—/]*)|"
    r"[,;:\s]\s*\d+\s*\(\s*[\d\-–/ A-Za-z]+\s*\)"
    r"(?:\s*[:,]\s*(?:(?:pp?|pages?|s)\.?\s*(?=\d))?[\w.\-–—]+|\s+\d[\d\-–—]*)?|"
    r"[,;:\s]\s*\d+\s*:\s*(?=\S{0,8}\d|[ivxlc]+\b)[\w.\-–—()]+|[,;]\s*\d+(?:\s*[-–—]+\s*\d+)?(?=\s*(?:[,;.]|$))|"
    r"\s+[A-Z]?\d{1,4}(?:\.[A-Z]?\d{1,5})?(?=\s*(?:,|$))|,\s*\w*\d\w*\s*$|;\s*\d+.*$",
    re.IGNORECASE,
)
_DOI = regex(r",?\s*\bdoi\s*[:.]?\s*\S+|,?\s*https?://\S+", re.IGNORECASE)
# the number of a report of the Cryptology ePrint Archive, which begins with its year: "ePrint 2019/953"
_REPORT = regex(r"\b(e-?Print(?: Archive)?,?) ((?:Report )?(?:19|20)\d\d)/\d{1,5}\b", re.IGNORECASE)
_THESIS = regex(
    r"\b(?:(?P<phd>ph\.?\s?d\.?|doctoral|doctorate|habilitation|hdr)|(?P<master>master'?s?|m\.?sc\.?|msc|bachelor'?s?|undergraduate))?\s*\(?(?P<word>thesis|dissertation|th[eè]se)\b",
    re.IGNORECASE,
)
_THESIS_WORDS = ("thesis", "dissertation", "these", "thèse")
_ACRONYM = regex(
    r"(?:[A-Z][A-Za-z]*[A-Z][A-Za-z]*|[A-Z]{2,})(?:[&\-+/* ](?:[A-Z]{2,}|[A-Z][a-z]+[A-Z]\w*|Asia|"
    r"Security|Oral|W|Workshops?))*"
)
# a family name that is written as acronyms are
_FAMILY = regex(r"(?:Le|La|Mc|Mac|De|Di|Du|Van|Von|Fitz)[A-Z][a-z]{2,12}")
_CAPITALS = regex(r"[A-Z][A-Za-z]*[A-Z]")
_WORKSHOP = regex(r"\b[Ww]orkshops?\b|\bWORKSHOPS?\b|\b[A-Z]{3,}W$|(?<=[A-Z]{2}) ?W$|\bws\b")
_PLACE = regex(
    r",\s*(?:[A-Z][\w.'-]+(?: [A-Z][\w.'-]+){0,3})(?:,\s*(?:[A-Z][\w.'-]+(?: [A-Z][\w.'-]+){0,3}))*\s*$"
)
_EMPTY_BRACKETS = regex(r"[(\[]\s*[,;.\-–]*\s*[)\]]")
# what the names of journals end in, in Chinese, Japanese and Korean
_CJK_JOURNAL = regex(
    r"(?:論文誌|学会誌|學會誌|雑誌|论文集|論文集|学报|學報|杂志|雜誌|논문지|학회지|저널)(?: ?[A-Z]{1,2})?$"
)
_CJK_VOLUME = regex(r"[,、，\s]*[第제]?\s*\d{1,4}\s*[卷巻号期권호]")
_NAMED_YEAR = regex(r"\bthe ((?:19|20)\d\d) (?=[A-Z])")
_STANDIN = "\ue000"
# "Proceedings of the IEEE" is a journal, the IEEE alone is none
_SOCIETY = regex(
    r"proc(?:eedings|\.)?(?: of)?(?: the)? (?:IEEE|ACM|Royal Society(?: [AB])?|USENIX)", re.IGNORECASE
)
_MEETING = regex(r"\b(?:conference|symposium|congress|workshops?|meeting)\b", re.IGNORECASE)
_PROCEEDINGS = regex(r"(?:proceedings|proc\.|advances in|lecture notes in) ", re.IGNORECASE)
# volume, issue and pages, as they stand behind the name of a journal
_VOLUME = regex(
    r"[\dVv](?:(?<=\d)\s*\(\d+(?:[-–/]\d+)?\)\s*[:,]|(?<=\b\d)\d*(?:, \d+(?:[-–]\d+)? \(|:\s?\d+[-–]\d)|"
    r"(?<=\b[Vv])(?:ol|OL)\.?\s*\d+.*\b[Pp]{1,2}\.\s*\d)"
)
_PEOPLE = regex(r"\bet\.? al\b|^(?:anonymous )?authors?\b", re.IGNORECASE)
_UNDATED = regex(
    r"[\s,]+\d{1,2}\.?\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?$|\s+on$", re.IGNORECASE
)
_ARXIV_NUMBER = regex(
    r"[\s,:;(\[]*\barxiv\s*:\s*(?:\d{4}\.\d{4,5}|[a-z\-]+/\d{7})(?:v\d+)?(?:,? \(?(?:19|20)\d\d)?\W*$",
    re.IGNORECASE,
)
_BETWEEN_PARTS = regex(r"\s*[,(:]\s*")
_CONFERENCE_WORD = regex(r"conf|proc|symp|congress|colloq|meeting|annual meeting|usenix|aaai|advances")
_JOURNAL_WORD = regex(
    r"journal|j\.|trans|letters|annals|mag|bull|quart|review|commun|nature|front|plos|pnas|cell|acta|arch|bm|jm|ja|ne|"
    r"lan|eli"
)
_MOST_WORDS = 36
_SHORT_NAME = 4
_LONGEST_CJK = 20
_MAX = 240
_PUBMED = regex(
    r"(?P<name>J(?: [A-Z][A-Za-z]{1,15}){1,6})\. (?P<date>(?:19|20)\d\d(?: [A-Z][a-z]{2})?(?: \d{1,2})?);"
    r"\s?\d[\d()\-]{0,15}:"
)
_DATED_WORDS = 6  # a date and pages, and nothing besides


@dataclass(frozen=True, slots=True)
class Where:
    """A venue and a date, either of which may be missing; `sure` when the venue table or a telling word backs it.

    `thesis` is the biblatex thesis type (`phdthesis`, `mathesis`, or `thesis`) where the phrase says that the
    work is one.
    """

    venue: Venue | None = None
    date: Date | None = None
    sure: bool = False
    thesis: str = ""


@lru_cache(maxsize=16384)
def read_where(text: str) -> Where | None:
    """Return what a phrase states about venue and date, or None where it does not look like such a phrase at all."""
    text = clean(text).strip(" .,;:|()[]*_-–—，。；：（）、~")
    if text.count("(") > text.count(")"):
        text += ")"
    if (
        not text
        or len(text) > _MAX
        or (text.count(" ") if text.isascii() else word_count(text)) > _MOST_WORDS
        or not any(char.isalnum() for char in text)
        or (".-" in text and _are_hyphened_initials(text))
    ):
        return None
    if "/" in text and "rint" in text:
        text = _REPORT.sub(r"\1 \2", text)
    if ";" in text:
        return _cited_by_pubmed(text) or _best_of(text.split(";"))
    lower = text.lower()
    if "rxiv" in lower and (published := _beside_preprint(text)) is not None:
        return published
    thesis = _THESIS.search(text) if any(word in lower for word in _THESIS_WORDS) else None
    numbered = _DIGIT.search(text) is not None
    undated, date = apart_from_date(text) if numbered else (text, None)
    journal = find_reference(text) if numbered else None
    located = journal is not None or (numbered and _is_located(text, lower))
    if thesis is None and date is None and not located and not _may_name(text):
        return None
    if numbered and dates.is_date(text):
        return Where(date=date)
    if thesis is not None and (thesis["phd"] or thesis["master"] or len(text.split()) <= 12):
        kind = "phdthesis" if thesis["phd"] else "mathesis" if thesis["master"] else "thesis"
        return Where(date=date, sure=True, thesis=kind)
    if numbered and not undated.isascii():
        undated = _CJK_VOLUME.sub("", undated)
    name = venue_name(_unnumbered(undated) if journal is None else journal["name"])
    name = _UNDATED.sub("", name) if name.endswith(" on") or _DIGIT.search(name) else name
    if is_no_venue(name):
        return Where(date=date) if date is not None else None
    if not name or not any(char.isalpha() for char in name):
        remarks = _REMARK_LENGTH if _may_remark(lower) else _DATED_WORDS
        return Where(date=date) if date and len(text.split()) <= (3 if name else remarks) else None
    venue = known_venue(name) or (known_venue(_IN_PROC.sub("", name)) if "proc" in lower else None)
    if venue is not None:
        return Where(
            venue=Venue(name=name, abbreviation=venue.abbreviation, kind=_kind(name, venue.kind)),
            date=date,
            sure=True,
        )
    guess = _guess(name, dated=date is not None, located=located)
    if guess is None:
        return None
    return Where(venue=guess[0], date=date, sure=guess[1])


def known_venue(name: str) -> Venue | None:
    """Return the venue of a name in the table; a name of two words is no acronym that is like it but for the blank.

    "Tom M" is a person, whatever TOMM is.
    """
    venue = find(name)
    if venue is None or " " not in name or " " in venue.abbreviation or name.isupper():
        return venue
    like = venue.abbreviation.isupper() and squash(name) == squash(venue.abbreviation)
    return None if like else venue


def _are_hyphened_initials(text: str) -> bool:
    """Whether a phrase is the initials of a person, which some venue is called by without their signs: "S.-C."."""
    return ".-" in text and cutting.is_initials(text.strip())


def _may_remark(lower: str) -> bool:
    """Whether a remark may stand in a phrase in small letters: cheap, and never wrongly no."""
    return any(word in lower for word in _REMARK_WORDS)


def _is_located(text: str, lower: str) -> bool:
    """Whether a phrase, `lower` in small letters, states volume, issue and pages as they stand behind a journal."""
    return ("(" in text or ":" in text or "vol" in lower) and _VOLUME.search(text) is not None


def _may_name(text: str) -> bool:
    """Whether a phrase without a date, volume or page may name a venue at all: cheap, and hardly ever wrongly no.

    Such a one is in the table, whole or up to a comma, says a telling word, or has an acronym.
    """
    if not text.isascii() and _CJK_JOURNAL.search(text) is not None:
        return True
    return _CAPITALS.search(text) is not None or tells_of_venue(words := letters(text)) or may_find(words)


def _unnumbered(text: str) -> str:
    """Return a phrase without the number of a preprint: arXiv is named once."""
    match = _ARXIV_NUMBER.search(text) if ":" in text else None
    if match is None:
        return text
    before = text[: match.start()]
    if not any(char.isalpha() for char in before):
        return "arXiv"
    return before if "arxiv" in before.lower() or journal_reference(before) else f"{before} arXiv"


def _cited_by_pubmed(text: str) -> Where | None:
    """Return journal and date of a phrase as PubMed prints it: "J Mol Biol. 2020 Oct 5;432(20):5460-73", or None."""
    match = _PUBMED.match(text)
    found = find(match["name"]) if match is not None else None
    if match is None:
        return None
    venue = Venue(name=match["name"], abbreviation=found.abbreviation if found else "", kind="journal")
    return Where(venue=venue, date=dates.find_date(match["date"]), sure=True)


def _beside_preprint(text: str) -> Where | None:
    """Return the known venue that stands beside the preprint of a work: "arXiv:1406.1078 / EMNLP 2014"."""
    sign = next((sign for sign in (" / ", "/", ", ") if text.count(sign) == 1), "")
    parts = sorted(text.split(sign), key=lambda part: "rxiv" not in part.lower()) if sign else [text]
    if len(parts) != len(("preprint", "published")) or "rxiv" in parts[1].lower():
        return None
    preprint, published = map(read_where, parts)
    if preprint is None or published is None or published.venue is None or not published.venue.abbreviation:
        return None
    return replace(published, date=published.date or preprint.date) if published.sure else None


def _best_of(phrases: Sequence[str]) -> Where | None:
    """Return what the surest of several phrases says, with the first date that any of them states."""
    told = [where for where in map(read_where, phrases) if where is not None]
    best = max(told, key=_weight, default=None)
    if best is None:
        return None
    date = best.date or next((where.date for where in told if where.date is not None), None)
    return Where(venue=best.venue, date=date, sure=best.sure, thesis=best.thesis)


def _weight(where: Where) -> tuple[bool, bool, bool]:
    venue = where.venue
    return where.sure, venue is not None, venue is not None and venue.kind != "repository"


def venue_name(text: str) -> str:
    """Return the name in a venue phrase: without "In Proc. of", date, volume, pages, and remarks such as "(Oral)"."""
    lower = text.lower()
    if "doi" in lower or "http" in lower:
        text = _DOI.sub(" ", text)
    kept = _NAMED_YEAR.search(text) if "the " in text else None
    name = text if kept is None else text.replace(kept[1], _STANDIN, 1)
    name = without_short_year(name)
    name = dates.strip_dates(name)
    remarked = _may_remark(lower)
    before = None
    while before != name:
        before = name
        if remarked:
            name = _REMARK.sub(" ", name)
        if "(" in name or "[" in name:
            name = _EMPTY_BRACKETS.sub(" ", name).replace(" )", ")").replace("( ", "(")
        if _DIGIT.search(name):
            name = _LOCATOR.sub("", name)
        name = " ".join(name.split()).strip(" ,;:.-–—|*_·•…'’\"“”，。；：、~(")
    if not name.isascii():
        name = _EMOJI.sub("", name).strip()
        name = name if "(" in name else name.rstrip(" )")
    name = name if _SOCIETY.fullmatch(name) else _LEAD.sub("", name)
    if kept is not None:
        name = name.replace(_STANDIN, kept[1])
    return " ".join(name.split()).replace(" ,", ",").replace(",,", ",").strip(" ,;:.-–—|*_")


def is_titled(words: Sequence[str]) -> bool:
    """Return whether the longer words of a name are capitalised, as those of a venue are."""
    longer = [word for word in words if len(word) > 3 and word[0].isalpha()]
    return sum(word[0].isupper() or "rxiv" in word for word in longer) >= 0.6 * len(longer)


def _may_be_place(text: str) -> bool:
    """Whether a text could be the place of a conference: up to three capitalised words."""
    words = text.strip(" )").split()
    return 1 <= len(words) <= 3 and all(word[:1].isupper() for word in words)


def _kind(name: str, kind: str) -> str:
    return "workshop" if _is_workshop(name) and kind in ("conference", "") else kind


def _is_workshop(name: str) -> bool:
    """Whether a name says "workshop", in letters or by the W at the end of an acronym."""
    sign = "orks" in name or "ORKS" in name or name.endswith("W") or "ws" in name
    return sign and _WORKSHOP.search(name) is not None


def _kind_by_word(word: str) -> str:
    """Return the kind of venue that a telling word in its name says."""
    if "rxiv" in word or "preprint" in word:
        return "repository"
    if _CONFERENCE_WORD.match(word):
        return "conference"
    return "journal" if _JOURNAL_WORD.match(word) else ""


def _begin_with_people(parts: Sequence[str]) -> bool:
    """Whether people, or words that make no venue, stand before a venue at the end, or the last of them a publisher."""
    last = parts[-1].strip(" )")
    if find(last) is not None:
        return people.evidence(parts[0]) > 0 or not any(map(names_venue, parts[:-1]))
    run = joined.without_first(parts[0])
    ended = people.evidence(run) == 2 or (run != parts[0] and people.looks_like_name(run))
    return ended and is_publisher(last)


def _guess(name: str, *, dated: bool, located: bool) -> tuple[Venue, bool] | None:
    """Return a venue the table does not know, and whether its words, or volume and pages behind it, make it sure."""
    words = name.split()
    if len(words) > 25 or (is_cjk(name) and len(name) > _LONGEST_CJK) or _PEOPLE.search(name) is not None:
        return None
    if not name.isascii() and _CJK_JOURNAL.search(name) is not None and "," not in name:
        return Venue(name=name.strip("《》『』「」"), kind="journal"), True
    parts = _BETWEEN_PARTS.split(name)
    initials = ".-" in name and _are_hyphened_initials(parts[0])
    head = find(parts[0].strip(" )")) if len(parts) > 1 and not initials else None
    if head is None and _MEETING.search(parts[0]):
        # "… Conference on Computer Vision, ICCV 2019, Seoul, Korea", as DBLP prints it
        named = [part.strip() for part in parts[1:3] if _ACRONYM.fullmatch(part.strip())]
        head = next(filter(None, map(find, named)), None)
    workshop = _is_workshop(name) and (is_titled(words) or len(words) <= _SHORT_NAME)
    if head is not None:
        if workshop:
            return Venue(name=name, abbreviation="", kind="workshop"), True
        return Venue(name=parts[0].strip(" )"), abbreviation=head.abbreviation, kind=head.kind), True
    if workshop:
        return Venue(name=name, kind="workshop"), True
    found = names_venue(name)
    if len(parts) > 1 and _begin_with_people(parts):
        return None
    if found is not None and (is_titled(words) or len(words) <= 3 or _PROCEEDINGS.match(name)):
        kind = _kind_by_word(found.group().lower())
        sure = len(words) <= 14
        return Venue(name=_PLACE.sub("", name) if kind == "conference" else name, kind=kind), sure
    first = words[0]
    if located and len(words) <= 10 and first[:1].isupper() and is_titled(words):
        return Venue(name=name, kind="journal"), True
    if _ACRONYM.fullmatch(name) and len(name) <= 24 and _FAMILY.fullmatch(name) is None:
        return Venue(name=name, kind=""), dated and len(name) >= 2
    known = find(first) if _ACRONYM.fullmatch(first) and len(words) <= 4 else None
    if known is not None:
        return Venue(name=name, abbreviation=known.abbreviation, kind=_kind(name, known.kind)), True
    begins = parts[0].strip()
    placed = dated and len(parts) > 1 and ":" not in name and _ACRONYM.fullmatch(begins) is not None
    if placed and all(map(_may_be_place, parts[1:])):
        return Venue(name=begins, kind=""), True
    if (
        dated
        and len(words) <= 8
        and first[:1].isupper()
        and (is_titled(words) or (found is not None and not workshop))
        and len(name.strip(".")) > 1
        and not (" " in begins and people.looks_like_name(begins))
        and people.evidence(name) < 2
    ):
        return Venue(name=name, kind=""), False
    return None
