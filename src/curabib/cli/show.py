"""`curabib show`: one entry, as BibTeX and with its facts."""

from collections.abc import Iterable
from pathlib import Path
from typing import cast

import click

from curabib.cli import selection
from curabib.cli.session import Session
from curabib.diagnostics import CurabibError
from curabib.diagnostics.render.visible import visible, visible_lines
from curabib.library.select import conditions
from curabib.library.select_terms import listed
from curabib.model import Entry, Library, Record, View
from curabib.model.nearest import nearest
from curabib.project import plugins
from curabib.writers import Writer


@click.command("show")
@click.argument(
    "keys",
    metavar="KEY...",
    nargs=-1,
    required=True,
    shell_complete=lambda ctx, parameter, start: selection.complete_values(ctx, "key", start),
)
@click.option(
    "-f", "--format", "format_", metavar="FORMAT", help="Print it in this format instead: biblatex, json, ..."
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
@click.pass_obj
def command(session: Session, keys: tuple[str, ...], format_: str | None, output: Path | None) -> None:
    r"""Show one entry.

    As BibTeX, then what BibTeX does not say: topics, keywords, links, identifiers, aliases, and the lines of the
    lists that speak of it. An alias, such as a former key, finds its entry too.

    \b
    Examples:
      curabib show frankle2019lottery
      curabib show frankle2019lottery --format json
      curabib show frankle2019lottery ho2020denoising --format biblatex
    """
    library = selection.load_library(session, conditions({"key": tuple(filter(str.strip, keys))}))
    if any(key.casefold() not in library.by_key for key in keys):
        library = selection.load_library(session)  # a part of the library cannot tell what was meant
    entries = [find_entry(library, key) for key in keys]
    for key, entry in zip(keys, entries, strict=True):
        if key.casefold() != entry.key.casefold():
            session.say(f"`{key}` is an alias of `{entry.key}`")
    writer = cast(Writer, plugins.load("writers", format_ or "bibtex"))
    unique = tuple(dict.fromkeys(entry.key for entry in entries))
    shown = tuple(library.by_key[key.casefold()] for key in unique)
    if format_:
        printed = writer.write(View(title=", ".join(unique), entries=shown))
        selection.report_printed(session, printed.diagnostics)
        session.write(printed.value, output)
        return
    session.write("\n".join(_described(entry) for entry in shown), output)


def find_entry(library: Library, key: str) -> Entry:
    """Return the entry of a key or an alias, ignoring case; raises CurabibError naming the nearest keys."""
    entry = library.by_key.get(key.casefold())
    if entry is None:
        near = nearest(key, library.by_key)
        hint = f"did you mean {listed(near)}?" if near else "`curabib list WORD` finds entries"
        raise CurabibError(f"no entry has the key `{key[:80]}`", hint=hint)
    return entry


def _described(entry: Entry) -> str:
    from curabib.bibtex.layout.printing import print_entry
    from curabib.bibtex.mapping import to_bibtex
    from curabib.bibtex.profile import BIBTEX

    printed = to_bibtex(entry, BIBTEX).value
    text = print_entry(printed) if printed is not None else ""
    facts = "".join(f"{name:<12}{visible(value)}\n" for name, value in _facts(entry))
    return visible_lines(f"{text.rstrip()}\n\n" if text else "") + facts


def _facts(entry: Entry) -> Iterable[tuple[str, str]]:
    """Yield what BibTeX does not say, as (name, value)."""
    work = entry.work
    yield "key", entry.key + ("" if entry.state == "active" else " (withdrawn: no list has it any more)")
    if entry.aliases:
        yield "aliases", ", ".join(entry.aliases)
    yield "kind", work.kind
    for name, values in (("topic", work.topics), ("keyword", work.keywords)):
        for value in values:
            yield name, value
    for link in work.links:
        yield "link", f"{link.url} ({link.label})" if link.label else link.url
    for identifier in work.identifiers:
        yield "identifier", str(identifier)
    if work.assumed:
        yield "assumed", ", ".join(sorted(work.assumed))
    for record in work.records:
        yield "stated by", _statement(record)


def _statement(record: Record) -> str:
    """Return who states a record, and where; corrections are named after their file, which is not said twice."""
    at = record.location
    place = f"{at.path}:{at.line}" if at else ""
    name = "" if at and at.path == record.origin.name else record.origin.name
    return " ".join(filter(None, (name, place, "(withdrawn)" if record.withdrawn else "")))
