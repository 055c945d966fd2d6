"""A title where it stands: in a cell that holds more, in a line above others."""

from curabib.evidence import people
from curabib.evidence.regex import regex
from curabib.normalise.cite import Cited
from curabib.normalise.shape import Candidate
from curabib.normalise.understood import Understood
from curabib.normalise.where import Where, read_where

_VENUE_YEAR_END = regex(r"\s*[(\[（]([^()\[\]]{2,90})[)\]）]\s*\.?\s*$")
_REMARK = regex(r"\s+[-–—]\s+\S")
_BY = regex(r",\s+(?:(?:edited|written)\s+)?[Bb]y\s+(?=[^\W\d_a-z])")
_SIGNS = " .,;:-–—"
_BARE_BY = regex(r" [Bb]y ")
_OPENING = ("(", "[", "（", "【")
_LEADING_REMARK = regex(r"[(\[（【]([^()\[\]（）【】]{2,80})[)\]）】]\s*(?=\S)")


def title_in_cell(found: Understood, chosen: Candidate, text: str) -> str:
    """Return the title in a cell that holds more: people in italics behind it, or a remark behind a title in bold."""
    shown = [part for part in chosen.parts if part.text.strip(_SIGNS)]
    named = shown[-1] if len(shown) > 1 and shown[-1].markup == "emphasis" else None
    if named is not None and not found.people and people.evidence(named.text) == 2:
        found.people = named.text
        return " ".join("".join(part.text for part in shown[:-1]).split())
    bold = next((place for place, part in enumerate(shown[:-1]) if part.markup == "strong"), -1)
    leads = bold >= 0 and not any(char.isalpha() for part in shown[:bold] for char in part.text)
    if leads and _REMARK.match(shown[bold + 1].text):
        return shown[bold].text
    return text


def without_people(found: Understood, text: str) -> str:
    """Return a title in markup without the whole names behind a comma and "by" at its end, and keep these.

    Several names need no comma.
    """
    by = _BY.search(text) if "y " in text and not found.people else None
    if by is None and "y " in text and not found.people:
        last = max(text.rfind(" by "), text.rfind(" By "))
        by = _BARE_BY.match(text, last) if last > 0 and people.evidence(text[last + 4 :]) == 2 else None
    names = people.split(text[by.end() :]).names if by is not None else ()
    if by is None or not names or not all(" " in name and people.looks_like_name(name) for name in names):
        return text
    found.people = text[by.end() :]
    return text[: by.start()]


def read_title_line(text: str) -> Cited:
    """Read a line that stands above others: a title, with at most a venue or date at its end."""
    cited = Cited(title=text)
    match = _VENUE_YEAR_END.search(text)
    where = read_where(match[1]) if match is not None else None
    if match is not None and where is not None and (where.sure or where.date):
        cited.wheres.append(where)
        cited.title = text[: match.start()]
    where, cited.title = without_lead(cited.title)
    cited.wheres += [where] if where is not None else []
    return cited


def without_lead(text: str) -> tuple[Where | None, str]:
    """Return the venue or date in brackets that a title begins with, or None, and the title without it."""
    lead = _LEADING_REMARK.match(text) if text[:1] in _OPENING else None
    where = read_where(lead[1]) if lead is not None else None
    if lead is None or where is None or not (where.sure or where.date):
        return None, text
    return where, text[lead.end() :]
