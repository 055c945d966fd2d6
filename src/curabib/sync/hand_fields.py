"""A field of a .bib entry, as someone edited it, in the terms of an overrides file."""

import re
from collections.abc import Callable, Mapping

from curabib.bibtex.document import Block, Field
from curabib.bibtex.latex.decode import decode
from curabib.bibtex.names import parse_names
from curabib.bibtex.profile import OWN_FIELDS, VERBATIM, Profile
from curabib.model import Date, Venue
from curabib.project.overrides_edit import Value

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR = re.compile(r"\d{4}\Z", re.ASCII)
_ESCAPED = re.compile(r"\\([_%#&~^{}$])")

_Values = Mapping[str, str]

_NAMES = ("author", "editor", "translator")
_VENUES = ("booktitle", "journal", "journaltitle")
_DATES = ("date", "year", "month")

DERIVED = frozenset({"key", "ids", "archiveprefix", "eprinttype", "pubstate"})
"""Fields that only follow from others, so that an edit of them alone says nothing about the work."""


def values_of(block: Block, macros: _Values) -> dict[str, str]:
    """Return the LaTeX values of an entry by lower-case field name; of a field that stands twice, the first."""
    found: dict[str, str] = {}
    for part in block.fields:
        found.setdefault(part.name.lower(), _latex(part, macros))
    return found


def _latex(part: Field, macros: _Values) -> str:
    if part.name.lower() == "month" and len(part.pieces) == 1 and part.pieces[0].kind == "macro":
        return part.pieces[0].text.lower()
    return part.resolve(macros)


def ours(name: str, values: _Values, profile: Profile) -> tuple[str, Value]:
    """Return the name of the field `name` in an overrides file, and the value it has among `values`.

    The value is None where the field is absent. `values` are those of the whole entry, because a date may be spread
    over several fields.
    """
    group = next((members for members in _GROUPS if name in members), None)
    if group is not None:
        return _GROUPS[group](name, values)
    value = values.get(name)
    if value is None:
        return _name(name, profile), None
    if name in VERBATIM:
        return name, _ESCAPED.sub(r"\1", value)
    return _name(name, profile), decode(value)


def _name(name: str, profile: Profile) -> str:
    reverse = {printed: own for own, printed in profile.fields.items() if printed}
    return reverse.get(name, OWN_FIELDS.get(name, name))


def _people(name: str, values: _Values) -> tuple[str, Value]:
    return name, parse_names(values[name]) if values.get(name) else None


def _venue(name: str, values: _Values) -> tuple[str, Value]:
    return "venue", Venue(name=decode(values[name])) if values.get(name) else None


def _date(name: str, values: _Values) -> tuple[str, Value]:
    if "date" in values:
        return "date", Date.parse(decode(values["date"]))
    year = decode(values.get("year", ""))
    if not _YEAR.match(year):
        return "date", None
    month = decode(values.get("month", "")).lower()
    number = next((n for n, short in enumerate(_MONTHS, 1) if month.startswith(short)), 0)
    return "date", Date(int(year), number or (int(month) if month.isascii() and month.isdigit() else 0))


def _eprint(name: str, values: _Values) -> tuple[str, Value]:
    kind = values.get("eprinttype", values.get("archiveprefix", "")).lower()
    return ("arxiv" if kind in ("arxiv", "") else "eprint"), values.get(name)


def _identifier(name: str, values: _Values) -> tuple[str, Value]:
    value = values.get(name)
    return name, None if value is None else _ESCAPED.sub(r"\1", value)


_GROUPS: Mapping[tuple[str, ...], Callable[[str, _Values], tuple[str, Value]]] = {
    _NAMES: _people,
    _VENUES: _venue,
    _DATES: _date,
    ("eprint",): _eprint,
    ("doi", "isbn", "pmid"): _identifier,
}
