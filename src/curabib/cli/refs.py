"""`curabib refs`: a formatted reference list."""

from pathlib import Path
from typing import Any

import click

from curabib.cli.selection import chosen, report_printed, retractions, selection_options
from curabib.cli.session import Session, replace_file
from curabib.diagnostics import CurabibError
from curabib.model import View
from curabib.writers.references import (
    SUFFIXES,
    TARGETS,
    Options,
    Place,
    Style,
    Target,
    printed,
    style,
    typeset,
)

_EXTRAS = ("keywords", "links", "key")
_GROUPINGS = ("topic", "year", "venue", "type")
_BINARY: frozenset[Target] = frozenset({"docx"})
_LARGEST_TEMPLATE = 1_000_000


def _styles(ctx: click.Context, parameter: click.Parameter, start: str) -> list[str]:
    from curabib.writers.references.catalogue import WELL_KNOWN, names

    known = [name for name in WELL_KNOWN if name.startswith(start)]
    return known if not start or known else [name for name in names() if name.startswith(start)]


@click.command("refs")
@selection_options(sort="")
@click.option(
    "-s",
    "--style",
    "name",
    metavar="STYLE",
    default="plain",
    show_default=True,
    shell_complete=_styles,
    help="How references look: a name (`curabib styles` lists them), or the path of a .csl or .bst file.",
)
@click.option(
    "--bst",
    metavar="NAME",
    help="A BibTeX style, by path or as TeX finds it (plainnat), in place of --style.",
)
@click.option(
    "-t",
    "--to",
    "target",
    type=click.Choice(TARGETS),
    help="Language of the list  [default: by the suffix of -o, else text]",
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
@click.option(
    "--locale", metavar="LOCALE", default="", help="Language of the words that the style adds: de-DE, fr, ..."
)
@click.option("--group-by", type=click.Choice(_GROUPINGS), help="Put headings above parts of the list.")
@click.option(
    "--with", "extras", type=click.Choice(_EXTRAS), multiple=True, help="Add this below each reference."
)
@click.option("--highlight", metavar="AUTHOR", multiple=True, help="Print this person in bold.")
@click.option("--title", metavar="TEXT", default="", help="A title above the list.")
@click.option("--standalone", is_flag=True, help="With --to html: a whole page, for a website.")
@click.option(
    "--template",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A Jinja template that prints the list (see docs/references.md).",
)
@click.pass_obj
def command(session: Session, /, name: str, bst: str | None, target: Target | None, **options: Any) -> None:
    r"""Print a formatted reference list.

    QUERY is a query (see docs/queries.md). Thousands of citation styles are known by name. Those that sort (apa,
    plain, alpha, ...) do so whatever --sort says; others (ieee, unsrt, ...) keep the order that --sort asks for.

    \b
    Examples:
      curabib refs --topic "Neural Collapse"
      curabib refs --author Frankle --style ieee --sort newest --to markdown
      curabib refs 'year:2020..' --style apa --to html --standalone -o references.html
      curabib refs --style nature --group-by year --highlight "Jonathan Frankle" -o mine.docx
      curabib refs --key 'frankle*' --bst plainnat --to bbl > paper.bbl
    """
    output: Path | None = options["output"]
    to = target or _by_suffix(output)
    found = _style(session, name, bst, options)
    _refuse(found, to, options)
    selection = chosen(session, options)
    if not selection.entries and not options["allow_empty"]:
        return
    topics = options["topic"]
    title = options["title"] or (topics[0] if options["standalone"] and len(topics) == 1 else "")
    view = View(title=title, entries=selection.entries)
    references = typeset(view, found, headed=True)
    report_printed(session, (*retractions(selection.entries), *references.diagnostics))
    document = printed(references.value, to, found.options)
    if to in _BINARY:
        replace_file(output or Path("-"), document)
        return
    session.write(document.decode("utf-8"), output)


def _by_suffix(output: Path | None) -> Target:
    return SUFFIXES.get(output.suffix.lower().lstrip("."), "text") if output else "text"


def _style(session: Session, name: str, bst: str | None, options: dict[str, Any]) -> Style:
    """Return the style asked for, looked for in the project and beside the working directory."""
    root = session.find_root()
    chosen_options = Options(
        locale=options["locale"],
        group_by=options["group_by"] or "",
        extras=options["extras"],
        highlight=options["highlight"],
        template=_template(options["template"]),
        standalone=options["standalone"],
    )
    from curabib.project.renderings import Renderings, folder_of

    place = Place(root=root, base=Path(), kept=Renderings(folder_of(root)))
    return style(f"bst:{bst}" if bst else name, chosen_options, place)


def _template(path: Path | None) -> str:
    if path is None:
        return ""
    from curabib.project.files import read_text

    return read_text(path, limit=_LARGEST_TEMPLATE)


def _refuse(found: Style, to: Target, options: dict[str, Any]) -> None:
    """Raise CurabibError for options that contradict each other, before the library is read."""
    output: Path | None = options["output"]
    if options["sort"] and found.sorts:
        name = found.found.name[:60]
        alike = {"plain": "unsrt", "alpha": "unsrtalpha"}.get(name)
        hint = (
            f"`{alike}` looks the same and keeps the order asked for"
            if alike
            else "`ieee` and `unsrt` keep it"
        )
        raise CurabibError(f"the style `{name}` has an order of its own, --sort cannot change it", hint=hint)
    if options["standalone"] and to != "html":
        raise CurabibError("--standalone makes an HTML page", hint="add --to html")
    if options["standalone"] and options["template"]:
        raise CurabibError(
            "--standalone and --template each make the whole document", hint="leave one of them out"
        )
    if to in _BINARY and (output is None or str(output) == "-"):
        raise CurabibError(f"a {to} document goes to a file", hint=f"name it: -o references.{to}")
    if to == "bbl" and options["group_by"]:
        raise CurabibError("a .bbl file has no headings", hint="use --to latex with --group-by")
