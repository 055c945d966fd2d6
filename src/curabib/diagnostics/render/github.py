"""Annotations of GitHub Actions.

The rules are those of "Workflow commands for GitHub Actions": `::error file=…,line=…::message`, where `%`, CR and
LF are percent-encoded, and in properties `:` and `,` too.
"""

from collections.abc import Sequence

from curabib.diagnostics.diagnostic import Diagnostic
from curabib.diagnostics.render import SourceText
from curabib.diagnostics.render.concise import statement
from curabib.diagnostics.render.visible import visible

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
_MESSAGE = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


def render(diagnostics: Sequence[Diagnostic], *, source: SourceText, color: bool) -> str:
    """Return one workflow command a line; sources and colour are not used."""
    return "".join(f"{_command(d)}\n" for d in diagnostics)


def _command(diagnostic: Diagnostic) -> str:
    at = diagnostic.location
    properties: list[tuple[str, str]] = []
    if at is not None:
        properties += [("file", at.path), ("line", str(at.line)), ("col", str(at.column))]
        if at.end_line:
            properties.append(("endLine", str(at.end_line)))
        if at.end_column and at.end_line in (0, at.line):
            properties.append(("endColumn", str(at.end_column)))
    properties.append(("title", f"curabib ({diagnostic.code})"))
    shown = ",".join(f"{name}={visible(value).translate(_PROPERTY)}" for name, value in properties)
    message = statement(diagnostic)
    if diagnostic.help:
        message += f"\nhelp: {visible(diagnostic.help)}"
    return f"::{_COMMANDS[diagnostic.severity]} {shown}::{message.translate(_MESSAGE)}"
