"""How serious it is for a list what is found in it.

A warning is a fault that the curator can see and mend, and a run with `--strict` fails for it. What is missing, looks
odd, or may be one work is a note: often enough the list is right, or reading it went wrong.
"""

from dataclasses import replace

from curabib.diagnostics.diagnostic import Diagnostic

_NOTES = frozenset(
    {
        "CB101",
        "CB103",
        "CB106",
        "CB107",
        "CB109",
        "CB119",
        "CB301",
        "CB560",
        "CB561",
        "CB562",
        "CB566",
        "CB569",
        "CB570",
        "CB572",
        "CB580",
    }
)


def in_a_list(diagnostic: Diagnostic) -> Diagnostic:
    """Return a diagnostic with the severity that it has where it speaks of a list, and not of a bibliography."""
    if diagnostic.code in _NOTES and diagnostic.severity == "warning":
        return replace(diagnostic, severity="info")
    return diagnostic
