"""`curabib refs`: a formatted reference list."""

from pathlib import Path
from typing import Any, cast

import click

from curabib.cli.selection import chosen, report_printed, retractions, selection_options
from curabib.cli.session import Session, replace_file
from curabib.diagnostics import CurabibError
from curabib.model import View
from curabib.project.settings import LIST_SUFFIXES
from curabib.writers.references import (
    ALSO,
    BINARY,
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
_LARGEST_TEMPLATE = 1_000_000
_UNWRITTEN = frozenset(
    {"pdf", "odt", "doc", "epub", "ps", "dvi", "png", "jpg", "jpeg", "svg", "xlsx", "pptx", "pages"}
)
"""Suffixes of documents that no target can be."""
_DEFAULT_STYLE = "plain"


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
    shell_complete=_styles,
    help="How references look: a name (`curabib styles` lists them), or the path of a .csl or .bst file  "
    "[default: plain]",
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
@click.option("--locale", metavar="LOCALE", help="Language of the words that the style adds: de-DE, fr, ...")
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
def command(
    session: Session, /, name: str | None, bst: str | None, target: Target | None, **options: Any
) -> None:
    r"""Print a formatted reference list.

    QUERY is a query (see docs/queries.md). Thousands of citation styles are known by name. Those that have an order
    of their own (apa, plain, alpha, ...) sort by it, unless --sort asks for another; a .bst style never gives it up.

    \b
    Examples:
      curabib refs --topic "Neural Collapse"
      curabib refs --author Frankle --style ieee --sort newest --to markdown
      curabib refs 'year:2020..' --style apa --to html --standalone -o references.html
      curabib refs --style nature --group-by year --highlight "Jonathan Frankle" -o mine.docx
      curabib refs --key 'frankle*' --bst plainnat --to bbl > paper.bbl
    """
    output: Path | None = options["output"]
    to = _target(output, target)
    _refuse(name, bst, to, options)
    found = _style(session, name, bst, options)
    if options["sort"] and found.found.engine == "bst" and found.sorts:
        hint = "`unsrt`, `ieee` and other CSL styles keep the order asked for"
        raise CurabibError(
            f"the BibTeX style `{found.found.name[:60]}` has an order of its own, --sort cannot change it",
            hint=hint,
        )
    selection = chosen(session, options)
    if not selection.entries and not options["allow_empty"]:
        return
    topics = options["topic"]
    title = options["title"] or (topics[0] if options["standalone"] and len(topics) == 1 else "")
    view = View(title=title, entries=selection.entries)
    references = typeset(view, found, headed=True, to=to)
    report_printed(session, (*retractions(selection.entries), *references.diagnostics))
    document = printed(references.value, to, found.options)
    if to in BINARY:
        replace_file(output or Path("-"), document)
        return
    session.write(document.decode("utf-8"), output)


def _target(output: Path | None, target: Target | None) -> Target:
    """Return the language that is asked for, else the one of the suffix; raises CurabibError where they disagree."""
    suffix = output.suffix.lower().lstrip(".") if output else ""
    if not suffix or (
        output and output.exists() and not output.is_file()
    ):  # a device has no suffix to speak of
        return target or "text"
    known = LIST_SUFFIXES.get(suffix)
    if suffix in _UNWRITTEN:
        hint = (
            "a docx, rtf or html can be printed as one"
            if suffix == "pdf"
            else f"there are {', '.join(TARGETS)}"
        )
        raise CurabibError(f"a reference list cannot be written as `.{suffix}`", hint=hint)
    if known is None and target is None:
        raise CurabibError(f"what `.{suffix}` holds is not known", hint=f"say it: --to {'|'.join(TARGETS)}")
    if known is not None and target is not None and target not in ALSO.get(suffix, {known}):
        raise CurabibError(f"`{output}` would not hold {target}", hint="leave --to out, or change the suffix")
    return cast(Target, target or known)


def _style(session: Session, name: str | None, bst: str | None, options: dict[str, Any]) -> Style:
    """Return the style asked for, looked for in the project and beside the working directory."""
    root = session.find_root()
    chosen_options = Options(
        locale=options["locale"] or "",
        group_by=options["group_by"] or "",
        extras=options["extras"],
        highlight=options["highlight"],
        template=_template(options["template"]),
        standalone=options["standalone"],
        keep_order=bool(options["sort"]),
    )
    from curabib.project.renderings import Renderings, folder_of

    place = Place(root=root, base=Path(), kept=Renderings(folder_of(root)))
    return style(name or _DEFAULT_STYLE if bst is None else f"bst:{bst}", chosen_options, place)


def _template(path: Path | None) -> str:
    if path is None:
        return ""
    from curabib.project.files import read_text

    return read_text(path, limit=_LARGEST_TEMPLATE)


def _refuse(name: str | None, bst: str | None, to: Target, options: dict[str, Any]) -> None:
    """Raise CurabibError for options that contradict each other, before the library is read."""
    output: Path | None = options["output"]
    if name is not None and bst is not None:
        raise CurabibError("--style and --bst each name a style", hint="leave one of them out")
    if options["locale"] is not None and not options["locale"].strip():
        raise CurabibError(
            "--locale names no language", hint="leave it out for the style's own, or say de-DE, fr, ..."
        )
    if options["standalone"] and to != "html":
        raise CurabibError("--standalone makes an HTML page", hint="add --to html")
    if options["standalone"] and options["template"]:
        raise CurabibError(
            "--standalone and --template each make the whole document", hint="leave one of them out"
        )
    if to in BINARY and (output is None or str(output) == "-"):
        raise CurabibError(f"a {to} document goes to a file", hint=f"name it: -o references.{to}")
    if to == "bbl" and options["group_by"]:
        raise CurabibError("a .bbl file has no headings", hint="use --to latex with --group-by")
