"""What mends each kind of mistake in a list: several ways, the likeliest first, and whether the evidence is sure."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field

from curabib.match.score import ratio
from curabib.match.wellformed import faults
from curabib.model import Identifier, Name, Record, Venue, fold
from curabib.model.nearest import distance
from curabib.sync.enrich.report import compare_authors
from curabib.sync.suggest.case import Case
from curabib.sync.suggest.cells import filled
from curabib.sync.suggest.people import line_of, mended
from curabib.sync.suggest.stretch import Edit
from curabib.sync.suggest.tags import keeps_tags
from curabib.sync.suggest.venues import Manner, Printed, added, printed, redated, years
from curabib.sync.suggest.wording import places, reworded

_LABEL = re.compile(r"position(?: paper)?\s*:", re.IGNORECASE)
_MOST_WAYS = 4
_MOST_MISSING = 2
_MOST_EDITS = 2
_LEAST_ALIKE = 60.0

Way = tuple[Edit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known beside a case: how the list prints venues, and the folded names of people as others write them.

    That is official records, and the list where it has a name more than once. `held` tells whether some authority has
    the whole volume of a venue and year, so that a work that it has elsewhere is not in there.
    """

    manner: Manner
    people: Collection[str] = field(default=frozenset())
    held: Callable[[Venue, int], bool] = lambda venue, year: False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mend:
    """The ways to mend one kind of mistake, the fields that they touch, and whether the evidence for it is sure."""

    title: str
    ways: Callable[[Case, Known], Iterator[Way]]
    fields: frozenset[str]
    sure: Callable[[Case, Known], bool]


def _official(case: Case) -> Record:
    assert case.found.record is not None  # noqa: S101  (the problem was found beside a record)
    return case.found.record


def _year(record: Record) -> int | None:
    return record.fields.date.year if record.fields.date is not None else None


def _stated_year(record: Record) -> int | None:
    return _year(record) if record.year_source == "stated" else None


def _venue(record: Record) -> Venue:
    return record.fields.venue or Venue(name="")


# titles


def _retitle(case: Case, known: Known) -> Iterator[Way]:
    new = " ".join(_official(case).fields.title.split())
    for first, last in places(case.stretch, case.record.fields.title):
        edits = reworded(case.stretch, first, last, new, cell=case.cell)
        if edits:
            yield edits


def _title_is_sure(case: Case, known: Known) -> bool:
    """Return whether a title is certainly the published one: of such a venue as the list names, and well formed."""
    mine, official = case.record.fields, _official(case)
    theirs = official.fields
    if _LABEL.match(theirs.title) and not _LABEL.match(mine.title):
        return False
    if ratio(fold(mine.title), fold(theirs.title)) < _LEAST_ALIKE:  # somebody pasted one of the two
        return False
    if faults(theirs.title) > faults(mine.title) or _venue(official).kind in ("", "repository"):
        return False
    return _venue(case.record).kind in ("", "repository", _venue(official).kind)


# authors


def _correct_authors(case: Case, known: Known) -> Iterator[Way]:
    mine, theirs = case.record.fields.authors, _official(case).fields.authors
    line = line_of(case.stretch, mine)
    if line is not None:
        edits = mended(line, mine, theirs, compare_authors(mine, theirs), cell=case.cell)
        if edits:
            yield edits


def _authors_are_sure(case: Case, known: Known) -> bool:
    """Return whether names are certainly slips of the pen, or people certainly forgotten.

    Not where the list's spelling is official elsewhere, where anybody would go, or where order is all there is to it:
    authorities err too, and preprints have other authors.
    """
    mine, official = case.record.fields.authors, _official(case)
    if _venue(official).kind in ("", "repository"):
        return False
    found = compare_authors(mine, official.fields.authors)
    if found.extra or found.reordered or len(found.missing) > min(_MOST_MISSING, len(mine)):
        return False
    return all(_is_slip(wrong, right, known) for wrong, right in found.misspelt)


def _is_slip(wrong: Name, right: Name, known: Known) -> bool:
    if fold(str(wrong)) in known.people or fold(wrong.given)[:1] != fold(right.given)[:1]:
        return False
    one, other = (fold(" ".join((name.prefix, name.family)) or name.literal) for name in (wrong, right))
    return one.count(" ") == other.count(" ") and distance(one, other) <= _MOST_EDITS


# venues and years


