"""Our works as BibTeX entries, and back."""

from curabib.bibtex.mapping.parsed import Statement as Statement
from curabib.bibtex.mapping.parsed import from_bibtex as from_bibtex
from curabib.bibtex.mapping.printed import to_bibtex as to_bibtex
