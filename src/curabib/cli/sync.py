"""`curabib sync`: fetch the sources and bring the bibliography up to date."""

import difflib
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from curabib.cli.options import text_or_json
from curabib.cli.session import Session
from curabib.diagnostics import CurabibError, Result
from curabib.diagnostics.render.visible import visible_json, visible_lines

if TYPE_CHECKING:
    from curabib.project import Project
    from curabib.sync.wishes import Update

_DIFF_LIMIT = 2_000_000
_CONTEXT = 3


@click.command("sync")
@click.option("--dry-run", is_flag=True, help="Show the plan and the changes of every file; write nothing.")
@click.option("--locked", is_flag=True, help="Fail with status 1 where anything would change; write nothing.")
@click.option("--offline", is_flag=True, help="Read no source: build from what the sources said last.")
@click.option("--accept-removals", is_flag=True, help="Go on where a source lost many entries at once.")
@click.option(
    "--rebuild", is_flag=True, help="Make a lost lock again, with the keys of the generated .bib files."
)
@click.option("--reread", is_flag=True, help="Read the sources again even where they have not changed.")
@click.option(
    "--source", "only", metavar="NAME", multiple=True, help="Look at this source only (may be repeated)."
)
@click.option(
    "--from",
    "instead",
    metavar="NAME=FILE",
    multiple=True,
    help="Read the source NAME from a saved copy, this once.",
)
@click.option("--wait", type=float, default=0.0, metavar="SECONDS", help="Wait for another sync to finish.")
@click.option("--enrich", is_flag=True, help="Then ask the authorities, as `curabib enrich` does.")
@text_or_json
@click.pass_context
def command(
    ctx: click.Context,
    dry_run: bool,
    locked: bool,
    offline: bool,
    accept_removals: bool,
    rebuild: bool,
    reread: bool,
    only: tuple[str, ...],
    instead: tuple[str, ...],
    wait: float,
    enrich: bool,
    format_: str,
) -> None:
    r"""Fetch the sources and bring the bibliography up to date.

    Prints what changed the way a review does: works added, updated field by field, moved between topics, merged,
    withdrawn, returned. Keys never change. What people edited in a generated .bib is kept, moved into
    overrides.yaml and reported. Either all files are written or none.

    \b
    Examples:
      curabib sync
      curabib sync --dry-run
      curabib sync --locked                     (in continuous integration)
      curabib sync --enrich
      curabib sync --source awesome --from awesome=saved.md
      curabib sync --offline --format json | jq .counts
    """
    from curabib.sync import run

    session: Session = ctx.obj
    if enrich and (dry_run or locked or format_ == "json"):
        raise click.UsageError("--enrich goes with none of --dry-run, --locked and --format json")
    project = load_project(session)
    refresh = run.Refresh(
        only=frozenset(_known(project, only)),
        offline=offline,
        reread=reread,
        instead=dict(_copies(project, instead)),
    )
    wishes = run.Wishes(
        refresh=refresh, accept_removals=accept_removals, rebuild=rebuild, progress=progress(session)
    )
    write = not (dry_run or locked)
    result = run.synchronise(project, wishes, write=write, wait=wait)
    update = result.value
    report_update(session, result)
    _print(session, update, format_, diff=dry_run)
    if update.blocked:
        session.fail()
        session.say("nothing was written")
    elif locked and not update.plan.empty:
        session.fail()
        session.say("--locked: the bibliography is not up to date; run curabib sync")
    if enrich and not update.blocked:
        from curabib.cli.enrich import command as asking

        ctx.invoke(asking, keys=(), names=(), dry_run=False, offline=offline, refresh=False, wait=wait)


def report_update(session: Session, result: "Result[Update]") -> None:
    """Report what a sync found, with excerpts of the files as they were when it was found, not as they are now."""
    update, places = result.value, {d.location.path for d in result.diagnostics if d.location}
    before = {path: text for path, text in update.before.items() if path in places}
    session.report(result.diagnostics, sources={**before, **update.sources})


def load_project(session: Session) -> "Project":
    """Return the project of the session, with its settings' problems reported; raises CurabibError."""
    from curabib import project

    with session.reporting_settings():
        loaded = project.load_sound(session.root())
    session.ignore = loaded.value.ignore
    session.report(loaded.diagnostics)
    return loaded.value


def progress(session: Session) -> Callable[[str], None]:
    """Return what prints the steps of whatever takes over a second to stderr, for people at a terminal."""
    start = time.monotonic()

    def step(text: str) -> None:
        if sys.stderr.isatty() and time.monotonic() - start > 1:
            session.say(f"... {text}")

    return step


def _known(project: "Project", names: tuple[str, ...]) -> tuple[str, ...]:
    from curabib.model.nearest import nearest

    for name in names:
        if project.source(name) is None:
            known = [source.id for source in project.sources]
            guess = nearest(name, known, 1)
            listed = "there are " + ", ".join(f"`{k}`" for k in known) if known else "`curabib add` names one"
            hint = f"did you mean `{guess[0]}`?" if guess else listed
            raise CurabibError(f"there is no source `{name}`", hint=hint)
    return names


def _copies(project: "Project", texts: tuple[str, ...]) -> Iterator[tuple[str, Path]]:
    for text in texts:
        name, equals, file = text.partition("=")
        if not equals or not file:
            raise click.UsageError(f"--from needs NAME=FILE, not `{text}`")
        _known(project, (name,))
        yield name, Path(file)


def _print(session: Session, update: "Update", format_: str, *, diff: bool) -> None:
    if format_ == "json":
        session.write(
            visible_json(json.dumps(plan_form(update, diff=diff), ensure_ascii=False, indent=2)) + "\n"
        )
    else:
        session.write(plan_as_text(update, diff=diff))


def plan_form(update: "Update", *, diff: bool) -> dict[str, Any]:
    """Return the JSON object of what an update changes, with the changes of every file where `diff` asks for them."""
    from curabib.sync.plan import plan_to_json

    form: dict[str, Any] = plan_to_json(update.plan)
    return {**form, "diff": "".join(_diff(update))} if diff else form


def plan_as_text(update: "Update", *, diff: bool) -> str:
    """Return what an update changes for people, safe for a terminal."""
    from curabib.sync.plan import plan_text

    text = plan_text(update.plan)
    if diff and update.plan.files:
        text += "\n```diff\n" + "".join(_diff(update)) + "```\n"
    return visible_lines(text)


def _diff(update: "Update") -> Iterator[str]:
    """Yield a unified diff of every file that would change; large ones are only counted."""
    for path, _ in update.plan.files:
        old, new = update.before.get(path, ""), update.after.get(path, "")
        if len(old) + len(new) > _DIFF_LIMIT:
            yield f"--- {path}\n(too large to compare here: {old.count(chr(10))} lines, now {new.count(chr(10))})\n"
            continue
        for line in difflib.unified_diff(
            old.splitlines(keepends=True),
            new.splitlines(keepends=True),
            path if path in update.before else "/dev/null",
            path if path in update.after else "/dev/null",
            n=_CONTEXT,
        ):
            yield line if line.endswith("\n") else f"{line}\n"
