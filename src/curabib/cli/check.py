"""`curabib check`: all problems of a project, or of lists without one."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from curabib.checks import Check
from curabib.checks.weight import in_a_list
from curabib.cli import options
from curabib.cli.list_problems import problems
from curabib.cli.one_list import fetch_list, load_patterns
from curabib.cli.services import Look, links_of
from curabib.cli.session import Session
from curabib.diagnostics import CurabibError, Diagnostic, diagnose
from curabib.diagnostics.collection import Tally
from curabib.diagnostics.render.visible import visible
from curabib.model import Location, Snapshot
from curabib.project import plugins
from curabib.sync.understood import read_snapshot

if TYPE_CHECKING:
    from curabib.project.entry_pattern import EntryPattern

_ANNOTATIONS = frozenset({"github", "sarif"})  # whoever looks at these does not see stderr


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
        found = problems(snapshot, understood, judges())
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
