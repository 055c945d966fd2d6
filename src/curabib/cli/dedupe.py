"""`curabib dedupe`: find the entries of a .bib file that are one work."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from curabib.cli.options import text_or_json
from curabib.cli.session import Session
from curabib.diagnostics.render.visible import visible, visible_json

if TYPE_CHECKING:
    from curabib.sync.dedupe import Deduped


@click.command("dedupe")
@click.argument("place", metavar="FILE|-")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Write the file without the doubles here."
)
@click.option("--check", is_flag=True, help="Fail with status 1 where there are doubles.")
@text_or_json
@click.pass_obj
def command(session: Session, place: str, output: Path | None, check: bool, format_: str) -> None:
    r"""Find the entries of a .bib file that are one work.

    Two entries are one work where an identifier, or title and authors, prove it; entries that are merely alike are
    reported, and never taken for one. With -o the file is written with one entry for each work, the one that says
    most, letter by letter as it was; what is printed says which key now stands for which.

    \b
    Examples:
      curabib dedupe references.bib
      curabib dedupe references.bib -o clean.bib
      curabib dedupe - --format json < references.bib | jq .renamed
    """
    from curabib.cli.one_list import fetch_list
    from curabib.sync.dedupe import dedupe

    snapshot = fetch_list(place)
    found = dedupe(snapshot)
    session.report(found.diagnostics, sources={snapshot.path: snapshot.text})
    if output is not None:
        session.write(found.value.text, output)
    if format_ == "json":
        session.write(_as_json(found.value))
    elif output is None or str(output) != "-":
        session.write(_as_text(found.value))
    gone = len(found.value.renamed)
    session.say(f"{found.value.entries} entries, {gone} of them doubles of others")
    if check and gone:
        session.fail()


def _as_text(found: "Deduped") -> str:
    return "".join(
        f"{visible(double.kept)} = {', '.join(map(visible, double.others))}  {visible(double.title)}\n"
        for double in found.doubles
    )


def _as_json(found: "Deduped") -> str:
    form = {
        "schema": "curabib.doubles/1",
        "entries": found.entries,
        "doubles": [
            {"kept": double.kept, "others": list(double.others), "title": double.title}
            for double in found.doubles
        ],
        "renamed": dict(found.renamed),
    }
    return visible_json(json.dumps(form, ensure_ascii=False, indent=2)) + "\n"
