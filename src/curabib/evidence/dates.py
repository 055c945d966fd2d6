"""Years, dates, clock times and time slots in running text."""

import re

from curabib.evidence.regex import regex
from curabib.model import Date

FIRST_YEAR, LAST_YEAR = 1850, 2049

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sep sept",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=lambda name: -len(name)))
_DAY_NAME = r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?"
_TIME = r"\d{1,2}(?::|h|\.)\d{2}(?:\s?[ap]\.?m\.?)?"
_ZONE = r"(?:\s?(?:[A-Z]{2,5}|[A-Z][a-z]+ time|UTC[+-]\d+))?"

_SLOT_BEGINS = frozenset(("mon", "tue", "wed", "thu", "fri", "sat", "sun", *(name[:3] for name in _MONTHS)))
_DIGIT = regex(r"[0-9]")
_LETTER = regex(r"[^\W\d_]")
_MONTH_BEGINS = regex("jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec")
# what must stand before comes behind the first digits: so they are searched for fast
_YEAR = regex(
    r"(?:19|20)(?<![\d.:/\-–vV]\d\d)(?<!\bpp\.\s\d\d)(?<!\bp\.\s\d\d)(?<!\bpp\s\d\d)(?<!pages\s\d\d)"
    r"\d\d(?![\d/])(?!:(?! \d))(?!\.\d)(?![–-]\d{3,})",
    re.ASCII,
)
# day and month before the year, whichever comes first
_SLASHED = regex(r"(?<![\d/.])(\d\d?)/(\d\d?)/((?:19|20)\d\d)(?![\d/])", re.ASCII)
_GLUED_YEAR = regex(r"((?:19|20)(?<=[A-Za-z]{2}\d\d)\d\d)(?!\d)")
# a blank behind the apostrophe only where an acronym stands before it: "CVPR' 14", but "students' 14 papers"
_SHORT_YEAR = regex(r"['’‘`](?:(?<=[A-Za-z].)|(?<=[A-Za-z]\s.)|(?:(?<=[A-Z]{2}.)|(?<=rXiv.))\s)(\d\d)(?!\d)")
_CLOCK = regex(rf"(?:{_TIME})(?:\s?[-–—]\s?{_TIME})?{_ZONE}", re.IGNORECASE)
_SLOT = regex(
    rf"(?:(?:{_DAY_NAME}\s+)?(?:\d{{1,2}}\s+)?(?:(?:{_MONTH})\.?\s+)?(?:\d{{1,2}},?\s+)?(?:(?:19|20)\d\d,?\s+)?)"
    rf"{_TIME}\s?[-–—]\s?{_TIME}{_ZONE}",
    re.IGNORECASE,
)
_WRITTEN = regex(
    rf"(?<![\w])(?:(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\.?\s+)?(?P<month>{_MONTH})\.?,?\s+"
    rf"(?:(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:,\s*|\s+))?(?P<year>(?:19|20)\d\d)(?!\d)",
    re.IGNORECASE,
)
_YEAR_FIRST = regex(
    rf"(?<![\w.])(?P<year>(?:19|20)\d\d),?\s+(?P<month>{_MONTH})\.?(?:\s+(?P<day>\d{{1,2}})(?!\d))?(?!\w)",
    re.IGNORECASE,
)
# a month in figures in front of what else a phrase says: "2023-06, NeurIPS"
_ISO_MONTH = regex(r"(?:19|20)(?<![\d./-]\d\d)\d\d-(?:0[1-9]|1[0-2])(?=,)", re.ASCII)
_ISO = regex(r"((?:19|20)(?<![\d./-]\d\d)\d\d)[-/.](\d\d?)(?!\d)(?:[-/.](\d\d?)(?!\d))?(?![./-]\d)")

# year and month without a sign between them, or with signs for what nobody knows
_COMPACT = regex(
    r"((?:19|20)\d\d)(?:(0[1-9]|1[0-2])(\d\d)?|[-/.](?:\?|x|X|-){1,2}(?:[-/.](?:\?|x|X|-){1,2})?)"
)
_LONGEST_MONTH = 31


