"""`curabib enrich`: ask authorities about the works of the project."""

import json
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import click

from curabib.cli.counted import counted
from curabib.cli.options import text_or_json
from curabib.cli.session import Session
from curabib.cli.sync import load_project, plan_as_text, plan_form, progress, report_update
from curabib.diagnostics import Result
from curabib.diagnostics.render.visible import visible, visible_json

if TYPE_CHECKING:
    from curabib.sync.enrich import Enriched

_ASK = click.option(
    "--from",
    "names",
    metavar="PROVIDER",
    multiple=True,
    help="Ask this provider (may be repeated); by default those of `enrich: from:` in curabib.yaml, else all local "
    "authorities.",
)


@click.command("enrich")
@click.argument("keys", metavar="[KEY]...", nargs=-1)
@_ASK
@click.option("--dry-run", is_flag=True, help="Show what would change; write nothing.")
@click.option(
    "--offline", is_flag=True, help="Use no network: only local authorities and answers already kept."
)
@click.option("--refresh", is_flag=True, help="Ask services anew even for what is kept.")
@click.option("--wait", type=float, default=0.0, metavar="SECONDS", help="Wait for another sync to finish.")
@text_or_json
@click.pass_obj
def command(
    session: Session,
    keys: tuple[str, ...],
    names: tuple[str, ...],
    dry_run: bool,
    offline: bool,
    refresh: bool,
    wait: float,
    format_: str,
) -> None:
    r"""Ask authorities about the works of the project.

    With keys, only these are asked about.

    A work is looked up by its identifiers, then by title and authors, with the rules by which lists are matched. What
    is found is kept in bib/records/findings as the statement of who made it; which statement an entry shows follows
    from the precedence in curabib.yaml, and `curabib explain` shows the others. Keys stay. What the list states
    otherwise is reported with its line; what is not sure waits for `curabib review`.

    \b
    Examples:
      curabib enrich
      curabib enrich --from authority:ml-anthology --dry-run
      curabib enrich frankle2019lottery
      curabib enrich --format json | jq .found
    """
    from curabib.cli.services import providers_of
    from curabib.sync import enrich

    project = load_project(session)
    with ExitStack() as stack:
        asked = names or project.providers
        providers = providers_of(asked, stack, offline=offline, refresh=refresh)
        found = enrich.enrich(project, providers, keys=keys, progress=progress(session))
    update = enrich.apply(project, found.value, write=not dry_run, wait=wait, progress=progress(session))
    report_update(session, Result(update.value, found.diagnostics + update.diagnostics))
    if format_ == "json":
        form = {**_form(found.value), "plan": plan_form(update.value, diff=dry_run)}
        session.write(visible_json(json.dumps(form, ensure_ascii=False, indent=2)) + "\n")
    else:
        session.write(plan_as_text(update.value, diff=dry_run))
        session.say(_summary(found.value))
    if update.value.blocked:
        session.fail()
        session.say("nothing was written")


def _form(enriched: "Enriched") -> dict[str, Any]:
    return {
        "schema": "curabib.enriched/1",
        "asked": enriched.asked,
        "found": enriched.found,
        "by": dict(sorted(enriched.by_how.items())),
        "waiting": [
            {
                "key": item.entry.key,
                "provider": item.provider,
                "offers": [
                    {"record": offer.record.id, "title": offer.record.fields.title, "reason": offer.reason}
                    for offer in item.offers
                ],
            }
            for item in enriched.waiting
        ],
    }


def _summary(enriched: "Enriched") -> str:
    ways = ", ".join(f"{count} by {visible(how)}" for how, count in sorted(enriched.by_how.items()))
    lines = [f"found {enriched.found} of {counted(enriched.asked, 'work')}" + (f" ({ways})" if ways else "")]
    if not enriched.asked:
        lines.append(
            "there is no work to ask about yet; next: curabib add and curabib sync, which read the lists"
        )
    if enriched.waiting:
        waiting = "1 waits" if len(enriched.waiting) == 1 else f"{len(enriched.waiting)} wait"
        lines.append(f"{waiting} for a person; next: curabib review")
    return "\n".join(lines)
