"""Dates as reference managers write them."""

import re

from curabib.model import Date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# 2019, 2019-05-07, 2019/5/7, RIS's 2019/05/07/spring and 2019///, a range or time behind it
_NUMERIC = re.compile(
    r"(?P<year>[12]\d{3})(?:[-/.](?P<month>\d{0,2})(?:[-/.](?P<day>\d{0,2}))?)?(?=$|[\s/T~?,;:)-])", re.ASCII
)
_YEAR = re.compile(r"(?<!\d)([12]\d{3})(?!\d)", re.ASCII)
_WORDS = re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?\s+(?:of\s+)?(?P<month>[A-Za-z]{3,9})\b|"
    r"(?P<month2>[A-Za-z]{3,9})\.?(?:\s+(?P<day2>\d{1,2})(?:st|nd|rd|th)?(?!\d))?", re.ASCII)  # fmt: skip


def read_date(text: str) -> Date | None:
    """Return the date that a text states, as exact as it states it: `2019`, `2019/05/07/`, `7 May 2019`, `May 2019`.

    Of a range the beginning counts. A text without a year between 1000 and 2999 is no date.
    """
    text = text.strip()[:80]
    match = _NUMERIC.match(text)
    if match is not None and (match["month"] or match.end() == len(text)):
        return _date(match["year"], match["month"], match["day"])
    year = _YEAR.search(text)
    if year is None:
        return None
    for words in _WORDS.finditer(text[: year.start()] or text[year.end() :]):
        month = (words["month"] or words["month2"]).lower()[:3]
        if month in _MONTHS:
            return _date(year[1], str(_MONTHS.index(month) + 1), words["day"] or words["day2"])
    return Date(int(year[1]))


def _date(year: str, month: str | None, day: str | None) -> Date:
    """Return the date up to the first part that is missing or impossible."""
    numbers = [int(part or 0) for part in (month, day)]
    if not 1 <= numbers[0] <= 12:
        return Date(int(year))
    return Date(int(year), numbers[0], numbers[1] if 1 <= numbers[1] <= 31 else 0)
