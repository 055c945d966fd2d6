"""`curabib add`: a list becomes a source of the project."""

import re
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import click

from curabib.cli import options
from curabib.cli.one_list import load_patterns
from curabib.cli.session import Session, replace_file
from curabib.cli.sync import load_project
from curabib.diagnostics import CurabibError
from curabib.model.fold import fold

_ZOTERO = "zotero:"
_ZOTERO_EXPORTS = frozenset({"bibtex", "csl-json", "csl-yaml", "ris", "zotero-rdf"})
_NOT_IN_ID = re.compile(r"[^a-z0-9]+")


@click.command("add")
@click.argument("words", nargs=-1, required=True, metavar="[NAME] URL|FILE")
@click.option(
    "--reader", metavar="NAME", help="Read it with this reader instead of the one the content asks for."
)
@options.pattern
@click.option("--venue", help="The venue of all its entries, which the list itself does not state.")
@click.option("--year", help="The year of all its entries, which the list itself does not state.")
@click.pass_obj
def command(
    session: Session,
    words: tuple[str, ...],
    reader: str | None,
    pattern: Path | None,
    venue: str | None,
    year: str | None,
) -> int | None:
    r"""Add a list as a source.

    The list is read first, and what was found is counted; then curabib.yaml gets a few lines, with all its comments
    left in place. `curabib sync` takes the entries over. Exports of reference managers are lists too: `zotero:FILE`
    says that one comes from Zotero, whose collections become topics.

    \b
    Examples:
      curabib add awesome https://github.com/OWNER/AWESOME-LIST
      curabib add notes/icml.txt --venue ICML --year 2021
      curabib add zotero:"My Library.rdf"
    """
    from curabib.project.config_edit import add_source
    from curabib.project.files import read_bytes, read_text, written_like
    from curabib.project.text_edit import quote
    from curabib.sync.fetch import fetch
    from curabib.sync.understood import read_snapshot

    if len(words) > 2:
        raise click.UsageError(f"one name and one list at a time, not `{' '.join(words)}`")
    name, place = words if len(words) == 2 else ("", words[0])
    zotero = place.lower().startswith(_ZOTERO)
    place = place[len(_ZOTERO) :] if zotero else place
    project = load_project(session)
    web = place.lower().startswith(("http://", "https://"))
    settings = {
        "url" if web else "file": quote(place if web else _relative(place, project.home, project.root))
    }
    states = [f"{key}: {quote(value)}" for key, value in (("venue", venue), ("year", year)) if value]
    if states:
        settings["states"] = "{" + ", ".join(states) + "}"
    patterns = load_patterns(session, pattern) if pattern else ()
    if pattern and not patterns:
        return 2
    if patterns:
        settings["entry"] = "[" + ", ".join(quote(each.text) for each in patterns) + "]"
    id = name or _id_of(place)
    path = project.config_path
    before = read_text(path)
    put = partial(add_source, root=project.root, home=project.home, path=project.shown(path))
    text = put(before, id, settings)
    snapshot = fetch(place, source=id).snapshot
    if snapshot is not None:
        understood = read_snapshot(snapshot, reader, patterns)
        found_reader = understood.value.reading.reader
        if zotero and found_reader not in _ZOTERO_EXPORTS:
            raise CurabibError(
                f"`{place}` is read as `{found_reader}`, which Zotero does not export",
                hint="in Zotero, choose File, Export Library, and the format Zotero RDF",
            )
        if reader or zotero:
            text = put(before, id, {**settings, "reader": quote(reader or found_reader)})
        records = understood.value.records
        session.report(understood.diagnostics, sources={snapshot.path: snapshot.text})
        topics = len({topic for record in records for topic in record.topics})
        entries = f"{len(records)} {'entry' if len(records) == 1 else 'entries'}"
        under = f" under {topics} {'topic' if topics == 1 else 'topics'}" if topics else ""
        found = f"{entries}{under}, read as `{understood.value.reading.reader}`"
        if not records:
            raise CurabibError(
                f"`{place}` has no entries that curabib can find", hint="`curabib read` shows more"
            )
        session.say(f"{id}: {found}")
    replace_file(path, written_like(text, read_bytes(path)))
    session.say(f"added `{id}` to {project.shown(path)}; next: curabib sync")
    return None


def _relative(place: str, home: Path, root: Path) -> str:
    """Return a file's path relative to the settings, or raise CurabibError where it is outside the project."""
    file = Path(place).absolute()
    if not file.is_file():
        raise CurabibError(f"there is no file `{place}`")
    real = file.resolve()
    if not real.is_relative_to(root):
        raise CurabibError(
            f"`{place}` is outside the project's folder `{root}`", hint="put the list into the project first"
        )
    steps = [".."] * len(home.relative_to(root).parts)
    inner = real.relative_to(root)
    if real.is_relative_to(home):
        return real.relative_to(home).as_posix()
    return "/".join([*steps, inner.as_posix()])


def _id_of(place: str) -> str:
    """Return a name for a source: that of its repository, page or file."""
    if place.lower().startswith(("http://", "https://")):
        parts = urlsplit(place)
        steps = [step for step in parts.path.split("/") if step]
        host = parts.hostname or ""
        base = steps[1] if host.endswith(("github.com", "githubusercontent.com")) and len(steps) > 1 else ""
        base = base or (Path(steps[-1]).stem if steps else host)
    else:
        base = Path(place).stem
    id = _NOT_IN_ID.sub("-", fold(base).replace(" ", "-")).strip("-")[:60]
    if not id:
        raise CurabibError(f"`{place}` suggests no name for the source", hint="`curabib add NAME URL|FILE`")
    return id
