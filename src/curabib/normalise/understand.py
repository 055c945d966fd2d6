"""The fields of one entry, once the place of its title is known."""

import re
from collections.abc import Sequence

from curabib.evidence import cutting, dates, labels, people, turned
from curabib.evidence.brackets import partnerless
from curabib.evidence.regex import regex
from curabib.evidence.text import clean, is_cjk
from curabib.model import RawEntry
from curabib.normalise import remarks, set_apart, whole
from curabib.normalise.cite import Cited, read_tail
from curabib.normalise.frames import unframed
from curabib.normalise.headed import (
    is_name_of,
    linked_title,
    number_end,
    take_card,
    take_companions,
    take_labelled_title,
    take_notes,
    take_speaker,
    take_title_below,
    take_wheres,
)
from curabib.normalise.journals import is_journal
from curabib.normalise.named_works import take_behind_name, without_name
from curabib.normalise.part import Part
from curabib.normalise.parts import Parts
from curabib.normalise.quoted import undated
from curabib.normalise.reference import leads_with_people, read_reference
from curabib.normalise.shape import Candidate, names_people
from curabib.normalise.standards import read_behind_title
from curabib.normalise.title_place import read_title_line, title_in_cell, without_lead, without_people
from curabib.normalise.titles import clean_title, is_link_word
from curabib.normalise.understood import (
    Understood,
    add_keyword,
    printed_venue,
    read_columns,
    split_keywords,
    stated_where,
    take,
)
from curabib.normalise.where import Where, read_where

_TAGS_END = regex(r"(?:\s*\[([^\[\]]{1,40})\])+\s*[.]?\s*$")
_TAG = regex(r"\[([^\[\]]{1,40})\]")
_VENUE_YEAR_END = regex(r"\s*[(\[（]([^()\[\]]{2,90})[)\]）]\s*\.?\s*$")
# not behind a word that a title goes on with: "Widgets before 2020"
_YEAR_END = regex(
    r"(?<!\b(?:in|of|to|by))(?<!\b(?:for|and))(?<!\bfrom)(?<!\b(?:since|until|after))(?<!\bbefore)"
    r"\s((?:19|20)\d\d)\s*$"
)
_LONG_TITLE = 35
_SIGNS = " .,;:-–—"
_OTHERS = regex(r",?\s*(?:and\s+)?(?:et\.? al\b|others\b)")
_WORKS = frozenset(["", "code", "dataset", "book", "course", "video"])
_FUNCTION = frozenset(
    ["the", "of", "for", "with", "is", "are", "that", "this", "which", "to", "in", "on", "by", "we", "it"]
)
_DATE_FIRST = regex(r"^\s*[\[(]?((?:19|20)\d\d[-./]\d\d(?:[-./]\d\d)?)[\])]?\s*[,:;.|\-–—]*\s+(?=\S)")


def understand(entry: RawEntry, parts: Parts, chosen: Candidate | None) -> Understood:
    """Return the fields of an entry."""
    found = Understood()
    _labelled(found, parts)
    if entry.columns:
        read_columns(found, entry, parts, chosen)
    if chosen is not None:
        _title(found, entry, parts, chosen)
        take_behind_name(found, parts, chosen)
    _others(found, entry, parts, chosen)
    if parts.labelled and not any(where.venue for where in found.wheres):
        said = (line.text for line in parts.labelled if line.label == "abstract")
        found.wheres += filter(None, map(remarks.where_in_front, said))
    if found.rest and not found.people:
        take_companions(found, entry.headings)
    short = is_link_word(found.title) or (entry.form == "mention" and len(found.title.split()) < 2)
    if short or (chosen is None and not found.title):
        found.title = _lone_link(entry)
    if found.title.isdecimal() and chosen is not None and chosen.kind == "text":
        _label_for_year(found, entry)
    found.doubtful = chosen is not None and _is_doubtful(found)
    return found


def _label_for_year(found: Understood, entry: RawEntry) -> None:
    """Take the label that an entry begins with for its title, instead of the year: "[Original (C)](…), Lee, 2020"."""
    first = next((piece for piece in entry.pieces if piece.text.strip()), None)
    date = dates.find_date(found.title)
    if first is None or first.kind != "link" or date is None or " " not in first.text:
        return
    found.wheres.append(Where(date=date))
    found.title = clean_title(first.text)


