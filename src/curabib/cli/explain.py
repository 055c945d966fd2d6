"""`curabib explain`: the page of a code, or the evidence behind an entry."""

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from curabib.cli.options import text_or_json
from curabib.cli.session import Session
from curabib.diagnostics import CurabibError
from curabib.diagnostics.code import CODES
from curabib.diagnostics.manual import find_code, page
from curabib.diagnostics.render.visible import visible_json
from curabib.model.nearest import nearest

if TYPE_CHECKING:
    from curabib.library.select import Query
    from curabib.model import LockedWork

_CODE = re.compile(r"cb\d{1,4}", re.IGNORECASE | re.ASCII)


def _complete(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Return the codes, and the keys of the project, that begin with `incomplete`."""
    from curabib.cli.selection import complete_values

    codes = [code for code in CODES if incomplete and code.startswith(incomplete.upper())]
    return codes or complete_values(ctx, "key", incomplete)


@click.command("explain")
@click.argument("what", metavar="KEY|CODE", shell_complete=_complete)
@text_or_json
@click.pass_obj
def command(session: Session, what: str, format_: str) -> None:
    r"""Say where every field of an entry comes from, or what a code means.

    For a citation key or an alias: who stated each field and where, who states something else, what the venue
    table adds, and since when the key is promised. For a code or its name: its page of the manual.

    \b
    Examples:
      curabib explain frankle2019lottery
      curabib explain frankle2019lottery --format json
      curabib explain CB575
      curabib explain listed-twice
    """
    code = find_code(what)
    if code:
        session.write(_code_as_json(code) if format_ == "json" else page(code))
    elif _CODE.fullmatch(what):
        raise CurabibError(f"there is no code `{what.upper()}`", hint=_meant(nearest(what.upper(), CODES, 2)))
    else:
        session.write(_entry(session, what, format_))


def _code_as_json(code: str) -> str:
    row = CODES[code]
    form = {"code": row.code, "name": row.name, "severity": row.severity, "page": page(code)}
    return json.dumps(form, ensure_ascii=False, indent=2) + "\n"


def _entry(session: Session, key: str, format_: str) -> str:
    """Return the evidence of an entry; raises CurabibError, with the nearest keys, for an unknown key."""
    from curabib.cli.evidence import as_text, evidence
    from curabib.cli.selection import load_library

    entry = load_library(session, _asking_for(key)).by_key.get(key.casefold())
    if entry is None:  # a part of the library cannot tell what was meant
        names = load_library(session).by_key
        raise CurabibError(f"there is no entry `{key[:60]}`", hint=_meant(nearest(key, names, 3)))
    if entry.key.casefold() != key.casefold():
        session.say(f"`{key}` is an alias of `{entry.key}`")
    form = evidence(entry, _promises(session.root(), entry.work.id))
    if format_ == "json":
        return visible_json(json.dumps(form, ensure_ascii=False, indent=2)) + "\n"
    return as_text(form)


def _asking_for(key: str) -> "Query":
    from curabib.library.select import conditions

    return conditions({"key": (key,)})


def _promises(root: Path, uid: str) -> "tuple[LockedWork, ...]":
    """Return what the lock says of a work: its own line, then those of the works that were merged into it."""
    from curabib.library.lock import parse_lock
    from curabib.project import home_of
    from curabib.project.files import read_text
    from curabib.project.settings import LOCK_NAME

    home = home_of(root)
    path = home / LOCK_NAME if home else None
    if path is None or not path.exists():
        return ()
    lock = parse_lock(read_text(path), path.name).value
    own = [line for line in lock.works if lock.root(line).uid == uid]
    return tuple(sorted(own, key=lambda line: (line.uid != uid, line.since, line.key)))


def _meant(near: tuple[str, ...]) -> str:
    return "did you mean " + " or ".join(f"`{name}`" for name in near) + "?" if near else ""
