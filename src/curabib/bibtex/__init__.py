"""The BibTeX language: parsing, TeX and Unicode, the mapping to our fields, canonical layout."""
