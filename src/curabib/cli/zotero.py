"""`curabib zotero`: what is pushed to Zotero, and how."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

from curabib.cli.options import text_or_json
from curabib.cli.selection import chosen, load_library, selection_options
from curabib.cli.session import Session
from curabib.diagnostics import CurabibError
from curabib.diagnostics.render.visible import visible, visible_json, visible_lines

if TYPE_CHECKING:
    from types import ModuleType

    from curabib.providers.http import Client
    from curabib.providers.zotero import ZoteroLibrary
    from curabib.sync.zotero.push import Pushing
    from curabib.sync.zotero.step import Step

KEY = "ZOTERO_API_KEY"
LOCAL_KEY = "ZOTERO_LOCAL_KEY"
"""Environment variables with the keys for zotero.org and for Zotero on this machine."""
ADDRESSES = {"web": "CURABIB_ZOTERO_WEB", "local": "CURABIB_ZOTERO_LOCAL"}
"""Environment variables with other addresses of the two, for tests and for servers of one's own."""

_SERVICE = "curabib"
_SIGNS = {"create": "+", "adopt": "=", "update": "~", "restore": "^", "attach": "+", "trash": "-"}
_LONGEST = 100


@click.group("zotero", context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    r"""Push the library to Zotero, and keep it up to date there.

    For a first look, importing a file is enough: `curabib export --format zotero-rdf`. A push updates: it never makes
    an item twice.

    \b
    Examples:
      curabib zotero push --dry-run
      curabib zotero push
    """


@command.command("push")
@selection_options(sort=None)
@click.option("--dry-run", is_flag=True, help="Show what would be sent; write nothing.")
@click.option(
    "--delete",
    is_flag=True,
    help="Put items into the trash that were made for works which are gone, and collections left empty.",
)
@click.option("--again", is_flag=True, help="Put back what was taken out in Zotero.")
@click.option(
    "--via",
    type=click.Choice(["web", "local", "connector"]),
    help="zotero.org, Zotero 10 on this machine, or Zotero 7 to 9.  [default: web with a key, else local]",
)
@click.option("--library", metavar="LIBRARY", help="groups/ID or users/ID; by default your own library.")
@click.option(
    "--collection", metavar="NAME", help="The topmost collection.  [default: the title of the project]"
)
@text_or_json
@click.pass_obj
def push(
    session: Session,
    /,
    dry_run: bool,
    delete: bool,
    again: bool,
    via: str | None,
    library: str | None,
    collection: str | None,
    format_: str,
    **options: Any,
) -> None:
    r"""Create and update items in Zotero.

    QUERY is a query (see docs/queries.md); without one everything is pushed. Items that are in Zotero already are found
    by citation key, DOI, arXiv number, or title, author and year. Only fields that have changed here since the last
    push are sent; what you change in Zotero (fields, tags, collections, notes) stays as you have it. Interrupted, it
    goes on where it stopped.

    The key for zotero.org is taken from the environment variable ZOTERO_API_KEY, or from the system's keyring (service
    `curabib`, name `zotero`). Zotero 10 on this machine asks for permission. Zotero 7 to 9 can only import: what is
    pushed `--via connector` a second time comes a second time.

    \b
    Examples:
      curabib zotero push --dry-run
      curabib zotero push topic:pruning --library groups/12345
      curabib zotero push --via local --collection "Deep learning"
      curabib zotero push --delete
    """
    from curabib.cli.sync import load_project, progress
    from curabib.sync.exclusive import locked
    from curabib.sync.zotero import push as zotero_push
    from curabib.sync.zotero.kept import KeptLibrary
    from curabib.sync.zotero.plan import Wishes
    from curabib.sync.zotero.push import former_uids, kept_path, state_path

    project = load_project(session)
    selection = chosen(session, options)
    keeps = options["withdrawn"] or any(term.field == "state" for term in selection.query.terms)
    entries = tuple(entry for entry in selection.entries if keeps or entry.state == "active")
    if not entries and not delete:
        return
    name = " ".join((collection or project.title or project.root.name).split()) or "curabib"
    way = via or ("web" if _key(KEY, "zotero") else "local")
    with _client(way) as client:
        if way == "connector":
            from curabib.cli import zotero_import

            zotero_import.push(session, project, client, entries, again=again, dry_run=dry_run)
            return
        where = _library(session, client, way, library)
        whole = load_library(session).entries if selection.query.program else selection.library.entries
        living = frozenset(entry.work.id for entry in (*entries, *whole) if keeps or entry.state == "active")
        wishes = Wishes(collection=name, delete=delete, again=again, former=former_uids(project), whole=whole)
        path = state_path(project, where.identity)
        remote = KeptLibrary(where, kept_path(project, where.identity))
        with locked(project.cache_folder, wait=10.0):
            if dry_run:
                pushing = zotero_push.preview(remote, entries, living, path, where.identity, wishes)
            else:
                pushing = zotero_push.push(
                    remote, entries, living, path, where.identity, wishes, progress=progress(session)
                )
    _report(session, pushing, format_, dry_run=dry_run, delete=delete)


def _client(way: str) -> "Client":
    """Return the client: one for this machine need not try for long, but waits while a person reads a question."""
    from curabib.cli.services import cache_folder, client_of
    from curabib.providers.http import Client, Patience

    if way == "web":
        return client_of(offline=False)
    patience = Patience(connect=2.0, read=600.0, total=1200.0, attempts=2, backoff=0.5)
    return Client(cache_folder(), patience=patience)


def _library(session: Session, client: "Client", way: str, name: str | None) -> "ZoteroLibrary":
    """Return the library to push to; raises CurabibError where it cannot be had."""
    from curabib.providers import zotero, zotero_access

    path = zotero.library_path(name) if name else ""
    address = os.environ.get(
        ADDRESSES[way], zotero_access.WEB if way == "web" else zotero_access.LOCAL
    ).rstrip("/")
    if way == "web":
        key = _key(KEY, "zotero")
        if not key:
            raise CurabibError(
                f"there is no key for zotero.org: `{KEY}` is not set, and {_no_keyring()}",
                hint="make one at zotero.org/settings/keys, with write access",
            )
        return zotero.web_library(client, key, path, address=address)
    access = zotero_access.LocalAccess(
        client, key=_key(LOCAL_KEY, "zotero-local"), address=address, keep=_keep, say=session.say
    )
    return zotero.local_library(client, access, path, address=address)


def _key(variable: str, name: str) -> str:
    """Return a key from the environment, else from the system's keyring, else nothing."""
    key = os.environ.get(variable, "").strip()
    if not key and (keyring := _keyring()) is not None:
        with suppress(Exception):  # a keyring that is locked, or has no backend, has no key
            key = keyring.get_password(_SERVICE, name) or ""
    if key and not (key.isascii() and key.isprintable() and " " not in key):
        raise CurabibError(f"the key in `{variable}` or the keyring holds characters that no key has")
    return key


def _no_keyring() -> str:
    if _keyring() is None:
        return "no keyring is installed (`pip install 'curabib[keyring]'`)"
    return f"the keyring has none (`keyring set {_SERVICE} zotero`)"


def _keep(key: str) -> None:
    """Put a lasting key of Zotero on this machine into the keyring, where there is one."""
    if (keyring := _keyring()) is not None:
        with suppress(Exception):
            keyring.set_password(_SERVICE, "zotero-local", key)


def _keyring() -> "ModuleType | None":
    from importlib import import_module

    try:
        return import_module("keyring")
    except ImportError:
        return None


def _report(session: Session, pushing: "Pushing", format_: str, *, dry_run: bool, delete: bool) -> None:
    steps = pushing.plan.steps if dry_run else pushing.done
    session.report(pushing.diagnostics)
    if format_ == "json":
        form = json.dumps(_form(pushing, steps, dry_run=dry_run), ensure_ascii=False, indent=2)
        session.write(visible_json(form) + "\n")
    else:
        session.write(visible_lines("".join(_lines(steps))))
        session.say(_summary(pushing, steps, dry_run=dry_run))
        if pushing.plan.leftover and not delete:
            count = len(pushing.plan.leftover)
            session.say(f"{count} {_items(count)} of works that are gone; --delete puts them into the trash")
    if pushing.refused:
        session.fail()


def _lines(steps: "tuple[Step, ...]") -> Iterator[str]:
    """Yield what a push does for people: a line an object, and below it the fields that change."""
    for step in steps:
        sign = "*" if step.kind == "collections" and step.action != "trash" else _SIGNS[step.action]
        title = "" if step.kind == "collections" else f"  {_cut(step.title)}"
        what = {"adopt": "  [was there]", "trash": "  [to the trash]", "restore": "  [out of the trash]"}
        yield visible(f"{sign} {step.key}{title}{what.get(step.action, '')}") + "\n"
        for change in step.changes:
            before = f"{_cut(change.before)} -> " if change.before else ""
            yield visible(f"    {change.field}: {before}{_cut(change.after) or '(nothing)'}") + "\n"


def _summary(pushing: "Pushing", steps: "tuple[Step, ...]", *, dry_run: bool) -> str:
    from curabib.sync.zotero.push import tally

    words: dict[str, Callable[[int], str]] = {
        "collection": lambda count: f"{count} new {'collection' if count == 1 else 'collections'}",
        "create": lambda count: f"{count} new",
        "adopt": lambda count: f"{count} found and filled in",
        "update": lambda count: f"{count} updated",
        "restore": lambda count: f"{count} put back",
        "attach": lambda count: f"{count} {'link or note' if count == 1 else 'links and notes'}",
        "trash": lambda count: f"{count} put into the trash",
        "emptied": lambda count: (
            f"{count} empty {'collection' if count == 1 else 'collections'} put into the trash"
        ),
    }
    counts = tally(steps)
    parts = [words[name](counts[name]) for name in words if name in counts]
    if pushing.plan.unchanged:
        parts.append(f"{pushing.plan.unchanged} as they should be")
    return ("would push: " if dry_run else "pushed: ") + (", ".join(parts) or "nothing to do")


def _form(pushing: "Pushing", steps: "tuple[Step, ...]", *, dry_run: bool) -> dict[str, Any]:
    from curabib.sync.zotero.push import tally

    return {
        "schema": "curabib.zotero-push/1",
        "written": not dry_run,
        "counts": tally(steps),
        "unchanged": pushing.plan.unchanged,
        "leftover": list(pushing.plan.leftover),
        "objects": [
            {
                "kind": step.kind,
                "action": step.action,
                "item": step.body["key"],
                "key": step.key,
                "changes": [{"field": c.field, "before": c.before, "after": c.after} for c in step.changes],
            }
            for step in steps
        ],
    }


def _items(count: int) -> str:
    return "item is left" if count == 1 else "items are left"


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