def _lone_link(entry: RawEntry) -> str:
    """Return the words on the only link of an item that is nothing else, and leads to no paper or prints its host.

    "Python Code", "[[Awesome-Gears](…)]", "[gears.example](https://gears.example/)".
    """
    said = [piece for piece in entry.pieces if piece.text.strip(" []")]
    if entry.form != "item" or len(said) != 1 or said[0].kind != "link":
        return ""
    text = said[0].text.strip(" []")
    if " " in text:
        return clean_title(text) if labels.link_label(text) in _WORKS else ""
    named = text == said[0].href.partition("://")[2].removeprefix("www.").rstrip("/")
    bracketed = len(entry.pieces) > 1 and not labels.link_label(text) and "://" not in text
    return text if named or bracketed else ""


def _is_doubtful(found: Understood) -> bool:
    """Whether the title may hold more than the title: too many words, or brackets or quotes that do not pair."""
    title = found.title
    if len(title.split()) > _LONG_TITLE or title.count("“") != title.count("”"):
        return True
    uneven = any(title.count(left) != title.count(right) for left, right in ("()", "[]"))
    return uneven and bool(partnerless(title))


def _labelled(found: Understood, parts: Parts) -> None:
    for line in parts.labelled:
        if not labels.is_known_line_label(line.printed, line.label):
            found.misspelt.append(line)
        if line.label == "keywords":
            for word in split_keywords(line.text):
                add_keyword(found, word)
        elif line.label == "authors" and not found.people:
            cited = read_tail(line.text)
            found.people = cited.people or line.text
            found.wheres += cited.wheres
        elif line.label in ("venue", "year"):
            date = dates.find_date_alone(line.text)
            dated = Where(date=date) if date is not None else None
            told = stated_where(line.text, line.printed) if line.label == "venue" else read_where(line.text)
            where = told if line.label == "venue" or (told is not None and told.sure) else dated
            if where is not None:
                found.wheres.append(where)
        elif line.label == "title" and not found.title:
            take_labelled_title(found, line)
        elif line.label == "doi":
            found.doi = line.text


def _title(found: Understood, entry: RawEntry, parts: Parts, chosen: Candidate) -> None:
    """Take the title, and what else stands at its place."""
    href = next((part.href for part in chosen.parts if part.href), "")
    found.title_href = href
    text = chosen.text
    text = _dated(found, text)
    stops = ", " in text or ". " in text
    cited = whole.read_whole(text) if stops and chosen.kind in ("column", "link") else None
    if stops and chosen.kind == "strong":
        cited = whole.read_in_bold(text, people_first=chosen.people_first)
    if cited is not None:
        take(found, cited)
        found.title = clean_title(cited.title)
        set_apart.take_italics(found, chosen)
        return
    if (
        chosen.kind == "column"
        and href
        and not text.startswith(next(part.text.strip() for part in chosen.parts if part.href))
    ):
        inner = next(part for part in chosen.parts if part.href)
        beside = " ".join(part.text for part in chosen.parts if part is not inner and part.markup != "link")
        if len(inner.text.split()) >= 2:
            take(found, read_tail(beside))
            text = inner.text
    if chosen.kind == "column":
        text = title_in_cell(found, chosen, text)
    if chosen.kind == "text":
        text = without_name(chosen, text)
        cells = len({part.cell for part in parts.parts if part.markup != "gap"}) > 1
        if _alone(parts, chosen) and not (cells and not chosen.people_first and not leads_with_people(text)):
            cited = read_reference(_without_tags(found, text), people_first=chosen.people_first)
        else:
            cited = read_title_line(text)
        take(found, cited)
        found.title = found.title or clean_title(cited.title)
        set_apart.take_italics(found, chosen)
        return
    if chosen.kind == "heading":
        _heading(found, parts, chosen, text)
        return
    text = unframed(found, text)
    found.title = found.title or clean_title(without_people(found, text))


def _venue_at_end(text: str) -> re.Match[str] | None:
    return _VENUE_YEAR_END.search(text) if text.rstrip(" .").endswith((")", "]", "）")) else None


