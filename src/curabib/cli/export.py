"""`curabib export`: a selection in a format, to stdout, a file, or one file for each part."""

from pathlib import Path
from typing import Any, cast

import click
from click.core import ParameterSource

from curabib.bibtex.profile import PROFILES
from curabib.cli.counted import counted
from curabib.cli.selection import Selection, chosen, report_printed, retractions, selection_options
from curabib.cli.session import Session
from curabib.diagnostics import CurabibError, Result
from curabib.library.select_order import SPLITS, ordered
from curabib.library.select_order import split as parts_of
from curabib.model import View
from curabib.project import plugins
from curabib.writers import Writer
from curabib.writers.untold import untold

_BY_SUFFIX = {
    ".bib": "bibtex",
    ".json": "csl-json",
    ".yaml": "csl-yaml",
    ".yml": "hayagriva",
    ".ris": "ris",
    ".enw": "enw",
    ".xml": "endnote-xml",
    ".rdf": "zotero-rdf",
    ".csv": "csv",
}
_FOR = ("zotero", "better-bibtex", "jabref")


@click.command("export")
@selection_options()
@click.option(
    "-f",
    "--format",
    "format_",
    metavar="FORMAT",
    shell_complete=lambda ctx, parameter, start: [
        n for n in plugins.BUILT_IN["curabib.writers"] if n.startswith(start)
    ],
    help="bibtex, biblatex, acm, csl-json, json, zotero-rdf, ris, csv, awesome-list, ... (docs/formats.md), or an "
    "installed writer  [default: by the suffix of -o, else bibtex]",
)
@click.option(
    "--for",
    "for_",
    type=click.Choice(_FOR),
    help="Write a .bib file as this program reads it, topics as its collections or groups.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Write to this file, or with --split-by into this folder.",
)
@click.option("--split-by", type=click.Choice(list(SPLITS)), help="Write one file for each.")
@click.option(
    "--split",
    type=click.IntRange(min=1),
    metavar="N",
    help="Write files of at most N entries, their numbers before the suffix.",
)
@click.option(
    "--like",
    metavar="LIST",
    help="With awesome-list: write it as this list is written, a file, an address or a source of the project; "
    "`standard` follows none  [default: the file that most of the works come from]",
)
@click.pass_obj
def command(
    session: Session,
    /,
    format_: str | None,
    for_: str | None,
    output: Path | None,
    split_by: str | None,
    split: int | None,
    like: str | None,
    **options: Any,
) -> None:
    r"""Write a selection in a format.

    QUERY is a query (see docs/queries.md); without one, and without conditions, everything is written. A file is
    replaced as a whole, never added to. With --split-by an entry goes into every file that it belongs to.

    \b
    Examples:
      curabib export --topic "Neural Collapse" -o references.bib
      curabib export 'author:frankle year:2018..2020' --format biblatex
      curabib export --venue ICML --year ">=2021" --format csl-json | pandoc --citeproc ...
      curabib export 'lottery or (pruning -has:code)' --allow-empty
      curabib export --split-by topic -o topics/
      curabib export --format zotero-rdf --split 500 -o library.rdf
      curabib export --for better-bibtex -o library.bib
      curabib export --format awesome-list --like README.md -o new.md
    """
    name = _format(format_ or ("awesome-list" if like else None), for_, output)
    if like and (name != "awesome-list" or split_by or split):
        raise CurabibError("--like is for one list: --format awesome-list, without --split and --split-by")
    writer = None if name in PROFILES else cast(Writer, plugins.load("writers", name))
    _refuse_to_mix(output, split_by, split)
    selection = chosen(session, options, by_topic=split_by == "topic")
    if not selection.entries and not options["allow_empty"]:
        return
    writer = writer or _dialect(session, name)
    whole = View(title="", entries=selection.entries)
    report_printed(session, (*retractions(selection.entries), *untold(name, whole)))
    if split_by:
        _write_parts(session, selection, writer, split_by, cast(Path, output))
        return
    if split:
        _write_numbered(session, selection, writer, split, cast(Path, output))
        return
    view = View(title=selection.query.text, entries=selection.entries)
    printed = None
    if name == "awesome-list":
        view = View(title="", entries=ordered(view.entries, "list") if _default("sort") else view.entries)
        printed = _like_a_list(session, view, like, output)
    printed = printed or writer.write(view)
    report_printed(session, printed.diagnostics)
    session.write(printed.value, output)
    if output is not None and str(output) != "-":
        session.say(f"{_entries(len(selection.entries))} written to {output}")


