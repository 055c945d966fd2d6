"""What stands around a title in its markup: year, venue, company, method before it; venue or company, year behind."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from curabib.evidence import dates, people
from curabib.evidence.families import is_institution
from curabib.evidence.regex import regex
from curabib.model import RawEntry
from curabib.normalise import remarks
from curabib.normalise.cite import DASH
from curabib.normalise.titles import clean_title
from curabib.normalise.understood import Frame, Understood
from curabib.normalise.where import Where, read_where

_BEGINS, _CLOSING = ("(", "[", "（", "【", "19", "20"), (")", "]", "）")
_TAIL = regex(r"\s*[(\[（]([^()\[\]]{2,90})[)\]）]\s*\.?\s*$")
_GROUP = r"[(\[（【][^()\[\]（）【】]{1,40}[)\]）】]"
# a year and brackets, or brackets alone, before a title
_HEAD = regex(
    rf"(?:(?P<year>(?:19|20)\d\d)\s*[-–—:,]?\s*)?(?P<groups>{_GROUP}(?:\s*{_GROUP}){{0,3}})\s*[:：\-–—]?\s*(?=[\w\"“'‘])"
)
_INSIDE = regex(r"([(\[（【])([^()\[\]（）【】]{1,40})")
_ROUND = ("(", "（")
# a venue and a year without brackets before a title: "KDD 2018: …", "KDD'18 …", "2018 - KDD - …"
_LEAD = regex(
    r"(?:(?P<where>[A-Z][A-Za-z&@]{1,12}[- ]?['’]?(?:(?:19|20)\d\d|\d\d)|"
    r"(?:19|20)\d\d\s*[-–—,]\s*[A-Z][A-Za-z&@]{1,12})(?:\s*[:：]\s*|\s+[-–—|]\s+|-(?=[A-Z][a-z]))|(?P<short>[A-Z][A-Za-z&@]{1,12}(?:['’]|-)\d\d)\s+)(?=[\w\"“'‘])"
)
_COMPANY = regex(r"(?P<who>[^\W\d_][\w .&/\-]{0,30}?)[\s,]+(?:in\s+)?['’]?(?P<year>(?:19|20)\d\d)")
_BETWEEN_COMPANIES = regex(r"\s*[-/&,]\s*")
_DASHES = regex(r"\s*[-–—,]\s*")
# what parts a venue from the title before it
_BEHIND = regex(r"(?:,|\.|\s(?:[-–—]{1,3}|[|·@]))\s+(?=[^\s,|·@–—]{2})")
_MOST_TAILS = 3
_TAIL_WORDS = 5
_LEAD_LENGTH = 20
_FEWEST, _MOST = 3, 0.6


def unframed(found: Understood, text: str) -> str:
    """Return a title without what surely stands around it in its markup, and keep that.

    What only the neighbours can tell ("(Etsy 2016)" behind a title, "[KDD]" before it) is kept as `found.frame`.
    """
    if text.rstrip(" .").endswith(_CLOSING):
        text = _without_brackets(found, text)
    elif text.rstrip(".")[-1:].isdigit():
        text = _without_venue(found, text)
    if text.startswith(_BEGINS):
        text = _without_head(found, text)
    elif text[:1].isupper() and any(map(str.isdigit, text[:_LEAD_LENGTH])):
        _lead(found, text)
    return text


def settle_frames(entries: Sequence[RawEntry], said: Sequence[Understood]) -> None:
    """Take off what may stand around titles where most of a section, or of the list, have the same in its place."""
    framed = [(entry, found) for entry, found in zip(entries, said, strict=True) if found.frame is not None]
    if not any(found.frame is not None and found.frame.title for _, found in framed):
        return
    everyone = Counter(key for entry in entries for key in _groups(entry))
    same = Counter(
        (key, found.frame.kind)
        for entry, found in framed
        if found.frame is not None
        for key in _groups(entry)
    )
    for entry, found in framed:
        frame = found.frame
        if frame is None or not frame.title:
            continue
        if any(same[key, frame.kind] >= max(_FEWEST, _MOST * everyone[key]) for key in _groups(entry)):
            found.title = frame.title
            found.wheres[:0] = frame.wheres


def _groups(entry: RawEntry) -> tuple[tuple[str, ...], ...]:
    return (entry.form, "", *entry.headings[:1]), (entry.form,)


def _is_known(where: Where | None) -> bool:
    """Whether the table knows a venue where papers appear."""
    venue = where.venue if where is not None and where.sure else None
    return venue is not None and bool(venue.abbreviation) and venue.kind != "repository"


def _without_brackets(found: Understood, text: str) -> str:
    """Return a title without venue, people or company with a year in the brackets behind it."""
    match = _TAIL.search(text)
    if match is None:
        return text
    inside, before = match[1], text[: match.start()]
    where = read_where(inside)
    if where is not None and where.date is not None and (where.sure or where.venue is None):
        found.wheres.append(where)
        found.frame = Frame("tail") if where.venue is None else None
        return before
    if not any(map(str.isdigit, inside)):
        return text
    where = remarks.venue_at_end(inside)
    if where is not None and where.date is not None:
        found.wheres.append(where)
        return before
    who = remarks.people_and_where(inside) if not found.people else None
    if who is not None and any(where.date is not None for where in who[1]):
        found.people = who[0]
        found.wheres += who[1]
        return before
    company = _COMPANY.fullmatch(inside)
    if company is None:
        return text
    date = Where(date=dates.find_date(company["year"]))
    if any(map(is_institution, _BETWEEN_COMPANIES.split(company["who"]))):
        found.wheres.append(date)
        found.frame = Frame("tail")
        return before
    found.frame = Frame("tail", clean_title(before), (date,))
    return text


def _without_venue(found: Understood, text: str) -> str:
    """Return a title without the dated venue behind a comma, dash or bar, and people between two of these."""
    for match in [*_BEHIND.finditer(text, 1)][: -_MOST_TAILS - 1 : -1]:
        tail = text[match.end() :]
        if len(tail.split()) > _TAIL_WORDS:
            break
        where = read_where(tail)
        if where is None or where.date is None or not _is_known(where):
            continue
        before = text[: match.start()]
        *titled, run = DASH.split(before)
        if titled and (people.evidence(run) == 2 or remarks.is_one(run)) and not found.people:
            found.people, before = run, before[: before.rindex(run)].rstrip(" -–—")
        if len(before.split()) > 1:
            found.wheres.append(where)
            return before
    return text


def _without_head(found: Understood, text: str) -> str:
    """Return a title without the year, the venue, the company and the method's name in brackets before it."""
    match = _HEAD.match(text)
    rest = text[match.end() :] if match is not None else ""
    if match is None or " " not in rest:
        if match is None and text[:1].isdigit():
            _lead(found, text)
        return text
    inside = _INSIDE.findall(match["groups"])
    read = [read_where(words) for _, words in inside]
    dated = next((where.date for where in read if where is not None and where.date is not None), None)
    date = dates.find_date(match["year"]) if match["year"] else dated
    venue = next((where for where in read if where is not None and _is_known(where)), None)
    if venue is not None:
        venue = replace(venue, date=venue.date or date)
        sure = venue.date is not None
        found.frame = Frame("head") if sure else Frame("head", clean_title(rest), (venue,))
        found.wheres += [venue] if sure else []
        return rest if sure else text
    if date is None:
        return text
    said = [
        words
        for (opened, words), where in zip(inside, read, strict=True)
        if opened in _ROUND and (where is None or where.venue is not None or where.date is None)
    ]
    if (not match["year"] and not said) or (len(said) == 1 and is_institution(said[0])):
        found.wheres.append(Where(date=date))
        found.frame = Frame("head")
        return rest
    named = read_where(f"{said[-1]} {date.year}") if len(said) > 1 else None
    placed = named is not None and named.venue is not None
    found.frame = Frame(
        "head", clean_title(rest), (named if named is not None and placed else Where(date=date),)
    )
    return text


def _lead(found: Understood, text: str) -> None:
    """Keep a title without the dated venue before it, for the neighbours to tell of."""
    match = _LEAD.match(text)
    rest = text[match.end() :] if match is not None else ""
    if match is None or " " not in rest:
        return
    where = read_where(_DASHES.sub(" ", match["where"]) if match["where"] else match["short"])
    if where is not None and where.date is not None and _is_known(where):
        found.frame = Frame("lead", clean_title(rest), (where,))
