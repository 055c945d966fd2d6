"""`curabib list`: a line for each entry of a selection."""

import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import click

from curabib.cli.selection import chosen, selection_options
from curabib.cli.session import Session
from curabib.diagnostics import CurabibError
from curabib.diagnostics.render.visible import visible, visible_json, width
from curabib.model import Entry, Names, View

_MOST_KEY = 32
_MOST_VENUE = 20
_MOST_CREDIT = 28
_CHOSEN = (0, 1, 130)  # fzf's statuses: chosen, nothing matches, left by Esc or Ctrl-C
_COLUMNS = (
    "key",
    "year",
    "authors",
    "title",
    "venue",
    "type",
    "state",
    "topics",
    "keywords",
    "doi",
    "arxiv",
    "url",
)


@click.command("list")
@selection_options()
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "keys", "tsv", "json", "fzf"]),
    default="text",
    show_default=True,
    help="One line an entry fitted to the terminal, keys alone, tab-separated values, all that is known, or lines "
    "to choose from.",
)
@click.option("--pick", is_flag=True, help="Choose entries in fzf, and print their keys.")
@click.pass_obj
def command(session: Session, /, format_: str, pick: bool, **options: Any) -> None:
    r"""List entries.

    QUERY is a query (see docs/queries.md); without one, and without conditions, everything is listed. Lines are cut to
    the width of a terminal, nowhere else.

    \b
    Examples:
      curabib list lottery
      curabib list --author Frankle --sort newest
      curabib list 'topic:"neural collapse" has:arxiv not has:venue'
      curabib list --year 2020.. --format keys | wc -l
      curabib list --pick --topic pruning
    """
    selection = chosen(session, options)
    if pick:
        session.write(picked(_fzf(selection.entries)) if selection.entries else "")
        return
    if selection.entries or options["allow_empty"]:
        session.write(_PRINTERS[format_](selection.entries))


def lines(entries: Sequence[Entry], columns: int | None) -> Iterable[str]:
    """Yield a line for each entry: key, year, first author, title, venue; cut to `columns` cells, if given."""
    key_width = min(_MOST_KEY, max((len(entry.key) for entry in entries), default=0))
    for entry in entries:
        fields = entry.work.fields
        date, venue = fields.date, fields.venue
        shown = visible(str(venue)) if venue else ""
        place = f" [{shown if columns is None else fit(shown, _MOST_VENUE)}]" if shown else ""
        mark = " (withdrawn)" if entry.state == "withdrawn" else ""
        start = f"{visible(entry.key):<{key_width}}  {date.year if date else '    '}  "
        text = f"{visible(_credit(fields.authors or fields.editors))}{visible(fields.title) or '(no title)'}"
        if columns is not None:
            text = fit(text, columns - width(start) - width(place) - width(mark))
        line = f"{start}{text}{place}{mark}"
        yield line if columns is None else fit(line, columns)


def fit(text: str, cells: int) -> str:
    """Return `text` cut to that many terminal cells, at least 12, an ellipsis where something was cut."""
    room = max(cells, 12)
    if width(text) <= room:
        return text
    kept: list[str] = []
    for character in text:
        room -= width(character)
        if room < 1:
            break
        kept.append(character)
    return "".join(kept) + "…"


def _credit(names: Names) -> str:
    """Return the first author's family name, with `et al.` for more, and a colon."""
    if not len(names):
        return ""
    first = names.people[0]
    family = first.literal or " ".join(filter(None, (first.prefix, first.family)))
    return f"{family}{' et al.' if len(names) > 2 or names.truncated else ''}" + (
        f" & {names.people[1].literal or names.people[1].family}: "
        if len(names) == 2 and not names.truncated
        else ": "
    )


def _text(entries: Sequence[Entry]) -> str:
    columns = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    return "".join(f"{line}\n" for line in lines(entries, columns))


def _keys(entries: Sequence[Entry]) -> str:
    return "".join(f"{visible(entry.key)}\n" for entry in entries)


def _tsv(entries: Sequence[Entry]) -> str:
    rows = ["\t".join(_COLUMNS), *("\t".join(map(visible, _row(entry))) for entry in entries)]
    return "".join(f"{row}\n" for row in rows)


def _row(entry: Entry) -> tuple[str, ...]:
    work, fields = entry.work, entry.work.fields
    date, venue = fields.date, fields.venue
    return (
        entry.key, str(date.year) if date else "", "; ".join(map(str, fields.authors)), fields.title,
        str(venue) if venue else "", work.entry_type, entry.state, "; ".join(work.topics), "; ".join(work.keywords),
        work.identifier("doi"), work.identifier("arxiv"), fields.text("url"),
    )  # fmt: skip


def _fzf(entries: Sequence[Entry]) -> str:
    """Return a line for each entry: its key, a tab, and aligned columns to search in.

    What fzf or a like program prints of a chosen line begins with the key, whatever it shows: `cut -f1` is the rest.
    """
    key_width = min(_MOST_KEY, max((len(entry.key) for entry in entries), default=0))
    credit_width = min(_MOST_CREDIT, max((width(_by(entry)) for entry in entries), default=0))
    return "".join(
        f"{visible(entry.key)}\t{visible(entry.key):<{key_width}}  {_filled(_by(entry), credit_width)}  "
        f"{entry.work.fields.date.year if entry.work.fields.date else '    '}  "
        f"{visible(entry.work.fields.title) or '(no title)'}  [{visible('; '.join(entry.work.topics))}]\n"
        for entry in entries
    )


def _by(entry: Entry) -> str:
    return visible(_credit(entry.work.fields.authors or entry.work.fields.editors).removesuffix(": "))


def _filled(text: str, cells: int) -> str:
    """Return `text` cut or filled to so many terminal cells."""
    cut = fit(text, cells)
    return cut + " " * (cells - width(cut))


def picked(lines: str) -> str:
    """Return the keys, one a line, of the lines that a person chooses in fzf; nothing where none is chosen.

    Raises CurabibError where there is no fzf, or it fails.
    """
    from subprocess import PIPE, run  # loaded for the one who picks

    options = [
        "--multi",
        "--delimiter=\t",
        "--with-nth=2..",
        "--no-hscroll",
        "--tiebreak=index",
        "--prompt=cite> ",
    ]
    try:
        done = run(["fzf", *options], input=lines.encode(), stdout=PIPE, check=False)
    except OSError as error:
        raise CurabibError(
            "cannot run fzf, in which entries are chosen",
            hint="install it, or choose from `curabib list --format fzf` in another program",
        ) from error
    if done.returncode not in _CHOSEN:
        raise CurabibError(f"fzf failed with status {done.returncode}")
    rows = done.stdout.decode("utf-8", "replace").splitlines()
    return "".join(f"{row.partition(chr(9))[0]}\n" for row in rows)


def _json(entries: Sequence[Entry]) -> str:
    from curabib.writers.json import WRITER

    return visible_json(WRITER.write(View(title="", entries=tuple(entries))).value)


_PRINTERS: Mapping[str, Callable[[Sequence[Entry]], str]] = {
    "text": _text,
    "keys": _keys,
    "tsv": _tsv,
    "json": _json,
    "fzf": _fzf,
}
