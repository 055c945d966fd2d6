"""One JSON document (schema curabib.diagnostics/1) for scripts."""

import json
from collections.abc import Sequence
from typing import Any

from curabib.diagnostics.code import CODES
from curabib.diagnostics.diagnostic import Diagnostic
from curabib.diagnostics.render import SourceText
from curabib.diagnostics.render.visible import visible_json
from curabib.model import Location

SCHEMA = "curabib.diagnostics/1"


def render(diagnostics: Sequence[Diagnostic], *, source: SourceText, color: bool) -> str:
    """Return `{"schema", "diagnostics"}` as indented JSON; sources and colour are not used."""
    form = {"schema": SCHEMA, "diagnostics": [diagnostic_to_json(d) for d in diagnostics]}
    return visible_json(json.dumps(form, ensure_ascii=False, indent=2)) + "\n"


def diagnostic_to_json(diagnostic: Diagnostic) -> dict[str, Any]:
    """Return the JSON object of a diagnostic.

    Always present: code, name, severity, message, location (null without one). Only where there is something
    to say: key, help, related, fix (with its edits).
    """
    fix = diagnostic.fix
    form: dict[str, Any] = {
        "code": diagnostic.code,
        "name": CODES[diagnostic.code].name,
        "severity": diagnostic.severity,
        "message": diagnostic.message,
        "location": _location(diagnostic.location) if diagnostic.location else None,
    }
    if diagnostic.key:
        form["key"] = diagnostic.key
    if diagnostic.help:
        form["help"] = diagnostic.help
    if diagnostic.related:
        form["related"] = [
            {"location": _location(r.location), "message": r.message} for r in diagnostic.related
        ]
    if fix:
        edits = [{name: getattr(edit, name) for name in _EDIT} for edit in fix.edits]
        form["fix"] = {"title": fix.title, "safe": fix.safe, "edits": edits}
    return form


_EDIT = ("path", "line", "column", "end_line", "end_column", "replacement")


def _location(at: Location) -> dict[str, Any]:
    return {
        "path": at.path,
        "line": at.line,
        "column": at.column,
        "end_line": at.end_line or None,
        "end_column": at.end_column or None,
    }
