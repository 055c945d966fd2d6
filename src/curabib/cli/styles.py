"""`curabib styles`: the citation styles there are."""

import json
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any

import click

from curabib.cli.options import text_or_json
from curabib.cli.session import Session
from curabib.diagnostics import CurabibError
from curabib.diagnostics.render.visible import visible
from curabib.model.nearest import nearest
from curabib.project.renderings import Renderings, folder_of
from curabib.writers.references import Place
from curabib.writers.references.catalogue import ALIASES, WELL_KNOWN, Found, about, find, names, search

_AT_ONCE = 4
_FIELDS = 3


@click.command("styles")
@click.argument("search_", metavar="[SEARCH]...", nargs=-1)
@click.option(
    "--limit", type=click.IntRange(0), default=20, show_default=True, help="List at most so many; 0: all."
)
@click.option("--no-samples", is_flag=True, help="Names, fields and titles only, which is quicker.")
@text_or_json
@click.pass_obj
def command(session: Session, search_: tuple[str, ...], limit: int, no_samples: bool, format_: str) -> None:
    r"""List citation styles.

    Without SEARCH, the best known ones. SEARCH looks for words in the names of all styles: the project's, the user's
    (in curabib/styles of the data folder), curabib's own, and more than ten thousand official ones.

    \b
    Examples:
      curabib styles
      curabib styles physics
      curabib styles chicago note --no-samples --limit 0
      curabib styles nature --format json
    """
    root = session.find_root()
    words = " ".join(search_)
    if words:
        hits = list(search(words, root))
        shown = hits[: limit or None]
    else:
        shown, hits = [*_own(root), *WELL_KNOWN], []
    if not shown:
        near = nearest(words, (*WELL_KNOWN, *ALIASES)) or nearest(words, names(root))
        meant = f"did you mean {', '.join(f'`{name}`' for name in near)}? " if near else ""
        hint = f"{meant}`curabib styles` lists the best known"
        session.error(CurabibError(f"no style is called `{words[:60]}`", hint=hint))
        session.fail()
        return
    place = Place(root=root, kept=Renderings(folder_of(None)))
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        rows = list(pool.map(lambda name: _row(name, place, with_sample=not no_samples), shown))
    if format_ == "json":
        session.write(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
        return
    session.write("".join(_lines(rows)))
    if len(hits) > len(shown):
        session.say(f"{len(shown)} of {len(hits)} shown; --limit 0 shows all, more words narrow it down")
    elif not words:
        session.say(f"{len(names(root))} names in all; `curabib styles WORD` searches them")


def _own(root: Path | None) -> Iterable[str]:
    """Return the names of the project's and the user's own styles."""
    from curabib.project.style_files import names_in, own_folders

    return islice(dict.fromkeys(name for folder in own_folders(root) for name in names_in(folder)), 50)


def _row(name: str, place: Place, *, with_sample: bool) -> dict[str, Any]:
    """Return what is said of a style; `sample` only where it is wanted."""
    from curabib.writers.references.sample import sample

    try:
        found: Found = find(name, root=place.root)
        row: dict[str, Any] = {
            "name": name,
            "stands_for": ALIASES.get(name),
            "engine": found.engine,
            **about(found),
        }
    except CurabibError as error:
        return {"name": name, "stands_for": None, "engine": None, "title": f"({error})", "fields": []}
    if with_sample:
        row["sample"] = sample(found, place)
    return row


def _lines(rows: list[dict[str, Any]]) -> Iterable[str]:
    width = min(max(len(row["name"]) for row in rows), 50)
    for row in rows:
        more = f" and {len(row['fields']) - _FIELDS} more" if len(row["fields"]) > _FIELDS else ""
        fields = f"  [{', '.join(row['fields'][:_FIELDS])}{more}]" if row["fields"] else ""
        yield f"{visible(row['name']):<{width}}  {visible(row['title'])}{visible(fields)}\n"
        if row.get("sample"):
            yield f"{'':<{width}}  {visible(row['sample'])}\n"