def _format(format: str | None, program: str | None, output: Path | None) -> str:
    """Return the name of the format that the options ask for together."""
    if program is not None:
        if format not in (None, "bibtex", "biblatex", program):
            raise CurabibError(
                f"--for {program} writes a .bib file, --format {format} another",
                hint="give one of the two",
            )
        return program
    return format or (_BY_SUFFIX.get(output.suffix.lower(), "bibtex") if output else "bibtex")


def _default(option: str) -> bool:
    """Return whether nobody has given the option."""
    source = click.get_current_context().get_parameter_source(option)
    return source in (None, ParameterSource.DEFAULT)


def _like_a_list(session: Session, view: View, like: str | None, output: Path | None) -> Result[str] | None:
    from curabib.cli.like import (
        keep_the_list,
        written_like,
    )  # reads lists, for which no other format needs a reader

    keep_the_list(session, like, output)
    return written_like(session, view, like)


def _dialect(session: Session, name: str) -> Writer:
    """Return the writer of a BibTeX dialect: one that copies what was printed before where that is kept."""
    if session.kept is None:
        return cast(Writer, plugins.load("writers", name))
    from curabib.sync.printed import KeptWriter

    return KeptWriter(name, session.kept)


def _refuse_to_mix(output: Path | None, split_by: str | None, split: int | None) -> None:
    """Raise CurabibError where many files would go into one place, or one file where a folder is."""
    if split and split_by:
        raise CurabibError("--split and --split-by exclude each other")
    if split and (output is None or str(output) == "-"):
        raise CurabibError("--split writes several files", hint="name them with -o FILE: FILE-1, FILE-2, ...")
    if split_by and (output is None or str(output) == "-"):
        raise CurabibError("--split-by writes several files", hint="name their folder with -o DIR")
    if split_by and output is not None and output.exists() and not output.is_dir():
        raise CurabibError(f"`{output}` is a file, --split-by needs a folder")
    if not split_by and output is not None and output.is_dir():
        raise CurabibError(
            f"`{output}` is a folder",
            hint="name a file, or write one file for each topic with --split-by topic",
        )


def _write_parts(session: Session, selection: Selection, writer: Writer, by: str, folder: Path) -> None:
    """Write each part to `FOLDER/SLUG.SUFFIX`; nothing is written before all parts are printed."""
    suffix = writer.extension.lstrip(".")
    printed: list[tuple[Path, str]] = []
    for part in parts_of(selection.entries, by):
        result = writer.write(View(title=part.title, entries=part.entries))
        report_printed(session, result.diagnostics)
        printed.append((folder / f"{part.slug}.{suffix}", result.value))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CurabibError(f"cannot make the folder `{folder}`: {error.strerror or error}") from error
    for path, text in printed:
        session.write(text, path)
    strangers = sorted(
        path.name for path in folder.glob(f"*.{suffix}") if path not in {p for p, _ in printed}
    )
    session.say(f"{_entries(len(selection.entries))} written to {counted(len(printed), 'file')} in {folder}")
    if strangers:
        session.say(f"not written by this export, and left as they are: {', '.join(strangers[:5])}")


def _write_numbered(session: Session, selection: Selection, writer: Writer, most: int, output: Path) -> None:
    """Write files of at most `most` entries, their numbers before the suffix; nothing before all are printed."""
    entries = selection.entries
    parts = [entries[start : start + most] for start in range(0, len(entries), most)] or [entries]
    width = len(str(len(parts)))
    printed: list[tuple[Path, str]] = []
    for number, part in enumerate(parts, 1):
        result = writer.write(View(title=selection.query.text, entries=part))
        report_printed(session, result.diagnostics)
        printed.append((output.with_name(f"{output.stem}-{number:0{width}}{output.suffix}"), result.value))
    for path, text in printed:
        session.write(text, path)
    session.say(
        f"{_entries(len(entries))} written to {counted(len(printed), 'file')}, the first is {printed[0][0]}"
    )


def _entries(count: int) -> str:
    return counted(count, "entry", "entries")
