"""The fields of a work, out of all that its records state: which statement wins, and who made it."""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set

from curabib.match.bylines import best_formed
from curabib.match.score import extends
from curabib.match.wellformed import best_titled
from curabib.model import (
    Correction,
    Date,
    Fields,
    FieldValue,
    Identifier,
    Link,
    Names,
    Record,
    Venue,
    Work,
    family_key,
    fold,
)

_ORIGINS = {"override": 0, "hand": 1, "provider": 2, "list": 2, "lock": 4}
_YEAR_SOURCES = {"stated": 0, "": 1, "identifier": 2, "heading": 3}
_VENUE_KINDS = {"journal": 0, "conference": 0, "book": 0, "": 1, "workshop": 2, "repository": 3}
_VAGUE_TYPES = frozenset({"misc", "online", "unpublished", ""})

_CONTAINER_FIELDS = """
volume number issue pages pagetotal eid chapter series publisher issn isbn
editor eventdate eventtitle location institution booksubtitle maintitle volumes
"""
CONTAINER_FIELDS = frozenset(_CONTAINER_FIELDS.split())
"""Fields that say where in its venue a work stands; they are taken from statements about the winning venue only."""


def merge(
    uid: str,
    records: Sequence[Record],
    corrections: Sequence[Correction],
    disowned: Set[Identifier],
    absorbed: tuple[str, ...],
) -> Work:
    """Return the work that `records` (in the order of the lists) and a person's corrections describe.

    Corrections win over hand edits, these over providers, these over lists; of corrections the last wins, of other
    origins of one kind the first, unless one completes the other. `disowned` are identifiers that are another
    work's.
    """
    if len(records) == 1 and not corrections:
        return _alone(uid, records[0], disowned, absorbed)
    speakers = _speakers(records, corrections)
    removed = frozenset().union(*(correction.removed for correction in corrections))
    fields, chosen = _fields(speakers, removed)
    date_from = next((r for r in speakers if r.id == chosen.get("date")), None)
    assumed = date_from is not None and date_from.year_source == "heading"
    present = _present(records)
    typed = _typed(speakers, chosen.get("venue"))
    kind = typed.kind if typed.origin.kind != "override" else _typed(records, None).kind
    return Work(
        id=uid,
        entry_type=typed.entry_type or _typed(records, None).entry_type,
        kind=kind,
        fields=fields,
        records=(*records, *(correction.record for correction in corrections)),
        chosen=chosen,
        assumed=frozenset({"date"}) if assumed else frozenset(),
        topics=_union(record.topics for record in present if not record.withdrawn),
        keywords=_union(r.keywords for r in (*present, *(correction.record for correction in corrections))),
        links=_links(present, corrections),
        identifiers=_identifiers(records, corrections, disowned, removed),
        absorbed=absorbed,
        withheld=removed,
    )


def _alone(uid: str, record: Record, disowned: Set[Identifier], absorbed: tuple[str, ...]) -> Work:
    """Return the work of which only one record speaks."""
    heading = record.year_source == "heading" and "date" in record.fields
    return Work(
        id=uid,
        entry_type=record.entry_type,
        kind=record.kind,
        fields=record.fields,
        records=(record,),
        chosen=dict.fromkeys(record.fields, record.id),
        assumed=frozenset({"date"}) if heading else frozenset(),
        topics=() if record.withdrawn else tuple(dict.fromkeys(record.topics)),
        keywords=tuple(dict.fromkeys(record.keywords)),
        links=_links((record,), ()),
        identifiers=tuple(i for i in record.identifiers if i not in disowned),
        absorbed=absorbed,
    )


def _present(records: Sequence[Record]) -> Sequence[Record]:
    return [record for record in records if not record.withdrawn] or records


