"""Whole references in plain text, in the manners in which people cite."""

import re

from curabib.evidence import cutting, dates, people, turned
from curabib.evidence.families import are_families
from curabib.evidence.regex import regex
from curabib.evidence.rhythm import end_of_people
from curabib.normalise import before_colon
from curabib.normalise.behind import read_behind
from curabib.normalise.by import read_by
from curabib.normalise.chunks import commas, leading_names, split_where
from curabib.normalise.cite import DASH, Cited, read_tail
from curabib.normalise.dated import people_and_year, read_year_behind_title, without_year
from curabib.normalise.quoted import read_quoted
from curabib.normalise.remarks import people_and_where
from curabib.normalise.sentences import sentences
from curabib.normalise.standards import halved_signs, read_marked, read_slashed
from curabib.normalise.where import Where, is_titled, read_where

_EDITION = regex(r"\b(?:edition|ed\.|edn)\b", re.IGNORECASE)
_TASK = regex(r"^[^,]{2,40}?\s+[-–—]\s+(?=\S)")
_ET_AL = regex(r"\bet\.\s*al\b\.*")
_MORE = regex(r"\bet al\b[.,\s]*(?=[^\W\d])")
_SHORT_END = regex(r"[\s,]+[(\[]?(?:19|20)\d\d[)\]]?\s*$")
# a title set in capitals, and names behind it that are not
_CAPITALS = regex(r"^((?:[^\W\d_a-z][^\Wa-z_]*[:,]?\s+|\d+\s+){3,40})(?=[A-Z][a-z])([^:]{3,200})$")
_YEAR = r"(?:18|19|20)\d\d[a-z]?"
# people, the year in brackets (APA) or between full stops (ACM, Chicago, Harvard), and what follows
_AUTHOR_DATE = regex(
    rf"^(?P<people>[^\d]{{3,2000}}?)(?:\s*[(\[](?P<set>{_YEAR}(?:,[^()\[\]]{{1,30}})?)[)\]]\s*[.,:]?|"
    rf"(?P<end>[,.]?)\s+(?P<bare>{_YEAR}(?:,\s*[A-Z][a-z]{{2,8}}\.?(?:\s+\d{{1,2}})?)?)\s*[.:](?=\s))\s*(?P<rest>\S.*)$",
    re.DOTALL,
)
# a title in single quotation marks, as Harvard sets it: no apostrophe in it stands before a comma or a stop
_SINGLE_QUOTED = regex(r"[‘'](?P<title>[^\s,.].{6,300}?)[’'][,.]\s+(?P<rest>\S.*)", re.DOTALL)
_GROUP_DATE = regex(
    rf"(?P<group>[A-Z][^\s().,;:]*(?: [^\s().,;:]+){{0,6}})[.,]? \((?P<year>{_YEAR})\)[.,:]?\s+(?P<rest>\S.{{8,}})",
    re.DOTALL,
)
_TITLE_AND_MORE = 2
_LONGEST_GROUP = 80
_IN_HEAD = regex(r"[(\[（【]([^()\[\]（）【】]{2,80})[)\]）】]\s*[:：.\-–]?\s*(?=\S)")
_IN_TAIL = regex(r"\s*[(\[（]([^()\[\]（）]{2,120})[)\]）]\s*[.,;:，：。]?\s*$")
_NUMBER = regex(r"^\s*(?:\[\d{1,3}\]\s*|\[[A-Za-z+]{1,8}\d{1,4}[a-z]?\]\s*|\(\d{1,3}\)\s+|\d{1,3}[.)]\s+)")
# what joins a reference to the link behind it
_TRAILING = "[(（【 :：-–—|"


def leads_with_people(text: str) -> bool:
    """Return whether a reference in plain text surely begins with its people."""
    first = sentences(text[:2000])[0] if text.strip() else ""
    return (
        leading_names(commas(text[:600]), habit=False) > 0
        or people.evidence(first) == 2
        or turned.is_turned(first)
        or _author_date(text[:2000]) is not None
        or end_of_people(text) > 0
        or before_colon.sureness(text) > 1
    )


