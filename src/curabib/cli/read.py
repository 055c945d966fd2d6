"""`curabib read`: any list, without a project, into records or a bibliography."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import cast

import click

from curabib.cli import options
from curabib.cli.one_list import fetch_list, load_patterns
from curabib.cli.passed_over import listing, skipped_to_json
from curabib.cli.session import Session
from curabib.diagnostics import Diagnostic, Result
from curabib.diagnostics.collection import arranged
from curabib.diagnostics.pinpoint import pinpoint
from curabib.diagnostics.render.json_document import diagnostic_to_json
from curabib.diagnostics.render.visible import visible, visible_json
from curabib.model import Reading, Record, Snapshot, View
from curabib.model.json_form import SCHEMA, record_to_json
from curabib.project import plugins
from curabib.sync.understood import Understood, read_snapshot
from curabib.writers import Writer

Found = tuple[Diagnostic, ...]
Printer = Callable[[Snapshot, Understood, Found], Result[str]]
"""Makes the text of a format from a list, what was understood of it, and what was found wrong with it."""

_LINES_NAMED = 5
_encode = json.JSONEncoder(ensure_ascii=False).encode
_CONSTANTS = {None: "null", True: "true", False: "false"}


@click.command("read")
@click.argument("source", metavar="FILE|URL|-")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["json", "jsonl", "bibtex", "csl-json"]),
    default="json",
    show_default=True,
    help="What to print: records (json, jsonl) or a bibliography with fresh keys.",
)
@options.reader
@options.pattern
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write to this file, not to stdout.",
)
@click.option(
    "-v", "--verbose", is_flag=True, help="List the lines that were skipped and the entries in doubt."
)
@click.pass_obj
def command(
    session: Session,
    source: str,
    format_: str,
    reader: str | None,
    pattern: Path | None,
    output: Path | None,
    verbose: bool,
) -> int | None:
    r"""Turn any list into records or BibTeX.

    The reader is chosen by the content. What was found, skipped and left in doubt is counted on stderr, so
    that it can be compared with the count one knows; with -v every line of it is listed. The JSON says it too.

    \b
    Examples:
      curabib read README.md
      curabib read https://github.com/OWNER/LIST --format bibtex -o list.bib
      pbpaste | curabib read - --format jsonl | jq .title
      curabib read notes.txt --pattern entry.yaml
      curabib read README.md -v > records.json
    """
    snapshot = fetch_list(source)
    patterns = load_patterns(session, pattern) if pattern else ()
    if pattern and not patterns:
        return 2
    understood = read_snapshot(snapshot, reader, patterns)
    reading, records = understood.value.reading, understood.value.records
    found = tuple(pinpoint(understood.diagnostics, snapshot.path, snapshot.text))
    printed = _PRINTERS[format_](snapshot, understood.value, found)
    session.report(printed.diagnostics, sources={snapshot.path: snapshot.text})
    session.write(printed.value, output)
    listed = listing(snapshot.path, snapshot.text, reading, records)
    told = session.verbose or verbose
    if listed and told:
        session.say(listed)
    session.say(summary(snapshot.path, reading, records))
    if listed and not told:
        session.say("`curabib read -v` lists them")
    return None


def summary(path: str, reading: Reading, records: Sequence[Record]) -> str:
    """Return a few lines that say what was read: entries by kind and role, lines skipped by reason, doubts."""
    count = len(records)
    entries = f"{count} {'entry' if count == 1 else 'entries'}"
    detail = "; ".join(filter(None, (_counts(r.kind for r in records), _counts(r.role for r in records))))
    lines = [f"{visible(path)}: {entries} read by `{reading.reader}`" + (f" ({detail})" if detail else "")]
    skipped: Counter[str] = Counter()
    for run in reading.skipped:
        skipped[run.reason] += run.end_line - run.line + 1
    if skipped:
        lines.append(f"lines skipped: {skipped.total()} ({_counts(skipped)})")
    doubtful = [record for record in records if record.text]
    if doubtful:
        places = [str(r.location.line) for r in doubtful if r.location]
        named = ", ".join(places[:_LINES_NAMED]) + (", …" if len(places) > _LINES_NAMED else "")
        lines.append(f"in doubt: {len(doubtful)} (line {named})" if named else f"in doubt: {len(doubtful)}")
    return "\n".join(lines)


def _counts(things: Iterable[str] | Counter[str]) -> str:
    """Return `536 paper, 7 blog`: the most frequent first, equals by name."""
    tally = things if isinstance(things, Counter) else Counter(things)
    ranked = sorted(tally.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{count} {name}" for name, count in ranked)


def _json(snapshot: Snapshot, understood: Understood, diagnostics: Found) -> Result[str]:
    form = {
        "records": [record_to_json(record) for record in understood.records],
        "skipped": skipped_to_json(understood.reading, snapshot.text),
        "diagnostics": [diagnostic_to_json(diagnostic) for diagnostic in arranged(diagnostics)],
    }
    lists = (f'  "{name}": {_objects(items)}' for name, items in form.items())
    text = ",\n".join((f'{{\n  "schema": {_encode(SCHEMA)}', *lists))
    return Result(f"{visible_json(text)}\n}}\n", diagnostics)


def _objects(items: Sequence[Mapping[str, object]]) -> str:
    """Return a JSON list with a line for each member of its objects, which json itself would take long to indent."""
    members = (
        ",\n".join([f"      {_encode(name)}: {_printed(value)}" for name, value in item.items()])
        for item in items
    )
    objects = ",\n".join(f"    {{\n{inside}\n    }}" for inside in members)
    return f"[\n{objects}\n  ]" if items else "[]"


def _printed(value: object) -> str:
    """Return a value in JSON; most are texts, numbers and empty lists, for which an encoder need not be set up."""
    if isinstance(value, str):
        return _encode(value)
    if value is None or isinstance(value, bool):
        return _CONSTANTS[value]
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return f"[{', '.join(map(_encode, value))}]"
    return _encode(value)


def _json_lines(snapshot: Snapshot, understood: Understood, diagnostics: Found) -> Result[str]:
    rows = (json.dumps(record_to_json(record), ensure_ascii=False) for record in understood.records)
    return Result("".join(f"{visible_json(row)}\n" for row in rows), diagnostics)


def _bibliography(writer: str) -> Printer:
    def printer(snapshot: Snapshot, understood: Understood, diagnostics: Found) -> Result[str]:
        from curabib.cli.library_of_list import library_of  # only a bibliography needs the stages behind

        library = library_of(understood.records, snapshot.path)
        view = View(title=snapshot.path, entries=library.value.entries)
        text = cast(Writer, plugins.load("writers", writer)).write(view)
        return Result(text.value, (*diagnostics, *library.diagnostics, *text.diagnostics))

    return printer


_PRINTERS: Mapping[str, Printer] = {
    "json": _json,
    "jsonl": _json_lines,
    "bibtex": _bibliography("bibtex"),
    "csl-json": _bibliography("csl-json"),
}
