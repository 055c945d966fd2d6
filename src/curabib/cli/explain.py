"""`curabib explain`: the page of a code, or the evidence behind an entry."""

import re

import click

from curabib.cli.session import Session
from curabib.diagnostics import CurabibError
from curabib.diagnostics.code import CODES
from curabib.diagnostics.manual import find_code, page
from curabib.model.nearest import nearest

_CODE = re.compile(r"cb\d{1,4}", re.IGNORECASE | re.ASCII)


@click.command("explain")
@click.argument("what", metavar="KEY|CODE")
@click.pass_obj
def command(session: Session, what: str) -> None:
    r"""Say where every field of an entry comes from, or what a code means.

    \b
    Examples:
      curabib explain CB575
      curabib explain listed-twice
      curabib explain frankle2019lottery
    """
    code = find_code(what)
    if code:
        session.write(page(code))
        return
    if _CODE.fullmatch(what):
        near = nearest(what.upper(), CODES, 2)
        hint = "did you mean " + " or ".join(f"`{c}`" for c in near) + "?" if near else ""
        raise CurabibError(f"there is no code `{what.upper()}`", hint=hint)
    raise NotImplementedError
