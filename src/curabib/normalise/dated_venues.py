"""The dates in phrases about venues: in full, of digits alone before a venue, of two digits behind it."""

from curabib.evidence import dates
from curabib.evidence.regex import regex
from curabib.model import Date
from curabib.venues import find

_SHORT_YEAR_TAIL = regex(
    r"(?<=[A-Za-z])(?:[-_ ]?(?:['’](\d\d)|-(\d\d))|(?:(?<=[A-Z])|(?<=rXiv))['’] (\d\d))\b"
)
_MARKED_DIGITS = regex(r"['’-] ?\d\d")
_TWO_DIGITS = regex(r"(?:[A-Z][\w&@\- ]{0,30}(?: |(?<=[A-Za-z]))|[a-z]{3,8})(\d\d)")


def apart_from_date(text: str) -> tuple[str, Date | None]:
    """Return a phrase and its date, or None; without that date where it is none that `strip_dates` takes off.

    Of two, the one behind the venue is when it took place: "2023-06, AAAI 24".
    """
    date = dates.find_date(text)
    if date is None:
        return _compact_date(text) if text[:6].isdecimal() else _short_year(text)
    if date.month and text[-3:-2] == " " and text[-2:].isdecimal():
        before, year = _short_year(dates.strip_dates(text).strip(" ,"))
        return (before, year) if year is not None else (text, date)
    return text, date


def without_short_year(name: str) -> str:
    """Return a name without years of two digits ("ICML'19", "ACL-21")."""
    return _SHORT_YEAR_TAIL.sub(" ", name) if _MARKED_DIGITS.search(name) is not None else name


def _compact_date(text: str) -> tuple[str, Date | None]:
    """Return a known venue without the date of digits alone before it ("20191008 arXiv"), and that date."""
    digits, _, rest = text.partition(" ")
    date = dates.find_date_alone(digits) if find(rest) is not None else None
    return (text, None) if date is None else (rest, date)


def _short_year(text: str) -> tuple[str, Date | None]:
    """Return a phrase without the year of two digits at its end ("ACL-21", "ACL 21"), and that year."""
    short = _SHORT_YEAR_TAIL.search(text) if _MARKED_DIGITS.search(text) is not None else None
    digits = next(filter(None, short.groups())) if short is not None else ""
    if not digits:
        if text[-4:-2] == ") ":
            text = text[: text.rfind("(")].rstrip() + text[-3:]  # "NeurIPS(Poster) 23"
        short = _TWO_DIGITS.fullmatch(text)
        known = find(text[: short.start(1)].rpartition("@")[2].strip()) if short is not None else None
        if short is None or known is None or known.kind != "conference":
            return text, None
        digits, text = short[1], text[: short.start(1)]
    number = int(digits)
    return text, Date((2000 if number < 50 else 1900) + number) if number < 50 or number >= 80 else None
