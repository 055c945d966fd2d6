"""What a reference needs and no origin states."""

from collections.abc import Iterator

from curabib.checks.place import of_entry
from curabib.diagnostics.diagnostic import Diagnostic, diagnose
from curabib.model import Entry, Library

# kinds that people cite like papers; a blog, a video or a repository often has no named author or year
_CITED = frozenset({"paper", "book", "thesis"})
_PREPRINTS = ("arxiv",)


def check(library: Library) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each missing title, author list, year and venue, and for each assumed year."""
    for entry in library.entries:
        if entry.state == "active":
            yield from _entry(entry)


def _entry(entry: Entry) -> Iterator[Diagnostic]:
    fields, kind, at = entry.work.fields, entry.work.kind, of_entry(entry)
    if not fields.title:
        authors = str(fields.authors)
        by = f" in an entry by `{authors[:60]}`" if authors else ""
        yield diagnose("CB560", f"no title is stated{by}", at, key=entry.key)
        return
    if kind not in _CITED:
        return
    if not fields.authors.people and not fields.editors.people:
        yield diagnose("CB561", f"no author is stated for `{_short(fields.title)}`", at, key=entry.key)
    if fields.date is None:
        yield diagnose("CB562", f"no year is stated for `{_short(fields.title)}`", at, key=entry.key)
    elif "date" in entry.work.assumed:
        message = f"year `{fields.date.year}` is taken from the heading; no one states it for this work"
        yield diagnose("CB563", message, at, key=entry.key)
    if kind == "paper" and fields.venue is None:
        yield diagnose("CB564", _venue_message(entry), at, key=entry.key)


def _venue_message(entry: Entry) -> str:
    for scheme in _PREPRINTS:
        value = entry.work.identifier(scheme)
        if value:
            return f"no venue is stated; known only as preprint `{scheme}:{value}`"
    return f"no venue is stated for `{_short(entry.work.fields.title)}`"


def _short(title: str) -> str:
    return title if len(title) <= 60 else f"{title[:59]}…"
