"""Venues that markup sets apart: in italics, in code, on a bracketed link."""

from collections.abc import Sequence
from dataclasses import replace

from curabib.evidence import dates, links, people
from curabib.evidence.text import squash
from curabib.normalise.cite import Cited, read_tail
from curabib.normalise.journals import is_journal, without_volume
from curabib.normalise.no_venue import is_no_venue
from curabib.normalise.part import Part
from curabib.normalise.shape import Candidate
from curabib.normalise.understood import Understood, printed_venue
from curabib.normalise.where import Where, is_titled, read_where

LONGEST_VENUE = 12
_SIGNS = " .,;:-–—"
_BETWEEN = (", ", ". ", " and ", " & ")


def take_italics(found: Understood, chosen: Candidate) -> None:
    """Take the only words of a reference in italics for its venue where nothing else is one: "*Dokl. Akad. Nauk*".

    Where they begin the title, the title is these words and no more.
    """
    named = [part for part in chosen.parts if part.markup == "emphasis"]
    if len(named) != 1:
        return
    text = named[0].text.strip(_SIGNS)
    if " " in text and found.title.startswith(f"{text}. "):
        found.title = text  # the italics end where the title does
    if any(where.venue is not None or where.thesis for where in found.wheres):
        return
    apart = squash(text) not in squash(found.title) and squash(text) not in squash(found.people)
    if (
        apart
        and found.people
        and len(text.split()) <= LONGEST_VENUE
        and text[:1].isupper()
        and not is_no_venue(text)
    ):
        place = chosen.parts.index(named[0])
        behind = chosen.parts[place + 1].text if place + 1 < len(chosen.parts) else ""
        volume = is_journal(text, behind)
        found.wheres.append(journal(text) if volume else printed_venue(text))


def journal(text: str) -> Where:
    """Return the venue whose volume stands behind it, or ends it: a journal, whoever knows it."""
    text = without_volume(text)
    where = read_where(text)
    if where is not None and where.venue is not None:
        return where
    printed = printed_venue(text)
    return replace(printed, venue=replace(printed.venue, kind="journal")) if printed.venue else printed


def people_and_venue(part: Part) -> Cited | None:
    """Return people and a known venue that share one run in italics ("*Ann Lee (MIT) et al. ICLR 2023.*"), or None."""
    text = part.text
    if part.markup != "emphasis" or not any(sign in text for sign in _BETWEEN):
        return None
    cited = read_tail(text)
    if cited.rest or people.evidence(cited.people) < 2 or not any(where.sure for where in cited.wheres):
        return None
    run = people.split(cited.people)
    return cited if run.truncated or all(" " in name for name in run.names) else None


def read_aside(part: Part, behind: str) -> list[Where]:
    """Read the words on a bracketed link: a venue where a table, a date behind them or a host of papers says so."""
    where = read_where(part.text)
    dated = dates.find_year(behind) is not None
    if where is not None and where.venue is not None and (where.sure or dated):
        return [where]
    named = part.text[:1].isupper() and (dated or _labels_a_paper(part))
    return [printed_venue(part.text)] if named else []


def _labels_a_paper(part: Part) -> bool:
    """Whether the words on a bracketed link are those of a venue: capitalised words on a link to a host of papers."""
    words = part.text.split()
    return len(words) >= 2 and is_titled(words) and links.host_kind(part.href) == "paper"


def is_remark(text: str) -> bool:
    """Return whether markup in brackets says several things of a work, no date: "(New Idea, fast, best paper)".

    One of them may be called as a venue is; only the first would be one.
    """
    first, *others = text.strip("() ").split(",")
    if not others or not text.rstrip(" .").endswith(")") or any(map(str.isdigit, text)):
        return False
    where = read_where(first)
    return where is None or not where.sure


def read_code(text: str, *, first: bool) -> Where | None:
    """Read a date that is set as code, or a venue with one: for most code names a method. A venue may come first."""
    where = read_where(text)
    venue = where.venue if first and where is not None else None
    if venue is not None and venue.kind != "repository" and venue.abbreviation == text.strip():
        return where
    return where if where is not None and where.date is not None and (where.sure or not where.venue) else None


def stands_beside(stretch: str, inside: Sequence[Part], part: Part) -> bool:
    """Return whether italics stand where a venue does: behind a bracket, comma or full stop, or before a date."""
    place = inside.index(part)
    behind = inside[place + 1].text if place + 1 < len(inside) else ""
    if part.text.islower():
        return False
    if dates.find_year(behind[:20]) is not None:
        return True
    return (stretch.rstrip()[-1:] or ".") in "(,.;" and not (behind[:1] == " " and behind[1:2].islower())
