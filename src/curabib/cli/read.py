"""`curabib read`: any list, without a project, into records or a bibliography."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import click

from curabib.cli.session import Session
from curabib.diagnostics import Diagnostic
from curabib.diagnostics.render.json_document import diagnostic_to_json
from curabib.diagnostics.render.visible import visible_json
from curabib.model import Reading, Record, Snapshot
from curabib.model.json_form import SCHEMA, record_to_json

_LINES_NAMED = 5


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
@click.option(
    "--reader", metavar="NAME", help="Read with this reader instead of the one the content asks for."
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write to this file, not to stdout.",
)
@click.pass_obj
def command(session: Session, source: str, format_: str, reader: str | None, output: Path | None) -> None:
    r"""Turn any list into records or BibTeX.

    The reader is chosen by the content. What was found, skipped and left in doubt is counted on stderr, so
    that it can be compared with the count one knows.

    \b
    Examples:
      curabib read README.md
      curabib read https://github.com/OWNER/LIST --format bibtex -o list.bib
      pbpaste | curabib read - --format jsonl | jq .title
      curabib read notes.txt --reader notes
    """
    snapshot = _fetch(source)
    understood = _understand(snapshot, reader)
    reading, records, diagnostics = understood
    session.report(diagnostics, sources={snapshot.path: snapshot.text})
    session.write(_PRINTERS[format_](session, records, diagnostics), output)
    session.say(summary(snapshot.path, reading, records))


def summary(path: str, reading: Reading, records: Sequence[Record]) -> str:
    """Return a few lines that say what was read: entries by kind and role, lines skipped by reason, doubts."""
    count = len(records)
    entries = f"{count} {'entry' if count == 1 else 'entries'}"
    detail = "; ".join(filter(None, (_counts(r.kind for r in records), _counts(r.role for r in records))))
    lines = [f"{path}: {entries} read by `{reading.reader}`" + (f" ({detail})" if detail else "")]
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


def _fetch(source: str) -> Snapshot:
    import hashlib

    data = click.get_binary_stream("stdin").read() if source == "-" else Path(source).read_bytes()
    text = data.decode("utf-8-sig").replace("\r\n", "\n")
    return Snapshot(source="", path=source, text=text, sha256=hashlib.sha256(data).hexdigest())


def _understand(
    snapshot: Snapshot, reader: str | None
) -> tuple[Reading, tuple[Record, ...], tuple[Diagnostic, ...]]:
    from curabib.normalise import normalise
    from curabib.readers import read

    reading = read(snapshot, reader)
    records = normalise(reading.value, snapshot)
    return reading.value, records.value, reading.diagnostics + records.diagnostics


def _json(session: Session, records: Sequence[Record], diagnostics: Sequence[Diagnostic]) -> str:
    form = {
        "schema": SCHEMA,
        "records": [record_to_json(record) for record in records],
        "diagnostics": [diagnostic_to_json(diagnostic) for diagnostic in diagnostics],
    }
    return visible_json(json.dumps(form, ensure_ascii=False, indent=2)) + "\n"


def _json_lines(session: Session, records: Sequence[Record], diagnostics: Sequence[Diagnostic]) -> str:
    return "".join(
        visible_json(json.dumps(record_to_json(record), ensure_ascii=False)) + "\n" for record in records
    )


def _bibliography(format_: str) -> Callable[[Session, Sequence[Record], Sequence[Diagnostic]], str]:
    def printer(session: Session, records: Sequence[Record], diagnostics: Sequence[Diagnostic]) -> str:
        raise NotImplementedError(format_)

    return printer


_PRINTERS: Mapping[str, Callable[[Session, Sequence[Record], Sequence[Diagnostic]], str]] = {
    "json": _json,
    "jsonl": _json_lines,
    "bibtex": _bibliography("bibtex"),
    "csl-json": _bibliography("csl-json"),
}