def find_year(text: str) -> int | None:
    """Return the last year that `text` states, or None: four digits, `'20`, `CVPR' 20`, or glued as in `ICCV2019`.

    The last one, because a title or a conference series may hold an earlier number ("2020 Vision, ICML 2021").
    """
    if _DIGIT.search(text) is None:
        return None
    for pattern in (_YEAR, _GLUED_YEAR):
        found = pattern.findall(text)
        if found:
            year = int(found[-1])
            return year if FIRST_YEAR <= year <= LAST_YEAR else None
    short = _SHORT_YEAR.findall(text)
    if short:
        number = int(short[-1])
        return 2000 + number if number < 50 else 1900 + number
    return None


def find_date(text: str) -> Date | None:
    """Return the date that `text` states as exactly as it does: with day, with month, or the year alone."""
    if _DIGIT.search(text) is None:
        return None
    named = _names_month(text)
    match = _WRITTEN.search(text) if named else None
    if match is not None:
        day = int(match["d1"] or match["d2"] or 0)
        return Date(int(match["year"]), _MONTHS[match["month"].lower()], day if day <= 31 else 0)
    match = _YEAR_FIRST.search(text) if named else None
    if match is not None:
        return Date(int(match["year"]), _MONTHS[match["month"].lower()], min(int(match["day"] or 0), 31))
    match = _ISO.search(text)
    if match is not None:
        year, month, day = (int(part or 0) for part in match.groups())
        if 1 <= month <= 12 and day <= 31:
            return Date(year, month, day)
    match = _SLASHED.search(text) if "/" in text else None
    if match is not None:
        return _slashed(*map(int, match.groups()))
    year_found = find_year(text)
    return Date(year_found) if year_found else None


def find_date_alone(text: str) -> Date | None:
    """Return the date of a text that stands where dates do: `202304`, `20230412` and `2014/??` are dates there, too."""
    match = _COMPACT.fullmatch(text.strip())
    if match is None:
        return find_date(text)
    year, month, day = (int(part or 0) for part in match.groups())
    return Date(year, month, day) if day <= _LONGEST_MONTH else Date(year, month)


def _slashed(first: int, second: int, year: int) -> Date:
    """Return the date of "day/month/year" or "month/day/year": the year alone where it could be either."""
    if first == second <= 12:
        return Date(year, first, second)
    if min(first, second) <= 12 < max(first, second) <= 31:
        return Date(year, min(first, second), max(first, second))
    return Date(year)


def strip_dates(text: str) -> str:
    """Return `text` without the dates and years that `find_date` would find in it."""
    if _DIGIT.search(text) is None:
        return text
    if _names_month(text):
        text = _YEAR_FIRST.sub(" ", _WRITTEN.sub(" ", text))
    if "/" in text:
        text = _SLASHED.sub(" ", text)
    if "-" in text:
        text = _ISO_MONTH.sub(" ", text)
    for pattern in (_YEAR, _GLUED_YEAR, _SHORT_YEAR):
        text = pattern.sub(" ", text)
    return text


def _names_month(text: str) -> bool:
    """Whether a text may name a month: cheap, and never wrongly no."""
    return _MONTH_BEGINS.search(text.lower()) is not None


def is_clock(text: str) -> bool:
    """Return whether `text` is nothing but a clock time or a span of clock times ("12:18", "7:30 - 7:35 PDT")."""
    return len(text) <= 40 and text[-1:].isalnum() and _CLOCK.fullmatch(text) is not None


def is_slot(text: str) -> bool:
    """Return whether `text` is a time slot of a schedule ("Wed 21 July 17:00 - 17:20 PDT")."""
    begins = text[:1].isdigit() or text[:3].lower() in _SLOT_BEGINS
    return begins and len(text) <= 60 and _SLOT.fullmatch(text) is not None


def is_date(text: str) -> bool:
    """Return whether `text` holds a date or a year and nothing else."""
    if len(text) > 30:
        return False
    left = strip_dates(text)
    return left != text and _LETTER.search(left) is None
