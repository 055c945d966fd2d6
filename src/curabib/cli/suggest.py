"""`curabib suggest`: what the curator of a list may want to mend, and a patch that mends it."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from curabib.cli import options
from curabib.cli.library_of_list import library_of
from curabib.cli.one_list import fetch_list, load_patterns
from curabib.cli.services import links_of
from curabib.cli.session import Session, replace_file
from curabib.cli.sync import load_project, progress
from curabib.diagnostics import CODES, CurabibError
from curabib.diagnostics.mending import mend
from curabib.diagnostics.render.visible import visible
from curabib.model import Snapshot, Venue
from curabib.sync.patching import Original, original
from curabib.sync.pipeline import build
from curabib.sync.suggest import KINDS, Answer, suggest
from curabib.sync.suggest.answers import asked_answers, held_volumes, kept_answers, source_like
from curabib.sync.understood import Understood, read_snapshot

if TYPE_CHECKING:
    from curabib.project import Project, Source
    from curabib.project.entry_pattern import EntryPattern
    from curabib.sync.enrich.lookup import Source as Lookup
    from curabib.sync.suggest import Suggested

Read = Callable[[Snapshot], Understood]

_NOTHING_KEPT = "no record of an authority is kept about any work; `curabib enrich` asks, or has found none"
_NOT_FOUND = "no authority that was asked has a record of this list's works; `curabib enrich` asks again"


def _prefixes(ctx: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Return the prefixes of codes that `--only` asks for; a usage error for what names none."""
    found: list[str] = []
    for value in values:
        if value.lower() in KINDS:
            found += KINDS[value.lower()]
        elif any(code.startswith(value.upper()) for code in CODES) and value:
            found.append(value.upper())
        else:
            raise click.BadParameter(f"`{value}` is no code and none of {', '.join(KINDS)}")
    return tuple(found)


@click.command("suggest")
@click.argument("place", metavar="FILE|URL|NAME")
@click.option("--patch", is_flag=True, help="Print a patch of the list, and its problems to stderr.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the patch to this file.")
@click.option("--apply", "applying", is_flag=True, help="Change the list itself (a file on this machine).")
@click.option(
    "--only",
    metavar="CODE|KIND",
    multiple=True,
    callback=_prefixes,
    help=f"Look at this only (repeatable): a code, or one of {', '.join(KINDS)}.",
)
@click.option("--all", "doubtful", is_flag=True, help="Mend too what the evidence is not sure of.")
@click.option(
    "--from",
    "names",
    metavar="PROVIDER",
    multiple=True,
    help="Ask this provider now (repeatable); needs no project. `--from authority` asks all local authorities.",
)
@click.option("--links", is_flag=True, help="Look whether every link is there, and mend those that are not.")
@click.option("--offline", is_flag=True, help="Use no network but for the list itself.")
@options.reader
@options.pattern
@click.pass_obj
def command(
    session: Session,
    place: str,
    patch: bool,
    output: Path | None,
    applying: bool,
    only: tuple[str, ...],
    doubtful: bool,
    names: tuple[str, ...],
    links: bool,
    offline: bool,
    reader: str | None,
    pattern: Path | None,
) -> int:
    r"""Say what a list has wrong, and print a patch that mends it.

    What authorities said of the list's works (`curabib enrich`) is held against the list: venues, years, titles,
    authors, preprints published since, links; and how its entries are written. In a project the list is one of its
    sources, or a copy of one; with --from any list will do, and the authorities are asked now. The patch
    holds the fewest edits in the list's own manner, each of which was proven by reading the list again.

    \b
    Examples:
      curabib suggest README.md
      curabib suggest --patch README.md | git apply
      curabib suggest --patch awesome --only published -o published.patch
      curabib suggest --from authority --patch https://github.com/OWNER/LIST
      curabib suggest README.md --only title --all --apply
      curabib suggest README.md --links --only link --patch
    """
    if applying and (patch or output):
        raise click.UsageError("--apply changes the list; --patch and -o leave it")
    if applying and (place == "-" or "://" in place):
        raise click.UsageError("--apply is for files on this machine")
    patterns = load_patterns(session, pattern) if pattern else ()
    if pattern and not patterns:
        return 2
    wanted = Wanted(reader=reader, patterns=patterns, names=names, offline=offline)
    with ExitStack() as stack:
        if names or (session.find_root() is None and not _exists_only_in_project(place)):
            listed = _any_list(session, place, wanted, stack)
        else:
            listed = _of_project(session, place, wanted, stack)
        dead = links_of(session, listed.understood.records, offline=offline) if links else {}
        snapshot = listed.snapshot
        suggested = suggest(
            snapshot,
            listed.understood,
            listed.answers,
            listed.read,
            only=only,
            doubtful=doubtful,
            dead=dead,
            held=listed.held,
        )
    data = not (patch or output or applying)
    session.report(suggested.problems, sources={snapshot.path: snapshot.text}, data=data)
    _conclude(session, listed.place, snapshot, suggested, patch=patch, output=output, applying=applying)
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How to read the list, and whom to ask about it."""

    reader: str | None
    patterns: "Sequence[EntryPattern]"
    names: tuple[str, ...]
    offline: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A list, where it was read, how it is read again, and what is known of its works."""

    place: str
    snapshot: Snapshot
    understood: Understood
    read: Read
    answers: tuple[Answer, ...]
    held: Callable[[Venue, int], bool]