def _speakers(records: Sequence[Record], corrections: Sequence[Correction]) -> list[Record]:
    """Return who may state fields, the strongest first.

    What a source no longer says does not count where the same source says something else of the work now.
    """
    now = {record.origin for record in records if not record.withdrawn}
    heard = [record for record in records if not record.withdrawn or record.origin not in now]
    ranked = sorted(
        heard,
        key=lambda r: (
            _ORIGINS[r.origin.kind],
            r.origin.rank,
            r.origin.kind == "list",
            r.withdrawn,
            r.role == "mention",
        ),
    )
    return [correction.record for correction in reversed(corrections)] + ranked


def _fields(speakers: Sequence[Record], removed: Set[str]) -> tuple[Fields, dict[str, str]]:
    names = sorted({name for record in speakers for name in record.fields} - removed)
    values: dict[str, FieldValue] = {}
    chosen: dict[str, str] = {}
    home = _best_venue([r for r in speakers if "venue" in r.fields]) if "venue" in names else None
    for name in names:
        stating = [record for record in speakers if name in record.fields]
        if name in CONTAINER_FIELDS and home is not None:
            stating = [r for r in stating if r.origin.kind == "override" or _same_home(r, home)]
        if not stating:
            continue
        winner = home if name == "venue" and home else _CHOICES.get(name, _first)(stating, home)
        values[name], chosen[name] = _value(winner, name, stating), winner.id
    return Fields(values), chosen


def _value(winner: Record, name: str, stating: Sequence[Record]) -> FieldValue:
    """Return what the winner states, with the better forms that others have of the names in it."""
    value = winner.fields[name]
    if not isinstance(value, Names) or winner.origin.kind == "override" or len(stating) == 1:
        return value
    return best_formed(
        value, (names for record in stating if isinstance(names := record.fields[name], Names))
    )


def _tier(stating: Sequence[Record]) -> list[Record]:
    """Return the statements that are as strong as the first: of the same kind of origin, and as present."""
    first = stating[0]
    if first.origin.kind == "override":
        return [first]
    return [
        r
        for r in stating
        if (r.origin.kind, r.origin.rank, r.withdrawn)
        == (first.origin.kind, first.origin.rank, first.withdrawn)
    ]


def _first(stating: Sequence[Record], home: Record | None) -> Record:
    return stating[0]


def _fullest(stating: Sequence[Record], completes: Callable[[Record, Record], bool]) -> Record:
    best = stating[0]
    for record in _tier(stating)[1:]:
        if completes(record, best):
            best = record
    return best


def _title(stating: Sequence[Record], home: Record | None) -> Record:
    best = _fullest(stating, _completes_title)
    return best if best.origin.kind == "override" else best_titled(best, stating)


def _names(field: str) -> Callable[[Sequence[Record], Record | None], Record]:
    completes = _completes_names(field)
    return lambda stating, _home: _fullest(stating, completes)


def _completes_title(record: Record, best: Record) -> bool:
    return extends(fold(record.fields.title), fold(best.fields.title))


def _completes_names(name: str) -> Callable[[Record, Record], bool]:
    def completes(record: Record, best: Record) -> bool:
        fuller, shorter = record.fields[name], best.fields[name]
        return isinstance(fuller, Names) and isinstance(shorter, Names) and _is_fuller(fuller, shorter)

    return completes


def _is_fuller(fuller: Names, shorter: Names) -> bool:
    """Return whether a list of names says all that another says, and more: more people, or more of each name."""
    if len(fuller) < len(shorter) or (len(fuller) > len(shorter) and not shorter.truncated):
        return False
    for long, short in zip(fuller, shorter, strict=False):
        if family_key(long) != family_key(short) or not _given_extends(long.given, short.given):
            return False
    return _weight(fuller) > _weight(shorter)


def _given_extends(long: str, short: str) -> bool:
    longs, shorts = fold(long).split(), fold(short).split()
    return len(longs) >= len(shorts) and all(a.startswith(b) for a, b in zip(longs, shorts, strict=False))


