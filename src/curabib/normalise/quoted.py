"""References whose title stands in quotation marks."""

from curabib.evidence import cutting, dates, people, turned
from curabib.evidence.families import are_families, is_family
from curabib.evidence.regex import regex
from curabib.evidence.text import is_cjk, words
from curabib.normalise.cite import Cited, read_tail
from curabib.normalise.where import Where, read_where

_QUOTED = regex(
    r"[“\"«]([^“”\"«»]{8,300})[”\"»]|„([^“”\"„]{8,300})[“”\"]|``([^`']{8,300})''|[「《『]([^「」《》『』]{2,300})[」》』]|"
    r"[“\"](?=[^“”\"]{0,7}[\u2e80-\u9fff\uac00-\ud7af])([^“”\"]{3,7})[”\"]"
)
_YEAR = r"(?:18|19|20)\d\d[a-z]?"
_DATE_END = regex(rf"[,.]?\s*(?:[(\[]({_YEAR})[)\]]|(?<=[\s,.])({_YEAR}))[.,:]?\s*$")
OPENING_QUOTES = ("“", '"', "«", "„", "``", "「", "《", "『")
_TELLING_LENGTH = 4
# the name of what a work presents, before its title: "CodeBERT (masked): “…”"
_NAME = regex(r"(?P<name>[^\s()\[\],;]+(?: [^\s()\[\],;]+)?)\s*(?:[(\[][^()\[\]]{1,60}[)\]])?\s*[:：]\s*\Z")
_BEFORE_NAMES = regex(r"[A-Z][\w \-]{2,20}:\s+")


def read_quoted(text: str) -> Cited | None:
    """Return the fields of a reference whose title stands in quotation marks, as in MLA, IEEE and Chicago, or None."""
    quoted = _QUOTED.search(text)
    if quoted is None:
        return None
    before, date = undated(_without_role(text[: quoted.start()].strip(" ,:;-")))
    named = 2 if turned.is_turned(before) else people.evidence(before)
    families = are_families(before)
    long = len(quoted.group().split()) >= (2 if named or families else 3) or is_cjk(quoted.group())
    short = len(quoted.group()) < 0.35 * len(text) and max(named, families) < (
        1 if long and quoted.start() else 0 if long else 3
    )
    if short and quoted.start():
        return None
    cited = read_tail(text[quoted.end() :])
    if short and not _tells_all(cited):
        return None
    cited.title = next(filter(None, quoted.groups())).strip(" ,")
    if date is not None:
        cited.wheres.insert(0, date)
    if _is_name(text[: quoted.start()], cited.title):
        before = ""
    if before and named and (named == 2 or not _is_venue(before)):
        cited.people = turned.turned(before) if turned.is_turned(before) else before
        cited.turned = before if families and turned.is_turned(before) else ""
    elif before:
        where = read_where(before)
        if where is not None:
            cited.wheres.append(where)
        elif families:
            cited.rest.insert(0, before)
    return cited


def _is_venue(text: str) -> bool:
    where = read_where(text)
    return where is not None and where.sure and where.venue is not None and where.venue.abbreviation == text


def _is_name(before: str, title: str) -> bool:
    """Whether what stands before a title and a colon names what the work presents, and neither people nor a venue.

    That is one word that is no family name, or two that end in a number, or words that the title has, too.
    """
    match = _NAME.search(before) if before.rstrip()[-1:] in (":", "：") else None
    if match is None or match.start() or people.evidence(before.strip(" :：")) == 2:
        return False
    name = match["name"]
    where = read_where(name)
    if where is not None and where.sure:
        return False
    said = [word for word in words(name) if len(word) >= _TELLING_LENGTH]
    strange = name[-1].isdigit() if " " in name else not is_family(name)
    return strange or not set(said).isdisjoint(words(title))


def _tells_all(cited: Cited) -> bool:
    """Whether people, or what may be their families, and a dated venue that is known stand behind a title."""
    told = any(where.sure and where.venue is not None and where.date is not None for where in cited.wheres)
    return told and (bool(cited.people) or any(map(are_families, cited.rest)))


def _without_role(text: str) -> str:
    """Return people without the word that says what they are here for ("Required: M. Stonebraker and L. Rowe")."""
    role = _BEFORE_NAMES.match(text)
    return text[role.end() :] if role is not None and people.evidence(text[role.end() :]) == 2 else text


def undated(text: str) -> tuple[str, Where | None]:
    """Return what stands before a title without the year at its end, and that year."""
    match = _DATE_END.search(text)
    if match is None:
        text = text.strip()
        return text if cutting.ends_with_initial(text) else text.strip(" ."), None
    kept = text[: match.start()]
    initial = len(kept) > 1 and kept[-1].isupper() and not kept[-2].isalpha()
    return kept + ("." if initial else ""), Where(date=dates.find_date(match[1] or match[2]))
