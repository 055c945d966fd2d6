"""Finding a work among the records of an authority, by the rules by which lists are matched.

A work is looked up by its identifiers, then by its title, then by pairs of an author and a rare word. What comes up is
judged as a record of another list would be: the same verdicts, the same guards. Nothing is taken that matching would
only ask about; that is offered to a person instead.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from curabib.match.judge import IDENTIFIER_ALONE, Judge, Verdict
from curabib.match.profile import Profile, of_record
from curabib.match.score import overlap, ratio, years_fit
from curabib.model import Date, Identifier, Names, Origin, Record, Venue, Work, family_key, fold
from curabib.sync.enrich.mended import alone, is_cut_short, is_meant, is_misspelt

How = Literal["identifier", "title", "likeness", "people", "person"]

_ORIGIN = Origin(kind="list", name="")
_PUBLISHED = {"journal": 0, "conference": 1, "book": 2, "": 3, "workshop": 4, "repository": 5}
_MOST_OFFERS = 5
WHOLE_VOLUME = 100
"""Records of one volume from which on it is believed to be there as a whole; smaller ones may be samples."""
_LEAST_TITLE = 60.0
_LABELS = ("position ", "position paper ")
"""ICML asks for the first since 2024, other venues for the second."""
_WINDOW = 1
"""Years that a work without title may lie from the year of its session."""


class Source(Protocol):
    """Where records are looked up: an authority's index, or a service.

    `complete` are the schemes of which it knows every identifier: one that it does not know is none. `thrifty` where
    every question costs a request: then what was found by an identifier is not looked for by its title.
    """

    @property
    def complete(self) -> frozenset[str]:
        """The schemes of which nothing is missing."""
        ...

    @property
    def thrifty(self) -> bool:
        """Whether questions cost requests."""
        ...

    def expect(self, identifiers: Sequence[Identifier]) -> None:
        """Be told which identifiers will be asked for, so that they can be asked for together."""
        ...

    def by_identifier(self, identifier: Identifier) -> Sequence[Record]:
        """Return the records that state an identifier."""
        ...

    def by_title(self, title: str) -> Sequence[Record]:
        """Return the records with a title of the same letters and digits."""
        ...

    def near(self, title: str, names: Names) -> Sequence[Record]:
        """Return the records that may be the same though the titles differ a little."""
        ...

    def size_of(self, venue: Venue, year: int) -> int:
        """Return how many records of one year of a venue there are, 0 where that is not known."""
        ...

    def knows_word(self, word: str) -> bool:
        """Return whether any title has a folded word; True where that is not known."""
        ...

    def by_people(self, names: Names) -> Sequence[Record]:
        """Return the records with just these authors in this order."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A record that may be the work, and why that is not sure."""

    record: Record
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What an authority has of a work.

    `record` is the version that is taken, None where there is none; `how` it was found; `versions` are its records of
    other versions; `offers` what a person must look at; `wrong` identifiers of the work that are another work's, with
    the record of that; `unknown` identifiers that do not exist. `absent` is how many records of the volume that the
    work states there are, where none of them is it.
    """

    record: Record | None = None
    how: How = "title"
    versions: tuple[Record, ...] = ()
    offers: tuple[Offer, ...] = ()
    wrong: tuple[tuple[Identifier, Record], ...] = ()
    unknown: tuple[Identifier, ...] = ()
    absent: int = 0


Decided = Callable[[Record], bool | None]
"""What a person has said of a record as the work: it is (True), it is not (False), nothing (None)."""


def _undecided(record: Record) -> bool | None:
    return None


def look_up(work: Work, source: Source, decided: Decided = _undecided) -> Found:
    """Return what a source has of a work.

    A record is taken where matching would join it, or where a person has `decided` so; of several, the version that
    the work states, else the published one before the preprint. A work without title is found by its whole list of
    at least two authors, in order, where a single work of its venue and year has it.
    """
    asked = profile_of(work)
    if not asked.title:
        return _by_people(work, source, decided)
    weighing = _Weighing(asked, decided)
    unknown: list[Identifier] = []
    for identifier in sorted(asked.strong):
        records = source.by_identifier(identifier)
        if not records and identifier.scheme in source.complete:
            unknown.append(identifier)
        weighing.take(records, "identifier")
    if not weighing.taken or not source.thrifty:
        weighing.take(source.by_title(work.fields.title), "title")
    if not weighing.taken and asked.authors:
        near = source.near(work.fields.title, work.fields.authors)
        weighing.take(near, "likeness")
        if not weighing.taken:
            weighing.take_mended(near, source.knows_word)
        if not weighing.taken and len(asked.authors) > 1:
            weighing.offer_namesakes(source.by_people(work.fields.authors))
    wrong = tuple(weighing.wrong)
    held = _held(work, source)
    if not held:
        weighing.put_back_other_versions(work)
    if not weighing.taken:
        ranked = sorted(weighing.offers.values(), key=lambda offer: _likeness(asked, offer.record))
        absent = held if not ranked and not wrong else 0
        return Found(offers=tuple(ranked[:_MOST_OFFERS]), wrong=wrong, unknown=tuple(unknown), absent=absent)
    ordered = sorted(weighing.taken.values(), key=lambda item: preference(work, item[0]))
    best, how = ordered[0]
    others = [record for record, _ in ordered[1:] if not _is_same_version(record, best)]
    return Found(record=best, how=how, versions=tuple(others), wrong=wrong, unknown=tuple(unknown))


class _Weighing:
    """The records that have come up for one work."""

    def __init__(self, asked: Profile, decided: Decided) -> None:
        self.asked = asked
        self.decided = decided
        self.judge = Judge({})
        self.taken: dict[str, tuple[Record, How]] = {}
        self.offers: dict[str, Offer] = {}
        self.wrong: list[tuple[Identifier, Record]] = []

    def take(self, records: Iterable[Record], how: How) -> None:
        for record in records:
            if record.id in self.taken or record.id in self.offers:
                continue
            word = self.decided(record)
            if word is not None:
                if word:
                    self.taken[record.id] = record, "person"
                continue
            candidate = _without_label(self.asked, of_record(record))
            verdict = self.judge.judge(self.asked, candidate)
            if _is_sure(verdict, self.asked, candidate):
                self.taken[record.id] = record, how
            elif verdict.code == "CB302":
                self.wrong.extend((i, record) for i in sorted(self.asked.strong & candidate.strong))
            elif verdict.code:
                self.offers[record.id] = Offer(record=record, reason=verdict.reason)

    def take_mended(self, records: Iterable[Record], known: Callable[[str], bool]) -> None:
        """Take records of which the work's title is a misspelt or shortened form, where they are of one title only."""
        undecided = [(record, of_record(record)) for record in records if self.decided(record) is None]
        misspelt = [pair for pair in undecided if is_misspelt(self.asked, pair[1], known)]
        cut_short = [pair for pair in undecided if is_cut_short(self.asked, pair[1], pair[0])]
        both = [pair for pair in undecided if is_meant(self.asked, pair[1], pair[0], known)]
        for meant in (misspelt, cut_short, both):
            if meant and alone([candidate for _, candidate in meant]):
                for record, _ in meant:
                    self.taken[record.id] = record, "likeness"
                    self.offers.pop(record.id, None)
                return

    def put_back_other_versions(self, work: Work) -> None:
        """Offer what was taken of another kind of venue than the work states: that may be another version of it."""
        stated = work.fields.venue
        if stated is None or stated.kind in ("", "repository"):
            return
        kinds = {venue.kind for record, _ in self.taken.values() if (venue := record.fields.venue)}
        if stated.kind in kinds:
            return
        for id, (record, how) in list(self.taken.items()):
            venue = record.fields.venue
            if how != "person" and venue is not None and venue.kind not in (stated.kind, "repository"):
                del self.taken[id]
                self.offers[id] = Offer(
                    record=record, reason=f"this version is that of `{venue}`, not of `{stated}`"
                )

    def offer_namesakes(self, records: Iterable[Record]) -> None:
        """Offer records of just these people: of the volume that the work states, or with a title somewhat like it."""
        for record in records:
            if record.id in self.offers or record.id in self.taken:
                continue
            if self.decided(record):
                self.taken[record.id] = record, "person"
            elif self.decided(record) is None:
                candidate = of_record(record)
                titles = ratio(self.asked.title, candidate.title)
                same_volume = (candidate.venue, candidate.year) == (self.asked.venue, self.asked.year)
                if same_volume or (titles >= _LEAST_TITLE and years_fit(self.asked, candidate)):
                    reason = f"the authors are the same, in the same order, and the titles are {titles:.0f} % alike"
                    self.offers[record.id] = Offer(record=record, reason=reason)


