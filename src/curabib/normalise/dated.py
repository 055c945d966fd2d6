"""References in which the year parts title and people: `Title (1989), Ann Lee`, `Lee et al. 2020 — Title`."""

from curabib.evidence import cutting, dates, people
from curabib.evidence.families import are_families, is_family, is_institution
from curabib.evidence.regex import regex
from curabib.evidence.text import is_cjk
from curabib.normalise.chunks import commas
from curabib.normalise.cite import Cited, read_tail
from curabib.normalise.where import Where, read_where

_YEAR = r"(?:18|19|20)\d\d"
# what a work is, and the month, stand before the year in brackets: "(Book, Jan 2017)"
_DATE = (
    r"(?:(?:[Bb]ook|[Tt]hesis|[Pp]aper|[Ss]urvey|[Rr]eview|[Tt]utorial|[Rr]eport|[Bb]log|[Cc]ourse),? )?"
    rf"((?:[A-Z][a-z]{{2,8}}\.? )?{_YEAR})"
)
# the year in brackets, and a comma or "by" behind it; not all leave a blank between
_BEHIND_TITLE = regex(rf"\({_DATE}\)(?:[,;:]\s*|\s+(?=by\s))(?=[^\W\d_])")
_BEFORE_TITLE = regex(
    rf"(?P<people>[^\W\d_][^\d()\[\]:;—]{{1,200}}?)"
    rf"(?:,?\s+(?P<year>{_YEAR})|\s+\((?P<set>{_YEAR})\))(?:\s+[-–—]+\s+|—\s*)(?=\S)"
)
_YEAR_AT_END = regex(rf"\s+\({_DATE}\)\Z")
_LONGEST_TITLE = 300
_FEWEST_WORDS = 3
_SIGNS = " .,;*†"


def read_year_behind_title(text: str, *, people_first: bool) -> Cited | None:
    """Return title, year and people where the year in brackets parts the first from the last, or None.

    One name behind it is believed where what stands before could be no name; several whole ones even there, unless
    those are whole names too or the references around begin with people.
    """
    match = _BEHIND_TITLE.search(text, 0, _LONGEST_TITLE) if "(" in text else None
    if match is None or people_first:
        return None
    title, run = text[: match.start()].strip(), text[match.end() :].strip(_SIGNS)
    named = people.evidence(title)
    cited = read_tail(f"{run}." if cutting.ends_with_initial(f"{run}.") else run)
    names = people.split(cited.people).names if cited.people and not cited.rest else ()
    if not names or any("(" in name or is_institution(name) for name in names):
        return None
    several = (len(names) > 1 and all(" " in name or is_cjk(name) for name in names)) or people.led_by(
        run
    ) != ""
    if named == 2 and (not several or _are_whole(title)):
        return None
    fewest = _FEWEST_WORDS if people.evidence(run) < 2 else 2
    if not several and (named or len(title.split()) < fewest or not _is_certain(cited)):
        return None
    before, comma, last = title.rpartition(",")
    where = read_where(f"{last} {match[1]}") if comma else None
    known = where is not None and where.venue is not None and bool(where.venue.abbreviation)
    cited.title = before if known else title
    cited.wheres.insert(0, where if where is not None and known else Where(date=dates.find_date(match[1])))
    return cited


def _are_whole(text: str) -> bool:
    """Whether what may be people are names of two words and more, or have initials, as those of people would."""
    names = people.split(text).names
    return all(" " in name for name in names) or any(map(cutting.is_initials, commas(text)))


def _is_certain(cited: Cited) -> bool:
    """Whether one name, or several that are not all whole, is people by what stands in it."""
    return people.evidence(cited.people) == 2 or " " in cited.people.strip(_SIGNS)


def people_and_year(text: str, *, people_first: bool) -> tuple[str, Where, str] | None:
    """Return the people and the year before a dash, and what follows it, or None: "Lee et al. 2020 — A title".

    A venue that is known may stand before the year.
    One family name alone is believed where the references around begin with people.
    """
    match = _BEFORE_TITLE.match(text)
    if match is None:
        return None
    year, run = match["year"] or match["set"], match["people"].strip(" ,")
    before, _, last = run.rpartition(",")
    where = read_where(f"{last} {year}") if before else None
    if where is not None and where.sure:
        run = before
    else:
        where = Where(date=dates.find_date(year))
    if people.evidence(run) < 2 and not are_families(run) and not (people_first and is_family(run)):
        return None
    place = read_where(run)
    return None if place is not None and place.sure else (run, where, text[match.end() :])


def without_year(title: str) -> tuple[str, Where | None]:
    """Return a title without the year in brackets at its end, and that year."""
    match = _YEAR_AT_END.search(title) if title.endswith(")") else None
    return (title, None) if match is None else (title[: match.start()], Where(date=dates.find_date(match[1])))
