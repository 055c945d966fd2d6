"""Works that were retracted, as an authority says."""

from collections.abc import Iterator

from curabib.checks.place import of_entry
from curabib.diagnostics.diagnostic import Diagnostic, diagnose
from curabib.model import Entry, Library


def check(library: Library) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each work that was retracted."""
    for entry in library.entries:
        if entry.state == "active":
            yield from retracted(entry)


def retracted(entry: Entry) -> Iterator[Diagnostic]:
    """Yield CB592 if the work of an entry was retracted, with who says so."""
    if not entry.work.is_retracted:
        return
    stating = entry.work.chosen.get("pubstate")
    who = next((str(record.origin) for record in entry.work.records if record.id == stating), "")
    by = f", says `{who}`" if who else ""
    help = "cite it as retracted, or take it out"
    yield diagnose("CB592", f"the work was retracted{by}", of_entry(entry), help=help, key=entry.key)