def read_reference(text: str, *, people_first: bool = False) -> Cited:
    """Return the fields of a whole reference in plain text, title first or people first.

    `people_first` says that the references around it begin with people, so that a single name at the start is believed.
    """
    text = _ET_AL.sub("et al.", " ".join(_NUMBER.sub("", text).split()).rstrip(_TRAILING).strip())
    halved = halved_signs(text)
    placed = read_behind(text) if halved is not text and not people_first else None
    if placed is not None:
        return placed
    text = halved
    parted = (
        _before_dash(text, people_first)
        or read_year_behind_title(text, people_first=people_first)
        or (None if people_first else read_by(text))
    )
    if parted is not None:
        return parted
    for read in (
        read_marked,
        read_slashed,
        read_quoted,
        _author_date,
        _before_initials_end,
    ):
        cited = read(text)
        if cited is not None:
            return cited
    led = before_colon.cut(text, people_first=people_first)
    cited = _titled(*led) if led is not None else _in_capitals(text)
    if cited is not None:
        return cited
    return (_group_date(text) if people_first else None) or _plain(text, people_first)


def _before_dash(text: str, people_first: bool) -> Cited | None:
    """Read a reference with people and year before a dash: "Lee et al. 2020 — A title (CVPR)"."""
    told = people_and_year(text, people_first=people_first)
    if told is None:
        return None
    cited = _plain(told[2], people_first=False)
    cited.people, cited.wheres = told[0], [told[1], *cited.wheres]
    return cited


def _author_date(text: str) -> Cited | None:
    """Read a reference with the year behind the people: APA, ACM, Chicago's author-date, Harvard."""
    match = _AUTHOR_DATE.match(text)
    if match is None:
        return None
    run = match["people"].strip(" ,;:")
    if match["end"] == "." and run[-1:].isupper() and not run[-2:-1].isalpha():
        run += "."
    named = people.evidence(run)
    if turned.is_turned(run):
        run = turned.turned(run) if not cutting.is_initials(run.partition(",")[2]) else run
    elif not named or (named == 1 and (" " not in run or match["set"])) or len(sentences(run)) > 1:
        return None
    quoted = _SINGLE_QUOTED.match(match["rest"])
    parts = [quoted["title"], quoted["rest"]] if quoted is not None else sentences(match["rest"])
    cited = read_tail(". ".join(parts[1:]))
    cited.people, cited.title = run, parts[0]
    before, where = split_where(cited.title) if not cited.wheres else (cited.title, None)
    if where is not None and before and where.sure:
        cited.title = before
        cited.wheres.append(where)
    cited.wheres.insert(0, Where(date=dates.find_date(match["set"] or match["bare"])))
    return cited


def _group_date(text: str) -> Cited | None:
    """Read a reference that begins with a group and a year in brackets, where the others begin with people."""
    match = _GROUP_DATE.match(text) if "(" in text[:_LONGEST_GROUP] else None
    parts = sentences(match["rest"]) if match is not None else []
    if match is None or len(parts) < _TITLE_AND_MORE or not is_titled(match["group"].split()):
        return None
    cited = read_tail(". ".join(parts[1:]))
    cited.people, cited.title = match["group"], parts[0]
    cited.wheres.insert(0, Where(date=dates.find_date(match["year"])))
    return cited


def _before_initials_end(text: str) -> Cited | None:
    """Read a reference that begins with people by family name and initials, whatever the title begins with."""
    end = end_of_people(text)
    rest = text[end:].lstrip(" .,:;")
    return _titled(text[:end], rest) if end and " " in rest else None


def _in_capitals(text: str) -> Cited | None:
    """Read a title in capitals with people behind it that are not."""
    match = _CAPITALS.match(text)
    if match is None or " " not in match[2].strip() or not people.evidence(match[2]):
        return None
    return Cited(title=match[1].strip(" ,.-–—"), people=match[2])