def _heading(found: Understood, parts: Parts, chosen: Candidate, text: str) -> None:
    """Take the title that is a heading, and the venue, date or people at its end."""
    inside = take_wheres(found, chosen.parts)
    if any(part.markup == "where" for part in chosen.parts):
        printed = (f"[{part.text}]" if part.markup == "where" else part.text for part in inside)
        text = " ".join("".join(printed).split())
    where, text = without_lead(text[number_end(text) :])
    found.wheres += [where] if where is not None else []
    text = linked_title(found, inside) or _without_tags(found, text)
    match = _venue_at_end(text)
    cited = read_tail(match[1]) if match is not None else Cited()
    if match is not None and (cited.wheres or cited.people) and not cited.rest:
        take(found, cited)
        text = text[: match.start()]
    else:
        plain_year = _YEAR_END.search(text)
        if plain_year is not None:
            where = read_where(plain_year[1])
            if where is not None:
                found.wheres.append(where)
            text = text[: plain_year.start()]
    if not is_name_of(text, found.title):
        found.title = clean_title(text)
    take_title_below(found, parts)
    take_speaker(found, parts)
    take_card(found, parts)


def _dated(found: Understood, text: str) -> str:
    """Cut a date in front of a title ("2019-06, ..."), and keep it."""
    match = _DATE_FIRST.match(text)
    if match is None:
        return text
    where = read_where(match[1])
    if where is not None:
        found.wheres.append(where)
    return text[match.end() :]


def _alone(parts: Parts, chosen: Candidate) -> bool:
    """Whether the title's line is the only one that could name people."""
    return not (
        chosen.apart
        or any(
            names_people(parts.line_text(line))
            for line in {part.line for part in parts.parts}
            if line != chosen.line
        )
        or any(line.label == "authors" for line in parts.labelled)
    )


def _without_tags(found: Understood, text: str) -> str:
    match = _TAGS_END.search(text) if text.rstrip(" .").endswith("]") else None
    if match is None:
        return text
    for word in _TAG.findall(match.group()):
        _add_tags(found, word)
    return text[: match.start()]


def _add_tags(found: Understood, text: str) -> None:
    """Add a bracketed tag; in CJK lists a hyphen joins several tags in one bracket."""
    for word in text.split("-") if is_cjk(text) else [text]:
        add_keyword(found, word)


def _others(found: Understood, entry: RawEntry, parts: Parts, chosen: Candidate | None) -> None:
    """Read everything that is not the title."""
    taken = {id(part) for part in chosen.parts} if chosen is not None else set()
    lines: dict[tuple[int, int], list[Part]] = {}
    for part in parts.parts:
        if id(part) in taken:
            part = Part("gap", "", part.line, part.cell, part.number)
        lines.setdefault((part.line, part.cell), []).append(part)
    title_line = chosen.line if chosen is not None else -1
    if entry.form in ("heading", "mention"):
        take_notes(found, entry, lines.values())
        return
    for (line, _cell), inside in list(lines.items()):
        kind = parts.kinds[line] if line < len(parts.kinds) else ""
        _line(
            found,
            inside,
            near=line in (title_line, title_line + 1, title_line - 1) or kind in ("line", "cell"),
        )
    if not found.people and chosen is not None and chosen.apart:
        text = parts.line_text(title_line + 1)
        rest = next((part for part in found.rest if text.startswith(part[:20])), "")
        if rest and not any(word in _FUNCTION for word in text.split()):
            found.people = text.rstrip(" .")
            found.rest.remove(rest)


def _writer_of_thesis(found: Understood, stretch: str) -> str:
    """Take one name with initials off the text before the title of a thesis ("Doe, J. K., PhD Thesis, ETH, 2003, …").

    Returned is what follows, or nothing.
    """
    author, stop, rest = stretch.partition(".,")
    family, comma, given = author.strip().partition(", ")
    if not (stop and comma and people.looks_like_name(family) and cutting.is_initials(given)):
        return ""
    found.people = f"{author.strip()}."
    return rest


def _leads(found: Understood, stretch: str) -> str:
    """Take one name that is turned round, and a year, off the text before a title ("Chomsky, Noam. 1957.")."""
    run, date = undated(clean(stretch))
    if "hesis" in run and not found.people and (rest := _writer_of_thesis(found, stretch)):
        return rest
    if found.people or not turned.is_turned(run):
        return stretch
    initials = cutting.is_initials(run.partition(",")[2])
    found.people, found.turned = (run, "") if initials else (turned.turned(run), run)
    found.wheres += [date] if date is not None else []
    return ""


