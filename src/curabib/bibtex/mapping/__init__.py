"""Our works as BibTeX entries, and back."""

from curabib.bibtex.mapping.printed import to_bibtex as to_bibtex
