"""Options that several commands have."""

from pathlib import Path

import click

text_or_json = click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people, or for programs.",
)
"""Gives the command `format_`: `text` or `json`."""


def _readers(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    from curabib.readers import names

    return [name for name in names() if name.startswith(incomplete)]


reader = click.option(
    "--reader",
    metavar="NAME",
    shell_complete=_readers,
    help="Read with this reader instead of the one the content asks for (`curabib plugins readers` lists them).",
)
"""Gives the command `reader`: a name, or None to choose by content."""


pattern = click.option(
    "--pattern",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file with the setting `entry:`, which says what an entry of the list looks like.",
)
"""Gives the command `pattern`: a file, or None."""