def _line(found: Understood, inside: Sequence[Part], *, near: bool) -> None:
    stretch = ""
    for place, part in enumerate(inside):
        if part.markup == "gap" and near and place:
            stretch = _leads(found, stretch)
        if part.markup == "where":
            stretch = _flush(found, stretch, near)
            where = read_where(part.text)
            if where is not None:
                found.wheres.append(where)
        elif part.markup == "aside":
            stretch = _flush(found, stretch, near)
            found.wheres += set_apart.read_aside(
                part, inside[place + 1].text[:20] if place + 1 < len(inside) else ""
            )
        elif part.markup in ("emphasis", "strong"):
            stretch = _marked_up(found, inside, place, stretch, near=near)
        elif part.markup in ("text", "link"):
            stretch += part.text
        elif part.markup == "code":
            where = set_apart.read_code(part.text, first=not place)
            stretch = _flush(found, stretch, near) if where is not None else stretch
            found.wheres += [where] if where is not None else []
        elif part.markup == "gap":
            stretch = _flush(found, stretch, near)
        elif part.markup == "tag":
            add_keyword(found, part.text)
    _flush(found, stretch, near)


def _marked_up(found: Understood, inside: Sequence[Part], place: int, stretch: str, *, near: bool) -> str:
    """Read a run in bold or italics that is no title, and return the text before it that is still to be read."""
    part = inside[place]
    if remarks.names_formats(part.text) or (part.text[:1] == "(" and set_apart.is_remark(part.text)):
        return stretch
    where = read_where(part.text)
    evidence = people.evidence(part.text)
    behind = inside[place + 1].text if place + 1 < len(inside) else ""
    others = " et al." if evidence and _OTHERS.match(behind) else ""  # outside the italics
    if part.markup == "emphasis" and evidence < 2 and is_journal(part.text, behind):
        stretch = _flush(found, stretch, near)
        found.wheres.append(set_apart.journal(part.text))
    elif evidence == 2 and not found.people:
        stretch = _flush(found, stretch, near)
        take(found, read_tail(part.text))
    elif (
        near
        and not (found.people or (where is not None and where.sure and ". " not in part.text))
        and (cited := set_apart.people_and_venue(part))
    ):
        stretch = _flush(found, stretch, near)
        take(found, cited)
    elif stretch.rstrip().endswith(" by") and not found.people and (evidence or _are_families(part.text)):
        stretch = _flush(found, stretch.rstrip().removesuffix("by"), near)
        found.people = part.text
    elif where is not None and (where.sure or where.date or found.people):
        stretch = _flush(found, stretch, near)
        found.wheres.append(where)
    elif near and place and part.markup == "emphasis" and not found.people and _are_families(part.text):
        stretch = _flush(found, stretch, near)
        found.people = part.text
    elif near and evidence == 1 and _may_name(part.text) and not (found.people or stretch.strip(_SIGNS)):
        found.people = part.text + others
    elif (
        near
        and part.markup == "emphasis"
        and len(part.text.split()) <= set_apart.LONGEST_VENUE
        and set_apart.stands_beside(stretch, inside, part)
    ):
        stretch = _flush(found, stretch, near)
        found.wheres.append(printed_venue(part.text))
    else:
        stretch += part.text
    return stretch


def _may_name(text: str) -> bool:
    """Whether one name in markup is a whole one: a single word may say anything."""
    return " " in text.strip() or is_cjk(text)


def _are_families(text: str) -> bool:
    """Whether a text is three family names or more between commas, or two, and no word else."""
    names = [name.strip(" .") for name in text.split(",")]
    return len(names) > 1 and all(" " not in name and people.looks_like_name(name) for name in names)


def _flush(found: Understood, text: str, near: bool) -> str:
    text = clean(text)
    if not text.strip(" ,.;:-–—|()[]"):
        return ""
    text = _without_tags(found, text)
    if not near and people.evidence(text) < 2:
        found.rest.append(text)
        return ""
    cited = (read_behind_title(text) if text[:1] == "[" else None) or read_tail(text)
    if found.people:
        cited.people = ""
    take(found, cited)
    return ""
