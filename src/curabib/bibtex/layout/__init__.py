"""Canonical layout: of what we generate, and of any file a person has."""

import importlib
from typing import TYPE_CHECKING, Any

from curabib.bibtex.layout.printing import Header as Header
from curabib.bibtex.layout.printing import in_order as in_order
from curabib.bibtex.layout.printing import is_preamble as is_preamble
from curabib.bibtex.layout.printing import print_entry as print_entry
from curabib.bibtex.layout.printing import print_file as print_file
from curabib.bibtex.layout.printing import print_texts as print_texts
from curabib.bibtex.layout.printing import read_header as read_header

if TYPE_CHECKING:
    from curabib.bibtex.layout.formatting import FormatOptions as FormatOptions
    from curabib.bibtex.layout.formatting import format_document as format_document


def __getattr__(name: str) -> Any:
    """Return what formatting is made of, which exports do without."""
    if name in ("FormatOptions", "format_document"):
        return getattr(importlib.import_module("curabib.bibtex.layout.formatting"), name)
    raise AttributeError(name)
