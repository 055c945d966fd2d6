"""What stands below a heading that is a title, and belongs to it: whom it speaks of, the preview of a link."""

from collections.abc import Iterable, Sequence

from curabib.evidence import dates, labels, links, people
from curabib.evidence.families import are_families, is_family
from curabib.evidence.regex import regex
from curabib.evidence.text import squash
from curabib.model import RawEntry
from curabib.normalise.chunks import split_where
from curabib.normalise.cite import read_tail
from curabib.normalise.part import Part
from curabib.normalise.parts import Labelled, Parts
from curabib.normalise.standards import read_behind_title
from curabib.normalise.titles import clean_title
from curabib.normalise.understood import Understood, take
from curabib.normalise.where import read_where
from curabib.normalise.whole import read_whole

_LONGEST_FACTS = 400
_NAME_WORDS = 2
_TITLE_AND_PEOPLE = 2
_FEWEST_NAMED, _FEW_WORKS = 2, 2
_YEAR_LENGTH = len("2008)")
_LINKED_WORDS = 3
# what parts a linked title from the citation behind it
_BEHIND_TITLE = (",", ";", ".", "-", "–", "—", "|", "·", "by ", "(", "[")
_AROUND = " ,;.-–—|·"
_NUMBER = regex(r"\s*(?:\d{1,3}[.)](?:\s+|$))?")
_COMPANIONS = regex(r"\(?with (?P<names>[A-Z][^()]{3,200})\)?")
_SPEAKER = regex(r"^(?P<name>[^\W\d_][\w.'’\-]+(?: [^\W\d_][\w.'’\-]*){1,3}): (?P<title>\S.{8,})$")


def take_speaker(found: Understood, parts: Parts) -> None:
    """Cut "Name: Title" where the text below speaks of that person by name."""
    match = _SPEAKER.match(found.title)
    if match is None or people.evidence(match["name"]) != 1:
        return
    if any(
        match["name"] in text for text in (*parts.prose, *(part.text for part in parts.parts if part.line))
    ):
        found.people, found.title = match["name"], clean_title(match["title"])


def linked_title(found: Understood, parts: Sequence[Part]) -> str:
    """Return the link that a heading begins with where the words behind it are a citation, and read these.

    They say whom or where and when, as behind the linked title of an item: "[Title](…), Wang et al., 2013". Else
    the heading is a title as a whole, and nothing is returned.
    """
    shown = [part for part in parts if part.text.strip(" #*_")]
    if len(shown) < 2 or shown[0].markup != "link" or labels.link_label(shown[0].text):
        return ""
    behind = " ".join("".join(part.text for part in shown[1:]).split())
    plain = " ".join("".join(part.text for part in shown[1:] if part.markup == "text").split())
    if len(behind) > _LONGEST_FACTS or not behind.startswith(_BEHIND_TITLE):
        return ""
    cited = read_tail(plain.strip(_AROUND).removeprefix("by "))
    dated = any(where.date is not None and (where.sure or where.venue is None) for where in cited.wheres)
    if cited.rest or not (cited.people or any(where.sure and where.date for where in cited.wheres)):
        return ""
    if len(shown[0].text.split()) <= _NAME_WORDS and not (
        cited.people and dated and links.host_kind(shown[0].href) == "paper"
    ):
        return ""  # a name, of a person or of a method whose title follows
    take(found, cited)
    return shown[0].text


def number_end(text: str) -> int:
    """Return where the number in front of a heading ends, 0 without one."""
    found = _NUMBER.match(text) if text[:1].isdigit() else None
    return found.end() if found is not None else 0


def take_wheres(found: Understood, parts: Sequence[Part]) -> Sequence[Part]:
    """Read the venues and dates in brackets at either end of a heading, and return the parts between them."""
    begin, end = 0, len(parts)
    while begin < end and (parts[begin].markup == "where" or _NUMBER.fullmatch(parts[begin].text)):
        begin += 1
    while begin < end and (parts[end - 1].markup == "where" or not parts[end - 1].text.strip(_AROUND)):
        end -= 1
    told = [read_where(part.text) for part in (*parts[:begin], *parts[end:]) if part.markup == "where"]
    if begin == end or not told:
        return parts
    found.wheres += [where for where in told if where is not None]
    return parts[begin:end]


def take_card(found: Understood, parts: Parts) -> None:
    """Use the title of a link preview below a heading where it is whole and the heading only begins it."""
    for part in parts.parts:
        if part.markup == "link" and part.line and "Abstract:" in part.text:
            title = clean_title(part.text.split("Abstract:")[0])
            if title.endswith(("…", "...")):
                return
            short, whole = squash(found.title), squash(title)
            if short and (whole.startswith(short) or short in whole):
                found.title = title
            return


def take_title_below(found: Understood, parts: Parts) -> None:
    """Take the title in bold, with people behind it, below a heading that is nothing but a name: "STOKE"."""
    if len(found.title.split()) > _NAME_WORDS or found.people:
        return
    below = [part for part in parts.parts if part.line == 1 and part.text.strip()]
    if len(below) != _TITLE_AND_PEOPLE or (below[0].markup, below[1].markup) != ("strong", "text"):
        return
    title, behind = below[0].text.strip(), below[1].text.strip()
    run = behind.strip(_AROUND).removeprefix("by ")
    if " " not in title or not behind.startswith(_BEHIND_TITLE) or not people.evidence(run):
        return
    found.title = clean_title(title)
    take(found, read_tail(run))
    parts.parts = [part for part in parts.parts if part not in below]


