"""References as the standards of China (GB/T 7714) and Russia (GOST R 7.0.5) have them, and Chinese punctuation."""

import re

from curabib.evidence import dates, people
from curabib.evidence.regex import regex
from curabib.evidence.rhythm import end_of_people
from curabib.evidence.text import halve
from curabib.model import Venue
from curabib.normalise.cite import DASH, Cited
from curabib.normalise.where import Where, read_where

# the mark behind a title in the Chinese standard GB/T 7714-2015: [J] journal, [C] proceedings, [M] book, [D] thesis
_MARK = regex(r"\s*\[(?P<kind>[JMCDNRSPAGZ]|DB|CP|EB|OL)(?:/(?:OL|CD|MT|DK))?\]\s*(?:[.。．,，]|//|(?=\S)|$)")
_STOPS = regex(r"(?<=[^\s])[.。．]\s*")
# one person, as Russian references print them
_FAMILY_INITIALS = regex(r"[^\W\d_][\w'’\-]{1,40} (?:[^\W\d_]\.[ \-]?){1,3}(?:(?:и др|et al)\.)?")
_MARK_YEAR = regex(r"(?:^|[.,\s])((?:19|20)\d\d)(?=\s*(?:[:：,(（.]|$))")
_FULL = regex(r"[，。；：（]|等")
_FULL_LETTERS = regex(r"[\u2e80-\u2fff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_AND_MORE = regex(r"\s*等人?(?=\s*(?:[,.;，。；、]|$))")
_MARKED = {"J": "journal", "C": "conference", "N": "journal"}


def read_marked(text: str) -> Cited | None:
    """Read a reference in the manner of GB/T 7714: people, title, a letter in brackets, where and when."""
    match = _MARK.search(text) if "[" in text else None
    if match is None:
        return None
    head, tail = text[: match.start()], halve(text[match.end() :]).strip(" /.,")
    cited = Cited(title=head)
    for stop in reversed(list(_STOPS.finditer(head))[:60]):
        run = head[: stop.start()]
        if people.evidence(run) == 2 or (people.evidence(run) and people.looks_like_name(run)):
            cited.people, cited.title = run, head[stop.end() :]
            break
    year = _MARK_YEAR.search(tail)
    date = dates.find_date(tail) or (dates.find_date(year[1]) if year is not None else None)
    name = re.split(r"[,.:]\s*(?=(?:19|20)\d\d|\d)|,\s*(?=(?:19|20)\d\d)", tail, maxsplit=1)[0].strip(" .,:")
    name = (
        name.removesuffix(" arXiv") if name.startswith("arXiv") else name
    )  # "arXiv preprint arXiv:1706.03762"
    where = read_where(name) if name else None
    kind = _MARKED.get(match["kind"], "")
    if match["kind"] == "D":
        cited.wheres.append(Where(date=date, sure=True, thesis="thesis"))
    elif kind and where is not None and where.venue is not None:
        cited.wheres.append(Where(venue=where.venue, date=date or where.date, sure=True))
    elif kind and name and not dates.is_date(name):
        cited.wheres.append(Where(venue=Venue(name=name, kind=kind), date=date, sure=True))
    elif date is not None:
        cited.wheres.append(Where(date=date))
    return cited


def read_behind_title(text: str) -> Cited | None:
    """Read what stands behind a title in the manner of GB/T 7714: the letter in brackets, where and when."""
    return read_marked(text) if text[:1] == "[" and _MARK.match(text) is not None else None


def halved_signs(text: str) -> str:
    """Return a reference in Latin letters with the punctuation and the "et al." of Chinese as English has them."""
    if text.isascii() or _FULL.search(text) is None or _FULL_LETTERS.search(_AND_MORE.sub("", text)):
        return text
    # a colon may be that of the title, which stays as it is printed
    halves = map(halve, _AND_MORE.sub(" et al.", text).split("："))
    return " ".join("：".join(halves).split())


def read_slashed(text: str) -> Cited | None:
    """Read a reference as GOST R 7.0.5 has it: "Family I. I. Title // Journal. — Year. — Pages"."""
    head, slashes, tail = text.partition(" // ")
    single = _FAMILY_INITIALS.match(head) if slashes else None
    if single is None:
        return None
    end = end_of_people(head) or single.end()
    parts = DASH.split(tail)
    where = read_where(parts[0].strip(" .,"))
    venue = where.venue if where is not None and where.venue is not None else None
    if venue is None and parts[0].strip(" .,") and len(parts) > 1:
        venue = Venue(name=parts[0].strip(" .,"), kind="journal")
    date = dates.find_date(" ".join(parts[1:])) or (where.date if where is not None else None)
    cited = Cited(title=head[end:].partition(" / ")[0], people=head[:end].strip(" ,"))
    cited.wheres.append(Where(venue=venue, date=date, sure=venue is not None))
    return cited
