"""SARIF 2.1.0 (OASIS Standard, 27 March 2020), as code scanning services read it."""

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from curabib import __version__
from curabib.diagnostics.code import CODES
from curabib.diagnostics.diagnostic import Diagnostic, Edit
from curabib.diagnostics.render import SourceText
from curabib.diagnostics.render.concise import statement
from curabib.diagnostics.render.visible import visible_json
from curabib.model import Location

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def render(diagnostics: Sequence[Diagnostic], *, source: SourceText, color: bool) -> str:
    """Return one SARIF log with one run; sources and colour are not used."""
    used = sorted({d.code for d in diagnostics})
    index = {code: number for number, code in enumerate(used)}
    driver = {"name": "curabib", "version": __version__, "rules": [_rule(code) for code in used]}
    log = {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "results": [_result(d, index[d.code]) for d in diagnostics],
            }
        ],
    }
    return visible_json(json.dumps(log, ensure_ascii=False, indent=2)) + "\n"


def _rule(code: str) -> dict[str, Any]:
    row = CODES[code]
    return {
        "id": row.code,
        "name": row.name,
        "shortDescription": {"text": row.name.replace("-", " ")},
        "defaultConfiguration": {"level": _LEVELS[row.severity]},
    }


def _result(diagnostic: Diagnostic, rule: int) -> dict[str, Any]:
    text = statement(diagnostic) + (f". Help: {diagnostic.help}" if diagnostic.help else "")
    form: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": rule,
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": text},
    }
    if diagnostic.location:
        form["locations"] = [{"physicalLocation": _physical(diagnostic.location)}]
    if diagnostic.related:
        form["relatedLocations"] = [
            {"id": number, "physicalLocation": _physical(r.location), "message": {"text": r.message}}
            for number, r in enumerate(diagnostic.related, 1)
        ]
    if diagnostic.fix and diagnostic.fix.edits:
        form["fixes"] = [
            {"description": {"text": diagnostic.fix.title}, "artifactChanges": _changes(diagnostic)}
        ]
    return form


def _physical(at: Location) -> dict[str, Any]:
    region = {"startLine": at.line, "startColumn": at.column}
    if at.end_line:
        region["endLine"] = at.end_line
    if at.end_column:
        region["endColumn"] = at.end_column
    return {"artifactLocation": {"uri": _uri(at.path)}, "region": region}


def _changes(diagnostic: Diagnostic) -> list[dict[str, Any]]:
    by_path: dict[str, list[Edit]] = {}
    for edit in diagnostic.fix.edits if diagnostic.fix else ():
        by_path.setdefault(edit.path, []).append(edit)
    return [
        {
            "artifactLocation": {"uri": _uri(path)},
            "replacements": [
                {
                    "deletedRegion": {
                        "startLine": edit.line,
                        "startColumn": edit.column,
                        "endLine": edit.end_line,
                        "endColumn": edit.end_column,
                    },
                    "insertedContent": {"text": edit.replacement},
                }
                for edit in edits
            ],
        }
        for path, edits in by_path.items()
    ]


def _uri(path: str) -> str:
    """Return a URI reference for a path; a URL stays one, `-` is standard input."""
    if path == "-":
        return "stdin:"
    web = path.partition("://")[0] in ("http", "https")
    return quote(path, safe="/:?#[]@!$&'()*+,;=%~-._" if web else "/~-._", errors="replace")
