"""Whole citations at the place of a title: in a cell of a table, as the words of one link, in bold."""

from curabib.evidence import people, turned
from curabib.evidence.regex import regex
from curabib.evidence.rhythm import end_of_people
from curabib.normalise.cite import Cited
from curabib.normalise.reference import read_reference
from curabib.normalise.sentences import sentences

_QUOTE = regex(r'["“«]')
# initials and a year, without which no citation but a quoting one shows where its people end
_INITIAL = regex(r"[,\s][A-Z]{1,3}[.,]|\A[A-Z]\.")
_YEAR = regex(r"\b(?:19|20)\d\d\b")
_AUTHOR_DATE = regex(r"(?P<people>[^\d()]{5,600}?)\s*\((?:19|20)\d\d[a-z]?\)[.,:]?\s+\S")
_HEAD = 80
_FEWEST_WORDS = 2
_FEWEST_QUOTED = 3
_LONGEST = 2000
_SIGNS = " .,;:"
_ONLY_QUOTED = regex(r'(?:"([^"]{8,300})"|“([^“”]{8,300})”|«([^«»]{8,300})»)[\s.,;(\[]*')


def read_whole(text: str) -> Cited | None:
    """Return the fields of a text that surely is a citation from its people on, or None where it may be a title.

    Sure is a title in quotation marks behind people, a year in brackets behind them, or several by family name and
    initials; and a venue or date must be told behind the title.
    """
    quote = _QUOTE.search(text, 1)
    if quote is not None:
        before = text[: quote.start()].strip(_SIGNS)
        sure = bool(before) and (turned.is_turned(before) or people.evidence(before) == 2)
    else:
        sure = _INITIAL.search(text, 0, _HEAD) is not None and _YEAR.search(text) is not None
        sure = sure and (end_of_people(text) > 0 or _leads_to_year(text))
    if not sure:
        return None
    cited = read_reference(text, people_first=True)
    told = cited.people and cited.wheres and len(cited.title) < len(text)
    return cited if told and len(cited.title.split()) >= _FEWEST_WORDS else None


def read_in_bold(text: str, *, people_first: bool) -> Cited | None:
    """Return the people and the title of a sentence of people and one of three words or more, or None.

    Sure are two whole names; one is where the entries around it begin with people (`people_first`).
    """
    run, *rest = sentences(text[:_LONGEST])
    title = ". ".join(rest)
    if len(title.split()) < _FEWEST_QUOTED:
        return None
    evidence = people.evidence(run)
    several = evidence == 2 and all(" " in name for name in people.split(run).names)
    one = people_first and evidence == 1 and " " in run and people.looks_like_name(run)
    return Cited(people=run, title=title) if several or one else None


def _leads_to_year(text: str) -> bool:
    match = _AUTHOR_DATE.match(text)
    return match is not None and people.evidence(match["people"].strip(" ,;")) == 2


def cites(text: str) -> bool:
    """Return whether a text surely is a citation, or a title in quotation marks and nothing else."""
    match = _ONLY_QUOTED.fullmatch(text) if text[:1] in '"“«' else None
    if match is not None:
        return len(next(filter(None, match.groups())).split()) >= _FEWEST_QUOTED
    return read_whole(text) is not None
