"""`curabib adopt`: take over the keys of an existing .bib file."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from curabib.cli.session import Session
from curabib.diagnostics.render.visible import visible_lines

if TYPE_CHECKING:
    from curabib.diagnostics import Result
    from curabib.library.lock import Lock
    from curabib.model import Library


@click.command("adopt")
@click.argument(
    "file", metavar="FILE.bib", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)
)
@click.option("--dry-run", is_flag=True, help="Show what would change; write nothing.")
@click.pass_obj
def command(session: Session, file: Path, dry_run: bool) -> None:
    r"""Take over the keys of an existing .bib file.

    Every entry of FILE.bib that is a work of this bibliography gives the work its key; the key that the work had stays
    an alias. Entries are found by identifier, else by title and authors; those that are not in this bibliography are
    reported. Papers that cite the old file go on compiling with the new one.

    \b
    Examples:
      curabib adopt thesis.bib --dry-run
      curabib adopt ~/papers/references.bib
      cat *.bib | curabib adopt -
    """
    from curabib.bibtex.parse import parse
    from curabib.cli.sync import load_project
    from curabib.diagnostics import Result
    from curabib.library.adopt import adopt
    from curabib.project.files import MAX_BYTES, read_text
    from curabib.sync.plan import plan_text
    from curabib.sync.rekey import rekey

    project = load_project(session)
    piped = str(file) == "-"
    text = sys.stdin.buffer.read(MAX_BYTES).decode("utf-8-sig", "replace") if piped else read_text(file)
    document = parse(text.replace("\r\n", "\n"), str(file))
    count = 0

    def change(library: "Library", lock: "Lock") -> "Result[Lock]":
        nonlocal count
        adoption = adopt(document, library, lock, str(file))
        count = len(adoption.value.adopted)
        return Result(adoption.value.lock, adoption.diagnostics)

    result = rekey(project, change, write=not dry_run, wait=10.0)
    session.report(result.diagnostics, sources={str(file): text})
    session.write(visible_lines(plan_text(result.value.plan)))
    session.say(f"{count} of {len(document.entries)} keys {'would be ' if dry_run else ''}adopted")
    if result.value.blocked:
        session.fail()
