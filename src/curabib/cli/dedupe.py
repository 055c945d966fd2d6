"""`curabib dedupe`: find the entries of a .bib file, or the records of another, that are one work."""

import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from curabib.cli.counted import counted
from curabib.cli.options import text_or_json
from curabib.cli.session import Session
from curabib.diagnostics import CurabibError
from curabib.diagnostics.render.visible import visible, visible_json

if TYPE_CHECKING:
    from curabib.match.grouping import Matcher
    from curabib.sync.dedupe import Deduped, Double

_LARGEST = 1 << 30
_EXTRAS = {"duckdb": "scale", "spark": "spark"}
"""What is to be installed for an engine."""


@click.command("dedupe")
@click.argument("place", metavar="FILE|URL|-")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Write the .bib without the doubles here."
)
@click.option("--check", is_flag=True, help="Fail with status 1 where there are doubles.")
@click.option(
    "--engine",
    type=click.Choice(["memory", *_EXTRAS]),
    default="memory",
    show_default=True,
    help="Where records are compared: `duckdb` and `spark` take more of them than memory does.",
)
@click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Where an engine may put its tables; all workers of Spark must reach it.",
)
@text_or_json
@click.pass_obj
def command(
    session: Session,
    place: str,
    output: Path | None,
    check: bool,
    engine: str,
    folder: Path | None,
    format_: str,
) -> None:
    r"""Find the entries of a .bib file that are one work.

    Two entries are one work where an identifier, or title and authors, prove it; entries that are merely alike are
    reported, and never taken for one. With -o the file is written with one entry for each work, the one that says
    most, letter by letter as it was; what is printed says which key now stands for which. Entries that cannot be
    parsed stay and are reported, as are keys that several works have.

    Records are compared, too: CSL-JSON, the XML of DBLP, JSON lines, perhaps gzipped, as for `curabib authority add`.

    \b
    Examples:
      curabib dedupe references.bib
      curabib dedupe references.bib -o clean.bib
      curabib dedupe - --format json < references.bib | jq .renamed
      curabib dedupe dblp.xml.gz --engine duckdb --format json > doubles.json
    """
    from curabib.cli.one_list import fetch_list
    from curabib.sync.dedupe import dedupe, dedupe_records, records_form

    with _matcher(session, engine, folder) as matcher:
        form = records_form(Path(place)) if Path(place).is_file() else ""
        if form and output is not None:
            raise CurabibError(
                f"-o writes .bib files as they were but for the doubles; `{place}` is read as records ({form})",
                hint="unpack it if it is a .bib; `--format json` tells which records are gone (`renamed`)",
            )
        if form:
            found = dedupe_records(Path(place), form, matcher)
        else:
            snapshot = fetch_list(place, limit=_LARGEST)
            result = dedupe(snapshot, matcher)
            session.report(result.diagnostics, sources={snapshot.path: snapshot.text})
            found = result.value
    if output is not None and found.text is not None:
        session.write(found.text, output)
    if format_ == "json":
        session.write(_as_json(found))
    elif output is None or str(output) != "-":
        session.write(_as_text(found))
    _say(session, found)
    if check and found.doubles:
        session.fail()


def _say(session: Session, found: "Deduped") -> None:
    session.say(f"{counted(found.entries, 'entry', 'entries')}, {_doubles(found.gone)}")
    if found.alike:
        session.say(
            f"pairs that are alike and were left apart: {len(found.alike)}; `--format json` lists them"
        )
    if found.skipped:
        what = (
            "parts of the file that are no records with a title"
            if found.text is None
            else "entries that cannot be parsed, and are not compared"
        )
        session.say(f"{what}: {found.skipped}")


def _doubles(number: int) -> str:
    if number < 2:
        return f"{'one' if number else 'none'} of them the double of another"
    return f"{number} of them doubles of others"


@contextmanager
def _matcher(session: Session, engine: str, folder: Path | None) -> "Iterator[Matcher]":
    """Give what groups records with an engine, and the folder that it works in while the body runs."""
    from curabib.match.grouping import group

    if engine == "memory":
        yield group
        return
    try:
        from curabib.sync.scaled import engine_of, grouped

        made = engine_of(engine)
    except ImportError as error:
        raise CurabibError(
            f"`--engine {engine}` needs what is not installed: {error.name or error}",
            hint=f"pip install 'curabib[{_EXTRAS[engine]}]'",
        ) from error
    with tempfile.TemporaryDirectory(prefix="curabib-", dir=folder) as work:
        yield lambda profiles: grouped(profiles, made, Path(work), _telling(session))


def _telling(session: Session) -> Callable[[str], None]:
    """Return what tells people at a terminal what is being done."""

    def tell(step: str) -> None:
        if sys.stderr.isatty() and not session.quiet:
            sys.stderr.write(f"\r... {step:<20}" if step else f"\r{'':<24}\r")
            sys.stderr.flush()

    return tell


def _as_text(found: "Deduped") -> str:
    return "".join(
        f"{visible(double.kept)} = {', '.join(map(visible, double.others))}  {visible(double.title)}\n"
        for double in found.doubles
    )


def _as_json(found: "Deduped") -> str:
    form = {
        "schema": "curabib.doubles/1",
        "entries": found.entries,
        "skipped": found.skipped,
        "doubles": [_double(double, lines=found.text is not None) for double in found.doubles],
        "renamed": dict(found.renamed),
        "ambiguous": [{"key": key, "lines": list(lines)} for key, lines in found.ambiguous.items()],
    }
    if found.text is None:
        form["alike"] = [
            {"entries": [pair.one, pair.other], "code": pair.code, "reason": pair.reason}
            for pair in found.alike
        ]
    return visible_json(json.dumps(form, ensure_ascii=False, indent=2)) + "\n"


def _double(double: "Double", *, lines: bool) -> dict[str, Any]:
    form: dict[str, Any] = {"kept": double.kept, "others": list(double.others), "title": double.title}
    return {**form, "kept_line": double.line, "other_lines": list(double.other_lines)} if lines else form