def _plain(text: str, people_first: bool) -> Cited:
    lead: list[Where] = []
    tail: list[Where] = []
    run = ""
    match = _IN_HEAD.match(text)
    if match is not None:
        where = read_where(match[1])
        if where is not None and (where.sure or where.date):
            lead.append(where)
            text = text[match.end() :]
    while True:
        match = _IN_TAIL.search(text)
        where = read_where(match[1]) if match is not None else None
        if match is not None and _EDITION.search(match[1]) and dates.find_year(match[1]):
            where = Where(date=dates.find_date(match[1]))
        if match is not None and where is None and not run:
            inside = read_tail(match[1])
            if inside.people and not inside.rest:
                run, text = inside.people, text[: match.start()]
                tail[:0] = inside.wheres
                continue
        if (
            match is not None
            and ";" in match[1]
            and not run
            and (told := people_and_where(match[1])) is not None
        ):
            run, text = told[0], text[: match.start()]
            tail[:0] = told[1]
            continue
        if match is None or where is None or not (where.sure or where.date):
            break
        tail.insert(0, where)
        text = text[: match.start()]
    placed = None if run or people_first else read_behind(text, dated=bool(tail))
    if placed is not None:
        placed.wheres = [*lead, *placed.wheres, *tail]
        return placed
    if not tail and (last := _venue_behind_dash(text)) is not None:
        tail.append(last[1])
        text = last[0]
    dashed = _behind_dash(text)
    if dashed is not None:
        behind, text = dashed
        cited = _plain(text, people_first)
        cited.people = cited.people or behind.people or run
        cited.wheres = [*lead, *cited.wheres, *behind.wheres, *tail]
        return cited
    cited = _sentences_or_commas(text, people_first)
    cited.people = cited.people or run
    cited.wheres = [*lead, *cited.wheres, *tail]
    return cited


def _venue_behind_dash(text: str) -> tuple[str, Where] | None:
    """Return a text without the dated venue behind its last dash, where the table knows that venue, and the venue.

    What could be people before it is read with it, not here.
    """
    runs = DASH.split(text)
    if (
        len(runs) < 2
        or (len(runs) > 2 and people.evidence(runs[-2]))
        or not dates.find_year(runs[-1])
        or len(runs[0].split()) < 2
    ):
        return None
    where = read_where(runs[-1])
    told = where is not None and where.sure and where.date is not None and where.venue is not None
    if where is None or where.venue is None or not told or not where.venue.abbreviation:
        return None
    return text[: text.rindex(runs[-1])].rstrip(" -–—"), where


def _behind_dash(text: str) -> tuple[Cited, str] | None:
    """Return what stands behind the last dash where that is people, perhaps with a date, and what stands before it."""
    dashed = DASH.split(text)
    if (
        len(dashed) < 2
        or people.evidence(dashed[0]) == 2
        or ((more := _MORE.search(dashed[-1])) is not None and not _is_dated_venue(dashed[-1][more.end() :]))
    ):
        return None
    last = dashed[-1]
    cited = read_tail(last)
    named = people.evidence(cited.people) if cited.people else 0
    dated = any(where.date for where in cited.wheres) and " " in cited.people
    if (
        not named
        or cited.rest
        or (named < 2 and not dated)
        or any(w.venue and not w.sure for w in cited.wheres)
    ):
        return None
    return cited, text[: text.rindex(last)].rstrip(" -–—")


def _is_dated_venue(text: str) -> bool:
    """Whether a text is a venue that the table knows, with its date, and no title: "NIPS 2013"."""
    where = read_where(text)
    return (
        where is not None
        and where.date is not None
        and where.sure
        and where.venue is not None
        and bool(where.venue.abbreviation)
    )


def _without_task(text: str) -> str:
    """Return a reference without what stands before its people and a dash ("Chess - Jane Doe, …")."""
    task = _TASK.match(text)
    if task is not None and leading_names(commas(text[task.end() :]), habit=True):
        return text[task.end() :]
    return text


def _sentences_or_commas(text: str, people_first: bool) -> Cited:
    text = _without_task(text) if people_first else text
    parts = sentences(text)
    parts = _names_apart(parts)
    printed = ""
    if len(parts) > 1 and turned.is_turned(parts[0]) and (people_first or len(parts[1].split()) >= 3):
        printed, parts[0] = parts[0], turned.turned(parts[0])
        people_first = True
    if len(parts) > 1 and (people.evidence(parts[0]) == 2 or (people_first and people.evidence(parts[0]))):
        dated = dates.is_date(parts[1]) and len(parts) > 2
        cited = read_tail(". ".join(parts[3 if dated else 2 :]))
        cited.people, cited.title = parts[0], parts[2 if dated else 1]
        cited.turned = printed if are_families(printed) else ""
        if dated:
            cited.wheres.append(Where(date=dates.find_date(parts[1])))
        before, where = split_where(cited.title)
        if where is not None and before:
            cited.title = before
            cited.wheres.insert(0, where)
        return cited
    chunks = commas(text)
    names = _up_to_and(chunks) or leading_names(chunks, habit=people_first)
    if names > 1 and names < len(chunks):
        rest = read_where(", ".join(chunks[names:]))
        if (
            rest is not None
            and not _holds_more(rest)
            and (rest.venue is None or rest.venue.abbreviation or (rest.sure and len(chunks) - names <= 2))
        ):
            names -= 1
    if names and names < len(chunks):
        return _titled(", ".join(chunks[:names]), ", ".join(chunks[names:]))
    cited = Cited()
    if len(parts) > 1:
        tail = read_tail(". ".join(parts[1:]))
        if tail.people or tail.wheres:
            tail.title = _whole_title(parts, tail)
            before, where = split_where(tail.title)
            if where is not None and before and where.sure:
                tail.title = before
                tail.wheres.insert(0, where)
            return _set_apart(tail)
    cited.title, where = _title_and_where(text)
    if where is not None:
        cited.wheres.append(where)
    if not _cut_families(cited, dated=where is not None):
        _cut_names(cited)
    return cited


