"""What the reader of a reference list should know about its entries, whatever formats them."""

from collections.abc import Iterator

from curabib.diagnostics import Diagnostic, diagnose
from curabib.model import Entry
from curabib.writers.publication import is_address, publication

_NEEDS_CONTAINER = frozenset({"article", "inproceedings", "incollection", "inbook"})


def report(entry: Entry) -> Iterator[Diagnostic]:
    """Yield CB621 for an address that is no link, and CB622 for what the reference lacks."""
    fields = entry.work.fields
    stated = fields.text("url")
    if stated and not is_address(stated):
        yield diagnose("CB621", f"the address `{stated[:200]}` of `{entry.key}` is no link", key=entry.key)
    published = publication(entry.work)
    there = {
        "title": bool(fields.title),
        "authors": bool(len(fields.authors) or len(fields.editors)),
        "year": fields.date is not None,
        "venue": published.preprint or bool(published.container) or published.type not in _NEEDS_CONTAINER,
    }
    missing = ", ".join(name for name, is_there in there.items() if not is_there)
    if missing:
        yield diagnose("CB622", f"the reference `{entry.key}` lacks {missing}", key=entry.key)