def _rename_venue(case: Case, known: Known) -> Iterator[Way]:
    official = _official(case)
    for found in printed(case.stretch, case.record):
        edits = _other_venue(case, known, found, official)
        if edits:
            yield edits


def _other_venue(case: Case, known: Known, found: Printed, official: Record) -> Way:
    """Return the edits that put an official venue, and its year, in the place of one that is printed."""
    text, year = case.stretch.text, _year(official)
    like = text[found.start : found.end]
    name = known.manner.name(_venue(official), year, like, case.stretch.language, cell=case.cell)
    if name is None:
        return ()
    edits = [Edit(found.start, found.end, name)]
    stated = _stated_year(case.record)
    if stated != year and _has_month(case.record):  # a day of another year makes no sense
        return ()
    if year is not None and stated is not None and stated != year:
        dated = found if found.year_end else next(years(case.stretch, case.record), None)
        edits += [redated(case.stretch, dated, year)] if dated is not None else []
    return tuple(edits)


def _has_month(record: Record) -> bool:
    return record.year_source == "stated" and record.fields.date is not None and record.fields.date.month > 0


def _redate(case: Case, known: Known) -> Iterator[Way]:
    year = _year(_official(case))
    for found in years(case.stretch, case.record):
        if year is not None:
            yield (redated(case.stretch, found, year),)


def _publish(case: Case, known: Known) -> Iterator[Way]:
    """Yield ways to say where a work was published: for the preprint, or where the list says such things."""
    official, stretch = _official(case), case.stretch
    venue, year = _venue(official), _year(official)
    for found in printed(stretch, case.record):
        if not _is_numbered(stretch.text, found.whole[1]):
            edits = _other_venue(case, known, found, official)
            if edits:
                yield edits
    name = known.manner.name(venue, year, "", stretch.language, cell=case.cell)
    if name is None or case.record.fields.venue is not None:
        return
    if case.columns:
        way = filled(stretch, case.columns, known.manner.rows, name, year)
        if way is not None:
            stated = _stated_year(case.record)
            dated = next(years(stretch, case.record), None) if stated not in (None, year) else None
            yield (*way, redated(stretch, dated, year)) if dated and year else way
        return
    for shape in known.manner.shapes:
        way = added(stretch, case.record, shape, name, year)
        if way is not None:
            yield way


def _is_numbered(text: str, end: int) -> bool:
    """Return whether a preprint's number follows its server's name: that is no venue to replace."""
    return (
        re.match(r"(?: preprint)?(?: arXiv)?\s?:\s?[\w.\-/]*\d", text[end : end + 60], re.IGNORECASE)
        is not None
    )


def _is_elsewhere(case: Case, known: Known) -> bool:
    """Return whether a work is certainly not in the volume that the list names: an authority has all of that."""
    mine, theirs = _venue(case.record), _venue(_official(case))
    year = _stated_year(case.record) or _year(case.record)
    both_known = bool(mine.abbreviation and theirs.abbreviation)
    return both_known and mine.kind == theirs.kind and year is not None and known.held(mine, year)


def _is_of_another_year(case: Case, known: Known) -> bool:
    """Return whether a year is certainly wrong: not one in which proceedings of the year before were printed.

    Journals have a year online and a year in print.
    """
    year, official = _stated_year(case.record), _year(_official(case))
    if _venue(_official(case)).kind not in ("conference", "workshop") or year is None or official is None:
        return False
    return year != official + 1 and known.held(_venue(case.record), year)


def _is_published(case: Case, known: Known) -> bool:
    year, official = _stated_year(case.record), _year(_official(case))
    printed_later = year is not None and official is not None and year == official + 1
    return _venue(_official(case)).kind in ("conference", "journal") and not printed_later


# links


def _relink(case: Case, known: Known) -> Iterator[Way]:
    """Yield ways to put the address of the right work in the place of one that is another's, or nobody's."""
    record = case.found.record
    bad = [identifier for identifier, _ in case.found.wrong] + list(case.found.unknown)
    for identifier in bad:
        edits = _readdressed(case, identifier, record) if record is not None else ()
        if edits:
            yield edits


def _readdressed(case: Case, identifier: Identifier, record: Record) -> Way:
    text, value = case.stretch.text, record.identifier(identifier.scheme)
    edits: list[Edit] = []
    for match in _ADDRESSES.finditer(text, case.stretch.start, case.stretch.end):
        at = match[0].casefold().find(identifier.value.casefold())
        if at < 0:
            continue
        if value:
            start = match.start() + at
            edits.append(Edit(start, start + len(identifier.value), value))
            continue
        page = address_of(record)
        if not page:
            return ()
        edits.append(Edit(match.start(), match.end(), page))
    return tuple(edits)