def _weight(names: Names) -> tuple[int, bool, int]:
    return len(names), not names.truncated, sum(len(fold(name.given)) for name in names)


def _best_venue(stating: Sequence[Record]) -> Record | None:
    """Return who states the venue: the published version before workshop and preprint, known venues before others."""
    if not stating:
        return None
    return min(_tier(stating), key=lambda r: _venue_rank(r.fields.venue))


def _venue_rank(venue: Venue | None) -> tuple[int, bool]:
    return (_VENUE_KINDS.get(venue.kind, 1), not venue.abbreviation) if venue else (9, True)


def _same_home(record: Record, home: Record) -> bool:
    mine, theirs = record.fields.venue, home.fields.venue
    if mine is None or theirs is None or record is home:
        return True
    if mine.abbreviation or theirs.abbreviation:
        return mine.abbreviation == theirs.abbreviation
    return fold(mine.name) == fold(theirs.name)


def _date(stating: Sequence[Record], home: Record | None) -> Record:
    """Return who states the date: the entry's own words before its identifier before a heading.

    Of dates as good as each other the one of the winning venue is taken, then the first; a more exact date of the
    same year completes it.
    """
    tier = _tier(stating)
    best = min(tier, key=lambda r: (_YEAR_SOURCES[r.year_source], _distance(r, home)))
    for record in tier:
        if _refines(record.fields.date, best.fields.date) and record.year_source == best.year_source:
            best = record
    return best


def _distance(record: Record, home: Record | None) -> int:
    if home is None or record is home:
        return 0
    return 1 if record.fields.venue and _same_home(record, home) else 2


def _refines(fine: Date | None, coarse: Date | None) -> bool:
    if fine is None or coarse is None or fine.year != coarse.year:
        return False
    return (bool(fine.month) > bool(coarse.month)) or (
        fine.month == coarse.month and bool(fine.day) > bool(coarse.day)
    )


_CHOICES: Mapping[str, Callable[[Sequence[Record], Record | None], Record]] = {
    "title": _title,
    "author": _names("author"),
    "editor": _names("editor"),
    "date": _date,
}


def _typed(speakers: Sequence[Record], venue_from: str | None) -> Record:
    """Return who says what type the work is: a person, the one who states the venue, the first exact one, the first."""
    stated = [record for record in speakers if record.entry_type] or list(speakers)
    if stated[0].origin.kind == "override":
        return stated[0]
    home = next((r for r in stated if r.id == venue_from and r.entry_type not in _VAGUE_TYPES), None)
    return home or next((r for r in stated if r.entry_type not in _VAGUE_TYPES), stated[0])


def _union(parts: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for several in parts for part in several))


def _links(records: Sequence[Record], corrections: Sequence[Correction]) -> tuple[Link, ...]:
    by_url: dict[str, Link] = {}
    for record in (*(correction.record for correction in corrections), *records):
        for link in record.links:
            if link.url not in by_url or (link.label and not by_url[link.url].label):
                by_url[link.url] = link
    return tuple(by_url.values())


def _identifiers(
    records: Sequence[Record],
    corrections: Sequence[Correction],
    disowned: Set[Identifier],
    removed: Set[str],
) -> tuple[Identifier, ...]:
    """Return the identifiers: those a person states replace all of their scheme; withdrawn ones only fill in."""
    said = [i for correction in reversed(corrections) for i in correction.record.identifiers]
    fixed = {i.scheme for i in said} | set(removed)
    kept = dict.fromkeys(i for n, i in enumerate(said) if i.scheme not in {j.scheme for j in said[:n]})
    for now in (True, False):
        schemes = {i.scheme for i in kept} if not now else set()
        for record in records:
            if record.withdrawn != now:
                kept.update(
                    (i, None)
                    for i in record.identifiers
                    if i not in disowned and i.scheme not in fixed and i.scheme not in schemes
                )
    return tuple(kept)