def _without_label(asked: Profile, candidate: Profile) -> Profile:
    """Return a candidate without the label that proceedings put before titles, if `asked` has none."""
    for label in _LABELS:
        if candidate.title.startswith(label) and not asked.title.startswith(label):
            return replace(candidate, title=candidate.title.removeprefix(label))
    return candidate


def _held(work: Work, source: Source) -> int:
    """Return how many records of the volume that a work states there are, 0 where it is not held as a whole."""
    venue, year = work.fields.venue, work.stated_year
    if venue is None or venue.kind in ("", "repository", "workshop") or year is None:
        return 0
    size = source.size_of(venue, year)
    return size if size >= WHOLE_VOLUME else 0


def profile_of(work: Work) -> Profile:
    """Return what a work looks like to the matcher: what lists and people state of it."""
    record = Record(
        id=f"work#{work.id}",
        origin=_ORIGIN,
        location=None,
        entry_type=work.entry_type,
        kind=work.kind,
        fields=work.fields,
        year_source="heading" if "date" in work.assumed else "stated",
        identifiers=work.identifiers,
    )
    return of_record(record)


def _is_sure(verdict: Verdict, asked: Profile, candidate: Profile) -> bool:
    """Return whether a verdict is enough for taking over statements: authors must agree, or an identifier and title."""
    if not verdict.strength or verdict.strength == IDENTIFIER_ALONE:
        return False
    return bool(asked.authors) or not asked.strong.isdisjoint(candidate.strong)


