"""Our works as BibTeX entries, and back."""

import importlib
from typing import TYPE_CHECKING, Any

from curabib.bibtex.mapping.printed import to_bibtex as to_bibtex

if TYPE_CHECKING:
    from curabib.bibtex.mapping.parsed import Statement as Statement
    from curabib.bibtex.mapping.parsed import from_bibtex as from_bibtex


def __getattr__(name: str) -> Any:
    """Return what the way back is made of, which exports do without."""
    if name in ("Statement", "from_bibtex"):
        return getattr(importlib.import_module("curabib.bibtex.mapping.parsed"), name)
    raise AttributeError(name)
