"""Raw entries to records: the fields as values, the identifiers, the kind of thing, and what was odd."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

from curabib.diagnostics import Result
from curabib.evidence import links, people
from curabib.evidence.families import is_institution
from curabib.evidence.names import is_family_first, parse_name
from curabib.evidence.regex import regex
from curabib.evidence.text import clean
from curabib.model import (
    Date,
    Fields,
    FieldValue,
    Identifier,
    Link,
    Names,
    Origin,
    RawEntry,
    RawForm,
    Reading,
    Record,
    Role,
    Snapshot,
    Venue,
    YearSource,
)
from curabib.normalise.bracketed_names import drop_names
from curabib.normalise.cited_below import take_cited_below
from curabib.normalise.frames import settle_frames
from curabib.normalise.hashtags import take_hashtags
from curabib.normalise.headed import take_people_above
from curabib.normalise.kinds import entry_type_of, kind_of
from curabib.normalise.named_works import part_names
from curabib.normalise.neighbours import complete
from curabib.normalise.numbered_titles import take_numbers
from curabib.normalise.oddities import about_exports, oddities
from curabib.normalise.page import agrees, page_where
from curabib.normalise.parts import Parts, take_apart
from curabib.normalise.shape import choose
from curabib.normalise.slots import take_venues
from curabib.normalise.tasks import tell_measured
from curabib.normalise.topics import YEARS_TO_PRINT, topics_of
from curabib.normalise.understand import understand
from curabib.normalise.understood import Understood
from curabib.normalise.where import Where

if TYPE_CHECKING:
    from curabib.exchange.stated import Stated

_ARXIV_MONTH = regex(r"(?:[a-z.\-]+/)?(\d\d)(\d\d)", re.IGNORECASE)
_LONGEST_TEXT = 2000
_PUBLISHING = frozenset({"conference", "journal", "workshop"})
_WORDS_OF_PAPER = 3
_OF_PAPERS = frozenset({"arxiv", "acl", "cvf", "jmlr", "neurips", "openreview", "pmlr", "pmid"})


def normalise(reading: Reading, snapshot: Snapshot) -> Result[tuple[Record, ...]]:
    """Return one record for each entry of a reading, in its order, and what was odd about them.

    Nothing is corrected: a misspelt title stays misspelt. A year is the entry's own, else that of a preprint's
    arXiv number, else that of the heading, and `year_source` says which.
    """
    entries = tuple(entry for entry in reading.entries if entry.form != "fields")
    taken = [take_apart(entry) for entry in entries]
    take_hashtags(entries, taken)
    take_numbers(entries, taken)
    take_cited_below(entries, taken)
    chosen = choose(entries, taken)
    origin = Origin(kind="list", name=snapshot.source)
    records: list[Record] = []
    ids = _Ids(snapshot.source)
    seen_entries: list[tuple[RawEntry, Parts, Understood, Record]] = []
    said = [understand(*one) for one in zip(entries, taken, chosen, strict=True)]
    part_names(said)
    settle_frames(entries, said)
    take_people_above(entries, said)
    complete(entries, said, chosen)
    drop_names(taken, said)
    take_venues(entries, taken, said)
    tell_measured(entries, said)
    page = page_where((reading.title, reading.page), lambda: _stated_wheres(entries, said))
    understood = iter(zip(entries, taken, said, strict=True))
    stated: list[tuple[RawEntry, Stated]] = []
    for raw in reading.entries:
        if raw.language == "pattern":
            records.append(ids.of(_described_record(raw, origin)))
            continue
        if raw.form == "fields":
            # only the exports of other tools need their mappings
            fields = import_module("curabib.normalise.stated").read_stated(raw)
            stated.append((raw, fields))
            records.append(ids.of(_stated_record(raw, fields, origin)))
            continue
        entry, parts, found = next(understood)
        records.append(_record(entry, parts, found, origin, ids, page))
        seen_entries.append((entry, parts, found, records[-1]))
    return Result(tuple(records), (*oddities(seen_entries, snapshot.path), *about_exports(stated)))


class _Ids:
    """The ids of the records of one source: `SOURCE#` and 12 hex digits of what a record says, not where it stands.

    That is its title, authors, links and topics, and the identifiers that stand in none of the links. A true repeat
    gets a number behind it.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self._seen: dict[str, int] = {}

    def next(
        self,
        fields: Fields,
        record_links: Sequence[Link],
        topics: Sequence[str],
        identifiers: Sequence[Identifier],
    ) -> str:
        authors = fields.authors
        said = "\x1f".join(
            (
                fields.title,
                "\x1e".join([*map(str, authors), "…" if authors.truncated else ""]),
                "\x1e".join([link.url for link in record_links]),
                "\x1e".join(topics),
                *[str(i) for i in identifiers if not any(i.value in link.url for link in record_links)],
            )
        )
        found = f"{self._source}#{hashlib.sha256(said.encode()).hexdigest()[:12]}"
        count = self._seen[found] = self._seen.get(found, 0) + 1
        return found if count == 1 else f"{found}-{count}"

    def of(self, record: Record) -> Record:
        """Return a finished record with its id."""
        return replace(record, id=self.next(record.fields, record.links, record.topics, record.identifiers))