def _exists_only_in_project(place: str) -> bool:
    """Return whether a place can only be the name of a source."""
    return place != "-" and "://" not in place and not Path(place).exists()


def _reading(reader: str | None, patterns: "Sequence[EntryPattern]") -> Read:
    return lambda snapshot: read_snapshot(snapshot, reader, patterns).value


def _any_list(session: Session, place: str, wanted: Wanted, stack: ExitStack) -> Listed:
    """Return any list, with what providers say now."""
    from curabib.cli.services import providers_of

    snapshot = fetch_list(place)
    read = _reading(wanted.reader, wanted.patterns)
    understood = read(snapshot)
    asked = () if "authority" in wanted.names else wanted.names
    library = library_of(understood.records, snapshot.path).value
    providers = providers_of(asked, stack, offline=wanted.offline)
    answers = asked_answers(library, understood, providers, progress(session))
    session.report(answers.diagnostics)
    held = held_volumes([provider.source for provider in providers])
    return Listed(
        place=place, snapshot=snapshot, understood=understood, read=read, answers=answers.value, held=held
    )


def _of_project(session: Session, place: str, wanted: Wanted, stack: ExitStack) -> Listed:
    """Return a source of the project, or a copy of one, with what the project keeps of it."""
    from curabib.cli.authority import registry_of

    project = load_project(session)
    place, source = _source(project, place)
    snapshot = fetch_list(place)
    library = build(project).value.library
    if source is None:
        source = source_like(project, library, _reading(wanted.reader, wanted.patterns)(snapshot))
    read = _reading(wanted.reader or source.reader or None, wanted.patterns or source.entry)
    understood = read(snapshot)
    answers = kept_answers(library, understood, source.id)
    if not answers:
        asked = any(r.origin.kind == "provider" for entry in library.entries for r in entry.work.records)
        session.say(_NOT_FOUND if asked else _NOTHING_KEPT)
    registry = registry_of()
    said = {answer.provider for answer in answers}
    indexes: list[Lookup] = []
    for name in (added.name for added in registry.list() if f"authority:{added.name}" in said):
        with suppress(CurabibError):  # without it, less is sure
            indexes.append(stack.enter_context(registry.open(name)))
    held = held_volumes(indexes)
    return Listed(
        place=place, snapshot=snapshot, understood=understood, read=read, answers=answers, held=held
    )


def _source(project: "Project", place: str) -> "tuple[str, Source | None]":
    """Return where to read a list, and the source that it is by name, address or path, None where it may be a copy."""
    named = project.source(place)
    if named is not None and not Path(place).exists():
        if named.git is not None:
            raise CurabibError(
                f"the source `{named.id}` is a revision of a repository", hint="name the file to mend"
            )
        return named.url or str(project.root / named.file), named
    for source in project.sources:
        if source.url == place or (source.file and _same_file(project.root / source.file, Path(place))):
            return place, source
    return place, None


def _same_file(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)


def _conclude(
    session: Session,
    place: str,
    snapshot: Snapshot,
    suggested: "Suggested",
    *,
    patch: bool,
    output: Path | None,
    applying: bool,
) -> None:
    """Print or apply the edits, and say what was left out."""
    kept = [p for p in suggested.mending if not (session.ignore and p.code.startswith(session.ignore))]
    count = len(kept)
    if patch or output or applying:
        listed: Original = original(place, snapshot)
        mended = mend(listed.text, snapshot.path, kept, only_safe=False)
        count = len(mended.applied)
        if applying and mended.applied:
            replace_file(Path(place), listed.encode(mended.text))
        elif output is not None and str(output) != "-":
            replace_file(output, listed.patch(mended.text).encode("utf-8", "surrogateescape"))
        elif not applying and mended.applied:
            session.write_bytes(listed.patch(mended.text).encode("utf-8", "surrogateescape"))
    done = "mended" if applying else "to mend"
    left = f"; --all tries {suggested.doubtful} more that are not sure" if suggested.doubtful else ""
    session.say(f"{visible(snapshot.path)}: {count} {done}{left}{_unmended(suggested)}")


def _unmended(suggested: "Suggested") -> str:
    """Return what to say of problems that get no edit, and why."""
    if not suggested.unmended:
        return ""
    if suggested.fielded:
        return f"; {suggested.unmended} only told: a list of fields (BibTeX, RIS, ...) gets no edits"
    return f"; {suggested.unmended} only told: no edit of it reads back as it should"
