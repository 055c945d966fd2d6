"""All that is wrong with a list that stands alone, each mistake told once, by whoever tells it best."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from curabib.checks import Check, check
from curabib.checks.bib_file import check_bib
from curabib.checks.writing import check_writing, judges_links, with_local_links
from curabib.cli.library_of_list import library_of
from curabib.diagnostics import Diagnostic, Result
from curabib.model import Library, Snapshot
from curabib.sync.understood import Understood

_KEYS = "CB4"  # what allocation says of fresh keys is of no use where no key is kept

# what a check of the library says -> what reading the list has said of the same entry already
_SAID_BY_READING = {
    "CB560": "CB101",
    "CB561": "CB102",
    "CB569": "CB103",
    "CB572": "CB103",
    "CB577": "CB107",
    "CB578": "CB117",
    "CB581": "CB585",
}
# what looking at the whole entry says -> what looking at its very signs says of the same mistake
_NO_LINK = frozenset({"CB106", "CB107", "CB120", "CB585", "CB586", "CB587", "CB593"})
_SAID_BY_SIGNS = {
    "CB106": _NO_LINK - {"CB106", "CB107"},
    "CB107": _NO_LINK - {"CB107"},
    "CB109": frozenset({"CB585", "CB581"}),
    "CB577": _NO_LINK,
}

# what an entry may lack -> how that is said of many entries of a list, and the share of them from which on it is
_LACKING = {
    "CB107": ("no link is given", 1 / 4),
    "CB561": ("no author is stated", 1 / 2),
    "CB562": ("no year is stated", 1 / 2),
    "CB564": ("no venue is stated", 1 / 2),
    "CB577": ("neither link nor identifier is stated", 1 / 2),
}
_FEWEST_USUAL = 5


def problems(snapshot: Snapshot, understood: Result[Understood], judges: Sequence[Check]) -> list[Diagnostic]:
    """Return what reading a list has said, what its text and its library show, and what most entries lack, once."""
    reading = understood.value.reading
    library = library_of(understood.value.records, snapshot.path)
    writing = check_writing(snapshot, reading)
    writing += check_bib(snapshot) if reading.reader == "bibtex" else ()
    vague = {"CB120"} if judges_links(reading) else set()
    checked = check(_keyless(library.value), judges)
    read = [d for d in understood.diagnostics if d.code not in vague]
    said = (*_asked_for(_less_exact(read, writing), checked), *writing)
    local = with_local_links(reading)
    news = _news(said, checked)
    judged = [d for d in news if d.code != "CB577" or local.isdisjoint(_lines(d))]
    exact = _without_vaguer([*said, *_without_keys(library.diagnostics), *judged])
    return list(_usual(list(exact), len(library.value.entries)))


def _less_exact(said: Sequence[Diagnostic], better: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield what reading has said and what looking at the very words does not say again, with their column."""
    known = {(d.code, d.location.line) for d in better if d.location}
    for diagnostic in said:
        if not any((diagnostic.code, line) in known for line in _lines(diagnostic)):
            yield diagnostic


def _asked_for(said: Iterable[Diagnostic], checked: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield what reading has said but for authors missing where nobody expects any, as of a tool or a mention."""
    lacking = {line for d in checked if d.code == "CB561" for line in _lines(d)}
    return (d for d in said if d.code != "CB102" or not lacking.isdisjoint(_lines(d)))


def _news(said: Sequence[Diagnostic], checked: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield what reading has not said already, entry by entry."""
    known = {(d.code, d.location.line) for d in said if d.location}
    for diagnostic in checked:
        earlier = _SAID_BY_READING.get(diagnostic.code)
        if not (earlier and any((earlier, line) in known for line in _lines(diagnostic))):
            yield diagnostic


def _lines(diagnostic: Diagnostic) -> range:
    """Return the lines that a diagnostic is about."""
    at = diagnostic.location
    return range(at.line, max(at.line, at.end_line) + 1) if at else range(0)


def _without_vaguer(found: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield the diagnostics but for those of an entry that another one tells more exactly."""
    exact = {
        (code, line)
        for code, better in _SAID_BY_SIGNS.items()
        for diagnostic in found
        if diagnostic.code in better
        for line in _lines(diagnostic)
    }
    for diagnostic in found:
        if not any((diagnostic.code, line) in exact for line in _lines(diagnostic)):
            yield diagnostic


def _usual(found: Sequence[Diagnostic], entries: int) -> Iterator[Diagnostic]:
    """Yield the diagnostics, but what many entries of a list lack only once: it is how the list is, not a mistake."""
    counts = Counter(diagnostic.code for diagnostic in found)
    usual = {
        code: said
        for code, (said, share) in _LACKING.items()
        if counts[code] >= _FEWEST_USUAL and counts[code] > share * entries
    }
    yield from (diagnostic for diagnostic in found if diagnostic.code not in usual)
    for code, said in usual.items():
        first = min((d for d in found if d.code == code), key=lambda d: d.location.line if d.location else 0)
        yield replace(first, message=f"{said} by {counts[code]} of {entries} entries, the first being this")


def _without_keys(diagnostics: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield what matching found, without the keys that only this run knows."""
    return (replace(d, key="") for d in diagnostics if not d.code.startswith(_KEYS))


def _keyless(library: Library) -> Library:
    entries = tuple(replace(entry, key="", aliases=()) for entry in library.entries)
    return Library(entries=entries, by_key={})
