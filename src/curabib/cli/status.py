"""`curabib status`: what sync would do."""

import json

import click

from curabib.cli.options import text_or_json
from curabib.cli.session import Session
from curabib.cli.sync import load_project, progress, report_update
from curabib.diagnostics.render.visible import visible_json, visible_lines


@click.command("status")
@click.option("--fetch", is_flag=True, help="Look at the sources too, not only at what is kept of them.")
@text_or_json
@click.pass_obj
def command(session: Session, fetch: bool, format_: str) -> None:
    r"""Show what sync would do.

    Without --fetch nothing is fetched: what shows are edits of settings, overrides and generated files that the
    next sync will take up. Nothing is written; the status is 0 unless there are errors.

    \b
    Examples:
      curabib status
      curabib status --fetch --format json
    """
    from curabib.sync import run
    from curabib.sync.plan import plan_text, plan_to_json

    project = load_project(session)
    wishes = run.Wishes(refresh=run.Refresh(offline=not fetch), progress=progress(session))
    result = run.synchronise(project, wishes, write=False)
    report_update(session, result)
    if format_ == "json":
        document = json.dumps(plan_to_json(result.value.plan), ensure_ascii=False, indent=2)
        session.write(visible_json(document) + "\n")
    else:
        session.write(visible_lines(plan_text(result.value.plan)))
