"""`curabib key`: what a person does to citation keys."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from curabib.cli.options import text_or_json
from curabib.cli.session import Session
from curabib.diagnostics.render.visible import visible, visible_json, visible_lines

if TYPE_CHECKING:
    from curabib.diagnostics import Result
    from curabib.library.lock import Lock
    from curabib.model import LockedWork

_DRY_RUN = click.option("--dry-run", is_flag=True, help="Show what would change; write nothing.")


@click.group("key", context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    r"""Rename, alias, merge or split citation keys.

    A key never changes by itself. What a person changes here is written to the lock and to the generated files at
    once; a key that was in use stays an alias and is never given to another work.

    \b
    Examples:
      curabib key rename frankle2019lottery lottery
      curabib key merge zhang2017understanding zhang2021understanding
      curabib key list frankle2019lottery
    """


@command.command("rename")
@click.argument("old", metavar="KEY")
@click.argument("new", metavar="NEW")
@_DRY_RUN
@click.pass_obj
def rename(session: Session, old: str, new: str, dry_run: bool) -> None:
    r"""Give a work another key; KEY stays an alias.

    \b
    Examples:
      curabib key rename frankle2019lottery lottery
      curabib key rename lottery frankle2019lottery       (and back)
    """
    from curabib.library import edit

    _change(session, lambda lock: edit.rename(lock, old, new), dry_run)


@command.command("alias")
@click.argument("key")
@click.argument("other", metavar="ALIAS")
@_DRY_RUN
@click.pass_obj
def alias(session: Session, key: str, other: str, dry_run: bool) -> None:
    r"""Let a work be cited by a second key as well.

    \b
    Examples:
      curabib key alias frankle2019lottery frankle:lth
    """
    from curabib.library import edit

    _change(session, lambda lock: edit.alias(lock, key, other), dry_run)


@command.command("merge")
@click.argument("key")
@click.argument("others", metavar="OTHER...", nargs=-1, required=True)
@_DRY_RUN
@click.pass_obj
def merge(session: Session, key: str, others: tuple[str, ...], dry_run: bool) -> None:
    r"""Make one work of several; the keys of the others become aliases of KEY.

    \b
    Examples:
      curabib key merge tanaka2020pruning tanaka2020pruning-2
      curabib key split tanaka2020pruning-2                (undoes it)
    """
    from curabib.library import edit

    _change(session, lambda lock: edit.merge(lock, key, others), dry_run)


@command.command("split")
@click.argument("key")
@_DRY_RUN
@click.pass_obj
def split(session: Session, key: str, dry_run: bool) -> None:
    r"""Undo a merge: the work that had KEY is a work of its own again.

    Matching keeps it apart from now on. Which record belongs to which of the two is decided by identifiers, title and
    authors; where these are the same, say so under `different` in overrides.yaml.

    \b
    Examples:
      curabib key split tanaka2020pruning-2
    """
    from curabib.library import edit

    _change(session, lambda lock: edit.split(lock, key), dry_run)


@command.command("list")
@click.argument("keys", metavar="[KEY]...", nargs=-1)
@text_or_json
@click.pass_obj
def list_(session: Session, keys: tuple[str, ...], format_: str) -> None:
    r"""List keys and their history: former keys, merged works, state, and the sync that issued them.

    \b
    Examples:
      curabib key list
      curabib key list frankle2019lottery
      curabib key list --format json | jq '.[].aliases'
    """
    from curabib.library import edit

    lock = _lock(session)
    works = [edit.named(lock, key) for key in keys] if keys else sorted(lock.works, key=lambda work: work.key)
    forms = [_form(lock, work) for work in works]
    if format_ == "json":
        session.write(visible_json(json.dumps(forms, ensure_ascii=False, indent=2)) + "\n")
    else:
        session.write(visible_lines("".join(_line(form) for form in forms)))


def _form(lock: "Lock", work: "LockedWork") -> dict[str, object]:
    merged = [line.key for line in lock.works if line.state == "merged" and lock.root(line).uid == work.uid]
    into = lock.by_uid.get(work.into)
    return {
        "key": work.key,
        "state": work.state,
        "since": work.since,
        "aliases": list(work.aliases),
        "merged": merged,
        "into": into.key if into else None,
        "identifiers": list(work.identifiers),
        "title": work.fingerprint.title,
        "uid": work.uid,
    }


def _line(form: dict[str, object]) -> str:
    notes = []
    if form["state"] != "active":
        into = f" {'into' if form['state'] == 'merged' else 'from'} {form['into']}" if form["into"] else ""
        notes.append(f"{form['state']}{into}")
    aliases = form["aliases"]
    if isinstance(aliases, list) and aliases:
        notes.append("also " + ", ".join(aliases))
    note = f"  [{'; '.join(notes)}]" if notes else ""
    return visible(f"{form['key']}  {form['title']}{note}  (generation {form['since']})") + "\n"


def _lock(session: Session) -> "Lock":
    from curabib.cli.sync import load_project
    from curabib.library.lock import parse_lock
    from curabib.project.files import read_text

    project = load_project(session)
    text = read_text(project.lock_path) if project.lock_path.exists() else ""
    parsed = parse_lock(text, project.shown(project.lock_path))
    session.report(parsed.diagnostics)
    return parsed.value


def _change(session: Session, change: "Callable[[Lock], Result[Lock]]", dry_run: bool) -> None:
    from curabib.cli.sync import load_project, report_update
    from curabib.sync.plan import plan_text
    from curabib.sync.rekey import rekey

    result = rekey(load_project(session), lambda library, lock: change(lock), write=not dry_run, wait=10.0)
    report_update(session, result)
    session.write(visible_lines(plan_text(result.value.plan)))
    if result.value.blocked:
        session.fail()
