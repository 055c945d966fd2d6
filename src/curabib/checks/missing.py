"""What a reference needs and no origin states."""

from collections.abc import Iterator

from curabib.checks.place import of_entry
from curabib.diagnostics.diagnostic import Diagnostic, diagnose
from curabib.evidence.links import host_kind, is_document
from curabib.model import Entry, Library, Work

# kinds that people cite like papers; a blog, a video or a repository often has no named author or year
_CITED = frozenset({"paper", "book", "thesis"})
_PREPRINTS = ("arxiv",)
_PAPERS = frozenset({"arxiv", "doi", "pdf"})
_KEEPERS = frozenset({"book", "paper"})


def check(library: Library) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each missing title, author list, year and venue, and for each assumed year.

    What only a bibliography wants to know is not said of a list without a project: that a heading gave the year, and
    that a preprint is no more than one, unless most entries lack a venue.
    """
    without = sum(map(_lacks_venue, library.entries))
    many = 2 * without > len(library.entries)  # it is how the list is, which is said of all of it at once
    for entry in library.entries:
        if entry.state == "active":
            yield from _entry(entry, of_preprints=bool(entry.key) or many)


def _entry(entry: Entry, *, of_preprints: bool) -> Iterator[Diagnostic]:
    fields, kind, at = entry.work.fields, entry.work.kind, of_entry(entry)
    if not fields.title:
        authors = str(fields.authors)
        by = f" in an entry by `{authors[:60]}`" if authors else ""
        yield diagnose("CB560", f"no title is stated{by}", at, key=entry.key)
        return
    if kind not in _CITED or not _is_reference(entry.work):
        return
    if not fields.authors.people and not fields.editors.people:
        yield diagnose("CB561", f"no author is stated for `{_short(fields.title)}`", at, key=entry.key)
    if fields.date is None:
        yield diagnose("CB562", f"no year is stated for `{_short(fields.title)}`", at, key=entry.key)
    elif "date" in entry.work.assumed and entry.key:
        message = f"year `{fields.date.year}` is taken from the heading; no one states it for this work"
        yield diagnose("CB563", message, at, key=entry.key)
    if _lacks_venue(entry) and (of_preprints or not _preprint(entry.work)):
        yield diagnose("CB564", _venue_message(entry), at, key=entry.key)


def _lacks_venue(entry: Entry) -> bool:
    """Return whether a paper states no venue; what is sold as a book has none."""
    work = entry.work
    if work.kind != "paper" or work.fields.venue is not None or entry.state != "active":
        return False
    return (
        bool(work.fields.title)
        and _is_reference(work)
        and all(host_kind(link.url) != "book" for link in work.links)
    )


def _is_reference(work: Work) -> bool:
    """Return whether anything says that a work was published; simulators, demos and encyclopaedias are not.

    That is a person, a venue, a year, an identifier, or a link to a document or to a host that keeps papers.
    """
    fields = work.fields
    if fields.authors.people or fields.editors.people or fields.venue is not None or fields.date is not None:
        return True
    if not work.links or any(identifier.scheme != "url" for identifier in work.identifiers):
        return True
    return any(
        link.label in _PAPERS or is_document(link.url) or host_kind(link.url) in _KEEPERS
        for link in work.links
    )


def _preprint(work: Work) -> str:
    return next((f"{scheme}:{value}" for scheme in _PREPRINTS if (value := work.identifier(scheme))), "")


def _venue_message(entry: Entry) -> str:
    preprint = _preprint(entry.work)
    if preprint:
        return f"no venue is stated; known only as preprint `{preprint}`"
    return f"no venue is stated for `{_short(entry.work.fields.title)}`"


def _short(title: str) -> str:
    return title if len(title) <= 60 else f"{title[:59]}…"
