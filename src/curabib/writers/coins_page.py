"""A page of references that Zotero's button in a browser, and others that know COinS, can take over."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from curabib.diagnostics import Result
from curabib.model import Entry, View
from curabib.writers.losses import Losses
from curabib.writers.publication import publication
from curabib.writers.references.coins import coins, lost_in_coins
from curabib.writers.references.visible import one_line

_HEAD = '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
_VIEWPORT = '<meta name="viewport" content="width=device-width, initial-scale=1">\n'


@dataclass(frozen=True, slots=True)
class CoinsWriter:
    """Prints an HTML page with one list item for each entry: its title, authors and year, and its COinS."""

    name: str = "coins"
    extension: str = "html"

    def write(self, view: View) -> Result[str]:
        """Return the page in UTF-8, and what COinS cannot say: more authors than are named, and other fields."""
        losses = Losses("COinS")
        for entry in view.entries:
            losses.cut_short(entry)
            losses.left_out(entry, lost_in_coins(entry))
        title = escape(one_line(view.title) or "References")
        items = "".join(f"<li>{' '.join(_shown(entry))}{coins(entry)}</li>\n" for entry in view.entries)
        head = f"{_HEAD}{_VIEWPORT}<title>{title}</title>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
        text = f"{head}<ol>\n{items}</ol>\n</main>\n</body>\n</html>\n"
        return Result(text, losses.diagnostics())


def _shown(entry: Entry) -> Iterator[str]:
    """Yield the parts of an entry that people see."""
    fields = entry.work.fields
    title = f"<cite>{escape(one_line(fields.title) or entry.key)}</cite>."
    url = publication(entry.work).url
    yield f'<a href="{escape(url)}">{title}</a>' if url else title
    if fields.authors.people:
        yield f"{escape(one_line(str(fields.authors)).rstrip('.'))}."
    if fields.date is not None:
        yield f"{fields.date.year:04d}."


WRITER = CoinsWriter()
