"""What an entry states, still as text, and what labels and columns of tables state of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from curabib.evidence import dates, labels, people
from curabib.evidence.families import are_families
from curabib.evidence.people import People
from curabib.evidence.regex import regex
from curabib.evidence.text import clean, squash
from curabib.model import RawEntry, Venue
from curabib.normalise import remarks
from curabib.normalise.cite import Cited
from curabib.normalise.no_venue import is_publisher
from curabib.normalise.part import Part
from curabib.normalise.parts import Labelled, Parts
from curabib.normalise.shape import Candidate
from curabib.normalise.title_column import names_what_is_introduced
from curabib.normalise.where import Where, read_where

_DATE_COLUMNS = frozenset(
    map(squash, ["date", "when", "time", "时间", "日期", "日時", "日付", "날짜", "일시"])
)
_YEAR_COLUMNS = frozenset(
    map(
        squash,
        [
            "year",
            "publication year",
            "pub year",
            "publish date",
            "publication date",
            "date",
            "published",
            "publication date",
            "年份",
            "时间",
            "日期",
            "연도",
            "年",
            "years",
        ],
    )
)
_VENUE_COLUMNS = frozenset(
    map(
        squash,
        [
            "venue",
            "conference",
            "journal",
            "publication",
            "pub",
            "published in",
            "conference journal",
            "venue year",
            "publication title",
            "source title",
            "journal name",
            "container",
            "source",
            "会议",
            "会议期刊",
            "期刊会议",
            "학회",
            "저널",
            "学会",
            "会議",
            "期刊",
            "发表",
            "出处",
            "publisher",
            "where",
            "booktitle",
            "conf",
        ],
    )
)
_AUTHOR_COLUMNS = frozenset(
    map(squash, ["author", "authors", "author s", "by", "作者", "저자", "著者", "first author"])
)
_MEETING_WHO = frozenset(("who",))
_OF_MEETINGS = _MEETING_WHO | _DATE_COLUMNS
# who speaks about a work in a reading group; the dates of such a table are those of its meetings
_SPEAKER_COLUMNS = regex(
    r"presente[rd]|speakers?|discussants?|discussion lead|lead(?:er)?s?|host|moderator|facilitator|scribe|assigned|"
    r"assignee|volunteer|reader|读者|主讲|汇报|报告人|分享人|主持|発表者|担当|발표자|발제자",
    re.IGNORECASE,
)
_MEETING_COLUMNS = regex(
    r"weeks?|wk|sessions?|lectures?|lec|meetings?|class|day|#?\s*week|module|unit|周|回|주차", re.IGNORECASE
)
_KEYWORD_COLUMNS = regex(
    r"type|task|model|language|tag|keyword|categor|topic|domain|area|field|modality|method|framework|technique|setting|类型|任务|方向|关键|领域",
    re.IGNORECASE,
)
_OTHER_COLUMNS = regex(
    r"paper|code|link|pdf|url|doi|github|project|website|slides|video|notes?|comment|summary|abstract|description|stars?|license|#|no|id|citations?|备注",
    re.IGNORECASE,
)
_KEYWORD_SPLIT = regex(r"\s*[;；、|]\s*")
_FULL_STOP = regex(r"(?<=[^\W\d_]{2})\.$|[。]$")
_COMMA = regex(r"\s*[,，]\s*")
_COMMA_BLANK = regex(r"\s*,\s+")
_LISTED = regex(r"\s*[,;，、]\s*")
_LONGEST_VENUE = 120
_WHERE_THEY_WORK = frozenset(
    ("university", "affiliation", "affiliations", "institution", "institutions", "institute")
)
_DAY = regex(r"(?:19|20)\d\d-\d\d(?:-\d\d)?\b")


@dataclass(frozen=True, slots=True)
class Frame:
    """What may stand around a title: where, and the title without it and what it says; no title where it is off."""

    kind: str
    title: str = ""
    wheres: tuple[Where, ...] = ()


@dataclass(slots=True)
class Understood:
    """What an entry states, still as text; `named` is the title without the name in front of it and a colon."""

    title: str = ""
    title_href: str = ""
    people: str = ""
    turned: str = ""
    named: str = ""
    frame: Frame | None = None
    wheres: list[Where] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    misspelt: list[Labelled] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)
    doi: str = ""
    doubtful: bool = False
    measured: bool = False
    run: People | None = None
    label: str = ""


def take(found: Understood, cited: Cited) -> None:
    """Add what a stretch of text states; who is named already stays."""
    found.turned = found.turned if found.people else cited.turned
    found.people = found.people or cited.people
    found.wheres += cited.wheres
    found.rest += cited.rest


def stated_where(text: str, said: str = "") -> Where | None:
    """Read what a label or column says is the venue: a name that nobody knows is one too.

    Not behind `publisher`, which many lists print over the places where authors work.
    """
    where = read_where(text)
    if squash(said) == "publisher":
        return where if where is not None and (where.sure or where.venue is None) else None
    if (
        where is not None
        or not any(char.isalpha() for char in text)
        or labels.link_label(text)
        or is_publisher(text)
    ):
        return where
    if len(text) > _LONGEST_VENUE:
        return None
    return printed_venue(text)


def split_keywords(text: str) -> list[str]:
    """Return the keywords of a line, cut at semicolons, else at commas."""
    text = clean(text)
    parts = _KEYWORD_SPLIT.split(text)
    if len(parts) == 1 and "," in text:
        parts = _COMMA.split(text)
    else:
        parts = [
            word
            for part in parts
            for word in (_COMMA_BLANK.split(part) if len(parts) > 1 and "," in part else [part])
        ]
    return [_FULL_STOP.sub("", part.strip(" *_#`")) for part in parts]


def add_keyword(found: Understood, word: str) -> None:
    """Add a keyword; one that is there already is noted as repeated."""
    word = word.strip()
    if not any(char.isalpha() for char in word) or len(word) > 80 or _DAY.match(word):
        return
    if any(squash(word) == squash(other) for other in found.keywords):
        found.repeated.append(word)
    else:
        found.keywords.append(word)


def read_columns(found: Understood, entry: RawEntry, parts: Parts, chosen: Candidate | None) -> None:
    """Read a table row by the names of its columns; what they tell is taken out of the parts."""
    used: set[int] = set()
    years: list[Where] = []
    meetings = any(map(_tells_of_meeting, entry.columns)) or _has_dates(entry, parts)
    for place, column in enumerate(entry.columns):
        key = squash(column)
        inside = [part for part in parts.parts if part.cell == place]
        text = " ".join("".join(part.text for part in inside).split())
        if not text or (chosen is not None and any(part in chosen.parts for part in inside)):
            continue
        if _tells_of_meeting(column) or (meetings and key in _OF_MEETINGS):
            used.add(place)
        elif key in _YEAR_COLUMNS or key.startswith("year"):
            where = read_where(text)
            date = dates.find_date_alone(text) if where is None else None
            if where is not None or date is not None:
                years.append(where or Where(date=date))
        elif key in _VENUE_COLUMNS:
            where = stated_where(text, column)
            if where is not None:
                found.wheres.append(where)
        elif key == "doi":
            found.doi = text
        elif key in _AUTHOR_COLUMNS or key in _MEETING_WHO:
            _who(found, text, sure=key in _AUTHOR_COLUMNS)
        elif _KEYWORD_COLUMNS.search(column) and not _OTHER_COLUMNS.fullmatch(column.strip()):
            for word in _LISTED.split(_without_citation(found, text)):
                for tag in word.split("/") if "/" in word and " " not in word.strip() else [word]:
                    add_keyword(found, tag)
        elif not _says_nothing_more(found, column, inside):
            continue
        used.add(place)
    found.wheres += years
    parts.parts = [part for part in parts.parts if part.cell not in used]


def _without_citation(found: Understood, text: str) -> str:
    """Return the name of a model without the citation behind it, and take that: "LUKE (Yamada et al., 2020)"."""
    head, bracket, rest = text.rpartition("(")
    inner, closed, behind = rest.partition(")")
    if not (bracket and closed) or any(map(str.isalnum, behind)) or dates.find_year(inner) is None:
        return text
    alone = dates.is_date(inner)
    cited = remarks.people_and_where(f"{head.strip()}, {inner}" if alone else inner)
    if found.people or cited is None or not all(where.date for where in cited[1]):
        return text
    found.people = cited[0]
    found.wheres += cited[1]
    return "" if alone else head


def _says_nothing_more(found: Understood, column: str, inside: Sequence[Part]) -> bool:
    """Return whether a column holds links, remarks, institutions or what is introduced; a venue on a link is taken."""
    if _OTHER_COLUMNS.search(column):
        told = [read_where(part.text) for part in inside if part.markup == "where"]
        found.wheres += [where for where in told if where is not None]
        return True
    return squash(column) in _WHERE_THEY_WORK or names_what_is_introduced(squash(column))


def _has_dates(entry: RawEntry, parts: Parts) -> bool:
    """Whether a table says "who" beside days, as a reading group does of those who present."""
    keys = [squash(column) for column in entry.columns]
    if _MEETING_WHO.isdisjoint(keys):
        return False
    days = [part.text for part in parts.parts if part.cell < len(keys) and keys[part.cell] in _DATE_COLUMNS]
    return not all(text.strip().isdigit() for text in days)


def _who(found: Understood, text: str, *, sure: bool) -> None:
    """Take the names in a column for the authors; one alone below "who" may present, if no neighbour says more."""
    if sure or people.evidence(text) == 2 or are_families(text):
        found.people = found.people or text
    elif people.looks_like_name(text):
        found.rest.append(text)


def _tells_of_meeting(column: str) -> bool:
    """Whether a column says who presents a work, or at which meeting of a course or group."""
    column = column.strip(" *:#")
    return bool(_SPEAKER_COLUMNS.fullmatch(column) or _MEETING_COLUMNS.fullmatch(column)) or bool(
        _SPEAKER_COLUMNS.match(column) and "author" not in column.lower()
    )


def printed_venue(text: str) -> Where:
    """Return a venue that nothing but its place speaks for, as printed."""
    name = dates.strip_dates(clean(text)).strip(" .,;:()")
    return Where(venue=Venue(name=name) if name else None, date=dates.find_date(text), sure=False)