def _set_apart(tail: Cited) -> Cited:
    """Take people off the end of a title that has none yet, or the year in brackets before those it has."""
    if not tail.people:
        _cut_names(tail)
    elif not any(where.date for where in tail.wheres):
        tail.title, year = without_year(tail.title)
        tail.wheres += [year] if year is not None else []
    return tail


def _holds_more(where: Where) -> bool:
    """Whether what names a repository holds other words: a title ("Fast gears, arXiv:1504.08083")."""
    return where.venue is not None and where.venue.kind == "repository" and not where.venue.abbreviation


def _names_apart(parts: list[str]) -> list[str]:
    """Return sentences, the people that the first begins with a sentence of their own."""
    run = commas(parts[0]) if len(parts) > 1 else []
    ended = _up_to_and(run)
    return [", ".join(run[:ended]), ", ".join(run[ended:]), *parts[1:]] if ended else parts


def _up_to_and(chunks: list[str]) -> int:
    """Return how many chunks a run of names has that "and" ends before a title of some words, or 0.

    "S. Thrun, W. Burgard, and D. Fox, Probabilistic Robotics": what stands behind the last name is none.
    """
    for place, chunk in enumerate(chunks[1:-1], 1):
        if chunk.startswith(("and ", "& ")):
            names = [*chunks[:place], chunk.removeprefix("and ").removeprefix("& ")]
            whole = all(" " in name and people.looks_like_name(name) for name in names)
            follows = chunks[place + 1]
            titled = " " in follows and not cutting.is_initials(follows.split()[0])
            return place + 1 if whole and titled else 0
    return 0


def _cut_families(cited: Cited, *, dated: bool) -> bool:
    """Take family names that a dated title ends with off it, and their year: "…, Ioffe & Szegedy 2015"."""
    year = None if dated else _SHORT_END.search(cited.title)
    if year is None and not dated:
        return False
    bare = cited.title[: year.start()] if year is not None else cited.title
    start = turned.trailing_families(bare)
    if start < 0:
        return False
    if year is not None:
        cited.wheres.append(Where(date=dates.find_date(year.group())))
    cited.people, cited.title = bare[start:], bare[:start].rstrip(" ,.;")
    return True


def _cut_names(cited: Cited) -> None:
    """Take the people that a title surely ends with off it."""
    start = turned.trailing(cited.title)
    if start > 0 and len(cited.title[:start].split()) >= 2:
        cited.people, cited.title = cited.title[start:], cited.title[:start].rstrip(" ,.;")


def _whole_title(parts: list[str], tail: Cited) -> str:
    """Return a title that goes on behind its question mark ("Wait-free? A study of locks, PODC 2019")."""
    goes_on = parts[0][-1] in "?!" and tail.rest and parts[1].startswith(tail.rest[0])
    if goes_on and (not tail.people or tail.people not in parts[1]):
        return f"{parts[0]} {tail.rest.pop(0)}"
    return parts[0]


def _titled(run: str, rest: str) -> Cited:
    """Read what follows the people: a title, and venue and date in the same sentence or the next ones."""
    parts = sentences(rest)
    cited = read_tail(". ".join(parts[1:])) if len(parts) > 1 else Cited()
    cited.title, where = _title_and_where(_whole_title(parts, cited) if parts else rest)
    if where is not None:
        cited.wheres.insert(0, where)
    cited.people = run
    return cited


def _title_and_where(text: str) -> tuple[str, Where | None]:
    before, where = split_where(text)
    if where is not None and before.strip():
        return before, where
    return text, None
