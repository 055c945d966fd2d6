"""Canonical layout: of what we generate, and of any file a person has."""

from curabib.bibtex.layout.formatting import FormatOptions as FormatOptions
from curabib.bibtex.layout.formatting import format_document as format_document
from curabib.bibtex.layout.printing import Header as Header
from curabib.bibtex.layout.printing import print_entry as print_entry
from curabib.bibtex.layout.printing import print_file as print_file
from curabib.bibtex.layout.printing import read_header as read_header