def _stated_record(entry: RawEntry, said: "Stated", origin: Origin) -> Record:
    date = said.fields.date
    return Record(
        id="",
        origin=origin,
        location=entry.location,
        entry_type=said.entry_type,
        kind=said.kind,
        fields=said.fields,
        year_source="stated" if date is not None else "",
        topics=tuple(dict.fromkeys(filter(None, map(clean, (*entry.headings, *said.topics))))),
        keywords=said.keywords,
        links=said.links,
        identifiers=said.identifiers,
    )


def _described_record(entry: RawEntry, origin: Origin) -> Record:
    described = import_module("curabib.normalise.described").describe(entry)
    more = described.more
    record = _record(entry, described.parts, described.understood, origin, None)
    stated = {identifier.scheme: identifier for identifier in (*record.identifiers, *more.identifiers)}
    venue, thesis = record.fields.venue, record.fields.text("type") if record.kind == "thesis" else ""
    if venue is not None and venue.kind in _PUBLISHING and record.kind not in ("paper", "thesis"):
        record = replace(
            record, kind="paper", entry_type=entry_type_of("paper", venue, thesis, record.identifiers)
        )
    return replace(
        record,
        fields=record.fields.updated(dict(more.fields)),
        topics=tuple(dict.fromkeys((*record.topics, *more.topics))),
        identifiers=tuple(stated[scheme] for scheme in sorted(stated)),
    )


def _stated_wheres(entries: Sequence[RawEntry], said: Sequence[Understood]) -> Iterator[Where]:
    """Return everything that entries, and the headings above them, say about venues and dates."""
    for headings in dict.fromkeys(entry.headings for entry in entries):
        yield topics_of(headings)[1]
    for entry, found in zip(entries, said, strict=True):
        if entry.form != "mention":
            yield from found.wheres


def _record(
    entry: RawEntry,
    parts: Parts,
    found: Understood,
    origin: Origin,
    ids: _Ids | None,
    page: Where | None = None,
) -> Record:
    """Return the record of an entry; it has no id yet where something will be added to it (`ids` is None).

    `page` is what the title of the document says of all its papers.
    """
    entry_links = _links(parts, found, entry.form)
    identifiers = _identifiers(entry, parts, found, entry_links)
    topics, heading = topics_of(entry.headings)
    venue, date, thesis = _where([*found.wheres])
    if found.measured or _is_older(heading, date, identifiers):
        heading = Where()
    if venue is None and heading.venue is not None and entry.form != "mention":
        venue = heading.venue
        if date is None and heading.sure:
            date = heading.date
    year_source: YearSource = "stated" if date is not None else ""
    if date is None:
        date, year_source = _year(venue, identifiers, heading if entry.form != "mention" else Where())
    found.run = _persons(people.split(clean(found.people))) if found.people else None
    names = _names(found.run) if found.run is not None else Names()
    kind = kind_of(
        entry,
        found.title,
        entry_links[: parts.main_links],
        topics,
        published=_published(found, venue, date) or any(i.scheme in _OF_PAPERS for i in identifiers),
        thesis=thesis,
    )
    if page is not None and page.date is not None and kind == "paper" and _lacks(venue, date, page):
        later = date is not None and date.year > page.date.year  # a preprint is not younger than its paper
        shown = bool(names) or any(identifier.scheme in _OF_PAPERS for identifier in identifiers)
        if entry.form != "mention" and shown and not later:
            venue = venue or page.venue
            date, year_source = (date, year_source) if year_source == "stated" else (page.date, "heading")
    values: dict[str, FieldValue] = {"title": found.title, "author": names}
    if venue is not None:
        values["venue"] = venue
    if date is not None:
        values["date"] = date
    if thesis:
        values["type"] = thesis
    unclear = found.doubtful or (not found.title and entry.form != "slot")
    role: Role = "mention" if entry.form == "mention" else "listed"
    fields = Fields(values)
    return Record(
        id=ids.next(fields, entry_links, topics, identifiers) if ids is not None else "",
        origin=origin,
        location=entry.location,
        entry_type=entry_type_of(kind, venue, thesis, identifiers),
        kind=kind,
        role=role,
        fields=fields,
        year_source=year_source,
        topics=topics,
        keywords=tuple(found.keywords),
        links=entry_links,
        identifiers=identifiers,
        text=_whole(entry) if unclear else "",
    )


def _lacks(venue: Venue | None, date: Date | None, page: Where) -> bool:
    """Whether an entry states no venue, or no date beside that of the page."""
    if venue is None or page.venue is None:
        return True
    return date is None and venue.kind != "repository" and agrees(venue, page.venue)


def _is_older(heading: Where, date: Date | None, identifiers: Sequence[Identifier]) -> bool:
    """Whether the event that a heading names with its year was over long before a work appeared."""
    if not heading.sure or heading.date is None:
        return False
    appeared = date or _preprinted(identifiers)
    return appeared is not None and appeared.year > heading.date.year + YEARS_TO_PRINT


