"""Options that several commands have."""

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
