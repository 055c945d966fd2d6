"""What the reader of a reference list should know about its entries, whatever formats them."""

from collections.abc import Iterator, Sequence
from importlib import import_module

from curabib.diagnostics import Diagnostic, diagnose
from curabib.model import Entry, View, Work
from curabib.writers.publication import is_address, publication
from curabib.writers.references.adorn import nobody
from curabib.writers.references.reference import Reference, ReferenceList
from curabib.writers.rich import plain

_NEEDS_CONTAINER = frozenset({"article", "inproceedings", "incollection", "inbook"})


_LATEX = frozenset({"latex", "bbl"})
_MOST_LETTERS = 5


def report(
    view: View, references: ReferenceList, highlight: Sequence[str], to: str
) -> tuple[Diagnostic, ...]:
    """Return what is to be said of a list and its entries where it is printed as `to`."""
    found = [diagnostic for entry in view.entries for diagnostic in _of_entry(entry)]
    if to in _LATEX:
        found += (diagnostic for reference in references.references for diagnostic in _of_letters(reference))
    for name in nobody(view.entries, highlight):
        found.append(diagnose("CB624", f"nobody in the list is called `{name[:80]}`, so nobody is in bold"))
    return tuple(found)


def _of_letters(reference: Reference) -> Iterator[Diagnostic]:
    """Yield CB600 for letters for which LaTeX has no command."""
    body = plain(reference.body)
    letters = () if body.isascii() else import_module("curabib.bibtex.latex").unencodable(body)
    if letters:
        key = reference.entry.key
        rest = len(letters) - _MOST_LETTERS
        shown = ", ".join(f"`{letter}`" for letter in letters[:_MOST_LETTERS])
        more = f" and {rest} more" if rest > 0 else ""
        yield diagnose(
            "CB600", f"{shown}{more} in the reference `{key}` cannot be written in ASCII LaTeX", key=key
        )


def _of_entry(entry: Entry) -> Iterator[Diagnostic]:
    """Yield CB621 for an address that is no link, and CB622 for what the reference lacks."""
    fields = entry.work.fields
    stated = fields.text("url")
    if stated and not is_address(stated):
        yield diagnose("CB621", f"the address `{stated[:200]}` of `{entry.key}` is no link", key=entry.key)
    there = {
        "title": bool(fields.title),
        "authors": bool(len(fields.authors) or len(fields.editors)),
        "year": fields.date is not None,
        "venue": _has_place(entry.work),
    }
    missing = ", ".join(name for name, is_there in there.items() if not is_there)
    if missing:
        yield diagnose("CB622", f"the reference `{entry.key}` lacks {missing}", key=entry.key)


def _has_place(work: Work) -> bool:
    """Return whether it is known where a work appeared, as far as works of its kind appear somewhere."""
    venue = work.fields.venue
    stated = work.fields.text("booktitle") or work.fields.text("journaltitle")
    if not work.withheld and (stated or (venue is not None and venue.name and venue.kind != "repository")):
        return True
    published = publication(work)
    return published.preprint or bool(published.container) or published.type not in _NEEDS_CONTAINER