def take_companions(found: Understood, headings: Sequence[str]) -> None:
    """Take the person whom the heading above names, and with whom that wrote: "(with Ann Lee)" below "Bo Chen"."""
    above = headings[-1] if headings else ""
    for text in found.rest:
        match = _COMPANIONS.fullmatch(text.strip(_AROUND))
        if match is None or " " not in above or people.evidence(above) != 1:
            continue
        names = people.split(match["names"]).names
        if names and all(" " in name and people.looks_like_name(name) for name in names):
            found.people = ", ".join((above, *names))
            found.rest.remove(text)
            return


def take_people_above(entries: Sequence[RawEntry], understood: Sequence[Understood]) -> None:
    """Take the people with a year above works for those who wrote them: "Alex Graves (2008)" above a title.

    Two show it, where all that stand beside each other name people, no word of theirs twice, over a work or two each.
    """
    dated = {headings for entry in entries if (headings := entry.headings) and headings[-1][-1:] == ")"}
    if len(dated) < _FEWEST_NAMED:
        return
    above: dict[tuple[str, ...], dict[str, list[Understood]]] = {}
    for entry, found in zip(entries, understood, strict=True):
        if entry.headings and entry.form == "item":
            below = above.setdefault(entry.headings[:-1], {})
            below.setdefault(entry.headings[-1], []).append(found)
    for beside in above.values():
        named = [_named_with_year(heading) for heading in beside]
        words = " ".join(named).split()
        few = all(len(works) <= _FEW_WORKS for works in beside.values())
        if len(named) < _FEWEST_NAMED or not (all(named) and few) or len(set(words)) < len(words):
            continue
        for name, works in zip(named, beside.values(), strict=True):
            for found in works:
                found.people = found.people or name


def _named_with_year(heading: str) -> str:
    """Return the people whom a heading names before a year in brackets, or the empty string."""
    name, bracket, year = heading.rstrip().partition(" (")
    if not bracket or len(year) != _YEAR_LENGTH or not dates.is_date(year[:-1]):
        return ""
    if people.evidence(name) == 2:
        return name if all(" " in one for one in people.split(name).names) else ""
    return name if " " in name and people.looks_like_name(name) else ""


def take_labelled_title(found: Understood, line: Labelled) -> None:
    """Take the title behind a label ("论文：…"), and the people before it and what follows of a whole citation.

    The title is a link of three words or more, or what a sure citation has for one.
    """
    title = max((piece.text for piece in line.links), key=len, default="")
    before, _, behind = line.text.partition(title) if len(title.split()) >= _LINKED_WORDS else ("", "", "")
    if before.strip(_AROUND) and people.evidence(before.strip(_AROUND)):
        take(found, read_tail(before))
        take(found, read_behind_title(behind) or read_tail(behind))
        found.title, found.title_href = (
            clean_title(title),
            next(piece.href for piece in line.links if piece.text == title),
        )
        return
    cited = read_whole(line.text)
    if cited is not None:
        take(found, cited)
    found.title = clean_title(cited.title if cited is not None else line.text)


def is_name_of(heading: str, stated: str) -> bool:
    """Return whether a heading only names the work whose title is stated below: "DSSM" above "论文：Learning …"."""
    return len(stated.split()) > _NAME_WORDS and len(labels.heading_text(heading).split()) <= _NAME_WORDS


def _take_authors(found: Understood, text: str) -> bool:
    """Read a line that is people, a venue and a date and nothing besides; return whether it is one."""
    if len(text) > _LONGEST_FACTS or dates.find_year(text) is None:
        return False
    cited = read_tail(text)
    if cited.rest or not cited.wheres or people.evidence(cited.people) < 2:
        return False
    take(found, cited)
    return True


def _leave_names(found: Understood, text: str) -> None:
    """Read the venue and date behind a name, and leave the name, or families alone, for the neighbours to tell of."""
    if are_families(text) or is_family(text) or people.looks_like_name(text):
        found.rest.append(text)
        return
    name, where = split_where(text)
    if where is not None and where.sure and (is_family(name) or people.looks_like_name(name)):
        found.rest.append(name)
        found.wheres.append(where)


def take_notes(found: Understood, entry: RawEntry, lines: Iterable[list[Part]]) -> None:
    """Read the lines below a heading, or the words of a mention: only what surely names people, or a venue and date."""
    for inside in lines:
        text = " ".join("".join(part.text for part in inside if part.markup != "link").split())
        named = people.evidence(text)
        if not found.people and (named == 2 or (entry.form == "mention" and people.looks_like_name(text))):
            if named == 2:
                take(found, read_tail(text))
            elif len(text.split()) == 1:
                found.people = text
        elif entry.form == "heading" and not found.people and _take_authors(found, text):
            continue
        elif len(text.split()) <= 12:
            where = read_where(text)
            if where is not None and where.sure:
                found.wheres.append(where)
            elif entry.form == "heading" and not found.people:
                _leave_names(found, text)