def _published(found: Understood, venue: Venue | None, date: Date | None) -> bool:
    """Whether a title of some words stands beside a dated journal or conference."""
    dated = date is not None and venue is not None and venue.kind in ("journal", "conference")
    return dated and len(found.title.split()) >= _WORDS_OF_PAPER


def _whole(entry: RawEntry) -> str:
    """Return the text of the head of an entry as printed, without what is nested below it."""
    words: list[str] = []
    for piece in entry.pieces:
        if piece.kind == "break" and piece.text in ("item", "block"):
            break
        if piece.kind not in ("break", "image"):
            words.append(piece.text)
    return clean(" ".join(words))[:_LONGEST_TEXT]


def _persons(run: people.People) -> people.People:
    """Return a run of whole names without the institution behind them ("Percy Liang, Stanford")."""
    kept = tuple(name for place, name in enumerate(run.names) if not place or not is_institution(name))
    return replace(run, names=kept) if len(kept) < len(run.names) and " " in run.names[0] else run


def _names(run: people.People) -> Names:
    family_first = is_family_first(run.names)
    names = list(run.names)
    if (
        family_first
        and len(names) > 1
        and names[-1].endswith(".")
        and not any("." in name for name in names[:-1])
    ):
        names[-1] = names[-1][:-1]
    return Names(tuple(parse_name(name, family_first=family_first) for name in names), run.truncated)


def _links(parts: Parts, found: Understood, form: RawForm) -> tuple[Link, ...]:
    """Return the links in order, the title's own called after what its host keeps."""
    result = []
    for place, link in enumerate(parts.links):
        label = link.label
        if not label:
            kind = links.host_kind(link.url)
            own = link.url == found.title_href
            label = (kind if kind and kind != "badge" else "paper") if own else kind
            if own and (kind in ("", "paper") or (kind == "code" and links.is_document(link.url))):
                label = "paper"
        if label == "paper" and place >= parts.main_links and form != "heading":
            label = ""  # what a remark leads to is another work
        result.append(Link(label, link.url))
    return tuple(result)


def _identifiers(
    entry: RawEntry, parts: Parts, found: Understood, entry_links: Sequence[Link]
) -> tuple[Identifier, ...]:
    """Return at most one identifier of each scheme, from the entry's main links, then from its text."""
    result: dict[str, Identifier] = {}
    own = entry_links if entry.form == "heading" else entry_links[: parts.main_links]
    for link in own:
        identifier = links.identify(link.url)
        if identifier is not None:
            result.setdefault(identifier.scheme, identifier)
    texts = [part.text for part in parts.parts]
    if found.doi:
        doi = links.doi_identifier(found.doi)
        if doi is not None:
            result.setdefault(doi.scheme, doi)
    for text in texts:
        for identifier in links.identifiers_in_text(text):
            result.setdefault(identifier.scheme, identifier)
    return tuple(result[scheme] for scheme in sorted(result))


def _where(wheres: Sequence[Where]) -> tuple[Venue | None, Date | None, str]:
    """Return the venue, date and thesis type out of everything the entry states."""
    thesis = next((where.thesis for where in wheres if where.thesis), "")
    venues = [where for where in wheres if where.venue is not None]
    best = max(
        venues,
        key=lambda where: (
            where.sure,
            where.venue is not None and where.venue.kind != "repository",
            bool(where.venue and where.venue.abbreviation),
            where.date is not None,
        ),
        default=None,
    )
    venue = best.venue if best is not None else None
    date = best.date if best is not None else None
    dated = [where.date for where in wheres if where.date is not None]
    if date is None and dated:
        date = dated[0]
    loose = best is None or best.date is None or (venue is not None and venue.kind == "repository")
    if date is not None and not date.month and loose:
        date = next((other for other in dated if other.year == date.year and other.month), date)
    if thesis and venue is not None and not venue.abbreviation:
        venue = None
    return venue, date, thesis


def _year(
    venue: Venue | None, identifiers: Sequence[Identifier], heading: Where
) -> tuple[Date | None, YearSource]:
    if venue is None or venue.kind == "repository":
        date = _preprinted(identifiers)
        if date is not None:
            return date, "identifier"
    if heading.date is not None:
        return heading.date, "heading"
    return None, ""


def _preprinted(identifiers: Sequence[Identifier]) -> Date | None:
    """Return the year and month that the arXiv number among identifiers holds, or None."""
    return arxiv_date(next((one.value for one in identifiers if one.scheme == "arxiv"), ""))


def arxiv_date(value: str) -> Date | None:
    """Return the year and month that an arXiv number holds (info.arxiv.org/help/arxiv_identifier.html), or None."""
    match = _ARXIV_MONTH.match(value)
    if match is None:
        return None
    year, month = int(match[1]), int(match[2])
    if not 1 <= month <= 12:
        return None
    return Date((1900 if year >= 91 else 2000) + year, month)
