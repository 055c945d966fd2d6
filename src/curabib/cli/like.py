"""Writing a selection as the list that its works come from: which list that is, and what is said of it."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from curabib.cli.counted import counted
from curabib.cli.session import Session
from curabib.diagnostics import CurabibError, Result
from curabib.model import Entry, View
from curabib.project import Project, Source, load

if TYPE_CHECKING:
    from curabib.sync.likeness import Likeness

STANDARD = "standard"
"""What `--like` is given for the shape that follows no list."""


def written_like(session: Session, view: View, like: str | None) -> Result[str] | None:
    """Return the view in the shape of a list (a file, an address, `-`, or a source by its name).

    Without `like` it is the list that most of the works come from, if that is a file of the project. None stands for
    the standard shape: where it is asked for, or where there is no such list. Raises CurabibError for a list that
    cannot be had, or in which no shape shows.
    """
    if like == STANDARD:
        return None
    root = session.find_root()
    project = load(root).value if root is not None else None
    source = _named(project, like) if like is not None else _main(project, view.entries)
    if like is None and (project is None or source is None or not _at_hand(project, source)):
        if source is not None:
            session.say(
                f"in the standard shape; --like {source.id} fetches `{source.place}` and writes it as that is"
            )
        return None
    found = _like(project, source, like or "", view)
    likeness = found.value
    if likeness is None:
        if like is None:
            session.say(f"`{source.place if source else ''}` shows no shape to write in: in the standard one")
            return None
        raise CurabibError(
            f"`{like}` shows no shape that entries could be written in",
            hint="it must be a list in Markdown, Org, reStructuredText, HTML or text, with titles in its entries",
        )
    place = source.place if source is not None else like or ""
    plain = f", {len(likeness.plain)} in the standard shape" if likeness.plain else ""
    session.say(
        f"written as `{place}` is: {counted(likeness.shaped, 'entry', 'entries')} in its shape{plain}"
    )
    return Result(likeness.text, found.diagnostics)


def _like(
    project: Project | None, source: Source | None, place: str, view: View
) -> "Result[Likeness | None]":
    from curabib.cli.one_list import fetch_list
    from curabib.sync import likeness
    from curabib.sync.fetch import fetch_source

    if project is None or source is None:
        return likeness.written_like(view, fetch_list(place))
    snapshot = fetch_source(source, project.root).snapshot
    if snapshot is None:
        raise AssertionError("an unconditional request was answered with `not modified`")
    return likeness.written_like(view, snapshot, source.reader or None, source.entry)


def keep_the_list(session: Session, like: str | None, output: Path | None) -> None:
    """Raise CurabibError where a new list would replace one that is read, and all that it says besides its entries."""
    if output is None or not output.is_file():
        return
    root = session.find_root()
    sources = load(root).value.sources if root is not None else ()
    lists = [root / source.file for source in sources if root is not None and source.file]
    for path in (*lists, *([Path(like)] if like else [])):
        if path.exists() and path.samefile(output):
            raise CurabibError(
                f"`{output}` is a list that people keep: it would lose all but its entries",
                hint="write to another file, and take over from it what is new",
            )


def _named(project: Project | None, like: str) -> Source | None:
    """Return the source of that name, or the one whose file that is, so that its settings hold."""
    for source in project.sources if project is not None else ():
        file = project.root / source.file if project is not None and source.file else None
        if source.id == like or (
            file is not None and file.exists() and Path(like).resolve() == file.resolve()
        ):
            return source
    return None


def _main(project: Project | None, entries: Sequence[Entry]) -> Source | None:
    """Return the source that most of the works come from; of equals, the first in the settings."""
    counts = Counter(
        name
        for entry in entries
        for name in {r.origin.name for r in entry.work.records if r.origin.kind == "list"}
    )
    sources = project.sources if project is not None else ()
    return max((s for s in sources if counts[s.id]), key=lambda source: counts[source.id], default=None)


def _at_hand(project: Project, source: Source) -> bool:
    return bool(source.file) and not source.archived and (project.root / source.file).is_file()
