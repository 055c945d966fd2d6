"""`curabib check`: all problems of a project, or of lists without one."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from curabib.checks import Check, check
from curabib.checks.bib_file import check_bib
from curabib.checks.weight import in_a_list
from curabib.checks.writing import check_writing, judges_links, with_local_links
from curabib.cli import options
from curabib.cli.library_of_list import library_of
from curabib.cli.one_list import fetch_list, load_patterns
from curabib.cli.services import Look, links_of
from curabib.cli.session import Session
from curabib.diagnostics import CurabibError, Diagnostic, diagnose
from curabib.diagnostics.collection import Tally
from curabib.diagnostics.render.visible import visible
from curabib.model import Library, Location, Snapshot
from curabib.project import plugins
from curabib.sync.understood import read_snapshot

if TYPE_CHECKING:
    from curabib.project.entry_pattern import EntryPattern

_ANNOTATIONS = frozenset({"github", "sarif"})  # whoever looks at these does not see stderr
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

# what an entry may lack -> how that is said of most entries of a list
_LACKING = {
    "CB561": "no author is stated",
    "CB562": "no year is stated",
    "CB564": "no venue is stated",
    "CB577": "neither link nor identifier is stated",
}
_FEWEST_USUAL = 5


@click.command("check")
@click.argument("places", metavar="[FILE|URL|-]...", nargs=-1)
@click.option("--strict", is_flag=True, help="Status 1 for warnings too, not for errors only.")
@click.option(
    "--fix", is_flag=True, help="Apply the safe fixes to the project's own files (never to a list)."
)
@click.option(
    "--diff", is_flag=True, help="Print the safe fixes of lists as a patch, and their problems to stderr."
)
@click.option("--links", is_flag=True, help="Look whether every link is there; uses the network.")
@click.option("--offline", is_flag=True, help="Look at links only as far as answers are kept.")
@click.option("--ignore", metavar="PREFIX", multiple=True, help="Leave out codes that start so (repeatable).")
@options.reader
@options.pattern
@click.pass_obj
def command(
    session: Session,
    places: tuple[str, ...],
    strict: bool,
    fix: bool,
    diff: bool,
    links: bool,
    offline: bool,
    ignore: tuple[str, ...],
    reader: str | None,
    pattern: Path | None,
) -> int:
    r"""Find problems in the project, or in lists and .bib files.

    Without an argument, the project is checked: its files, its records, its library, and whether its outputs
    are up to date. With arguments, each list is read and checked by itself, no project needed. Problems are
    printed to stdout in the format that --output-format asks for; the status is 1 if one of them is an error, or if
    --diff has something to mend.

    \b
    Examples:
      curabib check
      curabib check --fix
      curabib check README.md --strict --ignore CB564
      curabib check README.md --diff | git apply
      curabib check references.bib
      curabib check README.md --links
      curabib --output-format github check README.md
    """
    session.strict = strict
    session.ignore = ignore
    if places:
        if fix:
            raise click.UsageError(
                "--fix is for a project; lists are never edited, but --diff prints a patch"
            )
        patterns = load_patterns(session, pattern) if pattern else ()
        if pattern and not patterns:
            return 2
        look = partial(links_of, session, offline=offline) if links else None
        unread = sum(
            not _check_list(session, place, reader, patterns, diff=diff, look=look) for place in places
        )
        if unread:
            return 2
    elif reader or diff or pattern:
        option = "reader" if reader else "diff" if diff else "pattern"
        raise click.UsageError(f"--{option} is for lists given as arguments")
    else:
        from curabib.cli.check_project import check_project

        look = partial(links_of, session, offline=offline) if links else None
        check_project(session, judges(), fix=fix, look=look)
    if session.reporter.tally == Tally():
        session.say("no problems")
    return session.status()


def judges() -> Sequence[Check]:
    """Return all checks, the built-in ones and those of installed packages, by name."""
    return [cast(Check, plugins.load("checks", name)) for name in plugins.names("checks")]


def _check_list(
    session: Session,
    place: str,
    reader: str | None,
    patterns: "Sequence[EntryPattern]",
    *,
    diff: bool,
    look: Look | None = None,
) -> bool:
    """Report the problems of a list, with `diff` print what mends them; return whether it could be read at all."""
    try:
        snapshot = fetch_list(place)
        understood = read_snapshot(snapshot, reader, patterns)
        library = library_of(understood.value.records, snapshot.path)
        reading = understood.value.reading
        writing = check_writing(snapshot, reading)
        writing += check_bib(snapshot) if reading.reader == "bibtex" else ()
        vague = {"CB120"} if judges_links(reading) else set()
        read = [d for d in understood.diagnostics if d.code not in vague]
        said = (*_less_exact(read, writing), *writing)
        local = with_local_links(reading)
        news = _news(said, check(_keyless(library.value), judges()))
        judged = [d for d in news if d.code != "CB577" or local.isdisjoint(_lines(d))]
        said = (*said, *_without_keys(library.diagnostics))
        exact = list(_without_vaguer([*said, *judged]))
        found = list(_usual(exact, len(library.value.entries)))
        found += look(understood.value.records).values() if look else ()
    except CurabibError as error:
        session.error(error)
        if session.output_format in _ANNOTATIONS:
            session.report([diagnose("CB010", str(error), Location(path=place, line=1))], data=not diff)
        return False
    session.report(map(in_a_list, found), sources={snapshot.path: snapshot.text}, data=not diff)
    if diff:
        _print_patch(session, place, snapshot, found)
    return True


def _print_patch(session: Session, place: str, snapshot: Snapshot, found: Sequence[Diagnostic]) -> None:
    from curabib.diagnostics.mending import mend
    from curabib.sync.patching import original

    kept = [d for d in found if not d.code.startswith(session.ignore)] if session.ignore else found
    list_ = original(place, snapshot)
    mended = mend(list_.text, snapshot.path, kept)
    if mended.applied:
        session.write_bytes(list_.patch(mended.text).encode("utf-8", "surrogateescape"))
        session.fail()
    session.say(f"{visible(snapshot.path)}: {len(mended.applied)} to mend")


def _less_exact(said: Sequence[Diagnostic], better: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield what reading has said and what looking at the very words does not say again, with their column."""
    known = {(d.code, d.location.line) for d in better if d.location}
    for diagnostic in said:
        if not any((diagnostic.code, line) in known for line in _lines(diagnostic)):
            yield diagnostic


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
    """Yield the diagnostics, but what most entries of a list lack only once: it is how the list is, not a mistake."""
    counts = Counter(diagnostic.code for diagnostic in found)
    usual = {
        code: said
        for code, said in _LACKING.items()
        if counts[code] >= _FEWEST_USUAL and 2 * counts[code] > entries
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
