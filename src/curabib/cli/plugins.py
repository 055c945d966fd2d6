"""`curabib plugins`: what there is to read, write, ask and check with."""

import json

import click

from curabib.cli.options import text_or_json
from curabib.cli.session import Session
from curabib.diagnostics.render.visible import visible
from curabib.project import plugins

GROUPS = ("readers", "providers", "writers", "checks")


@click.command("plugins")
@click.argument("group", type=click.Choice(GROUPS), required=False)
@text_or_json
@click.pass_obj
def command(session: Session, group: str | None, format_: str) -> None:
    r"""List readers, writers and other plug-ins.

    Other packages add their own through the entry-point groups curabib.readers, curabib.providers,
    curabib.writers and curabib.checks.

    \b
    Examples:
      curabib plugins
      curabib plugins writers --format json
    """
    found = [
        {"group": name, "name": plugin, "built_in": plugin in _built_in(name)}
        for name in ((group,) if group else GROUPS)
        for plugin in sorted({*plugins.names(name), *_built_in(name)})
    ]
    if format_ == "json":
        session.write(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
        return
    lines = [
        f"{row['group']:<10} {visible(str(row['name'])):<14} {'built in' if row['built_in'] else 'installed'}"
        for row in found
    ]
    session.write("".join(f"{line}\n" for line in lines))


def _built_in(group: str) -> frozenset[str]:
    """Return the names of a group that come with curabib; readers are known to the package that chooses among them."""
    if group == "readers":
        from curabib.readers import names

        return frozenset(names())
    return frozenset(plugins.BUILT_IN[f"curabib.{group}"])
