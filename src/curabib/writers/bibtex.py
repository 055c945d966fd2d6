"""The three BibTeX formats: one writer over three profiles."""

from collections.abc import Iterable
from dataclasses import dataclass

from curabib.bibtex.entry import BibEntry
from curabib.bibtex.layout.printing import print_file
from curabib.bibtex.mapping.printed import to_bibtex
from curabib.bibtex.profile import PROFILES, Profile
from curabib.diagnostics import Diagnostic, Result
from curabib.model import View


@dataclass(frozen=True, slots=True, kw_only=True)
class BibtexWriter:
    """Writes a view as a .bib file in one dialect, sorted by key whatever the order of the view."""

    name: str
    profile: Profile
    extension: str = "bib"

    def write(self, view: View) -> Result[str]:
        """Return the file's text, with what could not be written as it is."""
        entries = self.entries(view)
        return Result(print_file(entries.value), entries.diagnostics)

    def write_beside(
        self, view: View, others: Iterable[BibEntry], preambles: Iterable[str] = ()
    ) -> Result[str]:
        """Return the text of a file that holds `others`, printed as they are, among the entries of the view.

        `preambles` are the `@preamble`s that the others need.
        """
        entries = self.entries(view)
        return Result(print_file((*entries.value, *others), preambles), entries.diagnostics)

    def entries(self, view: View) -> Result[list[BibEntry]]:
        """Return the entries of the view in this dialect, in its order."""
        entries: list[BibEntry] = []
        diagnostics: list[Diagnostic] = []
        for entry in view.entries:
            printed = to_bibtex(entry, self.profile)
            diagnostics += printed.diagnostics
            if printed.value is not None:
                entries.append(printed.value)
        return Result(entries, tuple(diagnostics))


BIBTEX = BibtexWriter(name="bibtex", profile=PROFILES["bibtex"])
BIBLATEX = BibtexWriter(name="biblatex", profile=PROFILES["biblatex"])
ACM = BibtexWriter(name="acm", profile=PROFILES["acm"])
