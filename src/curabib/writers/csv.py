"""CSV (RFC 4180) with columns that stay where they are: for spreadsheets and for people who count."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from curabib.diagnostics import Result
from curabib.model import Entry, Name, Names, View
from curabib.writers.losses import Losses
from curabib.writers.publication import Publication, publication
from curabib.writers.references.visible import one_line

_Cell = Callable[[Entry, Publication], str]
SEPARATOR = "; "
"""Between the values of a cell that holds several."""

# what a spreadsheet takes for the beginning of a formula, in wide letters too
_FORMULA = re.compile(r"[=+\-@\uff1d\uff0b\uff0d\uff20]")


def _names(role: str) -> _Cell:
    def cell(entry: Entry, published: Publication) -> str:
        names = entry.work.fields.get(role)
        if not isinstance(names, Names):
            return ""
        return _several([*map(_name, names), *(["et al."] if names.truncated else [])])

    return cell


def _identifier(scheme: str) -> _Cell:
    def cell(entry: Entry, published: Publication) -> str:
        if scheme in entry.work.withheld:
            return ""
        return entry.work.identifier(scheme) or entry.work.fields.text(scheme)

    return cell


def _stated(name: str) -> _Cell:
    return lambda entry, published: "" if name in entry.work.withheld else entry.work.fields.text(name)


def _year(entry: Entry, published: Publication) -> str:
    date = entry.work.fields.date
    return f"{date.year:04d}" if date else ""


def _venue(entry: Entry, published: Publication) -> str:
    venue = entry.work.fields.venue
    return str(venue) if venue else ""


def _links(entry: Entry, published: Publication) -> str:
    links = entry.work.links if "url" not in entry.work.withheld else ()
    return " ".join(f"{link.label}:{link.url}" if link.label else link.url for link in links)


def _words(of: str) -> _Cell:
    def cell(entry: Entry, published: Publication) -> str:
        return "" if of in entry.work.withheld else _several(getattr(entry.work, of))

    return cell


# in their order; new columns go to the end, and none ever changes its name or its place
COLUMNS: Mapping[str, _Cell] = {
    "key": lambda entry, published: entry.key,
    "type": lambda entry, published: published.type,
    "kind": lambda entry, published: entry.work.kind,
    "title": _stated("title"),
    "authors": _names("author"),
    "editors": _names("editor"),
    "year": _year,
    "date": _stated("date"),
    "venue": _venue,
    "container": lambda entry, published: published.container,
    "series": lambda entry, published: published.series,
    "volume": lambda entry, published: published.volume,
    "number": lambda entry, published: published.number,
    "pages": lambda entry, published: published.pages,
    "publisher": lambda entry, published: published.publisher or published.institution,
    "doi": lambda entry, published: published.doi,
    "arxiv": lambda entry, published: published.arxiv,
    "isbn": _identifier("isbn"),
    "pmid": _identifier("pmid"),
    "url": lambda entry, published: published.url,
    "links": _links,
    "topics": _words("topics"),
    "keywords": _words("keywords"),
    "note": _stated("note"),
    "aliases": lambda entry, published: _several(entry.aliases),
    "state": lambda entry, published: entry.state,
}
"""Name of a column -> what stands in it."""

_CARRIED = frozenset(COLUMNS) | {
    "author",
    "editor",
    "eprint",
    "eprinttype",
    "booktitle",
    "journaltitle",
    "institution",
}


@dataclass(frozen=True, slots=True)
class CsvWriter:
    """Prints a line of column names, then one line for each entry, in the order of the view."""

    name: str = "csv"
    extension: str = "csv"

    def write(self, view: View) -> Result[str]:
        """Return the table in UTF-8 without a byte order mark, with line feeds, and what has no column.

        A cell that a spreadsheet would take for a formula begins with an apostrophe, which it does not show.
        """
        losses = Losses("CSV")
        text = io.StringIO()
        table = csv.writer(text, lineterminator="\n")
        table.writerow(COLUMNS)
        for entry in view.entries:
            published = publication(entry.work)
            cells = [one_line(cell(entry, published)) for cell in COLUMNS.values()]
            if any(map(_FORMULA.match, cells)):
                losses.changed(entry.key, "a text that spreadsheets take for a formula")
            table.writerow([f"'{cell}" if _FORMULA.match(cell) else cell for cell in cells])
            losses.left_out(entry, (name for name in entry.work.fields if name not in _CARRIED))
        return Result(text.getvalue(), losses.diagnostics())


def _name(name: Name) -> str:
    """Return a name as `Family, Given, Suffix`, so that no blank within a part is taken for its end."""
    if name.literal or not name.family:
        return str(name)
    return ", ".join(filter(None, (f"{name.prefix} {name.family}".strip(), name.given, name.suffix)))


def _several(values: Iterable[str]) -> str:
    return SEPARATOR.join(value.replace(";", ",") for value in dict.fromkeys(values) if value)


WRITER = CsvWriter()
