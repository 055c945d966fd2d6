"""Venues that the venue table does not know, or knows otherwise."""

import re
from collections.abc import Iterator

from curabib.checks.place import of_field
from curabib.diagnostics.diagnostic import Diagnostic, diagnose
from curabib.model import Entry, Library, Venue
from curabib.venues import expand

_TABLED = frozenset({"", "conference", "journal"})
_PMLR_VOLUME = re.compile(r"v(\d{1,4})/", re.ASCII)


def check(library: Library) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each venue outside the table, and each that lies in another volume than its number says.

    A venue that many entries name is reported once, at the first of them.
    """
    unknown: dict[str, list[Entry]] = {}
    for entry in library.entries:
        venue = entry.work.fields.venue
        if venue is None or entry.state != "active":
            continue
        if not venue.abbreviation and venue.kind in _TABLED and entry.work.kind == "paper":
            unknown.setdefault(venue.name, []).append(entry)
        elif venue.abbreviation:
            yield from _volume(entry, venue)
            yield from _place_of_identifier(entry, venue)
    for name, entries in sorted(unknown.items()):
        count = len(entries)
        message = (
            f"venue `{name[:80]}` is not in the venue table ({count} {'entry' if count == 1 else 'entries'})"
        )
        yield diagnose("CB565", message, of_field(entries[0], "venue"), key=entries[0].key)


def _volume(entry: Entry, venue: Venue) -> Iterator[Diagnostic]:
    date = entry.work.fields.date
    match = _PMLR_VOLUME.match(entry.work.identifier("pmlr"))
    if match is None or date is None:
        return
    volume = expand(venue, date.year)
    if volume.volume and "Machine Learning Research" in volume.series and volume.volume != match.group(1):
        message = (
            f"`{venue} {date.year}` is volume `{volume.volume}`, "
            f"but `pmlr:{entry.work.identifier('pmlr')}` is in volume `{match.group(1)}`"
        )
        yield diagnose("CB568", message, of_field(entry, "venue"), key=entry.key)


def _place_of_identifier(entry: Entry, venue: Venue) -> Iterator[Diagnostic]:
    """Yield a diagnostic where an identifier lies in the proceedings of another venue than the one stated."""
    if venue.kind in ("workshop", "repository"):
        return
    for identifier in entry.work.identifiers:
        pattern = _SAYS_VENUE.get(identifier.scheme)
        match = pattern.search(identifier.value) if pattern else None
        said = match[1].casefold() if match and match.groups() else identifier.scheme
        expected = _VENUE_OF.get(said, "") if match else ""
        if expected and expected != venue.abbreviation:
            message = f"venue `{venue}` is not that of `{identifier}`, which is `{expected}`"
            yield diagnose("CB568", message, of_field(entry, "venue"), key=entry.key)


# scheme -> where its identifiers say the venue; a pattern without a group says it by being of that scheme
_SAYS_VENUE = {
    "neurips": re.compile(r"\A\d{4}/"),
    "jmlr": re.compile(r"\Av\d+/\d\d-"),
    "cvf": re.compile(r"_(CVPR|ICCV|WACV)_\d{4}"),
    "acl": re.compile(r"\A\d{4}\.(acl|emnlp|naacl|eacl|aacl|coling|tacl)-(?:long|short|main|1)\b"),
}
_VENUE_OF = {
    name.casefold(): name
    for name in (
        "NeurIPS",
        "JMLR",
        "CVPR",
        "ICCV",
        "WACV",
        "ACL",
        "EMNLP",
        "NAACL",
        "EACL",
        "AACL",
        "COLING",
        "TACL",
    )
}
