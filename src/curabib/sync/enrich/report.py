"""What the lists say otherwise than the authorities: what a list's curator may want to mend."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from curabib.diagnostics import Diagnostic, diagnose
from curabib.evidence.text import squash
from curabib.model import Entry, Identifier, Location, Name, Names, Record, Venue, family_key, fold
from curabib.model.nearest import nearest
from curabib.sync.enrich.lookup import Found

_NO_HOME = ("", "repository")


def report(entry: Entry, found: Found, provider: str) -> list[Diagnostic]:
    """Return what the lists state of a work otherwise than the record found for it, each at its line.

    CB201 venue, CB202 year, CB203 title, CB204 authors, CB205 published since, CB206 retracted, CB207 and CB208 wrong
    identifiers, CB209 other versions, CB210 offers that wait for a person, CB212 a volume without
    the work, CB216 another number of a preprint.
    """
    problems = [_other_work(entry, identifier, record, provider) for identifier, record in found.wrong]
    problems += [_unknown(entry, identifier, provider) for identifier in found.unknown]
    place = next((r.location for r in _listed(entry)), None)
    if found.record is None:
        if found.offers:
            count = f"{len(found.offers)} records" if len(found.offers) > 1 else "a record"
            message = f"`{provider}` has {count} that may be this work: {found.offers[0].reason}"
            help = "`curabib review` shows them" if entry.key else _IN_A_PROJECT
            problems.append(diagnose("CB210", message, place, key=entry.key, help=help))
        elif found.absent:
            stated = f"{entry.work.fields.venue} {entry.work.stated_year}"
            message = f"the list says `{stated}`, and none of its {found.absent} records in `{provider}` is this work"
            problems.append(
                diagnose("CB212", message, place, key=entry.key, help="look at the paper's own page")
            )
        return problems
    record = found.record
    told = bool(found.wrong)  # whose the number is that the list has: more than that it is not this record's
    for listed in _listed(entry):
        for check in _CHECKS:
            problems += (
                diagnose(code, message, listed.location, key=entry.key, help=help)
                for code, message, help in check(listed, record, provider)
                if not (told and code == "CB216")
            )
    if found.versions:
        others = ", ".join(f"`{_where(version)}`" for version in found.versions)
        message = f"`{provider}` has other versions of it: {others}; taken is `{_where(record)}`"
        problems.append(diagnose("CB209", message, place, key=entry.key))
    return problems


_IN_A_PROJECT = "look at the record; where the list is a source of a project, `curabib review` decides it"

Said = Iterator[tuple[str, str, str]]


def _venue(listed: Record, record: Record, provider: str) -> Said:
    mine, theirs = listed.fields.venue, record.fields.venue
    if theirs is None or theirs.kind == "repository":
        return
    if mine is None or mine.kind == "repository":
        yield "CB205", f"`{provider}` has it as published: `{_where(record)}`", "add the venue to the list"
    elif str(mine) != str(theirs) and not _is_called_so(mine, theirs):
        message = f"the list says `{_where(listed)}`, `{provider}` says `{_where(record)}`"
        yield "CB201", message, "correct the list, or overrides.yaml where the list is right"
    elif _year(listed) and _stated_year(record) and _year(listed) != _stated_year(record):
        said = f"has it under `{_year(listed)}`" if not _stated_year(listed) else f"says `{_where(listed)}`"
        message = f"the list {said}, `{provider}` says `{_where(record)}`"
        yield "CB202", message, "correct the list, or overrides.yaml where the list is right"


def _is_called_so(mine: Venue, theirs: Venue) -> bool:
    """Return whether two venues may be one under two names: one of them says no more than the other does.

    Of venues that the table knows, both must be known to differ.
    """
    if mine.abbreviation and theirs.abbreviation:
        return False
    one, other = (set(fold(venue.name).split()) - _NO_NAMES for venue in (mine, theirs))
    one, other = ({word for word in words if not word.isdigit()} for words in (one, other))
    return squash(mine.name) == squash(theirs.name) or bool(one and other and (one <= other or other <= one))


_NO_NAMES = frozenset("proceedings proc of the in on and for annual conference international".split())  # noqa: SIM905


def _title(listed: Record, record: Record, provider: str) -> Said:
    mine, theirs = listed.fields.title, record.fields.title
    if mine and squash(mine) != squash(theirs):
        yield "CB203", f"the list says `{mine[:120]}`, `{provider}` says `{theirs[:120]}`", ""


def _authors(listed: Record, record: Record, provider: str) -> Said:
    mine, theirs = listed.fields.authors, record.fields.authors
    if not mine.people or not theirs.people or theirs.truncated:
        return
    differences = author_differences(mine, theirs)
    if differences:
        yield "CB204", f"{'; '.join(differences[:4])} (`{provider}`)", "correct the list where it is wrong"


def _retracted(listed: Record, record: Record, provider: str) -> Said:
    if record.fields.text("pubstate") == "retracted":
        yield "CB206", f"`{provider}` says that it was retracted", ""


def _identifier(listed: Record, record: Record, provider: str) -> Said:
    for scheme in _ONE_A_WORK:
        mine, theirs = listed.identifier(scheme), record.identifier(scheme)
        if mine and theirs and mine != theirs:
            message = f"the list links to `{scheme}:{mine}`, `{provider}` says `{scheme}:{theirs}`"
            yield "CB216", message, "open both, and correct the link where it is that of another work"


_ONE_A_WORK = ("arxiv",)
"""Schemes of which a work has one number, whatever its versions; a DOI or an OpenReview page is one of a version."""


_CHECKS: tuple[Callable[[Record, Record, str], Said], ...] = (
    _venue,
    _title,
    _authors,
    _retracted,
    _identifier,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """How a list's authors differ from a record's: pairs of misspelt and right names, who is missing, who is extra.

    `reordered` where just the same people stand in another order.
    """

    misspelt: tuple[tuple[Name, Name], ...] = ()
    missing: tuple[Name, ...] = ()
    extra: tuple[Name, ...] = ()
    reordered: bool = False


def compare_authors(mine: Names, theirs: Names) -> Differences:
    """Return how two lists of authors differ.

    Given names, initials, accents and the letters that stand for them (`ae` for `ä`) make no difference; nor do people
    behind an "et al.".
    """
    missing = _without(theirs, mine)
    extra = _without(mine, theirs)
    misspelt: list[tuple[Name, Name]] = []
    for name in list(extra):
        other = misspelling(name, missing)
        if other is not None:
            misspelt.append((name, other))
            extra.remove(name)
            missing.remove(other)
    if mine.truncated:
        missing = []
    families, others = [*map(family_key, mine)], [*map(family_key, theirs)]
    same = not (misspelt or missing or extra) and sorted(families) == sorted(others)
    return Differences(
        misspelt=tuple(misspelt),
        missing=tuple(missing),
        extra=tuple(extra),
        reordered=same and families != others,
    )


def author_differences(mine: Names, theirs: Names) -> list[str]:
    """Return in words where two lists of authors differ: people misspelt, missing, added, in another order."""
    found = compare_authors(mine, theirs)
    return [
        *(f"`{name}` is there `{other}`" for name, other in found.misspelt),
        *(f"`{name}` is missing" for name in found.missing),
        *(f"`{name}` is not there" for name in found.extra),
        *(["the authors stand in another order there"] if found.reordered else []),
    ]


def misspelling(name: Name, candidates: list[Name]) -> Name | None:
    """Return the name of which `name` is a misspelling, if one of the candidates is near enough."""
    words = {_words(other): other for other in reversed(candidates)}
    near = nearest(_words(name), list(words), 1)
    if near:
        return words[near[0]]
    families = {family_key(other): other for other in reversed(candidates)}
    near = nearest(family_key(name), list(families), 1)
    other = families[near[0]] if near else None
    return other if other is not None and fold(other.given)[:1] == fold(name.given)[:1] else None


def _without(names: Names, others: Names) -> list[Name]:
    families = {form for name in others for form in _families(name)}
    words = {_words(name) for name in others}
    full = [fold(str(name)).split() for name in others]
    return [
        name
        for name in names
        if families.isdisjoint(_families(name))
        and _words(name) not in words
        and not any(_is_longer(fold(str(name)).split(), other) for other in full)
    ]


def _is_longer(one: list[str], other: list[str]) -> bool:
    """Return whether one name is another with a name more: `Tho Tran Huu` is `Tho Tran`."""
    shorter, longer = sorted((one, other), key=len)
    return 1 < len(shorter) < len(longer) and shorter[0] == longer[0] and set(shorter) <= set(longer)


_WRITTEN_OUT = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "å": "aa",
        "ø": "oe",
        "Ä": "Ae",
        "Ö": "Oe",
        "Ü": "Ue",
        "Å": "Aa",
        "Ø": "Oe",
    }
)


def _families(name: Name) -> tuple[str, str]:
    """Return the word by which a person is compared, plain and with the letters that stand for its accents."""
    out = Name(family=name.family.translate(_WRITTEN_OUT), literal=name.literal.translate(_WRITTEN_OUT))
    return family_key(name), family_key(out) or family_key(name)


def _words(name: Name) -> str:
    return " ".join(sorted(fold(str(name)).split()))


def _other_work(entry: Entry, identifier: Identifier, record: Record, provider: str) -> Diagnostic:
    message = f"`{identifier}` is `{record.fields.title[:100]}` for `{provider}`, another work"
    return diagnose(
        "CB207", message, _place_of(entry, identifier), key=entry.key, help="correct the link in the list"
    )


def _unknown(entry: Entry, identifier: Identifier, provider: str) -> Diagnostic:
    message = f"`{provider}` knows no `{identifier}`"
    return diagnose(
        "CB208", message, _place_of(entry, identifier), key=entry.key, help="correct the link in the list"
    )


def _place_of(entry: Entry, identifier: Identifier) -> Location | None:
    return next((r.location for r in _listed(entry) if identifier in r.identifiers), None)


def _listed(entry: Entry) -> list[Record]:
    return [r for r in entry.work.records if r.origin.kind == "list" and not r.withdrawn]


def _stated_year(record: Record) -> int:
    return _year(record, ("stated",))


def _year(record: Record, sources: tuple[str, ...] = ("stated", "heading")) -> int:
    """Return the year that an entry or the heading above it states; one that only an identifier tells is none."""
    date = record.fields.date
    return date.year if date is not None and record.year_source in sources else 0


def _where(record: Record) -> str:
    year = _stated_year(record)
    return " ".join(filter(None, (str(record.fields.venue or "no venue"), str(year) if year else "")))