_ADDRESSES = re.compile(r"https?://[^\s()<>\[\]\"'|]{1,2000}")
_SAFE_ADDRESS = re.compile(r"https?://[A-Za-z0-9.\-]+/[A-Za-z0-9\-._~/?:@!$&=+,;%#]*\Z")


def address_of(record: Record) -> str:
    """Return the page of a record, where its address can stand in a list of any language as it is."""
    pages = [record.fields.text("url"), *(link.url for link in record.links)]
    return next((page for page in pages if _SAFE_ADDRESS.match(page)), "")


def _renumber(case: Case, known: Known) -> Iterator[Way]:
    """Yield the way to put the record's number of a preprint in the place of the list's."""
    official = _official(case)
    for identifier in case.record.identifiers:
        right = official.identifier(identifier.scheme)
        if right and right != identifier.value:
            edits = _readdressed(case, identifier, official)
            if edits:
                yield edits


def _replace_dead(case: Case, known: Known) -> Iterator[Way]:
    """Yield the way to put the address of the record in the place of one that is dead."""
    page = address_of(case.found.record) if case.found.record is not None else ""
    text = case.stretch.text
    edits = [
        Edit(match.start(), match.end(), page)
        for match in _ADDRESSES.finditer(text, case.stretch.start, case.stretch.end)
        if page and page not in case.dead and match[0] in case.dead
    ]
    if edits:
        yield tuple(edits)


def label_target(case: Case, message: str) -> str:
    """Return where a label without a link (`[pdf]`, named in a message) ought to lead, empty where nobody knows."""
    record, label = case.found.record, _LABELLED.search(message)
    if record is None or label is None:
        return ""
    word = label[1].lower()
    if word in _OF_PAGES:
        return address_of(record)
    of_kind = (link.url for link in record.links if link.label == word)
    return next((url for url in of_kind if _SAFE_ADDRESS.match(url)), "")


_LABELLED = re.compile(r"\[([A-Za-z][A-Za-z .&-]{0,24})\]")
_OF_PAGES = frozenset({"paper", "link", "url", "page", "proceedings"})


def _has_record(case: Case, known: Known) -> bool:
    return case.found.record is not None


def _never(case: Case, known: Known) -> bool:
    return False


MENDS: Mapping[str, Mend] = {
    "CB201": Mend(
        title="name the venue of the record",
        ways=_rename_venue,
        fields=frozenset({"venue", "date"}),
        sure=_is_elsewhere,
    ),
    "CB202": Mend(
        title="give the year of the record",
        ways=_redate,
        fields=frozenset({"date"}),
        sure=_is_of_another_year,
    ),
    "CB203": Mend(
        title="give the title of the record", ways=_retitle, fields=frozenset({"title"}), sure=_title_is_sure
    ),
    "CB204": Mend(
        title="name the authors of the record",
        ways=_correct_authors,
        fields=frozenset({"author"}),
        sure=_authors_are_sure,
    ),
    "CB205": Mend(
        title="say where it was published",
        ways=_publish,
        fields=frozenset({"venue", "date"}),
        sure=_is_published,
    ),
    "CB207": Mend(
        title="link to the right work", ways=_relink, fields=frozenset({"links"}), sure=_has_record
    ),
    "CB213": Mend(
        title="link to the record", ways=_replace_dead, fields=frozenset({"links"}), sure=_has_record
    ),
    "CB216": Mend(
        title="link to the number of the record", ways=_renumber, fields=frozenset({"links"}), sure=_never
    ),
    "CB208": Mend(title="link to the work", ways=_relink, fields=frozenset({"links"}), sure=_never),
}


def ways_of(case: Case, code: str, known: Known) -> tuple[Way, ...]:
    """Return up to four ways to mend what a code says of a case, each once; `()` where there is none.

    A way that would break the tags of the source is none.
    """
    mend = MENDS.get(code)
    if mend is None:
        return ()
    found: dict[Way, None] = {}
    for way in mend.ways(case, known):
        if keeps_tags(case.stretch, way):
            found[way] = None
        if len(found) == _MOST_WAYS:
            break
    return tuple(found)
