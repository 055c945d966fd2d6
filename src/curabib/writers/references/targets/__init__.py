"""The languages that a reference list is printed in: each module has a `write` from a list to its document."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

MODULES: Mapping[str, str] = {
    "text": "text",
    "markdown": "markdown",
    "html": "html",
    "latex": "latex",
    "bbl": "latex",
    "rtf": "rtf",
    "docx": "docx",
    "typst": "typst",
}
"""Target to module, in the order of the help."""


def module(target: str) -> Any:
    """Return the module that prints a target."""
    return import_module(f"{__name__}.{MODULES[target]}")
