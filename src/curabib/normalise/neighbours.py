"""What an entry leaves open, and its neighbours tell: who wrote it, where they name people at the same place."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from curabib.evidence import affiliations, cutting, links, people, turned
from curabib.evidence.families import are_families, is_family, is_institution
from curabib.evidence.regex import regex
from curabib.evidence.text import words
from curabib.model import Date, RawEntry
from curabib.normalise.chunks import commas
from curabib.normalise.cite import DASH
from curabib.normalise.dated import without_year
from curabib.normalise.shape import Candidate
from curabib.normalise.titles import clean_title
from curabib.normalise.understood import Understood
from curabib.normalise.where import Where, read_where

_FEWEST = 3
_FEW = 2
_HALF = 0.5
_MOST = 0.6
_NEARLY_ALL = 0.8
_COLUMNS = 3
_LONGEST_NAME = 4
_DISTINCT = 0.6
_IN_TITLES = 0.2
_SIGNS = " .,;:"
_BY = regex(r",? [Bb]y [^\W\d_a-z]")
_NAME_AT_END = regex(r"(?P<title>.{3,300})(?: [Bb]y|,) (?P<name>[^\W\d_a-z][^\s,]* [^,:()]{2,40})\Z")
_YEAR_AT_END = regex(r",\s+((?:19|20)\d\d)\Z")


@dataclass(frozen=True, slots=True)
class _Neighbour:
    """One entry of a section: what was understood of it, and the text that holds its title, if that is plain."""

    found: Understood
    text: str

    @property
    def open(self) -> bool:
        """Whether nobody is named yet."""
        return not self.found.people


def complete(
    entries: Sequence[RawEntry], understood: Sequence[Understood], chosen: Sequence[Candidate | None]
) -> None:
    """Read the people of entries that alone do not show them, where their neighbours show where people stand.

    One whole name counts where most of a section name people; family names alone, where half of it has such runs.
    """
    sections: dict[tuple[object, ...], list[_Neighbour]] = defaultdict(list)
    for entry, found, place in zip(entries, understood, chosen, strict=True):
        if entry.form != "mention":
            text = place.text if place is not None and place.kind == "text" else ""
            sections[entry.form, entry.headings[:1], entry.columns].append(_Neighbour(found, text))
    _turn_alone(understood)
    _in_links(understood, chosen)
    for section in sections.values():
        if len(section) >= _FEWEST:
            _years(section)
        if len(section) >= _FEWEST and any(one.open or one.found.turned for one in section):
            _families(section)
            _in_brackets(section, [one for other in sections.values() for one in other])
            _left_over(section)
            _at_the_end(section)


def _turn_alone(understood: Sequence[Understood]) -> None:
    """Read the name of one person as turned round ("Doe, Jane A.") where the list joins such names by "and".

    Only where no fewer runs are turned round than have other commas.
    """
    alone = [one for one in understood if one.people.count(",") == 1 and turned.is_turned(one.people)]
    if not alone:
        return
    runs = [one.people for one in understood if "," in one.people]
    if sum(map(cutting.is_bibtex, runs)) >= max(_FEWEST, _HALF * (len(runs) - len(alone))):
        for one in alone:
            one.people = turned.turned(one.people)


def _in_links(understood: Sequence[Understood], chosen: Sequence[Candidate | None]) -> None:
    """Take one whole name behind "by", or the last comma, in linked titles where others name several so.

    None of its words stands in another title, and no such link leads to a host of papers.
    """
    linked = [
        (found, place.text)
        for found, place in zip(understood, chosen, strict=True)
        if place is not None
        and place.kind == "link"
        and (" by " in place.text or " By " in place.text or "," in place.text)
    ]
    if not any(found.people and _BY.search(text, len(found.title)) for found, text in linked):
        return
    titles = Counter(word for found in understood for word in set(words(found.title)))
    for found, _ in linked:
        ending = _NAME_AT_END.fullmatch(found.title) if not found.people and not found.rest else None
        if ending is None or not _is_whole(ending["name"]) or links.host_kind(found.title_href) == "paper":
            continue
        if all(titles[word] == 1 for word in set(words(ending["name"]))):
            found.title, found.people = clean_title(ending["title"]), ending["name"]


def _years(section: Sequence[_Neighbour]) -> None:
    """Cut the year behind the last comma off titles where most of a section ends so, and no two are one series."""
    dated = [
        (one, match)
        for one in section
        if one.found.title[-1:].isdecimal()
        and (match := _YEAR_AT_END.search(one.found.title)) is not None
        and not any(where.date is not None for where in one.found.wheres)
    ]
    if len(dated) < max(_FEWEST, _MOST * len(section)):
        return
    if len({one.found.title[: match.start()] for one, match in dated}) < len(dated):
        return
    for one, match in dated:
        one.found.title = clean_title(one.found.title[: match.start()])
        one.found.wheres.append(Where(date=Date(int(match[1]))))


def _families(section: Sequence[_Neighbour]) -> None:
    """Take runs of family names, and one alone, where half a section has such runs, and they are no other words.

    What was read as one name turned round ("Pinto, Gupta") is two among them, and says as much for the half.
    """
    opened = [one for one in section if one.open and one.found.rest]
    pairs = [one.found.turned for one in section if are_families(one.found.turned)]
    if not opened and not pairs:
        return
    runs = {id(one): run for one in opened if (run := next(filter(are_families, one.found.rest), ""))}
    short = len(runs) + sum(_are_short(one.found.people) for one in section)
    if short < _FEW or short + len(pairs) < _HALF * len(section):
        singles = [name for one in opened if (name := next(filter(is_family, one.found.rest), ""))]
        if (
            short < _FEWEST
            or short + len(singles) < _NEARLY_ALL * len(section)
            or not _are_new(singles, section)
        ):
            return
    if short < _FEWEST:
        # two runs are enough where one family alone stands elsewhere: no name is turned round there
        alone = sum(any(map(is_family, one.found.rest)) for one in opened if id(one) not in runs)
        if not alone or short + alone < max(_FEWEST, len(pairs)):
            return
    if not _are_new((*runs.values(), *pairs), section):
        return
    for one in section:
        if one.found.turned:
            one.found.people = one.found.turned
        elif one.open and one.found.rest:
            run = runs.get(id(one)) or next(filter(is_family, one.found.rest), "")
            if run:
                _take(one, run)


def _are_short(run: str) -> bool:
    return bool(run) and ("et al" in run or are_families(run))


def _are_new(runs: Iterable[str], section: Sequence[_Neighbour]) -> bool:
    """Whether the words of runs are names: most stand in one of them only, and hardly any in a title."""
    said = [word for run in runs for word in set(words(run)) if word[:1].isupper()]
    names = set(said)
    titles = {word for one in section for word in words(one.found.title)}
    return len(names) >= _DISTINCT * len(said) and len(names & titles) <= _IN_TITLES * len(names)


def _in_brackets(section: Sequence[_Neighbour], everyone: Sequence[_Neighbour]) -> None:
    """Take what was read as a venue for a family name: one capitalised word that no table knows, and a date.

    Where neighbours, or half of everyone in the list, name people by their families; or where nearly all of a section
    has such words and no venue.
    """
    alone = [(one, where) for one in section if (where := _lone_word(one)) is not None]
    if not alone:
        return
    short = any(_name_families(group, alone=len(alone)) for group in (section, everyone))
    said = [where.venue.name for _, where in alone if where.venue is not None]
    everywhere = len(alone) >= max(_FEWEST, _NEARLY_ALL * len(section)) and _are_new(said, section)
    if not short and not everywhere:
        return
    for one, where in alone:
        one.found.people = where.venue.name if where.venue is not None else ""
        one.found.wheres = [
            Where(date=where.date),
            *(other for other in one.found.wheres if other is not where),
        ]


def _name_families(group: Sequence[_Neighbour], *, alone: int) -> bool:
    """Whether half of a group of entries name people by their families, or most with those that have one word alone."""
    short = sum(_are_short(one.found.people) for one in group)
    together = short + alone if short >= alone > 1 else 0
    return short >= max(_FEWEST, _HALF * len(group)) or together >= max(_FEWEST, _NEARLY_ALL * len(group))


def _lone_word(one: _Neighbour) -> Where | None:
    """Return what was read as a dated venue, but is one word that nothing backs; the only such of an open entry."""
    doubtful = (
        [where for where in one.found.wheres if where.venue is not None and not where.sure]
        if one.open
        else []
    )
    if len(doubtful) != 1 or doubtful[0].date is None or doubtful[0].venue is None:
        return None
    venue = doubtful[0].venue
    return doubtful[0] if not (venue.abbreviation or venue.kind) and is_family(venue.name) else None


def _left_over(section: Sequence[_Neighbour]) -> None:
    """Take the one whole name that an entry leaves over where most of its section name people."""
    named = sum(not one.open for one in section)
    if named < max(_FEWEST, _HALF * len(section)):
        return
    for one in section:
        if one.open and one.found.rest:
            names = [text for text in one.found.rest if _is_whole(text)]
            if len(names) == 1:
                _take(one, names[0])


def _is_whole(text: str) -> bool:
    """Whether a text is one name of two words or more, and no institution."""
    text = text.strip(_SIGNS)
    return (
        1 <= text.count(" ") < _LONGEST_NAME
        and people.evidence(text) == 1
        and not is_institution(text)
        and not affiliations.is_institution(text)
    )


def _take(one: _Neighbour, run: str) -> None:
    one.found.people = run.strip(_SIGNS)
    one.found.rest.remove(run)


def _at_the_end(section: Sequence[_Neighbour]) -> None:
    """Cut one name off the end of a title in plain text, or off three columns, where the others have theirs."""
    plain = [one for one in section if one.text]
    opened = [one for one in plain if one.open]
    behind = sum(not one.open and _stands_behind(one) for one in plain)
    columns = [(one, cut) for one in opened if (cut := _in_columns(one.found.title)) is not None]
    if columns and behind + len(columns) >= max(_FEWEST, _MOST * len(plain)):
        for one, (title, name, where) in columns:
            one.found.title, one.found.people = clean_title(title), name
            one.found.wheres.insert(0, where)
    if behind < max(_FEWEST, _MOST * len(plain)):
        return
    for one in opened:
        ending = _last_name(one.found.title) if one.open else None
        if ending is not None:
            title, year = without_year(ending[0])
            one.found.title, one.found.people = clean_title(title), ending[1]
            one.found.wheres += [year] if year is not None else []


def _stands_behind(one: _Neighbour) -> bool:
    """Whether the people of an entry stand behind its title."""
    return 0 <= one.text.find(one.found.title) < one.text.find(one.found.people.strip(_SIGNS))


def _columns(title: str) -> list[str]:
    return DASH.split(title) if "—" in title or "–" in title or " -" in title else [title]


def _in_columns(title: str) -> tuple[str, str, Where] | None:
    """Return title, name and venue of what reads as a title, but is three columns between dashes."""
    runs = _columns(title)
    if len(runs) < _COLUMNS or not _is_whole(runs[-2]):
        return None
    where = read_where(runs[-1])
    if where is None or not (where.sure or where.date is not None):
        return None
    return title[: title.rindex(runs[-2])].rstrip(" -–—"), runs[-2], where


def _last_name(title: str) -> tuple[str, str] | None:
    """Return a title without the whole name behind its last dash or comma, and that name."""
    runs = _columns(title)
    if len(runs) < 2:
        runs = commas(title)
    if len(runs) < 2 or not _is_whole(runs[-1]):
        return None
    return title[: title.rindex(runs[-1])].rstrip(" ,-–—"), runs[-1]