def preference(work: Work, record: Record) -> tuple[object, ...]:
    """Return what orders the versions of a work: as stated first, then published ones, the fullest, the first."""
    venue, stated = record.fields.venue, work.fields.venue
    same_venue = bool(venue and stated and stated.kind != "repository" and str(venue) == str(stated))
    year, stated_year = record.fields.date, work.stated_year
    same_year = bool(year and stated_year and year.year == stated_year)
    identified = any(identifier in work.identifiers for identifier in record.identifiers)
    return (
        not (same_venue and same_year),
        not same_venue,
        bool(stated and venue and stated.kind not in ("", "repository") and venue.kind != stated.kind),
        _PUBLISHED.get(venue.kind if venue else "repository", 3),
        not identified,
        not same_year,
        -len(record.fields),
        -len(record.identifiers),
        record.id,
    )


def _is_same_version(one: Record, other: Record) -> bool:
    mine, theirs = one.fields.venue, other.fields.venue
    return str(mine) == str(theirs) and _year(one) == _year(other)


def _year(record: Record) -> int:
    date = record.fields.date
    return date.year if isinstance(date, Date) else 0


def _likeness(asked: Profile, record: Record) -> tuple[float, float, str]:
    candidate = of_record(record)
    authors = overlap(asked, candidate)
    return -ratio(asked.title, candidate.title), -(authors or 0.0), record.id


def _by_people(work: Work, source: Source, decided: Decided) -> Found:
    """Find a work of which only the authors are known: those of its venue and year where these are stated."""
    names = work.fields.authors
    if len(names) < 2 or names.truncated:
        return Found()
    date, venue = work.fields.date, work.fields.venue
    chosen = [record for record in source.by_people(names) if decided(record)]
    if chosen:
        return Found(record=min(chosen, key=lambda record: preference(work, record)), how="person")
    fitting = [
        record
        for record in source.by_people(names)
        if decided(record) is not False
        and (date is None or abs(_year(record) - date.year) <= _WINDOW)
        and (venue is None or venue.kind == "repository" or str(record.fields.venue) == str(venue))
    ]
    exact = [record for record in fitting if date is None or _year(record) == date.year]
    works = {fold(record.fields.title) for record in exact or fitting}
    if len(works) == 1 and date is not None and venue is not None and exact and _same_people(names, exact[0]):
        best = min(exact, key=lambda record: preference(work, record))
        return Found(record=best, how="people")
    reason = "the authors are the same, in the same order, and the work has no title"
    offers = [Offer(record=record, reason=reason) for record in sorted(fitting, key=lambda r: r.id)]
    return Found(offers=tuple(offers[:_MOST_OFFERS]))


def _same_people(names: Names, record: Record) -> bool:
    """Return whether no given name of one list contradicts that of the other: initials and short forms may stand."""
    pairs = zip(names, record.fields.authors, strict=True)
    return all(
        family_key(one) == family_key(other) and _may_be(fold(one.given), fold(other.given))
        for one, other in pairs
    )


def _may_be(one: str, other: str) -> bool:
    return not one or not other or one[0] == other[0]
