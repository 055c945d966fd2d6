"""`curabib refs`: a formatted reference list."""

from pathlib import Path
from typing import Any, cast

import click

from curabib.cli.selection import chosen, report_printed, selection_options
from curabib.cli.session import Session
from curabib.diagnostics import CurabibError
from curabib.model import View
from curabib.writers.references import TARGETS, Target, render, sorts_itself, styles


@click.command("refs")
@selection_options(sort="")
@click.option(
    "-s",
    "--style",
    metavar="STYLE",
    default="plain",
    show_default=True,
    shell_complete=lambda ctx, parameter, start: [name for name in styles() if name.startswith(start)],
    help=f"How references look: {', '.join(styles())}.",
)
@click.option(
    "-t",
    "--to",
    "target",
    type=click.Choice(TARGETS),
    default="text",
    show_default=True,
    help="Language of the list.",
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
@click.pass_obj
def command(session: Session, /, style: str, target: str, output: Path | None, **options: Any) -> None:
    r"""Print a formatted reference list.

    QUERY is a query (see docs/queries.md). The styles plain and alpha sort by author, year and title; unsrt and
    unsrtalpha keep the order that --sort asks for (by key, without it).

    \b
    Examples:
      curabib refs --topic "Neural Collapse"
      curabib refs --author Frankle --style unsrt --sort newest --to markdown
      curabib refs 'year:2020..' --style alpha --to html -o references.html
      curabib refs --key 'frankle*' --to latex > references.bbl
    """
    if options["sort"] and sorts_itself(style):
        raise CurabibError(
            f"the style `{style[:60]}` has an order of its own, --sort cannot change it",
            hint=f"`{'unsrtalpha' if style == 'alpha' else 'unsrt'}` looks the same and keeps the order asked for",
        )
    if style not in styles():
        render(View(title="", entries=()), style, "text")  # raises what is wrong before the library is read
    selection = chosen(session, options)
    if not selection.entries and not options["allow_empty"]:
        return
    printed = render(View(title=selection.query.text, entries=selection.entries), style, cast(Target, target))
    report_printed(session, printed.diagnostics)
    session.write(printed.value, output)
